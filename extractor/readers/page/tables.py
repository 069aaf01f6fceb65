"""The tables of a page, with their text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.readers.page.cells import joined
from extractor.readers.page.grid import Grid, GridCell
from extractor.readers.page.lattice import Lattice, lattice
from extractor.readers.page.lines import lines_of
from extractor.readers.page.model import Glyph, Page
from extractor.readers.page.rules import frames, lines
from extractor.types import Box

_ON_RULE = 0.2
"""Share of the type's height that the middle of a sign keeps from the rules around it."""
_DOUBTFUL = 0.1
_ABSURD = 0.4


def find_tables(page: Page, before: Grid | None = None) -> list[Grid]:
    """The tables of a page in reading order; their boxes share no place.

    `before`: the last table of the page before. Where it goes on over the break in a single cell, that cell is a table
    too; elsewhere a frame around text is none.
    """
    across, down = lines(page.rules)
    found = [built for frame in frames(across, down) if (built := lattice(frame))]
    glyphs = sorted(page.glyphs, key=lambda glyph: glyph.top + glyph.bottom)
    middles = [glyph.top + glyph.bottom for glyph in glyphs]
    grids: list[Grid] = []
    for one in sorted(found, key=lambda one: len(one.areas), reverse=True):
        box = Box(one.down[0], one.across[0], one.down[-1], one.across[-1])
        if any(_overlap(box, grid.box) for grid in grids):
            continue
        first, last = bisect_left(middles, 2 * box.top), bisect_right(middles, 2 * box.bottom)
        grid = _filled(page.number, box, one, glyphs[first:last])
        if _is_table(grid):
            grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0))


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _filled(number: int, box: Box, one: Lattice, glyphs: Sequence[Glyph]) -> Grid:
    cols = len(one.down) - 1
    owner = [0] * (cols * (len(one.across) - 1))
    for index, area in enumerate(one.areas):
        for row in range(area.row, area.row + area.row_span):
            start = row * cols + area.col
            owner[start : start + area.col_span] = [index] * area.col_span
    signs: list[list[Glyph]] = [[] for _ in one.areas]
    down, across = one.down, one.across
    for glyph in glyphs:
        x = (glyph.x0 + glyph.x1) / 2
        y = (glyph.top + glyph.bottom) / 2
        col = bisect_right(down, x) - 1
        row = bisect_right(across, y) - 1
        if 0 <= col < cols and 0 <= row < len(across) - 1:
            signs[owner[row * cols + col]].append(glyph)
    cells = []
    total = wrong = 0
    for area, inside in zip(one.areas, signs, strict=True):
        place = Box(down[area.col], across[area.row], down[area.col + area.col_span], across[area.row + area.row_span])
        found = lines_of(inside)
        total += len(inside)
        wrong += sum(_on_rule(glyph, place) for glyph in inside)
        cells.append(
            GridCell(
                area.row,
                area.col,
                area.row_span,
                area.col_span,
                joined(found, place.x1),
                tuple(line.text for line in found),
                place,
                min((line.confidence for line in found if line.confidence is not None), default=None),
                ("guessed-span",) if area.guessed else (),
            )
        )
    share = wrong / total if total else 0.0
    flags = ("absurd",) if share > _ABSURD else ("doubtful-grid",) if share > _DOUBTFUL else ()
    return Grid(number, box, tuple(cells), across, down, flags)


def _on_rule(glyph: Glyph, place: Box) -> bool:
    x, y = glyph.middle
    least = _ON_RULE * glyph.size
    return min(y - place.top, place.bottom - y) < least or min(x - place.x0, place.x1 - x) < least / 2


def _is_table(grid: Grid) -> bool:
    return len(grid.cells) > 1 and sum(1 for cell in grid.cells if cell.text) > 1 and "absurd" not in grid.flags
