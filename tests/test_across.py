"""Numbers told in one report and again in another of the same body."""

from __future__ import annotations

import pytest

from extractor.across import compare, same_body
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc

BODY = "云溪县水利局"


def report(year: int, text: str, body: str = BODY, kind: str = "部门决算") -> Doc:
    """A report of a year, through the whole pipeline."""
    head = f"{body}{year}年度{kind}\n一、收支情况\n"
    return process(read(f"{head}{text}\n".encode(), f"{body}{year}.txt"))


def told(doc: Doc, other: Doc) -> list[tuple[str, str, str]]:
    """Check, verdict and formula of what is found between the two."""
    return [
        (finding.check, finding.verdict, finding.formula)
        for finding in compare(doc, [other]).findings
        if finding.check.startswith("across.")
    ]


LAST = "2022年度支出合计80.50万元，其中：基本支出60.20万元，项目支出20.30万元。"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param(
            "2023年度支出合计92.50万元，比上年增加12.00万元。",
            [("across.change", "consistent", "92.50万元 - 12.00万元 = 80.5 = 80.50万元")],
            id="a change that starts where last year ended",
        ),
        pytest.param(
            "2023年度支出合计92.50万元，比上年增加15.00万元。",
            [("across.change", "inconsistent", "92.50万元 - 15.00万元 = 77.5 ≠ 80.50万元")],
            id="a change that starts elsewhere",
        ),
        pytest.param("2023年度支出合计92.50万元。", [], id="nothing told of last year"),
    ],
)
def test_a_change_is_held_against_last_years_report(text: str, outcome: list[tuple[str, str, str]]) -> None:
    assert told(report(2023, text), report(2022, LAST)) == outcome


@pytest.mark.parametrize(
    ("budget", "outcome"),
    [
        ("2023年度支出预算为85.00万元。", ("consistent", "85.00万元 = 85.00万元")),
        ("2023年度支出预算为88.00万元。", ("inconsistent", "85.00万元 ≠ 88.00万元")),
    ],
)
def test_the_budget_in_a_final_account_is_held_against_the_published_budget(
    budget: str, outcome: tuple[str, str]
) -> None:
    final = report(2023, "2023年度支出预算85.00万元，支出决算84.10万元。")
    found = told(final, report(2023, budget, kind="部门预算"))
    assert ("across.restated", *outcome) in found


def test_a_difference_between_reports_asks_for_an_explanation_and_names_the_other() -> None:
    last = report(2022, LAST)
    doc = compare(report(2023, "2023年度支出合计92.50万元，比上年增加15.00万元。"), [last])
    (finding,) = [finding for finding in doc.findings if finding.check.startswith("across.")]
    assert finding.severity == "warning"
    (there,) = finding.elsewhere
    assert there.path == last.source.path
    assert last[there.span] == there.quote == "80.50万元"
    assert "2022" in finding.message


def test_reports_of_other_bodies_and_copies_of_the_same_file_are_passed_over() -> None:
    this = report(2023, "2023年度支出合计92.50万元，比上年增加15.00万元。")
    assert told(this, report(2022, LAST, body="青禾市水务局")) == []
    assert told(this, this) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云溪县水利局", "南川市云溪县水利局", True),
        ("云溪县水利局（本级）", "云溪县水利局", True),
        ("云溪县水利局", "云溪县农业农村局", False),
        ("水利局", "云溪县水利局", False),
    ],
)
def test_a_body_is_known_with_and_without_its_province(one: str, other: str, same: bool) -> None:
    docs = [report(2022, LAST, body=body) for body in (one, other)]
    assert same_body(*docs) is same
