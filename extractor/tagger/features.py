"""What speaks for and against each extent of a name: the words at its edges, around it and in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple

from extractor.lexicon.metrics import load_metrics
from extractor.lexicon.wording import load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.choices import Feature, Names, Table
from extractor.tagger.metrics import DIMENSION
from extractor.tagger.spans import extents
from extractor.tagger.words import Word
from extractor.types import Doc, Fact, Span

_NOWHERE = Word(0, 0, "^", "^")
_TOLD_SOURCES = frozenset({"again", "same", "earlier", "listed", "share", "reference"})
_TELLING = "dpur"
"""Classes of words that few names have inside, in the order in which they are weighed …"""
_UNUSUAL = frozenset(_TELLING + "v")
"""… and with verbs."""
_EDGES = "，。；、：;:,\n（("


_FUNDS = (
    "财政拨款",
    "一般公共预算",
    "一般公共预算财政拨款",
    "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款",
)
"""Before a name of the catalogue they belong to it: 财政拨款基本支出."""


@cache
def _names(dimension: str) -> frozenset[str]:
    """Every name of the catalogue of one dimension; of money, also what is spent on it, and of which funds."""
    metrics = (metric for metric in load_metrics().values() if metric.dim == dimension)
    found = frozenset(
        name for metric in metrics for name in (metric.zh, *metric.aliases, *metric.exact, *metric.narrower)
    )
    if dimension != "money":
        return found
    found |= {f"{name}支出" for name in found}
    return found | {f"{funds}{name}" for funds in _FUNDS for name in found}


@cache
def _light_verbs() -> frozenset[str]:
    return frozenset(load_wording().light_verbs)


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


class _Ways:
    """Weights of names by their way of naming; or, of Names, the features instead of their weights."""

    def __init__(self, table: Table | Names) -> None:
        self._table = table
        self._known: dict[str, _Way] = {}

    def __getitem__(self, source: str) -> _Way:
        if (way := self._known.get(source)) is None:
            way = self._known[source] = _Way(self._table, source)
        return way


class _Way:
    """Weights of one way of naming, looked up once. A sum of them is a float, or a tuple of features."""

    def __init__(self, table: Table | Names, source: str) -> None:
        of: Callable[..., Any] = table.of

        def one(template: str, value: str) -> Any:
            return of(template).get(value, 0.0)

        self.source = source
        self.nothing: Any = table.nothing
        self.own = one("source", source)
        self.by_kind, self.by_unit = of("source kind", source), of("source unit", source)
        self.word_behind, self.tag_behind = of("source after", source), of("source after tag", source)
        self.word_before, self.tag_before = of("source before", source), of("source before tag", source)
        self.sides, self.around = of("source sides", source), of("source around", source)

        self.rule = one("rule", "") + one("rule source", source)
        self.rule_kind = of("rule kind", source)
        self.rule_span = one("rule span", "")
        self.proposed = one("proposed", "") + one("proposed source", source)
        self.rule_start = one("rule start", "0"), one("rule start", "1")
        self.rule_end = one("rule end", "0"), one("rule end", "1")
        self.known = one("known", "") + one("known source", source)
        self.marks = one("marks", f"{source}/0"), one("marks", f"{source}/1")
        self.joint = one("joint", source)
        self.gap, self.longer_gap, self.again = (
            of("gap", source),
            of("longer gap", source),
            of("again"),
        )
        self.tags = of("tags", source)
        self.verb_inside = one("verb inside", "")
        self.inside = [(tag, one("inside", tag)) for tag in _TELLING]

        self.first_char, self.first_chars = of("first char"), of("first chars")
        self.char_before, self.chars_before = of("char before"), of("chars before")
        self.clause_start = one("clause start", f"{source}/0"), one("clause start", f"{source}/1")
        self.no_start = one("no word starts", source)
        self.first, self.first_tag = of("first"), of("first tag", source)
        self.before, self.before_tag = of("before"), of("before tag")
        self.before_tag_first_tag = of("before tag, first tag")
        self.before_first_tag, self.before_first = of("before, first tag"), of("before, first")
        self.tags_of_two, self.word_and_tag = of("first tag, second tag"), of("first, second tag")
        self.light_verb = one("light verb", source)
        self.behind = of("behind")

        self.last_char, self.last_chars = of("last char"), of("last chars")
        self.char_after, self.distance, self.between = of("char after"), of("distance"), of("between")
        self.no_end = one("no word ends", source)
        self.last, self.last_tag = of("last"), of("last tag", source)
        self.after, self.after_tag = of("after", source), of("after tag", source)
        self.last_tag_after_tag = of("last tag, after tag", source)
        self.last_after = of("last, after")
        self.second_last_tag = of("second last tag", source)


class _Parts(NamedTuple):
    """What the options of one way of naming share."""

    way: _Way
    own: Any
    starts: dict[int, Any]
    ends: dict[int, Any]


class NameQuestion:
    """Which words name the number at `anchor`; the options are candidates, those of the rules first."""

    def __init__(
        self, doc: Doc, anchor: Anchor, candidates: Sequence[Candidate], preferred: int, told: Sequence[Fact]
    ) -> None:
        """`told`: the facts before it in its sentence."""
        self._text, self._anchor = doc.text, anchor
        self.at = anchor.quantity.span.start
        self.preferred = preferred
        self._rules = len(candidates)
        self._extents = extents(doc, anchor, candidates, told)
        self.options = self._extents.candidates

    def features(self) -> list[list[Feature]]:
        """Of each option, those of its way of naming, the whole, its start and its end."""
        return [list(found) for found in self._sums(_Ways(Names()))]

    def scores(self, weights: Table) -> list[float]:
        """Sums of their weights."""
        return self._sums(weights.made(_Ways))

    def _sums(self, ways: _Ways) -> list[Any]:
        """Of each option, each shared part added up once."""
        left = _Side(self._extents.left, self._extents.left_base)
        right = _Side(self._extents.right, self._extents.right_base)
        preferred = self.options[self.preferred].span
        parts: dict[str, _Parts] = {}
        found = []
        source = ""
        for at, c in enumerate(self.options):
            if c.source != source:
                source = c.source
                if source not in parts:
                    parts[source] = _Parts(ways[source], self._of_source(ways[source]), {}, {})
                way, own, starts, ends = parts[source]
            score, span = own, c.span
            if at == self.preferred:
                score += way.rule + way.rule_kind.get(self._anchor.quantity.kind, 0.0)
            elif span is not None and span == preferred:
                score += way.rule_span
            if at < self._rules:
                score += way.proposed
            if span is not None:
                first, last = span
                side = left if last <= self.at else right
                if (start := starts.get(first)) is None:
                    start = starts[first] = self._of_start(way, first, side, preferred)
                # A name of one character has other last characters than a longer one with the same end.
                key = last if last - first > 1 else -last
                if (end := ends.get(key)) is None:
                    end = ends[key] = self._of_end(way, first, last, side, preferred)
                score += self._of_whole(way, at, first, last, side) + start + end
            found.append(score)
        return found

    def _of_source(self, way: _Way) -> Any:
        quantity, left, right = self._anchor.quantity, self._extents.left, self._extents.right
        before, after = left[-1] if left else _NOWHERE, right[0] if right else _NOWHERE
        return (
            way.own
            + way.by_kind.get(quantity.kind, 0.0)
            + way.by_unit.get(f"{quantity.unit}", 0.0)
            + way.word_behind.get(after.text, 0.0)
            + way.tag_behind.get(after.tag, 0.0)
            + way.word_before.get(before.text, 0.0)
            + way.tag_before.get(before.tag, 0.0)
            + way.sides.get(self._sides, 0.0)
            + way.around.get(f"{before.tag}/{after.tag}/{quantity.kind}", 0.0)
        )

    @cached_property
    def _sides(self) -> str:
        sources = {c.source for c in self.options}
        return f"{'left' in sources:d}{'right' in sources:d}"

    def _of_whole(self, way: _Way, at: int, start: int, end: int, side: _Side) -> Any:
        """The whole span."""
        text = self._text
        name = text[start:end]
        found = way.nothing
        if name in self._names:
            found += way.known
        if not name.isalnum():
            found += way.marks["、" in name]
        if "和" in name or "及" in name:
            found += way.joint
        if way.source in _TOLD_SOURCES:
            gap = text[max(end, self.at - 6) : self.at]
            found += way.gap.get(gap[-2:], 0.0) + way.longer_gap.get(gap[-3:], 0.0)
            if way.source == "again":
                found += way.again.get(str(at - self._first_again), 0.0)
        first, last = side.starts.get(start, -1), side.ends.get(end, -1)
        if 0 <= first <= last:
            tags = side.tags[first : last + 1]
            if len(tags) <= 5:
                found += way.tags.get(tags, 0.0)
            if not _UNUSUAL.isdisjoint(tags):
                if "v" in tags[1:]:
                    found += way.verb_inside
                for tag, weight in way.inside:
                    if tag in tags:
                        found += weight
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        return _names(DIMENSION[self._anchor.quantity.kind])

    @cached_property
    def _first_again(self) -> int:
        return next(at for at, c in enumerate(self.options) if c.source == "again")

    def _of_start(self, way: _Way, start: int, side: _Side, preferred: Span | None) -> Any:
        text, words, first = self._text, side.words, side.starts.get(start, -1)
        found = (
            way.first_char.get(text[start], 0.0)
            + way.first_chars.get(text[start : start + 2], 0.0)
            + way.char_before.get(text[max(0, start - 1) : start], 0.0)
            + way.chars_before.get(text[max(0, start - 2) : start], 0.0)
            + way.clause_start[start == self._anchor.clause.start]
        )
        if preferred is not None:
            found += way.rule_start[start == preferred.start]
        if first < 0:
            return found + way.no_start
        word = words[first]
        before = words[first - 1] if first else _NOWHERE
        found += (
            way.first.get(word.text, 0.0)
            + way.first_tag.get(word.tag, 0.0)
            + way.before.get(before.text, 0.0)
            + way.before_tag.get(before.tag, 0.0)
            + way.before_tag_first_tag.get(f"{before.tag}/{word.tag}", 0.0)
            + way.before_first_tag.get(f"{before.text}/{word.tag}", 0.0)
            + way.before_first.get(f"{before.text}/{word.text}", 0.0)
        )
        if first + 1 < len(words):
            second = words[first + 1]
            found += way.tags_of_two.get(f"{word.tag}/{second.tag}", 0.0)
            found += way.word_and_tag.get(f"{word.text}/{second.tag}", 0.0)
        if word.text in _light_verbs():
            found += way.light_verb
        behind = start - self._anchor.quantity.span.end
        return found + way.behind.get(str(min(behind, 4)), 0.0) if behind >= 0 else found

    def _of_end(self, way: _Way, start: int, end: int, side: _Side, preferred: Span | None) -> Any:
        text, number, words, last = self._text, self.at, side.words, side.ends.get(end, -1)
        found = way.last_char.get(text[end - 1], 0.0) + way.last_chars.get(text[max(start, end - 2) : end], 0.0)
        if preferred is not None:
            found += way.rule_end[end == preferred.end]
        if end > number:
            found += way.char_after.get(text[end : end + 1], 0.0)
        elif way.source in ("left", "stage"):
            found += way.distance.get(str(min(number - end, 5)), 0.0)
            found += way.between.get(text[end : min(number, end + 4)], 0.0)
        if last < 0:
            return found + way.no_end
        word = words[last]
        after = words[last + 1] if last + 1 < len(words) else _NOWHERE
        found += (
            way.last.get(word.text, 0.0)
            + way.last_tag.get(word.tag, 0.0)
            + way.after.get(after.text, 0.0)
            + way.after_tag.get(after.tag, 0.0)
            + way.last_tag_after_tag.get(f"{word.tag}/{after.tag}", 0.0)
            + way.last_after.get(f"{word.text}/{after.text}", 0.0)
        )
        return found + way.second_last_tag.get(f"{words[last - 1].tag}/{word.tag}", 0.0) if last else found


class _Side:
    """The words on one side of the number."""

    def __init__(self, words: Sequence[Word], base: int) -> None:
        """`base`: where the words begin in the text."""
        self.words = words
        self.starts = {word.start + base: at for at, word in enumerate(words)}
        self.ends = {word.end + base: at for at, word in enumerate(words)}
        self.tags = "".join(["g" if word.tag == "vn" else word.tag[0] for word in words])
        """A letter a word, `g` for a verb that is a name."""
