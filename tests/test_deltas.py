"""Changes against last year and the budget."""

from __future__ import annotations

import pytest
from marked import marked, sheet
from test_restated import beside
from test_sums import ERROR, HOLDS, WARNING, found, verdicts

INFO = [("inconsistent", "info")]
OPEN = [("unverifiable", "info")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "支出[792.22万元 spend.total]，比上年增加[189.25万元 spend.total change]，"
                "增长[31.39% spend.total change]。"
            ),
            HOLDS,
        ),
        (
            "支出[7000万元 spend.total]，比上年增加[1000万元 spend.total change]，增长[16.66% spend.total change]。",
            INFO,
        ),
        (
            (
                "支出[792.22万元 spend.total]，比上年增加[189.25万元 spend.total change]，"
                "增长[23.89% spend.total change]。"
            ),
            ERROR,
        ),
        ("支出[60万元 spend.total]，较上年减少[20万元 spend.total change]，下降[25% spend.total change]。", HOLDS),
        ("支出[60万元 spend.total]，较上年减少[20万元 spend.total change]，下降[33.3% spend.total change]。", ERROR),
    ],
)
def test_amount_and_rate_of_a_change_fit_each_other(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "ratio.growth") == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("增加[20万元 spend.total change]", HOLDS),
        ("增加[25万元 spend.total change]", ERROR),
        ("减少[20万元 spend.total change]", ERROR),
    ],
)
def test_a_change_is_the_difference_of_both_years(change: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(f"2021年支出[100万元 spend.total final 2021]，2022年支出[120万元 spend.total]，比上年{change}。")
    assert verdicts(doc, "delta.change") == expected


def test_the_year_before_may_stand_in_the_table() -> None:
    book = sheet(
        ["项目|2022年决算数", "三公经费|0.6"],
        ["", "final"],
        ["spend.three_public"],
    )
    doc = beside(
        "2021年三公经费[0.9万元 spend.three_public final 2021]。"
        "\n三公经费比2021年减少[0.3万元 spend.three_public change]，下降[33.33% spend.three_public change]。",
        book,
    )
    assert verdicts(doc, "delta.change") == HOLDS
    assert verdicts(doc, "ratio.growth") == HOLDS


@pytest.mark.parametrize(("rate", "expected"), [("20%", ERROR), ("100%", WARNING)])
def test_a_rate_of_growth_on_nothing_is_no_number(rate: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(
        "2021年三公经费[0万元 spend.three_public final 2021]，2022年三公经费[0.4万元 spend.three_public]，"
        f"比上年增加[0.4万元 spend.three_public change]，上升[{rate} rate.three_public_change change]。"
    )
    assert verdicts(doc, "ratio.growth") == expected


@pytest.mark.parametrize(
    "text",
    [
        "支出[100万元 spend.total]，比上年增加[5个百分点 - change]。",
        "支出[100万元 spend.total]，增长较快，占比提高[5% - change]。",  # against nothing
        "接待[80批次 - actual]，培训[40次 - actual]，比上年增长[2.4% - change]。",
        "甲村[50户 - actual]。全县增长[12.3% - change]。",
        "支出[100万元 spend.total]，比年初预算增加[20万元 spend.total change]，增长[25% spend.total change]。",
    ],
)
def test_changes_without_a_certain_base_are_no_error(text: str) -> None:
    assert [f for f in found(marked(text), "delta.change", "ratio.growth") if f.severity == "error"] == []


def test_a_count_and_its_rate_need_a_whole_number_the_year_before() -> None:
    text = "受理举报[80件 - actual]，比上年下降[{} - change]。"
    assert verdicts(marked(text.format("2.4%")), "ratio.growth") == []
    assert verdicts(marked(text.format("2.9%")), "ratio.growth") == WARNING


def test_an_excess_over_an_unstated_budget_stays_open() -> None:
    doc = marked("人员支出[174.20万元 spend.basic]，超出年初预算[41.35万元 spend.basic change]。")
    assert verdicts(doc, "delta.change") == OPEN


def test_percentage_points_are_the_difference_of_two_rates() -> None:
    text = "2021年入园率[88.6% - actual 2021]。今年入园率[92.4% - actual]，比上年提高[{} - change]。"
    assert verdicts(marked(text.format("3.8个百分点")), "delta.change") == HOLDS
    assert ("inconsistent", "error") not in verdicts(marked(text.format("4.8个百分点")), "ratio.growth")


@pytest.mark.parametrize(("adjusted", "expected"), [("92万元", []), ("99万元", WARNING)])
def test_a_budget_with_its_adjustments_in_one_sentence(adjusted: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(
        "年初预算[80万元 budget.total budget_initial]，追加[15万元 budget.added change]，调减"
        f"[3万元 budget.reduced change]，调整后预算[{adjusted} budget.total budget_adjusted]。"
    )
    assert verdicts(doc, "delta.budget") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比2021年的[16万元 spend.total]减少[1万元 spend.total change]，下降[6.25% spend.total change]。", HOLDS),
        (("支出[15万元 spend.total]，比2021年的[16万元 spend.total]减少[1万元 spend.total change]，"
         "下降[6.25% spend.total change]。"), HOLDS),
        ("达标率由2021年的[80户 - actual 2021]提高到[90户 - actual]，提高[12.5% - change]。", HOLDS),
    ],
)  # fmt: skip
def test_the_number_that_something_is_compared_with_is_the_base(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "ratio.growth") == expected


def test_details_in_brackets_are_not_what_has_changed() -> None:
    doc = marked(
        "三公经费[31.50万元 spend.three_public]（局本级[20.50万元 - final]，下属单位[11.00万元 - final]），"
        "比上年减少[3.50万元 spend.three_public change]，下降[10% spend.three_public change]。"
    )
    assert verdicts(doc, "ratio.growth") == HOLDS


def test_a_part_listed_under_a_change_is_a_level_where_it_names_no_direction() -> None:
    doc = marked(
        "三公经费比上年减少[0.6万元 spend.three_public change]；其中公务接待费[1.38万元 spend.reception change]，"
        "比上年减少[0.38万元 spend.reception change]，下降[12.59% spend.reception change]。"
    )
    assert verdicts(doc, "ratio.growth") == ERROR


def test_a_change_that_names_another_thing_is_not_of_the_two_numbers_before_it() -> None:
    doc = marked("企业由[51家 - actual]整合为[33家 - actual]，法人数量压减[67.7% - change]。")
    assert verdicts(doc, "ratio.growth") == []
