"""The exact grid of a w:tbl: where each cell stands, and which cells merges join."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from extractor.origins import Origin
from extractor.readers.ooxml.names import CELL, ROW, attribute, child, content, integer
from extractor.types import Cell, Span

MAX_COLUMNS = 1_000
"""Word makes no more than 63; a larger number in a span is taken for damage and counts as one column."""


@dataclass(frozen=True, slots=True)
class Place:
    """A w:tc that was laid out: its interval of grid columns, its merges and its text."""

    row: int
    col: int
    width: int
    vertical: str | None
    """`restart`, `continue` or None, of w:vMerge."""
    horizontal: str | None
    """The same of w:hMerge."""
    span: Span
    text: str
    origin: Origin


def rows(table: Element) -> Iterator[tuple[int, Element]]:
    """The rows that stand, with their 1-based number among all of them."""
    number = 0
    for row in content(table):
        if row.tag == ROW:
            number += 1
            properties = child(row, "trPr")
            if child(properties, "del") is None:
                yield number, row


def cells(row: Element) -> Iterator[tuple[int, int, int, Element]]:
    """The cells of a row that stand: 1-based number, first grid column (0-based), columns covered, element."""
    col, number = columns(child(row, "trPr", "gridBefore"), none=0), 0
    for cell in content(row):
        if cell.tag != CELL:
            continue
        number += 1
        properties = child(cell, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        width = columns(child(properties, "gridSpan"), none=1)
        yield number, col, width, cell
        col += width


def columns(element: Element | None, *, none: int) -> int:
    """A number of grid columns; `none` if it is not stated or cannot be."""
    value = integer(element)
    return value if value is not None and none <= value <= MAX_COLUMNS else none


def merge(cell: Element, name: str) -> str | None:
    """The value of w:vMerge or w:hMerge; without a value it continues."""
    element = child(cell, "tcPr", name)
    return None if element is None else attribute(element) or "continue"


def join(places: list[Place]) -> tuple[Cell, ...]:
    """Join merged cells to one cell at the top left corner; row-major.

    `places`: row-major. A cell that continues a merge, with nothing above (or left) of the same columns to continue,
    is a cell of its own. What a covered cell holds of text stays in the document's text, as Word keeps it, hidden.
    """
    merged: list[Place] = []
    heights: list[int] = []
    open_above: dict[int, int] = {}
    by_row: dict[int, list[Place]] = {}
    for place in places:
        by_row.setdefault(place.row, []).append(place)
    previous = -1
    for row, line in by_row.items():
        if row != previous + 1:
            open_above = {}
        previous = row
        open_here: dict[int, int] = {}
        for place in across(line):
            above = open_above.get(place.col)
            if place.vertical == "continue" and above is not None and merged[above].width == place.width:
                heights[above] += 1
                open_here[place.col] = above
                continue
            if place.vertical is not None:
                open_here[place.col] = len(merged)
            merged.append(place)
            heights.append(1)
        open_above = open_here
    return tuple(
        Cell(place.row, place.col, place.span, place.text, height, place.width, place.origin)
        for place, height in zip(merged, heights, strict=True)
    )


def across(line: list[Place]) -> list[Place]:
    """A row with its horizontal merges joined."""
    joined: list[Place] = []
    for place in line:
        if place.horizontal == "continue" and joined and joined[-1].horizontal is not None:
            left = joined[-1]
            joined[-1] = Place(
                left.row, left.col, left.width + place.width, left.vertical, left.horizontal, left.span, left.text,
                left.origin,
            )  # fmt: skip
        else:
            joined.append(place)
    return joined


def width(table: Element) -> int:
    """Grid columns of the widest row, the columns skipped after it included."""
    widest = 0
    for _, row in rows(table):
        end = columns(child(row, "trPr", "gridBefore"), none=0)
        for _, col, wide, _ in cells(row):
            end = col + wide
        widest = max(widest, end + columns(child(row, "trPr", "gridAfter"), none=0))
    return widest
