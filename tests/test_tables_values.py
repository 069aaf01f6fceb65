"""Values: which cells count, under which labels, in which unit (annotation guide 3 and 1)."""

from __future__ import annotations

import pytest
from flattening import flat, paths, table_of, value

HEAD = [
    "绩效指标",
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
]
FUNDS = ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def test_a_project_form_gives_its_funds_by_row_and_stage() -> None:
    table = table_of(
        "项目支出绩效自评表\n"
        + flat(
            ["项目名称", "非遗进校园专项"],
            ["主管部门", "青禾市文旅局", "实施单位", "青禾市文化馆"],
            FUNDS,
            ["", "年度资金总额", "120", "150.5", "148.2", "10", "98.47%", "9.8"],
            ["", "其中：当年财政拨款", "120", "120", "118", "—", "98.33%", "—"],
            ["", "上年结转资金", "", "30.5", "30.2", "—", "", "—"],
            ["", "其他资金", "", "", "", "—", "", "—"],
            HEAD,
        )
    )
    assert table.form == "indicators" or table.form == "funds"
    assert paths(table) == [
        ("项目资金（万元）/年度资金总额", "年初预算数", "120"),
        ("项目资金（万元）/年度资金总额", "全年预算数", "150.5"),
        ("项目资金（万元）/年度资金总额", "全年执行数", "148.2"),
        ("项目资金（万元）/年度资金总额", "分值", "10"),
        ("项目资金（万元）/年度资金总额", "执行率", "98.47%"),
        ("项目资金（万元）/年度资金总额", "得分", "9.8"),
        ("项目资金（万元）/其中：当年财政拨款", "年初预算数", "120"),
        ("项目资金（万元）/其中：当年财政拨款", "全年预算数", "120"),
        ("项目资金（万元）/其中：当年财政拨款", "全年执行数", "118"),
        ("项目资金（万元）/其中：当年财政拨款", "执行率", "98.33%"),
        ("项目资金（万元）/上年结转资金", "全年预算数", "30.5"),
        ("项目资金（万元）/上年结转资金", "全年执行数", "30.2"),
    ]
    columns = [(v.column, v.kind, v.unit, v.unit_source) for v in table.values[:6]]
    assert columns == [
        ("budget_initial", "money", "万元", "header"),
        ("budget_adjusted", "money", "万元", "header"),
        ("final", "money", "万元", "header"),
        ("weight", "score", "分", "header"),
        ("rate", "percent", "%", "header"),
        ("score", "score", "分", "header"),
    ]


def test_indicator_rows_take_merged_labels_and_count_words_as_values() -> None:
    table = table_of(
        flat(
            HEAD,
            ["", "产出指标\n（50分）", "数量指标", "举办展览（场）", "≥6", "7", "20", "20", ""],
            ["", "", "时效指标", "完成时间", "2023年底前", "2023年12月10日", "30", "28", "布展推迟2天"],
            ["", "效益指标\n（50分）", "社会效\n益指标", "群众文化获得感", "增强", "明显增强", "50", "50", "—"],
            ["总分", "100", "98", ""],
        )
    )
    assert paths(table) == [
        ("绩效指标/产出指标（50分）/数量指标/举办展览（场）", "年度指标值", "≥6"),
        ("绩效指标/产出指标（50分）/数量指标/举办展览（场）", "实际完成值", "7"),
        ("绩效指标/产出指标（50分）/数量指标/举办展览（场）", "分值", "20"),
        ("绩效指标/产出指标（50分）/数量指标/举办展览（场）", "得分", "20"),
        ("绩效指标/产出指标（50分）/时效指标/完成时间", "年度指标值", "2023年底前"),
        ("绩效指标/产出指标（50分）/时效指标/完成时间", "实际完成值", "2023年12月10日"),
        ("绩效指标/产出指标（50分）/时效指标/完成时间", "分值", "30"),
        ("绩效指标/产出指标（50分）/时效指标/完成时间", "得分", "28"),
        ("绩效指标/效益指标（50分）/社会效益指标/群众文化获得感", "年度指标值", "增强"),
        ("绩效指标/效益指标（50分）/社会效益指标/群众文化获得感", "实际完成值", "明显增强"),
        ("绩效指标/效益指标（50分）/社会效益指标/群众文化获得感", "分值", "50"),
        ("绩效指标/效益指标（50分）/社会效益指标/群众文化获得感", "得分", "50"),
        ("总分", "分值", "100"),
        ("总分", "得分", "98"),
    ]
    target = value(table, "≥6")
    assert (target.column, target.kind, target.unit, target.unit_source) == ("target", "count", "场", "header")


