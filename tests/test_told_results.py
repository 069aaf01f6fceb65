"""Results in the score table and in the prose."""

from __future__ import annotations

import pytest
from test_restated import beside
from test_sums import HOLDS, WARNING, verdicts
from test_targets import row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展业务培训[4次 - actual]。", HOLDS),
        ("全年举办业务培训[4次 - actual]。", HOLDS),
        ("开展业务培训[5次 - actual]。", WARNING),
        ("计划开展业务培训[5次 - target]。", []),
        ("上半年开展业务培训[2次 - actual]。", []),
        ("第一轮业务培训[2次 - actual 2022 第一轮]。", []),
        ("2021年业务培训[2次 - actual 2021]。", []),
        ("业务培训[60人 - actual]。", []),
        ("开展财务业务培训[2次 - actual]。", []),
        ("春季业务培训[2次 - actual]。秋季业务培训[2次 - actual]。", []),
    ],
)
def test_a_result_told_in_prose(text: str, expected: list[tuple[str, str]]) -> None:
    doc = beside(text, row("≥3", "4", "10", "10", label="业务培训次数"))
    assert verdicts(doc, "match.result") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年举办业务培训[≥3次 - target]。", HOLDS),
        ("全年举办业务培训[≥5次 - target]。", []),
        ("举办业务培训班[4次 - actual]。", []),
    ],
)
def test_a_target_told_in_prose_only_confirms(text: str, expected: list[tuple[str, str]]) -> None:
    doc = beside(text, row("≥3", "4", "10", "10", label="业务培训次数"))
    assert verdicts(doc, "match.target") == expected
