"""From rules that hang together to the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extractor.origins import Box
from extractor.readers.page.rules import Frame, Line, nearest, positions

_NARROW = 4.0
"""Rules nearer than this are one double rule: no row or column is so narrow."""
_OPEN = 3.0
"""How far two rules at least reach over the outermost one that they meet where the table is open at that side."""
_SLIVER = 14.0
"""Widest gap between a table and the cell around it."""
_MOST = 40_000
"""Squares of a table; more are a drawing."""
_MOST_GUESSED = 200
"""Cells whose shape was guessed; of more the narrow ones are not looked at."""


class Area(NamedTuple):
    """A rectangle of squares that no rule parts."""

    row: int
    col: int
    row_span: int
    col_span: int
    guessed: bool
    """It is part of a region that is no rectangle."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """Boundaries of rows and columns and the cells between them."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    areas: tuple[Area, ...]
    """In row-major order; together they cover every square once."""


def lattice(frame: Frame, inked: Callable[[Box], bool]) -> Lattice | None:
    """The cells of a frame; None if it encloses nothing or has too many squares. `inked`: whether a box holds text."""
    left, right = _open_ends(frame.across, frame.down)
    top, bottom = _open_ends(frame.down, frame.across)
    first, last = frame.down[0].at, frame.down[-1].at
    if left and not inked(Box(left.at, left.start, first, left.end)):
        left = None
    if right and not inked(Box(last, right.start, right.at, right.end)):
        right = None
    first, last = frame.across[0].at, frame.across[-1].at
    if top and not inked(Box(top.start, top.at, top.end, first)):
        top = None
    if bottom and not inked(Box(bottom.start, last, bottom.end, bottom.at)):
        bottom = None
    upright = [*frame.down, *(side for side in (left, right) if side)]
    level = [*frame.across, *(side for side in (top, bottom) if side)]
    down = positions((line.at for line in upright), _NARROW)
    across = positions((line.at for line in level), _NARROW)
    rows, cols = len(across) - 1, len(down) - 1
    if rows < 1 or cols < 1 or rows * cols > _MOST:
        return None
    regions = _regions(_walls(upright, down, across), _walls(level, across, down), rows, cols)
    return _compact(across, down, _without_slivers(list(_areas(regions, rows, cols)), across, down, inked))


def _open_ends(lines: Sequence[Line], others: Sequence[Line]) -> tuple[Line | None, Line | None]:
    """The sides before the first and after the last of `others` that no rule closes, as if one did."""
    first, last = others[0].at, others[-1].at
    before = [line for line in lines if first - line.start > _OPEN]
    after = [line for line in lines if line.end - last > _OPEN]
    return _side(before, [line.start for line in before]), _side(after, [line.end for line in after])


