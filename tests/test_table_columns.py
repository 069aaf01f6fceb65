"""Facts of table cells by their column: its unit, its role, and whose money it lists."""

from __future__ import annotations

import pytest
from flattening import doc_of, flat

from extractor.pipeline import process
from extractor.types import Fact, squeeze

DEPARTMENT = "云溪县水利局2023年度部门整体支出绩效自评报告\n"
PROJECT = "云溪县2023年农田水利项目绩效自评报告\n"
FUND = "云溪县2023年产业发展专项资金绩效自评报告\n"


def cells_of(text: str) -> list[Fact]:
    """The facts of table values in text order."""
    return [fact for fact in process(doc_of(text)).facts if fact.quantity.place is not None]


def means_of(text: str) -> list[tuple[str, str | None, str]]:
    """`(number, metric, role)` of each table fact."""
    return [(fact.quantity.text, fact.metric, fact.role) for fact in cells_of(text)]


def measures_of(text: str) -> list[tuple[str, str, str | None]]:
    """`(number, kind, unit)` of each table fact."""
    return [(fact.quantity.text, fact.quantity.kind, fact.quantity.unit) for fact in cells_of(text)]


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("发放标准（元/人/月）", ("money", "元/人/月")),
        ("单价（万元/台）", ("money", "万元/台")),
        ("较上年净增（万人）", ("count", "万人")),
        ("新增就业（人）", ("count", "人")),
        ("承担课程（学时）", ("count", "学时")),
        ("实际完成（万亩）", ("measure", "万亩")),
        ("培训人数", ("count", "人")),
        ("同比增减（万元）", ("money", "万元")),
        ("同比增幅", ("percent", "%")),
        ("扣分", ("score", "分")),
    ],
)
def test_a_heading_prints_the_unit_of_its_column(heading: str, measure: tuple[str, str]) -> None:
    found = measures_of(DEPARTMENT + flat(["乡镇", "受理件数", heading], ["青禾镇", "40", "12.5"]))
    assert found[1] == ("12.5", *measure)


def test_a_unit_at_the_end_of_a_row_label_counts_things_but_not_the_amounts_paid_for_them() -> None:
    table = flat(["装备", "实有", "购置金额（万元）"], ["巡查无人机（架）", "3", "14.6"], ["冲锋舟（艘）", "2", "8"])
    assert measures_of(DEPARTMENT + table)[:2] == [("3", "count", "架"), ("14.6", "money", "万元")]
    assert means_of(DEPARTMENT + table)[:2] == [("3", None, "actual"), ("14.6", "spend.capital", "final")]


def test_the_level_of_an_account_is_no_unit() -> None:
    found = measures_of(
        DEPARTMENT + "单位：万元\n" + flat(["科目", "预算数", "决算数"], ["行政运行（项）", "20", "19"])
    )
    assert found == [("20", "money", "万元"), ("19", "money", "万元")]


def test_a_caption_may_print_a_unit_of_things_or_several_units() -> None:
    table = flat(["类别", "抽检", "不合格", "不合格率"], ["糕点", "28", "7", "25%"])
    assert measures_of(DEPARTMENT + "抽检情况（单位：批次）：\n" + table)[:2] == [
        ("28", "count", "批次"),
        ("7", "count", "批次"),
    ]
    table = flat(["学校", "在校生", "经费支出"], ["第一小学", "820", "55.9"])
    assert measures_of(DEPARTMENT + "单位：万元、人\n" + table) == [("820", "count", "人"), ("55.9", "money", "万元")]


def test_a_heading_of_a_count_is_not_money_because_the_row_is() -> None:
    table = flat(["内容", "受益人口"], ["饮水工程补助", "1200"], ["危房改造补助", "80"])
    assert measures_of(DEPARTMENT + table) == [("1200", "count", None), ("80", "count", None)]


