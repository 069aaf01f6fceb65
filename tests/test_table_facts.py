"""Facts of whole tables: what a row inherits from the rows and headings around it."""

from __future__ import annotations

from flattening import doc_of, flat

from extractor.pipeline import process
from extractor.types import squeeze

TITLE = "云溪县水利局2023年度绩效自评报告\n"


def facts_of(text: str) -> list[tuple[str, str, str | None, str]]:
    """`(number, indicator, metric, role)` of each fact in text order."""
    doc = process(doc_of(TITLE + text))
    return [
        (fact.quantity.text, squeeze(doc[fact.indicator]) if fact.indicator else "", fact.metric, fact.role)
        for fact in doc.facts
    ]


def test_sources_of_the_yearly_funds_are_parts_of_them_in_every_column() -> None:
    found = facts_of(
        flat(
            ["项目名称", "灌区改造"],
            ["资金情况（万元）", "", "全年预算数（A）", "全年执行数（B）", "执行率（B/A）"],
            ["", "年度资金总额：", "520", "516", "99.23%"],
            ["", "其中：中央财政资金", "400", "400", "100%"],
            ["", "地方资金", "120", "116", "96.67%"],
        )
    )
    assert found[-3:] == [
        ("120", "地方资金", "budget.total", "budget_adjusted"),
        ("116", "地方资金", "budget.total", "final"),
        ("96.67%", "地方资金", "rate.execution", "actual"),
    ]


def test_the_rows_of_a_project_list_are_projects_and_their_balance_is_one() -> None:
    found = facts_of(
        "单位：万元\n"
        + flat(
            ["项目名称", "全年预算数", "全年执行数", "结余"],
            ["灌区改造", "520", "516", "4"],
            ["合计", "520", "516", "4"],
        )
    )
    assert found == [
        ("520", "灌区改造", "spend.project", "budget_adjusted"),
        ("516", "灌区改造", "spend.project", "final"),
        ("4", "灌区改造", "spend.carried_out", "final"),
        ("520", "合计", "spend.project", "budget_adjusted"),
        ("516", "合计", "spend.project", "final"),
        ("4", "合计", "spend.carried_out", "final"),
    ]


def test_full_marks_stay_points_where_other_columns_part_them_from_the_score() -> None:
    found = facts_of(
        flat(
            ["绩效指标", "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年完成值", "得分", "原因"],
            ["", "产出指标", "数量指标", "指标1：改造渠道（公里）", "60", "=12", "12.6", "60", ""],
            ["", "效益指标", "社会效益", "灌溉保证率", "40", "≥90%", "88%", "38", "旱情"],
            ["总分", "100", "98", ""],
        )
    )
    assert found[1] == ("12", "改造渠道", None, "target")
    assert found[-2:] == [("100", "总分", "score.total", "weight"), ("98", "总分", "score.total", "score")]
