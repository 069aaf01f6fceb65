"""Percentages of whatever name that two numbers before them in the sentence give to the digit.

They confirm only. What is named is the business of other checks, which come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from extractor.checks import check
from extractor.checks.ratios import agreeing, rates
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import counts_alike, digits
from extractor.ledger.quotients import best, quotient
from extractor.types import Fact, Finding, Span

_BESIDE = 6
_TELLING = 4
"""Digits that two of six numbers hardly give by chance."""
_ALL = 100


@check("ratio.told")
def told_rates(ledger: Ledger) -> Iterator[Finding]:
    """Part ÷ whole over the last numbers before the rate; results may exceed what was planned."""
    for fact in rates(ledger):
        if ledger.table(fact) is not None or digits(fact.quantity.value or Decimal(0)) < _TELLING:
            continue
        beside = _beside(ledger, fact)
        pairs = [(a, b) for a, b in product(reversed(beside), repeat=2) if a is not b and _divisible(a, b)]
        found = best([quotient(ledger, [(1, a)], [(1, b)], fact) for a, b in pairs])
        if found is not None and found.holds:
            yield agreeing(ledger, "ratio.told", found, ledger.name(fact))


def _beside(ledger: Ledger, fact: Fact) -> list[Fact]:
    earlier = ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))
    stated = [f for f in earlier if f.role not in ("change", "share") and ledger.amount(f) is not None]
    return [f for f in stated if f.quantity.kind in ("count", "money", "measure")][-_BESIDE:]


def _divisible(part: Fact, whole: Fact) -> bool:
    """Amounts of one sort; 人 and 人次 are counted apart."""
    units = {part.quantity.unit, whole.quantity.unit}
    return counts_alike(part, whole) and bool(whole.quantity.value) and not ("人次" in units and len(units) > 1)
