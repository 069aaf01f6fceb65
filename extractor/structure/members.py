"""The parts of a list: which pieces behind a cue are parts, and where the list ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.structure.parts import Amount, Piece, amount, amounts, each_piece, is_change, marker, past_marker
from extractor.types import Span

CUE = re.compile(r"其中|包括|包含|分别[为是]|具体[为是]|构成[为是]")
_STOP = re.compile(
    r"年初(?!.{0,6}结[转余])|年中|全年|决算|合计|共计|总计|累计|主要(?:是|原因|为|由)|原因|由于|实际|超出|超支|剩余|追加|调减|调增|扣分|预算数|预算(?:安排|批复|为)"
)
_ANEW = re.compile(r"总|共|[^，]{2,6}总[额量数值]|在[^，]{1,10}中有?")
"""Begins another whole."""
_DONE = re.compile(r"(?:均?已|并|推动|移交|完成|整改|解决|立案|处分|促进|督促|办结|追回|挽回|问责)")
"""A second thing done is told beside the whole, not under it, unless the first part is a thing done too."""
_NOTE = re.compile(r"（[^）]*）|\([^)]*\)")
_TAIL = re.compile(r"[组构]成|等[^\d]{0,12}$")
_LONGEST_TAIL = 12
"""Characters after the amount of a part; a part ends with its amount."""
_LONGEST_NAME = 40
_MOST_MARKERS = 40
_INNER_CUE = re.compile(r"\s*(?:其中|包括|包含|分别)")
MOST_PIECES = 80
"""Of a sentence that are looked at from one cue; keeps the work linear."""


@dataclass(slots=True)
class Part:
    """A part while its list is being read; a later 占 can show that it lies under another."""

    start: int
    end: int
    amount: Amount


def enumerated(text: str, body: int, end: int) -> list[Part]:
    """Parts numbered （1）（2）…, each up to its first mark; empty where one has no amount."""
    numbered = marker(text, body, end)
    if not numbered:
        return []
    found: list[Part] = []
    at = text.index(numbered, body)
    for _ in range(_MOST_MARKERS):
        start = past_marker(text, at, end)
        stop = _first_mark(text, start, end)
        own = amount(text, start, stop)
        if own is None:
            return []
        found.append(Part(start, stop, own))
        numbered = next_number(numbered)
        at = text.find(numbered, stop, min(end, stop + 4000)) if numbered else -1
        if at < 0:
            break
    return found


def next_number(numbered: str) -> str:
    """`（1）` -> `（2）`, `①` -> `②`; empty where the row ends."""
    if len(numbered) == 1:
        return chr(ord(numbered) + 1)
    digits = re.search(r"\d+", numbered)
    if digits:
        return numbered.replace(digits.group(), str(int(digits.group()) + 1))
    han = "一二三四五六七八九十"
    ordinal = han.find(numbered.strip("（）()"))
    return numbered.replace(han[ordinal], han[ordinal + 1]) if 0 <= ordinal < 9 else ""


def _first_mark(text: str, start: int, end: int) -> int:
    for piece in each_piece(text, Span(start, min(end, start + 200))):
        if amount(text, start, piece.end):
            inner = CUE.search(text, start, piece.end)
            return inner.start() if inner and inner.start() > start else piece.end
    return min(end, start + 200)


def parts_from(text: str, cut: list[Piece], first: int, body: int) -> list[Part]:
    """Parts from `body` on, until a mark or a word shows that something else is told.

    Without a colon, a later 其中 behind ； shows wholes side by side: `甲9个，其中大的2个；乙8个，其中大的3个`.
    """
    parts: list[Part] = []
    separator = ""
    pending: int | None = None
    grouped = skipping = False
    colon = text[body - 1] in "：:"
    beside = _stands_beside(cut, first)
    for n in range(first, min(len(cut), first + MOST_PIECES)):
        piece = cut[n]
        before = cut[n - 1].mark if n > first else ""
        if before == "。":
            break
        if before == "；":
            if (len(parts) > 1 and not grouped) or (beside and not colon):
                break
            grouped = grouped or bool(parts)
            skipping = False
        if skipping:
            continue
        start = pending if pending is not None else past_marker(text, max(piece.start, body), piece.end)
        own = amount(text, start, piece.end)
        if grouped and not colon and _starts_list(text, piece):
            return parts[:1]
        if parts and _starts_list(text, piece):
            skipping = True
            continue
        if own is None:
            pending = start if piece.mark == "、" else None
            if not parts and pending is None and piece.mark != "：":
                break
            continue
        pending = None
        if parts and _describes(text, start, piece.end, own, parts[0]):
            _describe(text, parts, start, piece.end)
            continue
        if grouped and before != "；":
            continue
        if not _is_part(text, start, piece.end, own, parts):
            break
        if parts and separator == "、" and before == "，":
            break
        if len(parts) == 1 and not grouped:
            separator = before
        parts.append(Part(start, _without_tail(text, own, piece.end), own))
        if piece.mark == "：" or _TAIL.match(text, own.end, piece.end):
            if _TAIL.match(text, own.end, piece.end):
                break
            skipping = True
    return parts


def _stands_beside(cut: list[Piece], first: int) -> bool:
    """Whether the clause of the piece `first` is one of several joined by ；."""
    at = first
    while at > max(0, first - MOST_PIECES) and cut[at - 1].mark not in ("。", "；"):
        at -= 1
    return at > 0 and cut[at - 1].mark == "；"


def _starts_list(text: str, piece: Piece) -> bool:
    return _INNER_CUE.match(text, piece.start, piece.end) is not None


def _is_part(text: str, start: int, end: int, own: Amount, parts: list[Part]) -> bool:
    """Whether a piece is a name with an amount of the list's unit and nothing else."""
    tail = _NOTE.sub("", text[own.end : end]).strip()
    if parts and own.unit != parts[0].amount.unit:
        return False
    if own.start - start > _LONGEST_NAME or (len(tail) > _LONGEST_TAIL and not _TAIL.match(tail)):
        return False
    if _tells_else(text, start, own.start, parts):
        return False
    if parts and _DONE.match(text, start, end) and not _DONE.match(text, parts[0].start, parts[0].end):
        return False
    return not any(other.unit == own.unit for other in amounts(text, own.end, end))


