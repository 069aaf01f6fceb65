"""Results against targets, and the marks that follow."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from marked import sheet
from test_sums import ERROR, HOLDS, WARNING, verdicts

from extractor.types import Comparator, Doc, TableValue

SIGNS: dict[str, Comparator] = {"≥": "ge", "≤": "le"}


def row(target: str, actual: str, weight: str, score: str, reason: str = "", label: str = "开展培训") -> Doc:
    """A score table of one indicator; comparators and qualitative cells as the stages before would read them."""
    doc = sheet(
        [
            "三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施",
            f"{label}|{target.lstrip('≥≤') if target[0] in SIGNS else target}|{actual}|{weight}|{score}|{reason}",
        ],
        ["", "target", "actual", "weight", "score", ""],
        unit="%" if "%" in target else "次",
    )
    (table,) = doc.tables
    heads = {cell.col: cell for cell in table.cells if cell.row == 0}
    worded = tuple(
        TableValue(cell.span, cell.text, cell, (table.cells[6],), (heads[cell.col],))
        for cell in table.cells
        if cell.row == 1 and cell.col in (1, 2) and not cell.text[:1].isdigit()
    )
    facts = tuple(
        replace(f, quantity=replace(f.quantity, comparator=SIGNS[target[0]]))
        if f.role == "target" and target[0] in SIGNS
        else f
        for f in doc.facts
    )
    return replace(doc, tables=(replace(table, values=(*table.values, *worded)),), facts=facts)


@pytest.mark.parametrize(
    ("target", "actual", "score", "expected"),
    [
        ("≥3", "3", "10", HOLDS),
        ("≥3", "4", "10", HOLDS),
        ("≥95%", "99%", "10", HOLDS),
        ("≥3", "2", "10", ERROR),
        ("≥95%", "93%", "10", ERROR),
        ("≤5", "6", "10", ERROR),
        ("≥3", "2", "7", HOLDS),  # missed, and marks were taken off
        ("3", "4", "10", HOLDS),  # without a sign more is better …
        ("3", "2", "10", WARNING),  # … and less only a question
        ("≥3", "3", "9", WARNING),  # met, but a mark is lost without a word
    ],
)
def test_marks_follow_from_target_and_result(
    target: str, actual: str, score: str, expected: list[tuple[str, str]]
) -> None:
    assert verdicts(row(target, actual, "10", score), "score.target") == expected


def test_a_plain_target_that_is_a_ceiling_decides_nothing() -> None:
    assert verdicts(row("5", "4", "10", "10", label="有效投诉"), "score.target") == []


@pytest.mark.parametrize(
    ("target", "actual", "score", "expected"),
    [
        ("明显提升", "明显提升", "10", HOLDS),
        ("明显提升", "达成预期指标", "10", HOLDS),
        ("明显提升", "部分达成", "8", HOLDS),
        ("明显提升", "未达成预期", "10", WARNING),
        ("明显提升", "建立了三项制度", "10", []),
    ],
)
def test_targets_in_words(target: str, actual: str, score: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(row(target, actual, "10", score), "score.target") == expected


@pytest.mark.parametrize(
    ("score", "reason", "expected"),
    [("8", "", WARNING), ("8", "无", WARNING), ("8", "宣传不够，下年加强", []), ("10", "", [])],
)
def test_a_lost_mark_needs_a_reason(score: str, reason: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(row("≥3", "2" if score == "8" else "3", "10", score, reason), "logic.reason") == expected


def test_decimals_are_compared_as_printed() -> None:
    doc = row("≥95.5%", "95.50%", "10", "10")
    assert all(f.quantity.value != Decimal(0) for f in doc.facts)
    assert verdicts(doc, "score.target") == HOLDS
