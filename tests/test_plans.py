"""What is told as planned, by headings, by goals that a colon announces, and what is only measured by a goal."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.pipeline import process
from extractor.readers import read
from extractor.tagger.roles import planned

REPORT = """云溪县水利局2023年度项目支出绩效自评报告
一、项目概况
项目安排资金300万元。年度绩效目标共16项指标：新建泵站2座；维修水闸5处；服务农户820户。
二、绩效目标完成情况
（一）数量目标
年度计划维修水闸5处，实际完成6处。另新建便桥4座。
三、2024年工作计划
（一）抓好建设
新建泵站3座，覆盖率达到95%。
对剩余的7处水闸逐一排查。
"""
ROLES = {
    "2座": "target", "5处": "target", "820户": "target", "6处": "actual", "4座": "actual", "3座": "target",
    "95%": "target", "7处": "actual",
}  # fmt: skip


def test_headings_of_plans_and_announced_goals_make_targets_and_what_was_done_is_actual(tmp_path: Path) -> None:
    report = process(read(REPORT.encode(), str(tmp_path / "报告.txt")))
    told = {fact.quantity.text: fact.role for fact in report.facts}
    assert {text: told[text] for text in ROLES} == ROLES


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("年度目标为", True),
        ("设定的指标有：出勤率", True),
        ("力争实现目标", True),
        ("满意度低于目标值3个百分点，意见最多的是", False),
        ("制定年度计划，落实例会", False),
        ("立项学生创新训练计划", False),
        ("年度目标40户，实际完成", False),
    ],
)
def test_a_goal_that_something_is_measured_by_plans_nothing(words: str, expected: bool) -> None:
    assert planned(words, "5个") is expected
