"""One account in several tables and in the prose, from invented final accounts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractor.checks.account_names import counterparts
from extractor.errors import LexiconError
from extractor.ledger.ledger import Ledger
from extractor.lexicon import identities
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc, Finding

CODES = (
    ("205", "教育支出"),
    ("20502", "普通教育"),
    ("2050204", "高中教育"),
    ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"),
    ("2080506", "机关事业单位职业年金缴费支出"),
)


def final_accounts(
    told: str,
    *,
    amounts: Sequence[str] = ("80.50", "80.50", "80.50", "9.25", "9.25", "9.25"),
    summary: str = "80.50",
    pension: str = "9.25",
) -> Doc:
    """A summary table of the classes, a coded table of the grants, a table of economic items, and `told`."""
    lines = ["临川区实验中学2024年度部门决算", ""]
    lines += ["财政拨款收入支出决算总表", "单位：万元"]
    lines += table(
        ["收入", "决算数", "支出", "一般公共预算财政拨款"],
        ["一、一般公共预算财政拨款", "89.75", "一、教育支出", summary],
    )
    lines += ["一般公共预算财政拨款支出决算表", "单位：万元"]
    rows = [[code, name, amount, amount] for (code, name), amount in zip(CODES, amounts, strict=True)]
    lines += table(["功能分类科目编码", "科目名称", "合计", "基本支出"], *rows)
    lines += ["一般公共预算财政拨款基本支出决算表", "单位：万元"]
    rows = [["301", "工资福利支出", "60.25"], ["30101", "基本工资", "50.00"], ["30102", "津贴补贴", "1.00"]]
    rows += [["30103", "奖金", "0.10"], ["30107", "绩效工资", "0.00"], ["30109", "职业年金缴费", pension]]
    lines += table(["经济分类科目编码", "科目名称", "决算数"], *rows)
    lines += ["五、一般公共预算财政拨款支出决算情况说明", told]
    return process(read("\n".join(lines).encode(), "final.txt"))


def table(*rows: Sequence[str]) -> list[str]:
    """The rows in the grammar of flattened text: a TAB opens a cell, an empty line ends a row."""
    return [line for row in rows for line in (*(f"\t{cell}" for cell in row), "")] + [""]


def found(doc: Doc, check: str) -> list[Finding]:
    return [finding for finding in doc.findings if finding.check == check]


def verdicts(doc: Doc, check: str) -> list[tuple[str, str]]:
    return [(finding.verdict, finding.severity) for finding in found(doc, check)]


def item(names: str, amount: str) -> str:
    return f"1、{names}。主要用于：教师工资支出。年初预算为82.00万元，支出决算为{amount}万元。"


SCHOOL = "教育支出（类）普通教育（款）高中教育（项）"


def test_a_class_is_confirmed_in_the_summary_and_in_the_coded_table() -> None:
    formulas = [finding.formula for finding in found(final_accounts("无。"), "match.account")]
    assert "80.50 = 80.50" in formulas


@pytest.mark.parametrize(
    ("summary", "expected"),
    [("80.50", "consistent"), ("80.51", "info"), ("85.50", "error")],
)
def test_two_tables_of_the_same_funds_state_one_amount(summary: str, expected: str) -> None:
    states = verdicts(final_accounts("无。", summary=summary), "match.account")
    assert (("consistent", "info") if expected == "consistent" else ("inconsistent", expected)) in states


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("80.50", ("consistent", "info")), ("80.51", ("inconsistent", "info")), ("80.05", ("inconsistent", "error"))],
)
def test_an_item_of_the_prose_has_the_amount_of_its_row(amount: str, expected: tuple[str, str]) -> None:
    doc = final_accounts(item(SCHOOL, amount))
    assert expected in verdicts(doc, "match.told_account") + verdicts(doc, "match.account")


def test_an_item_of_the_same_name_below_another_level_is_not_compared() -> None:
    doc = final_accounts(item("教育支出（类）高中教育（款）", "12.00"))
    assert found(doc, "match.told_account") == []


def test_the_prose_calls_an_account_otherwise_than_the_table() -> None:
    (finding,) = found(
        final_accounts(item("教育支出（类）普通教育（款）中学教育（项）", "80.50")), "logic.account_name"
    )
    assert finding.formula == "“中学教育” ≠ “高中教育”"
    assert finding.severity == "warning"


@pytest.mark.parametrize("names", [SCHOOL, "教育支出（类）普通教育（款）", "农林水支出（类）林业（款）森林培育（项）"])
def test_names_that_the_table_has_or_cannot_know_are_no_question(names: str) -> None:
    assert found(final_accounts(item(names, "80.50")), "logic.account_name") == []


@pytest.mark.parametrize(("pension", "confirmed"), [("9.25", 1), ("9.52", 0)])
def test_an_economic_item_and_its_account_confirm_each_other_only(pension: str, confirmed: int) -> None:
    doc = final_accounts("无。", pension=pension)
    findings = list(counterparts(Ledger(doc)))
    assert [finding.verdict for finding in findings] == ["consistent"] * confirmed


def test_counterparts_need_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {"counterparts": [{"zh": "住房公积金", "economic": "3011", "functional": "2210201"}]}
    monkeypatch.setattr(identities, "read_yaml", lambda _: broken)
    identities.load_counterparts.cache_clear()
    with pytest.raises(LexiconError, match="counterparts"):
        identities.load_counterparts()
    identities.load_counterparts.cache_clear()
