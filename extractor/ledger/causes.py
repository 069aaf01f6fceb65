"""Grouping: one finding per cause, its consequences below it.

A finding follows from an earlier one if one change closes both, if it repeats the same numbers elsewhere, if its parts
contain all the parts of the other, or if the same table shows the same gap in the next column of points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.ledger.ledger import Ledger
from extractor.ledger.repairs import Repair, best_repairs, worded
from extractor.types import Finding, Span


def group(ledger: Ledger, findings: Sequence[Finding]) -> list[Finding]:
    """Set `cause` on findings that follow from another one, and `repair` on causes; same order, same length."""
    failing = [finding for finding in findings if finding.verdict == "inconsistent"]
    repairs = _by_cause(best_repairs(ledger, findings))
    causes: dict[int, Finding] = {}
    for repair in repairs:
        first, *rest = sorted(repair.closes, key=lambda finding: finding.evidence)
        causes.update(
            {id(follower): first for follower in rest if id(follower) not in causes and id(first) not in causes}
        )
    leading = {id(cause) for cause in causes.values()}
    before = _Before(ledger)
    for finding in failing:
        if id(finding) not in causes and id(finding) not in leading:
            earlier = before.first_cause(finding)
            if earlier is not None:
                causes[id(finding)] = cause = causes.get(id(earlier), earlier)
                leading.add(id(cause))
        before.add(finding)
    words = {id(min(repair.closes, key=lambda f: f.evidence)): worded(ledger, repair) for repair in reversed(repairs)}
    final: dict[int, Finding] = {}
    for finding in findings:
        if id(finding) in words and finding.repair is None and id(finding) not in causes:
            final[id(finding)] = replace(finding, repair=words[id(finding)])
    return [
        replace(finding, cause=final.get(id(causes[id(finding)]), causes[id(finding)]))
        if id(finding) in causes
        else final.get(id(finding), finding)
        for finding in findings
    ]


def _by_cause(repairs: Sequence[Repair]) -> list[Repair]:
    """The best repairs first, without those that close nothing which a better one has not closed."""
    kept: list[Repair] = []
    closed: set[int] = set()
    for repair in sorted(repairs, key=lambda repair: repair.order):
        fresh = {id(finding) for finding in repair.closes} - closed
        if fresh:
            kept.append(repair)
            closed |= fresh
    return kept


class _Before:
    """The failing findings before one, by what another one may repeat of them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._findings: list[Finding] = []
        self._places: dict[object, int] = {}
        """First finding of each formula, and of each gap of points in a table."""
        self._by_part: dict[Span, list[int]] = defaultdict(list)
        """Sums by their first part."""

    def add(self, finding: Finding) -> None:
        """Take in the next finding."""
        at = len(self._findings)
        self._findings.append(finding)
        for key in self._keys(finding):
            self._places.setdefault(key, at)
        if finding.kind in ("sum", "delta") and len(finding.evidence) > 2:
            self._by_part[finding.evidence[1]].append(at)

    def first_cause(self, finding: Finding) -> Finding | None:
        """The first finding that this one repeats, or whose parts are some of its own."""
        mine = set(finding.evidence[1:])
        places = [self._places[key] for key in self._keys(finding) if key in self._places]
        for part in finding.evidence[1:]:
            inner = (at for at in self._by_part.get(part, ()) if set(self._findings[at].evidence[1:]) < mine)
            places += [at for at in inner if len(set(self._findings[at].evidence[1:])) > 1][:1]
        return self._findings[min(places)] if places else None

    def _keys(self, finding: Finding) -> Iterator[object]:
        yield finding.check, finding.formula
        if finding.kind == "sum":
            yield _terms(finding)
        if finding.check == "score.sum":
            yield finding.difference, _table(self._ledger, finding)


def _terms(finding: Finding) -> tuple[tuple[str, ...], str]:
    """What is added up, in order of size and without zeros, and the total: the same sum by another rule."""
    left, _, whole = finding.formula.partition(" ≠ ")
    return tuple(sorted(term for term in left.split(" = ")[0].split(" + ") if term.strip("0."))), whole


def _table(ledger: Ledger, finding: Finding) -> Span | None:
    table = ledger.table(finding.evidence[0])
    return table.span if table is not None else None
