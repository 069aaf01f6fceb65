"""One finding per cause, its consequences below it, and the change that would close most of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from marked import marked, sheet

from extractor.stages.reconcile import reconcile
from extractor.types import Doc, Fact, Finding


def failing(doc: Doc) -> list[Finding]:
    return [finding for finding in reconcile(doc).findings if finding.verdict == "inconsistent"]


def test_a_copied_total_is_the_cause_of_the_balance_that_does_not_close() -> None:
    doc = marked(
        "年初预算收入[80万元 income.total budget_initial]。\n"
        "总收入[80万元 income.total]，其中财政拨款[95.5万元 income.general_budget]，其他收入[0万元 income.other]，"
        "年初结转[0万元 income.carried_in]。总支出[95.5万元 spend.total]。年末结余[0万元 spend.carried_out]。"
    )
    cause, consequence = failing(doc)
    assert consequence.cause == cause
    assert cause.repair == "“总收入”80万元 → 95.5万元（误抄他处数字？），可消除2处不符"


@pytest.mark.parametrize(
    ("printed", "repair"),
    [
        ("73", "7.3万元（小数点错位？）"),
        ("3.7", "7.3万元（数字前后颠倒？）"),
        ("7.8", "7.3万元（一位数字误写？）"),
    ],
)
def test_a_slip_of_the_hand_is_proposed_where_it_closes_the_sum(printed: str, repair: str) -> None:
    doc = marked(f"〔工资[30.52万元]｜：｜基本工资[20.11万元]｜，绩效工资[{printed}万元]｜，奖金[3.11万元]〕。")
    (finding,) = failing(doc)
    assert finding.repair == f"“绩效工资”{printed}万元 → {repair}，可消除1处不符"


def test_of_two_equal_numbers_the_one_that_is_told_otherwise_elsewhere_is_the_slip() -> None:
    doc = marked(
        "〔支出[30.4万元]｜：｜校舍维修[12.1万元]｜，学生资助[12.1万元]｜，信息化[9.9万元]〕。\n学生资助[8.4万元]。"
    )
    (finding,) = [f for f in failing(doc) if f.check == "sum.listing"]
    assert finding.repair == "“学生资助”12.1万元 → 8.4万元（他处写作此数？），可消除1处不符"


def test_no_repair_is_proposed_where_several_changes_would_do() -> None:
    doc = marked("〔支出[30万元]｜：｜甲[12万元]｜，乙[15万元]〕。")
    assert [finding.repair for finding in failing(doc)] == [None]


def test_a_repair_is_never_applied() -> None:
    doc = marked("〔工资[30.52万元]｜：｜基本工资[20.11万元]｜，绩效工资[73万元]｜，奖金[3.11万元]〕。")
    assert reconcile(doc).facts == doc.facts


def test_points_that_exceed_their_level_are_the_cause_of_a_total_that_does_not_close() -> None:
    rows = [
        "一级|三级|分值|得分",
        "产出指标（50分）|甲|30|30",
        "^|乙|25|19",
        "效益指标（50分）|丙|50|40",
        "总分||100|89",
    ]
    cause, consequence = failing(sheet(rows, ("", "", "weight", "score")))
    assert (cause.formula, consequence.cause) == ("30 + 25 = 55 ≠ 50", cause)


def test_findings_come_in_text_order_and_once_each() -> None:
    doc = marked(
        "〔支出[31万元 spend.total]｜：｜基本支出[12万元 spend.basic]｜，项目支出[15万元 spend.project]〕。\n"
        "〔支出[40万元]｜：｜甲[12万元]｜，乙[15万元]〕。"
    )
    findings = reconcile(doc).findings
    assert [finding.evidence for finding in findings] == sorted({finding.evidence for finding in findings})
    assert reconcile(doc) == reconcile(doc)


ODD: dict[str, Callable[[Fact], Fact]] = {
    "period": lambda fact: replace(fact, period=None),
    "indicator": lambda fact: replace(fact, indicator=None),
    "metric": lambda fact: replace(fact, metric=None),
    "unit": lambda fact: replace(fact, quantity=replace(fact.quantity, unit=None)),
    "value": lambda fact: replace(fact, quantity=replace(fact.quantity, value=None)),
    "zero": lambda fact: replace(fact, quantity=replace(fact.quantity, value=Decimal(0))),
    "minus": lambda fact: replace(fact, quantity=replace(fact.quantity, value=Decimal("-12.4"))),
    "large": lambda fact: replace(fact, quantity=replace(fact.quantity, value=Decimal("1E+9"))),
    "range": lambda fact: replace(fact, quantity=replace(fact.quantity, value_to=Decimal(99))),
    "change": lambda fact: replace(fact, role="change"),
    "share": lambda fact: replace(fact, role="share"),
}


@pytest.mark.parametrize("odd", ODD)
def test_a_doubtful_number_anywhere_never_raises(odd: str) -> None:
    text = (
        "〔总支出[31万元 spend.total]｜：｜基本支出[12万元 spend.basic]｜，项目支出[15.4万元 spend.project]〕。\n"
        "〔实有[13人 staff.actual actual]｜，其中｜甲类[5人]｜、乙类[4人]｜、丙类[3人]〕，占编制的[92% - share]。\n"
        "年初结转[5万元 income.carried_in]，总收入[30万元 income.total]，年末结余[4万元 spend.carried_out]。"
    )
    scored = ["一级|三级|分值|得分", "产出指标（50分）|甲|30|30", "^|乙|25|19", "总分||100|89"]
    money = ["项目|合计|决算|结余", "一、甲|20|12|8", "1、子|9.5|4|5.5", "合计|20|12|8"]
    docs = (marked(text), sheet(scored, ("", "", "weight", "score")), sheet(money, ("", "final", "final", "final")))
    for doc in docs:
        for at, fact in enumerate(doc.facts):
            facts = (*doc.facts[:at], ODD[odd](fact), *doc.facts[at + 1 :])
            assert reconcile(replace(doc, facts=facts)).facts == facts
