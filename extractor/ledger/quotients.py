"""A stated percentage against part ÷ whole, by the intervals of the printed digits.

Reports drop zeros at the end (87万元 for 87.00万元), so that an amount is first read as exact to a hundredth of its
unit; the wider interval of its printed digits only tells whether another reading is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.interval import Interval, total
from extractor.ledger.amounts import Amount, Term, plain, stated_amount
from extractor.ledger.ledger import Ledger
from extractor.ledger.wording import shown_in
from extractor.types import Fact, Span

Signed = tuple[int, Fact]
"""Sign (1 or -1) and fact."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """part ÷ whole × 100 beside the percentage that is stated for it."""

    part: tuple[Signed, ...]
    whole: tuple[Signed, ...]
    stated: Fact
    computed: Decimal
    """In per cent, two places more than the stated number prints."""
    gap: Decimal
    """Percentage points between the two intervals; 0 where they meet."""
    loose: bool
    """Rounded amounts could give the stated number after all."""
    ulp: Decimal
    """One unit in the last printed place of the stated number."""
    formula: str

    @property
    def holds(self) -> bool:
        return self.gap == 0

    @property
    def rounding(self) -> bool:
        """Off by no more than the last printed place: cut off instead of rounded."""
        return 0 < self.gap <= self.ulp

    @property
    def evidence(self) -> tuple[Span, ...]:
        return (self.stated.quantity.span, *(fact.quantity.span for _, fact in (*self.part, *self.whole)))

    @property
    def difference(self) -> str:
        value = self.stated.quantity.value or Decimal(0)
        return plain(self.computed - value)


def quotient(ledger: Ledger, part: Sequence[Signed], whole: Sequence[Signed], stated: Fact) -> Quotient | None:
    """part ÷ whole; None where a number is not one exact statement, the units differ or the whole may be 0."""
    parts, wholes = _terms(ledger, part), _terms(ledger, whole)
    claim = ledger.amount(stated)
    if parts is None or wholes is None or claim is None:
        return None
    every = [amount for _, amount in (*parts, *wholes)]
    if any(not every[0].like(amount) for amount in every):
        return None
    wide = _range(_sum(parts, _as_printed), _sum(wholes, _as_printed))
    result = _range(_sum(parts, _to_hundredths), _sum(wholes, _to_hundredths))
    value = sum(sign * amount.value for sign, amount in wholes)
    if result is None or not value:
        return None
    exact = sum((sign * amount.value for sign, amount in parts), Decimal(0)) / Decimal(value) * 100
    shown = Interval(abs(claim.value) - claim.ulp / 2, abs(claim.value) + claim.ulp / 2)
    ulp = claim.ulp or Decimal(1)
    places = max(-ulp.normalize().adjusted(), 0) + 2
    computed = abs(exact).quantize(Decimal(1).scaleb(-places))
    loose = wide is None or wide.meets(shown)
    formula = _formula(parts, wholes, computed, stated)
    return Quotient(tuple(part), tuple(whole), stated, computed, result.gap(shown), loose, ulp, formula)


def best(found: Iterable[Quotient | None]) -> Quotient | None:
    """The first that holds, else the first at all; None where there is none."""
    first = None
    for one in found:
        if one is not None and one.holds:
            return one
        first = first or one
    return first


def _terms(ledger: Ledger, facts: Sequence[Signed]) -> list[Term] | None:
    terms = [(sign, ledger.amount(fact)) for sign, fact in facts]
    return None if any(amount is None for _, amount in terms) else [(s, a) for s, a in terms if a is not None]


def _range(part: Interval, whole: Interval) -> Interval | None:
    """|part| ÷ whole in per cent; None where the whole may be 0 or less."""
    if whole.low <= 0:
        return None
    ends = sorted((abs(part.low), abs(part.high)))
    low = Decimal(0) if part.low <= 0 <= part.high else ends[0]
    return (Interval(low, ends[1]) / whole).scaled(Decimal(100))


def _sum(terms: Sequence[Term], read: Callable[[Amount], Interval]) -> Interval:
    return total(read(amount) if sign > 0 else _negated(read(amount)) for sign, amount in terms)


def _as_printed(amount: Amount) -> Interval:
    return amount.interval


def _to_hundredths(amount: Amount) -> Interval:
    half = min(amount.ulp, amount.scale / 100) / 2
    return Interval(amount.value - half, amount.value + half)


def _negated(interval: Interval) -> Interval:
    return Interval(-interval.high, -interval.low)


def _formula(part: Sequence[Term], whole: Sequence[Term], computed: Decimal, stated: Fact) -> str:
    claim = stated_amount(stated.quantity)
    return f"{_side(part)} ÷ {_side(whole)} × 100 = {plain(computed)}；表述为{plain(claim.value)}%"


def _side(terms: Sequence[Term]) -> str:
    last = _last(terms)
    shown = "".join(f" {'+' if sign > 0 else '-'} {shown_in(amount, last)}" for sign, amount in terms)
    shown = shown.removeprefix(" + ")
    return f"({shown})" if len(terms) > 1 else shown


def _last(terms: Sequence[Term]) -> Amount:
    return terms[-1][1]
