"""The whole of a list: what stands before its cue."""

from __future__ import annotations

from extractor.structure.brackets import pairs
from extractor.structure.members import MOST_PIECES, Part
from extractor.structure.parts import Piece, amounts, is_change, past_marker, pieces
from extractor.types import Listing, Span


def whole_before(
    text: str, span: Span, cut: list[Piece], at: int, end: int, items: list[Part], known: list[Listing]
) -> Span | None:
    """What stands before the cue, back to the start of the sentence or to the end of the part before; if that is
    nothing, the head of the list before, or the sentence before; a single part needs a sentence with one amount."""
    unit, several = items[0].amount.unit, len(items) > 1
    first = at
    while first > max(0, at - MOST_PIECES) and cut[first - 1].mark not in ("。", "；"):
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
        return head if _states(text, *head, unit) else None
    previous = next((one for one in reversed(known) if span.start <= one.head.start and one.items[-1].end <= end), None)
    last = cut[first - 1] if first else None
    if previous and last and previous.items[-1].end + 1 >= last.end:
        return previous.head if _states(text, *previous.head, unit) else None
    back = first - 1
    while back > max(0, at - MOST_PIECES) and cut[back - 1].mark not in ("。", "；"):
        back -= 1
    if back < 0:
        return None
    whole = Span(past_marker(text, cut[back].start, cut[first - 1].end), cut[first - 1].end)
    if whole.start >= whole.end:
        return None
    whole = _trim(text, whole.start, whole.end, unit)
    wholes = sum(a.unit == unit for a in amounts(text, *whole))
    return whole if wholes == 1 or (wholes and several) else None


def _trim(text: str, start: int, end: int, unit: str | None) -> Span:
    """The head without the marks, notes and changes at its end: `支出100万元，比上年增加10万元，`.

    `unit` is that of the parts; None where they are changes themselves.
    """
    parts = pieces(text, Span(start, end))
    if unit is None:
        return Span(start, parts[-1].end)
    if len(parts) > 1 and is_change(text, parts[-1].start, parts[-1].end):
        stated = next((n for n, piece in enumerate(parts) if _states(text, piece.start, piece.end, unit)), len(parts))
        while len(parts) > stated + 1 and is_change(text, parts[-1].start, parts[-1].end):
            parts.pop()
    end = parts[-1].end
    note = max((opening for opening, closing in pairs(text, start, end) if closing == end - 1), default=end)
    return Span(start, note if note < end and _states(text, start, note, unit) else end)


def _states(text: str, start: int, end: int, unit: str) -> bool:
    return any(one.unit == unit for one in amounts(text, start, end))
