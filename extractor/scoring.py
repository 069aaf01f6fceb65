"""Score a processed Doc against a gold annotation, and findings against gold checks.

Layers (counts of gold, predicted and hit; F1 over them):
    quantity   exact span and kind; predictions over an optional gold quantity do not count
    value      of matched quantities: value, upper end, unit and comparator all right (share)
    fact       quantity matched, and the metric right (without a gold metric: none, and indicators overlap by half)
    strict     fact with role and period right too
    cell       (row, col, row span, col span, text) of non-empty cells
    triple     (row path, column path, text) of table values
    outline    (start, level) of headings
Findings: `causes` found and `holding` checks confirmed (shares), and `alarms`, the errors that no gold check knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.annotations import Gold
from extractor.types import Doc, Fact, Finding, Quantity, Span, Table, squeeze

HOLDING_KINDS = frozenset({"sum", "ratio", "delta", "match", "score"})


@dataclass(slots=True)
class Score:
    """Counts of one layer; add scores of several reports with `+`."""

    gold: int = 0
    predicted: int = 0
    hit: int = 0
    misses: list[str] = field(default_factory=list)
    """What went wrong, for people."""

    def __add__(self, other: Score) -> Score:
        return Score(
            self.gold + other.gold, self.predicted + other.predicted, self.hit + other.hit, self.misses + other.misses
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
        both = self.gold + self.predicted
        return 2 * self.hit / both if both else 1.0

    @property
    def share(self) -> float:
        return self.hit / self.gold if self.gold else 1.0


def score_doc(gold: Gold, doc: Doc) -> dict[str, Score]:
    """The layers of one report."""
    matched, quantity, value = _quantities(gold, doc.quantities)
    fact, strict = _facts(gold, doc.facts, matched)
    cell, triple = Score(), Score()
    for wanted, found in _pair(gold.doc.tables, doc.tables):
        cell += _counted(_cells(wanted), _cells(found))
        triple += _counted(_triples(wanted), _triples(found))
    outline = _counted(_headings(gold.doc), _headings(doc))
    return {
        "quantity": quantity,
        "value": value,
        "fact": fact,
        "strict": strict,
        "cell": cell,
        "triple": triple,
        "outline": outline,
    }


def score_findings(checks: Sequence[Mapping[str, Any]], findings: Sequence[Finding]) -> dict[str, Score]:
    """`causes` and `holding` as shares (gold, hit); `alarms` as a count (predicted errors, hit = false ones)."""
    wrong = [check for check in checks if check["status"] == "inconsistent"]
    bad = [finding for finding in findings if finding.verdict == "inconsistent"]
    good = [finding for finding in findings if finding.verdict == "consistent"]
    causes, holding, alarms = Score(), Score(), Score()
    by_cause: dict[str, list[Mapping[str, Any]]] = {}
    for check in wrong:
        if not check.get("ambiguous") and check.get("severity") in ("error", "warning"):
            by_cause.setdefault(check.get("root_cause") or check["id"], []).append(check)
    for name, members in by_cause.items():
        causes += _one(any(_meets(check, finding) for check in members for finding in bad), name)
    for check in checks:
        if check["status"] == "consistent" and check["check"] in HOLDING_KINDS:
            holding += _one(any(_meets(check, finding) for finding in good), f"{check['id']} {check['formula']}")
    for finding in bad:
        if finding.severity == "error":
            false = not any(_meets(check, finding) for check in wrong)
            alarms += Score(predicted=1, hit=int(false), misses=[finding.message] if false else [])
    return {"causes": causes, "holding": holding, "alarms": alarms}


def _one(hit: bool, name: str) -> Score:
    return Score(gold=1, hit=int(hit), misses=[] if hit else [name])


def _meets(check: Mapping[str, Any], finding: Finding) -> bool:
    """At least two of the check's quotes (its only one, where it has one) overlap the finding's evidence."""
    spans = [Span(q["start"], q["end"]) for q in (*check["left"], *check["right"]) if q.get("start") is not None]
    hits = sum(any(span.overlaps(piece) for piece in finding.evidence) for span in spans)
    return bool(spans) and hits >= min(2, len(spans))


def _quantities(gold: Gold, found: Iterable[Quantity]) -> tuple[dict[Span, Quantity], Score, Score]:
    """The gold quantity for each span found right, and the two scores."""
    wanted = {(q.span, q.kind): q for q in gold.doc.quantities if q.span not in gold.optional}
    matched: dict[Span, Quantity] = {}
    quantity, value = Score(gold=len(wanted)), Score()
    for q in found:
        target = wanted.get((q.span, q.kind))
        if target is None and any(q.span.overlaps(span) for span in gold.optional):
            continue
        quantity.predicted += 1
        if target is None:
            quantity.misses.append(f"spurious {q.kind} {q.text!r} at {q.span.start}")
            continue
        quantity.hit += 1
        matched[q.span] = target
        right = _reading(q) == _reading(target)
        value += _one(right, f"{q.text!r} at {q.span.start}: {_reading(q)}, gold {_reading(target)}")
    lost = (q for q in wanted.values() if q.span not in matched)
    quantity.misses += [f"missed {q.kind} {q.text!r} at {q.span.start}" for q in lost]
    return matched, quantity, value


def _reading(q: Quantity) -> tuple[object, ...]:
    return q.date, q.value, q.value_to, q.unit or "", q.comparator


def _facts(gold: Gold, found: Sequence[Fact], matched: Mapping[Span, Quantity]) -> tuple[Score, Score]:
    wanted = {f.quantity.span: f for f in gold.doc.facts if f.quantity.span not in gold.optional}
    fact, strict = Score(gold=len(wanted)), Score(gold=len(wanted))
    for f in found:
        span = f.quantity.span
        if any(span.overlaps(free) for free in gold.optional):
            continue
        fact.predicted += 1
        strict.predicted += 1
        target = wanted.get(span) if span in matched else None
        named = f"{f.quantity.text!r} at {span.start}"
        if target is None or not same_metric(f, target):
            wants = f"{target.metric} {_words(gold.doc, target)!r}" if target else "no fact"
            fact.misses.append(f"{named}: {f.metric} {_words(gold.doc, f)!r}, gold {wants}")
            continue
        fact.hit += 1
        if (f.role, f.period) == (target.role, target.period):
            strict.hit += 1
        else:
            strict.misses.append(f"{named}: {f.role} {f.period}, gold {target.role} {target.period}")
    return fact, strict


def same_metric(fact: Fact, target: Fact) -> bool:
    """Whether the metric is gold's; without a gold metric, that there is none and the indicators overlap by half."""
    if target.metric is not None:
        return fact.metric == target.metric
    return fact.metric is None and _overlap(fact.indicator, target.indicator) >= 0.5


