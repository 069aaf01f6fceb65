"""The headings over each column of a grid, row by row, and the columns of blocks whose headings were lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.lexicon.forms import Column, column_of, load_forms, plain
from extractor.tables.blocks import heading_rows, is_count_row
from extractor.tables.content import is_number, is_pair, is_words
from extractor.tables.forms import inferred
from extractor.types import Cell, Table, squeeze

_AS_INDICATOR = {"goal": "target", "goal_done": "actual"}
"""Headings that mean a goal text in one block and the value of an indicator in another."""
_PLANNED = re.compile("^计划")
_TOLD = re.compile("情况$")
_CONTENTS = re.compile("内容$|任务$")
_OVER_AMOUNTS = re.compile("(?:资金|经费|金额|补助|补贴)(?:来源|构成|投入)?$")
"""Over headings that mean nothing by themselves: 资金 over 上级 | 县级 | 小计."""


class Head(NamedTuple):
    """The headings over one grid column, outermost first, and what the column means."""

    cells: tuple[Cell, ...] = ()
    column: Column | None = None
    corner: Cell | None = None
    """The label of the block, at the left of its heading row: it may print the unit of the block."""
    over: tuple[Cell, ...] = ()
    """Headings at the left that reach over the empty cells above: they may print the unit."""


@dataclass(slots=True)
class Grid:
    """A table by rows, with the cell that covers each place."""

    rows: list[list[Cell]]
    """Own cells of each row."""
    cover: list[list[Cell | None]]
    headings: list[bool]
    width: int
    unit: str | None
    """From the caption."""
    holed: bool
    exact: bool
    """The merges are the file's own: an empty cell continues nothing."""


def heads_by_row(grid: Grid) -> list[list[Head]]:
    """For each row the headings over each column; rows of one block share one list."""
    heads = [Head()] * grid.width
    by_row: list[list[Head]] = []
    for row, cells in enumerate(grid.rows):
        if grid.headings[row]:
            if not (row and grid.headings[row - 1]) or not _goes_under(grid, row):
                heads = [Head()] * grid.width
            if not is_count_row(cells):
                heads = _headed(heads, grid.cover[row], row, grid.width)
        by_row.append(heads)
    return by_row


def lost_columns(grid: Grid, by_row: Sequence[list[Head]]) -> list[list[Column | None] | None]:
    """For each row the columns that its form gives, where the heading row was lost; None where there is one."""
    lost: list[list[Column | None] | None] = [None] * len(grid.rows)
    run: list[int] = []
    for row in range(len(grid.rows) + 1):
        inside = row < len(grid.rows) and not grid.headings[row] and _headless(grid, row, by_row[row])
        if run and not (inside and by_row[row] is by_row[run[-1]]):
            columns = inferred([grid.cover[n] for n in run], grid.width)
            for n in run:
                lost[n] = columns
            run = []
        if inside:
            run.append(row)
    return lost


def _headless(grid: Grid, row: int, heads: Sequence[Head]) -> bool:
    if not any(head.column is not None and head.column.means in ("entry", "value") for head in heads):
        return True
    return grid.holed and not _fits(heads, grid.cover[row])


