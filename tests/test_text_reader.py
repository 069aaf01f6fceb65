import time
from itertools import pairwise
from pathlib import Path

import pytest
from flattening import doc_of, flat
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ReadError
from extractor.readers import read
from extractor.readers.flattened import MARK
from extractor.readers.text import LARGEST
from extractor.stages.tabulate import tabulate
from extractor.types import Doc, Span

SHARED = Path(__file__).parents[2] / "shared"
LINE = "云溪县文化馆2023年部门整体支出绩效自评报告"


def paragraphs(doc: Doc) -> list[str]:
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


def rows(doc: Doc, table: int = 0) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(doc.tables[table].rows)]
    for cell in doc.tables[table].cells:
        found[cell.row].append(cell.text)
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "gbk"])
def test_the_encoding_is_found_by_mark_or_by_content(encoding: str) -> None:
    data = ("\ufeff" + LINE).encode(encoding) if encoding == "utf-16-be" else LINE.encode(encoding)
    doc = read(data, "报告.txt")
    assert paragraphs(doc) == [LINE]
    assert doc.flags == ()


def test_rare_characters_of_names_survive_gb18030() -> None:
    assert paragraphs(read("填表人：喆镕㙓𠮷".encode("gb18030"), "a.txt")) == ["填表人：喆镕㙓𠮷"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_bad_byte_loses_one_character_and_is_flagged(encoding: str) -> None:
    data = (LINE * 10).encode(encoding) + b"\xff" + ("\n" + LINE).encode(encoding)
    doc = read(data, "a.txt")
    assert doc.flags == ("replaced-bytes",)
    assert doc.text.count("\ufffd") == 1
    assert paragraphs(doc)[1] == LINE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (" \n\t\u3000\r\n".encode(), "white space"),
        (b"\xef\xbb\xbf", "white space"),
        (b"\x03\x04\x00\x00\x08\x00", "binary"),
        (b"\xff1" * 500, "neither UTF-8 nor GB18030"),
    ],
)
def test_what_is_no_text_is_refused_with_place_and_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read(data, "坏.txt")
    assert caught.value.place == "坏.txt"


def test_a_text_over_the_limit_is_refused_with_its_size_and_the_remedy() -> None:
    with pytest.raises(ReadError, match=r"20\.0 MB of text, the limit is 20 MB; split") as caught:
        read(b"1" * (LARGEST + 1), "大.txt")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_breaks_stay_and_tables_are_found_whatever_they_are(newline: str) -> None:
    text = ("标题\n" + flat(["项目", "金额"], ["办公费", "3.5"]) + "结束\n").replace("\n", newline)
    doc = doc_of(text)
    assert doc.text == text
    assert rows(doc) == [["项目", "金额"], ["办公费", "3.5"]]
    assert paragraphs(doc) == ["标题", "结束"]


def test_spans_leave_white_space_and_marks_outside() -> None:
    doc = doc_of(
        "[bookmark: _GoBack]  一、概况 [image: a.png]\n\n" + flat(["\u3000[bookmark: x] 12 \u3000", "[bookmark: y]"])
    )
    assert paragraphs(doc) == ["一、概况"]
    assert rows(doc) == [["12", ""]]
    assert [doc[cell.span] for cell in doc.tables[0].cells] == ["12", ""]


def test_a_mark_inside_a_paragraph_stays_in_its_span() -> None:
    assert paragraphs(doc_of("前[bookmark: x]后")) == ["前[bookmark: x]后"]


def test_lines_are_counted_from_one_in_cells_and_paragraphs() -> None:
    doc = doc_of("标题\n\n" + flat(["甲", "乙\n丙"], ["丁", "戊"]))
    assert [paragraph.origin.line for paragraph in doc.paragraphs] == [1]
    assert [cell.origin.line for cell in doc.tables[0].cells] == [3, 4, 7, 8]


def test_a_cell_of_wide_blanks_is_blank_and_no_merged_cell() -> None:
    blank, empty = doc_of(flat(["甲", "乙"], ["\u3000", ""])).tables[0].cells[2:]
    assert ("blank" in blank.origin.flags, "blank" in empty.origin.flags) == (True, False)
    assert (blank.text, empty.text) == ("", "")


def test_the_table_reaches_from_its_first_tab_to_the_end_of_its_last_line() -> None:
    text = "题\n" + flat(["甲", "乙"], ["丙", "丁"]) + "尾"
    (table,) = doc_of(text).tables
    assert doc_of(text)[table.span] == "\t甲\n\t乙\n\n\t丙\n\t丁\n"


