"""A stated percentage against part ÷ whole, by the intervals of the printed digits.

Reports drop zeros at the end (87万元 for 87.00万元), so that an amount is first read as exact to a hundredth of its
unit; the wider interval of its printed digits only tells whether another reading is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.interval import Interval
from extractor.ledger.amounts import Amount, Term, plain, stated_amount
from extractor.ledger.ledger import Ledger
from extractor.ledger.wording import shown_in
from extractor.types import Fact, Span

_ZERO, _ONE = Decimal(0), Decimal(1)
Signed = tuple[int, Fact]
"""Sign (1 or -1) and fact."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """part ÷ whole × 100 beside the percentage that is stated for it."""

    part: tuple[Signed, ...]
    whole: tuple[Signed, ...]
    stated: Fact
    parts: tuple[Term, ...]
    """The amounts of `part`."""
    wholes: tuple[Term, ...]
    gap: Decimal
    """Percentage points between the two intervals; 0 where they meet."""
    loose: bool
    """Rounded amounts could give the stated number after all."""
    claim: Amount
    """The stated number."""

    @property
    def ulp(self) -> Decimal:
        """One unit in the last printed place of the stated number."""
        return self.claim.ulp or _ONE

    @property
    def computed(self) -> Decimal:
        """In per cent, two places more than the stated number prints."""
        places = max(-self.ulp.adjusted(), 0) + 2
        exact = _signed(self.parts) / _signed(self.wholes) * 100
        return abs(exact).quantize(Decimal(1).scaleb(-places))

    @property
    def formula(self) -> str:
        claim = plain(stated_amount(self.stated.quantity).value)
        return f"{_side(self.parts)} ÷ {_side(self.wholes)} × 100 = {plain(self.computed)}；表述为{claim}%"

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
    claim = ledger.amount(stated)
    parts, wholes = _terms(ledger, part), _terms(ledger, whole)
    if not parts or not wholes or claim is None:
        return None
    first = parts[0][1]
    if not all(first.like(amount) for _, amount in (*parts, *wholes)) or not _signed(wholes):
        return None
    near = _range(_sum(parts, _to_hundredths), _sum(wholes, _to_hundredths))
    if near is None:
        return None
    wide = _range(_sum(parts, _as_printed), _sum(wholes, _as_printed))
    value, half = abs(claim.value), claim.ulp / 2
    shown = Interval(value - half, value + half)
    loose = wide is None or wide.meets(shown)
    return Quotient(tuple(part), tuple(whole), stated, parts, wholes, near.gap(shown), loose, claim)


def best(found: Iterable[Quotient | None]) -> Quotient | None:
    """The first that holds, else the first at all; None where there is none."""
    first = None
    for one in found:
        if one is not None and one.holds:
            return one
        first = first or one
    return first


def _terms(ledger: Ledger, facts: Sequence[Signed]) -> tuple[Term, ...]:
    """The amounts of signed facts; none at all where one of them has none."""
    terms = tuple((sign, amount) for sign, fact in facts if (amount := ledger.amount(fact)) is not None)
    return terms if len(terms) == len(facts) else ()


def _signed(terms: Sequence[Term]) -> Decimal:
    return sum((amount.value if sign > 0 else -amount.value for sign, amount in terms), _ZERO)


def _range(part: Interval, whole: Interval) -> Interval | None:
    """|part| ÷ whole in per cent; None where the whole may be 0 or less."""
    if whole.low <= 0:
        return None
    low, high = sorted((abs(part.low), abs(part.high)))
    if part.low <= 0 <= part.high:
        low = _ZERO
    return Interval(low / whole.high * 100, high / whole.low * 100)


def _sum(terms: Sequence[Term], half: Callable[[Amount], Decimal]) -> Interval:
    """The values that a signed sum can have where each amount may be off by half a place."""
    middle, reach = _signed(terms), sum((half(amount) for _, amount in terms), _ZERO)
    return Interval(middle - reach, middle + reach)


def _as_printed(amount: Amount) -> Decimal:
    return amount.ulp / 2


def _to_hundredths(amount: Amount) -> Decimal:
    return min(amount.ulp, amount.scale / 100) / 2


def _side(terms: Sequence[Term]) -> str:
    last = _last(terms)
    shown = "".join(f" {'+' if sign > 0 else '-'} {shown_in(amount, last)}" for sign, amount in terms)
    shown = shown.removeprefix(" + ")
    return f"({shown})" if len(terms) > 1 else shown


def _last(terms: Sequence[Term]) -> Amount:
    return terms[-1][1]
