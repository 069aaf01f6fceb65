"""Shares and rates against the amounts that define them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import ERROR, HOLDS, WARNING, found, verdicts

INFO = [("inconsistent", "info")]
OPEN = [("unverifiable", "info")]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ("73.91%", HOLDS),
        ("73.9%", HOLDS),
        ("74%", HOLDS),
        ("73.90%", INFO),  # cut off instead of rounded: 73.9130
        ("79.31%", ERROR),
        ("26.09%", ERROR),
    ],
)
def test_a_share_of_the_named_whole(share: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(
        f"2022年总支出[230万元 spend.total]，其中基本支出[170万元 spend.basic]，占总支出的[{share} spend.basic share]。"
    )
    assert verdicts(doc, "ratio.share") == expected


@pytest.mark.parametrize(
    "text",
    [
        "培训支出[17万元 - final]，占全市同类支出的[73.91% - share]。",  # the whole is not stated
        (
            "基本支出[170万元 spend.basic]、项目支出[60万元 spend.project]，"
            "分别占总支出的[73.91% - share]、[26.09% - share]。"
        ),
        "总支出[230万元 spend.total]。基本支出[170万元 spend.basic]比上年增长[73% spend.basic change]。",
        "总支出[230万元 spend.total]，基本支出[170万元 spend.basic]，占总支出的约[70% spend.basic target]以上。",
    ],
)
def test_shares_that_cannot_be_recomputed_are_no_error(text: str) -> None:
    assert [f for f in found(marked(text), "ratio.share") if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "年初预算[100万元 spend.total budget_initial]，"
                "支出决算[96万元 spend.total]，完成年初预算的[96% - actual]。"
            ),
            HOLDS,
        ),
        (
            (
                "年初预算[100万元 spend.total budget_initial]，"
                "支出决算[96万元 spend.total]，完成年初预算的[69% - actual]。"
            ),
            ERROR,
        ),
        (
            (
                "年初预算[0万元 spend.total budget_initial]，"
                "支出决算[96万元 spend.total]，完成年初预算的[95.89% - actual]。"
            ),
            ERROR,
        ),
        (
            "年初预算[0万元 spend.total budget_initial]，支出决算[96万元 spend.total]，完成年初预算的[100% - actual]。",
            WARNING,
        ),
    ],
)
def test_a_share_of_the_budget(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "ratio.share") == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("100%", HOLDS), ("117.3%", HOLDS), ("95%", WARNING)],
)
def test_an_execution_rate_may_be_on_the_budget_or_on_budget_and_carry_over(
    rate: str, expected: list[tuple[str, str]]
) -> None:
    doc = marked(
        "项目支出[152.48万元 spend.project]，由预算[130万元 spend.project budget_initial]和上年结转资金"
        f"[22.48万元 income.carried_in]组成，执行率[{rate} rate.execution actual]。"
    )
    assert verdicts(doc, "ratio.execution") == expected


def test_an_execution_rate_with_one_base_in_its_sentence_is_certain() -> None:
    doc = marked(
        "全年预算[200万元 budget.total budget_adjusted]，"
        "实际支出[180万元 spend.total]，执行率[98% rate.execution actual]。"
    )
    assert verdicts(doc, "ratio.execution") == ERROR


@pytest.mark.parametrize(("rate", "expected"), [("90%", HOLDS), ("99%", ERROR)])
def test_the_execution_rate_of_a_table_row(rate: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(
        ["资金|年初预算数|全年预算数|全年执行数|执行率", f"年度资金总额|180|200|180|{rate}"],
        ["", "budget_initial", "budget_adjusted", "final", "actual"],
        ["budget.total"],
    )
    facts = tuple(replace(f, metric="rate.execution") if f.quantity.kind == "percent" else f for f in doc.facts)
    assert verdicts(replace(doc, facts=facts), "ratio.execution") == expected


def test_a_rate_without_any_base_stays_open() -> None:
    assert verdicts(marked("公务卡刷卡率[98% rate.official_card actual]。"), "ratio.named") == OPEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("反馈问题[160个 - actual]，完成整改[152个 - actual]，整改率[95% - actual]。", HOLDS),
        ("反馈问题[160个 - actual]，完成整改[152个 - actual]，整改率[98% - actual]。", ERROR),
        (
            "反馈问题[160个 - actual]，完成整改[152个 - actual]，立行立改[34项 - actual]，整改率[100% - actual]。",
            WARNING,
        ),
        ("受理信访[40件 - actual]，办结[36件 - actual]，办结率[90% - actual]。", HOLDS),
        ("移交问题线索[40件 - actual]，办结[36人 - actual]，办结率[99% - actual]。", []),
    ],
)
def test_rates_of_counted_things(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "ratio.named") == expected


def test_a_procurement_rate_that_differs_is_only_a_question() -> None:
    doc = marked(
        "政府采购预算[15万元 spend.procurement budget_initial]，实际采购[14万元 spend.procurement]，"
        "政府采购执行率[100% rate.procurement actual]。"
    )
    assert verdicts(doc, "ratio.named") == WARNING


def test_the_adjustment_rate_is_net_of_reductions() -> None:
    doc = marked(
        "年初预算[300万元 spend.total budget_initial]，"
        "追加[90万元 budget.added change]，调减[15万元 budget.reduced change]。"
        "预算调整率[25% rate.adjustment actual]。"
    )
    assert verdicts(doc, "ratio.adjustment") == HOLDS


def test_any_rate_that_two_counts_give_is_confirmed_and_none_is_refuted() -> None:
    text = "回收问卷[762份 - actual]，满意和基本满意[731份 - actual]，满意度[{} rate.satisfaction actual]。"
    assert verdicts(marked(text.format("95.93%")), "ratio.counted") == HOLDS
    assert verdicts(marked(text.format("93.95%")), "ratio.counted") == []


def test_an_execution_rate_of_the_chapter_that_fits_no_budget_is_a_question() -> None:
    text = (
        "#二、收支情况\n年初预算[150万元 budget.total budget_initial]，"
        "调整后预算[180万元 budget.total budget_adjusted]。\n"
        "决算支出[171万元 spend.total]，预算执行率[{} rate.execution actual]。"
    )
    assert verdicts(marked(text.format("95%")), "ratio.execution") == HOLDS
    assert verdicts(marked(text.format("59%")), "ratio.execution") == WARNING


@pytest.mark.parametrize(("rate", "expected"), [("99.38%", HOLDS), ("93.98%", ERROR)])
def test_a_rate_of_two_cells_of_its_row(rate: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(
        ["项目|批复规模|实际规模|规模控制率", f"楼堂馆所|320|318|{rate}"],
        ["", "target", "actual", "actual"],
        unit="平米",
    )
    (table,) = doc.tables
    heads = {cell.col: cell.span for cell in table.cells if cell.row == 0}
    facts = tuple(replace(f, indicator=heads[f.quantity.place.cell.col]) for f in doc.facts if f.quantity.place)
    assert verdicts(replace(doc, facts=facts), "ratio.named") == expected


@pytest.mark.parametrize(("rate", "expected"), [("90%", HOLDS), ("80%", [])])
def test_a_nameless_percentage_beside_budget_and_spending_only_confirms(
    rate: str, expected: list[tuple[str, str]]
) -> None:
    doc = sheet(
        ["资金|全年预算数|全年执行数|", f"年度资金总额|200|180|{rate}"],
        ["", "budget_adjusted", "final", "actual"],
        ["budget.total"],
    )
    facts = tuple(replace(f, metric=None) if f.quantity.kind == "percent" else f for f in doc.facts)
    assert verdicts(replace(doc, facts=facts), "ratio.executed_row") == expected
