"""Workbooks of Excel 5 to 2003 and of Kingsoft's .et, through xlrd."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.errors import ReadError
from extractor.readers.packing import AGAIN, brief
from extractor.readers.spreadsheet.builtin import BUILT_IN, LOCAL
from extractor.readers.spreadsheet.formats import shown, shown_text
from extractor.readers.spreadsheet.model import MAX_CELLS, Area, Sheet

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import XF
    from xlrd.sheet import Sheet as Found

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def read_xls_sheets(data: bytes, path: str) -> Iterator[Sheet | str]:
    """The sheets of a workbook in their order; a hidden one is its name only.

    Raises:
        ReadError: Protected by a password, or damaged.
    """
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=data,
            formatting_info=True,
            ragged_rows=True,
            logfile=io.StringIO(),
            ignore_workbook_corruption=True,
        )
    except Exception as error:
        # xlrd raises whatever it stumbles over.
        text = brief(error)
        if "encrypted" in text.lower() or "password" in text.lower():
            raise ReadError(path, "the workbook is protected by a password; save it without one") from error
        raise ReadError(path, f"the .xls workbook is damaged ({text}); {AGAIN}, or save it as .xlsx") from error
    left = MAX_CELLS
    for found in book.sheets():
        if found.visibility:
            yield found.name
        else:
            sheet = _sheet(book, found, left)
            left -= len(sheet.cells) + len(sheet.ruled)
            yield sheet


def _sheet(book: Book, found: Found, left: int) -> Sheet:
    """One sheet, of which at most `left` cells with a text or rules are read."""
    sheet = Sheet(found.name)
    sheet.hidden_rows = {row for row, info in found.rowinfo_map.items() if info.hidden}
    sheet.hidden_cols = {col for col, info in found.colinfo_map.items() if info.hidden}
    sheet.merged = [Area(top, start, bottom - 1, end - 1) for top, bottom, start, end in found.merged_cells]
    for row in range(found.nrows):
        for col in range(found.row_len(row)):
            kind = found.cell_type(row, col)
            if kind == 0:
                continue
            xf = _xf(book, found.cell_xf_index(row, col))
            if xf is not None and _is_ruled(xf):
                sheet.ruled.add((row, col))
            text = _shown(book, kind, found.cell_value(row, col), xf)
            if text:
                sheet.cells[row, col] = text
        if len(sheet.cells) + len(sheet.ruled) > left:
            sheet.flags["too-long"] = None
            break
    return sheet


def _shown(book: Book, kind: int, value: str | float, xf: XF | None) -> str:
    key = xf.format_key if xf is not None else 0
    form = book.format_map.get(key)
    code = BUILT_IN[key] if key in LOCAL else form.format_str if form is not None else "General"
    if isinstance(value, str):
        return shown_text(value.replace("\r\n", "\n").replace("\r", "\n"), code)
    if kind == 4:
        return "TRUE" if value else "FALSE"
    if kind == 5:
        return _ERRORS.get(int(value), "#N/A")
    return shown(float(value), code, since_1904=bool(book.datemode))


def _xf(book: Book, index: int) -> XF | None:
    return book.xf_list[index] if 0 <= index < len(book.xf_list) else None


def _is_ruled(xf: XF) -> bool:
    border = xf.border
    if border is None:
        return False
    lines = (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
    return sum(bool(line) for line in lines) > 1