def test_a_vertical_label_is_one_label() -> None:
    table = table_of(flat(["绩\n效\n指\n标", *HEAD[1:]], ["", "产出指标", "数量指标", "办展", "≥3", "3", "9", "9", ""]))
    assert value(table, "≥3").row_path == ("绩效指标", "产出指标", "数量指标", "办展")


def test_labels_with_their_number_are_values_as_a_whole() -> None:
    table = table_of(
        flat(
            ["年度预算申请（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
            ["", "年度资金总额", "30", "32", "31"],
            ["", "按收入性质分：", "按支出性质分："],
            ["", "其中：一般公共预算：25.5", "其中：基本支出：20.25"],
            ["", "政府性基金拨款：", "项目支出：10.75"],
            ["", "其他资金：5.5", ""],
        )
    )
    assert paths(table)[3:] == [
        ("年度预算申请（万元）", "按收入性质分：", "其中：一般公共预算：25.5"),
        ("年度预算申请（万元）", "按支出性质分：", "其中：基本支出：20.25"),
        ("年度预算申请（万元）", "按支出性质分：", "项目支出：10.75"),
        ("年度预算申请（万元）", "按收入性质分：", "其他资金：5.5"),
    ]
    assert {(v.column, v.unit, v.unit_source) for v in table.values[3:]} == {
        ("by_income", "万元", "header"),
        ("by_expenditure", "万元", "header"),
    }


def test_stacked_sub_tables_have_headings_of_their_own() -> None:
    table = table_of(
        "部门整体支出绩效评价基础数据表\n"
        + flat(
            ["财政供养人员情况（人）", "编制数", "2023年实际在职人数", "控制率"],
            ["", "25", "23", "92%"],
            ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"],
            ["三公经费", "3.2", "4", "\u3000"],
            ["  其中：公车购置", "", "", ""],
            [
                "楼堂馆所控制情况\n（2023年完工项目）",
                "批复规模\n（㎡）",
                "实际规模（㎡）",
                "规模控制率",
                "预算投资（万元）",
            ],
            ["", "1200", "1180", "98.33%", "360"],
            ["厉行节约保障措施", "1.压减会议10%以上。\n2.严格审批。"],
        )
    )
    assert table.form == "basic_data"
    assert paths(table) == [
        ("财政供养人员情况（人）", "编制数", "25"),
        ("财政供养人员情况（人）", "2023年实际在职人数", "23"),
        ("财政供养人员情况（人）", "控制率", "92%"),
        ("三公经费", "2022年决算数", "3.2"),
        ("三公经费", "2023年预算数", "4"),
        ("楼堂馆所控制情况（2023年完工项目）", "批复规模（㎡）", "1200"),
        ("楼堂馆所控制情况（2023年完工项目）", "实际规模（㎡）", "1180"),
        ("楼堂馆所控制情况（2023年完工项目）", "规模控制率", "98.33%"),
        ("楼堂馆所控制情况（2023年完工项目）", "预算投资（万元）", "360"),
    ]
    units = [(v.kind, v.unit, v.unit_source) for v in table.values]
    assert units == [
        ("count", "人", "header"),
        ("count", "人", "header"),
        ("percent", "%", "header"),
        ("money", "万元", "header"),
        ("money", "万元", "header"),
        ("measure", "㎡", "header"),
        ("measure", "㎡", "header"),
        ("percent", "%", "header"),
        ("money", "万元", "header"),
    ]


def test_a_printed_heading_counts_not_the_usual_order_of_the_form() -> None:
    rows = [["经费控制情况", "2023年决算数", "2023年预算数", "2022年决算数"], ["三公经费", "1", "2", "3"]]
    assert [(v.text, v.column) for v in table_of(flat(*rows)).values] == [
        ("1", "final"),
        ("2", "budget_initial"),
        ("3", "final"),
    ]


def test_money_without_a_unit_anywhere_stays_without() -> None:
    found = value(table_of(flat(["项目", "预算数"], ["办公费", "3"])), "3")
    assert (found.kind, found.unit, found.unit_source) == ("money", None, None)


@pytest.mark.parametrize(
    ("caption", "heading", "label", "expected"),
    [
        ("单位：万元\n", "预算数", "办公费", ("money", "万元", "caption")),
        ("单位：万元\n", "预算数（元）", "办公费", ("money", "元", "header")),
        ("单位：万元\n", "预算数", "办公费（元）", ("money", "元", "header")),
        ("单位：万元\n", "编制数", "行政", ("count", "人", "header")),
        ("单位：万元\n", "执行率", "办公费", ("percent", "%", "header")),
        ("单位：万元\n", "执行率（%）", "办公费", ("percent", "%", "header")),
        ("单位：万元\n", "增减（%）", "办公费", ("percent", "%", "header")),
        ("单位：万元\n", "决算数", "公务接待批次（个）", ("count", "个", "header")),
        ("单位：万元\n", "得分", "办公费", ("score", "分", "header")),
        ("", "2023年金额（万元）", "办公费", ("money", "万元", "header")),
    ],
)
def test_the_nearest_print_gives_the_unit(
    caption: str, heading: str, label: str, expected: tuple[str, str | None, str | None]
) -> None:
    (found,) = table_of(caption + flat(["项目", heading], [label, "3"])).values
    assert (found.kind, found.unit, found.unit_source) == expected


def test_comparator_and_unit_may_stand_in_columns_of_their_own() -> None:
    table = table_of(
        flat(
            ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "完成值", "得分"],
            ["产出指标", "数量指标", "除险水库", "≥", "2", "座", "30", "3", "30"],
            ["", "质量指标", "工程合格率", "＝", "100", "%", "30", "100", "30"],
            ["", "时效指标", "及时性", "定性", "及时", "", "20", "及时", "20"],
            ["合计", "80", "", "80"],
        )
    )
    assert [(v.text, v.column, v.kind, v.unit, v.comparator) for v in table.values[:4]] == [
        ("2", "target", "count", "座", "ge"),
        ("30", "weight", "score", "分", None),
        ("3", "actual", "count", "座", None),
        ("30", "score", "score", "分", None),
    ]
    assert (value(table, "100").unit, value(table, "100").comparator) == ("%", "eq")
    assert value(table, "及时").row_path == ("产出指标", "时效指标", "及时性")
    assert [(v.text, v.column) for v in table.values[-2:]] == [("80", "weight"), ("80", "score")]


