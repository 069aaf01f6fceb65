"""Checks: a ledger of stated numbers -> findings.

A check is a generator over the `Ledger` of one report; it is silent where there is nothing to compare and never
raises for doubtful content. Grouping under causes, order and de-duplication are the business of `stages.reconcile`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.ledger.ledger import Ledger
from extractor.registry import Registry
from extractor.types import Finding

Check = Callable[[Ledger], Iterator[Finding]]
check: Registry[Check] = Registry("extractor.checks")
"""Checks by name, `sum.listing`; every module of this package may register some."""
