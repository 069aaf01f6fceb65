"""Marking rules read as programs, and run again on the sheet: invented rules and sheets."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flattening import flat
from test_untotalled import HOLDS, WARNING, said

from extractor.ledger.marking import points_for, rule_of

ERROR = ("inconsistent", "error")


@pytest.mark.parametrize(
    ("text", "value", "target", "expected"),
    [
        ("满意度98%以上计10分，90%至98%计8分，90%以下不得分", "97.74", None, "8 8"),
        ("满意度98%以上计10分，90%至98%计8分，90%以下不得分", "99", None, "10 10"),
        ("满意度98%以上计10分，90%至98%计8分，90%以下不得分", "89.5", None, "0 0"),
        ("满意度≥95%得满分；80%—95%得5分；低于80%不得分。", "85", None, "5 5"),
        ("调整率在10%以内计4分，超过10%计2分，超过30%不得分", "8", None, "4 4"),
        ("调整率在10%以内计10分，超过10%计2分，超过30%不得分", "35", None, "0 0"),
        ("控制率≤100%计满分，每超1个百分点扣0.5分，扣完为止", "100", None, "10 10"),
        ("控制率≤100%计满分，每超1个百分点扣0.5分，扣完为止", "102.5", None, "8.5 9"),
        ("控制率≤100%计满分，每超1个百分点扣0.5分，扣完为止", "190", None, "0 0"),
        ("每低于目标值1个百分点扣2分", "93", "95", "6 6"),
        ("到位率100%计满分，每低1%扣1分", "97", None, "7 7"),
        ("得分=预算完成率×10分", "96.5", None, "9.65 9.65"),
        ("按完成比例得分", "48", "50", "9.6 9.6"),
        ("按完成比例得分", "60", "50", "10 10"),
        ("完成目标得10分，未完成不得分", "94", "95", "0 0"),
        ("利用率≥95%计满分，否则按比例计分", "96", None, "10 10"),
    ],
)
def test_what_a_rule_gives_of_ten_points(text: str, value: str, target: str | None, expected: str) -> None:
    rule = rule_of(text)
    assert rule is not None
    given = points_for(rule, Decimal(10), Decimal(value), Decimal(target) if target else None)
    assert given is not None
    assert [given[0], given[1]] == [Decimal(number) for number in expected.split()]


@pytest.mark.parametrize(
    ("text", "value", "target"),
    [
        ("满意度98%以上计10分，90%至97%计8分", "97.5", None),  # no band
        ("满意度90%至95%计8分，95%至98%计9分", "95", None),  # two bands
        ("每低于目标值1个百分点扣2分", "93", None),  # no target
        ("完成目标得10分，未完成不得分", "94", None),
        ("利用率≥95%计满分，否则按比例计分", "80", None),  # in proportion to what?
    ],
)
def test_a_rule_that_does_not_say_gives_nothing(text: str, value: str, target: str | None) -> None:
    rule = rule_of(text)
    assert rule is not None
    assert points_for(rule, Decimal(10), Decimal(value), Decimal(target) if target else None) is None


@pytest.mark.parametrize(
    "text",
    [
        "制度健全计2分，执行有效计3分",
        "6月底达到50%、9月底达到75%各计2分",
        "视工作成效情况酌情计分",
        "满意度98%以上计10分，其他情况由评审组研究确定得分",
        "施工环保措施到位计4分",
        "完成目标得10分",
        "每延迟10天扣1分",
        "考核全县第3名，得96.5分",
    ],
)
def test_a_rule_that_is_not_wholly_understood_is_none(text: str) -> None:
    assert rule_of(text) is None


def sheet(rule: str, actual: str, score: str, label: str = "验收合格率", target: str = "≥95%") -> str:
    return flat(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "评分标准", "得分"],
        ["产出指标", "质量指标", label, target, actual, "10", rule, score],
        ["", "数量指标", "检查次数", "≥5次", "6次", "10", "完成得满分", "10"],
    )


BANDS = "95%以上计10分，80%至95%计6分，80%以下不得分"


@pytest.mark.parametrize(
    ("actual", "score", "expected"),
    [("96%", "10", HOLDS), ("90%", "6", HOLDS), ("90%", "8", ERROR), ("79%", "6", ERROR)],
)
def test_marks_are_those_of_the_printed_rule(actual: str, score: str, expected: tuple[str, str]) -> None:
    assert said(sheet(BANDS, actual, score), "score.rule") == [expected]


@pytest.mark.parametrize(("told", "expected"), [("97.2%", [HOLDS]), ("93.2%", [WARNING]), (None, [])])
def test_a_sheet_without_results_is_measured_by_the_only_satisfaction_told(
    told: str | None, expected: list[tuple[str, str]]
) -> None:
    table = flat(
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "评价标准", "扣分原因", "得分"],
        ["效果", "10", "履职效益", "10", "群众满意度", "10", "满意度95%以上计10分，90%至95%计8分", "", "10"],
    )
    text = f"群众满意度为{told}。\n" if told else ""
    assert said(text + table, "score.rule") == expected


@pytest.mark.parametrize(("score", "expected"), [("8", [HOLDS]), ("7", [WARNING]), ("0", [])])
def test_marks_lost_are_a_multiple_of_what_each_fault_costs(score: str, expected: list[tuple[str, str]]) -> None:
    table = sheet("每发现一处不符扣2分，扣完为止", "基本相符", score, label="账实相符", target="相符")
    assert said(table, "score.rule") == expected