SCHEME = ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "指标说明", "得分"]


def test_rules_and_explanations_of_a_marking_scheme_are_no_values() -> None:
    table = table_of(
        "部门整体支出绩效评价评分表\n"
        + flat(
            SCHEME,
            ["投入", "15", "目标设定", "5", "目标合理性", "5", "每缺一项扣1分", "共3项", "4"],
            ["", "", "预算配置", "10", "在职人员控制率", "10", "100%", "编制数12人", "10"],
            SCHEME,
            ["过程", "35", "预算执行", "35", "预算完成率", "35", "每低1%扣2分", "完成数/预算数", "34.5"],
            ["总分", "100", "", "", "", "", "", "", "48.5"],
        )
    )
    assert table.form == "marking"
    assert paths(table) == [
        ("投入", "分值", "15"),
        ("投入/目标设定", "分值", "5"),
        ("投入/目标设定/目标合理性", "分值", "5"),
        ("投入/目标设定/目标合理性", "得分", "4"),
        ("投入/预算配置", "分值", "10"),
        ("投入/预算配置/在职人员控制率", "分值", "10"),
        ("投入/预算配置/在职人员控制率", "得分", "10"),
        ("过程", "分值", "35"),
        ("过程/预算执行", "分值", "35"),
        ("过程/预算执行/预算完成率", "分值", "35"),
        ("过程/预算执行/预算完成率", "得分", "34.5"),
        ("总分", "分值", "100"),
        ("总分", "得分", "48.5"),
    ]


def test_final_accounts_have_codes_counters_and_two_heading_rows() -> None:
    table = table_of(
        "支出决算表\n公开03表\n金额单位：万元\n"
        + flat(
            ["项目", "本年支出合计", "基本支出", "项目支出"],
            ["功能分类科目编码", "科目名称", "", "", ""],
            ["栏次", "1", "2", "3"],
            ["合计", "2,350.60", "1,800.35", "550.25"],
            ["2130101", "行政运行", "1,600.00", "1,600.00", ""],
        )
    )
    assert table.form == "final_spending"
    assert paths(table) == [
        ("合计", "本年支出合计", "2,350.60"),
        ("合计", "基本支出", "1,800.35"),
        ("合计", "项目支出", "550.25"),
        ("行政运行", "本年支出合计", "1,600.00"),
        ("行政运行", "基本支出", "1,600.00"),
    ]
    assert {(v.kind, v.unit, v.unit_source) for v in table.values} == {("money", "万元", "caption")}


