"""What is left of a number, parts told one by one, things counted twice: invented sentences through all stages."""

from __future__ import annotations

import pytest
from flattening import flat
from test_checked_text import checked
from test_untotalled import HOLDS, OPEN, WARNING, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("计划改造危桥12座，实际改造危桥11座；剩余1座桥梁因汛期未完工。", [HOLDS]),
        ("计划改造危桥12座，实际改造危桥10座；剩余1座桥梁因汛期未完工。", []),
        ("应巡察党组织134个，已巡察党组织109个。下一步完成对剩余25个党组织的巡察。", [HOLDS]),
        ("应巡察党组织134个，已巡察党组织109个。下一步完成对剩余52个党组织的巡察。", []),
        ("竣工验收标段10个，中标标段12个；其余标段2个停工。", [HOLDS]),
    ],
)
def test_a_rest_is_what_two_numbers_before_it_leave(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text, "delta.rest") == expected


@pytest.mark.parametrize(("done", "expected"), [("3", [HOLDS]), ("2", [])])
def test_a_rest_is_what_the_score_table_lacks(done: str, expected: list[tuple[str, str]]) -> None:
    table = flat(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "业务培训班（期）", "4", done, "10", "8"],
        ["", "", "检查次数（次）", "5", "5", "10", "10"],
    )
    assert said(f"受疫情影响，有1期培训班未能举办。\n{table}", "delta.rest") == expected


PARTS = "2022年商品和服务支出286.47万元。商品和服务支出中，办公费{}万元、印刷费8.42万元、差旅费18.75万元。"


@pytest.mark.parametrize(("first", "expected"), [("12.36", [HOLDS]), ("262.36", [WARNING])])
def test_some_parts_do_not_exceed_their_whole(first: str, expected: list[tuple[str, str]]) -> None:
    assert said(PARTS.format(first), "sum.told_parts") == expected


MARKS = "投入指标（{}分）得分14分，过程指标（35分）得分31分，产出指标（30分）得分28分，效果指标（20分）得分20分。"


@pytest.mark.parametrize(("first", "expected"), [(15, [HOLDS]), (51, [])])
def test_full_marks_of_a_sentence_make_a_hundred(first: int, expected: list[tuple[str, str]]) -> None:
    assert said(MARKS.format(first), "sum.told_marks") == expected


@pytest.mark.parametrize(("paid", "expected"), [(4, [HOLDS]), (3, [])])
def test_posts_told_one_by_one_are_those_of_the_table(paid: int, expected: list[tuple[str, str]]) -> None:
    table = flat(["财政供养人员情况", "编制数", "2022年实际在职人数", "控制率"], ["", "16", "16", "100%"])
    assert said(f"（二）人员编制情况\n我办共有行政编制12名，财政补助{paid}人。\n{table}", "sum.posts") == expected


@pytest.mark.parametrize(("number", "expected"), [(4, [HOLDS]), (5, [])])
def test_as_many_forms_as_projects(number: int, expected: list[tuple[str, str]]) -> None:
    text = f"2022年填报部门整体支出自评表1张、项目支出自评表{number}张。2022年纳入自评的项目4个。"
    assert said(text, "match.counted") == expected


@pytest.mark.parametrize(("last", "expected"), [("2,200", [HOLDS]), ("2,020", [])])
def test_uses_told_later_add_up_to_the_money_told_before(last: str, expected: list[tuple[str, str]]) -> None:
    text = f"2023年下达专项资金17,850万元。\n（二）用于国土绿化9,200万元、森林管护6,450万元、湿地保护{last}万元。"
    assert said(text, "sum.far_run") == expected


def test_parts_of_a_year_without_a_total_cannot_be_verified() -> None:
    table = flat(["项目", "2021年决算数"], ["基本支出", "226.40"], ["项目支出", "79.30"])
    text = f"部门整体支出绩效评价基础数据表\n单位：万元\n{table}"
    assert said(text, "sum.without_whole") == [OPEN]


def test_parts_with_a_total_are_verified_instead() -> None:
    table = flat(["项目", "2021年决算数"], ["支出合计", "305.70"], ["基本支出", "226.40"], ["项目支出", "79.30"])
    text = f"部门整体支出绩效评价基础数据表\n单位：万元\n{table}"
    assert said(text, "sum.without_whole") == []


@pytest.mark.parametrize(("added", "expected"), [("30.00", [HOLDS]), ("33.00", [])])
def test_an_adjusted_budget_takes_in_what_was_added_and_carried(added: str, expected: list[tuple[str, str]]) -> None:
    text = f"2023年普法宣传经费年初预算133.50万元，全年预算176.15万元，其中追加预算{added}万元、上年结转资金12.65万元。"
    assert said(text, "delta.adjusted") == expected


def test_scores_of_parts_without_a_total_cannot_be_verified() -> None:
    text = "产出指标方面，自评得分50分。效益指标方面，自评得分30分。满意度指标方面，得分9分。"
    found = [f for f in checked(text).findings if f.check == "score.narrative"]
    assert [(f.verdict, f.formula) for f in found] == [("unverifiable", "50 + 30 + 9 = ?")]


@pytest.mark.parametrize(("rest", "expected"), [("958.37", True), ("985.37", False)])
def test_what_is_carried_over_is_what_a_row_leaves(rest: str, expected: bool) -> None:
    table = flat(
        ["", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "56238.40", "61870.55", "60912.18", "10", "98.45%", "9.85"],
    )
    text = f"2022年度部门整体支出绩效自评\n2022年末，结转和结余{rest}万元。\n单位：万元\n{table}"
    formulas = [f.formula for f in checked(text).findings if f.check == "sum.remainder"]
    assert bool(formulas) == expected
