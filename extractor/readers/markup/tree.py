"""The tree of a page, built by a browser's rules, without what is never shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

MAX_DEPTH = 150
"""Elements in elements; deeper ones hang at this depth, so that walking the tree cannot exhaust the stack."""

_LEFT_OUT = frozenset(
    [
        "script",
        "noscript",
        "template",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "select",
        "datalist",
        "textarea",
        "button",
        "rp",
        "rt",
        "noframes",
        "noembed",
        "applet",
    ]
)
_FALLBACK = frozenset({"iframe", "object"})
"""What they hold is shown only where they fail."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SHOWING = re.compile(r"display\s*:\s*(?!none)[a-z]", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][-\w]+)", re.IGNORECASE)
_NAMED = re.compile(r"[.#][-\w]+")


@dataclass(slots=True, eq=False, repr=False)
class Element:
    """An element with its children: elements and pieces of text, in order."""

    tag: str
    """Lower case: `td`, `o:p`."""
    attributes: dict[str, str | None]
    parent: Element | None
    ordinal: int = 1
    """Among its parent's elements of the same tag, from 1, hidden ones counted."""
    children: list[Element | str] = field(default_factory=list)
    """Elements and texts."""
    elements: list[Element] = field(default_factory=list)
    """The elements among them."""
    hidden: bool = False

    @property
    def path(self) -> str:
        """The place in the page, such as `body/div[2]/table[1]/tbody[1]/tr[3]/td[2]`."""
        steps: list[str] = []
        here: Element | None = self
        while here is not None and here.parent is not None:
            steps.append(here.tag if here.tag == "body" else f"{here.tag}[{here.ordinal}]")
            here = here.parent
        return "/".join(reversed(steps))

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple((self.attributes.get("class") or "").lower().split())

    def get(self, name: str) -> str:
        """The value of an attribute without white space around it; empty where there is none."""
        return (self.attributes.get(name) or "").strip()

    def walk(self) -> Iterator[Element]:
        """Itself and all elements in it, in text order; hidden ones and what they hold left out."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if not element.hidden:
                yield element
                waiting += element.elements[::-1]

    def text(self) -> str:
        """All text in it that is not hidden, as written."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                pieces.append(node)
            elif not node.hidden:
                waiting.extend(reversed(node.children))
        return "".join(pieces)


def parse(text: str) -> Element:
    """The root element of a page, never without `head` and `body` (or a `frameset`)."""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(text)
    root = Element("html", {}, None)
    if page.root is None:
        return root
    styles: list[str] = []
    node = page.root.first_child
    open_elements = [root]
    counts: list[dict[str, int]] = [{}]
    depth = 1
    """Of the node in the page; beyond `MAX_DEPTH` the open elements no longer grow."""
    while node is not None:
        tag = node.tag or ""
        inside = None
        if tag == "-text":
            open_elements[-1].children.append(node.text_content or "")
        elif tag == "style":
            styles.append(node.text() or "")
        elif node.is_element_node and tag not in _LEFT_OUT:
            parent, count = open_elements[-1], counts[-1]
            count[tag] = count.get(tag, 0) + 1
            element = Element(tag, dict(node.attributes), parent, count[tag])
            parent.children.append(element)
            parent.elements.append(element)
            inside = node.first_child if tag not in _FALLBACK else None
        if inside is not None:
            if depth < MAX_DEPTH:
                open_elements.append(element)
                counts.append({})
            depth += 1
            node = inside
            continue
        while node is not None and node.next is None:
            node = node.parent
            depth -= 1
            if depth == 0 or node is None:
                node = None
                break
            if depth < MAX_DEPTH:
                open_elements.pop()
                counts.pop()
        if node is not None:
            node = node.next
    _hide(root, _hiding_names("\n".join(styles)))
    return root


def _hide(root: Element, names: frozenset[str]) -> None:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        attributes = element.attributes
        if attributes and (
            "hidden" in attributes
            or ("style" in attributes and _HIDING.search(attributes["style"] or ""))
            or (
                names
                and (
                    f"#{element.get('id')}" in names
                    or any(f".{name}" in names for name in element.get("class").split())
                )
            )
        ):
            element.hidden = True
        waiting += element.elements


def _hiding_names(css: str) -> frozenset[str]:
    """Classes (`.x`) and ids (`#x`) that a style sheet hides, on screen and without a condition."""
    if "none" not in css and "hidden" not in css:
        return frozenset()
    hiding: set[str] = set()
    shown: set[str] = set()
    depth, conditional = 0, 0
    css = _COMMENT.sub("", css)
    places = [(-1, ""), *((found.start(), found[0]) for found in _BRACE.finditer(css))]
    prelude = ""
    for (before, _), (at, brace) in pairwise(places):
        piece = css[before + 1 : at]
        if brace == "{":
            depth += 1
            prelude = piece.strip()
            if prelude.startswith("@") and not conditional:
                conditional = depth
            continue
        if depth and not conditional:
            if _HIDING.search(piece):
                hiding.update(match[1] for one in prelude.split(",") if (match := _SIMPLE.fullmatch(one.strip())))
            elif _SHOWING.search(piece):
                shown.update(_NAMED.findall(prelude))
        if depth == conditional:
            conditional = 0
        depth = max(0, depth - 1)
    return frozenset(hiding - shown)
