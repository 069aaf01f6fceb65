"""Other extents of the names that the rules propose: each word where a name could begin or end.

The rules name one span for each way of naming a number; the chooser weighs it against these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate, Source
from extractor.tagger.phrases import innermost, without_introducers
from extractor.tagger.words import Word, cut
from extractor.types import Doc, Fact, Span

_OPEN, _CLOSE = "（(“‘《【[〔", "）)”’》】]〕"
_BACK, _TAIL, _BEHIND, _SKIPPED = 11, 3, 8, 3
"""Words: how far back a name may begin; how many may stand between a name and its number (每人每天); how many a name
behind the number may have; how many may stand before it there (抽调6人*成立*自评小组)."""
_REACH = 28
"""Characters behind the number in which its name ends."""
_TOLD = 4
"""Names told before in the sentence that may be meant again."""
_MEMBERS, _MEMBER_WORDS = 8, 4
"""The last members of an enumeration, and the last words of each, that may be meant."""
_JOINED = re.compile(r"[、和与及以，,\s]*")
_JOINT = re.compile(r"以及|[、和与及]")
_EACH_WORDS = ("分别", "依次", "各")
_EACH = re.compile(f"的?(?:{'|'.join(_EACH_WORDS)})")
_BOUNDARIES = "，：:；;,"
_NO_FIRST, _NO_LAST = frozenset("、，,。；;：: 　\n\t）)”》"), frozenset("、，,。；;：: 　\n\t（(“《")

_Extent = tuple[Source, int, int]


class Extents(NamedTuple):
    """The candidates of a number, with the words on either side of it."""

    candidates: list[Candidate]
    left: tuple[Word, ...]
    """The words of the stretch before the number; offsets count from …"""
    left_base: int
    """… this place of the text."""
    right: tuple[Word, ...]
    right_base: int


def extents(doc: Doc, anchor: Anchor, proposed: Sequence[Candidate], told: Sequence[Fact]) -> Extents:
    """`proposed` in their order, then the other extents; each span once for each way of naming.

    `told`: the facts before the number in its sentence.
    """
    text, number = doc.text, anchor.quantity.span
    by: dict[Source, Candidate] = {c.source: c for c in reversed(proposed)}
    found = {(c.source, c.span): c for c in proposed}
    left: tuple[Word, ...] = ()
    right: tuple[Word, ...] = ()
    left_base = number.start
    if anchor.quantity.kind == "score":
        others = list(_later_starts(doc, by, "item", "total"))
    else:
        base = _base(text, anchor, by)
        piece = text[base : number.start]
        end = without_introducers(piece)
        start = innermost(piece, end)
        left, left_base = cut(piece[start:]), base + start
        behind = text[number.end : min(anchor.after.end, number.end + _REACH)]
        right = cut(behind) if behind else ()
        others = [
            *_before(left, left_base, base + end, by),
            *_changes(left, left_base, by),
            *_after(right, number.end),
            *_later_starts(doc, by, "earlier"),
            *_told(told, by),
            *_members(doc, anchor),
        ]
    for source, first, last in others:
        span = Span(first, last)
        if (source, span) not in found and _is_whole(text, first, last):
            subject = by[source].subject if source == "change" else None
            found[source, span] = Candidate(span, source, subject)
    return Extents(list(found.values()), left, left_base, right, number.end)


def _base(text: str, anchor: Anchor, by: Mapping[Source, Candidate]) -> int:
    """Where the stretch that can name the number begins: a comparison, or a date alone, goes back behind it."""
    start = anchor.before.start
    if by.keys() & {"change"} and "left" not in by:
        return anchor.stretch.start
    if anchor.stretch.start < start and not _JOINED.sub("", text[start : anchor.quantity.span.start]):
        return anchor.stretch.start
    return start


def _before(words: Sequence[Word], base: int, end: int, by: Mapping[Source, Candidate]) -> list[_Extent]:
    """Stretches of words before the number: each of the last words can be the first, a few can be the last."""
    rule = by.get("left") or by.get("stage")
    ends = [base + word.end for word in words if base + word.end <= end][-_TAIL:]
    ends += [stop for stop in (end, rule.span.end if rule and rule.span else end) if stop not in ends]
    starts = [base + word.start for word in words[-_BACK - _TAIL :] if word.tag[0] != "w" or word.text in _OPEN]
    source = rule.source if rule else "left"
    return [(source, start, stop) for stop in dict.fromkeys(ends) for start in starts if start < stop]


def _changes(words: Sequence[Word], base: int, by: Mapping[Source, Candidate]) -> Iterator[_Extent]:
    change = by.get("change")
    if change and change.span:
        for word in words[-_BACK:]:
            if base + word.start < change.span.end - 1:
                yield "change", base + word.start, change.span.end


def _after(words: Sequence[Word], base: int) -> Iterator[_Extent]:
    """Stretches of words behind the number."""
    first = 0
    while first < len(words) and words[first].text.strip() in ("", "的", "个"):
        first += 1
    for at in range(first, min(first + _SKIPPED, len(words))):
        if words[at].tag[0] == "w" and words[at].text not in _OPEN:
            return
        for word in words[at : at + _BEHIND]:
            if word.text in "。；，":
                break
            yield "right", base + words[at].start, base + word.end


def _later_starts(doc: Doc, by: Mapping[Source, Candidate], *sources: Source) -> Iterator[_Extent]:
    for source in sources:
        proposed = by.get(source)
        if proposed and proposed.span:
            for word in cut(doc[proposed.span])[1:]:
                yield source, proposed.span.start + word.start, proposed.span.end


def _told(told: Sequence[Fact], by: Mapping[Source, Candidate]) -> Iterator[_Extent]:
    for fact in told[: -_TOLD - 1 : -1]:
        if fact.indicator:
            yield "again", fact.indicator.start, fact.indicator.end
            if "share" in by:
                yield "share", fact.indicator.start, fact.indicator.end


def _members(doc: Doc, anchor: Anchor) -> Iterator[_Extent]:
    """Names of an enumeration that a list of numbers follows: 甲、乙依次为3个、5个."""
    text, floor, number = doc.text, anchor.sentence.start, anchor.quantity.span.start
    if not any(text.find(word, floor, number) >= 0 for word in _EACH_WORDS):
        return
    found = list(_EACH.finditer(text, floor, number))
    each = found[-1]
    start = max(floor, max(text.rfind(mark, floor, each.start()) for mark in _BOUNDARIES) + 1)
    joints = list(_JOINT.finditer(text, start, each.start()))
    if not joints:
        return
    starts = [start, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), each.start()]
    for first, last in list(zip(starts, ends, strict=True))[-_MEMBERS:]:
        for word in cut(text[first:last])[-_MEMBER_WORDS:]:
            yield "listed", first + word.start, last


def _is_whole(text: str, start: int, end: int) -> bool:
    """Brackets and quotes balanced, no mark at an edge."""
    if start >= end or text[start] in _NO_FIRST or text[end - 1] in _NO_LAST:
        return False
    piece = text[start:end]
    return piece.isalnum() or all(
        piece.count(a) == piece.count(b) for a, b in zip(_OPEN, _CLOSE, strict=True) if a in piece or b in piece
    )
