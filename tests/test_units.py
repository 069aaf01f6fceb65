"""Units that equal amounts elsewhere contradict or supply."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_restated import beside
from test_sums import ERROR, HOLDS, found, verdicts

from extractor.types import Doc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总支出[318.24元 spend.total]。\n总支出[318.24万元 spend.total]。", ERROR),
        ("总支出[6.09万元 spend.total]。\n年度资金总额[60912.18万元 budget.total]。", ERROR),  # 亿元 is meant
        ("总支出[6.09亿元 spend.total]。\n年度资金总额[60912.18万元 budget.total]。", []),
        ("总支出[3182400元 spend.total]。\n总支出[318.24万元 spend.total]。", []),
        ("总支出[2万元 spend.total]。\n总支出[20000万元 spend.total]。", []),  # too few digits to be sure
        ("总支出[318.24元 spend.total final 2021]。\n总支出[318.24万元 spend.total]。", []),
        (
            "甲项目支出[318.24元 spend.project final 2022 甲]。\n乙项目支出[318.24万元 spend.project final 2022 乙]。",
            [],
        ),
    ],
)
def test_one_amount_in_two_magnitudes(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "unit.restated") == expected


def unlabelled() -> Doc:
    """A table that prints no unit; the stage before took it from the narrative."""
    doc = sheet(["项目|决算数", "基本支出|247.63"], ["", "final"], ["spend.basic"])
    facts = tuple(replace(f, quantity=replace(f.quantity, unit_source="context")) for f in doc.facts)
    return replace(doc, facts=facts)


def test_the_narrative_supplies_the_unit_of_a_table_that_prints_none() -> None:
    doc = beside("基本支出[247.63万元 spend.basic]。", unlabelled())
    (finding,) = found(doc, "unit.inferred")
    assert (finding.kind, finding.verdict) == ("unit", "consistent")
    assert "万元" in finding.message


def test_a_table_with_other_amounts_gets_no_unit_from_them() -> None:
    assert verdicts(beside("基本支出[200.43万元 spend.basic]。", unlabelled()), "unit.inferred") == []


def test_a_cost_target_repeats_the_budget() -> None:
    doc = sheet(
        ["三级指标|年度指标值|实际完成值", "总成本|281.36|283.47"],
        ["", "target", "actual"],
        ["spend.total"],
    )
    told = beside("年初预算[281.36万元 budget.total budget_initial]。", doc)
    assert verdicts(told, "match.cost") == HOLDS
