"""Rows that no rule parts: lines that stand side by side in the cells between two rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.readers.page.cells import room
from extractor.readers.page.lattice import Area, Lattice
from extractor.readers.page.lines import Line
from extractor.readers.page.rules import nearest
from extractor.types import squeeze

_VALUE = re.compile(r"[-+−±]?\d[\d,，.]*[%％‰]?|[-—–…/*]{1,3}")
_SAME = 0.4
"""Share of the type's size by which lines that stand side by side may differ in height."""
_FILLED = 0.6
"""Share of the rows that a column of labels and one of values fill at least."""
_DIGIT = 0.6
"""Width of a digit as a share of the type's size."""
_FEW = 0.34
"""Share of the rows under which a column holds one text for all of them."""

Filled = tuple[Lattice, list[list[Line]]]


def with_rows(one: Lattice, texts: Sequence[list[Line]], least: int = 3) -> Filled:
    """The table with a row for each line where one row holds aligned columns of labels and values; and its lines.

    `texts`: the lines of each area. `least`: so many lines are rows; fewer may be a cell of two paragraphs.
    """
    columns: list[list[_Column]] = [[] for _ in one.across[1:]]
    for area, found in zip(one.areas, texts, strict=True):
        if area.row_span == 1 and not area.guessed:
            columns[area.row].append(_Column(one.down[area.col], one.down[area.col + area.col_span], found))
    marks = [_rows(beside, least) for beside in columns]
    if not any(marks):
        return one, list(texts)
    start = [0]
    across = [one.across[0]]
    for row, heights in enumerate(marks):
        start.append(start[-1] + max(len(heights), 1))
        across += [*((above + below) / 2 for above, below in pairwise(heights)), one.across[row + 1]]
    areas: list[tuple[Area, list[Line]]] = []
    for area, found in zip(one.areas, texts, strict=True):
        heights = marks[area.row]
        row, span = start[area.row], start[area.row + area.row_span] - start[area.row]
        if not heights or area.row_span > 1 or _is_for_all(found, heights):
            areas.append((area._replace(row=row, row_span=span), found))
            continue
        shares: list[list[Line]] = [[] for _ in heights]
        for line in found:
            shares[nearest(heights, height_of(line))].append(line)
        areas += [(area._replace(row=row + index, row_span=1), share) for index, share in enumerate(shares)]
    areas.sort(key=lambda pair: pair[0][:2])
    return Lattice(tuple(across), one.down, tuple(area for area, _ in areas)), [found for _, found in areas]


def is_value(text: str) -> bool:
    """Whether a text is a bare number, or the dash that stands for none."""
    return _VALUE.fullmatch(squeeze(text)) is not None


class _Column(NamedTuple):
    """A cell that may hold several rows."""

    left: float
    right: float
    lines: list[Line]

    @property
    def holds_values(self) -> bool:
        """Whether each line, but for a heading, is a number; one that reaches the edge is a piece of a number."""
        lines = self.lines if is_value(self.lines[0].text) else self.lines[1:]
        return len(lines) > 1 and all(
            is_value(line.text) and room(line, self.left, self.right) > _DIGIT * line.size for line in lines
        )


def _rows(columns: Sequence[_Column], least: int) -> list[float]:
    """The heights of the rows that cells side by side hold; none if they are one row."""
    longest = max((len(column.lines) for column in columns), default=0)
    columns = [column for column in columns if len(column.lines) >= _FILLED * longest]
    if longest < least or len(columns) < 2:
        return []
    heights: list[float] = []
    for line in sorted((line for column in columns for line in column.lines), key=height_of):
        if not heights or height_of(line) - heights[-1] > _SAME * line.size:
            heights.append(height_of(line))
    values = [column.holds_values for column in columns]
    return heights if len(heights) == longest and any(values) and not all(values) else []


def height_of(line: Line) -> float:
    """Where the middle of a line stands, from the top of the page."""
    return (line.box.top + line.box.bottom) / 2


def _is_for_all(found: Sequence[Line], heights: Sequence[float]) -> bool:
    return bool(found) and len(found) < _FEW * len(heights) and not all(is_value(line.text) for line in found)
