"""Intervals: arithmetic on rounded printed numbers, after XBRL Calculations 1.1, and the bounds that words state.

A printed number stands for every value that prints so: 29.3 for 29.25 … 29.35. Sums of numbers are sums of
intervals, and two numbers agree when their intervals meet. No tolerance constant exists anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

_HALF = Decimal("0.5")
_NEAR = ("近", "将近", "接近")
"""What these stand before is not quite reached."""
_EXCLUSIVE = ("不含", "不包括")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of decimals, `low <= high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def printed(cls, value: Decimal) -> Interval:
        """The values that print as `value`: half a unit in its last printed place to either side."""
        half = _HALF.scaleb(_exponent(value))
        return cls(value - half, value + half)

    @classmethod
    def exact(cls, value: Decimal) -> Interval:
        """`value` and nothing else: a count of things."""
        return cls(value, value)

    @property
    def width(self) -> Decimal:
        return self.high - self.low

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        corners = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient; raises ZeroDivisionError where `other` contains 0."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("divisor interval contains 0")
        corners = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def scaled(self, factor: Decimal) -> Interval:
        """Both ends times an exact factor (万元 to 元, a share to a percentage)."""
        ends = (self.low * factor, self.high * factor)
        return Interval(min(ends), max(ends))

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both, ends included."""
        return self.low <= other.high and other.low <= self.high

    def gap(self, other: Interval) -> Decimal:
        """How far apart the two are; 0 where they meet."""
        return max(Decimal(0), other.low - self.high, self.low - other.high)


class Bounds(NamedTuple):
    """The values that a text allows; None where it bounds no side."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    """The bound itself is not among them: 超过3."""
    high_open: bool = False


def stated_bounds(
    text: str, value: Decimal, value_to: Decimal | None, comparator: str, approximate: bool
) -> Bounds | None:
    """What `text`, a number with its comparator and notes (80%（含）-90%), allows; None for one exact number.

    余 and 多 stay below the next step of the last place that is printed: 20余 is under 30, 3.5万余 under 3.6万.
    """
    excluded = any(word in text for word in _EXCLUSIVE)
    if value_to is not None:
        late = excluded and max(text.rfind(word) for word in _EXCLUSIVE) >= len(text) - 5
        return Bounds(value, value_to, excluded and not late, late)
    if comparator in ("le", "lt"):
        return Bounds(None, value, False, comparator == "lt" or excluded)
    if comparator in ("ge", "gt"):
        return Bounds(value, None, comparator == "gt" or excluded, False)
    if comparator == "more":
        return Bounds(value, value + _step(value), False, True) if approximate else Bounds(value, None, excluded)
    if comparator == "approx" and text.startswith(_NEAR):
        return Bounds(None, value, False, True)
    return None


def _step(value: Decimal) -> Decimal:
    """Worth of the last place of `value` that is not zero."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if value and isinstance(exponent, int) else Decimal(1)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no printed number")
    return min(exponent, 0)
