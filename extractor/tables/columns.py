"""Fit the ragged rows of a flattened table to a rectangular grid (annotation guide 3).

A flattened row shows fewer cells where cells were merged sideways, and an empty cell where one was merged downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.lexicon.forms import column_of
from extractor.origins import Origin
from extractor.tables.blocks import heading_rows, scoring_columns
from extractor.tables.content import is_bare, is_number, is_words
from extractor.tables.widths import Around, Row, shown_widths, widths_of
from extractor.types import Cell, Span, Table

_LONGEST_LABEL = 80


@dataclass(slots=True)
class _Placed:
    """A cell on the grid; it grows downwards while rows below continue it."""

    cell: Cell
    row: int
    start: int
    end: int
    rows: int = 1
    guessed: bool = False


def rectangular(table: Table) -> Table:
    """The table with its cells on a grid as wide as its widest row; an exact table stays as it is."""
    if table.exact:
        return table
    rows = _rows(table)
    width = max(len(row.cells) for row in rows)
    above: list[_Placed | None] = [None] * width
    placed: list[list[_Placed]] = []
    around = Around()
    merged: frozenset[int] = frozenset()
    shown = shown_widths(rows, width)
    for at, row in enumerate(rows):
        kept = _continued(rows, at, above, width, merged)
        start = kept[-1].end if kept else 0
        cells = row.cells[len(kept) :]
        numbers = tuple(item.start for item in above if item is not None and is_number(item.cell.text))
        around = around._replace(numbers=numbers)
        widths = shown.get(at, [])[len(kept) :] or widths_of(row, cells, start, width, around)
        for owner in kept:
            owner.rows += 1
        line = []
        left = start
        for cell, share in zip(cells, widths, strict=True):
            line.append(_Placed(cell, at, left, left + share, guessed=len(cells) != width - start))
            left += share
        line.extend(_Placed(_lost(row.cells[-1]), at, col, col + 1) for col in range(left, width))
        for item in (*kept, *line):
            above[item.start : item.end] = [item] * (item.end - item.start)
        placed.append(line)
        if row.heading:
            heads = {id(cell) for cell in scoring_columns(row.cells)}
            points = tuple(item.start for item in line if id(item.cell) in heads)
            headed = max(len(row.cells), around.headed if at and rows[at - 1].heading else 0)
            entered = tuple(item.start for item in line if _heads_entries(item.cell))
            around = Around(headed, points, entered)
            merged = frozenset(a.start for a, b in pairwise(line) if id(a.cell) in heads and _heads_labels(b.cell))
    return replace(table, rows=len(rows), cols=width, cells=tuple(_cell(item) for line in placed for item in line))


def _rows(table: Table) -> list[Row]:
    grouped: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        grouped[cell.row].append(cell)
    grouped = [row for row in grouped if row]
    headings = heading_rows(grouped)
    return [
        Row(tuple(row), heading, any("hole" in cell.origin.flags for cell in row))
        for row, heading in zip(grouped, headings, strict=True)
    ]


def _heads_labels(cell: Cell) -> bool:
    column = column_of(cell.text)
    return column is not None and column.means == "label"


def _heads_entries(cell: Cell) -> bool:
    column = column_of(cell.text)
    return column is not None and column.means == "entry"


def _continued(
    rows: Sequence[Row], at: int, above: Sequence[_Placed | None], width: int, merged: frozenset[int]
) -> list[_Placed]:
    """The labels above that the empty cells at the start of row `at` continue, from left to right.

    The points of a label (`merged`: their columns) go down with it, in a marking scheme with 分值 between the labels.
    """
    row = rows[at]
    lead = row.lead
    if lead == len(row.cells):
        lead = _lead_of_empty(rows, at)
    kept: list[_Placed] = []
    col = 0
    for nth in range(lead):
        owner = above[col] if col < width else None
        if owner is None or owner.start != col:
            break
        if not is_words(owner.cell.text) and not (
            is_number(owner.cell.text) and (col in merged if kept else nth + 1 < lead and _numbers(owner, above))
        ):
            break
        if len(owner.cell.text) > _LONGEST_LABEL or len(row.cells) - nth - 1 > width - owner.end:
            break
        kept.append(owner)
        col = owner.end
    return kept


def _numbers(owner: _Placed, above: Sequence[_Placed | None]) -> bool:
    """Whether a cell is the running number of the label right of it, and goes down with that."""
    right = above[owner.end] if owner.end < len(above) else None
    return is_bare(owner.cell.text) and right is not None and right.row == owner.row and is_words(right.cell.text)


def _lead_of_empty(rows: Sequence[Row], at: int) -> int:
    """How many cells of a row without any text continue labels: a blank line of a form continues none."""
    row = rows[at]
    if at == 0:
        return 0
    if rows[at - 1].heading or len(rows[at - 1].cells) > len(row.cells):
        return 1
    below = next((later for later in rows[at + 1 :] if later.lead < len(later.cells)), None)
    return below.lead if below is not None and len(below.cells) == len(row.cells) else 0


def _lost(last: Cell) -> Cell:
    """An empty cell that the flattened text no longer has, at the end of its row."""
    return Cell(
        last.row, 0, Span(last.span.end, last.span.end), "", origin=Origin(line=last.origin.line, flags=("lost",))
    )


def _cell(item: _Placed) -> Cell:
    cell, origin = item.cell, item.cell.origin
    place = (item.row, item.start, item.rows, item.end - item.start)
    if not item.guessed and place == (cell.row, cell.col, cell.row_span, cell.col_span):
        return cell
    if item.guessed:
        origin = origin._replace(flags=(*origin.flags, "guessed-span"))
    return Cell(item.row, item.start, cell.span, cell.text, item.rows, item.end - item.start, origin)
