"""What a page says of itself: title, days, issuing body and index number, in <meta> and in the head of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractor.lexicon.pages import Pages, load_pages
from extractor.readers.markup.flow import BLOCKS, INLINE, printed
from extractor.readers.markup.tree import Element
from extractor.structure.calendar import iso_day
from extractor.types import Meta, squeeze

_LONGEST_BYLINE, _LONGEST_HEAD, _LONGEST_LABEL, _LONGEST_VALUE = 600, 1200, 20, 120
_SHORTEST_TITLE, _LONGEST_TITLE = 8, 100
_STAMP = re.compile(r"20\d\d[-/]\d{1,2}[-/]\d{1,2}(?=\s+\d{1,2}:\d{2})")
_UNLABELLED = "时间"
"""As what a day with an hour counts that has no label."""
_HEADINGS = ("h1", "h2", "h3")
_SEPARATED = re.compile(r"\s*(?:[_|｜»>]|--+|——|\s[-–—]\s)\s*")
_LAST_PART = re.compile(r"\s*[-–—]\s*([^-–—]+)$")
_SITE = re.compile(r"(?:政务)?(?:门户)?(?:网站|官网|官方网站|信息网|门户网|门户|网)$")
_MEANINGLESS = re.compile(
    r"(?:microsoft word|word|wps|无标题|新建|untitled|文档\d*|document|首页|正文|详情|内容|index).{0,12}", re.IGNORECASE
)
_INDEX = re.compile(r"[\w/（）()〔〕\[\]【】.\-－—:：号第 ]{4,60}")


def page_meta(root: Element, heads: list[tuple[str, str]], body: Element) -> Meta:
    """Title, issuing body, days and index number of a page; `heads`: what `take_heads` gave."""
    pages = load_pages()
    said = _said(root, heads, body, pages)
    return Meta(
        organisation=_body_name(said.get("organisation", ())),
        title=next(iter(said.get("title", ())), None) or page_title(root, body, pages),
        report_date=_day(said.get("report_date", ())),
        index_number=next((value for value in said.get("index_number", ()) if _is_index(value)), None),
        published=_day(said.get("published", ())),
    )


def page_title(root: Element, body: Element, pages: Pages) -> str | None:
    """The words of <title> without the site's name; a heading of the page that is part of them, where one is."""
    element = next((one for one in root.walk() if one.tag == "title"), None)
    if element is None:
        return None
    text = printed(element.text())
    shown = [one for one in _headings(body) if squeeze(one) in squeeze(text) and not one.endswith(pages.site_ends)]
    if shown:
        return max(shown, key=len)
    title = next((part for part in _SEPARATED.split(text) if part), "")
    while (cut := _LAST_PART.search(title)) and cut[1].endswith(pages.site_ends):
        title = title[: cut.start()]
    return title if len(title) > 3 and not _MEANINGLESS.fullmatch(title) else None


def _headings(body: Element) -> Iterator[str]:
    """What may be the article's title: short texts of their own."""
    for element in body.walk():
        inline = not any(child.tag in BLOCKS for child in element.elements)
        if element.tag in _HEADINGS or (inline and element.tag in BLOCKS | INLINE):
            text = element.text()
            if len(text) < 4 * _LONGEST_TITLE and _SHORTEST_TITLE <= len(text := printed(text)) <= _LONGEST_TITLE:
                yield text


def take_heads(body: Element) -> list[tuple[str, str]]:
    """Labels and values of the tables and lists at the head of the page; hidden from now on, they are no report."""
    heads = [element for element in body.walk() if element.tag in ("table", "ul", "dl") and is_head(element)]
    pairs = [pair for head in heads for pair in labelled(head)]
    for head in heads:
        head.hidden = True
    return pairs


def is_head(element: Element) -> bool:
    """Whether a table or a list is the head of a page: short, with an index number or three labels of such heads.

    A report's list of documents has such labels too, above its columns; beside them stand no days.
    """
    text = element.text()
    if len(text) > 20_000 or len(bare := squeeze(text)) > _LONGEST_HEAD:
        return False
    pages = load_pages()
    if not any(word in bare for word in pages.head):
        return False
    days = (*pages.asked["published"].labels, *pages.asked["report_date"].labels)
    known = {
        label for label, value in labelled(element) if label in pages.head and (label not in days or iso_day(value))
    }
    return len(known) >= (2 if any("索引" in label for label in known) else 3)


def labelled(element: Element) -> list[tuple[str, str]]:
    """Labels and values in an element: `索引号：X` in one piece of text, or label and value in neighbouring pieces."""
    pieces = [piece for piece in _pieces(element) if piece]
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
    return [part for run in runs if run for part in _labels_apart(printed(run))]


def _labels_apart(run: str) -> list[str]:
    if run.count("：") + run.count(":") < 2:
        return [run]
    return re.split(r"[\s|｜]+(?=[^\s：:]{2,12}\s?[：:])", run)


def _said(root: Element, heads: list[tuple[str, str]], body: Element, pages: Pages) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    metas: dict[str, str] = {}
    for element in root.walk():
        if element.tag == "meta":
            name = (element.get("name") or element.get("property")).lower()
            if name and (content := printed(element.get("content"))):
                metas.setdefault(name, content)
    bylines = _bylines(body)
    for name, asked in pages.asked.items():
        values = [metas[meta] for meta in asked.metas if meta in metas]
        # Reports have names and titles in their own lines, so these are taken from the head only.
        pairs = heads if name == "title" else [*heads, *bylines]
        values += [value for label in asked.labels for found, value in pairs if found == label and value]
        if values:
            said[name] = values
    return said


def _bylines(body: Element) -> list[tuple[str, str]]:
    """Labels and values in the short blocks of a page that hold no other blocks."""
    shared = load_pages().shared_labels
    found: list[tuple[str, str]] = []
    stamps: list[tuple[str, str]] = []
    for element in body.walk():
        if element.tag == "time":
            stamps.append((_UNLABELLED, element.get("datetime") or printed(element.text())[:_LONGEST_VALUE]))
        if element.tag not in BLOCKS or any(child.tag in BLOCKS for child in element.elements):
            continue
        text = element.text()
        if 4 < len(text) < _LONGEST_BYLINE and ("：" in text or ":" in text):
            # A report's own day under such a label is printed 2023年4月17日, a page's 2023-04-17.
            found += [(label, value) for label, value in labelled(element) if label not in shared or "年" not in value]
            if stamp := _STAMP.search(text):
                stamps.append((_UNLABELLED, stamp[0]))
    return [*found, *stamps[:1]]


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
