"""What tables of forms taught: merges that only show in empty cells, edges that only nearly meet."""

from __future__ import annotations

from conformance.flatten import flattened
from conformance.specification import Form, expected, grid_of
from flattening import flat, table_of
from flattening import grid_of as shown

from extractor.readers import read
from extractor.stages.tabulate import tabulate


def test_a_hair_between_two_edges_moves_no_value_under_another_heading() -> None:
    grid = grid_of(
        "一级指标 | 分值 | 指标说明 | < | 得分\n投入 | 60 | 是否合规 | < | 58.5\n产出 | 40 | 是否完成 | < | 37\n"
        "合计 | 100 |  | 95.5 | <"
    )
    (table,) = tabulate(expected(Form("评分表", (grid,)))).tables
    assert [value.col_path for value in table.values if value.text == "95.5"] == [("得分",)]


def test_a_kind_of_project_goes_down_past_the_running_numbers() -> None:
    rows = (
        ("序号", "项目类别", "项目名称", "预算数"),
        ("1", "供水", "石桥镇管网", "20"),
        ("2", "", "柳塘乡泵站", "30"),
        ("3", "防汛", "雨量站更新", "15"),
        ("4", "", "广播更新", "5"),
    )
    found = {value.text: value.row_path for value in table_of(flat(*rows)).values}
    assert found == {
        "20": ("供水", "石桥镇管网"),
        "30": ("供水", "柳塘乡泵站"),
        "15": ("防汛", "雨量站更新"),
        "5": ("防汛", "广播更新"),
    }


def test_a_running_number_and_its_problem_go_down_together() -> None:
    rows = (
        ("序号", "反馈问题", "整改措施", "完成率"),
        ("1", "拨付不及时", "建立台账", "100%"),
        ("", "", "修订办法", "80%"),
        ("2", "监管不力", "重签合同", "60%"),
    )
    got = table_of(flat(*rows))
    assert shown(got)[1:3] == ["0 1 2x1 | 1 拨付不及时 2x1 | 2 建立台账 | 3 100%", "2 修订办法 | 3 80%"]


def test_headings_of_two_rows_are_known_by_their_merges_alone() -> None:
    grid = grid_of(
        "轮次 | 对象 | 线索来源（件） | < | 立案（件）\n^ | ^ | 信访 | 移交 | ^\n"
        "第一轮 | 县教育局 | 12 | 5 | 3\n第二轮 | 县林业局 | 9 | 4 | 1"
    )
    form = Form("统计表", (grid,))
    wanted = [("线索来源（件）", "信访"), ("线索来源（件）", "移交"), ("立案（件）",)]
    for doc in (expected(form), read(flattened(form).encode(), "报告.txt")):
        (table,) = tabulate(doc).tables
        assert [value.col_path for value in table.values][:3] == wanted


def test_a_row_that_numbers_the_columns_states_nothing() -> None:
    rows = (("合计", "因公出国", "公务用车", "公务接待"), ("1", "2", "3", "4"), ("8.5", "0", "6.2", "2.3"))
    assert [value.text for value in table_of(flat(*rows)).values] == ["8.5", "0", "6.2", "2.3"]


def test_rows_that_empty_paragraphs_cut_are_whole_again() -> None:
    rows = (
        ("序号", "项目类别", "项目名称", "预算安排资金", "实际支出", "执行率"),
        ("1", "供水", "石桥镇管网", "286.00", "271.70", "95.0%"),
        ("2", "供水", "柳塘乡泵站", "164.50", "158.26", "96.2%"),
        ("3", "防汛", "雨量站更新", "62.00", "60.14", "97.0%"),
    )
    whole = shown(table_of(flat(*rows)))
    for row in range(len(rows)):
        for col in range(len(rows[0]) - 1):
            cut = [list(line) for line in rows]
            cut[row][col] += "\n"
            assert shown(table_of(flat(*cut))) == whole, (row, col)


def test_a_cut_heading_stands_over_its_sub_headings() -> None:
    rows = [
        ["轮次", "巡察对象", "发现问题（个）", "移交线索（件）", "整改率"],
        ["", "", "合计", "党的建设", "履职尽责", "", ""],
        ["第一轮", "县教育局", "186", "98", "88", "15", "98.9%"],
        ["第二轮", "县卫健局", "213", "121", "92", "18", "97.2%"],
    ]
    whole = shown(table_of(flat(*rows)))
    rows[0][1] += "\n"
    assert shown(table_of(flat(*rows))) == whole


def test_short_rows_that_add_up_to_a_long_one_stay_apart_where_they_have_siblings() -> None:
    rows = (
        ("支出项目", "预算数", "决算数", "执行率", "备注"),
        ("水费", "10", "9", "90%", "节约"),
        ("甲", "1"),
        ("乙", "2", "3"),
        ("丙", "4"),
    )
    assert table_of(flat(*rows)).rows == 5
