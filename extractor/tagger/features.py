"""What speaks for and against each extent of a name: the words at its edges, around it and in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from extractor.lexicon.metrics import load_metrics
from extractor.lexicon.wording import load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.choices import Feature, Table, weigh
from extractor.tagger.metrics import DIMENSION
from extractor.tagger.spans import extents
from extractor.tagger.words import Word
from extractor.types import Doc, Fact, Span

_NOWHERE = Word(0, 0, "^", "^")
_TOLD_SOURCES = frozenset({"again", "same", "earlier", "listed", "share", "reference"})
_EDGES = "，。；、：;:,\n（("


@cache
def _names(dimension: str) -> frozenset[str]:
    """Every name of the catalogue of one dimension; of money, also what is spent on it."""
    metrics = (metric for metric in load_metrics().values() if metric.dim == dimension)
    found = frozenset(
        name for metric in metrics for name in (metric.zh, *metric.aliases, *metric.exact, *metric.narrower)
    )
    return found | {f"{name}支出" for name in found} if dimension == "money" else found


_SETTLED = frozenset({"same", "share", "listed", "item", "total", "reference", "right"})
"""Ways of naming that the rules decide as well as a model, `right` where the catalogue has the name."""


def settled(doc: Doc, anchor: Anchor, preferred: Candidate) -> bool:
    """Whether the rules alone decide: the name is in the catalogue and nothing stands before it in its stretch, or it
    is a change with all of its stretch, or named in a way that leaves no choice."""
    source, span = preferred.source, preferred.span
    if anchor.quantity.kind == "score":
        return True
    if span is None:
        return False
    if source in _SETTLED:
        return source != "right" or doc[span] in _names(DIMENSION[anchor.quantity.kind])
    if source not in ("left", "stage", "change"):
        return False
    if span.start != anchor.before.start and doc.text[span.start - 1] not in _EDGES:
        return False
    return source == "change" or doc[span] in _names(DIMENSION[anchor.quantity.kind])


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

    def scores(self, weights: Table) -> list[float]:
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
            f"source:{source}",
            f"source kind:{source}/{quantity.kind}",
            f"source unit:{source}/{quantity.unit}",
            f"source after:{source}/{after.text}",
            f"source after tag:{source}/{after.tag}",
            f"source before:{source}/{before.text}",
            f"source before tag:{source}/{before.tag}",
            f"source sides:{source}/{self._sides}",
            f"source around:{source}/{before.tag}/{after.tag}/{quantity.kind}",
        ]

    def _of_whole(self, at: int, c: Candidate) -> list[Feature]:
        """Features of the whole span, and how it stands to what the rules say."""
        preferred, source, span = self.options[self.preferred], c.source, c.span
        found: list[Feature] = []
        if at == self.preferred:
            found += ["rule:", f"rule source:{source}", f"rule kind:{source}/{self._anchor.quantity.kind}"]
        elif span is not None and span == preferred.span:
            found.append("rule span:")
        if at < self._rules:
            found += ["proposed:", f"proposed source:{source}"]
        if span is None:
            return found
        if preferred.span is not None:
            found += [
                f"rule start:{span.start == preferred.span.start:d}",
                f"rule end:{span.end == preferred.span.end:d}",
            ]
        name = self._doc.text[span.start : span.end]
        if name in _names(DIMENSION[self._anchor.quantity.kind]):
            found += ["known:", f"known source:{source}"]
        if not name.isalnum():
            found.append(f"marks:{source}/{'、' in name:d}")
        if "和" in name or "及" in name:
            found.append(f"joint:{source}")
        if source in _TOLD_SOURCES:
            number = self._anchor.quantity.span.start
            gap = self._doc.text[max(span.end, number - 6) : number]
            found += [f"gap:{source}/{gap[-2:]}", f"longer gap:{source}/{gap[-3:]}"]
            if source == "again":
                found.append(f"again:{at - self._first_again}")
        side = self._side(span)
        first, last = side.starts.get(span.start, -1), side.ends.get(span.end, -1)
        if 0 <= first <= last:
            tags = side.tags[first : last + 1]
            if len(tags) <= 5:
                found.append(f"tags:{source}/{tags}")
            if "v" in tags[1:]:
                found.append("verb inside:")
            found += [f"inside:{tag}" for tag in "dpur" if tag in tags]
        return found

    @cached_property
    def _first_again(self) -> int:
        return next(at for at, c in enumerate(self.options) if c.source == "again")

    def _of_start(self, source: str, span: Span) -> list[Feature]:
        text, start = self._doc.text, span.start
        side = self._side(span)
        words, first = side.words, side.starts.get(start, -1)
        found: list[Feature] = [
            f"first char:{text[start]}",
            f"first chars:{text[start : start + 2]}",
            f"char before:{text[max(0, start - 1) : start]}",
            f"chars before:{text[max(0, start - 2) : start]}",
            f"clause start:{source}/{start == self._anchor.clause.start:d}",
        ]
        if first < 0:
            found.append(f"no word starts:{source}")
            return found
        word = words[first]
        before = words[first - 1] if first else _NOWHERE
        found += [
            f"first:{word.text}",
            f"first tag:{source}/{word.tag}",
            f"before:{before.text}",
            f"before tag:{before.tag}",
            f"before tag, first tag:{before.tag}/{word.tag}",
            f"before, first tag:{before.text}/{word.tag}",
            f"before, first:{before.text}/{word.text}",
        ]
        if first + 1 < len(words):
            second = words[first + 1]
            found += [
                f"first tag, second tag:{word.tag}/{second.tag}",
                f"first, second tag:{word.text}/{second.tag}",
            ]
        if word.text in load_wording().light_verbs:
            found.append(f"light verb:{source}")
        if start >= self._anchor.quantity.span.end:
            found.append(f"behind:{min(start - self._anchor.quantity.span.end, 4)}")
        return found

    def _of_end(self, source: str, span: Span) -> list[Feature]:
        text, end, number = self._doc.text, span.end, self._anchor.quantity.span
        side = self._side(span)
        words, last = side.words, side.ends.get(end, -1)
        found: list[Feature] = [f"last char:{text[end - 1]}", f"last chars:{text[max(span.start, end - 2) : end]}"]
        if end > number.start:
            found.append(f"char after:{text[end : end + 1]}")
        elif source in ("left", "stage"):
            found += [
                f"distance:{min(number.start - end, 5)}",
                f"between:{text[end : min(number.start, end + 4)]}",
            ]
        if last < 0:
            found.append(f"no word ends:{source}")
            return found
        word = words[last]
        after = words[last + 1] if last + 1 < len(words) else _NOWHERE
        found += [
            f"last:{word.text}",
            f"last tag:{source}/{word.tag}",
            f"after:{source}/{after.text}",
            f"after tag:{source}/{after.tag}",
            f"last tag, after tag:{source}/{word.tag}/{after.tag}",
            f"last, after:{word.text}/{after.text}",
        ]
        if last:
            found.append(f"second last tag:{source}/{words[last - 1].tag}/{word.tag}")
        return found

    def _side(self, span: Span) -> _Side:
        """The words on the side of the number where `span` stands."""
        return self._left if span.end <= self._anchor.quantity.span.start else self._right

    @cached_property
    def _left(self) -> _Side:
        return _Side(self._extents.left, self._extents.left_base)

    @cached_property
    def _right(self) -> _Side:
        return _Side(self._extents.right, self._extents.right_base)


class _Side:
    """The words on one side of the number."""

    def __init__(self, words: Sequence[Word], base: int) -> None:
        """`base`: where the words begin in the text."""
        self.words = words
        self.starts = {word.start + base: at for at, word in enumerate(words)}
        self.ends = {word.end + base: at for at, word in enumerate(words)}
        self.tags = "".join(["g" if word.tag == "vn" else word.tag[0] for word in words])
        """A letter a word, `g` for a verb that is a name."""
