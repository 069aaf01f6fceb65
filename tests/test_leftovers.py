"""What a form leaves behind in a report, and what it makes a clerk say twice: invented texts."""

from __future__ import annotations

import pytest
from test_account_names import SCHOOL, final_accounts, found, item, verdicts

from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc


def report(text: str) -> Doc:
    return process(read(f"云溪县水利局2024年度部门决算\n一、支出情况\n{text}".encode(), "report.txt"))


WARNING = [("inconsistent", "warning")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有此类支出的，仍保留该表格式，并在本表下方作下述说明：", WARNING),
        ("（请根据实际情况填写）", WARNING),
        ("本表反映单位本年度支出情况。", []),
        ("群众填写问卷300份，作出说明3次。", []),
    ],
)
def test_a_note_for_the_author_is_not_part_of_the_report(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(report(text), "logic.instruction") == expected


def test_one_note_printed_twice_is_one_finding_with_both_places() -> None:
    (finding,) = found(report("此处填写支出说明。\n二、收入情况\n此处填写收入说明。"), "logic.instruction")
    assert len(finding.evidence) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出XX万元，增长××%。", WARNING),
        ("车辆XXX辆。", WARNING),
        ("联系电话0599-8802XXXX。", []),
        ("走访李××等3人，检查XX村。", []),
    ],
)
def test_blanks_that_were_never_filled_in(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(report(text), "logic.blank") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比上年增加（减少）3.2万元。", WARNING),
        ("较上年下降(增长)5%。", WARNING),
        ("比上年增加（减少）0万元。", []),  # either word is as good
        ("比上年增加3.2万元（减少会议费0.5万元）。", []),
    ],
)
def test_both_words_of_a_choice(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(report(text), "logic.choice") == expected


FUND = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("职业年金缴费", "职业年金缴费", WARNING),
        ("职业年金缴费", "教师工资", []),
        ("职业年金缴费和高中运转", "职业年金缴费和高中运转", []),
    ],
)
def test_a_purpose_copied_from_the_item_before(first: str, second: str, expected: list[tuple[str, str]]) -> None:
    told = f"1、{FUND}。主要用于：{first}。支出决算为9.25万元。\n2、{SCHOOL}。主要用于：{second}。支出决算为80.50万元。"
    assert verdicts(final_accounts(told), "logic.purpose") == expected


LIST = "基本支出60.25万元，主要包括：基本工资、{}、津贴补贴、职业年金缴费。"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("绩效工资", WARNING), ("奖金", []), ("劳务费", [])],
)
def test_an_item_that_is_named_but_booked_with_nothing(name: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(final_accounts(LIST.format(name)), "logic.named_zero") == expected


def test_a_list_that_is_not_of_the_table_says_nothing() -> None:
    told = "项目支出30万元，主要包括：绩效工资、校舍维修、图书购置。"
    assert found(final_accounts(told), "logic.named_zero") == []


PURCHASES = (
    "2024年度政府采购金额为50.00万元，其中：货物采购金额50.00万元。\n"
    "在面向中小企业预留的政府采购项目中，由中小企业中标的采购金额{}万元；在其他政府采购项目中，由中小企业中标的采购金额{}万元。"
)


@pytest.mark.parametrize(
    ("reserved", "other", "expected"),
    [
        ("50.00", "50.00", WARNING),
        ("30.00", "20.10", WARNING),
        ("30.00", "20.00", [("consistent", "info")]),
        ("30.00", "0", [("consistent", "info")]),
    ],
)
def test_two_fields_that_exclude_each_other_stay_below_the_whole(
    reserved: str, other: str, expected: list[tuple[str, str]]
) -> None:
    doc = report(f"（二）政府采购支出情况\n{PURCHASES.format(reserved, other)}")
    assert verdicts(doc, "sum.complement") == expected


def test_fields_without_a_whole_say_nothing() -> None:
    doc = report(PURCHASES.split("\n")[1].format("50.00", "50.00"))
    assert found(doc, "sum.complement") == []


def test_an_item_of_the_prose_has_a_purpose_of_its_own() -> None:
    assert found(final_accounts(item(SCHOOL, "80.50")), "logic.purpose") == []