def test_a_change_is_measured_like_the_columns_that_it_compares() -> None:
    table = flat(["事项", "2022年", "2023年", "增减", "增幅（%）"], ["办件量（件）", "3200", "3500", "300", "9.38"])
    assert measures_of(DEPARTMENT + table)[2:] == [("300", "count", "件"), ("9.38", "percent", "%")]
    assert means_of(DEPARTMENT + table)[2:] == [("300", None, "change"), ("9.38", None, "change")]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("计划任务（亩）", "target"),
        ("目标任务（亩）", "target"),
        ("年度计划", "target"),
        ("年初目标", "target"),
        ("任务数", "target"),
        ("计划数量", "target"),
        ("完成数", "actual"),
        ("实际完成", "actual"),
        ("完成面积（亩）", "actual"),
        ("新增面积（亩）", "change"),
        ("较上年增减（亩）", "change"),
        ("下达资金（万元）", "budget_initial"),
        ("调整后预算（万元）", "budget_adjusted"),
        ("拨付资金（万元）", "final"),
        ("实际支付（万元）", "final"),
        ("到位资金（万元）", "actual"),
        ("合同金额（万元）", "actual"),
        ("单价（元）", "actual"),
    ],
)
def test_the_words_of_a_heading_tell_the_role(heading: str, role: str) -> None:
    found = cells_of(DEPARTMENT + flat(["乡镇", "验收个数", heading], ["青禾镇", "3", "120"], ["石桥镇", "2", "90"]))
    assert [fact.role for fact in found] == ["actual", role] * 2


@pytest.mark.parametrize(("cell", "role"), [("≥92%", "target"), ("93.5%", "actual")])
def test_a_rate_with_a_printed_bound_is_a_target(cell: str, role: str) -> None:
    found = means_of(DEPARTMENT + flat(["项目", "内容", "满意度"], ["助学", "走访家庭", cell], ["助残", "慰问", cell]))
    assert found[0] == (cell, "rate.satisfaction", role)


def test_points_taken_off_are_changes_of_items_and_reasons_are_no_labels() -> None:
    table = flat(
        ["指标", "扣分", "扣分原因"], ["决策", "2.5", "目标不细"], ["产出", "3", "工期延误"], ["合计", "5.5", ""]
    )
    assert means_of(DEPARTMENT + table) == [
        ("2.5", "score.item", "change"),
        ("3", "score.item", "change"),
        ("5.5", "score.item", "change"),
    ]


def test_an_indicator_measured_in_points_is_no_evaluation_of_the_report() -> None:
    table = flat(
        ["一级指标", "三级指标", "单位", "目标值", "实际完成值", "分值", "得分"],
        ["满意度", "公众满意度", "分", "≥90", "93.1", "10", "10"],
    )
    assert means_of(DEPARTMENT + table) == [
        ("≥90", None, "target"),
        ("93.1", None, "actual"),
        ("10", "score.item", "weight"),
        ("10", "score.item", "score"),
    ]


def test_words_among_the_standards_are_no_row_labels() -> None:
    table = flat(["建设内容", "补助标准", "金额（万元）"], ["蓄水池", "2万元/座", "24"], ["管网", "据实", "40.5"])
    doc = process(doc_of(PROJECT + table))
    assert [(fact.quantity.text, squeeze(doc[fact.indicator])) for fact in doc.facts if fact.indicator] == [
        ("2万元/座", "蓄水池"),
        ("24", "蓄水池"),
        ("40.5", "管网"),
    ]


def test_amounts_that_add_up_to_one_told_before_are_parts_of_it() -> None:
    told = "一、资金情况\n项目支出完成1203.75万元。\n分村情况如下。\n"
    table = flat(["村", "户数", "金额（万元）"], ["浅溪村", "12", "800.5"], ["石坳村", "9", "403.25"])
    total = flat(["合计", "21", "1203.75"])
    expected = [("800.5", "spend.project", "final"), ("403.25", "spend.project", "final")]
    for rows in (table, table + total):
        found = [fact for fact in means_of(DEPARTMENT + told + rows) if fact[0] in ("800.5", "403.25")]
        assert found == expected


def test_a_round_sum_is_no_proof_unless_another_column_meets_an_amount_too() -> None:
    told = "一、资金情况\n项目支出预算500万元。\n"
    table = flat(["村", "金额（万元）"], ["浅溪村", "300"], ["石坳村", "200"])
    assert means_of(DEPARTMENT + told + table) == [("300", None, "actual"), ("200", None, "actual")]
    both = told + "项目支出决算498.61万元。\n"
    table = flat(["村", "金额（万元）", "支出（万元）"], ["浅溪村", "300", "299.3"], ["石坳村", "200", "199.31"])
    assert means_of(DEPARTMENT + both + table)[:2] == [
        ("300", "spend.project", "budget_initial"),
        ("299.3", "spend.project", "final"),
    ]


