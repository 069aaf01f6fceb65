"""Workbooks: every sheet as its titles, tables and notes, cells as people saw them, merged as they were."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from extractor.errors import ReadError
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc

SOFFICE = shutil.which("soffice")
SHARED = Path(__file__).parents[2] / "shared" / "corpus"
Cells = list[tuple[int, int, int, int, str]]


def workbook(fill: Callable[[Any], None]) -> bytes:
    """An .xlsx that `fill` writes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


def changed(data: bytes, member: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """A package with one part changed, or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part: bytes | None = old.read(name)
            if name == member:
                part = change(old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def budget(book: Any) -> None:
    """Two sheets as finance systems make them, and a hidden one."""
    ruled = book.add_format({"border": 1})
    money = book.add_format({"border": 1, "num_format": "#,##0.00"})
    share = book.add_format({"border": 1, "num_format": "0.0%"})
    sheet = book.add_worksheet("支出总表")
    sheet.write("A1", "公开03表")
    sheet.merge_range("A2:D2", "云溪县2024年部门支出总表")
    sheet.write("A3", "部门：")
    sheet.write("B3", "云溪县水务局")
    sheet.write("D3", "单位：万元")
    sheet.merge_range("A5:A6", "科目", ruled)
    sheet.merge_range("B5:C5", "支出", ruled)
    sheet.merge_range("D5:D6", "占比", ruled)
    sheet.write("B6", "基本支出", ruled)
    sheet.write("C6", "项目支出", ruled)
    rows = [("教育支出", 1234.5, 0.1 + 0.2, 0.98765), ("", "", "", ""), ("农林水支出", 20, 30, 0.012)]
    for row, (name, basic, project, part) in enumerate(rows, 6):
        sheet.write(row, 0, name or None, ruled)
        sheet.write(row, 1, basic if basic != "" else None, money)
        sheet.write(row, 2, project if project != "" else None, money)
        sheet.write(row, 3, part if part != "" else None, share)
    sheet.merge_range("A10:D10", "注：本表数字四舍五入。", ruled)
    sheet.write("A12", "填表人：张某某")
    other = book.add_worksheet("收入明细")
    for row, line in enumerate((("来源", "金额"), ("财政拨款", 5.0), ("其他", 7.25)), 2):
        other.write_row(row, 1, line)
    book.add_worksheet("底稿").hide()
    book.worksheets()[2].write(0, 0, "不公开")
    book.add_worksheet("空表")


def cells(doc: Doc, table: int = 0) -> Cells:
    return [(c.row, c.col, c.row_span, c.col_span, c.text) for c in doc.tables[table].cells]


@pytest.fixture(scope="module")
def doc() -> Doc:
    return read(workbook(budget), "预算.xls")


def test_what_stands_around_a_ruled_table_are_paragraphs(doc: Doc) -> None:
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [
        "公开03表",
        "云溪县2024年部门支出总表",
        "部门：云溪县水务局",
        "单位：万元",
        "注：本表数字四舍五入。",
        "填表人：张某某",
        "收入明细",
    ]
    assert [paragraph.origin.ref for paragraph in doc.paragraphs] == ["A1", "A2", "A3", "D3", "A10", "A12", None]


def test_a_table_keeps_its_merged_cells_its_blank_rows_and_shows_numbers_as_formatted(doc: Doc) -> None:
    assert cells(doc) == [
        (0, 0, 2, 1, "科目"),
        (0, 1, 1, 2, "支出"),
        (0, 3, 2, 1, "占比"),
        (1, 1, 1, 1, "基本支出"),
        (1, 2, 1, 1, "项目支出"),
        (2, 0, 1, 1, "教育支出"),
        (2, 1, 1, 1, "1,234.50"),
        (2, 2, 1, 1, "0.30"),
        (2, 3, 1, 1, "98.8%"),
        *((3, col, 1, 1, "") for col in range(4)),
        (4, 0, 1, 1, "农林水支出"),
        (4, 1, 1, 1, "20.00"),
        (4, 2, 1, 1, "30.00"),
        (4, 3, 1, 1, "1.2%"),
    ]
    assert [(c.origin.sheet, c.origin.ref) for c in doc.tables[0].cells][5:7] == [
        ("支出总表", "A7"),
        ("支出总表", "B7"),
    ]
    assert doc.tables[0].exact


def test_title_and_unit_are_found_and_a_sheet_without_a_title_has_its_name(doc: Doc) -> None:
    first, second = process(doc, until="tabulate").tables
    assert (first.title, first.unit) == ("云溪县2024年部门支出总表", "万元")
    assert second.title == "收入明细"
    assert [value.text for value in first.values][:3] == ["1,234.50", "0.30", "98.8%"]


def test_a_table_without_rules_begins_where_it_begins(doc: Doc) -> None:
    assert [cell[4] for cell in cells(doc, 1)] == ["来源", "金额", "财政拨款", "5", "其他", "7.25"]
    assert doc.tables[1].cells[0].origin.ref == "B3"


def test_hidden_sheets_are_left_out_and_named(doc: Doc) -> None:
    assert doc.flags == ("hidden-left-out:底稿",)
    assert "不公开" not in doc.text


def test_hidden_rows_and_columns_are_left_out_and_named() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("表一")
        ruled = book.add_format({"border": 1})
        sheet.merge_range("A1:D1", "合并的表头", ruled)
        for row in range(1, 6):
            for col in range(4):
                sheet.write(row, col, f"{'甲乙丙丁'[col]}{row + 1}", ruled)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    doc = read(workbook(fill), "预算.xlsx")
    assert [cell[4] for cell in cells(doc)] == [
        "合并的表头",
        "甲2",
        "丙2",
        "丁2",
        "甲5",
        "丙5",
        "丁5",
        "甲6",
        "丙6",
        "丁6",
    ]
    assert cells(doc)[0] == (0, 0, 1, 3, "合并的表头")
    assert doc.flags == ("hidden-left-out:表一第3-4行、B列",)


def test_tables_without_rules_are_parted_by_blank_rows() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Sheet1")
        lines = [
            ["一、收入情况"],
            ["来源", "金额"],
            ["拨款", 5],
            [],
            ["二、支出情况"],
            ["单位：万元"],
            ["科目", "金额", "备注"],
            ["教育", 3],
            ["农业", 2],
            ["备注：以上为预计数。"],
            [],
            [None, "填报人：李某"],
        ]
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)

    doc = read(workbook(fill), "预算.xlsx")
    assert [[cell[4] for cell in cells(doc, n)] for n in (0, 1)] == [
        ["来源", "金额", "拨款", "5"],
        ["科目", "金额", "备注", "教育", "3", "", "农业", "2", ""],
    ]
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [
        "一、收入情况",
        "二、支出情况",
        "单位：万元",
        "备注：以上为预计数。",
        "填报人：李某",
    ]


def test_a_caption_within_the_rules_stands_above_the_table_and_a_form_keeps_its_labels() -> None:
    def fill(book: Any) -> None:
        ruled = book.add_format({"border": 1})
        sheet = book.add_worksheet("甲")
        sheet.merge_range("A1:C1", "项目支出表", ruled)
        sheet.write_row(1, 0, ["部门：云溪县水务局", "", "单位：万元"], ruled)
        sheet.write_row(2, 0, ["项目", "预算数", "执行数"], ruled)
        sheet.write_row(3, 0, ["修渠", 5, 4], ruled)
        form = book.add_worksheet("乙")
        form.merge_range("A1:C1", "绩效自评表", ruled)
        form.merge_range("A2:C2", "（2023年度）", ruled)
        form.write_row(2, 0, ["单位名称：", "云溪县水务局", ""], ruled)
        form.write_row(3, 0, ["得分", 95, ""], ruled)

    doc = read(workbook(fill), "预算.xlsx")
    assert [cell[4] for cell in cells(doc)] == ["项目", "预算数", "执行数", "修渠", "5", "4"]
    assert [cell[4] for cell in cells(doc, 1)][:4] == ["绩效自评表", "（2023年度）", "单位名称：", "云溪县水务局"]


def test_rows_that_somebody_forgot_to_rule_belong_to_the_table_and_signatures_do_not() -> None:
    def fill(book: Any) -> None:
        ruled = book.add_format({"border": 1})
        sheet = book.add_worksheet("甲")
        sheet.write("A1", "项目支出表")
        sheet.write_row(1, 0, ["项目", "预算数", "执行数"])
        sheet.write_row(2, 0, ["修渠", 5, 4], ruled)
        sheet.write_row(3, 0, ["筑路", 6, 6])
        sheet.write_row(4, 0, ["造林", 7, 7], ruled)
        sheet.write_row(5, 0, ["合计", 18, 17])
        sheet.write_row(6, 0, ["填表人：张某", "审核人：李某", "日期"])

    doc = read(workbook(fill), "预算.xlsx")
    assert [cell[4] for cell in cells(doc)][::3] == ["项目", "修渠", "筑路", "造林", "合计"]
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [
        "项目支出表",
        "填表人：张某",
        "审核人：李某",
        "日期",
    ]


def test_notes_within_the_rules_stand_below_the_table_however_many_lines_they_have() -> None:
    def fill(book: Any) -> None:
        ruled = book.add_format({"border": 1})
        sheet = book.add_worksheet("甲")
        for row, line in enumerate([["项目", "预算数"], ["修渠", 5], ["备注", "按进度拨付"]]):
            sheet.write_row(row, 0, line, ruled)
        sheet.merge_range("A4:B4", "注：1.本表含结转资金。", ruled)
        sheet.merge_range("A5:B5", "2.数字四舍五入。", ruled)

    doc = read(workbook(fill), "预算.xlsx")
    assert [cell[4] for cell in cells(doc)] == ["项目", "预算数", "修渠", "5", "备注", "按进度拨付"]
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == ["甲", "注：1.本表含结转资金。", "2.数字四舍五入。"]


def test_texts_formulas_dates_and_errors_show_what_excel_shows() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_formula("A1", "=1/3", book.add_format({"num_format": "0.00"}), 1 / 3)
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
        sheet.write_boolean("C1", True)
        sheet.write_number("A2", 45047, book.add_format({"num_format": 'yyyy"年"m"月"'}))
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("B2", "其中：", bold, "人员经费")
        sheet.write_string("C2", "第一行\n第二行")
        sheet.write_string("A3", "0012")
        sheet.write_string("B3", "_x000D_下一行")
        sheet.write_number("C3", 2050299)

    assert [cell[4] for cell in cells(read(workbook(fill), "预算.xlsx"))] == [
        *(
            "0.33",
            "#DIV/0!",
            "TRUE",
            "2023年5月",
            "其中：人员经费",
            "第一行\n第二行",
            "0012",
            "_x000D_下一行",
            "2050299",
        )
    ]


def test_cells_far_apart_and_whole_columns_of_rules_cost_nothing() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Sheet1")
        ruled = book.add_format({"border": 1})
        sheet.set_column(0, 16383, None, ruled)
        sheet.write_row(0, 0, ["项目", "金额"], ruled)
        sheet.write_row(1, 0, ["甲", 1], ruled)
        sheet.write(1_048_575, 16_383, "末")
        sheet.write(3, 0, "很大的合并格")

    merged = b'<mergeCells count="1"><mergeCell ref="A4:WQK1000001"/></mergeCells><pageMargins'
    data = changed(workbook(fill), "xl/worksheets/sheet1.xml", lambda part: part.replace(b"<pageMargins", merged))
    doc = read(data, "预算.xlsx")
    assert [cell[4] for cell in cells(doc)] == ["项目", "金额", "甲", "1"]
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == ["很大的合并格", "末"]


@pytest.mark.parametrize("member", ["xl/styles.xml", "xl/theme/theme1.xml", "docProps/app.xml", "[Content_Types].xml"])
def test_a_package_without_what_carries_no_text_is_read_all_the_same(member: str) -> None:
    assert "云溪县2024年部门支出总表" in read(changed(workbook(budget), member, lambda _: None), "预算.xlsx").text


def test_a_sheet_that_breaks_off_keeps_what_came_before() -> None:
    cut = changed(workbook(budget), "xl/worksheets/sheet1.xml", lambda part: part[: part.index(b'r="A9"')])
    doc = read(cut, "预算.xlsx")
    assert "truncated:支出总表" in doc.flags
    assert "1,234.50" not in doc.text or "农林水支出" not in doc.text
    assert "收入明细" in doc.text


def test_a_strict_package_is_read_like_any_other() -> None:
    data = workbook(budget)
    for member in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        data = changed(
            data,
            member,
            lambda part: part.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ),
        )
    assert read(data, "预算.xlsx").text == read(workbook(budget), "预算.xlsx").text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(workbook(lambda book: book.add_worksheet("空")), "no visible cell", id="nothing in it"),
        pytest.param(workbook(budget)[:2000], "damaged", id="cut"),
        pytest.param(
            changed(workbook(budget), "xl/workbook.xml", lambda part: part[:200]), "damaged", id="list of sheets"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 90, "damaged", id="cut xls"
        ),
    ],
)
def test_a_workbook_that_cannot_be_read_says_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(data, "预算.xlsx")
    assert "\n" not in str(caught.value)


XML = """<?xml version="1.0" encoding="gb2312"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles>
  <Style ss:ID="Default"/>
  <Style ss:ID="r"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/>
   <Border ss:Position="Top" ss:LineStyle="Continuous"/></Borders></Style>
  <Style ss:ID="m" ss:Parent="r"><NumberFormat ss:Format="Standard"/></Style>
  <Style ss:ID="d" ss:Parent="r"><NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/></Style>
 </Styles>
 <Worksheet ss:Name="收支表"><Table>
  <Column ss:Index="3" ss:Hidden="1"/>
  <Row><Cell ss:MergeAcross="3"><Data ss:Type="String">䶮山镇收支表</Data></Cell></Row>
  <Row ss:Index="3"><Cell ss:StyleID="r" ss:MergeDown="1"><Data ss:Type="String">项目</Data></Cell>
   <Cell ss:StyleID="r" ss:MergeAcross="2"><Data ss:Type="String">金额</Data></Cell></Row>
  <Row><Cell ss:Index="2" ss:StyleID="r"><Data ss:Type="String">本年</Data></Cell>
   <Cell ss:Index="4" ss:StyleID="r"><Data ss:Type="String">时间</Data></Cell></Row>
  <Row><Cell ss:StyleID="r"><Data ss:Type="String">收入</Data></Cell>
   <Cell ss:StyleID="m"><Data ss:Type="Number">1234.5</Data></Cell>
   <Cell ss:StyleID="r"><Data ss:Type="String">内部</Data></Cell>
   <Cell ss:StyleID="d"><Data ss:Type="DateTime">2023-05-01T00:00:00.000</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="底稿"><Table><Row><Cell><Data ss:Type="String">不公开</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
 </Worksheet>
</Workbook>"""


def test_the_xml_of_excel_2003_is_read_like_any_workbook() -> None:
    doc = read(XML.encode("gb18030"), "收支.xls")
    assert doc.source.format == "spreadsheetml"
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == ["䶮山镇收支表"]
    assert cells(doc) == [
        (0, 0, 2, 1, "项目"),
        (0, 1, 1, 2, "金额"),
        (1, 1, 1, 1, "本年"),
        (1, 2, 1, 1, "时间"),
        (2, 0, 1, 1, "收入"),
        (2, 1, 1, 1, "1,234.50"),
        (2, 2, 1, 1, "2023年5月"),
    ]
    assert doc.flags == ("hidden-left-out:收支表C列", "hidden-left-out:底稿")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("format", "name"), [("xls", "预算.et"), ("ods", "预算.xls")])
def test_a_workbook_of_another_kind_says_what_the_xlsx_says(tmp_path: Path, doc: Doc, format: str, name: str) -> None:
    (tmp_path / "预算.xlsx").write_bytes(workbook(budget))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", format, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "预算.xlsx")], check=True, capture_output=True, timeout=120)
    old = read((tmp_path / f"预算.{format}").read_bytes(), name)
    assert old.source.format == format
    assert old.text == doc.text
    assert [cells(old, n) for n in range(2)] == [cells(doc, n) for n in range(2)]
    assert [c.origin for c in old.tables[0].cells] == [c.origin for c in doc.tables[0].cells]
    assert old.flags == doc.flags


@pytest.mark.skipif(not SHARED.exists(), reason="the shared corpus is not here")
@pytest.mark.parametrize("path", sorted([*SHARED.glob("xls/*"), *SHARED.glob("xlsx/*")]), ids=lambda path: path.name)
def test_real_workbooks_are_read_cell_by_cell(path: Path) -> None:
    """Against python-calamine, which knows no formats: every text of it stands in the document, in order of sheets."""
    import python_calamine

    text = read(path.read_bytes(), path.name).text
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            for cell in row:
                if isinstance(cell, str) and cell.strip():
                    assert all(line.strip() in text for line in cell.split("\n"))


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of a binary workbook."""
    spelt = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return spelt + bytes([len(data)]) + data


def counted(text: str) -> bytes:
    return len(text).to_bytes(4, "little") + text.encode("utf-16-le")


def binary_workbook(last_row: int = 1) -> bytes:
    """An .xlsb with two rows of a text and a number on a sheet."""
    rows = b""
    for row, (label, number) in ((0, ("拨款", 0.1 + 0.2)), (last_row, ("其他", 1250.0))):
        rows += record(0, row.to_bytes(4, "little") + bytes(13))
        rows += record(6, bytes(8) + counted(label))
        rows += record(5, (1).to_bytes(4, "little") + bytes(4) + struct.pack("<d", number))
    sheets = record(156, bytes(4) + (1).to_bytes(4, "little") + counted("rId1") + counted("收入表"))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", record(131) + record(143) + sheets + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}" Target="worksheets/sheet1.bin"/></Relationships>',
        )
        size = struct.pack("<4I", 0, last_row, 0, 1)
        sheet = record(129) + record(148, size) + record(145) + rows + record(146) + record(130)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return out.getvalue()


def test_a_binary_workbook_gives_its_values_and_says_that_formats_are_lost() -> None:
    doc = read(binary_workbook(), "收入.xlsb")
    assert [cell[4] for cell in cells(doc)] == ["拨款", "0.3", "其他", "1250"]
    assert doc.flags == ("number-formats-lost:收入表",)
    assert doc.source.via == ("python-calamine",)


def test_a_binary_workbook_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ReadError, match=r"save it as \.xlsx"):
        read(binary_workbook(1_048_575).replace(b"\1\0\0\0" + bytes(4), b"\xff\x3f\0\0" + bytes(4)), "收入.xlsb")
