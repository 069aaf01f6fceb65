"""Amounts by value: which of many agree with one (`likeness.agree`), found by bisection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal

from extractor.ledger.amounts import Amount


class Amounts:
    """Amounts by printed precision and value, each with its place in a list."""

    def __init__(self) -> None:
        self._by_ulp: dict[Decimal, tuple[list[Decimal], list[int]]] = {}

    def add(self, amount: Amount, place: int) -> None:
        """Take in an amount; later ones of equal value come behind it."""
        values, places = self._by_ulp.setdefault(amount.ulp, ([], []))
        at = bisect_right(values, amount.value)
        values.insert(at, amount.value)
        places.insert(at, place)

    def agreeing(self, amount: Amount) -> list[int]:
        """Places of the amounts that agree with `amount`, ascending."""
        return sorted(place for places, start, end in self._runs(amount) for place in places[start:end])

    def count(self, amount: Amount) -> int:
        """How many agree with `amount`."""
        return sum(end - start for _, start, end in self._runs(amount))

    def _runs(self, amount: Amount) -> list[tuple[list[int], int, int]]:
        """Places that lie side by side, each list with the start and the end of those that agree."""
        value, runs = amount.value, []
        for ulp, (values, places) in self._by_ulp.items():
            if ulp == amount.ulp or not value:
                start = bisect_left(values, value)
                if start < len(values) and values[start] == value:
                    runs.append((places, start, bisect_right(values, value, start)))
                continue
            reach = max(ulp, amount.ulp) / 2
            start = bisect_left(values, value - reach)
            end = bisect_right(values, value + reach, start)
            if start < end:
                zero, behind = bisect_left(values, 0, start, end), bisect_right(values, 0, start, end)
                runs += [(places, start, zero), (places, behind, end)]
        return runs