def grid_of(table: Table) -> Grid:
    """The table by rows, with its heading rows found."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    cover: list[list[Cell | None]] = [[None] * table.cols for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
        for line in cover[cell.row : cell.row + cell.row_span]:
            line[cell.col : cell.col + cell.col_span] = [cell] * cell.col_span
    return Grid(rows, cover, heading_rows(rows), table.cols, table.unit, "hole" in table.flags, table.exact)


def _goes_under(grid: Grid, row: int) -> bool:
    """Whether heading row `row` refines the one above it instead of opening a block of its own."""
    blocks = load_forms().blocks
    below = [cell for cell in grid.rows[row] if cell.text]
    if is_count_row(grid.rows[row]):
        return True
    if any(blocks.search(squeeze(cell.text)) for cell in below):
        return False
    above = grid.rows[row - 1]
    if any(cell.row_span > 1 for cell in above):
        return True
    if any((column := column_of(cell.text)) is not None and column.id in _AS_INDICATOR for cell in above):
        return False
    wider = any(cell.col_span > 1 for cell in above)
    return wider or len(below) < len([cell for cell in above if cell.text])


def _headed(heads: Sequence[Head], line: Sequence[Cell | None], row: int, width: int) -> list[Head]:
    """The headings over each column once heading row `row` is added."""
    known = {column.id for cell in line if cell is not None and (column := column_of(cell.text)) is not None}
    indicators = any(id_.startswith("level_") for id_ in known)
    planned = "target" in known
    paid = "actual" not in known and bool(known & {"final", "received"})
    corner = next((cell for cell in line if cell is not None and cell.text), None)
    added = []
    for col in range(width):
        head, cell = heads[col], line[col]
        if cell is None or not cell.text or cell.row != row:
            added.append(head)
            continue
        upper = head.cells
        column = column_of(cell.text)
        if column is not None and column.id == "unit" and not _after_label(line, col):
            column = load_forms().columns["label"]
        if column is not None and indicators and column.id in _AS_INDICATOR:
            column = load_forms().columns[_AS_INDICATOR[column.id]]
        elif column is not None and not indicators:
            column = _without_indicators(column, cell, planned, paid)
        vague = column is None or column.id == "amount"
        wider = head if upper else _blanked(heads, line, col)
        if vague and wider.column is not None and wider.column.means == "value":
            column = wider.column
        elif column is None and any(_OVER_AMOUNTS.search(plain(over.text)) for over in wider.cells[-1:]):
            column = load_forms().columns["amount"]
        added.append(Head((*upper, cell), column, head.corner or corner, () if upper else wider.cells))
    return added


def _blanked(heads: Sequence[Head], line: Sequence[Cell | None], col: int) -> Head:
    """The heading at the left where the cells after it were left empty instead of merged with it.

    预算数 | empty | 执行数 | empty over 总额 | 财政拨款 | 总额 | 财政拨款: it reaches up to the next heading.
    """
    for left in range(col - 1, -1, -1):
        if heads[left].cells:
            return Head() if line[left] is heads[left].cells[-1] else heads[left]
    return Head()


def _after_label(line: Sequence[Cell | None], col: int) -> bool:
    """Whether a heading stands right of one over labels: a first column 单位 names bodies, a later one measures."""
    left = (column_of(cell.text) for cell in line[:col] if cell is not None and cell.text)
    return any(column is None or column.id not in ("number", "code") for column in left)


def _without_indicators(column: Column, cell: Cell, planned: bool, paid: bool) -> Column:
    """What a heading means in a list of tasks or projects, which has no columns of indicators.

    计划数 beside 到位数 or 支出数 (`paid`) is money. 完成情况 tells there what was done. 主要内容 names what 计划数 and
    完成数 count; without them it is a goal text.
    """
    if column.id == "actual" and not planned and _TOLD.search(plain(cell.text)):
        return load_forms().columns["goal_done"]
    if column.id == "target" and paid and _PLANNED.search(plain(cell.text)):
        return load_forms().columns["budget_initial"]
    if column.id == "goal" and planned and _CONTENTS.search(plain(cell.text)):
        return load_forms().columns["label"]
    return column


def _fits(heads: Sequence[Head], line: Sequence[Cell | None]) -> bool:
    """Whether the cells of a row suit the headings that stand last above it, across a hole."""
    for head, cell in zip(heads, line, strict=True):
        if head.column is None or cell is None or not cell.text or cell in head.cells:
            continue
        if head.column.means == "value" and is_words(cell.text) and not is_pair(cell.text):
            return False
        if head.column.means == "label" and is_number(cell.text):
            return False
    return True
