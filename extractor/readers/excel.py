"""Spreadsheets: .xlsx and .xlsm, .xls and Kingsoft's .et, .xlsb, .ods, and the XML of Excel 2003."""

from __future__ import annotations

from collections.abc import Iterable

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.layout import Layout
from extractor.readers.spreadsheet.model import Sheet
from extractor.readers.spreadsheet.regions import hidden, lay_out
from extractor.types import Doc

_EMPTY = "the workbook has no visible cell with anything in it; ask for the filled-in one"


@reader("xlsx")
def read_xlsx(data: bytes, path: str) -> Doc:
    """Every visible sheet of a workbook: its titles and notes as paragraphs, its tables with their merged cells.

    Cells say what people saw: a stored number under its number format, a formula's last result. Hidden sheets, rows
    and columns are left out, flagged `hidden-left-out:…`; a sheet that breaks off is flagged `truncated:…`.

    Raises:
        ReadError: Damaged, or nothing visible in it.
    """
    from extractor.readers.spreadsheet.xlsx import read_xlsx_sheets

    return _doc(read_xlsx_sheets(data, path), data, path, "xlsx", "lxml")


@reader("xls")
def read_xls(data: bytes, path: str) -> Doc:
    """As `read_xlsx`, of a workbook of Excel 5 to 2003 or of Kingsoft.

    Raises:
        ReadError: Damaged, protected by a password, or nothing visible in it.
    """
    from extractor.readers.spreadsheet.xls import read_xls_sheets

    return _doc(read_xls_sheets(data, path), data, path, "xls", "xlrd")


@reader("spreadsheetml")
def read_spreadsheetml(data: bytes, path: str) -> Doc:
    """As `read_xlsx`, of a workbook in the XML of Excel 2003.

    Raises:
        ReadError: Damaged, or nothing visible in it.
    """
    from extractor.readers.spreadsheet.xml2003 import read_xml_sheets

    return _doc(read_xml_sheets(data, path), data, path, "spreadsheetml", "lxml")


@reader("ods")
def read_ods(data: bytes, path: str) -> Doc:
    """As `read_xlsx`, of an OpenDocument spreadsheet.

    Raises:
        ReadError: Damaged, protected by a password, or nothing visible in it.
    """
    from extractor.readers.spreadsheet.ods import read_ods_sheets

    return _doc(read_ods_sheets(data, path), data, path, "ods", "lxml")


@reader("xlsb")
def read_xlsb(data: bytes, path: str) -> Doc:
    """As `read_xlsx`, of a binary workbook; its number formats, rules and merged cells are not read.

    Numbers stand as they are stored, flagged `number-formats-lost`.

    Raises:
        ReadError: Damaged, protected by a password, or nothing visible in it.
    """
    from extractor.readers.spreadsheet.xlsb import read_xlsb_sheets

    return _doc(read_xlsb_sheets(data, path), data, path, "xlsb", "python-calamine")


def _doc(sheets: Iterable[Sheet | str], data: bytes, path: str, format: str, via: str) -> Doc:
    layout = Layout()
    for sheet in sheets:
        if isinstance(sheet, str):
            layout.flags[f"hidden-left-out:{sheet}"] = None
            continue
        unseen = hidden(sheet)
        lay_out(sheet, layout)
        if unseen is not None:
            layout.flags[f"hidden-left-out:{unseen}"] = None
        for flag in sheet.flags:
            layout.flags[f"{flag}:{sheet.name}"] = None
    if not layout.paragraphs and not layout.tables:
        raise ReadError(path, _EMPTY)
    return layout.doc(source(data, path, format, (via,)))
