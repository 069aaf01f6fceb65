"""Stated numbers in a base unit with their printed precision, and whether a sum of them closes.

Two bounds decide (reconcile.md calls them worst case and 2 sigma). The *tight* one asks what rounding of n parts to
the finest digit in use explains; the *wide* one gives every number the interval of values that print so. Outside the
wide bound no reading is left; between the two it may be rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.types import Quantity

Agreement = Literal["holds", "rounding", "fails"]
Term = tuple[int, "Amount"]
"""Sign (1 or -1) and amount."""

_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_MULTIPLES = {
    "公里": (Decimal(1000), "米"),
    "千米": (Decimal(1000), "米"),
    "吨": (Decimal(1000), "公斤"),
    "千克": (Decimal(1), "公斤"),
    "公顷": (Decimal(10_000), "平方米"),
    "平方公里": (Decimal(10) ** 6, "平方米"),
}
"""Measures that are multiples of another one."""
PEOPLE = frozenset({"人", "名", "位"})
_UNITLESS = ""
_ZERO = Decimal(0)
_ROUNDED_FROM = 1000
"""Whole numbers of four digits are rounded amounts; 14万元 beside 63万元 are meant so."""


class Amount(NamedTuple):
    """A stated number in its base unit."""

    value: Decimal
    """In `base`: 120000 for 12万元."""
    ulp: Decimal
    """One unit in the last printed place, in `base`; 0 for an exact number (a count, a printed zero)."""
    base: str
    """`元`, `%`, `分`, a measure word without 万 or 亿; `` where no unit is known."""
    scale: Decimal
    """Base units in one stated unit: 10000 for 万元."""

    def like(self, other: Amount) -> bool:
        """Whether the two measure in the same unit, so that they can be added."""
        return self.base == other.base or (self.base in PEOPLE and other.base in PEOPLE)


class Balance(NamedTuple):
    """Outcome of comparing a computed with a stated number, all in the base unit of the stated one."""

    agreement: Agreement
    computed: Decimal
    stated: Decimal
    tolerance: Decimal
    """The tight bound; the wide one where the numbers come in different units."""

    @property
    def difference(self) -> Decimal:
        """Computed minus stated."""
        return self.computed - self.stated


@lru_cache(maxsize=1 << 10)
def magnitude(unit: str) -> tuple[Decimal, str]:
    """Split a unit into its factor and base: 万元 -> (10000, 元), 亿元, 百万元, 千人; 元 -> (1, 元)."""
    if unit.endswith("百分点"):
        return Decimal(1), unit
    factor, rest = Decimal(1), unit
    while len(rest) > 1 and rest[0] in _MAGNITUDES:
        factor *= _MAGNITUDES[rest[0]]
        rest = rest[1:]
    multiple, base = _MULTIPLES.get(rest, (Decimal(1), rest))
    return factor * multiple, base


def amount_of(quantity: Quantity) -> Amount | None:
    """The stated number for arithmetic; None where it has no single exact statement (date, range, 约, 余, ≥)."""
    if quantity.value is None or quantity.value_to is not None or quantity.kind in ("date", "ordinal"):
        return None
    if quantity.comparator != "eq":
        return None
    return stated_amount(quantity)


def stated_amount(quantity: Quantity) -> Amount:
    """The number of a quantity that has one, whatever its comparator; raises ValueError where it has none."""
    if quantity.value is None:
        raise ValueError(f"{quantity.text!r} has no value")
    unit = quantity.unit or _UNITLESS
    factor, base = magnitude(unit)
    value = quantity.value
    counted = quantity.kind in ("count", "score") and factor == 1
    exact = not value or (counted and value == value.to_integral_value())
    return Amount(value * factor, _ZERO if exact else _last_place(exponent(value), unit), base, factor)


@lru_cache(maxsize=1 << 10)
def _last_place(power: int, unit: str) -> Decimal:
    """Worth of the last printed digit of a number with a unit; 1 before the unit where nothing is behind the point."""
    return Decimal(1).scaleb(min(power, 0)) * magnitude(unit)[0]


def exponent(value: Decimal) -> int:
    """Power of ten of the last printed digit."""
    return (value * 0).adjusted()  # a zero keeps the exponent; `as_tuple` would build the digits too


def balance(terms: Sequence[Term], stated: Amount) -> Balance:
    """Whether the signed sum of `terms` gives `stated`; all must be `like` each other, in any magnitude."""
    computed = total = _ZERO
    finest: Decimal | None = None
    rounded, scales = 0, set()
    for sign, (value, ulp, _, scale) in (*terms, (0, stated)):
        if sign:
            computed += value if sign > 0 else -value
        if value:
            scales.add(scale)
        if ulp:
            total += ulp
            rounded += 1
            finest = ulp if finest is None or ulp < finest else finest
    gap, wide = abs(computed - stated.value), total / 2
    if len(scales) > 1:
        return Balance("holds" if gap <= wide else "fails", computed, stated.value, wide)
    tight = 2 * finest * _deviation(rounded) if finest is not None else _ZERO
    if gap <= tight and not (gap and finest == stated.scale and _meant_whole(terms, stated)):
        agreement: Agreement = "holds"
    else:
        agreement = "rounding" if gap <= max(wide, tight) else "fails"
    return Balance(agreement, computed, stated.value, tight)


def _meant_whole(terms: Sequence[Term], stated: Amount) -> bool:
    """Whether no amount has four digits before its point."""
    return all(abs(number.value) / number.scale < _ROUNDED_FROM for _, number in (*terms, (1, stated)))


@lru_cache(maxsize=1 << 10)
def _deviation(count: int) -> Decimal:
    """Standard deviation of a sum of so many roundings, in units of the last place."""
    return (Decimal(count) / 12).sqrt()


def plain(value: Decimal) -> str:
    """A decimal without exponent and without superfluous zeros: `1.06`, `-84.02`, `0`."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
