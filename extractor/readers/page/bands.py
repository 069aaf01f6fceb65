"""Rows that no rule parts: lines that stand side by side in the cells between two rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.page.lattice import Area, Lattice
from extractor.readers.page.lines import Line
from extractor.readers.page.rules import nearest
from extractor.types import squeeze

_VALUE = re.compile(r"[-+−±]?\d[\d,，.]*[%％‰]?|[-—–…/*]{1,3}")
_SAME = 0.4
"""Share of the type's size by which lines that stand side by side may differ in height."""
_FILLED = 0.6
"""Share of the rows that a column of labels and one of values fill at least."""
_FEW = 0.34
"""Share of the rows under which a column holds one text for all of them."""

Filled = tuple[Lattice, list[list[Line]]]


def with_rows(one: Lattice, texts: Sequence[list[Line]], least: int = 3) -> Filled:
    """The table with a row for each line where one row holds aligned columns of labels and values; and its lines.

    `texts`: the lines of each area. `least`: so many lines are rows; fewer may be a cell of two paragraphs.
    """
    columns: list[list[list[Line]]] = [[] for _ in one.across[1:]]
    for area, found in zip(one.areas, texts, strict=True):
        if area.row_span == 1 and not area.guessed:
            columns[area.row].append(found)
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
            shares[nearest(heights, _height(line))].append(line)
        areas += [(area._replace(row=row + index, row_span=1), share) for index, share in enumerate(shares)]
    areas.sort(key=lambda pair: pair[0][:2])
    return Lattice(tuple(across), one.down, tuple(area for area, _ in areas)), [found for _, found in areas]


def is_value(text: str) -> bool:
    """Whether a text is a bare number, or the dash that stands for none."""
    return _VALUE.fullmatch(squeeze(text)) is not None


def _rows(columns: Sequence[Sequence[Line]], least: int) -> list[float]:
    """The heights of the rows that cells side by side hold; none if they are one row."""
    if sum(len(found) >= least * _FILLED for found in columns) < 2:
        return []
    heights: list[float] = []
    for line in sorted((line for found in columns for line in found), key=_height):
        if not heights or _height(line) - heights[-1] > _SAME * line.size:
            heights.append(_height(line))
    if len(heights) < least:
        return []
    columns = [found for found in columns if _FILLED * len(heights) <= len(found) <= len(heights)]
    values = [all(is_value(line.text) for line in found) for found in columns]
    return heights if any(values) and not all(values) else []


def _height(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _is_for_all(found: Sequence[Line], heights: Sequence[float]) -> bool:
    return bool(found) and len(found) < _FEW * len(heights) and not all(is_value(line.text) for line in found)
