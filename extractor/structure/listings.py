"""Parts announced under a whole: 其中, 包括, 分别为, 由…组成, a colon, a bracket, an enumeration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.structure.brackets import pairs, sheltered
from extractor.structure.parts import Amount, Piece, amount, amounts, is_change, marker, past_marker, pieces
from extractor.types import Listing, Span

_CUE = re.compile(r"其中|包括|包含|分别[为是]|具体[为是]|构成[为是]")
_OPENING_CUE = re.compile(r"(?:由|为|即|含)(?=[^\d\s])")
_ANNOUNCED = re.compile(r"(?:具体|构成|明细|分项|分别|情况|如下|其中|包括|组成|用于|方面)[^\d]{0,8}$")
_STOP = re.compile(
    r"年初(?!.{0,6}结[转余])|年中|全年|决算|合计|共计|总计|累计|主要(?:是|原因|为|由)|原因|由于|实际|超出|超支|剩余|追加|调减|调增|扣分|预算数|预算(?:安排|批复|为)"
)
_ANEW = re.compile(r"总|共|[^，]{2,6}总[额量数值]|在[^，]{1,10}中有?")
"""Begins another whole."""
_DONE = re.compile(r"(?:均?已|并|推动|移交|完成|整改|解决|立案|处分|促进|督促|办结|追回|挽回|问责)")
"""A second thing done is told beside the whole, not under it, unless the first part is a thing done too."""
_TAIL = re.compile(r"[组构]成|等[^\d]{0,12}$")
_LONGEST_TAIL = 12
"""Characters after the amount of a part; a part ends with its amount."""
_LONGEST_NAME = 40
_MOST_PIECES = 80
_MOST_MARKERS = 40
_NEAR = 40
"""Lists back to which a cue is looked up; keeps the work linear."""


@dataclass(slots=True)
class _Part:
    """A part while its list is being read; a later 占 can show that it lies under another."""

    start: int
    end: int
    amount: Amount


def listings(text: str, span: Span) -> tuple[Listing, ...]:
    """The lists of a paragraph or cell, outer before inner.

    A head holds an amount in the unit of the parts, which are one for 其中 and two or more otherwise. A part
    that is itself the head of a list is cut before that list, so that each part holds one amount of its own,
    with the shares (占…) that describe it.
    """
    found: list[Listing] = []
    cut = pieces(text, span)
    for at, piece in enumerate(cut):
        for cue, head_end, body in _cues(text, cut, at):
            listing = _read(text, span, cut, at, cue, head_end, body, found[-_NEAR:])
            if listing:
                found.append(listing)
                found.extend(_shares(text, cut, at, listing))
        found.extend(_bracketed(text, piece))
    unique = {listing.items: listing for listing in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda listing: (listing.items[0].start, -listing.items[-1].end)))


def continued(text: str, spans: Sequence[Span]) -> list[Span]:
    """Paragraphs joined with the numbered lines that they announce: `具体为：` and (1), (2) … on lines of their own."""
    joined: list[Span] = []
    numbered: str | None = None
    for span in spans:
        own = marker(text, span.start, span.end)
        if joined and own and own == numbered:
            joined[-1] = Span(joined[-1].start, span.end)
            numbered = _next(own)
            continue
        joined.append(span)
        numbered = None
        if text[span.end - 1] in "：:":
            follows = marker(text, span.end, len(text))
            numbered = follows if follows and follows.strip("（()）.．、") in ("1", "一", "①", "⑴") else None
    return joined


def _cues(text: str, cut: list[Piece], at: int) -> list[tuple[str, int, int]]:
    """Cue, end of the head and start of the body for the piece `at`: at most one."""
    piece = cut[at]
    start = past_marker(text, piece.start, piece.end)
    found = _OPENING_CUE.match(text, start, piece.end) or _first_cue(text, start, piece.end)
    if found:
        body = found.end()
        if not amount(text, body, piece.end) and piece.mark == "：" and body + 10 >= piece.end:
            body = piece.end + 1
        elif body == piece.end:
            body += 1
        return [(found.group(), found.start(), body)]
    if piece.mark == "：" and (amount(text, start, piece.end) or _ANNOUNCED.search(text, start, piece.end)):
        return [("：", piece.end, piece.end + 1)]
    return []


def _first_cue(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first cue outside brackets; a bracket's own is read with the bracket."""
    inside = sheltered(text, start, end)
    return next((cue for cue in _CUE.finditer(text, start, end) if not inside[cue.start() - start]), None)


