"""Rows of tables that belong together: 其中 rows, budget codes over several columns, subtotals before their parts."""

from __future__ import annotations

import pytest
from flattening import doc_of, flat

from extractor.pipeline import process
from extractor.types import Finding

HEAD = "云溪县农业农村局2023年度部门决算\n一、支出表\n单位：万元\n"


def found(check: str, *rows: list[str]) -> list[Finding]:
    """The findings of one check over a table."""
    doc = process(doc_of(HEAD + flat(*rows)))
    return [finding for finding in doc.findings if finding.check == check]


SPENT = ["项目", "决算数"]


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        pytest.param(
            [["公用经费", "31.97"], ["  其中：办公费", "9.16"], ["      差旅费", "0.62"], ["项目支出", "80.00"]],
            [("consistent", "9.16 + 0.62 ≤ 31.97")],
            id="some parts",
        ),
        pytest.param(
            [["公用经费", "31.97"], ["  其中：办公费", "39.16"], ["项目支出", "80.00"]],
            [("inconsistent", "39.16 > 31.97")],
            id="a part above its whole",
        ),
        pytest.param(
            [["公用经费", "31.97"], ["  其中：办公费", "30.97"], ["  其中：差旅费", "1.00"]],
            [],
            id="parts that add up are the business of the sums",
        ),
        pytest.param(
            [["公用经费", "31.97"], ["其中：办公费", "9.16"], ["项目支出", "80.00"]],
            [("consistent", "9.16 ≤ 31.97")],
            id="without indents only the row that says so is a part",
        ),
        pytest.param(
            [["粮食", "90.2"], ["其中：夏粮", "50.8"], ["秋粮", "39.4"], ["其中：小麦", "87.4"]],
            [("consistent", "50.8 ≤ 90.2")],
            id="a second list of the first whole",
        ),
    ],
)
def test_rows_that_list_some_parts_stay_below_their_whole(
    rows: list[list[str]], outcome: list[tuple[str, str]]
) -> None:
    findings = found("logic.shown_parts", SPENT, *rows)
    assert [(finding.verdict, finding.formula) for finding in findings] == outcome


CODES = ["类", "款", "项", "科目名称", "决算数"]


@pytest.mark.parametrize(
    ("rows", "formulas"),
    [
        pytest.param(
            [
                ["208", "", "", "社会保障和就业支出", "30"],
                ["208", "05", "", "行政事业单位养老支出", "30"],
                ["208", "05", "05", "养老保险缴费支出", "20"],
                ["208", "05", "06", "职业年金缴费支出", "10"],
                ["213", "", "", "农林水支出", "70"],
                ["213", "01", "", "农业农村", "70"],
                ["213", "01", "01", "行政运行", "70"],
                ["合计", "", "", "", "100"],
            ],
            {"30 = 30", "20 + 10 = 30", "70 = 70", "30 + 70 = 100"},
            id="printed in every row",
        ),
        pytest.param(
            [
                ["301", "", "", "工资福利支出", "30.40"],
                ["301", "1", "", "因公出行补助", "12.10"],
                ["301", "2", "", "住宅维护补助", "18.30"],
                ["302", "", "", "商品和服务支出", "5.25"],
                ["302", "1", "", "办公费", "5.25"],
                ["合计", "", "", "", "35.65"],
            ],
            {"12.10 + 18.30 = 30.40", "5.25 = 5.25", "30.40 + 5.25 = 35.65"},
            id="a spreadsheet lost the zeros",
        ),
    ],
)
def test_a_code_may_be_spread_over_columns(rows: list[list[str]], formulas: set[str]) -> None:
    findings = found("sum.rows", CODES, *rows)
    assert {finding.verdict for finding in findings} == {"consistent"}
    assert {finding.formula for finding in findings} == formulas


def test_a_wrong_level_of_a_spread_code_is_an_error() -> None:
    findings = found(
        "sum.rows",
        CODES,
        ["208", "", "", "社会保障和就业支出", "31.50"],
        ["208", "05", "", "行政事业单位养老支出", "18.25"],
        ["208", "08", "", "抚恤", "12.25"],
        ["合计", "", "", "", "31.50"],
    )
    assert [
        (finding.verdict, finding.severity) for finding in findings if finding.formula == "18.25 + 12.25 = 30.5 ≠ 31.50"
    ] == [("inconsistent", "error")]
