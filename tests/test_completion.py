"""Completion rates and shares told in order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import ERROR, HOLDS, WARNING, verdicts


@pytest.mark.parametrize(
    ("done", "rate", "expected"),
    [("92", "115%", HOLDS), ("92", "151%", ERROR), ("92", "100%", []), ("76", "95%", HOLDS)],
)
def test_the_rate_of_a_row(done: str, rate: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(["内容|计划数|完成数|完成率", f"改造|80|{done}|{rate}"], ["", "target", "actual", "actual"], unit="处")
    assert verdicts(doc, "ratio.completion") == expected


@pytest.mark.parametrize(("rate", "expected"), [("115%", HOLDS), ("151%", WARNING)])
def test_the_rate_of_a_sentence(rate: str, expected: list[tuple[str, str]]) -> None:
    doc = marked(f"计划改造[80处 - target]，实际改造[92处 - actual]，完成率[{rate} - actual]。")
    assert verdicts(doc, "ratio.completion") == expected


def test_other_rates_of_a_row_are_left_alone() -> None:
    doc = sheet(["内容|目标值|完成值|合格率", "改造|80|92|98%"], ["", "target", "actual", "actual"], unit="处")
    assert verdicts(replace(doc), "ratio.completion") == []


@pytest.mark.parametrize(
    ("shares", "expected"), [(("60%", "40%"), HOLDS * 2), (("40%", "60%"), WARNING * 2), (("60%",), [])]
)
def test_shares_in_order(shares: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    told = "、".join(f"[{share} - share]" for share in shares)
    doc = marked(
        "总支出[100万元 spend.total]。人员经费、公用经费分别为[60万元 spend.personnel]、[40万元 spend.public]，"
        f"分别占总支出的{told}。"
    )
    assert verdicts(doc, "ratio.respective") == expected
