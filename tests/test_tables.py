"""Grids: how ragged rows become a rectangle (annotation guide 3)."""

from __future__ import annotations

import time

import pytest
from flattening import doc_of, flat, grid_of, table_of, value

from extractor.origins import Source
from extractor.stages.tabulate import tabulate
from extractor.types import Cell, Doc, Paragraph, Span, Table

STAFF = ["财政供养人员情况", "编制数", "2023年实际在职人数", "控制率"]
INDICATORS = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
HEADED = "1 一级指标 | 2 二级指标 | 3 三级指标 | 4 年度指标值 | 5 实际完成值 | 6 分值 | 7 得分 | 8 偏差原因"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [["甲", "乙", "丙", "丁", "戊", "己", "庚"], ["项目支出", "1", "2", "3"]],
            ["0 甲 | 1 乙 | 2 丙 | 3 丁 | 4 戊 | 5 己 | 6 庚", "0 项目支出 | 1 1 1x2 | 3 2 1x2 | 5 3 1x2"],
            id="the first cell takes one column, the others share the rest",
        ),
        pytest.param(
            [list("甲乙丙丁戊己庚辛"), ["目标", "预期目标", "实际情况"]],
            ["0 甲 | 1 乙 | 2 丙 | 3 丁 | 4 戊 | 5 己 | 6 庚 | 7 辛", "0 目标 | 1 预期目标 1x4 | 5 实际情况 1x3"],
            id="a remainder goes to the left",
        ),
        pytest.param(
            [list("甲乙丙丁"), ["单独一格"]],
            ["0 甲 | 1 乙 | 2 丙 | 3 丁", "0 单独一格 1x4"],
            id="a cell alone takes the whole row",
        ),
        pytest.param(
            [["主管部门", "民政局", "实施单位", "福利院"], list("甲乙丙丁戊己庚")],
            ["0 主管部门 | 1 民政局 1x3 | 4 实施单位 | 5 福利院 1x2", "0 甲 | 1 乙 | 2 丙 | 3 丁 | 4 戊 | 5 己 | 6 庚"],
            id="labels of a form's head take one column, their contents the rest",
        ),
        pytest.param(
            [STAFF, ["", "12", "11", "91.67%"], ["经费控制情况", "2022年决算数", "2023年预算数", "2023年决算数"]],
            [
                "0 财政供养人员情况 2x1 | 1 编制数 | 2 2023年实际在职人数 | 3 控制率",
                "1 12 | 2 11 | 3 91.67%",
                "0 经费控制情况 | 1 2022年决算数 | 2 2023年预算数 | 3 2023年决算数",
            ],
            id="an empty cell at the start continues the label above",
        ),
        pytest.param(
            [["其中：办公费", "1", "2"], ["\u3000", "3", "4"]],
            ["0 其中：办公费 | 1 1 | 2 2", "0 | 1 3 | 2 4"],
            id="a cell of one wide blank continues nothing",
        ),
        pytest.param(
            [["项目", "预算数", "决算数"], ["业务工作专项", "", ""], ["", "", ""], ["运行专项", "3", "2"]],
            ["0 项目 | 1 预算数 | 2 决算数", "0 业务工作专项 | 1 | 2", "0 | 1 | 2", "0 运行专项 | 1 3 | 2 2"],
            id="a blank line of a form continues nothing",
        ),
        pytest.param(
            [["项目", "预算数", "决算数"], ["培训费", "3", ""], ["会议费", "", "2"]],
            ["0 项目 | 1 预算数 | 2 决算数", "0 培训费 | 1 3 | 2", "0 会议费 | 1 | 2 2"],
            id="empty cells elsewhere are empty cells",
        ),
        pytest.param(
            [
                INDICATORS,
                ["", "产出指标", "数量指标", "办展", "≥3", "3", "10", "10", ""],
                ["", "", "", "讲座", "≥5", "6", "10", "10", ""],
                ["", "", "质量指标", "合格率", "≥95%", "96%", "10", "10", ""],
                ["总分", "100", "98", ""],
            ],
            [
                f"0 绩效指标 4x1 | {HEADED}",
                "1 产出指标 3x1 | 2 数量指标 2x1 | 3 办展 | 4 ≥3 | 5 3 | 6 10 | 7 10 | 8",
                "3 讲座 | 4 ≥5 | 5 6 | 6 10 | 7 10 | 8",
                "2 质量指标 | 3 合格率 | 4 ≥95% | 5 96% | 6 10 | 7 10 | 8",
                "0 总分 1x6 | 6 100 | 7 98 | 8",
            ],
            id="points of a total row stand under 分值 and 得分",
        ),
        pytest.param(
            [
                INDICATORS,
                ["", "产出指标", "数量指标", "办展", "≥3", "3", "10", "9", ""],
                ["", "", "成本指标", "≤5", "4", "10", "9", ""],
            ],
            [
                f"0 绩效指标 3x1 | {HEADED}",
                "1 产出指标 2x1 | 2 数量指标 | 3 办展 | 4 ≥3 | 5 3 | 6 10 | 7 9 | 8",
                "2 成本指标 1x2 | 4 ≤5 | 5 4 | 6 10 | 7 9 | 8",
            ],
            id="points of a short row stand under 分值 and 得分",
        ),
        pytest.param(
            [
                ["编码", "名称", "合计", "基本支出", "项目支出"],
                ["合计", "9", "5", "4"],
                ["201", "行政运行", "9", "5", "4"],
            ],
            [
                "0 编码 | 1 名称 | 2 合计 | 3 基本支出 | 4 项目支出",
                "0 合计 1x2 | 2 9 | 3 5 | 4 4",
                "0 201 | 1 行政运行 | 2 9 | 3 5 | 4 4",
            ],
            id="the label of a total row takes what its numbers leave",
        ),
        pytest.param(
            [
                ["一级指标", "分值", "二级指标", "分值", "得分"],
                ["投入", "15", "目标设定", "5", "5"],
                ["", "", "预算配置", "10", "9"],
            ],
            [
                "0 一级指标 | 1 分值 | 2 二级指标 | 3 分值 | 4 得分",
                "0 投入 2x1 | 1 15 2x1 | 2 目标设定 | 3 5 | 4 5",
                "2 预算配置 | 3 10 | 4 9",
            ],
            id="the points of a merged label go down with it",
        ),
        pytest.param(
            [["收入", "支出"], ["项目", "金额", "项目", "金额"], ["拨款", "5", "基本支出", "4"]],
            ["0 收入 1x2 | 2 支出 1x2", "0 项目 | 1 金额 | 2 项目 | 3 金额", "0 拨款 | 1 5 | 2 基本支出 | 3 4"],
            id="repeated sub-headings show how wide the headings above them are",
        ),
        pytest.param(
            [
                ["项目", "合计", "公务用车购置及运行费", "公务接待费"],
                ["", "", "小计", "购置费", "运行费", ""],
                ["预算数", "8", "6", "0", "6", "2"],
            ],
            [
                "0 项目 2x1 | 1 合计 2x1 | 2 公务用车购置及运行费 1x3 | 5 公务接待费",
                "2 小计 | 3 购置费 | 4 运行费 | 5",
                "0 预算数 | 1 8 | 2 6 | 3 0 | 4 6 | 5 2",
            ],
            id="the empty cells between sub-headings show it too",
        ),
    ],
)  # fmt: skip
def test_ragged_rows_fit_the_grid(rows: list[list[str]], expected: list[str]) -> None:
    assert grid_of(table_of(flat(*rows))) == expected


