"""`tables.csv`, `tables.html`, `tables.xlsx`: the tables of a report for people and spreadsheets."""

from __future__ import annotations

import csv
import io
from html import escape

from extractor.records import CellRecord, ReportRecord, TableRecord
from extractor.writers import writer

_STYLE = (
    "body{font-family:sans-serif}table{border-collapse:collapse;margin:0 0 2em}td{border:1px solid;padding:.2em .5em}"
)


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
        for row in range(table["rows"]):
            cells = (cell for cell in table["cells"] if cell["row"] == row)
            parts.append("<tr>" + "".join(_td(cell) for cell in cells) + "</tr>")
        parts.append("</table>")
    return ("\n".join(parts) + "\n</html>\n").encode()


@writer("tables.xlsx")
def write_xlsx(report: ReportRecord) -> bytes:
    """One sheet a table, merged cells kept, numbers as numbers; needs no spreadsheet program."""
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same input gives the same bytes
        wrapped = book.add_format({"text_wrap": True, "valign": "vcenter", "border": 1})
        for n, table in enumerate(report["tables"], 1):
            sheet = book.add_worksheet(f"表{n}")
            sheet.write_string(0, 0, _caption(table))
            for cell in table["cells"]:
                row, col, text = cell["row"] + 1, cell["col"], _tidy(cell["text"])
                if cell["row_span"] * cell["col_span"] > 1:
                    bottom, right = row + cell["row_span"] - 1, col + cell["col_span"] - 1
                    sheet.merge_range(row, col, bottom, right, "", wrapped)
                try:
                    sheet.write_number(row, col, float(text), wrapped)
                except ValueError:
                    sheet.write_string(row, col, text, wrapped)
        if not report["tables"]:
            book.add_worksheet("无表格")
    return out.getvalue()


def _grid(table: TableRecord) -> list[list[str]]:
    grid = [[""] * table["cols"] for _ in range(table["rows"])]
    for cell in table["cells"]:
        grid[cell["row"]][cell["col"]] = _tidy(cell["text"])
    return grid


def _td(cell: CellRecord) -> str:
    spans = f' rowspan="{cell["row_span"]}"' if cell["row_span"] > 1 else ""
    spans += f' colspan="{cell["col_span"]}"' if cell["col_span"] > 1 else ""
    return f"<td{spans}>{escape(_tidy(cell['text']))}</td>"


def _caption(table: TableRecord) -> str:
    unit = f"（单位：{table['unit']}）" if table["unit"] else ""
    return (table["title"] or "") + unit


def _tidy(text: str) -> str:
    """The cell's text with its line breaks as blanks."""
    return " ".join(text.split())
