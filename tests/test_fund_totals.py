"""Spending of one source of funds in prose and in the table of the same funds: invented final accounts."""

from __future__ import annotations

import pytest
from test_account_names import found, table, verdicts

from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc

HOLDS, INFO, ERROR = ("consistent", "info"), ("inconsistent", "info"), ("inconsistent", "error")


def accounts(told: str) -> Doc:
    lines = ["临川区水利局2024年度部门决算", "", "支出决算表", "单位：万元"]
    rows = [["213", "农林水支出", "93.00", "63.00", "30.00"], ["合计", "", "93.00", "63.00", "30.00"]]
    lines += table(["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"], *rows)
    lines += ["一般公共预算财政拨款支出决算表", "单位：万元"]
    rows = [["213", "农林水支出", "90.20", "60.20", "30.00"], ["合计", "", "90.20", "60.20", "30.00"]]
    lines += table(["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"], *rows)
    lines += ["六、一般公共预算财政拨款基本支出决算情况说明", told]
    return process(read("\n".join(lines).encode(), "final.txt"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("一般公共预算财政拨款基本支出60.20万元。", [HOLDS]),
        ("一般公共预算财政拨款基本支出60.21万元。", [INFO]),
        ("一般公共预算财政拨款基本支出63.00万元。", [ERROR]),
        ("基本支出63.00万元。", [ERROR]),  # the heading names the funds
        ("2023年一般公共预算财政拨款基本支出58.00万元。", []),
        ("一般公共预算财政拨款基本支出比2023年的58.00万元增加2.20万元。", []),
        ("一般公共预算财政拨款会议费支出2.00万元。", []),
    ],
)
def test_prose_about_one_source_of_funds(told: str, expected: list[tuple[str, str]]) -> None:
    doc = accounts(told)
    confirmed = expected == [HOLDS] and not found(doc, "match.fund_total")  # told by another check, too
    assert confirmed or verdicts(doc, "match.fund_total") == expected
