"""The part of a page that is the report: by the names that portals give it, else by where the text is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.lexicon.pages import Pages, load_pages
from extractor.readers.markup.edges import is_furniture
from extractor.readers.markup.flow import INLINE, Line, flow
from extractor.readers.markup.grid import is_layout
from extractor.readers.markup.links import attached_suffix, leads_away
from extractor.readers.markup.tree import Element

HALF = 0.5
ASIDE = 0.1
"""Share of the text of several elements that one rule finds, which is no reason to keep more than the first."""
LITTLE = 60
"""Characters of a title or a byline."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDDEN_UNTIL_LOADED = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_LISTS = frozenset({"ul", "ol", "li", "dl", "dd"})
_CONTENT = frozenset(["p", "table", "ul", "ol", "dl", "pre", "blockquote"])
"""Beside the main child they are more of the report."""
_NEVER = frozenset(
    ["p", "span", "table", "tr", "td", "th", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "a"]
)
"""Not descended into: what is left of it would not be a whole."""


def weigh(body: Element) -> dict[Element, int]:
    """Characters of each element of `body` that are text and not links to other pages.

    The page's foot weighs nothing, nor does what only goes with a link: its day, its number of readers.
    """
    footer = load_pages().footer
    weights: dict[Element, int] = {}
    links: dict[Element, int] = {}
    waiting: list[tuple[Element, bool]] = [(body, False)]
    while waiting:
        element, done = waiting.pop()
        if done:
            weight = sum(_weight(c, footer) if isinstance(c, str) else weights.get(c, 0) for c in element.children)
            linked = sum(links.get(child, 0) for child in element.elements)
            goes_with = linked and weight <= min(linked, LITTLE) and element.tag not in INLINE
            weights[element], links[element] = 0 if goes_with else weight, linked
        elif element.hidden:
            weights[element] = 0
        elif element.tag == "a" and leads_away(element):
            weights[element], links[element] = 0, len("".join(element.text().split()))
        else:
            waiting.append((element, True))
            waiting.extend((child, False) for child in element.elements)
    return weights


def _weight(text: str, footer: re.Pattern[str]) -> int:
    bare = "".join(text.split())
    if len(bare) < 200 and (not bare or footer.search(bare)):
        return 0
    return len(bare)


def show_when_loaded(body: Element) -> None:
    """Show main bodies that a script uncovers once the page is loaded."""
    names = {(rule.by, rule.name) for rule in load_pages().main}
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if (
            element.hidden
            and _HIDDEN_UNTIL_LOADED.search(element.get("style"))
            and not names.isdisjoint(_names(element))
        ):
            element.hidden = False
        waiting.extend(element.elements)


def _hide_noise(body: Element, weights: dict[Element, int]) -> bool:
    """Hide what is no part of an article, but not what holds half of the text; says whether anything was."""
    pages = load_pages()
    most = weights[body] * HALF
    found = False
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if element is not body and not element.hidden and weights.get(element, 0) <= most and _is_noise(element, pages):
            element.hidden = found = True
        if not element.hidden:
            waiting.extend(element.elements)
    return found


def _hide_groups_of_links(main: Element, weights: dict[Element, int]) -> None:
    """Hide elements that hold three links or more and no text of their own."""
    waiting = [main]
    while waiting:
        element = waiting.pop()
        if element.hidden:
            continue
        if weights.get(element, 0) or element is main:
            waiting.extend(element.elements)
        elif sum(1 for inside in element.walk() if inside.tag == "a" and leads_away(inside)) > 2:
            element.hidden = True


def _is_noise(element: Element, pages: Pages) -> bool:
    if element.tag in pages.noise_tags or element.get("role").lower() in pages.noise_roles:
        return True
    if element.tag in ("td", "tr", "p", "span", "a", "b", "font", "tbody"):
        return False
    names = f"{element.get('id')} {element.get('class')}".strip()
    if not names or not any(word.lower() in pages.noise_words for word in _WORDS.findall(names)):
        return False
    # Some call the end of an article its foot, and attach files there.
    return not any(one.tag == "a" and attached_suffix(one.get("href")) for one in element.walk())


