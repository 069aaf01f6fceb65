"""Grouping: one finding per cause, with its consequences below it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.checks.ledger import Ledger
from extractor.types import Finding


def group(ledger: Ledger, findings: Sequence[Finding]) -> list[Finding]:
    """Set `cause` on findings that follow from another one; same order, same length."""
    return list(findings)
