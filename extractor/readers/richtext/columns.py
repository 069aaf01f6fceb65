"""Cell edges in twips -> columns of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.richtext.flow import Row

SAME_EDGE = 20
"""Twips (a point) by which edges of one line differ from row to row after resizing and rounding."""
_NEW_CELL = 1_440
"""Width of a cell that the row does not define."""


def columns(rows: Sequence[Row]) -> tuple[list[list[tuple[int, int]]], int]:
    """For each cell of each row its first column and how many it covers; and the number of columns."""
    lines = [_edges(row) for row in rows]
    places = _snapped(lines, SAME_EDGE)
    if any(places[left] == places[right] for line in lines for left, right in pairwise(line)):
        places = _snapped(lines, 0)
    spans = [[(places[left], places[right] - places[left]) for left, right in pairwise(line)] for line in lines]
    return spans, max(places.values(), default=0)


def _edges(row: Row) -> list[int]:
    """The edges of the cells that the row has, left to right, strictly growing."""
    edges = [row.format.left]
    for number in range(len(row.cells)):
        stated = row.format.edges[number] if number < len(row.format.edges) else edges[-1] + _NEW_CELL
        edges.append(stated if stated > edges[-1] else edges[-1] + SAME_EDGE + 1)
    return edges


def _snapped(lines: list[list[int]], tolerance: int) -> dict[int, int]:
    """The number of the line that each edge lies on."""
    found: dict[int, int] = {}
    number, first = -1, 0
    for edge in sorted({edge for line in lines for edge in line}):
        if number < 0 or edge - first > tolerance:
            number, first = number + 1, edge
        found[edge] = number
    return found
