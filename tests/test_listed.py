"""Announced counts against the names that are listed for them."""

from __future__ import annotations

import pytest
from marked import marked
from test_restated import beside
from test_sums import HOLDS, WARNING, verdicts
from test_targets import row


@pytest.mark.parametrize(
    "text",
    [
        "设[4个 - actual]内设机构，分别为办公室、综合股、督查股、信息中心。",
        "设[四个 - actual]股室".replace("四个", "4个") + "（办公室、综合股、督查股、信息中心）。",
        "预算支出项目[1个 - actual]，为宣传工作经费。",
        "下设[3个 - actual]科室，分别是办公室、业务科和督查科。",
        "设[2个 - actual]科室：政策法规和宣传科、督查科。",  # 和 inside a name
        "内设办公室、业务科、督查科[3个 - actual]科室。",
        "涉及青石镇、柳坪乡、白沙镇[3个 - actual]乡镇。",
    ],
)
def test_as_many_names_as_announced(text: str) -> None:
    assert verdicts(marked(text), "match.listed") == HOLDS


@pytest.mark.parametrize(
    "text",
    [
        "设[5个 - actual]内设机构，分别为办公室、综合股、督查股、信息中心。",
        "设[3个 - actual]股室（办公室、综合股、督查股、信息中心）。",
    ],
)
def test_more_or_fewer_names_are_a_question(text: str) -> None:
    assert verdicts(marked(text), "match.listed") == WARNING


@pytest.mark.parametrize(
    "text",
    [
        "设[5个 - actual]内设机构，分别为办公室、综合股、督查股等。",  # an open list
        "巡察[20个 - actual]单位，发现问题较多。",
        "发现问题[12个 - actual]（其中村级[5个 - actual]）。",
        "对柳树街道、长河镇[27个 - actual]村开展巡察。",  # the names are not the villages
        "开展培训[3次 - actual]：提高认识、强化能力。",
        "完成学习、调研[2次 - actual]。",
        "组建[9个 - actual]巡察组，对县直单位、乡镇开展巡察。",
    ],
)
def test_other_lists_tell_nothing(text: str) -> None:
    assert verdicts(marked(text), "match.listed") == []


def test_bodies_that_are_set_up_are_listed_completely() -> None:
    assert verdicts(marked("内设办公室、业务科、督查科[4个 - actual]科室。"), "match.listed") == WARNING
    assert verdicts(marked("内设办公室、业务科、督查科等[4个 - actual]科室。"), "match.listed") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成春季、秋季巡查、安全生产专项巡查情况整改评估。", HOLDS),
        ("完成春季、秋季巡查情况整改评估。", []),  # the prose may leave some out
        ("完成整改评估。", []),
    ],
)
def test_a_list_in_the_prose_confirms_a_result_of_the_sheet(text: str, expected: list[tuple[str, str]]) -> None:
    doc = beside(text, row("≥2", "3", "10", "10", label="开展巡查整改评估"))
    assert verdicts(doc, "match.listed_result") == expected