def test_in_two_tables_side_by_side_the_own_label_comes_last() -> None:
    table = table_of(
        "收入支出决算总表\n单位：万元\n"
        + flat(
            ["收入", "支出"],
            ["项目", "行次", "金额", "项目", "行次", "金额"],
            ["一、财政拨款收入", "1", "300.6", "一、公共服务支出", "31", "250.5"],
            ["本年收入合计", "27", "300.6", "本年支出合计", "57", "250.5"],
        )
    )
    assert paths(table) == [
        ("一、财政拨款收入", "收入/金额", "300.6"),
        ("一、财政拨款收入/一、公共服务支出", "支出/金额", "250.5"),
        ("本年收入合计", "收入/金额", "300.6"),
        ("本年收入合计/本年支出合计", "支出/金额", "250.5"),
    ]


def test_three_heading_rows_give_three_labels_and_the_stage() -> None:
    heads = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    subs = ["", "", "小计", "购置费", "运行费", ""]
    table = table_of(
        "“三公”经费支出决算表\n单位：万元\n"
        + flat(["预算数", "决算数"], heads * 2, subs * 2, ["8", "0", "6", "0", "6", "2", "7", "0", "5", "0", "5", "2"])
    )
    assert paths(table)[2] == ("", "预算数/公务用车购置及运行费/小计", "6")
    assert paths(table)[11] == ("", "决算数/公务接待费", "2")
    assert [v.column for v in table.values] == ["budget_initial"] * 6 + ["final"] * 6


def test_a_repeated_heading_row_is_no_data() -> None:
    row = ["", "产出指标", "数量指标", "办展", "≥3", "3", "9", "8", ""]
    table = table_of(flat(HEAD, row, HEAD, ["", "效益指标", "社会效益", "观众", "≥5", "6", "9", "7", ""]))
    assert [v.text for v in table.values] == ["≥3", "3", "9", "8", "≥5", "6", "9", "7"]
    assert value(table, "≥5").col_path == ("年度指标值",)


def test_where_a_hole_took_the_heading_row_the_form_gives_the_columns() -> None:
    table = table_of(
        "前文。\n "
        + flat(
            ["产出指标", "数量指标", "办展", "≥3", "3", "10", "9", ""],
            ["", "质量指标", "合格率", "≥95%", "96%", "20", "20", ""],
            ["效益指标", "社会效益指标", "获得感", "增强", "增强", "30", "28", "尚有差距"],
        )
    )
    assert [(v.text, v.column, v.inferred, v.col_path) for v in table.values[:4]] == [
        ("≥3", "target", True, ()),
        ("3", "actual", True, ()),
        ("10", "weight", True, ()),
        ("9", "score", True, ()),
    ]
    assert value(table, "≥95%").row_path == ("产出指标", "质量指标", "合格率")
    assert value(table, "增强").column == "target"
    assert (value(table, "10").unit, value(table, "10").unit_source) == ("分", "context")


def test_funds_without_a_heading_row_get_their_stages_from_the_form() -> None:
    table = table_of(" " + flat(["年度资金总额", "30", "32", "31", "10", "96.9%", "9.7"]))
    assert [(v.text, v.column, v.inferred) for v in table.values] == [
        ("30", "budget_initial", True),
        ("32", "budget_adjusted", True),
        ("31", "final", True),
        ("10", "weight", True),
        ("96.9%", "rate", True),
        ("9.7", "score", True),
    ]


