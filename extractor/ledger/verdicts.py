"""The three verdicts as findings."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.ledger.wording import EXPLAIN, MUST
from extractor.types import Finding, FindingKind, Severity, Span


def holds(
    check: str,
    kind: FindingKind,
    evidence: Iterable[Span],
    formula: str,
    message: str,
    *,
    computed: str | None = None,
    stated: str | None = None,
    difference: str | None = None,
) -> Finding:
    """The numbers agree."""
    return Finding(check, kind, "consistent", "info", _spans(evidence), formula, message, computed, stated, difference)


def fails(
    check: str,
    kind: FindingKind,
    severity: Severity,
    evidence: Iterable[Span],
    formula: str,
    message: str,
    *,
    computed: str | None = None,
    stated: str | None = None,
    difference: str | None = None,
    tolerance: str | None = None,
    repair: str | None = None,
) -> Finding:
    """The numbers contradict each other; the message is marked by what it asks of the clerk."""
    mark = {"error": MUST, "warning": EXPLAIN}.get(severity, "")
    return Finding(
        check,
        kind,
        "inconsistent",
        severity,
        _spans(evidence),
        formula,
        message + mark,
        computed,
        stated,
        difference,
        tolerance,
        repair=repair,
    )


def open_question(
    check: str, kind: FindingKind, evidence: Iterable[Span], formula: str, message: str, *, computed: str | None = None
) -> Finding:
    """The report does not say enough to decide."""
    return Finding(check, kind, "unverifiable", "info", _spans(evidence), formula, message, computed)


def _spans(evidence: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(evidence))
