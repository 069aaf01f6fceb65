"""Facts stated twice: what agrees, what contradicts, and what only looks the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import ERROR, HOLDS, WARNING, found, verdicts

from extractor.types import Doc, Span


def beside(text: str, below: Doc) -> Doc:
    """The marked text with a sheet below it."""
    told = marked(text + "\n")
    shift = len(told.text)

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    (table,) = below.tables
    cells = {cell: cell._replace(span=moved(cell.span)) for cell in table.cells}
    values = {
        value: replace(
            value,
            span=moved(value.span),
            cell=cells.get(value.cell, value.cell),
            row_labels=tuple(cells.get(label, label) for label in value.row_labels),
            col_labels=tuple(cells.get(label, label) for label in value.col_labels),
        )
        for value in table.values
    }
    facts = []
    for fact in below.facts:
        place = values.get(fact.quantity.place) if fact.quantity.place else None
        quantity = replace(fact.quantity, span=moved(fact.quantity.span), place=place)
        facts.append(replace(fact, quantity=quantity, indicator=moved(fact.indicator) if fact.indicator else None))
    whole = replace(table, span=moved(table.span), cells=tuple(cells.values()), values=tuple(values.values()))
    return replace(told, text=told.text + below.text, tables=(whole,), facts=(*told.facts, *facts))


BOOK = sheet(
    ["项目|年初预算数|决算数", "基本支出|180.20|247.63", "项目支出|63|58.94"],
    ["", "budget_initial", "final"],
    ["spend.basic", "spend.project"],
)


@pytest.mark.parametrize(
    "text",
    [
        "2022年基本支出[247.63万元 spend.basic]。",
        "2022年基本支出[2476300元 spend.basic]。",
        "2022年基本支出[247.6万元 spend.basic]。",
        "2022年财政拨款基本支出[247.63万元 spend.basic]。",
    ],
)
def test_narrative_and_table_agree(text: str) -> None:
    assert verdicts(beside(text, BOOK), "match.restated") == HOLDS


@pytest.mark.parametrize("printed", ["248.63万元", "247.36万元", "24763万元"])
def test_another_amount_of_the_same_name_year_and_stage_contradicts(printed: str) -> None:
    doc = beside(f"2022年基本支出[{printed} spend.basic]。", BOOK)
    assert verdicts(doc, "match.restated") == ERROR


def test_a_difference_in_the_last_digit_asks_for_an_explanation() -> None:
    assert verdicts(beside("2022年基本支出[247.64万元 spend.basic]。", BOOK), "match.restated") == WARNING


def test_exchanged_digits_are_named_as_the_likely_slip() -> None:
    (finding,) = found(beside("2022年基本支出[274.63万元 spend.basic]。", BOOK), "match.restated")
    assert finding.repair is not None
    assert "颠倒" in finding.repair


@pytest.mark.parametrize(
    "text",
    [
        "2022年年初基本支出[190万元 spend.basic budget_adjusted]。",  # another stage
        "上年基本支出[201.33万元 spend.basic]。",  # 上年 is no date, the period is the report's
        "2021年基本支出[201.33万元 spend.basic final 2021]。",
        "局机关本级基本支出[150.02万元 spend.basic]。",
        "上半年基本支出[101.33万元 spend.basic]。",
        "一般公共预算财政拨款基本支出[201.33万元 spend.basic]。",  # one source of funds
        "人均基本支出[12.7万元 spend.basic]。",
        "甲项目支出[12.7万元 spend.basic final 2022 甲项目]。",
        "基本支出约[200万元 spend.basic final 2022 甲中心]。",
        "预计基本支出[230万元 spend.basic]。",
    ],
)
def test_other_scopes_years_and_stages_are_left_alone(text: str) -> None:
    assert [f for f in found(beside(text, BOOK), "match.restated") if f.verdict == "inconsistent"] == []


@pytest.mark.parametrize(
    "text",
    [
        (
            "第一轮反馈问题[34个 inspection.issues_found actual 2022 第一轮]。"
            "第二轮反馈问题[51个 inspection.issues_found actual 2022 第二轮]。"
        ),
        "组建[9个 inspection.teams actual 2022 第一轮]巡察组。组建[5个 inspection.teams actual 2022 第二轮]巡察组。",
        "反馈问题[34个 inspection.issues_found actual]。反馈问题[51个 inspection.issues_found actual]。",
        "基本支出：办公费[1.2万元 spend.office]。甲项目：办公费[3.4万元 spend.office]。",
        "公用经费：公务接待费[0.28万元 spend.reception]。\n“三公”经费：公务接待费[0.4万元 spend.reception]。",
        (
            "甲项目预算[120万元 spend.project budget_initial 2022 甲项目]。"
            "乙项目预算[80万元 spend.project budget_initial 2022 乙项目]。"
        ),
        "收入总计[500.12万元 income.total]。本年收入合计[480.12万元 income.total]。",
    ],
)
def test_rounds_groups_items_and_projects_never_conflict(text: str) -> None:
    assert [f for f in found(marked(text), "match.restated") if f.verdict == "inconsistent"] == []


def test_small_counts_of_different_rounds_are_no_restatement() -> None:
    doc = marked(
        "第一轮组建巡察组[3个 inspection.teams actual 2022 第一轮]。"
        "第二轮组建巡察组[3个 inspection.teams actual 2022 第二轮]。"
    )
    assert verdicts(doc, "match.restated") == []


def test_the_programme_called_otherwise_elsewhere_is_the_same_amount() -> None:
    doc = marked(
        "专项经费支出[152.48万元 spend.project final 2022 专项经费]。"
        "其中一项：培训项目支出[152.48万元 spend.project final 2022 培训项目]。"
    )
    assert verdicts(doc, "match.restated") == HOLDS


def test_authorised_staff_that_differs_is_a_question() -> None:
    doc = beside(
        "现有编制[12名 staff.authorised actual]。",
        sheet(["项目|编制数", "人员|16"], ["", "actual"], ["staff.authorised"], unit="人"),
    )
    assert all(severity != "error" for _, severity in verdicts(doc, "match.restated"))


@pytest.mark.parametrize(("digits", "expected"), [("92.5", HOLDS), ("91.5", ERROR)])
def test_the_total_score_of_narrative_and_table(digits: str, expected: list[tuple[str, str]]) -> None:
    doc = beside(
        f"部门整体支出绩效自评得分[{digits}分 score.total score]。",
        sheet(
            ["指标|分值|得分", "产出|50|46", "总分|100|92.5"], ["", "weight", "score"], ["score.item", "score.total"]
        ),
    )
    assert verdicts(doc, "match.restated") == expected


def test_a_project_score_beside_the_whole_score_is_no_contradiction() -> None:
    doc = marked(
        "#部门整体支出自评\n自评得分[95分 score.total score]。\n#项目支出自评\n项目自评得分[97分 score.total score]。"
    )
    assert verdicts(doc, "match.restated") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算收入[412.35万元 income.total budget_initial]，预算支出[412.35万元 spend.total budget_initial]。", HOLDS),
        ("预算收入[412.35万元 income.total budget_initial]，预算支出[410.35万元 spend.total budget_initial]。", []),
        ("年初预算[412.35万元 budget.total budget_initial]，总支出[412.35万元 spend.total final]。", []),
    ],
)
def test_totals_under_two_names_only_confirm(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "match.balance") == expected


def test_the_only_filled_part_repeats_its_whole() -> None:
    doc = sheet(
        ["项目|决算数", "三公经费|0.47", "公务接待|0.47"], ["", "final"], ["spend.three_public", "spend.reception"]
    )
    assert verdicts(doc, "match.parent") == HOLDS


def test_two_filled_parts_are_a_sum_and_no_repetition() -> None:
    doc = sheet(
        ["项目|决算数", "三公经费|0.47", "公务接待|0.47", "公务用车|0.2"],
        ["", "final"],
        ["spend.three_public", "spend.reception", "spend.vehicle"],
    )
    assert verdicts(doc, "match.parent") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年度收入总计[456.78万元 income.total]，支出总计[456.78万元 spend.total]。", []),
        ("2022年度收入总计[456.78万元 income.total]，支出总计[465.78万元 spend.total]。", ERROR),
        ("2022年度收入合计[456.78万元 income.total]，支出合计[465.78万元 spend.total]。", []),
    ],
)
def test_grand_totals_of_income_and_spending_are_one_amount(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "match.grand_total") == expected


def test_scores_of_several_projects_are_no_contradiction() -> None:
    text = "".join(f"{i}.甲{i}项目自评得分[{90 + i}分 score.total score]。\n" for i in (1, 2, 3))
    assert verdicts(marked(text), "match.restated") == []


def test_an_amount_that_borrows_its_name_is_not_compared() -> None:
    doc = marked(
        "总支出[230.12万元 spend.total]。\n“三公”经费预算[18万元 spend.three_public budget_initial]，"
        "支出决算[12.61万元 spend.total]。"
    )
    assert verdicts(doc, "match.restated") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("总支出[230.12万元 spend.total]。\n总支出[240.12万元 spend.total]。", ERROR),
        ("支出合计[230.12万元 spend.total]。\n总支出[240.12万元 spend.total]。", ERROR),
        ("总支出[230.12万元 spend.total]。\n支出[240.12万元 spend.total]。", WARNING),
        ("总支出[230.12万元 spend.total]。\n支出总计[240.12万元 spend.total]。", []),
    ],
)
def test_a_named_total_is_surer_than_a_bare_word(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "match.restated") == expected


@pytest.mark.parametrize(("printed", "expected"), [("12.65万元", []), ("21.65万元", WARNING)])
def test_a_programme_in_prose_and_table(printed: str, expected: list[tuple[str, str]]) -> None:
    table = sheet(["项目|决算数", "信息化建设|12.65"], ["", "final"], ["spend.project"])
    doc = beside(f"信息化建设经费[{printed} spend.project final 2022 信息化建设]。", table)
    assert verdicts(doc, "match.item") == expected
