"""Headings of a report, by the rules of the annotation guide (section 4)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.lexicon.report import load_report_words
from extractor.structure.calendar import is_day
from extractor.structure.numbering import Number, Tree, read_number, restore
from extractor.structure.parts import amounts
from extractor.types import Doc, Heading, Span, squeeze

_LONGEST_LINE = 60
"""A line of its own with more characters is a sentence that lost its 。"""
_LONGEST_RUN_IN = 24
_LONGEST_SIBLING = 34
"""Of a run-in whose neighbours in the same row are headings."""
_LONGEST_UNNUMBERED = 25
_HASHES = re.compile(r"#{1,6}\s+")
_ATTACHED = re.compile(r"附\s*[件表录]\s*[:：\d]")
"""Its numbered lines name attachments."""
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零\d]+[条款项]")
_RUN_IN_END = re.compile(r"[。：:]")
_COLON = re.compile(r"[：:](?=.)")
_SENTENCE = re.compile(r"[。；;]")
_MIXED = re.compile(r"情况|成效|做法|亮点|完成|开展")
_NO_TITLE = re.compile(r"^[（(]|[，,。；;？！]|如下|以下|下列|附件|附表|[（(]盖章|：.")
_TITLE_AT_END = re.compile(r"(?:报告|总结|说明|汇报|表|公开|方案)(?:[（(][^）)]*[)）])?$")


class _Line(NamedTuple):
    span: Span
    number: Number | None
    hashed: bool
    """Markdown marks it as a heading; an unnumbered one is the title of a document."""


class _Open(NamedTuple):
    """A heading under which others stand."""

    level: int
    lists: bool
    """It is about 问题, 措施 and the like: what is numbered under it are items."""
    mixed: bool
    """It is about what was done, too."""


def outline(doc: Doc) -> tuple[Heading, ...]:
    """The headings in text order, with the levels that they really have, whatever a converter made of their numbers."""
    lines = _lines(doc)
    numbered = [line.number for line in lines if line.number]
    forms = iter(restore(numbered))
    form_of = [next(forms) if line.number else "" for line in lines]
    tree = Tree()
    first = next((line.number for line, form in zip(lines, form_of, strict=True) if form == "han"), None)
    if first and first is not numbered[0] and first.value > 1:
        tree.assume("han", first.value - 1)
    found: list[Heading] = []
    long: list[tuple[int, Heading]] = []
    above: list[_Open] = []
    attached = False
    for n, line in enumerate(lines):
        number = line.number
        goes_on = attached and number is not None and form_of[n] == "digit"
        attached = goes_on or _ATTACHED.match(doc.text, *line.span) is not None
        if attached:
            continue
        if number is None:
            following = lines[n + 1].number if n + 1 < len(lines) else None
            if following and found and following.value == 1 and not line.hashed and _is_unnumbered(doc[line.span]):
                level = tree.place_unnumbered(form_of[n + 1])
                found.append(_heading(doc, line.span.start, line.span.end, level, None))
                _descend(above, found[-1])
            continue
        if not _in_sequence(number, form_of[n], numbered):
            continue
        level = tree.place(form_of[n], number.values)
        listed = _is_list(above, level)
        end = _title_end(doc, lines, form_of, n, listed)
        if end is not None:
            found.append(_heading(doc, line.span.start, end, level, number))
            _descend(above, found[-1])
        elif not listed and (end := _title_end(doc, lines, form_of, n, listed, _LONGEST_SIBLING)) is not None:
            long.append((len(found), _heading(doc, line.span.start, end, level, number)))
    return tuple(sorted([*found, *(h for at, h in long if _has_sibling(found, at, h.level))], key=lambda h: h.span))


def _has_sibling(found: list[Heading], at: int, level: int) -> bool:
    """Whether the row of `level` around the place `at` has a heading."""
    before = next((found[n].level for n in range(at - 1, -1, -1) if found[n].level <= level), 0)
    after = next((found[n].level for n in range(at, len(found)) if found[n].level <= level), 0)
    return level in (before, after)


def _descend(above: list[_Open], heading: Heading) -> None:
    """Keep `above` the path from the top down to the last heading."""
    while above and above[-1].level >= heading.level:
        above.pop()
    lists = _list_heads().search(heading.title) is not None
    above.append(_Open(heading.level, lists, lists and _MIXED.search(heading.title) is not None))


def _lines(doc: Doc) -> list[_Line]:
    """Paragraphs in text order with their numbers; a table of contents is left out."""
    lines = [_line(doc.text, p.span) for p in doc.paragraphs]
    at = next((n for n, line in enumerate(lines) if "目" in doc[line.span] and squeeze(doc[line.span]) == "目录"), None)
    if at is None:
        return lines
    first = next((n for n in range(at + 1, len(lines)) if lines[n].number), None)
    if first is None:
        return lines
    wanted = _without_page(doc[lines[first].span])
    again = (
        n for n in range(first + 1, len(lines)) if lines[n].number and squeeze(doc[lines[n].span]).startswith(wanted)
    )
    return lines[: at + 1] + lines[next(again, first) :]


def _line(text: str, span: Span) -> _Line:
    hashes = _HASHES.match(text, *span) if text.startswith("#", span.start) else None
    if hashes:
        span = Span(hashes.end(), span.end)
    return _Line(span, read_number(text, *span), hashes is not None)


def _without_page(text: str) -> str:
    return re.sub(r"[.…·\-—\d]+$", "", squeeze(text))


def _in_sequence(number: Number, form: str, numbered: list[Number]) -> bool:
    """A decimal such as 1.1 is a number of the outline only where its first part numbers something else."""
    if not form.startswith("decimal"):
        return True
    head = number.values[:-1]
    return any(other.values == head or (other is not number and other.values[:-1] == head) for other in numbered)


def _heading(doc: Doc, start: int, end: int, level: int, number: Number | None) -> Heading:
    while end > start and (doc.text[end - 1] in "。：: \t　" or doc.text[end - 1].isspace()):
        end -= 1
    title = start if number is None else number.end
    while title < end and (doc.text[title].isspace() or doc.text[title] in "、：:"):
        title += 1
    marker = None if number is None else doc.text[number.start : number.end]
    return Heading(Span(start, end), level, marker, doc.text[title:end])


def _title_end(
    doc: Doc, lines: list[_Line], form_of: list[str], n: int, listed: bool, longest: int = _LONGEST_RUN_IN
) -> int | None:
    """Where the title of the numbered line `n` ends; None if it is no heading."""
    line, number = lines[n], lines[n].number
    if number is None:
        return None
    text = doc.text[number.end : line.span.end].strip()
    if not text or text[0] in "，。；、":
        return None
    whole = not _SENTENCE.search(text) and text[-1] not in "，,、" and len(squeeze(text)) <= _LONGEST_LINE
    if whole and _COLON.search(text) is None:
        return None if _states_amount(doc, number.end, line.span.end) else line.span.end
    if listed:
        return None
    mark = _RUN_IN_END.search(doc.text, number.end, line.span.end)
    if mark is None or not 2 <= len(squeeze(doc.text[number.end : mark.start()])) <= longest:
        return None
    title = doc.text[number.end : mark.start()]
    if "；" in title or _states_amount(doc, number.end, mark.start()):
        return None
    if mark.end() < line.span.end:
        return mark.start()
    return mark.start() if _plain_follows(lines, form_of, n) else None


def _plain_follows(lines: list[_Line], form_of: list[str], n: int) -> bool:
    """Whether what comes after a short line is its text or its own first part, not the next item."""
    if n + 1 == len(lines):
        return False
    following = lines[n + 1].number
    return following is None or (following.value == 1 and form_of[n + 1] != form_of[n])


def _states_amount(doc: Doc, start: int, end: int) -> bool:
    return any(amount.unit in ("money", "percent") for amount in amounts(doc.text, start, end))


def _is_unnumbered(text: str) -> bool:
    """Whether a line without a number can be a heading: short, no sentence, no title of a report or table."""
    bare = text.rstrip("：: ")
    return 4 <= len(squeeze(bare)) <= _LONGEST_UNNUMBERED and not (
        _NO_TITLE.search(bare) or _TITLE_AT_END.search(bare) or _ARTICLE.match(bare) or is_day(bare)
    )


@cache
def _list_heads() -> re.Pattern[str]:
    return re.compile("|".join(load_report_words().list_heads))


def _is_list(above: list[_Open], level: int) -> bool:
    """Whether what is numbered at `level` now are items: under a heading about 问题, 措施 and the like."""
    parent = True
    for heading in reversed(above):
        if heading.level >= level:
            continue
        if heading.lists and (parent or not heading.mixed):
            return True
        parent = False
    return False
