"""Stage reconcile: run every check over the facts; findings in text order, grouped under their causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from extractor.checks import check
from extractor.checks.causes import group
from extractor.checks.ledger import Ledger
from extractor.types import Doc, Finding


def reconcile(doc: Doc) -> Doc:
    """Check the stated numbers of `doc` against each other.

    Fills `findings`, ordered by place of the claim; one finding for the same numbers, kind and verdict.
    """
    ledger = Ledger(doc)
    found = (finding for _, run in check for finding in run(ledger))
    return replace(doc, findings=tuple(group(ledger, sorted(_distinct(found), key=_place))))


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first finding of each (kind, verdict, set of numbers)."""
    seen = set()
    for finding in findings:
        key = (finding.kind, finding.verdict, frozenset(finding.evidence))
        if key not in seen:
            seen.add(key)
            yield finding


def _place(finding: Finding) -> tuple[object, ...]:
    return (finding.evidence, finding.check, finding.verdict, finding.formula)