@pytest.mark.parametrize(
    ("text", "expected", "flag"),
    [
        # A: an empty paragraph at the end of a cell in the middle of a row
        (
            flat(
                ["一级", "二级", "三级", "分值", "得分"],
                ["产出\n", "数量", "次数", "5", "5"],
                ["效益", "社会", "面", "5", "5"],
            ),
            [
                ["一级", "二级", "三级", "分值", "得分"],
                ["产出", "数量", "次数", "5", "5"],
                ["效益", "社会", "面", "5", "5"],
            ],
            "ambiguity-A",
        ),
        # B: a cell that begins with empty paragraphs
        (
            flat(["总体目标", "预期", "实际"], ["", "\n\n\n目标1：办展览", "已办"]),
            [["总体目标", "预期", "实际"], ["", "目标1：办展览", "已办"]],
            "ambiguity-B",
        ),
        # C: an empty paragraph inside a cell
        (
            flat(["产出\n\n（50分）", "数量"], ["效益", "社会"]),
            [["产出\n\n（50分）", "数量"], ["效益", "社会"]],
            "ambiguity-C",
        ),
        # D: two empty paragraphs inside a cell, the row goes on
        (
            flat(["目标", "预期", "实际"], ["甲", "乙\n\n\n丙", "丁"]),
            [["目标", "预期", "实际"], ["甲", "乙\n\n\n丙", "丁"]],
            "ambiguity-D",
        ),
    ],
    ids="ABCD",
)
def test_doubtful_places_are_read_by_the_rows_around_and_flagged(
    text: str, expected: list[list[str]], flag: str
) -> None:
    doc = doc_of("说明书\n" + text + "以上。\n")
    assert rows(doc) == expected
    assert flag in doc.tables[0].flags
    assert paragraphs(doc) == ["说明书", "以上。"]


HEAD = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
ROW = ["", "产出指标", "数量指标", "办展", "≥3", "3", "10", "9"]
NEXT = ["", "", "", "讲座", "有效提升", "提升", "10", "9"]


def broken(row: list[str], *at: int) -> list[str]:
    """The row with an empty paragraph at the end of the cells `at`."""
    return [f"{cell}\n" if nth in at else cell for nth, cell in enumerate(row)]


@pytest.mark.parametrize(
    "rows_",
    [
        pytest.param([broken(HEAD, 0), ROW, NEXT], id="heading after its first cell"),
        pytest.param([broken(HEAD, 3), ROW, NEXT], id="heading in the middle"),
        pytest.param([["总目标", "预期目标", "实际情况"], broken(HEAD, 2), ROW, NEXT], id="heading after goals"),
        pytest.param([HEAD, broken(ROW, 1), NEXT], id="after a merged label"),
        pytest.param([HEAD, ROW, broken(NEXT, 3), ["总分", "100", "90", ""]], id="before a total row"),
        pytest.param([HEAD, broken(ROW, 1, 5), NEXT], id="in three pieces"),
        pytest.param([HEAD, broken(ROW, 4), NEXT], id="going on with a number"),
    ],
)  # fmt: skip
def test_a_row_broken_by_an_empty_paragraph_is_whole_again(rows_: list[list[str]]) -> None:
    doc = doc_of(flat(*rows_))
    assert rows(doc) == [[cell.strip() for cell in row] for row in rows_]
    assert "ambiguity-A" in doc.tables[0].flags


@pytest.mark.parametrize(
    "rows_",
    [
        pytest.param([HEAD, ROW, ["总分", "100", "90", ""], ["备注", "略", "略", "略"]], id="a total and a remark"),
        pytest.param(
            [list("甲乙丙丁戊己"), ["项目名称", "修路"], ["主管部门", "甲局", "实施单位", "乙站"]],
            id="the head of a form",
        ),
        pytest.param(
            [HEAD, ["目标", "预期", "实际"], ["", "完成五项。", "已完成。"], ["措施", "加强"]],
            id="rows of goals",
        ),
        pytest.param([HEAD, ROW, ["小计", "20", "18"], ["合计", "100", "90", "", ""]], id="two totals"),
    ],
)  # fmt: skip
def test_short_rows_of_their_own_stay_apart(rows_: list[list[str]]) -> None:
    assert rows(doc_of(flat(*rows_))) == rows_


def test_a_title_between_two_tables_is_a_paragraph() -> None:
    doc = doc_of(flat(["甲", "乙"], ["1", "2"]) + "附表2 支出明细表\n" + flat(["丙", "丁"], ["3", "4"]))
    assert [rows(doc, n) for n in (0, 1)] == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]
    assert paragraphs(doc) == ["附表2 支出明细表"]


def test_a_table_after_an_empty_paragraph_is_another_table() -> None:
    doc = doc_of(flat(["甲", "乙"], ["1", "2"]) + "\n" + flat(["科目", "预算", "决算"], ["丙", "3", "4"]))
    assert [table.rows for table in doc.tables] == [2, 2]


def test_a_hole_ends_the_table_and_is_flagged_everywhere() -> None:
    doc = doc_of(flat(["甲", "乙", "丙"], ["丁", "1", "2"])[:-2] + " 2023年度青禾市文化馆自评报告\n\n一、概况\n")
    assert doc.flags == ("hole",)
    assert doc.tables[0].flags == ("hole",)
    assert "hole" in doc.tables[0].cells[-1].origin.flags
    assert paragraphs(doc) == ["2023年度青禾市文化馆自评报告", "一、概况"]
    assert doc.paragraphs[0].origin.flags == ("hole",)


