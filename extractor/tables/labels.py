"""The values of a table with the labels that say of what: row path, column path, meaning, unit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from extractor.lexicon.forms import Column, Form, column_of
from extractor.tables.blocks import is_field, is_field_row, is_total
from extractor.tables.content import comparator_of, is_bare, is_dash, is_number, is_open, is_pair, is_words
from extractor.tables.forms import distinct
from extractor.tables.headings import Grid, Head, grid_of, heads_by_row, lost_columns
from extractor.tables.units import measured, unit_cell
from extractor.types import Cell, Kind, Table, TableValue, UnitSource, squeeze

Measured = tuple[Kind | None, str | None, UnitSource | None]
"""What a number measures, its unit, and what gives the unit."""


class _Word(NamedTuple):
    """A cell of a row that can be a label."""

    cell: Cell
    after_number: bool
    """The cell before it is a number."""


def _col(word: _Word) -> int:
    return word.cell.col


def values(table: Table, form: Form | None) -> tuple[TableValue, ...]:
    """Every value of a table on its grid, in reading order (annotation guide 3, Values)."""
    grid = grid_of(table)
    by_row = heads_by_row(grid)
    lost = lost_columns(grid, by_row)
    money = form is not None and form.money
    found: list[TableValue] = []
    for row, cells in enumerate(grid.rows):
        if grid.headings[row]:
            found.extend(_values_in_headings(cells, grid.cover[row], table.unit))
        elif any(cell.text for cell in cells):
            found.extend(_row_values(grid, row, by_row[row], lost[row], money))
    return tuple(found)


def _values_in_headings(
    cells: Sequence[Cell], line: Sequence[Cell | None], caption: str | None
) -> Iterator[TableValue]:
    """A heading that states a number itself: `按收入性质分：120.5`."""
    for cell in cells:
        if is_pair(cell.text):
            column = column_of(cell.text)
            left = tuple(other for other in distinct(line) if other.col < cell.col and not is_pair(other.text))
            rows = tuple(other for other in left if is_words(other.text))
            kind, unit, source = measured(column, rows, (), None, caption, money=False)
            id_ = column.id if column else None
            yield TableValue(cell.span, cell.text, cell, rows, (), id_, kind, unit, source)


def _row_values(
    grid: Grid, row: int, heads: Sequence[Head], lost: Sequence[Column | None] | None, money: bool
) -> Iterator[TableValue]:
    cells = grid.rows[row]
    covering = distinct(grid.cover[row])
    fields = is_field_row(cells)
    columns = [head.column for head in heads] if lost is None else list(lost)
    unit_mark = _marked("unit", columns, covering)
    nature = _marked("nature", columns, covering)
    unit = unit_cell(unit_mark.text) if unit_mark is not None else None
    comparator = comparator_of(nature.text) if nature is not None else None
    paired = sum(is_number(cell.text) for cell in cells) <= sum(is_words(cell.text) for cell in cells)
    headed = lost is not None or any(head.cells for head in heads)
    group = None if grid.exact else _group(grid, row, columns)
    compared: Measured = (None, None, None)
    words = _words(covering if group is None else [_continued(other, group) for other in covering])
    for cell in cells:
        at = _column_under(cell, heads)
        column = columns[at]
        if not _is_value(cell, column, words):
            continue
        before = words[: bisect_left(words, cell.col, key=_col)]
        if fields and before and is_field(before[-1].cell.text):
            continue
        above = heads[at].cells if lost is None else ()
        left = [word.cell for word in before] if headed or above else _nearest_labels(before)
        rows = tuple(
            other
            for other in left
            if _is_label(other, columns[other.col], heads[other.col].cells)
            and not (is_pair(cell.text) and _is_empty_pair(other, row))
        )
        if column is None and not above and rows and paired:
            column = _stage_of(rows[-1])
        own = unit if column is None or column.means == "entry" or column.role == "target" else None
        corner = heads[at].corner if lost is None else None
        printed = (*heads[at].over, *above)
        labels = rows if corner is None or corner in rows or corner in above else (corner, *rows)
        kind, measure, source = measured(column, labels, printed, own, grid.unit, money=money and column_free(column))
        if column is not None and column.id == "change" and source != "header" and compared[0] is not None:
            kind, measure, source = compared
        elif kind not in ("percent", "score"):
            compared = kind, measure, source
        if lost is not None and source == "header" and column is not None and column.unit == measure:
            source = "context"
        yield TableValue(
            cell.span, cell.text, cell, rows, tuple(above), column.id if column else None, kind, measure, source,
            inferred=lost is not None,
            comparator=comparator if column is not None and column.id == "target" else None,
        )  # fmt: skip


def _column_under(cell: Cell, heads: Sequence[Head]) -> int:
    """The column whose heading stands over a cell: of one that begins under the end of a heading, the next.

    Edges that a hand drew or a converter rounded differ by a hair, which makes a column of its own.
    """
    begun = heads[cell.col].cells
    if begun and begun[-1].col < cell.col:
        for col in range(cell.col + 1, cell.col + cell.col_span):
            if (cells := heads[col].cells) and cells[-1].col >= cell.col:
                return col
    return cell.col


def _group(grid: Grid, row: int, columns: Sequence[Column | None]) -> Cell | None:
    """The label above that an empty cell right after the running number of a flattened row continues.

    序号 | 项目类别 | 项目名称: the kind is printed once for all its projects, but each has its number.
    """
    cells = grid.rows[row]
    if len(cells) < 3 or not is_bare(cells[0].text) or not is_open(cells[1]) or not is_words(cells[2].text):
        return None
    col, column = cells[1].col, columns[cells[1].col]
    if cells[0].col or (column is not None and column.means != "label"):
        return None
    for above in range(row - 1, -1, -1):
        if grid.headings[above]:
            return None
        owner = grid.cover[above][col]
        if owner is None or (owner.col, owner.col_span) != (col, cells[1].col_span):
            return None
        if not is_open(owner):
            return owner if is_words(owner.text) and not is_total(owner.text) else None
    return None


def _stage_of(label: Cell) -> Column | None:
    """In a form without headings the row label says what a column heading says elsewhere: 全年执行数 | 95."""
    column = column_of(label.text)
    return column if column is not None and column.means == "value" and column.id != "amount" else None


def _marked(id_: str, columns: Sequence[Column | None], line: Sequence[Cell]) -> Cell | None:
    """The cell of a row that stands in the column `id_`."""
    return next((cell for cell in line if (column := columns[cell.col]) is not None and column.id == id_), None)


def column_free(column: Column | None) -> bool:
    """The column says nothing about what is measured, so the form may."""
    return column is None or column.kind is None


def _is_value(cell: Cell, column: Column | None, words: Sequence[_Word]) -> bool:
    """Number cells, entries of indicator rows and labels with their number, unless the column holds prose or marks."""
    text = cell.text
    if not text or is_dash(text):
        return False
    means = column.means if column is not None else None
    if means in ("prose", "mark"):
        return column is not None and column.role is not None and is_number(text)
    if means == "entry":
        return True
    if is_pair(text) and means != "figure":
        return not is_field(text.split("：")[0].split(":")[0])
    if not is_number(text):
        return False
    if means == "label":
        return column is not None and column.id == "label" and cell.col > 0
    if means is None and is_bare(text) and not (words and words[0].cell.col < cell.col):
        # A running number or a code before the label of its row; a row of numbers only has no label at all.
        return not words
    return True


def _is_label(cell: Cell, column: Column | None, above: Sequence[Cell]) -> bool:
    if column is None or cell in above or is_total(cell.text):
        return True
    if column.id in ("code", "number"):
        return True
    return column.means not in ("prose", "mark", "entry", "figure")


def _is_empty_pair(cell: Cell, row: int) -> bool:
    """A neighbour such as `政府性基金拨款：` or another pair: it labels its own number only."""
    return cell.row == row and (is_pair(cell.text) or squeeze(cell.text).endswith(("：", ":")))


def _words(line: Sequence[Cell]) -> list[_Word]:
    """The cells of a row that can be labels."""
    return [
        _Word(cell, nth > 0 and is_number(line[nth - 1].text)) for nth, cell in enumerate(line) if is_words(cell.text)
    ]


def _continued(cell: Cell, group: Cell) -> Cell:
    return group if cell.col == group.col and not cell.text else cell


def _nearest_labels(before: Sequence[_Word]) -> list[Cell]:
    """Where nothing heads the columns, a label counts up to the next number: 预算 | 10 | 支出 | 9.

    One merged over more rows than the labels behind such a number goes on counting.
    """
    kept: list[Cell] = []
    tallest = 0
    for word in reversed(before):
        if word.cell.row_span > tallest:
            kept.append(word.cell)
        if word.after_number:
            tallest = max(tallest, word.cell.row_span)
    return kept[::-1]


def with_values(table: Table, form: Form | None) -> Table:
    """The table with its form and its values."""
    return replace(table, form=form.id if form else None, values=values(table, form))
