"""Overviews of rounds against the prose about each round."""

from __future__ import annotations

import pytest
from marked import sheet
from test_restated import beside
from test_sums import HOLDS, WARNING, verdicts

TABLE = sheet(
    ["轮次|巡察组（个）|发现问题（个）", "第三轮（常规）|7|287", "第四轮（专项）|4|132", "合计|11|419"],
    ["", "actual", "actual"],
    unit="个",
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三轮发现问题[287个 - actual 2022 第三轮]。", HOLDS),
        ("#第三轮常规巡察\n发现问题[287个 - actual]。", HOLDS),
        ("第三轮发现问题[278个 - actual 2022 第三轮]。", WARNING),
        ("第四轮发现问题[287个 - actual 2022 第五轮]。", []),  # not in the table
        ("全年发现问题[419个 - actual]。", HOLDS),
        ("全年发现问题[400个 - actual]。", []),  # a total may leave something out
        ("第三轮整改中发现问题[5个 - actual 2022 第三轮整改]。", []),
        ("第三轮发现问题[287条 - actual 2021 第三轮]。", []),  # another year
        ("第三轮移交线索[13件 - actual 2022 第三轮]。", []),
    ],
)
def test_rounds_in_prose_and_table(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(beside(text, TABLE), "match.matrix") == expected