def test_a_table_may_begin_after_a_hole() -> None:
    doc = doc_of("前文。\n " + flat(["办公费", "3"], ["差旅费", "4"]) + "后文。")
    assert doc.tables[0].flags == ("hole",)
    assert rows(doc) == [["办公费", "3"], ["差旅费", "4"]]


def test_a_hole_after_the_end_of_a_table_parts_two_tables() -> None:
    doc = doc_of(flat(["甲", "乙"], ["1", "2"]) + " " + flat(["丙", "丁"], ["3", "4"]))
    assert [rows(doc, n) for n in (0, 1)] == [[["甲", "乙"], ["1", "2"]], [["丙", "丁"], ["3", "4"]]]
    assert doc.flags == ("hole",)


def test_a_hole_between_two_rows_leaves_them_in_one_table() -> None:
    doc = doc_of(flat(["甲", "乙"], ["1", "2"]).rstrip("\n") + "\n " + flat(["3", "4"]))
    assert rows(doc) == [["甲", "乙"], ["1", "2"], ["3", "4"]]
    assert doc.tables[0].flags == ("hole",)


def test_a_lone_blank_at_the_end_is_a_hole() -> None:
    assert doc_of("一、概况\n ").flags == ("hole",)


def test_paragraphs_indented_with_a_tab_are_no_table() -> None:
    text = "\t一、基本情况\n\t云溪县档案馆共有编制12名。\n\t二、支出情况\n\t全年支出30万元。\n结束。\n"
    doc = doc_of(text)
    assert doc.tables == ()
    assert paragraphs(doc) == [line.strip() for line in text.splitlines()]


def test_indented_paragraphs_between_empty_lines_are_no_table() -> None:
    doc = doc_of("\t第一段。\n\n\t第二段。\n\n\t第三段。\n")
    assert (doc.tables, paragraphs(doc)) == ((), ["第一段。", "第二段。", "第三段。"])


def test_indented_paragraphs_in_groups_of_any_size_are_no_table() -> None:
    text = "\t一、概况。\n\t全年办案30件。\n\n\t二、收支。\n\n\t支出30万元。\n\t结余3万元。\n\t无其他事项。\n"
    assert doc_of(text).tables == ()
    assert len(doc_of(text).paragraphs) == 6


def test_a_tab_inside_a_line_opens_no_cell() -> None:
    doc = doc_of("填报单位：文化馆\t填报时间：3月\n" + flat(["甲\t乙", "丙"], ["丁", "1"]))
    assert rows(doc) == [["甲\t乙", "丙"], ["丁", "1"]]


def invariants(doc: Doc) -> None:
    """Every visible character is in exactly one paragraph or cell, or in a mark; spans are in order."""
    spans = [paragraph.span for paragraph in doc.paragraphs]
    spans += [cell.span for table in doc.tables for cell in table.cells if cell.text]
    spans.sort()
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for table in doc.tables:
        for cell in table.cells:
            assert doc[cell.span] == cell.text == cell.text.strip()
            assert table.span.contains(cell.span)
    outside = []
    at = 0
    for span in [*spans, Span(len(doc.text), len(doc.text))]:
        outside.append(doc.text[at : span.start])
        at = span.end
    left = MARK.sub("", "".join(outside)).replace("\ufeff", "")
    assert not left.strip()


FILES = [*sorted((SHARED / "corpus" / "txt").rglob("*.*")), *sorted((SHARED / "reports").glob("*.txt"))]


@pytest.mark.skipif(not FILES, reason="needs the folder shared beside the repository")
def test_nothing_of_a_real_text_is_lost() -> None:
    for path in FILES:
        invariants(read(path.read_bytes(), path.name))


@pytest.mark.parametrize(
    "text",
    [
        "\t\n\t\n\n\t\n",
        " \t甲\n \n\t乙\n\n\n 丙",
        "[bookmark: a]\t甲\n\t乙\n\n\t[image: b]\n\t丁\n\n\n",
        "\t甲\n\n丙\n\n\n丁\n\t戊\n" * 5,
        "\t" * 50,
        "\n" * 50 + "甲",
        "甲[bookmark: 未完\n\t乙\n\t丙\n\n",
    ],
)
def test_broken_grammar_loses_nothing(text: str) -> None:
    invariants(doc_of(text + "\n字\n"))


PIECES = ["\t", "\n", "\n\n", " ", "\u3000", "甲", "12", "附件1", "[bookmark: x]", "[", "]", "\r\n", "。", "\n \t"]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader_or_the_grid(text: str) -> None:
    doc = doc_of("字" + text)
    invariants(doc)
    for table in tabulate(doc).tables:
        taken = [
            (row, col)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        ]
        assert sorted(taken) == [(row, col) for row in range(table.rows) for col in range(table.cols)]


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    text = flat(*[["项目", "数", "数", "数"]] * 20_000) + ("段。\n\n\n" * 20_000)
    begun = time.perf_counter()
    doc = doc_of(text)
    assert doc.tables[0].rows == 20_000
    assert time.perf_counter() - begun < 10
