"""Sentences as the encoder reads them, with the numbers that it is asked about and their names in the gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from encoder.weights import Pieces
from extractor.pipeline import process
from extractor.tagger.anchors import anchors
from extractor.training.examples import wanted_facts
from extractor.training.reports import Report
from extractor.types import Doc, Span

REACH, LONGEST, BATCH = 200, 40, 16
"""Characters of a sentence that are read, and of a name; sentences that are read together."""
KINDS = ("money", "percent", "count", "score", "duration", "measure", "date", "ordinal")
TAGS = ("O", "B-L", "I-L", "B-R", "I-R")
"""Of a character: outside, or first or other of the name of a number to the right of it or to the left."""


@dataclass(frozen=True)
class Window:
    """A sentence with the numbers in it that are asked about; all places count from `base` in the text."""

    base: int
    pieces: Sequence[tuple[int, int, int]]
    kinds: Sequence[int]
    """Of each piece: 1 + index of the kind of the number it is part of, or 0."""
    numbers: Sequence[tuple[int, int]]
    names: Sequence[tuple[int, int] | None]
    """Those of the gold, None where it has none in reach."""

    def tags(self) -> list[int]:
        """Index of the tag of each character."""
        found = [0] * self.pieces[-1][1]
        for number, name in zip(self.numbers, self.names, strict=True):
            if name and not any(found[slice(*name)]):
                first = 1 if name[0] < number[0] else 3
                found[slice(*name)] = [first, *[first + 1] * (name[1] - name[0] - 1)]
        return found


def windows(report: Report, vocabulary: Pieces) -> Iterator[Window]:
    """The sentences of a report that have a number in running text."""
    doc = process(report.doc, until="normalise")
    wanted = wanted_facts(report.gold)
    by: dict[Span, list[Span]] = {}
    for anchor in anchors(doc):
        if anchor.quantity.place is None:
            by.setdefault(anchor.sentence, []).append(anchor.quantity.span)
    for sentence, spans in by.items():
        while spans:
            start = sentence.start if spans[0].end <= sentence.start + REACH else spans[0].end - REACH // 2
            reach = Span(start, min(sentence.end, start + REACH))
            inside = [span for span in spans if reach.contains(span)]
            spans = spans[len(inside) or 1 :]
            if inside:
                facts = [wanted.get(span.start) for span in inside]
                yield _window(doc, vocabulary, reach, inside, [fact.indicator if fact else None for fact in facts])


def _window(doc: Doc, vocabulary: Pieces, reach: Span, numbers: Sequence[Span], names: Sequence[Span | None]) -> Window:
    """Pieces end where numbers do."""
    base = reach.start
    told = [q for q in doc.quantities if reach.contains(q.span)]
    edges = sorted({base, reach.end, *(edge for q in told for edge in (q.span.start, q.span.end))})
    pieces, kinds = [], []
    for a, b in pairwise(edges):
        kind = next((1 + KINDS.index(q.kind) for q in told if q.span.start <= a < q.span.end), 0)
        cut = vocabulary.cut(doc.text[a:b])
        pieces += [(a - base + start, a - base + end, row) for start, end, row in cut]
        kinds += [kind] * len(cut)
    near = [name if name and reach.contains(name) and name.end - name.start <= LONGEST else None for name in names]
    shifted = [(name.start - base, name.end - base) if name else None for name in near]
    return Window(base, pieces, kinds, [(number.start - base, number.end - base) for number in numbers], shifted)


def batches(found: Sequence[Window], order: Iterable[int]) -> list[list[Window]]:
    """Windows of like length together."""
    near = sorted(order, key=lambda at: len(found[at].pieces) // 8)
    return [[found[at] for at in near[start : start + BATCH]] for start in range(0, len(near), BATCH)]
