"""`tables.csv`, `tables.html`, `tables.xlsx`: the tables of a report for people and spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from html import escape

from extractor.records import CellRecord, OriginRecord, ReportRecord, TableRecord
from extractor.writers import writer

_STYLE = (
    "body{font-family:sans-serif}table{border-collapse:collapse;margin:0 0 2em}"
    "td{border:1px solid;padding:.2em .5em;height:1.4em}"
)
_PRINTED = re.compile(r"-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(?P<decimals>\d+))?(?P<percent>%)?")
_DIGITS = 15
"""Characters of a number that a spreadsheet surely keeps."""
_LONGEST = 32_767
"""Characters of a cell of Excel."""
_NARROWEST, _WIDEST = 8, 40


@writer("tables.csv")
def write_csv(report: ReportRecord) -> bytes:
    """Every table's grid, a blank line between tables, its title on a line before; a merged cell's text stands once.

    UTF-8 with a byte order mark, without which spreadsheet programs misread Chinese.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    for n, table in enumerate(report["tables"]):
        if n:
            rows.writerow([])
        if table["title"]:
            rows.writerow([_caption(table)])
        rows.writerows(_grid(table))
    return out.getvalue().encode("utf-8-sig")


@writer("tables.html")
def write_html(report: ReportRecord) -> bytes:
    """One page, every table with its row and column spans."""
    title = escape(report["meta"]["title"] or report["source"]["path"])
    parts = [f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>']
    for table in report["tables"]:
        parts.append(f"<table><caption>{escape(_caption(table))}</caption>")
        parts += ["<tr>" + "".join(map(_td, row)) + "</tr>" for row in _rows(table)]
        parts.append("</table>")
    return ("\n".join(parts) + "\n</html>\n").encode()


@writer("tables.xlsx")
def write_xlsx(report: ReportRecord) -> bytes:
    """One sheet a table, merged cells kept, numbers as numbers that look as printed; needs no spreadsheet program.

    What only looks like a number stays text: codes with a zero in front, more digits than a spreadsheet keeps.
    """
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same input gives the same bytes
        wrapped = {"text_wrap": True, "valign": "vcenter", "border": 1}
        formats = {"": book.add_format(wrapped)}
        for n, table in enumerate(report["tables"], 1):
            sheet = book.add_worksheet(_sheet_name(n, table))
            sheet.write_string(0, 0, _caption(table))
            for col, width in enumerate(_widths(table)):
                sheet.set_column(col, col, width)
            for cell in table["cells"]:
                row, col, text = cell["row"] + 1, cell["col"], _tidy(cell["text"])
                number, code = _number(text)
                if code not in formats:
                    formats[code] = book.add_format({**wrapped, "num_format": code})
                if cell["row_span"] * cell["col_span"] > 1:
                    bottom, right = row + cell["row_span"] - 1, col + cell["col_span"] - 1
                    sheet.merge_range(row, col, bottom, right, "", formats[code])
                if number is None:
                    sheet.write_string(row, col, text[:_LONGEST], formats[code])
                else:
                    sheet.write_number(row, col, number, formats[code])
        if not report["tables"]:
            book.add_worksheet("无表格")
    return out.getvalue()


def _number(text: str) -> tuple[float | None, str]:
    """A printed number as a spreadsheet stores it, and the number format that prints it so again; or None and none."""
    match = _PRINTED.fullmatch(text)
    if match is None or len(text) > _DIGITS:
        return None, ""
    decimals = len(match["decimals"] or "")
    code = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "") + (match["percent"] or "")
    value = Decimal(text.rstrip("%").replace(",", "")).scaleb(-2 if match["percent"] else 0)
    return float(value), "" if code == "0" else code


def _widths(table: TableRecord) -> list[int]:
    """Of each column in characters, of which a Chinese one is two."""
    widths = [_NARROWEST] * table["cols"]
    for cell in table["cells"]:
        if cell["col_span"] == 1:
            width = sum(2 if ord(character) > 0x2E7F else 1 for character in cell["text"][:_WIDEST]) + 2
            widths[cell["col"]] = min(max(widths[cell["col"]], width), _WIDEST)
    return widths


def _sheet_name(number: int, table: TableRecord) -> str:
    """`表3 支出总表`: as much of the title as a sheet's name holds."""
    title = re.sub(r"[\[\]:*?/\\'\x00-\x1f]+", "", table["title"] or "")
    return f"表{number} {title}".strip()[:31].strip()


def _rows(table: TableRecord) -> list[list[CellRecord]]:
    rows: list[list[CellRecord]] = [[] for _ in range(table["rows"])]
    for cell in table["cells"]:
        rows[cell["row"]].append(cell)
    return rows


def _grid(table: TableRecord) -> list[list[str]]:
    grid = [[""] * table["cols"] for _ in range(table["rows"])]
    for cell in table["cells"]:
        grid[cell["row"]][cell["col"]] = _tidy(cell["text"])
    return grid


def _td(cell: CellRecord) -> str:
    spans = f' rowspan="{cell["row_span"]}"' if cell["row_span"] > 1 else ""
    spans += f' colspan="{cell["col_span"]}"' if cell["col_span"] > 1 else ""
    return f"<td{spans}{_origin(cell['origin'])}>{escape(_tidy(cell['text']))}</td>"


def _origin(origin: OriginRecord) -> str:
    """Where the cell stands in the file, shown when the pointer rests on it."""
    if origin["sheet"] is not None:
        return f' title="{escape(origin["sheet"])}!{origin["ref"]}"'
    return f' title="第{origin["page"]}页"' if origin["page"] is not None else ""


def _caption(table: TableRecord) -> str:
    unit = f"（单位：{table['unit']}）" if table["unit"] else ""
    return (table["title"] or "") + unit


def _tidy(text: str) -> str:
    """The cell's text with its line breaks as blanks."""
    return " ".join(text.split())
