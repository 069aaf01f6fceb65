"""Pieces of a list: where a paragraph can be cut into parts, and which pieces state an amount of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.structure.brackets import is_sheltered, shelters
from extractor.types import Span

# Patterns begin with the set of their first characters and look back afterwards: only such are searched for fast.
_SEPARATOR = re.compile(r"[，、；;。：:！？!?\n,.](?:(?<![,.])|(?<=,)(?!\d{3})|(?<=\.)(?!\d))")
_MARKS = {**dict.fromkeys(".！？!?\n", "。"), ",": "，", ";": "；", ":": "："}
_DOUBTFUL = frozenset(":：,.")
_JOINT = re.compile(r"\s*(?:以及|及其(?![他它余])|和|与|及|并)")
_JOINING = re.compile("[和与及并]")
_AMOUNT = re.compile(
    r"(?P<number>\d(?<![\d.第〔年月]\d)[\d,]*(?:\.\d+)?)(?![\d.A-Za-z])\s*[余多]?\s*[万亿千百]{0,2}余?(?P<unit>个百分点|人次|[美欧日港]元|[%％]|[一-鿿])?"
)
_NO_AMOUNT = frozenset("年月日号时届期轮次")
_UNIT_CLASSES = {
    "元": "money",
    **dict.fromkeys(("%", "％", "个百分点"), "percent"),
    **dict.fromkeys("人名位", "people"),
}
_CHANGE = re.compile(
    r"比|较|同比|环比|增长|增加|减少|下降|上升|降低|提高|压减|执行率|完成率|支出率|率[为达]?\d|控制在|占|完成[^，]{0,4}预算"
)
_MARKER = re.compile(r"\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|\d{1,2}[.．、)）](?!\d)|[①-⑳]|[⑴-⒇])\s*")


class Amount(NamedTuple):
    """The first amount of a piece."""

    start: int
    end: int
    unit: str
    """`money`, `people`, `percent`, else the measure word; empty where none is printed."""


class Piece(NamedTuple):
    """A stretch between two marks outside brackets."""

    start: int
    end: int
    mark: str
    """The mark that closes it; empty at the end of the text, `和` before a conjunction."""


def pieces(text: str, span: Span) -> list[Piece]:
    """`text[span]` cut at ，、；。： outside brackets, and before 和 or 及 that follows an amount."""
    return list(each_piece(text, span))


def each_piece(text: str, span: Span) -> Iterator[Piece]:
    """As `pieces`, one after the other."""
    start, end = span
    waiting = shelters(text, start, end)[::-1]
    joint = _joint_from(text, start, end)
    for match in _SEPARATOR.finditer(text, start, end):
        at = match.start()
        while waiting and waiting[-1][1] <= at:
            waiting.pop()
        if waiting and waiting[-1][0] <= at:
            continue
        sign = text[at]
        if sign in _DOUBTFUL and _is_inside_number(text, at, span):
            continue
        mark = _MARKS.get(sign, sign)
        if joint < at:
            yield from _cut_at_joints(text, start, at, mark)
            joint = _joint_from(text, at, end)
        else:
            yield Piece(start, at, mark)
        start = at + 1
    if start < end:
        yield from _cut_at_joints(text, start, end, "") if joint < end else (Piece(start, end, ""),)


def _joint_from(text: str, start: int, end: int) -> int:
    """Where the next 和 or its like stands; `end` where none does."""
    joint = _JOINING.search(text, start, end)
    return end if joint is None else joint.start()


def amount(text: str, start: int, end: int) -> Amount | None:
    """The first amount of `text[start:end]` outside brackets; dates, rounds and ordinals are none."""
    return next(_each_amount(text, start, end), None)


def amounts(text: str, start: int, end: int) -> list[Amount]:
    """All amounts of `text[start:end]` outside brackets, in text order."""
    return list(_each_amount(text, start, end))


def _each_amount(text: str, start: int, end: int) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text, start, end):
        unit = match["unit"] or ""
        if unit and unit[0] in _NO_AMOUNT:
            continue
        at, after = match.span()
        if not is_sheltered(text, at, start, end):
            yield Amount(at, after, _UNIT_CLASSES.get(unit, unit))


def is_change(text: str, start: int, end: int) -> bool:
    """Whether a piece tells of a change, a rate or a share: it describes the part before it and is none itself."""
    return _CHANGE.search(text, start, end) is not None


def past_marker(text: str, start: int, end: int) -> int:
    """Behind a list number such as （1） at `start`, or behind blanks."""
    match = _MARKER.match(text, start, end)
    at = match.end() if match else start
    while at < end and text[at].isspace():
        at += 1
    return at


def marker(text: str, start: int, end: int) -> str | None:
    """The list number at `start`, without blanks around it."""
    match = _MARKER.match(text, start, end)
    return match.group().strip() if match else None


def _is_inside_number(text: str, at: int, span: Span) -> bool:
    """Whether a mark that can stand inside a number or a time does so; a list comma never has three digits after it."""
    if text[at] == ".":
        return not "一" <= text[at - 1] <= "鿿"
    return at > span.start and at + 1 < span.end and text[at - 1].isdigit() and text[at + 1].isdigit()


def _cut_at_joints(text: str, start: int, end: int, mark: str) -> list[Piece]:
    """Cut `甲5人和乙3人` before 和; names joined by 和 stay whole."""
    found = []
    for one in amounts(text, start, end):
        joint = _JOINT.match(text, one.end, end)
        if joint and any(c.isdigit() for c in text[joint.end() : end]):
            found.append(Piece(start, one.end, "、"))
            start = joint.end()
    return [*found, Piece(start, end, mark)]