def test_money_columns_that_stand_in_no_fixed_order_are_not_guessed() -> None:
    table = table_of(" " + flat(["三公经费", "0.31", "0.33", "0.35"], ["公用经费", "31", "55", "56"]))
    assert [(v.text, v.column) for v in table.values][:3] == [("0.31", None), ("0.33", None), ("0.35", None)]
    assert table.values[0].row_path == ("三公经费",)


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([["联系人", "李四", "联系电话", "07368888888"], ["甲", "乙", "丙", "丁"]], []),
        ([["项目名称", "2023年道路养护120公里"], ["项目编码", "43070023"]], []),
        ([["序号", "项目", "预算数"], ["1", "办公费", "3"], ["2", "差旅费", "—"]], ["3"]),
        ([["1", "办公费", "3"], ["2", "差旅费", "4"]], ["3", "4"]),
        ([["年度", "预算数"], ["2022年", "3"], ["2023年", "4"]], ["3", "4"]),
        ([["预算总额", "100", "实际支出", "95"], ["甲", "乙", "丙", "丁"]], ["100", "95"]),
        ([["项目", "预算数", "完成时间"], ["修路", "30", "2023-12"]], ["30"]),
        ([["项目", "预算数", "备注"], ["修路", "30", "100%"]], ["30"]),
        ([["总额：12万元\n其中：拨款：10万元", "乙"], ["甲", "3"]], ["总额：12万元其中：拨款：10万元", "3"]),
    ],
    ids=["phone", "name", "counter", "no heading", "years", "pairs of cells", "date", "remark", "pairs in a cell"],
)  # fmt: skip
def test_only_results_and_plans_are_values(rows: list[list[str]], texts: list[str]) -> None:
    assert [text for _, _, text in paths(table_of(flat(*rows)))] == texts


def test_without_headings_a_label_counts_up_to_the_next_number() -> None:
    table = table_of(flat(["预算总额", "100", "实际支出", "95"], ["甲", "乙", "丙", "丁"]))
    assert paths(table) == [("预算总额", "", "100"), ("实际支出", "", "95")]


def test_units_may_stand_in_a_heading_row_of_their_own() -> None:
    table = table_of(
        flat(
            ["轮次", "发现问题（个）", "移交问题线索"],
            ["", "", "件", "人"],
            ["第一轮", "120", "13", "16"],
            ["合计", "120", "13", "16"],
        )
    )
    assert paths(table)[:3] == [
        ("第一轮", "发现问题（个）", "120"),
        ("第一轮", "移交问题线索/件", "13"),
        ("第一轮", "移交问题线索/人", "16"),
    ]
    assert [v.unit for v in table.values[:3]] == ["个", "件", "人"]


