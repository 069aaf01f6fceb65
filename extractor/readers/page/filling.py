"""Which signs of a page stand in which cell of a table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.origins import Box
from extractor.readers.page.lattice import Area, Lattice
from extractor.readers.page.model import Glyph

_NEXT = 0.1
"""Sizes by which the signs of a word miss each other; and by which a rule that cuts one runs inside it."""
_FAR = 1e6
"""Half points from the top of any page at which no sign stands."""
_PADDING = 1.0
"""Sizes that programs keep at most between a rule and the word beside it."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of a page by the heights of their middles, those of one line in the file's order."""

    heights: list[int]
    """In half points."""
    glyphs: list[Glyph]

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> Signs:
        glyphs = [glyph for glyph in glyphs if glyph[5] > 0 and -_FAR < glyph[2] + glyph[4] < _FAR]
        found = [int(glyph[2] + glyph[4]) for glyph in glyphs]
        order = sorted(range(len(found)), key=found.__getitem__)
        return cls([found[index] for index in order], [glyphs[index] for index in order])

    def between(self, top: float, bottom: float) -> list[Glyph]:
        """Those between two heights, and perhaps some half a point above or below."""
        return self.glyphs[bisect_left(self.heights, int(2 * top)) : bisect_right(self.heights, int(2 * bottom))]

    def inked(self, box: Box) -> bool:
        """Whether a box holds anything but blanks."""
        return any(
            box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and not glyph.text.isspace()
            for glyph in self.between(box.top, box.bottom)
        )


def shared_out(one: Lattice, signs: Signs) -> list[list[Glyph]]:
    """The signs of each cell of a table, by their middles; a word that runs over its cell stays whole."""
    down, across = one.down, one.across
    rows, cols = len(across) - 1, len(down) - 1
    owner = [0] * (rows * cols)
    for index, area in enumerate(one.areas):
        for row in range(area.row, area.row + area.row_span):
            first = row * cols + area.col
            owner[first : first + area.col_span] = [index] * area.col_span
    shares: list[list[Glyph]] = [[] for _ in one.areas]
    word: list[Glyph] = []
    cells: list[int] = []
    start = end = foot = 0.0
    for glyph in signs.between(across[0], across[-1]):
        text, x0, top, x1, bottom, size, _ = glyph
        row = bisect_right(across, (top + bottom) / 2) - 1
        col = bisect_right(down, (x0 + x1) / 2) - 1
        if not (0 <= col < cols and 0 <= row < rows):
            continue
        cell = owner[row * cols + col]
        near = _NEXT * size
        goes_on = -near < x0 - end < near and -near < bottom - foot < near
        if word and goes_on and cell != cells[-1]:
            wall = down[one.areas[cell].col]
            goes_on = start + near < wall < end - near or x0 + near < wall < x1 - near
        if word and not goes_on:
            shares[cells[0] if len(cells) == 1 else _home(one, cells, word)] += word
            word, cells = [], []
        word.append(glyph)
        if not cells or cell != cells[-1]:
            cells.append(cell)
        start, end, foot = x0, (float("inf") if text.isspace() else x1), bottom
    if word:
        shares[_home(one, cells, word)] += word
    return shares


def _home(one: Lattice, cells: Sequence[int], word: Sequence[Glyph]) -> int:
    """The cell of a word that lies over several: where it starts or ends at the edge, else where its middle is."""
    first, last = one.areas[cells[0]], one.areas[cells[-1]]
    padding = _PADDING * word[0].size
    if word[0].x0 - one.down[first.col] <= padding:
        return cells[0]
    if one.down[last.col + last.col_span] - word[-1].x1 <= padding:
        return cells[-1]
    middle = (word[0].x0 + word[-1].x1) / 2
    return next(
        (cell for cell in cells if middle < one.down[one.areas[cell].col + one.areas[cell].col_span]), cells[-1]
    )


def place_of(one: Lattice, area: Area) -> Box:
    """Where a cell stands on the page."""
    return Box(
        one.down[area.col],
        one.across[area.row],
        one.down[area.col + area.col_span],
        one.across[area.row + area.row_span],
    )
