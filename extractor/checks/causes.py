"""Grouping: one finding per cause, its consequences below it.

A finding follows from an earlier one if one change closes both, if it repeats the same numbers elsewhere, if its parts
contain all the parts of the other, or if the same table shows the same gap in the next column of points.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.checks.ledger import Ledger
from extractor.checks.repairs import Repair, best_repairs, worded
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
    for at, finding in enumerate(failing):
        if id(finding) in causes or id(finding) in {id(cause) for cause in causes.values()}:
            continue
        earlier = next((other for other in failing[:at] if _follows(ledger, finding, other)), None)
        if earlier is not None:
            causes[id(finding)] = causes.get(id(earlier), earlier)
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


def _follows(ledger: Ledger, finding: Finding, earlier: Finding) -> bool:
    if finding.check == earlier.check and finding.formula == earlier.formula:
        return True
    if finding.kind == earlier.kind == "sum" and _terms(finding) == _terms(earlier):
        return True
    mine, its = set(finding.evidence[1:]), set(earlier.evidence[1:])
    if earlier.kind in ("sum", "delta") and len(its) > 1 and its < mine:
        return True
    return (
        finding.check == earlier.check == "score.sum"
        and finding.difference == earlier.difference
        and _table(ledger, finding) == _table(ledger, earlier)
    )


def _terms(finding: Finding) -> tuple[list[str], str]:
    """What is added up, in order of size and without zeros, and the total: the same sum by another rule."""
    left, _, whole = finding.formula.partition(" ≠ ")
    return sorted(term for term in left.split(" = ")[0].split(" + ") if term.strip("0.")), whole


def _table(ledger: Ledger, finding: Finding) -> Span | None:
    table = ledger.table(finding.evidence[0])
    return table.span if table is not None else None


def causes_of(findings: Sequence[Finding]) -> Iterator[Finding]:
    """The findings that are wrong in their own right."""
    yield from (finding for finding in findings if finding.verdict == "inconsistent" and finding.cause is None)