def _describes(text: str, start: int, end: int, own: Amount, first: Part) -> bool:
    """Whether a piece tells of the part before it: a share, or a change where the parts are no changes themselves."""
    if own.unit == "percent" and first.amount.unit != "percent":
        return True
    return is_change(text, start, end) and not is_change(text, first.start, first.amount.end)


def _tells_else(text: str, start: int, end: int, parts: list[Part]) -> bool:
    """Whether the words before an amount begin something new: a stage or a reason that the first part does not have."""
    stop = _STOP.search(text, start, end)
    if not parts:
        return bool(stop and stop.group().startswith(("主要", "原因", "由于")))
    if stop and not _STOP.search(text, parts[0].start, parts[0].end):
        return True
    return _ANEW.match(text, start, end) is not None


def _describe(text: str, parts: list[Part], start: int, end: int) -> None:
    """Let a share stay with its part; a share of an earlier part shows that this one lies under it."""
    if not text.startswith("占", start):
        return
    last = parts[-1]
    last.end = end
    whole = re.match(r"占(?:本年|全年|年度)?([^\d，]{2,20}?)的?\s*\d", text[start:end])
    under = [part for part in parts[:-1] if whole and whole[1] in text[part.start : part.amount.start]]
    if under:
        parts.remove(last)


def _without_tail(text: str, own: Amount, end: int) -> int:
    """Up to 组成 or 等, which close the list and not the part."""
    return own.end if _TAIL.match(text, own.end, end) else end
