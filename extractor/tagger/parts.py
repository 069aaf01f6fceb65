"""Parts that add up: numbers told in a row whose sum is an amount told shortly before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.types import Doc, Quantity

_KINDS = ("money", "count")
_APART = 2
"""Numbers of the same unit that may stand between the whole and its first part."""
_MOST = 16
_LEAST = 10
"""Smaller counts add up by chance."""


def partitions(doc: Doc) -> Mapping[int, int]:
    """Start of each part -> start of its whole; numbers of one line, of one unit, at least two parts."""
    found: dict[int, int] = {}
    for run in _runs(doc):
        values = [quantity.value or Decimal(0) for quantity in run]
        for at, whole in enumerate(run):
            if values[at] <= 0 or (whole.kind == "count" and values[at] < _LEAST):
                continue
            for first in range(at + 1, min(at + 2 + _APART, len(run))):
                stop = _adds_up(values, first, values[at])
                if stop:
                    for part in run[first:stop]:
                        found.setdefault(part.span.start, whole.span.start)
                    break
    return found


def _adds_up(values: Sequence[Decimal], first: int, whole: Decimal) -> int:
    """Behind the last of the parts from `first` on; 0 where they do not meet the whole."""
    rest = whole
    for at in range(first, min(first + _MOST, len(values))):
        rest -= values[at]
        if values[at] <= 0 or rest < 0:
            return 0
        if rest == 0:
            return at + 1 if at > first else 0
    return 0


def _runs(doc: Doc) -> list[list[Quantity]]:
    """The numbers of each line of running text, by kind and unit."""
    runs: dict[tuple[int, str, str | None], list[Quantity]] = {}
    line, text = 0, doc.text
    end = -1
    for quantity in doc.quantities:
        if quantity.place is not None or quantity.kind not in _KINDS or quantity.value is None:
            continue
        if quantity.span.start > end:
            line = quantity.span.start
            end = text.find("\n", line)
            end = len(text) if end < 0 else end
        runs.setdefault((line, quantity.kind, quantity.unit), []).append(quantity)
    return [run for run in runs.values() if len(run) > 2]
