"""Tables as a converter flattens them: what tests of reader and tables start from."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers import read
from extractor.stages.tabulate import tabulate
from extractor.types import Doc, Table, TableValue, squeeze


def flat(*rows: Sequence[str]) -> str:
    """The text of a table: TAB before each cell, one empty line after each row, one more after the table."""
    return "".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows) + "\n"


def doc_of(text: str) -> Doc:
    """The Doc that the reader makes of `text`."""
    return read(text.encode(), "报告.txt")


def table_of(text: str) -> Table:
    """The only table of `text` on its grid, with its values."""
    tables = tabulate(doc_of(text)).tables
    assert len(tables) == 1
    return tables[0]


def grid_of(table: Table) -> list[str]:
    """One string a row: `0 标签 3x2 | 1 值` for start column, text, row span x column span (where not 1x1)."""
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        size = f" {cell.row_span}x{cell.col_span}" if (cell.row_span, cell.col_span) != (1, 1) else ""
        rows[cell.row].append(f"{cell.col} {squeeze(cell.text)}{size}".strip())
    return [" | ".join(row) for row in rows]


def value(table: Table, text: str, nth: int = 0) -> TableValue:
    """The `nth` value whose cell says `text`."""
    return [found for found in table.values if squeeze(found.text) == text][nth]


def paths(table: Table) -> list[tuple[str, str, str]]:
    """`(row path, column path, text)` of each value, paths joined by /."""
    return [("/".join(v.row_path), "/".join(v.col_path), squeeze(v.text)) for v in table.values]