def _read(
    text: str, span: Span, cut: list[Piece], at: int, cue: str, head_end: int, body: int, known: list[Listing]
) -> Listing | None:
    first = next((n for n in range(at, len(cut)) if cut[n].end > body), None)
    if first is None:
        return None
    items = _enumerated(text, body, span.end) or _parts(text, cut, first, body)
    if not items:
        return None
    head = _head(text, span, cut, at, head_end, items, known)
    nested = head is not None and any(head.start in range(i.start, i.end + 1) for one in known for i in one.items)
    if head is None or (len(items) < 2 and cue != "其中" and not (cue == "：" and nested)):
        return None
    return Listing(head, cue, tuple(Span(item.start, item.end) for item in items))


def _enumerated(text: str, body: int, end: int) -> list[_Part]:
    """Parts numbered （1）（2）…, each up to its first mark; empty where one has no amount."""
    numbered = marker(text, body, end)
    if not numbered:
        return []
    found: list[_Part] = []
    at = text.index(numbered, body)
    for _ in range(_MOST_MARKERS):
        start = past_marker(text, at, end)
        stop = _first_mark(text, start, end)
        own = amount(text, start, stop)
        if own is None:
            return []
        found.append(_Part(start, stop, own))
        numbered = _next(numbered)
        at = text.find(numbered, stop, min(end, stop + 4000)) if numbered else -1
        if at < 0:
            break
    return found


def _next(numbered: str) -> str:
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
    cut = pieces(text, Span(start, min(end, start + 200)))
    for piece in cut:
        if amount(text, start, piece.end):
            inner = _CUE.search(text, start, piece.end)
            return inner.start() if inner and inner.start() > start else piece.end
    return min(end, start + 200)


def _parts(text: str, cut: list[Piece], first: int, body: int) -> list[_Part]:
    """Parts from `body` on, until a mark or a word shows that something else is told."""
    parts: list[_Part] = []
    separator = ""
    pending: int | None = None
    grouped = skipping = False
    for n in range(first, min(len(cut), first + _MOST_PIECES)):
        piece = cut[n]
        before = cut[n - 1].mark if n > first else ""
        if before == "。":
            break
        if before == "；":
            if len(parts) > 1 and not grouped:
                break
            grouped = grouped or bool(parts)
            skipping = False
        start = pending if pending is not None else past_marker(text, max(piece.start, body), piece.end)
        own = amount(text, start, piece.end)
        if skipping:
            continue
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
        parts.append(_Part(start, _without_tail(text, own, piece.end), own))
        if piece.mark == "：" or _TAIL.match(text, own.end, piece.end):
            if _TAIL.match(text, own.end, piece.end):
                break
            skipping = True
    return parts


def _starts_list(text: str, piece: Piece) -> bool:
    return bool(re.compile(r"\s*(?:其中|包括|包含|分别)").match(text, piece.start, piece.end))


def _is_part(text: str, start: int, end: int, own: Amount, parts: list[_Part]) -> bool:
    """Whether a piece is a name with an amount of the list's unit and nothing else."""
    tail = re.sub(r"（[^）]*）|\([^)]*\)", "", text[own.end : end]).strip()
    if parts and own.unit != parts[0].amount.unit:
        return False
    if own.start - start > _LONGEST_NAME or (len(tail) > _LONGEST_TAIL and not _TAIL.match(tail)):
        return False
    if _tells_else(text, start, own.start, parts):
        return False
    if parts and _DONE.match(text, start, end) and not _DONE.match(text, parts[0].start, parts[0].end):
        return False
    return not any(other.unit == own.unit for other in amounts(text, own.end, end))


def _describes(text: str, start: int, end: int, own: Amount, first: _Part) -> bool:
    """Whether a piece tells of the part before it: a share, or a change where the parts are no changes themselves."""
    if own.unit == "percent" and first.amount.unit != "percent":
        return True
    return is_change(text, start, end) and not is_change(text, first.start, first.amount.end)


def _tells_else(text: str, start: int, end: int, parts: list[_Part]) -> bool:
    """Whether the words before an amount begin something new: a stage or a reason that the first part does not have."""
    stop = _STOP.search(text, start, end)
    if not parts:
        return bool(stop and stop.group().startswith(("主要", "原因", "由于")))
    if stop and not _STOP.search(text, parts[0].start, parts[0].end):
        return True
    return _ANEW.match(text, start, end) is not None


def _describe(text: str, parts: list[_Part], start: int, end: int) -> None:
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