def test_cells_lost_in_a_hole_are_empty_cells_at_the_end_of_their_row() -> None:
    text = (
        flat(INDICATORS, ["", "产出指标", "数量指标", "办展", "≥3", "3", "10", "10"])[:-2] + " 青禾市文化馆自评报告\n"
    )
    table = table_of(text)
    assert grid_of(table)[1] == "1 产出指标 | 2 数量指标 | 3 办展 | 4 ≥3 | 5 3 | 6 10 | 7 10 | 8"
    assert "lost" in table.cells[-1].origin.flags


def test_a_guessed_span_is_flagged_and_a_full_row_is_not() -> None:
    table = table_of(flat(["甲", "乙", "丙"], ["丁", "1"]))
    assert ["guessed-span" in cell.origin.flags for cell in table.cells] == [False, False, False, True, True]


def test_a_label_printed_again_after_a_page_break_is_a_new_cell() -> None:
    rows = [INDICATORS, ["", "产出指标", "数量指标", "办展", "3", "3", "5", "5", ""]]
    grid = grid_of(table_of(flat(*rows, *rows)))
    assert grid[0].startswith("0 绩效指标 2x1 |")
    assert grid[2].startswith("0 绩效指标 2x1 |")


def test_an_exact_table_keeps_its_grid() -> None:
    text = "预算数3"
    cells = (Cell(0, 0, Span(0, 3), "预算数", col_span=2), Cell(0, 2, Span(3, 4), "3"))
    source = Source("a.docx", "docx", "", 0)
    doc = Doc(source, text, tables=(Table(Span(0, 4), 1, 3, cells, exact=True),))
    (table,) = tabulate(doc).tables
    assert (table.cells, table.cols) == (cells, 3)
    assert [found.text for found in table.values] == ["3"]


