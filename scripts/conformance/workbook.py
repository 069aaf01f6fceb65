"""A form as a workbook: each table on a sheet of its own, below the lines that precede it."""

from __future__ import annotations

import io
import re
from typing import Any

from conformance.specification import Form, Grid
from extractor.readers.layout import Placed

_SIGNS = 46
"""Chinese signs in a line of an upright page."""
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})*|[1-9]\d*)(?:\.\d{1,2})?")


def workbook(form: Form) -> bytes:
    """The .xlsx of a form; numbers are numbers, shown as the form prints them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    lines: list[str] = []
    for block in form.blocks:
        if isinstance(block, Grid):
            sheet = book.add_worksheet(f"表{len(book.worksheets()) + 1}")
            for row, line in enumerate(lines):
                sheet.write_string(row, 0, line)
            _shape(sheet, block, len(lines), form.landscape)
            for one in block.placed:
                _write(book, sheet, one, len(lines))
            lines = []
        else:
            lines.append(block)
    if lines:
        sheet, below = (book.worksheets()[-1], _height(form)) if form.grids else (book.add_worksheet("说明"), 0)
        for row, line in enumerate(lines):
            sheet.write_string(below + row, 0, line)
    book.close()
    return out.getvalue()


def _height(form: Form) -> int:
    """Rows taken on the last sheet before the lines after its table."""
    last = max(n for n, block in enumerate(form.blocks) if isinstance(block, Grid))
    before = 0
    while last - before - 1 >= 0 and not isinstance(form.blocks[last - before - 1], Grid):
        before += 1
    return before + form.grids[-1].rows


def _shape(sheet: Any, grid: Grid, top: int, landscape: bool) -> None:
    """Columns as wide and rows as high as their text needs, all columns on one page."""
    share = _SIGNS * (1.4 if landscape else 1.0) / sum(grid.widths)
    for col, width in enumerate(grid.widths):
        sheet.set_column(col, col, 2 * width * share)
    for row in range(grid.rows):
        high = 1.0
        for one in grid.placed:
            if one.row <= row < one.row + one.row_span:
                signs = max(1.0, sum(grid.widths[one.col : one.col + one.col_span]) * share - 1)
                lines = sum(-(-len(part) // int(signs)) or 1 for part in one.text.split("\n"))
                high = max(high, lines / one.row_span)
        sheet.set_row(top + row, 15 * high + 3)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if landscape:
        sheet.set_landscape()
    if grid.heading:
        sheet.repeat_rows(top, top + grid.heading - 1)


def _write(book: Any, sheet: Any, one: Placed, top: int) -> None:
    row, col = top + one.row, one.col
    shape = book.add_format({"text_wrap": True, "border": 1})
    content: str | float = one.text
    if _PLAIN.fullmatch(one.text):
        decimals = len(one.text.partition(".")[2])
        grouped = "," in one.text or float(one.text.replace(",", "")) >= 1000
        content = float(one.text.replace(",", ""))
        if "," in one.text or not grouped:
            shape.set_num_format(("#,##0" if "," in one.text else "0") + ("." + "0" * decimals if decimals else ""))
    if one.row_span > 1 or one.col_span > 1:
        sheet.merge_range(row, col, row + one.row_span - 1, col + one.col_span - 1, content, shape)
    elif isinstance(content, str):
        sheet.write_string(row, col, content, shape)
    else:
        sheet.write_number(row, col, content, shape)
