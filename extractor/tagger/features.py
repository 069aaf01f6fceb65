"""What speaks for and against each extent of a name: the words at its edges, around it and in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from extractor.lexicon.metrics import load_metrics
from extractor.lexicon.wording import load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.choices import Feature, Weights, weigh
from extractor.tagger.metrics import DIMENSION
from extractor.tagger.spans import extents
from extractor.tagger.words import Word
from extractor.types import Doc, Fact, Span

_NOWHERE = Word(0, 0, "^", "^")
_TOLD_SOURCES = frozenset({"again", "same", "earlier", "listed", "share", "reference"})
_MARKS = "（(“《"


@cache
def _names(dimension: str) -> frozenset[str]:
    """Every name of the catalogue of one dimension."""
    metrics = (metric for metric in load_metrics().values() if metric.dim == dimension)
    return frozenset(
        name for metric in metrics for name in (metric.zh, *metric.aliases, *metric.exact, *metric.narrower)
    )


class NameQuestion:
    """Which words name the number at `anchor`; the options are candidates, those of the rules first."""

    def __init__(
        self, doc: Doc, anchor: Anchor, candidates: Sequence[Candidate], preferred: int, told: Sequence[Fact]
    ) -> None:
        """`told`: the facts before it in its sentence."""
        self._doc, self._anchor = doc, anchor
        self.at = anchor.quantity.span.start
        self.preferred = preferred
        self._rules = len(candidates)
        self._extents = extents(doc, anchor, candidates, told)
        self.options = self._extents.candidates

    def features(self) -> list[list[Feature]]:
        """Of each option, those of its way of naming, its start, its end and the whole."""
        return [
            [
                *self._of_source(c.source),
                *self._of_whole(at, c),
                *(self._of_start(c.source, c.span) + self._of_end(c.source, c.span) if c.span else ()),
            ]
            for at, c in enumerate(self.options)
        ]

    def scores(self, weights: Weights) -> list[float]:
        """The same sums, each shared part weighed once."""
        sources: dict[str, float] = {}
        starts: dict[tuple[str, int], float] = {}
        ends: dict[tuple[str, int], float] = {}
        found = []
        for at, c in enumerate(self.options):
            source = c.source
            if (score := sources.get(source)) is None:
                score = sources[source] = weigh(self._of_source(source), weights)
            score += weigh(self._of_whole(at, c), weights)
            if c.span is not None:
                key = source, c.span.start
                if (start := starts.get(key)) is None:
                    start = starts[key] = weigh(self._of_start(source, c.span), weights)
                key = source, c.span.end
                if (end := ends.get(key)) is None:
                    end = ends[key] = weigh(self._of_end(source, c.span), weights)
                score += start + end
            found.append(score)
        return found

    @cached_property
    def _sides(self) -> str:
        sources = {c.source for c in self.options}
        return f"{'left' in sources:d}{'right' in sources:d}"

    def _of_source(self, source: str) -> list[Feature]:
        quantity, left, right = self._anchor.quantity, self._extents.left, self._extents.right
        before, after = left[-1] if left else _NOWHERE, right[0] if right else _NOWHERE
        return [
            ("source", source),
            ("source kind", f"{source}/{quantity.kind}"),
            ("source unit", f"{source}/{quantity.unit}"),
            ("source after", f"{source}/{after.text}"),
            ("source after tag", f"{source}/{after.tag}"),
            ("source before", f"{source}/{before.text}"),
            ("source before tag", f"{source}/{before.tag}"),
            ("source sides", f"{source}/{self._sides}"),
            ("source around", f"{source}/{before.tag}/{after.tag}/{quantity.kind}"),
        ]

    def _of_whole(self, at: int, c: Candidate) -> list[Feature]:
        """Features of the whole span, and how it stands to what the rules say."""
        preferred, source, span = self.options[self.preferred], c.source, c.span
        found: list[Feature] = []
        if at == self.preferred:
            found += [("rule", ""), ("rule source", source), ("rule kind", f"{source}/{self._anchor.quantity.kind}")]
        elif span is not None and span == preferred.span:
            found.append(("rule span", ""))
        if at < self._rules:
            found += [("proposed", ""), ("proposed source", source)]
        if span is None:
            return found
        if preferred.span is not None:
            found += [
                ("rule start", f"{span.start == preferred.span.start:d}"),
                ("rule end", f"{span.end == preferred.span.end:d}"),
            ]
        name = self._doc.text[span.start : span.end]
        known = _names(DIMENSION[self._anchor.quantity.kind])
        if name in known:
            found += [("known", ""), ("known source", source)]
        elif any(name[-length:] in known for length in range(3, min(len(name), 9))):
            found.append(("known end", ""))
        if "、" in name or "和" in name or "及" in name:
            found.append(("joint", source))
        if any(mark in name for mark in _MARKS):
            found.append(("bracket", source))
        if source in _TOLD_SOURCES:
            number = self._anchor.quantity.span.start
            gap = self._doc.text[max(span.end, number - 6) : number]
            found += [("gap", f"{source}/{gap[-2:]}"), ("longer gap", f"{source}/{gap[-3:]}")]
            if source == "again":
                found.append(("again", str(at - self._first_again)))
        words, first, last = self._words(span)
        if 0 <= first <= last:
            inside = words[first : last + 1]
            tags = "".join([word.tag[0] for word in inside])
            if len(inside) <= 5:
                found.append(("tags", f"{source}/{tags}"))
            if any(word.tag[0] == "v" and word.tag != "vn" for word in inside[1:]):
                found.append(("verb inside", ""))
            found += [("inside", tag) for tag in "dpur" if tag in tags]
        return found

    @cached_property
    def _first_again(self) -> int:
        return next(at for at, c in enumerate(self.options) if c.source == "again")

    def _of_start(self, source: str, span: Span) -> list[Feature]:
        text, start = self._doc.text, span.start
        words, first, _ = self._words(span)
        found: list[Feature] = [
            ("first char", text[start]),
            ("first chars", text[start : start + 2]),
            ("char before", text[max(0, start - 1) : start]),
            ("chars before", text[max(0, start - 2) : start]),
            ("clause start", f"{source}/{start == self._anchor.clause.start:d}"),
        ]
        if first < 0:
            found.append(("no word starts", source))
            return found
        word = words[first]
        before = words[first - 1] if first else _NOWHERE
        found += [
            ("first", word.text),
            ("first tag", f"{source}/{word.tag}"),
            ("before", before.text),
            ("before tag", before.tag),
            ("before tag, first tag", f"{before.tag}/{word.tag}"),
            ("before, first tag", f"{before.text}/{word.tag}"),
            ("before, first", f"{before.text}/{word.text}"),
        ]
        if first + 1 < len(words):
            second = words[first + 1]
            found += [
                ("first tag, second tag", f"{word.tag}/{second.tag}"),
                ("first, second tag", f"{word.text}/{second.tag}"),
            ]
        if word.text in load_wording().light_verbs:
            found.append(("light verb", source))
        if start >= self._anchor.quantity.span.end:
            found.append(("behind", str(min(start - self._anchor.quantity.span.end, 4))))
        return found

    def _of_end(self, source: str, span: Span) -> list[Feature]:
        text, end, number = self._doc.text, span.end, self._anchor.quantity.span
        words, _, last = self._words(span)
        found: list[Feature] = [("last char", text[end - 1]), ("last chars", text[max(span.start, end - 2) : end])]
        if end > number.start:
            found.append(("char after", text[end : end + 1]))
        elif source in ("left", "stage"):
            found += [
                ("distance", str(min(number.start - end, 5))),
                ("between", text[end : min(number.start, end + 4)]),
            ]
        if last < 0:
            found.append(("no word ends", source))
            return found
        word = words[last]
        after = words[last + 1] if last + 1 < len(words) else _NOWHERE
        found += [
            ("last", word.text),
            ("last tag", f"{source}/{word.tag}"),
            ("after", f"{source}/{after.text}"),
            ("after tag", f"{source}/{after.tag}"),
            ("last tag, after tag", f"{source}/{word.tag}/{after.tag}"),
            ("last, after", f"{word.text}/{after.text}"),
        ]
        if last:
            found.append(("second last tag", f"{source}/{words[last - 1].tag}/{word.tag}"))
        return found

    def _words(self, span: Span) -> tuple[tuple[Word, ...], int, int]:
        """The words on the side of the number where `span` stands, and the index of its first and last; -1 where it
        begins or ends inside one."""
        if span.end <= self._anchor.quantity.span.start:
            starts, ends = self._left
            return self._extents.left, starts.get(span.start, -1), ends.get(span.end, -1)
        starts, ends = self._right
        return self._extents.right, starts.get(span.start, -1), ends.get(span.end, -1)

    @cached_property
    def _left(self) -> tuple[dict[int, int], dict[int, int]]:
        return _edges(self._extents.left, self._extents.left_base)

    @cached_property
    def _right(self) -> tuple[dict[int, int], dict[int, int]]:
        return _edges(self._extents.right, self._extents.right_base)


def _edges(words: Sequence[Word], base: int) -> tuple[dict[int, int], dict[int, int]]:
    """Index of the word that starts, and of the one that ends, at each place of the text."""
    return (
        {word.start + base: at for at, word in enumerate(words)},
        {word.end + base: at for at, word in enumerate(words)},
    )