@pytest.mark.parametrize(
    ("before", "title", "unit"),
    [
        ("附件1\n2023年度部门整体支出绩效自评表\n", "2023年度部门整体支出绩效自评表", None),
        ("项目支出绩效自评表\n（2023年度）\n填报单位：文化馆   单位：万元\n", "项目支出绩效自评表", "万元"),
        ("公开04表：财政拨款收支预算总表\n部门：文化馆\n单位：万元\n", "财政拨款收支预算总表", "万元"),
        ("支出决算表\n公开03表\n部门：文化馆\n金额单位：人民币元\n", "支出决算表", "元"),
        ("三、支出情况\n全年支出见下表。\n", None, None),
        ("收支情况表（单位：亿元）\n", "收支情况表（单位：亿元）", "亿元"),
        ("", None, None),
    ],
)
def test_the_caption_gives_title_and_unit(before: str, title: str | None, unit: str | None) -> None:
    table = table_of(before + flat(["项目", "预算数"], ["办公费", "3"]))
    assert (table.title, table.unit) == (title, unit)
    assert table.title_span is None or doc_of(before)[table.title_span] == title


def test_a_title_inside_the_table_counts_and_so_does_its_unit() -> None:
    table = table_of(flat(["项目支出绩效自评表"], ["单位：万元"], ["项目", "预算数"], ["办公费", "3"]))
    assert (table.title, table.unit) == ("项目支出绩效自评表", "万元")


def test_a_table_does_not_take_the_title_of_the_one_before() -> None:
    text = (
        "收入表\n" + flat(["项目", "预算数"], ["拨款", "3"]) + "说明：略\n" + flat(["项目", "决算数"], ["办公费", "3"])
    )
    assert [table.title for table in tabulate(doc_of(text)).tables] == ["收入表", None]


def test_a_table_of_two_thousand_rows_takes_less_than_a_second() -> None:
    row = ["", "", "", "办展", "≥3", "3", "1", "1", ""]
    doc = doc_of(flat(INDICATORS, ["", "产出指标", "数量指标", *row[3:]], *[row] * 2000))
    begun = time.perf_counter()
    (table,) = tabulate(doc).tables
    assert time.perf_counter() - begun < 3  # a busy machine may take three times as long
    assert len(table.values) == 4 * 2001


