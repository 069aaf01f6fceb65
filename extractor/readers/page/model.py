"""What a page holds before anything is understood: signs, rules and pictures, each at its place.

Points (1/72 inch) from the top left corner of the page as it is looked at: rotation is already undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from extractor.origins import Box


class Glyph(NamedTuple):
    """One sign; blanks are glyphs too where the file has them."""

    text: str
    """One code point, or the few that a ligature stands for."""
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    """Height of the type."""
    confidence: float | None = None
    """0 … 1, of a recognised sign."""

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Rule(NamedTuple):
    """A straight line drawn on the page, across (`top == bottom`) or down (`x0 == x1`)."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def across(self) -> bool:
        return self.bottom - self.top <= self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `glyphs` in the file's own order, which need not be the reading order."""

    number: int
    """1-based."""
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()
    flags: tuple[str, ...] = ()
    """`recognised`, `unmapped-font`, `not-recognised` …"""