def _side(lines: Sequence[Line], ends: Sequence[float]) -> Line | None:
    """The line through the ends of rules that end together."""
    if len(lines) < 2:
        return None
    middle = sorted(ends)[len(ends) // 2]
    together = [line.at for line, end in zip(lines, ends, strict=True) if abs(end - middle) <= _OPEN]
    return Line(middle, min(together), max(together)) if len(together) >= 2 else None


def _walls(lines: Sequence[Line], places: Sequence[float], cross: Sequence[float]) -> list[bytearray]:
    """For each place and each square along it whether a line parts there."""
    middles = [(start + end) / 2 for start, end in pairwise(cross)]
    walls = [bytearray(len(middles)) for _ in places]
    for line in lines:
        wall = walls[nearest(places, line.at)]
        first, last = bisect_left(middles, line.start), bisect_right(middles, line.end)
        wall[first:last] = b"\1" * (last - first)
    return walls


def _regions(walls: Sequence[bytearray], floors: Sequence[bytearray], rows: int, cols: int) -> list[int]:
    """For each square, row by row, the first of the squares that nothing parts from it."""
    parent = list(range(rows * cols))

    def root(square: int) -> int:
        while parent[square] != square:
            parent[square] = square = parent[parent[square]]
        return square

    for row in range(rows):
        for col in range(cols):
            square = row * cols + col
            if col + 1 < cols and not walls[col + 1][row]:
                one, other = sorted((root(square), root(square + 1)))
                parent[other] = one
            if row + 1 < rows and not floors[row + 1][col]:
                one, other = sorted((root(square), root(square + cols)))
                parent[other] = one
    return [root(square) for square in range(rows * cols)]


def _areas(regions: list[int], rows: int, cols: int) -> Iterator[Area]:
    """Each region as one rectangle, or as several if it is none: its runs of squares, equal ones stacked."""
    irregular = set()
    for region, size in Counter(regions).items():
        # A region's number is its first square, row by row.
        row, col = divmod(region, cols)
        wide = high = 1
        while col + wide < cols and regions[region + wide] == region:
            wide += 1
        while row + high < rows and regions[region + high * cols] == region:
            high += 1
        if size == wide * high and all(
            regions[start : start + wide] == [region] * wide
            for start in range(region, region + high * cols, cols)
            if size > 1
        ):
            yield Area(row, col, high, wide, False)
        else:
            irregular.add(region)
    if irregular:
        yield from _parts(regions, irregular, rows, cols)


def _parts(regions: Sequence[int], irregular: set[int], rows: int, cols: int) -> Iterator[Area]:
    growing: dict[tuple[int, int, int], Area] = {}
    for row in range(rows):
        now: dict[tuple[int, int, int], Area] = {}
        col = 0
        while col < cols:
            region = regions[row * cols + col]
            end = col + 1
            while end < cols and regions[row * cols + end] == region:
                end += 1
            if region in irregular:
                above = growing.pop((region, col, end), Area(row, col, 0, end - col, True))
                now[region, col, end] = above._replace(row_span=above.row_span + 1)
            col = end
        yield from growing.values()
        growing = now
    yield from growing.values()


def _without_slivers(
    areas: list[Area], across: Sequence[float], down: Sequence[float], inked: Callable[[Box], bool]
) -> list[Area]:
    """Without the empty strips beside a table in a cell: the cells next to them reach over them."""
    strips = [
        (index, area)
        for index, area in enumerate(areas)
        if area.guessed and down[area.col + area.col_span] - down[area.col] <= _SLIVER
    ]
    if not 0 < len(strips) <= _MOST_GUESSED:
        return areas
    starts: dict[tuple[int, int], int] = {}
    ends: dict[tuple[int, int], int] = {}
    for index, area in enumerate(areas):
        for row in range(area.row, area.row + area.row_span):
            starts[row, area.col] = ends[row, area.col + area.col_span] = index
    gone: set[int] = set()
    for index, strip in strips:
        below, end = strip.row + strip.row_span, strip.col + strip.col_span
        if inked(Box(down[strip.col], across[strip.row], down[end], across[below])):
            continue
        rows = range(strip.row, below)
        for beside in (
            {starts.get((row, end), index) for row in rows},
            {ends.get((row, strip.col), index) for row in rows},
        ):
            if beside & (gone | {index}) or sum(areas[other].row_span for other in beside) != strip.row_span:
                continue
            for other in beside:
                area = areas[other]
                areas[other] = area._replace(col=min(area.col, strip.col), col_span=area.col_span + strip.col_span)
            gone.add(index)
            break
    return [area for index, area in enumerate(areas) if index not in gone]


def _compact(across: Sequence[float], down: Sequence[float], areas: Sequence[Area]) -> Lattice:
    """Without the boundaries at which no cell starts."""
    tops = sorted({area.row for area in areas})
    lefts = sorted({area.col for area in areas})
    row_of = {row: index for index, row in enumerate(tops)}
    col_of = {col: index for index, col in enumerate(lefts)}
    compact = []
    for row, col, row_span, col_span, guessed in sorted(areas):
        below, after = bisect_left(tops, row + row_span), bisect_left(lefts, col + col_span)
        compact.append(Area(row_of[row], col_of[col], below - row_of[row], after - col_of[col], guessed))
    return Lattice(
        (*(across[row] for row in tops), across[-1]), (*(down[col] for col in lefts), down[-1]), tuple(compact)
    )