@pytest.mark.parametrize(
    ("title", "metric"), [(PROJECT, "spend.project"), (FUND, "spend.special_fund"), (DEPARTMENT, None)]
)
def test_unnamed_money_of_a_list_is_that_of_the_report_on_one_fund(title: str, metric: str | None) -> None:
    table = flat(["标段", "合同金额（万元）", "已付款（万元）"], ["一标", "320.5", "300.1"], ["二标", "220", "210"])
    found = means_of(title + table)
    assert found[:2] == [("320.5", None, "actual"), ("300.1", metric, "final")]


def test_the_sources_of_a_fund_are_its_budget() -> None:
    table = flat(["乡镇", "财政资金（万元）", "支出（万元）"], ["青禾镇", "80.6", "78.2"], ["石桥镇", "50.1", "50"])
    assert means_of(FUND + table)[:2] == [
        ("80.6", "spend.special_fund", "budget_initial"),
        ("78.2", "spend.special_fund", "final"),
    ]


def test_places_share_the_fund_that_the_heading_names() -> None:
    table = flat(["乡镇", "下达专项资金（万元）"], ["青禾镇", "56.2"], ["石桥镇", "43.8"], ["合计", "100"])
    assert means_of(DEPARTMENT + table) == [
        (n, "spend.special_fund", "budget_initial") for n in ("56.2", "43.8", "100")
    ]


def test_an_amount_for_each_has_no_metric() -> None:
    table = flat(["对象", "标准（元/人）", "人数"], ["公用经费", "650", "40"], ["项目支出", "700", "10"])
    assert means_of(PROJECT + table)[0] == ("650", None, "actual")


def test_travel_cars_and_receptions_add_up_to_the_three_public_expenses() -> None:
    table = flat(
        ["项目", "2022年决算（万元）", "2023年决算（万元）", "增减率"],
        ["因公出国（境）费", "1", "0", "-100%"],
        ["公务用车运行维护费", "8", "7.2", "-10%"],
        ["公务接待费", "3", "2.4", "-20%"],
        ["合计", "12", "9.6", "-20%"],
    )
    assert means_of(DEPARTMENT + table)[6:] == [
        ("3", "spend.reception", "final"),
        ("2.4", "spend.reception", "final"),
        ("-20%", "spend.reception", "change"),
        ("12", "spend.three_public", "final"),
        ("9.6", "spend.three_public", "final"),
        ("-20%", "rate.three_public_change", "change"),
    ]


def test_settled_prices_are_no_cut_of_the_budget() -> None:
    table = flat(["工程", "送审价（万元）", "结算价（万元）", "核减额（万元）"], ["戏楼修缮", "98.2", "91.56", "6.64"])
    assert means_of(DEPARTMENT + table) == [
        ("98.2", None, "actual"),
        ("91.56", None, "actual"),
        ("6.64", None, "change"),
    ]


def test_the_year_of_a_row_is_its_period_but_not_the_year_that_a_heading_compares_with() -> None:
    table = flat(["年度", "受理（件）", "比2022年增加（件）"], ["2021年", "120", "5"], ["小计", "150", "20"])
    found = [(fact.quantity.text, fact.period) for fact in cells_of(DEPARTMENT + table)]
    assert found == [("120", "2021"), ("5", "2021"), ("150", "2023"), ("20", "2023")]


def test_a_first_column_of_bodies_is_no_column_of_units() -> None:
    table = flat(["单位", "受理（件）", "占总数比例"], ["青禾镇", "35", "60%"], ["石桥镇", "25", "40%"])
    assert measures_of(DEPARTMENT + table)[0] == ("35", "count", "件")
    assert means_of(DEPARTMENT + table)[1] == ("60%", None, "share")


def test_planned_money_beside_paid_money_is_its_budget() -> None:
    table = "单位：万元\n" + flat(["资金来源", "计划数", "到位数", "支出数"], ["中央资金", "100", "100", "98"])
    assert means_of(PROJECT + table) == [
        ("100", "budget.total", "budget_initial"),
        ("100", "budget.total", "actual"),
        ("98", "budget.total", "final"),
    ]
    assert {unit for _, _, unit in measures_of(PROJECT + table)} == {"万元"}


def test_contract_prices_and_savings_have_no_metric_whatever_was_bought() -> None:
    table = flat(
        ["项目", "预算金额（元）", "合同金额（元）", "节约金额（元）"], ["办公设备", "120000", "115000", "5000"]
    )
    assert means_of(DEPARTMENT + table) == [
        ("120000", "spend.office_equipment", "budget_initial"),
        ("115000", None, "actual"),
        ("5000", None, "actual"),
    ]
