"""Answers of a survey, what is left, what was paid for each: invented sentences through all stages."""

from __future__ import annotations

import pytest
from test_checked_text import checked
from test_untotalled import HOLDS, WARNING, said

ANSWERS = "发放问卷600份，收回有效问卷576份，有效回收率{}。其中：非常满意318份、满意214份、基本满意31份、不满意13份，"
SHARES = "分别占55.21%、37.15%、{}、2.26%，综合满意度{}。"


@pytest.mark.parametrize(
    ("share", "expected"),
    [("5.38%", {HOLDS}), ("5.83%", {HOLDS, WARNING})],
)
def test_shares_of_answers_are_of_what_was_returned(share: str, expected: set[tuple[str, str]]) -> None:
    found = said(ANSWERS.format("96.00%") + SHARES.format(share, "97.74%"), "ratio.answers")
    assert set(found) == expected


@pytest.mark.parametrize(("rate", "expected"), [("97.74%", True), ("96.74%", False)])
def test_content_is_what_the_discontent_leave(rate: str, expected: bool) -> None:
    text = ANSWERS.format("95%") + SHARES.format("5.38%", rate)
    formulas = [finding.formula for finding in checked(text).findings if finding.check == "ratio.content"]
    assert ("100 - 2.26 = 97.74" in formulas) == expected


@pytest.mark.parametrize(("rate", "expected"), [("96.00%", [HOLDS]), ("95.00%", [])])
def test_the_rate_of_return(rate: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"发放问卷600份，收回有效问卷576份，有效回收率{rate}。", "ratio.content") == expected


@pytest.mark.parametrize(("rate", "expected"), [("95.27%", [HOLDS]), ("94.27%", [])])
def test_content_of_two_sentences(rate: str, expected: list[tuple[str, str]]) -> None:
    text = f"发放问卷500份，收回有效问卷486份。收回的有效问卷中，评价为满意的问卷463份，群众满意度{rate}。"
    assert said(text, "ratio.content") == expected


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("每公里综合造价34.42万元，低于控制单价0.58万元（控制单价35万元）。", "delta.gap"),
        ("完成提质改造92.6公里。项目支出3,187.45万元，每公里综合造价34.42万元。", "ratio.average"),
        ("新增学位3,240个，其中小学学位1,800个、初中学位1,440个。", "sum.listing"),
    ],
)
def test_what_other_numbers_give_is_confirmed(text: str, check: str) -> None:
    assert said(text, check) == [HOLDS]


@pytest.mark.parametrize(
    "text",
    [
        "每公里综合造价34.42万元，低于控制单价0.85万元（控制单价35万元）。",
        "完成提质改造92.6公里。项目支出3,187.45万元，每公里综合造价43.42万元。",
    ],
)
def test_what_other_numbers_do_not_give_is_left_alone(text: str) -> None:
    assert said(text, "delta.gap") + said(text, "ratio.average") == []


@pytest.mark.parametrize(("rate", "expected"), [("6.08%", HOLDS), ("6.80%", WARNING)])
def test_a_change_of_one_source_of_funds_is_measured_by_that_source(rate: str, expected: tuple[str, str]) -> None:
    text = (
        "2023年度财政拨款支出7,647.26万元，占本年支出合计的90.37%。"
        f"与上年相比，财政拨款支出增加438.52万元，增长{rate}。"
    )
    assert expected in said(text, "ratio.growth")
