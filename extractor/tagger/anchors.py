"""Anchors: each quantity that needs a fact, with the stretch of text that can name it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.types import Cell, Doc, Quantity, Span

STATED = frozenset({"money", "percent", "count", "score", "duration", "measure"})
"""Kinds that give a fact; dates and ordinals only tell when and which."""

_SENTENCE_END = re.compile(r"[。！？；!?;\n\r]")
_CLAUSE_END = re.compile(r"[，。；！？,;!?\n\r\t\u3000]")
_LINE_END = re.compile(r"[\n\r]")


class Anchor(NamedTuple):
    """A quantity and its surroundings; all spans are of `Doc.text`."""

    quantity: Quantity
    sentence: Span
    clause: Span
    """Between two of ，。；, the quantity inside."""
    before: Span
    """From the end of the quantity before it in the clause, or the start of the clause, to the quantity."""
    stretch: Span
    """The same from the last number that is no date, which a comparison crosses: 比2021年增加."""
    after: Span
    """From the quantity to the next quantity or the end of the clause."""
    paragraph: Span
    cell: Cell | None = None
    """The table cell it stands in, value or label."""


def anchors(doc: Doc) -> Iterator[Anchor]:
    """The anchors in text order."""
    quantities = doc.quantities
    cells = sorted((c for t in doc.tables for c in t.cells if c.text), key=lambda cell: cell.span)
    starts = [cell.span.start for cell in cells]
    sentences = [sentence.span.start for sentence in doc.sentences]
    line_ends, clause_ends = _marks(doc.text, _LINE_END), _marks(doc.text, _CLAUSE_END)
    sentence_ends: list[int] | None = None
    whole = Span(0, len(doc.text))
    last = 0
    for index, quantity in enumerate(quantities):
        if quantity.kind not in STATED:
            continue
        span = quantity.span
        at = bisect_right(starts, span.start) - 1
        cell = cells[at] if at >= 0 and cells[at].span.contains(span) else None
        paragraph = cell.span if cell else _between(line_ends, span, whole)
        at = bisect_right(sentences, span.start) - 1
        known = doc.sentences[at].span if at >= 0 else None
        if known is None or not known.contains(span) or not paragraph.contains(known):
            if sentence_ends is None:
                sentence_ends = _marks(doc.text, _SENTENCE_END)
            known = _between(sentence_ends, span, paragraph)
        clause = _between(clause_ends, span, known)
        start, end = span
        floor, ceiling = clause
        before = quantities[index - 1].span.end if index else 0
        after = quantities[index + 1].span.start if index + 1 < len(quantities) else ceiling
        yield Anchor(
            quantity,
            known,
            clause,
            Span(max(floor, before), start),
            Span(max(floor, last), start),
            Span(end, min(ceiling, after)),
            paragraph,
            cell,
        )
        last = end


def _marks(text: str, pattern: re.Pattern[str]) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _between(marks: Sequence[int], span: Span, limit: Span) -> Span:
    """From behind the last mark before `span` to the first one after it, inside `limit`."""
    first, last = span
    floor, ceiling = limit
    at = bisect_left(marks, first)
    start = marks[at - 1] + 1 if at else floor
    while at < len(marks) and marks[at] < last:
        at += 1
    end = marks[at] if at < len(marks) else ceiling
    return Span(max(floor, start), min(ceiling, end))
