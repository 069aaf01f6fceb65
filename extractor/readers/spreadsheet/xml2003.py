"""Workbooks in the XML of Excel 2003 (SpreadsheetML), which finance systems export under `.xls`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.errors import ReadError
from extractor.readers.encoding import decode
from extractor.readers.packing import AGAIN, brief
from extractor.readers.spreadsheet.formats import shown, shown_text
from extractor.readers.spreadsheet.model import MAX_CELLS, Area, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")
_EPOCH = datetime.datetime(1899, 12, 30)
_LAST_ROW, _LAST_COL = 1 << 20, 1 << 14
_NAMED = {
    "General Number": "General",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "yyyy/m/d",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
    "Currency": "￥#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}


@dataclass(frozen=True, slots=True)
class _Style:
    format: str = "General"
    ruled: bool = False


def read_xml_sheets(data: bytes, path: str) -> Iterator[Sheet | str]:
    """The sheets of a workbook in their order; a hidden one is its name only.

    Raises:
        ReadError: Its XML is damaged.
    """
    from lxml import etree

    decoded = decode(data)
    if decoded is None:
        raise ReadError(path, f"the XML workbook is damaged (it is no text); {AGAIN}")
    text = _DECLARATION.sub("", decoded.text)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(path, f"the XML workbook is damaged ({brief(error)}); {AGAIN}") from error
    if root is None:
        raise ReadError(path, f"the XML workbook is damaged (nothing in it is XML); {AGAIN}")
    styles = _styles(root)
    left = MAX_CELLS
    for found in root.iter(f"{_SS}Worksheet"):
        name = found.get(f"{_SS}Name") or ""
        visible = next(found.iter("{urn:schemas-microsoft-com:office:excel}Visible"), None)
        if visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden"):
            yield name
            continue
        sheet = Sheet(name)
        for table in found.iterchildren(f"{_SS}Table"):
            left = _table(sheet, table, styles, left)
        if parser.error_log:
            sheet.flags["truncated"] = None
        yield sheet


def _styles(root: Element) -> dict[str, _Style]:
    """By id; a style takes from its parent what it does not say itself."""
    found: dict[str, _Style] = {}
    for one in root.iter(f"{_SS}Style"):
        above = found.get(one.get(f"{_SS}Parent") or "Default", _Style())
        code, ruled = above.format, above.ruled
        for number in one.iterchildren(f"{_SS}NumberFormat"):
            named = number.get(f"{_SS}Format") or "General"
            code = _NAMED.get(named, named)
        for borders in one.iterchildren(f"{_SS}Borders"):
            sides = [side.get(f"{_SS}LineStyle") not in (None, "None") for side in borders.iterchildren(f"{_SS}Border")]
            ruled = sum(sides) > 1
        found[one.get(f"{_SS}ID") or ""] = _Style(code, ruled)
    return found


def _table(sheet: Sheet, table: Element, styles: dict[str, _Style], left: int) -> int:
    """Read the cells of a table, at most `left` of them; returns how many more may be read."""
    col = 0
    for column in table.iterchildren(f"{_SS}Column"):
        col = _number(column, "Index", col + 1) - 1
        span = _number(column, "Span", 0) + 1
        if column.get(f"{_SS}Hidden") == "1":
            sheet.hidden_cols.update(range(col, min(col + span, _LAST_COL)))
        col += span
    row = 0
    for line in table.iterchildren(f"{_SS}Row"):
        row = _number(line, "Index", row + 1) - 1
        if row >= _LAST_ROW:
            break
        span = _number(line, "Span", 0) + 1
        if line.get(f"{_SS}Hidden") == "1":
            sheet.hidden_rows.update(range(row, min(row + span, _LAST_ROW)))
        col = 0
        for cell in line.iterchildren(f"{_SS}Cell"):
            left -= 1
            if left < 0:
                sheet.flags["too-long"] = None
                return 0
            col = _number(cell, "Index", col + 1) - 1
            if col >= _LAST_COL:
                break
            col = _cell(sheet, row, col, cell, styles.get(_style(cell, line, table), _Style()))
        row += span
    return left


def _cell(sheet: Sheet, row: int, col: int, cell: Element, style: _Style) -> int:
    """Read a cell; returns the column behind it."""
    across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
    bottom, right = min(row + down, _LAST_ROW - 1), min(col + across, _LAST_COL - 1)
    if across or down:
        sheet.merged.append(Area(row, col, bottom, right))
    if style.ruled:
        # A merged cell is written once, with its rules around the whole.
        sheet.ruled.update((row, one) for one in range(col, right + 1))
        sheet.ruled.update((one, col) for one in range(row, min(bottom, row + 1000) + 1))
    data = next(cell.iterchildren(f"{_SS}Data"), None)
    if data is not None:
        text = "".join(map(str, data.itertext()))
        kind = data.get(f"{_SS}Type") or "String"
        if kind == "Number":
            text = shown(text.strip(), style.format)
        elif kind == "DateTime":
            text = _date(text.strip(), style.format)
        elif kind == "Boolean":
            text = "TRUE" if text.strip() == "1" else "FALSE"
        elif kind == "String":
            text = shown_text(text.replace("\r\n", "\n").replace("\r", "\n"), style.format)
        if text:
            sheet.cells[row, col] = text
    return right + 1


def _style(cell: Element, row: Element, table: Element) -> str:
    name = f"{_SS}StyleID"
    return cell.get(name) or row.get(name) or table.get(name) or "Default"


def _date(text: str, format: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None) - _EPOCH
    except ValueError:
        return text
    return shown(repr(moment / datetime.timedelta(days=1)), "yyyy/m/d" if format == "General" else format)


def _number(element: Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 and int(text) else default
