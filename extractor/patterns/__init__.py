"""The finder: which numbers a text states, of what kind, in what unit.

`scan` walks over the numerals, `bare` decides those without a unit, `evaluate` gives values; one module each for
dates, ordinals, amounts, shares, comparators and what is passed over. `quantities` does all of it for a plain text.
"""

from __future__ import annotations

from extractor.patterns.bare import place
from extractor.patterns.evaluate import evaluate
from extractor.patterns.scan import scan
from extractor.types import Quantity

__all__ = ["evaluate", "place", "quantities", "scan"]


def quantities(text: str, year: int | None = None) -> tuple[Quantity, ...]:
    """Every quantity of a plain text, in text order, with spans in code points of `text`.

    `year` completes dates that print none (`6月8日`); without it they are left out. Linear in the length of `text`.
    """
    mentions, _ = place(text, scan(text))
    return evaluate(text, mentions, year)
