"""What a page says of itself: title, days, issuing body and index number, in <meta> and in the head of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractor.lexicon.pages import Pages, load_pages
from extractor.readers.markup.flow import printed
from extractor.readers.markup.tree import Element
from extractor.structure.calendar import iso_day
from extractor.types import Meta, squeeze

_LONGEST_HEAD, _LONGEST_LABEL, _LONGEST_VALUE = 1200, 20, 120
_HEADINGS = ("h1", "h2", "h3")
_SEPARATED = re.compile(r"\s*(?:[_|｜»>]|--+|——|\s[-–—]\s)\s*")
_LAST_PART = re.compile(r"\s*[-–—]\s*([^-–—]+)$")
_SITE = re.compile(r"(?:政务)?(?:门户)?(?:网站|官网|官方网站|信息网|门户网|门户|网)$")
_MEANINGLESS = re.compile(
    r"(?:microsoft word|word|wps|无标题|新建|untitled|文档\d*|document|首页|正文|详情|内容|index).{0,12}", re.IGNORECASE
)
_INDEX = re.compile(r"[\w/（）()〔〕\[\]【】.\-－—:：号第 ]{4,60}")


def page_meta(root: Element, heads: Iterable[Element], body: Element) -> Meta:
    """Title, issuing body, days and index number of a page; `heads`: tables and lists of labels at its head."""
    pages = load_pages()
    said = _said(root, heads, body, pages)
    return Meta(
        organisation=_body_name(said.get("organisation", ())),
        title=next(iter(said.get("title", ())), None) or page_title(root, pages),
        report_date=_day(said.get("report_date", ())),
        index_number=next((value for value in said.get("index_number", ()) if _is_index(value)), None),
        published=_day(said.get("published", ())),
    )


def page_title(root: Element, pages: Pages) -> str | None:
    """The words of <title> without the site's name."""
    for element in root.walk():
        if element.tag == "body":
            break
        if element.tag == "title":
            text = printed(element.text())
            parts = [part for part in _SEPARATED.split(text) if part]
            title = parts[0] if parts else ""
            while (cut := _LAST_PART.search(title)) and cut[1].endswith(pages.site_ends):
                title = title[: cut.start()]
            return title if len(title) > 3 and not _MEANINGLESS.fullmatch(title) else None
    return None


def take_heads(body: Element) -> list[Element]:
    """The tables and lists of labels at the head of the page, hidden from now on: what they say is of the page."""
    heads = [element for element in body.walk() if element.tag in ("table", "ul", "dl") and is_head(element)]
    for head in heads:
        head.hidden = True
    return heads


def is_head(element: Element) -> bool:
    """Whether a table or a list is the head of a page: two or more of its labels say so, and it is short."""
    text = element.text()
    if len(text) > 20_000 or len(bare := squeeze(text)) > _LONGEST_HEAD or not any(word in bare for word in _certain()):
        return False
    labels = {label for label, _ in labelled(element)}
    head = load_pages().head
    known = labels & head
    return len(known) >= 2 and any("索引" in label or label in _certain() for label in known)


@cache
def _certain() -> frozenset[str]:
    asked = load_pages().asked
    return frozenset(
        {*asked["report_date"].labels, *asked["published"].labels, "主题分类", "公开方式", "信息分类", "公开范围"}
    )


def labelled(element: Element) -> list[tuple[str, str]]:
    """Labels and values in an element: `索引号：X` in one piece of text, or label and value in neighbouring pieces."""
    pieces = [piece for piece in (printed(one) for one in _pieces(element)) if piece]
    found: list[tuple[str, str]] = []
    names = _names()
    for at, piece in enumerate(pieces):
        label, colon, value = _parted(piece)
        if label not in names:
            continue
        if not value and at + 1 < len(pieces):
            following = pieces[at + 1].lstrip("：: ")
            value = "" if _parted(following)[0] in names else following
        if len(value) <= _LONGEST_VALUE and (colon or value):
            found.append((label, value.strip()))
    return found


@cache
def _names() -> frozenset[str]:
    pages = load_pages()
    return frozenset({*pages.head, *(label for one in pages.asked.values() for label in one.labels)})


def _parted(piece: str) -> tuple[str, str, str]:
    found = re.match(r"[【\[]?\s*([^：:\]】]{1,30})[】\]]?\s*([：:]?)\s*", piece)
    if not found or len(squeeze(found[1])) > _LONGEST_LABEL:
        return "", "", ""
    return squeeze(found[1]), found[2], piece[found.end() :] if found[2] or found.end() == len(piece) else ""


def _pieces(element: Element) -> list[str]:
    """Runs of text parted by elements other than plain formatting; a run of several labels at its blanks."""
    runs: list[str] = []
    waiting: list[Element | str | None] = [element]
    open_run: list[str] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            open_run.append(node)
        elif node is None:
            runs.append("".join(open_run))
            open_run = []
        elif not node.hidden:
            parting = node.tag not in ("font", "a", "o:p")
            if parting:
                waiting.append(None)
            waiting.extend(reversed(node.children))
            if parting:
                waiting.append(None)
    runs.append("".join(open_run))
    return [part for run in runs for part in _labels_apart(printed(run))]


def _labels_apart(run: str) -> list[str]:
    if run.count("：") + run.count(":") < 2:
        return [run]
    return re.split(r"[\s|｜]+(?=[^\s：:]{2,12}\s?[：:])", run)


def _said(root: Element, heads: Iterable[Element], body: Element, pages: Pages) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    metas: dict[str, str] = {}
    for element in root.walk():
        if element.tag == "meta":
            name = (element.get("name") or element.get("property")).lower()
            if name and (content := printed(element.get("content"))):
                metas.setdefault(name, content)
    pairs = [pair for head in heads for pair in labelled(head)]
    pairs += _bylines(body)
    for name, asked in pages.asked.items():
        values = [metas[meta] for meta in asked.metas if meta in metas]
        values += [value for label in asked.labels for found, value in pairs if found == label and value]
        if values:
            said[name] = values
    return said


def _bylines(body: Element) -> list[tuple[str, str]]:
    """Labels and values in the short blocks of a page, outside tables of data."""
    names = _names()
    found: list[tuple[str, str]] = []
    for element in body.walk():
        if element.tag in ("div", "p", "td", "span", "li", "h5", "h6", "center", "em", "i", "font", "dd", "time"):
            own = printed("".join(child for child in element.children if isinstance(child, str)))
            if 4 < len(own) < 300 and ("：" in own or ":" in own):
                for piece in _labels_apart(own):
                    label, _, value = _parted(piece)
                    if label in names:
                        value = value or _next_text(element)
                        found.append((label, value.split(" ")[0] if len(value) > 40 else value))
    return found


def _next_text(element: Element) -> str:
    """The text of an element's first child element: `来源：<a>…</a>`."""
    inner = next((child for child in element.elements if not child.hidden), None)
    return printed(inner.text())[:_LONGEST_VALUE] if inner is not None else ""


def _day(values: Iterable[str]) -> str | None:
    return next((day for value in values if (day := iso_day(value)) and len(day) == 10), None)


def _is_index(value: str) -> bool:
    return _INDEX.fullmatch(value) is not None and any(char.isdigit() for char in value)


def _body_name(values: Iterable[str]) -> str | None:
    from extractor.structure.organisation import is_full_name

    for value in values:
        name = _SITE.sub("", squeeze(value))
        if 3 < len(name) < 40 and is_full_name(name):
            return name
    return None
