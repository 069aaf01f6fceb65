"""Stage reconcile: run every check over the facts; findings in text order, grouped under their causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractor.checks import check
from extractor.ledger.causes import group
from extractor.ledger.ledger import Ledger
from extractor.types import Doc, Finding, Severity, Span

_GRAVITY: dict[Severity, int] = {"info": 0, "warning": 1, "error": 2}


def reconcile(doc: Doc) -> Doc:
    """Check the stated numbers of `doc` against each other.

    Fills `findings`, ordered by place of the claim; one finding for the same numbers, kind and verdict.
    """
    ledger = Ledger(doc)
    found = (finding for _, run in check for finding in run(ledger))
    return replace(doc, findings=tuple(group(ledger, sorted(_distinct(found), key=_place))))


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each kind, verdict and set of numbers: the gravest, of equals the first."""
    kept: dict[tuple[str, str, frozenset[Span]], Finding] = {}
    for finding in findings:
        key = (finding.kind, finding.verdict, frozenset(finding.evidence))
        if key not in kept or _GRAVITY[finding.severity] > _GRAVITY[kept[key].severity]:
            kept[key] = finding
    return list(kept.values())


def _place(finding: Finding) -> tuple[object, ...]:
    return (finding.evidence, finding.check, finding.verdict, finding.formula)
