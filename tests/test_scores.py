"""Marks, grades and deductions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import ERROR, HOLDS, WARNING, verdicts

from extractor.types import Doc

OPEN = [("unverifiable", "info")]


def execution_row(rate: str, weight: str, score: str) -> Doc:
    doc = sheet(
        ["资金|执行率|分值|得分", f"年度资金总额|{rate}|{weight}|{score}"],
        ["", "actual", "weight", "score"],
        ["rate.execution"],
    )
    return replace(doc, facts=tuple(doc.facts))


@pytest.mark.parametrize(
    ("rate", "score", "expected"),
    [
        ("100%", "10", HOLDS),
        ("98.45%", "9.85", HOLDS),
        ("98.45%", "9.8", HOLDS),
        ("112%", "10", HOLDS),  # never more than the full marks
        ("98.45%", "10", WARNING),  # the report may have bands of its own
        ("60%", "10", WARNING),
    ],
)
def test_marks_for_execution_follow_the_rate(rate: str, score: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(execution_row(rate, "10", score), "score.execution") == expected


@pytest.mark.parametrize(
    ("weight", "score", "expected"), [("10", "12", ERROR), ("10", "10", HOLDS), ("10", "0", HOLDS), ("10", "-1", ERROR)]
)
def test_marks_stay_between_nothing_and_full(weight: str, score: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(["指标|分值|得分", f"培训|{weight}|{score}"], ["", "weight", "score"])
    assert verdicts(doc, "score.bounds") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自评得分[92.5分 score.total score]，评价等级为优。", HOLDS),
        ("自评得分[85分 score.total score]，评价等级为“良”。", HOLDS),
        ("自评得分[85分 score.total score]，自评结果为优秀。", WARNING),
        ("自评得分[100分 score.total score]，评价结果为优。", HOLDS),
        ("部门整体支出绩效自评结果为优秀。", OPEN),
        ("评价等级为优化营商环境打下基础。", []),
        ("90分以上评价等级为优，80-90分评价等级为良。", []),
    ],
)
def test_a_grade_fits_its_total(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "score.grade") == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [("98分", []), ("99分", WARNING), ("96分", [])],  # other deductions may go untold
)
def test_deductions_and_the_total(total: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(
        f"自评得分[{total} score.total score]，"
        f"其中培训方面扣[1分 score.item change]，采购方面扣[1分 score.item change]。"
    )
    assert verdicts(doc, "delta.deduction") == expected


ITEMS = "产出指标[50分 score.item score]，效益指标[30分 score.item score]，满意度指标[9分 score.item score]。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ITEMS + "在效益指标中扣分[1分 score.item change]。", ERROR),
        (ITEMS + "在满意度指标中扣分[1分 score.item change]。", []),
        (ITEMS + "在制度建设方面扣分[1分 score.item change]。", []),
        (ITEMS.replace("30分", "29分") + "在效益指标中扣分[1分 score.item change]。", []),
    ],
)
def test_marks_are_lost_where_they_are_said_to_be(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "logic.deduction") == expected


def test_the_grade_of_last_year_is_no_grade_of_this_year() -> None:
    doc = marked("自评得分[92分 score.total score]，等级为优。上年自评得分[85分 score.total score 2021]，等级为良。")
    assert verdicts(doc, "score.grade") == HOLDS
