"""Numbers of several rounds, parts of all there are, and points taken off: invented sentences through all stages."""

from __future__ import annotations

import pytest
from flattening import flat
from test_checked_text import checked

HOLDS, OPEN, WARNING = ("consistent", "info"), ("unverifiable", "info"), ("inconsistent", "warning")


def said(text: str, check: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.severity) for f in checked(text).findings if f.check == check]


ROUNDS = "第一轮巡察发现问题{}个。第二轮巡察发现问题{}个。专项巡察发现问题{}个。"


def test_rounds_without_a_total_cannot_be_verified() -> None:
    (finding,) = [f for f in checked(ROUNDS.format(21, 34, 16)).findings if f.check == "sum.untotalled"]
    assert (finding.verdict, finding.formula) == ("unverifiable", "21 + 34 + 16 = ?")


@pytest.mark.parametrize(
    "text",
    [
        ROUNDS.format(21, 34, 16) + "全年发现问题71个。",
        "第一轮巡察发现问题21个。第二轮巡察发现问题34个。",
        "第一轮巡察发现问题21个，第二轮发现问题34个，专项巡察发现问题16个。",
    ],
)
def test_rounds_with_a_total_or_told_in_one_breath_are_no_open_question(text: str) -> None:
    assert said(text, "sum.untotalled") == []


@pytest.mark.parametrize(("part", "expected"), [(117, [HOLDS]), (445, [HOLDS]), (454, [WARNING])])
def test_a_part_is_not_above_all_there_are(part: int, expected: list[tuple[str, str]]) -> None:
    text = f"前两轮巡察了{part}个村（社区）党组织。对全县445个村（社区）党组织进行分类。"
    assert said(text, "logic.of_all") == expected


def test_other_things_are_no_part_of_all() -> None:
    assert said("发现问题512个。对全县445个村（社区）党组织进行分类。", "logic.of_all") == []


@pytest.mark.parametrize(("booked", "expected"), [("16", [HOLDS]), ("17", [])])
def test_bodies_of_the_rounds_are_those_of_the_score_table(booked: str, expected: list[tuple[str, str]]) -> None:
    text = "一、巡察情况\n第五轮对9个县直单位党组织开展巡察。\n第六轮完成对3个乡镇及其所辖40个村开展巡察。\n"
    text += "专项对4所学校党组织开展巡察。\n"
    table = flat(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "被巡察党组织数（个）", "≥10", booked, "50", "50"],
        ["效益指标", "社会效益", "群众满意度", "≥90%", "95%", "50", "50"],
    )
    assert said(text + table, "sum.rounds_booked") == expected


@pytest.mark.parametrize(
    ("names", "expected"), [("柳溪街道、云岭镇", [HOLDS]), ("柳溪街道、云岭镇、青禾镇", []), ("柳溪街道", [])]
)
def test_as_many_names_as_were_counted(names: str, expected: list[tuple[str, str]]) -> None:
    text = f"完成对2个乡镇（街道）31个村（社区）党组织巡察。\n其中，完成对{names}31个村（社区）党组织巡察。"
    assert said(text, "match.names") == expected


@pytest.mark.parametrize(("total", "expected"), [("2.5", [HOLDS]), ("3.5", [WARNING])])
def test_points_taken_off_add_up(total: str, expected: list[tuple[str, str]]) -> None:
    text = f"一是目标明确性扣分1分；二是预算调整率扣分0.5分；三是资产管理扣分1分。合计扣分{total}分。"
    assert said(text, "score.lost") == expected


@pytest.mark.parametrize(("got", "expected"), [("9", [HOLDS]), ("8", [WARNING])])
def test_points_taken_off_are_those_of_the_row(got: str, expected: list[tuple[str, str]]) -> None:
    table = flat(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "培训完成率", "100%", "90%", "10", got],
        ["", "", "检查次数", "5", "5", "10", "10"],
    )
    assert said(f"培训完成率扣分1分。\n{table}", "score.lost") == expected


@pytest.mark.parametrize(("marks", "expected"), [("19.5", [HOLDS]), ("19.3", [])])
def test_points_taken_off_fill_the_marks_beside_them(marks: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"资产管理方面扣分0.5分，本项自评得分{marks}分。", "score.lost") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发放问卷800份，收回有效问卷762份。", [HOLDS]),
        ("发放满意度测评表300份，收回有效测评表288份。", [HOLDS]),
        ("发放问卷800份，收回有效问卷862份。", [("inconsistent", "error")]),
        ("移交问题线索4条，立案查处2人。", [OPEN]),
        ("移交问题线索4条，立案查处7人。", [OPEN]),
    ],
)
def test_bounds_of_surveys_and_of_people_beside_clues(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, "logic.bound") == expected


def test_a_rate_that_agrees_is_shown_beside_the_computed_one() -> None:
    text = "2023年“三公”经费支出3.60万元，比2022年减少0.42万元，下降10.46%。"
    (finding,) = [f for f in checked(text).findings if f.check == "ratio.growth"]
    assert finding.formula.endswith("= 10.45 ≈ 10.46")
