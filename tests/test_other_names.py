"""One amount under two names."""

from __future__ import annotations

import pytest
from marked import marked, sheet
from test_sums import HOLDS, found, verdicts

from extractor.types import Doc


def programmes(lower: str) -> Doc:
    return sheet(
        ["项目|年初预算数|决算数", "运行维护专项|20.00|21.32", f"信息化建设|{lower}"],
        ["", "budget_initial", "final"],
        ["spend.maintenance_project", "spend.project"],
    )


def test_the_only_programme_repeats_its_heading_row_in_every_column() -> None:
    assert verdicts(programmes("20.00|21.32"), "match.only_row", "match.parent") == HOLDS * 2


def test_a_programme_that_differs_in_one_column_is_one_of_several() -> None:
    assert verdicts(programmes("20.00|15.10"), "match.only_row") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("调整后预算[434.95万元 budget.total budget_adjusted]。总收入[434.95万元 income.total]。", HOLDS),
        ("安排资金[25.9万元 budget.total budget_initial]。调整后预算[25.9万元 budget.total budget_adjusted]。", HOLDS),
        ("年初预算[331.27万元 budget.total budget_initial]。调整后预算[331.27万元 budget.total budget_adjusted]。", []),
        ("调整后预算[331.27万元 budget.total budget_adjusted]。总支出[331.27万元 spend.total]。", []),
        ("总收入[300万元 income.total]。总支出[300万元 spend.total]。", []),  # too few digits to tell
    ],
)  # fmt: skip
def test_totals_that_are_one_amount(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "match.balance") == expected


def test_rates_without_a_metric_are_confirmed_by_name_and_digits() -> None:
    doc = marked("升学率[62.37% - actual]。\n高考升学率[62.37% - actual]。\n优良率[62.37% - actual]。")
    (finding,) = found(doc, "match.equal")
    assert finding.formula == "62.37% = 62.37%"


@pytest.mark.parametrize(("score", "expected"), [("9.91分", HOLDS), ("9.50分", [])])
def test_marks_for_execution_in_prose_and_sheet(score: str, expected: list[tuple[str, str]]) -> None:
    from test_restated import beside
    from test_scores import execution_row

    doc = beside(f"预算执行得分[{score} score.item score]。", execution_row("99.11%", "10", "9.91"))
    assert verdicts(doc, "match.item") == expected
