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
from extractor.origins import Origin, Source
from extractor.readers.layout import Layout, Placed
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
        numbers = [c for c in table["cells"] if c["text"].isdecimal() and not c["text"].startswith("0")]
        assert numbers
        for cell in numbers:
            assert sheet.cell(cell["row"] + 2, cell["col"] + 1).value == int(cell["text"])


@pytest.mark.parametrize("format", ["tables.csv", "tables.html", "tables.xlsx"])
def test_a_report_without_tables_gives_a_readable_file(format: str) -> None:
    empty = report(process(read("一、无表格\n2023年支出12万元。\n".encode(), "无.txt")))
    assert write(empty, format) == write(empty, format)


def cells_of(*texts: str, title: str = "") -> ReportRecord:
    """A record of one table of one row, on page 3 of a PDF."""
    layout = Layout()
    layout.paragraph(title)
    layout.table([Placed(0, n, text, origin=Origin(page=3)) for n, text in enumerate(texts)], 1, len(texts))
    return report(process(layout.doc(Source("报告.pdf", "pdf", "", 0)), until="tabulate"))


@pytest.mark.parametrize(
    ("text", "value", "format"),
    [
        ("12", 12, "General"),
        ("20.00", 20, "0.00"),
        ("-1,234.50", -1234.5, "#,##0.00"),
        ("98.8%", 0.988, "0.0%"),
        ("0", 0, "General"),
        ("05", "05", "General"),
        ("911234567890123456", "911234567890123456", "General"),
        ("1_0", "1_0", "General"),
        ("nan", "nan", "General"),
        ("1,23", "1,23", "General"),
        ("=1+1", "=1+1", "General"),
        ("12万元", "12万元", "General"),
    ],
)
def test_excel_has_numbers_that_look_as_printed_and_keeps_codes_as_text(
    text: str, value: float | str, format: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(cells_of("甲", text), "tables.xlsx")))
    cell = book.worksheets[0]["B2"]
    assert (cell.value, cell.number_format) == (value, format)


def test_sheets_are_named_by_their_tables() -> None:
    record = cells_of("甲", "1", title="云溪县[2024]年一般公共预算支出总表：按功能分类科目列示的明细情况表")
    [name] = openpyxl.load_workbook(io.BytesIO(write(record, "tables.xlsx"))).sheetnames
    assert name.startswith("表1 云溪县2024年一般公共预算支出总表")
    assert len(name) <= 31


def test_html_says_where_a_cell_stands_in_the_file() -> None:
    page = lxml.html.fromstring(write(cells_of("甲", "1"), "tables.html").decode())
    assert [td.get("title") for td in page.iter("td")] == ["第3页", "第3页"]
