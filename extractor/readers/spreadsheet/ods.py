"""OpenDocument spreadsheets (.ods): what cells show is written in the file itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.errors import ReadError
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBER, brief
from extractor.readers.spreadsheet.model import MAX_CELLS, Area, Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _STYLE = f"{{{_NS}table:1.0}}", f"{{{_NS}text:1.0}}", f"{{{_NS}style:1.0}}"
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
_GROUPS = tuple(
    f"{_TABLE}{name}"
    for name in ("table-header-rows", "table-row-group", "table-rows", "table-header-columns", "table-column-group",
                 "table-columns")
)  # fmt: skip
_LAST_ROW, _LAST_COL = 1 << 20, 1 << 14
_MOST_COPIES = 4096
"""A cell with a text is repeated so often at most; blank rows and columns are counted, not copied."""


def read_ods_sheets(data: bytes, path: str) -> Iterator[Sheet | str]:
    """The sheets of a workbook in their order; a hidden one is its name only.

    Raises:
        ReadError: Damaged, or protected by a password.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > MAX_MEMBER:
                raise ReadError(path, f"its table has over {MAX_MEMBER >> 20} MB; split the workbook")
            content = archive.read("content.xml")
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        reason = f"the .ods workbook is damaged or protected by a password; {AGAIN}, or save it as .xlsx"
        raise ReadError(path, reason) from error
    except BROKEN as error:
        raise ReadError(path, f"the .ods workbook is damaged ({brief(error)}); {AGAIN}") from error
    ruled, hidden = _styles(root)
    left = MAX_CELLS
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name") or ""
        if table.get(f"{_TABLE}style-name") in hidden:
            yield name
        elif not any(True for _ in table.iterancestors(f"{_TABLE}table")):
            sheet = Sheet(name)
            left = _sheet(sheet, table, ruled, left)
            yield sheet


def _styles(root: Element) -> tuple[set[str], set[str]]:
    """Names of the styles of cells with borders on two sides, and of tables that are hidden."""
    ruled: set[str] = set()
    hidden: set[str] = set()
    for style in root.iter(f"{_STYLE}style"):
        name = style.get(f"{_STYLE}name") or ""
        for properties in style.iterchildren(f"{_STYLE}table-cell-properties"):
            sides = [properties.get(f"{_FO}border-{side}") for side in ("left", "right", "top", "bottom")]
            whole = properties.get(f"{_FO}border")
            if whole not in (None, "none") or sum(side not in (None, "none") for side in sides) > 1:
                ruled.add(name)
        for properties in style.iterchildren(f"{_STYLE}table-properties"):
            if properties.get(f"{_TABLE}display") == "false":
                hidden.add(name)
    return ruled, hidden


def _sheet(sheet: Sheet, table: Element, ruled: set[str], left: int) -> int:
    """Read a sheet, at most `left` cells of it; returns how many more may be read."""
    styles: list[tuple[int, str]] = []
    col = 0
    for column in _inside(table, f"{_TABLE}table-column"):
        count = min(_number(column, "number-columns-repeated"), _LAST_COL - col)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            sheet.hidden_cols.update(range(col, col + count))
        styles.append((col + count, column.get(f"{_TABLE}default-cell-style-name") or ""))
        col += count
    row = 0
    for line in _inside(table, f"{_TABLE}table-row"):
        repeated = _number(line, "number-rows-repeated")
        cells = list(_cells(line, styles))
        # Rows without a text are repeated to the end of the sheet.
        copies = repeated if any(text for _, _, text, _ in cells) else 1
        for _ in range(min(copies, _MOST_COPIES)):
            if row >= _LAST_ROW:
                return left
            if line.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                sheet.hidden_rows.add(row)
            for col, count, text, cell in cells:
                left -= 1
                if left < 0:
                    sheet.flags["too-long"] = None
                    return 0
                _place(sheet, row, col, count, text, cell, ruled)
            row += 1
        row += max(repeated - copies, 0)
    return left


def _cells(line: Element, styles: list[tuple[int, str]]) -> Iterator[tuple[int, int, str, tuple[str, int, int]]]:
    """Column, repetitions, text, and style with rows and columns of the merge, of each cell of a row."""
    col = at = 0
    for cell in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        count = min(_number(cell, "number-columns-repeated"), _LAST_COL - col)
        if count <= 0:
            return
        while at < len(styles) and styles[at][0] <= col:
            at += 1
        style = cell.get(f"{_TABLE}style-name") or (styles[at][1] if at < len(styles) else "")
        text = "\n".join(_text(one) for one in cell.iterchildren(f"{_TEXT}p"))
        yield col, count, text, (style, _number(cell, "number-rows-spanned"), _number(cell, "number-columns-spanned"))
        col += count


def _place(
    sheet: Sheet, row: int, col: int, count: int, text: str, cell: tuple[str, int, int], ruled: set[str]
) -> None:
    style, rows, cols = cell
    copies = count if count <= _MOST_COPIES else 1
    if style in ruled and count <= _MOST_COPIES:
        sheet.ruled.update((row, col + n) for n in range(copies))
    if text.strip():
        sheet.cells.update(((row, col + n), text) for n in range(copies))
    if rows > 1 or cols > 1:
        sheet.merged.append(Area(row, col, min(row + rows, _LAST_ROW) - 1, min(col + cols, _LAST_COL) - 1))


def _inside(table: Element, tag: str) -> Iterator[Element]:
    """Rows or columns of a table, through the groups that they may stand in."""
    for one in table.iterchildren(tag, *_GROUPS):
        if one.tag == tag:
            yield one
        else:
            yield from _inside(one, tag)


def _text(paragraph: Element) -> str:
    """The text of a paragraph; blanks, tabs and breaks are elements."""
    pieces: list[str] = [paragraph.text or ""]
    for one in paragraph.iterchildren():
        if one.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(one.get(f"{_TEXT}c") or "1"), 100))
        elif one.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif one.tag == f"{_TEXT}tab":
            pieces.append(" ")
        elif isinstance(one.tag, str) and not one.tag.endswith("}annotation"):
            pieces.append(_text(one))
        pieces.append(one.tail or "")
    return "".join(pieces)


def _number(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1