def main_body(body: Element, title: str | None) -> tuple[Element, str]:
    """The element that holds the report, and how it was found: `site-rule`, `text-density` or `whole-page`.

    `title`: of the article, as the page says. What is by tag, role or name no part of an article is hidden from now on;
    without a rule, groups of links too.
    """
    pages = load_pages()
    weights = weigh(body)
    if _hide_noise(body, weights):
        weights = weigh(body)
    ruled = _by_rule(body, weights, pages)
    if ruled is not None:
        return ruled, "site-rule"
    dense = _densest(body, weights, title)
    _hide_groups_of_links(dense, weights)
    return dense, "whole-page" if dense is body else "text-density"


def _by_rule(body: Element, weights: dict[Element, int], pages: Pages) -> Element | None:
    named: dict[tuple[str, str], list[Element]] = {}
    for element in body.walk():
        for name in _names(element):
            named.setdefault(name, []).append(element)
        if element.tag == "meta" and element.parent is not None:
            named.setdefault(("meta", element.get("name").lower()), []).append(element.parent)
    for rule in pages.main:
        found = _outermost(named.get((rule.by, rule.name), ()))
        if not found:
            continue
        best = max(found, key=lambda element: weights.get(element, 0))
        together = sum(weights.get(element, 0) for element in found)
        if together - weights.get(best, 0) > ASIDE * together:
            best = _common(found)
        inside = weights.get(best, 0)
        outside = weights[body] - inside
        if (inside and inside >= HALF * weights[body]) or (outside < 3 * LITTLE and _says_something(best)):
            return best
    return None


def _names(element: Element) -> Iterable[tuple[str, str]]:
    if identity := element.get("id"):
        yield "id", identity.lower()
    for name in element.classes:
        yield "class", name
    yield "tag", element.tag


def _outermost(elements: Iterable[Element]) -> list[Element]:
    kept: dict[Element, None] = {}
    for element in elements:
        parent = element.parent
        while parent is not None and parent not in kept:
            parent = parent.parent
        if parent is None:
            kept[element] = None
    return list(kept)


def _common(elements: list[Element]) -> Element:
    chains = [_chain(element) for element in elements]
    common = chains[0][0]
    for level in zip(*chains, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common


def _chain(element: Element) -> list[Element]:
    chain = [element]
    while chain[-1].parent is not None:
        chain.append(chain[-1].parent)
    return chain[::-1]


def _says_something(element: Element) -> bool:
    return any(inside.tag in ("a", "img", "table", "iframe", "embed") for inside in element.walk()) or bool(
        element.text().strip()
    )


def _densest(body: Element, weights: dict[Element, int], title: str | None) -> Element:
    """Down from the body while all that stands beside one child is of the page, not of the report."""
    here = body
    while True:
        best = max(here.elements, key=lambda child: weights.get(child, 0), default=None)
        if best is None or not weights.get(best) or not _alone(best, here.children, weights, title):
            return here
        if best.tag == "table" and is_layout(best):
            cells = [one for one in best.walk() if one.tag in ("td", "th") and _table_of(one) is best]
            cell = max(cells, key=lambda one: weights.get(one, 0), default=None)
            if cell is None or not _alone(cell, cells, weights, title):
                return here
            best = cell
        elif best.tag in _NEVER or (best.tag in _LISTS and not _places(best)):
            return here
        here = best


def _alone(best: Element, children: Iterable[Element | str], weights: dict[Element, int], title: str | None) -> bool:
    """Whether the other children hold nothing but furniture of the page."""
    for child in children:
        if isinstance(child, str):
            lines = [child.strip()] if child.strip() else []
        elif child is best or not weights.get(child):
            continue
        elif child.tag in _CONTENT:
            return False
        else:
            found = flow(child, is_layout)
            if any(isinstance(one, Element) for one in found):
                return False
            lines = [one.text for one in found if isinstance(one, Line) and one.linked < len(one.text)]
        if not all(is_furniture(line, title) for line in lines):
            return False
    return True


def _places(element: Element) -> bool:
    """Whether a list holds paragraphs and parts, as a page that is laid out with lists does."""
    return sum(1 for inside in element.walk() if inside.tag in ("p", "div", "table", "br")) > 3


def _table_of(element: Element) -> Element | None:
    parent = element.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent
