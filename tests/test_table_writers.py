"""`gouji tables`: the same grid in every format, merged cells kept where the format can."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import lxml.html
import openpyxl
import pytest

from extractor import process, read, write
from extractor.records import ReportRecord, report

SAMPLES = Path(__file__).parents[1] / "annotations" / "samples"


@pytest.fixture(scope="module", params=["s01_yunxi_xuncha.txt", "s02_qinghe_water.docx"])
def record(request: pytest.FixtureRequest) -> ReportRecord:
    path = SAMPLES / request.param
    return report(process(read(path.read_bytes(), path.name), until="tabulate"))


def test_csv_has_a_row_for_every_row_and_opens_in_a_spreadsheet_program(record: ReportRecord) -> None:
    data = write(record, "tables.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    tables = record["tables"]
    titles = sum(table["title"] is not None for table in tables)
    assert len(rows) == sum(table["rows"] for table in tables) + titles + len(tables) - 1
    assert Counter(map(len, rows))[tables[0]["cols"]] >= tables[0]["rows"]


def test_html_keeps_the_spans(record: ReportRecord) -> None:
    page = lxml.html.fromstring(write(record, "tables.html").decode())
    for table, shown in zip(record["tables"], page.iter("table"), strict=True):
        cells = [
            (
                int(td.get("rowspan", "1")),
                int(td.get("colspan", "1")),
                "".join("".join(str(t) for t in td.itertext()).split()),
            )
            for td in shown.iter("td")
        ]
        assert cells == [(c["row_span"], c["col_span"], "".join(c["text"].split())) for c in table["cells"]]


def test_excel_keeps_merged_cells_and_numbers(record: ReportRecord) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(record, "tables.xlsx")))
    for table, sheet in zip(record["tables"], book.worksheets, strict=True):
        merged = {
            (area.min_row - 2, area.min_col - 1, area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
            for area in sheet.merged_cells.ranges
        }
        wanted = {
            (c["row"], c["col"], c["row_span"], c["col_span"])
            for c in table["cells"]
            if c["row_span"] * c["col_span"] > 1
        }
        assert merged == wanted
        numbers = [c for c in table["cells"] if c["text"].isdigit()]
        assert numbers
        for cell in numbers:
            assert sheet.cell(cell["row"] + 2, cell["col"] + 1).value == int(cell["text"])


@pytest.mark.parametrize("format", ["tables.csv", "tables.html", "tables.xlsx"])
def test_a_report_without_tables_gives_a_readable_file(format: str) -> None:
    empty = report(process(read("一、无表格\n2023年支出12万元。\n".encode(), "无.txt")))
    assert write(empty, format) == write(empty, format)