def _head(
    text: str, span: Span, cut: list[Piece], at: int, end: int, items: list[_Part], known: list[Listing]
) -> Span | None:
    """What stands before the cue, back to the start of the sentence or to the end of the part before; if that is
    nothing, the head of the list before, or the sentence before; a single part needs a sentence with one amount."""
    unit, several = items[0].amount.unit, len(items) > 1
    first = at
    while first > max(0, at - _MOST_PIECES) and cut[first - 1].mark not in ("。", "；"):
        first -= 1
    start = past_marker(text, cut[first].start, end)
    for listing in known:
        for item in listing.items:
            if start <= item.start and item.end <= end:
                close = not text[item.end : end].strip(" ，、：,:")
                start = past_marker(text, item.start if close else item.end, end)
    while start < end and text[start] in "，、；）) ":
        start += 1
    if text[start:end].strip(" ，：；"):
        head = _trim(text, start, end, None if is_change(text, items[0].start, items[0].amount.end) else unit)
        return head if any(a.unit == unit for a in amounts(text, head.start, head.end)) else None
    previous = next((one for one in reversed(known) if span.start <= one.head.start and one.items[-1].end <= end), None)
    last = cut[first - 1] if first else None
    if previous and last and previous.items[-1].end + 1 >= last.end:
        return previous.head if any(a.unit == unit for a in amounts(text, *previous.head)) else None
    back = first - 1
    while back > max(0, at - _MOST_PIECES) and cut[back - 1].mark not in ("。", "；"):
        back -= 1
    if back < 0:
        return None
    whole = Span(past_marker(text, cut[back].start, cut[first - 1].end), cut[first - 1].end)
    whole = _trim(text, whole.start, whole.end, unit)
    wholes = sum(a.unit == unit for a in amounts(text, *whole))
    return whole if wholes == 1 or (wholes and several) else None


def _trim(text: str, start: int, end: int, unit: str | None) -> Span:
    """The head without the marks and the changes at its end: `支出100万元，比上年增加10万元，`.

    `unit` is that of the parts; None where they are changes themselves.
    """
    parts = pieces(text, Span(start, end))
    if unit is None:
        return Span(start, parts[-1].end)
    own = [any(a.unit == unit for a in amounts(text, piece.start, piece.end)) for piece in parts]
    while len(parts) > 1 and is_change(text, parts[-1].start, parts[-1].end) and any(own[: len(parts) - 1]):
        parts.pop()
    return Span(start, parts[-1].end)


def _shares(text: str, cut: list[Piece], at: int, listing: Listing) -> list[Listing]:
    """Parts of a part that are shown by their shares: `基本支出20万元，占…，人员12万元，占基本支出的60%，…`."""
    found = []
    bounds = [item.end for item in listing.items]
    for n, item in enumerate(listing.items):
        own = amount(text, item.start, item.end)
        if own is None or "占" not in text[own.end : item.end]:
            continue
        name = text[item.start : own.start].strip()
        until = listing.items[n + 1].start if n + 1 < len(bounds) else len(text)
        parts: list[_Part] = []
        inner = [p for p in cut[at : at + _MOST_PIECES] if item.end < p.end and p.start < until]
        for piece, share in pairwise(inner):
            part = amount(text, piece.start, piece.end)
            if "。" in piece.mark or "；" in piece.mark:
                break
            if part and part.unit == own.unit and text.startswith(f"占{name}", share.start):
                parts.append(_Part(piece.start, share.end, part))
        if len(parts) > 1:
            found.append(Listing(item, "占", tuple(Span(p.start, p.end) for p in parts)))
    return found


def _bracketed(text: str, piece: Piece) -> list[Listing]:
    """Parts in a bracket behind their whole: `人员经费160万元（工资100万元、津贴60万元）`."""
    found = []
    for opening, closing in pairs(text, piece.start, piece.end):
        if text[opening] not in "（(" or closing - opening < 6:
            continue
        whole = amount(text, piece.start, opening)
        inner = pieces(text, Span(opening + 1, closing))
        cue = re.match(r"\s*(?:其中|包括|包含|含|分别为)[：:，]?", text[opening + 1 : closing])
        if not whole or opening - whole.end > 4 or not inner:
            continue
        body = opening + 1 + (cue.end() if cue else 0)
        first = next((n for n, p in enumerate(inner) if p.end > body), None)
        parts = _parts(text, inner, first, body) if first is not None else []
        if parts and parts[0].amount.unit == whole.unit and (len(parts) > 1 or (cue and "其中" in cue.group())):
            head = Span(past_marker(text, piece.start, opening), opening)
            found.append(Listing(head, "其中" if cue else "（", tuple(Span(p.start, p.end) for p in parts)))
    return found