def test_paragraphs_stay_outside() -> None:
    doc = tabulate(doc_of("甲表\n" + flat(["项目", "预算数"], ["办公费", "3"])))
    assert [doc[p.span] for p in doc.paragraphs if isinstance(p, Paragraph)] == ["甲表"]
    assert value(doc.tables[0], "3").row_path == ("办公费",)


TASKS = ["年度任务", "任务名称", "完成情况", "预算数（元）", "执行数（元）", "执行率"]
STAGES = ["", "", "", "总额", "财政拨款", "其他资金", "总额", "财政拨款", "其他资金", ""]


def test_a_group_of_sub_headings_begins_where_its_first_stands_again() -> None:
    money = ["900,000", "800,000", "100,000", "890,000", "800,000", "90,000", "98.89%"]
    table = table_of(flat(TASKS, STAGES, ["", "校车运营", "开行线路38条，无事故", *money]))
    assert grid_of(table)[:2] == [
        "0 年度任务 3x1 | 1 任务名称 2x1 | 2 完成情况 2x1 | 3 预算数（元） 1x3 | 6 执行数（元） 1x3 | 9 执行率",
        "3 总额 | 4 财政拨款 | 5 其他资金 | 6 总额 | 7 财政拨款 | 8 其他资金 | 9",
    ]
    assert [(value.row_path, value.col_path, value.column) for value in table.values] == [
        (("年度任务", "校车运营"), ("预算数（元）", "总额"), "budget_initial"),
        (("年度任务", "校车运营"), ("预算数（元）", "财政拨款"), "budget_initial"),
        (("年度任务", "校车运营"), ("预算数（元）", "其他资金"), "budget_initial"),
        (("年度任务", "校车运营"), ("执行数（元）", "总额"), "final"),
        (("年度任务", "校车运营"), ("执行数（元）", "财政拨款"), "final"),
        (("年度任务", "校车运营"), ("执行数（元）", "其他资金"), "final"),
        (("年度任务", "校车运营"), ("执行率",), "rate"),
    ]


APART = ["绩效指标", "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年完成值", "得分", "原因"]


def test_points_of_a_total_row_stand_under_their_headings_though_other_columns_part_these() -> None:
    table = table_of(
        flat(
            APART,
            ["", "产出指标", "数量指标", "改厕户数（户）", "60", "300", "312", "60", ""],
            ["", "效益指标", "社会效益", "农户满意度", "40", "≥90%", "88%", "38", "个别未验收"],
            ["总分", "100", "98", ""],
        )
    )
    assert grid_of(table)[-1] == "0 总分 1x4 | 4 100 1x3 | 7 98 | 8"
    assert [found.column for found in table.values][-2:] == ["weight", "score"]


def test_numbers_before_the_points_of_a_short_row_stand_under_target_and_result() -> None:
    table = table_of(
        flat(
            INDICATORS,
            ["", "产出指标", "数量指标", "办展", "≥3", "3", "80", "80", ""],
            ["预算执行率（20分）", "执行率", "≥95%", "91.2%", "20", "18", ""],
        )
    )
    assert grid_of(table)[-1] == "0 预算执行率（20分） | 1 执行率 1x3 | 4 ≥95% | 5 91.2% | 6 20 | 7 18 | 8"
    assert value(table, "≥95%").row_path == ("预算执行率（20分）", "执行率")
    assert value(table, "91.2%").column == "actual"


def test_a_row_of_labels_and_their_contents_heads_no_columns() -> None:
    table = table_of(
        flat(
            ["转移支付名称", "农田水利补助"],
            ["地方主管部门", "云溪县水利局", "资金使用单位", "各乡镇水利站"],
            ["资金情况（万元）", "", "全年预算数（A）", "全年执行数（B）", "预算执行率（B/A×100%）"],
            ["", "年度资金总额：", "120.5", "118.3", "98.17%"],
        )
    )
    assert [(found.col_path, found.column) for found in table.values] == [
        (("全年预算数（A）",), "budget_adjusted"),
        (("全年执行数（B）",), "final"),
        (("预算执行率（B/A×100%）",), "rate"),
    ]
