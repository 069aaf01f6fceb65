"""The tables of a page, with their text."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.origins import Box
from extractor.readers.page.bands import with_rows
from extractor.readers.page.borderless import borderless
from extractor.readers.page.cells import joined, room
from extractor.readers.page.filling import Signs, place_of, shared_out
from extractor.readers.page.grid import Grid, GridCell
from extractor.readers.page.lattice import Area, Lattice, lattice
from extractor.readers.page.lines import Line, line_of, lines_of
from extractor.readers.page.model import Glyph, Page
from extractor.readers.page.rules import frames, lines

_ON_RULE = 0.2
"""Share of the type's height that the middle of a sign keeps from the rules around it."""
_DOUBTFUL = 0.1
"""Share of a table's signs on its rules from which on the grid is doubtful."""
_ABSURD = 0.4
"""The same from which on it is none: a chart, a drawing."""
_SAME_LINE = 0.3
"""Share of the type's height by which the feet of signs on one line differ."""
_ONE_LINE = 0.1
"""Share of the type's height by which the feet of a single line differ at most."""
_EDGE = 6.0
"""Points by which the edges of a table may differ on the next page."""


def find_tables(page: Page, before: Grid | None = None) -> list[Grid]:
    """The tables of a page in reading order; their boxes share no place.

    `before`: the last table of the page before. Where it goes on over the break in a single cell, that cell is a table
    too; elsewhere a frame around text is none.
    """
    return tables_and_rest(page, before)[0]


def tables_and_rest(page: Page, before: Grid | None = None) -> tuple[list[Grid], list[Glyph]]:
    """The tables of a page as `find_tables` gives them, and the signs that stand in none."""
    across, down = lines(page.rules)
    framed = frames(across, down)
    signs = Signs.of(page.glyphs if framed else ())
    found = [one for frame in framed if (one := lattice(frame, signs.inked))]
    grids: list[Grid] = []
    for one in sorted(found, key=lambda one: len(one.areas), reverse=True):
        if not any(_overlap(_box(one), grid.box) for grid in grids):
            grid = _filled(page, one, signs)
            if _is_table(grid) or (before and _goes_on(before, grid)):
                grids.append(grid)
    free = _outside(page.glyphs, [grid.box for grid in grids])
    if _may_align(free):
        signs = Signs.of(free)
        met = {line for frame in framed for line in frame.across}
        for one in borderless(lines_of(free), [line for line in across if line not in met]):
            if not any(_overlap(_box(one), grid.box) for grid in grids):
                grids.append(_filled(page, one, signs, "borderless"))
                free = _outside(free, [_box(one)])
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.x0)), free


def _outside(glyphs: Sequence[Glyph], boxes: Sequence[Box]) -> list[Glyph]:
    """The signs whose middles are in no box."""
    free = list(glyphs)
    for left, top, right, bottom in boxes:
        free = [
            glyph
            for glyph in free
            if not (top <= (glyph[2] + glyph[4]) / 2 <= bottom and left <= (glyph[1] + glyph[3]) / 2 <= right)
        ]
    return free


def _may_align(glyphs: Sequence[Glyph]) -> bool:
    """Whether the file writes words side by side with wide gaps in three lines at least."""
    jumps = 0
    end = foot = 0.0
    for _, x0, _, x1, bottom, size, _ in glyphs:
        if not -size < x0 - end < size and abs(foot - bottom) < _SAME_LINE * size:
            jumps += 1
        end, foot = x1, bottom
    return jumps > 2


def _box(one: Lattice) -> Box:
    return Box(one.down[0], one.across[0], one.down[-1], one.across[-1])


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def _filled(page: Page, one: Lattice, signs: Signs, *flags: str) -> Grid:
    rows = len(one.across)
    one, texts = with_rows(one, [_lines(inside) if inside else [] for inside in shared_out(one, signs)])
    places = [place_of(one, area) for area in one.areas]
    share = _doubt(texts, places)
    if share > _DOUBTFUL and not flags:
        flags = ("absurd" if share > _ABSURD else "doubtful-grid",)
    if len(one.across) > rows:
        flags = (*flags, "guessed-row")
    if any(area.guessed for area in one.areas):
        flags = (*flags, "guessed-span")
    cells = tuple(_cell(*cell) for cell in zip(one.areas, places, texts, strict=True))
    return Grid(page.number, page.height, _box(one), cells, one.across, one.down, flags)


def _cell(area: Area, place: Box, found: Sequence[Line]) -> GridCell:
    return GridCell(
        area.row,
        area.col,
        area.row_span,
        area.col_span,
        joined(found, place.x0, place.x1),
        tuple(line.text for line in found),
        place,
        room(found[-1], place.x0, place.x1) / found[-1].size if found else 0.0,
        _confidence(found),
        ("guessed-span",) if area.guessed else (),
    )


def _lines(inside: Sequence[Glyph]) -> list[Line]:
    """The lines of a cell; most cells have one."""
    feet = [glyph[4] for glyph in inside]
    if max(feet) - min(feet) > _ONE_LINE * inside[0].size:
        return lines_of(inside)
    line = line_of(inside)
    return [line] if line else []


def _confidence(found: Sequence[Line]) -> float | None:
    """Of the least certain sign of a cell whose signs are recognised."""
    if not found or found[0].glyphs[0].confidence is None:
        return None
    return min((told for line in found if (told := line.confidence) is not None), default=None)


def _doubt(texts: Sequence[Sequence[Line]], places: Sequence[Box]) -> float:
    """Share of the signs that a rule goes through."""
    total = wrong = 0
    for found, place in zip(texts, places, strict=True):
        for line in found:
            glyphs = line.glyphs
            total += len(glyphs)
            least = _ON_RULE * line.size
            middle = (line.box.top + line.box.bottom) / 2
            if min(middle - place.top, place.bottom - middle) < least:
                wrong += len(glyphs)
            else:
                wrong += glyphs[0].middle[0] - place.x0 < least / 2
                wrong += place.x1 - glyphs[-1].middle[0] < least / 2
    return wrong / total if total else 0.0


def _is_table(grid: Grid) -> bool:
    return len(grid.cells) > 1 and sum(1 for cell in grid.cells if cell.text) > 1 and "absurd" not in grid.flags


def _goes_on(before: Grid, grid: Grid) -> bool:
    """Whether a frame has the edges of the last table of the page before."""
    return (
        before.page + 1 == grid.page
        and any(cell.text for cell in grid.cells)
        and abs(before.box.x0 - grid.box.x0) <= _EDGE
        and abs(before.box.x1 - grid.box.x1) <= _EDGE
        and "absurd" not in grid.flags
    )
