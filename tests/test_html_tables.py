"""Grids of pages: spans by their own occupancy, tables that only place things, what Word and Excel write."""

from __future__ import annotations

import pytest

from extractor.pipeline import process
from extractor.readers.html import read_html
from extractor.types import Doc, Table


def opened(body: str, head: str = "") -> Doc:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "表.html")


def bordered(rows: str) -> str:
    return f"<table border=1>{rows}</table>"


def grid(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(one.row, one.col, one.row_span, one.col_span, one.text) for one in found.cells]


@pytest.mark.parametrize(
    ("rows", "size", "expected"),
    [
        pytest.param(
            "<tr><td>甲<td>乙<tr><td>丙<td>&nbsp;", (2, 2),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "")], id="plain",
        ),
        pytest.param(
            "<tr><td rowspan=2>甲<td colspan=2>乙<tr><td>1<td>2", (2, 3),
            [(0, 0, 2, 1, "甲"), (0, 1, 1, 2, "乙"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")], id="both spans",
        ),
        pytest.param(
            "<tr><td>1<td rowspan=2 colspan=2>乙<td>2<tr><td>3<td>4", (2, 4),
            [(0, 0, 1, 1, "1"), (0, 1, 2, 2, "乙"), (0, 3, 1, 1, "2"), (1, 0, 1, 1, "3"), (1, 3, 1, 1, "4")],
            id="a block",
        ),
        pytest.param(
            "<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", (3, 2),
            [(0, 0, 3, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 1, 1, 1, "3")], id="all rows",
        ),
        pytest.param(
            "<tr><td rowspan=65534>甲<td>1<tr><td>2", (2, 2),
            [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")], id="more rows than there are",
        ),
        pytest.param(
            "<tr><td colspan=1000>表<tr><td>1<td>2", (2, 2),
            [(0, 0, 1, 2, "表"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")], id="more columns than there are",
        ),
        pytest.param(
            "<tr><td>1<td rowspan=2>乙<td>2<tr><td colspan=3>丙", (2, 3),
            [(0, 0, 1, 1, "1"), (0, 1, 2, 1, "乙"), (0, 2, 1, 1, "2"), (1, 0, 1, 1, "丙"), (1, 2, 1, 1, "")],
            id="overlapping",
        ),
        pytest.param(
            "<tr><td>1<td>2<td>3<tr><td>4", (2, 3),
            [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2"), (0, 2, 1, 1, "3"), (1, 0, 1, 1, "4"), (1, 1, 1, 1, ""), (1, 2, 1, 1,
            "")],
            id="missing cells",
        ),
        pytest.param(
            "<tfoot><tr><td>计<td>3</tfoot><tbody><tr><td>甲<td>1<tr><td>乙<td>2<thead><tr><th>名<th>数", (4, 2),
            [(0, 0, 1, 1, "名"), (0, 1, 1, 1, "数"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "1"),
             (2, 0, 1, 1, "乙"), (2, 1, 1, 1, "2"), (3, 0, 1, 1, "计"), (3, 1, 1, 1, "3")], id="order of groups",
        ),
        pytest.param(
            "<thead><tr><th rowspan=3>名<th>数</thead><tbody><tr><td>甲<td>1", (2, 2),
            [(0, 0, 1, 1, "名"), (0, 1, 1, 1, "数"), (1, 0, 1, 1, "甲"), (1, 1, 1, 1, "1")],
            id="spans end with their group",
        ),
        pytest.param(
            "<tr><td colspan=x>1<td colspan=-2>2<td colspan=''>3<tr><td colspan='2;'>4<td>5", (2, 3),
            [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2"), (0, 2, 1, 1, "3"), (1, 0, 1, 2, "4"), (1, 2, 1, 1, "5")],
            id="no numbers",
        ),
        pytest.param(
            "<tr style='display:none'><td>暗<td>暗<tr><td>1<td hidden>暗<td>2", (1, 2), [(0, 0, 1, 1, "1"), (0, 1, 1, 1,
            "2")],
            id="hidden rows and cells",
        ),
        pytest.param(
            "<col><col style='display:none'><col><tr><td>1<td>暗<td>2<tr><td colspan=2>3<td>4", (2, 2),
            [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "2"), (1, 0, 1, 1, "3"), (1, 1, 1, 1, "4")], id="hidden columns",
        ),
        pytest.param(
            "<tr><td>1<td>2<tr height=0><td width=10></td><td width=10></td>", (1, 2), [(0, 0, 1, 1, "1"), (0, 1, 1, 1,
            "2")],
            id="Word's row of widths",
        ),
        pytest.param(
            "<tr><td>1<td colspan=2 style='mso-ignore:colspan'>长<tr><td>2<td>3<td>4", (2, 3),
            [(0, 0, 1, 1, "1"), (0, 1, 1, 1, "长"), (0, 2, 1, 1, ""), (1, 0, 1, 1, "2"), (1, 1, 1, 1, "3"), (1, 2, 1, 1,
            "4")],
            id="Excel's text over its neighbours",
        ),
    ],
)  # fmt: skip
def test_cells_take_the_squares_a_browser_gives_them(
    rows: str, size: tuple[int, int], expected: list[tuple[int, int, int, int, str]]
) -> None:
    doc = opened(bordered(rows))
    (found,) = doc.tables
    assert found.exact
    assert (found.rows, found.cols) == size
    assert grid(found) == expected


def test_cells_have_places_and_keep_their_lines() -> None:
    doc = opened(bordered("<tr><td><p>甲</p><p>&nbsp;</p><ol><li>子<li>丑</ol><td>乙<br>丙<th>丁"))
    first, second, third = doc.tables[0].cells
    assert (first.text, second.text, third.text) == ("甲\n1. 子\n2. 丑", "乙\n丙", "丁")
    assert [doc[cell.span] for cell in doc.tables[0].cells] == [first.text, second.text, third.text]
    assert first.origin.path == "body/table[1]/tbody[1]/tr[1]/td[1]"
    assert third.origin.path == "body/table[1]/tbody[1]/tr[1]/th[1]"
    assert first.origin.flags == ("automatic-numbering",)


@pytest.mark.parametrize(
    ("content", "flags"), [("&nbsp;", ()), ("", ()), ("<o:p>&nbsp;</o:p>", ()), ("\u3000", ("blank",))]
)
def test_only_a_wide_blank_blanks_a_cell_out(content: str, flags: tuple[str, ...]) -> None:
    doc = opened(bordered(f"<tr><td>甲<td>{content}<tr><td>乙<td>1"))
    assert doc.tables[0].cells[1].origin.flags == flags


def test_a_caption_is_a_paragraph_before_its_table() -> None:
    doc = opened(
        "<table border=1><caption>收支情况表<br>单位：万元</caption><tr><td>收入<td>12<tr><td>支出<td>11</table>"
    )
    assert [doc[one.span] for one in doc.paragraphs] == ["收支情况表", "单位：万元"]
    found = process(doc, until="tabulate").tables[0]
    assert (found.title, found.unit) == ("收支情况表", "万元")


DATA = "<table border=1><tr><td>甲<td>1<tr><td>乙<td>2</table>"
LONG = "<p>云溪县水务局按照年初预算组织实施，各项工作按期完成。</p>" * 20


@pytest.mark.parametrize(
    ("body", "paragraphs", "tables"),
    [
        (f"<table><tr><td><p>前</p>{DATA}<p>后</p></table>", ["前", "后"], 1),
        (f"<table border=1><tr><td><p>前</p>{DATA}<p>后</p></table>", ["前", "后"], 1),
        (f"<table><tr><td>题<tr><td>{DATA}<tr><td>{DATA}</table>", ["题"], 2),
        (f"<table><tr><td><table><tr><td><table><tr><td>{DATA}</table></table></table>", [], 1),
        ("<table><tr><td>一段<tr><td>二段</table>", ["一段", "二段"], 0),
        ("<table role=presentation><tr><td>一<td>二</table>", ["一", "二"], 0),
        ("<table><tr><td>名称<td>数量<tr><td>管网<td>12</table>", [], 1),
        ("<table><tr><th>名称<tr><td>管网</table>", [], 1),
        ("<table border=1><tr><td>名称<tr><td>管网</table>", [], 1),
        ("<table><tr><td>仅此</table>", ["仅此"], 0),
        ("<table><tr><td>&nbsp;<td></table><p>文</p>", ["文"], 0),
    ],
)
def test_tables_that_only_place_things_are_opened(body: str, paragraphs: list[str], tables: int) -> None:
    doc = opened(body)
    assert [doc[one.span] for one in doc.paragraphs] == paragraphs
    assert len(doc.tables) == tables


def test_a_page_in_two_columns_is_opened_and_a_form_with_long_answers_is_not() -> None:
    page = opened(f"<table><tr><td><p>栏目说明文字</p></td><td>{LONG}</td></table>")
    form = opened(bordered(f"<tr><td>名称<td>管网<tr><td>年度<td>2022<tr><td>成效<td>{LONG}<tr><td>问题<td>{LONG}"))
    assert (len(page.tables), len(form.tables)) == (0, 1)


def test_a_table_in_a_cell_is_a_table_of_its_own_and_part_of_the_cell() -> None:
    inner = f"资金安排如下：{DATA}合计3万元"
    doc = opened(bordered(f"<tr><td>项目<td>{inner}<tr><td>年度<td>2022年全年执行情况说明文字，见所附资料"))
    outer, nested = doc.tables
    assert (outer.rows, outer.cols) == (2, 2)
    assert outer.cells[1].text == "资金安排如下：\n\t甲\n\t1\n\n\t乙\n\t2\n\n\n合计3万元"
    assert grid(nested) == [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")]
    assert outer.cells[1].span.contains(nested.span)
    assert not doc.paragraphs


def test_a_form_of_127_cells_keeps_every_span() -> None:
    rows, expected = [], []
    for block in range(6):
        for line in range(3):
            cells = [f"<td rowspan=3>类{block}" if line == 0 else ""]
            cells += [f"<td rowspan={3 if line == 0 else 1} colspan=2>级{block}"] if line == 0 else []
            cells += [
                f"<td>指标{block}{line}",
                f"<td colspan=2>{block}{line}万元",
                *(f"<td>{n}" for n in range(5 if block else 4)),
            ]
            rows.append("<tr>" + "".join(cells))
            at = block * 3 + line
            if line == 0:
                expected += [(at, 0, 3, 1, f"类{block}"), (at, 1, 3, 2, f"级{block}")]
            expected += [(at, 3, 1, 1, f"指标{block}{line}"), (at, 4, 1, 2, f"{block}{line}万元")]
            expected += [(at, 6 + n, 1, 1, str(n)) for n in range(5 if block else 4)]
            expected += [] if block else [(at, 10, 1, 1, "")]
    (found,) = opened(bordered("".join(rows))).tables
    assert len(expected) > 127
    assert grid(found) == expected


@pytest.mark.parametrize(
    ("rows", "flag"),
    [
        ("<tr><td>1<td>2<td rowspan=65534>3" * 3_000, "spans-ignored"),
        ("<tr><td colspan=1000>1<td colspan=1000>2<td colspan=1000>3" * 300, "spans-ignored"),
    ],
)
def test_absurd_spans_are_not_believed(rows: str, flag: str) -> None:
    (found,) = opened(bordered(rows)).tables
    assert found.flags == (flag,)
    assert found.cols == 3


def test_a_table_too_large_for_a_grid_is_read_as_text() -> None:
    doc = opened(bordered("<tr>" + "<td>1" * 2_000 + "<tr><td>2<td>3" * 1_000))
    assert doc.flags == ("table-too-large",)
    assert len(doc.paragraphs) == 4_000
    assert not doc.tables


WORD = (
    '<meta name=ProgId content=Word.Document><meta name=Generator content="Microsoft Word 11"><link rel=File-List '
    'href="a.files/filelist.xml"><!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->'
    "<style><!-- p.MsoNormal {margin:0cm;} --></style>"
)


def test_what_word_writes_is_read_whole() -> None:
    body = (
        "<div class=Section1 style='layout-grid:15.6pt'><p class=MsoNormal><b><span style='font-family:宋体'>"
        "自评表</span></b>"
        "<span lang=EN-US><o:p></o:p></span></p><p class=MsoNormal><![if !supportEmptyParas]>&nbsp;<![endif]><o:p>"
        "</o:p></p>"
        "<table class=MsoNormalTable border=1 style='mso-border-alt:solid windowtext .5pt'><tr style='mso-yfti-irow:0'>"
        "<td width=95 rowspan=2><p class=MsoNormal><span\n  style='font-family:宋体'>年度\n  资金</span></p></td>"
        "<td><p class=MsoNormal><span lang=EN-US>315.68</span><span style='font-family:宋体'>万元</span>"
        "<span lang=EN-US><o:p>"
        "</o:p></span></p></td></tr><tr><td><p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></td></tr>"
        "<![if !supportMisalignedRows]><tr height=0><td width=95></td><td width=99></td></tr><![endif]></table></div>"
    )
    doc = opened(body, WORD)
    assert [doc[one.span] for one in doc.paragraphs] == ["自评表"]
    assert grid(doc.tables[0]) == [(0, 0, 2, 1, "年度资金"), (0, 1, 1, 1, "315.68万元"), (1, 1, 1, 1, "")]


EXCEL = (
    '<meta name=ProgId content=Excel.Sheet><meta name=Generator content="Microsoft Excel 11"><link rel=Stylesheet '
    'href=stylesheet.css><script language="JavaScript">fnUpdateTabs();</script>'
)


def test_what_excel_writes_is_read_whole() -> None:
    body = (
        "<table x:str border=0 cellpadding=0 style='border-collapse:collapse'><col width=72><col width=72>"
        "<tr height=19><td class=xl24 colspan=2 style='border-right:.5pt solid black'>收支表</td></tr>"
        "<tr style='display:none'><td>暗</td><td x:num>1</td></tr><tr><td>收入</td><td class=xl25 x:num=\"1286.5\">"
        "<span "
        "style='mso-spacerun:yes'>&nbsp;</span>1,286.50 </td></tr><tr><td>支出</td><td x:num=\"1190.25\">#######</td>"
        "</tr>"
        "<![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=72></td><td width=72></td></tr>"
        "<![endif]>"
        "</table>"
    )
    doc = opened(body, EXCEL)
    assert [cell.text for cell in doc.tables[0].cells] == ["收支表", "收入", "1,286.50", "支出", "1190.25"]


def test_a_bare_table_with_the_suffix_of_a_workbook_is_read() -> None:
    doc = read_html(
        "<table><tr><td>名称</td><td>金额</td></tr><tr><td>管网</td><td>12</td></tr></table>".encode("gbk"), "表.xls"
    )
    assert [cell.text for cell in doc.tables[0].cells] == ["名称", "金额", "管网", "12"]


def test_a_text_with_tables_in_html_keeps_its_lines() -> None:
    table = "<table>\n<tr><td>收入</td>\n<td>12</td></tr><tr><td>支出</td><td>11</td></tr></table>"
    text = f"# 自评报告\n\n一、概况\n单位：万元\n{table}\n完成。"
    doc = read_html(text.encode(), "报告.md")
    assert [doc[one.span] for one in doc.paragraphs] == ["# 自评报告", "一、概况", "单位：万元", "完成。"]
    assert [cell.text for cell in doc.tables[0].cells] == ["收入", "12", "支出", "11"]