def test_a_heading_may_state_a_number_itself() -> None:
    table = table_of(
        flat(
            ["年度预算申请（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
            ["", "年度资金总额", "30", "32", "31"],
            ["", "按收入性质分：31", "按支出性质分：31"],
            ["", "其中：一般公共预算：31", "其中：基本支出：20"],
        )
    )
    stated = table.values[3:5]
    assert [(v.text, v.row_path, v.column, v.unit) for v in stated] == [
        ("按收入性质分：31", ("年度预算申请（万元）",), "by_income", "万元"),
        ("按支出性质分：31", ("年度预算申请（万元）",), "by_expenditure", "万元"),
    ]
    assert [v.column for v in table.values[5:]] == ["by_income", "by_expenditure"]


def test_a_total_row_without_headings_stands_under_the_numbers_above() -> None:
    table = table_of(
        "前文。\n "
        + flat(
            ["产出指标", "数量指标", "办展", "≥3", "3", "50", "48", ""],
            ["效益指标", "社会效益指标", "获得感", "增强", "增强", "50", "49", "略有差距"],
            ["总分", "100", "97"],
        )
    )
    assert [(v.text, v.column, v.row_path) for v in table.values[-2:]] == [
        ("100", "weight", ("总分",)),
        ("97", "score", ("总分",)),
    ]


def test_the_order_of_lost_columns_is_the_one_that_all_rows_suit() -> None:
    table = table_of(
        "前文。\n "
        + flat(
            ["产出指标", "数量指标", "水库", "≥", "2", "座", "10", "3", "10"],
            ["", "质量指标", "合格率", "≥", "92", "%", "10", "92.4", "9"],
        )
    )
    assert [(v.text, v.column) for v in table.values[4:]] == [
        ("92", "target"),
        ("10", "weight"),
        ("92.4", "actual"),
        ("9", "score"),
    ]


def test_an_empty_corner_and_one_heading_head_two_columns() -> None:
    table = table_of(flat(["", "比上年增长（%）"], ["办公费", "1.5"], ["差旅费", "2.6"]))
    assert paths(table) == [("办公费", "比上年增长（%）", "1.5"), ("差旅费", "比上年增长（%）", "2.6")]
    assert {(v.kind, v.unit) for v in table.values} == {("percent", "%")}


def test_headings_of_goals_do_not_head_the_indicators_below() -> None:
    table = table_of(
        flat(
            ["总体目标", "预期目标", "实际完成情况"],
            HEAD,
            ["", "产出指标", "数量指标", "办展", "≥3", "3", "9", "8", ""],
        )
    )
    assert value(table, "≥3").col_path == ("年度指标值",)


def test_in_pairs_of_label_and_number_the_label_tells_the_stage() -> None:
    table = table_of(flat(["年初预算数（万元）", "100", "全年执行数（万元）", "95"], ["甲", "乙", "丙", "丁"]))
    assert [(v.text, v.column, v.unit) for v in table.values] == [
        ("100", "budget_initial", "万元"),
        ("95", "final", "万元"),
    ]


def test_a_label_with_several_numbers_tells_no_stage() -> None:
    table = table_of(" " + flat(["基本支出预算调整", "5", "6", "7"]))
    assert [v.column for v in table.values] == [None, None, None]


def test_a_caption_of_money_makes_unknown_columns_money() -> None:
    found = value(table_of("资产情况表\n单位：元\n" + flat(["资产", "期初数"], ["流动资产", "12,000.00"])), "12,000.00")
    assert (found.kind, found.unit, found.unit_source) == ("money", "元", "caption")


def test_a_heading_stays_above_the_narrower_one_under_it() -> None:
    table = table_of(
        "单位：万元\n"
        + flat(
            ["项目", "本年支出合计", "本年支出构成", ""],
            ["", "", "基本支出", "项目支出"],
            ["教育支出", "52.5", "40", "12.5"],
        )
    )
    assert [v.col_path for v in table.values] == [("本年支出合计",), ("本年支出构成", "基本支出"), ("项目支出",)]


def test_in_a_list_of_projects_the_contents_name_what_plan_and_result_count() -> None:
    table = table_of(
        flat(
            ["项目名称", "全年执行数（万元）", "主要内容", "计划数", "完成数", "完成率"],
            ["管网改造", "310.5", "更换管道（公里）", "12", "12.6", "105%"],
            ["环卫补贴", "86", "清运垃圾（万人次）", "8", "7.9", "98.75%"],
        )
    )
    assert [(v.row_path, v.kind, v.unit, v.column) for v in table.values][:6] == [
        (("管网改造",), "money", "万元", "final"),
        (("管网改造", "更换管道（公里）"), "measure", "公里", "target"),
        (("管网改造", "更换管道（公里）"), "measure", "公里", "actual"),
        (("管网改造", "更换管道（公里）"), "percent", "%", "rate"),
        (("环卫补贴",), "money", "万元", "final"),
        (("环卫补贴", "清运垃圾（万人次）"), "count", "万人次", "target"),
    ]


def test_what_was_done_about_a_task_is_no_value_but_that_of_an_indicator_is() -> None:
    tasks = table_of(flat(["任务名称", "完成情况", "预算数（万元）"], ["校车运营", "新增线路3条", "86.5"]))
    assert [v.text for v in tasks.values] == ["86.5"]
    indicators = table_of(flat(["三级指标", "指标值", "完成情况", "得分"], ["新增线路", "3条", "已新增", "5"]))
    assert [v.text for v in indicators.values] == ["3条", "已新增", "5"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("处", ("count", "处")), ("定性", (None, None)), ("/", (None, None)), ("元/吨", ("money", "元/吨"))],
)
def test_a_unit_of_its_own_column_measures_the_entries(unit: str, expected: tuple[str | None, str | None]) -> None:
    table = table_of(
        flat(["三级指标", "指标内容", "计量单位", "指标性质", "目标值"], ["数量指标", "水站", unit, "≤", "5"])
    )
    (found,) = table.values
    assert (found.row_path, found.comparator) == (("数量指标", "水站"), "le")
    assert (found.kind, found.unit) == expected


def test_a_heading_reaches_over_the_empty_cells_after_it_where_sub_headings_stand_below() -> None:
    table = table_of(
        flat(
            ["项目名称", "预算数（万元）", "", "执行数（万元）", ""],
            ["", "合计", "财政拨款", "合计", "财政拨款"],
            ["灌区改造", "52", "50", "51", "49"],
        )
    )
    assert [(v.col_path, v.column, v.unit) for v in table.values] == [
        (("预算数（万元）", "合计"), "budget_initial", "万元"),
        (("财政拨款",), "budget_initial", "万元"),
        (("执行数（万元）", "合计"), "final", "万元"),
        (("财政拨款",), "final", "万元"),
    ]