def _words(doc: Doc, fact: Fact) -> str | None:
    return doc[fact.indicator] if fact.indicator else None


def _overlap(a: Span | None, b: Span | None) -> float:
    """Shared characters twice over the sum of lengths."""
    if a is None or b is None:
        return 0.0
    shared = max(0, min(a.end, b.end) - max(a.start, b.start))
    return 2 * shared / ((a.end - a.start) + (b.end - b.start))


def _pair(gold: Sequence[Table], found: Sequence[Table]) -> list[tuple[Table | None, Table | None]]:
    """Each gold table with the table that overlaps it most; tables found beyond that with None."""
    left = list(found)
    pairs: list[tuple[Table | None, Table | None]] = []
    for table in gold:
        best = max(left, key=lambda t: _overlap(t.span, table.span), default=None)
        if best is not None and _overlap(best.span, table.span) < 0.3:
            best = None
        if best is not None:
            left.remove(best)
        pairs.append((table, best))
    return pairs + [(None, table) for table in left]


def _cells(table: Table | None) -> Counter[Hashable]:
    cells = table.cells if table else ()
    return Counter((c.row, c.col, c.row_span, c.col_span, squeeze(c.text)) for c in cells if squeeze(c.text))


def _triples(table: Table | None) -> Counter[Hashable]:
    return Counter((v.row_path, v.col_path, squeeze(v.text)) for v in (table.values if table else ()))


def _headings(doc: Doc) -> Counter[Hashable]:
    return Counter((h.span.start, h.level) for h in doc.outline)


def _counted(gold: Counter[Hashable], found: Counter[Hashable]) -> Score:
    misses = [f"missed {item}" for item in gold - found] + [f"spurious {item}" for item in found - gold]
    return Score(gold.total(), found.total(), (gold & found).total(), misses)
