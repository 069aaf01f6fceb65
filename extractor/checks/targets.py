"""Whether results meet their targets, and whether the marks follow from that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import plain, stated_amount
from extractor.ledger.indicator_rows import IndicatorRow, indicator_rows
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import family
from extractor.ledger.verdicts import fails, holds
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Finding, Severity, Span, squeeze

_FILLED = re.compile(r"[^\s　—\-/、。，,.无]")
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}


@check("score.target")
def targets(ledger: Ledger) -> Iterator[Finding]:
    """A met target has full marks, a missed one has not, and a lost point is explained."""
    for row in indicator_rows(ledger):
        if row.total or row.rate is not None:
            continue
        met, sure, formula = _numeric(row) if row.target_fact and row.actual_fact else _worded(row)
        judged = list(_verdict(row, met, sure, formula)) if met is not None else []
        yield from judged
        if not judged and row.weight is not None and row.score is not None and _in_bounds(row):
            marks = (row.score.quantity.span, row.weight.quantity.span)
            formula = f"{row.score.quantity.value} ≤ {row.weight.quantity.value}"
            yield holds("score.bounds", "score", marks, formula, f"指标“{row.label}”得分不超过分值")


@check("logic.reason")
def unexplained(ledger: Ledger) -> Iterator[Finding]:
    """A row that lost marks leaves its cell for deviations and measures empty."""
    for row in indicator_rows(ledger):
        lost = _lost(row)
        if row.total or lost is None or lost <= 0 or row.reason is None or row.weight is None or row.score is None:
            continue
        if row.rate is not None or _FILLED.search(row.reason.text):
            continue
        weight, score = row.weight, row.score
        yield fails(
            "logic.reason",
            "logic",
            "warning",
            (score.quantity.span, weight.quantity.span),
            f"{score.quantity.value} < {weight.quantity.value}，偏差原因栏为空",
            f"指标“{row.label}”扣{plain(lost)}分，但偏差原因分析及改进措施未填写",
            computed=plain(lost),
        )


def _verdict(row: IndicatorRow, met: bool, sure: bool, formula: str) -> Iterator[Finding]:
    lost = _lost(row)
    if lost is None:
        yield _judged(row, met, formula)
    elif met and lost == 0:
        yield holds("score.target", "score", row.spans, f"{formula} → 得满分", f"指标“{row.label}”完成目标，得满分")
    elif not met and lost > 0:
        yield holds("score.target", "score", row.spans, f"{formula} → 扣分", f"指标“{row.label}”未完成目标，已扣分")
    elif not met and lost == 0:
        severity: Severity = "error" if sure else "warning"
        message = f"指标“{row.label}”未达到目标值却得满分，请核对实际完成值或得分"
        yield fails("score.target", "score", severity, row.spans, f"{formula} → 却得满分", message)
    elif met and lost > 0 and row.reason is not None and not _FILLED.search(row.reason.text):
        message = f"指标“{row.label}”已达到目标值却扣{plain(lost)}分，且未说明原因"
        yield fails("score.target", "score", "warning", row.spans, f"{formula} → 却扣分", message)


def _judged(row: IndicatorRow, met: bool, formula: str) -> Finding:
    """Without marks only the target itself can be judged; missing it is no contradiction."""
    spans: tuple[Span, ...] = row.spans
    if met:
        return holds("target.met", "target", spans, formula, f"指标“{row.label}”完成目标")
    return fails("target.met", "target", "info", spans, formula, f"指标“{row.label}”未达到目标值（提示）")


def _in_bounds(row: IndicatorRow) -> bool:
    lost, score = _lost(row), row.score.quantity.value if row.score is not None else None
    return lost is not None and lost >= 0 and score is not None and score >= 0


def _lost(row: IndicatorRow) -> Decimal | None:
    """Marks that the row lost; None where full marks or marks are not stated."""
    if row.weight is None or row.score is None:
        return None
    weight, score = row.weight.quantity.value, row.score.quantity.value
    return None if weight is None or score is None or not weight else weight - score


def _numeric(row: IndicatorRow) -> tuple[bool | None, bool, str]:
    """Met or not, whether that is beyond doubt, and the comparison in digits."""
    target, actual = row.target_fact, row.actual_fact
    if target is None or actual is None or not _comparable(target, actual):
        return None, False, ""
    goal, done = stated_amount(target.quantity), stated_amount(actual.quantity)
    sign = target.quantity.comparator if target.quantity.comparator != "eq" else row.comparator or "eq"
    printed = sign != "eq"
    known = actual.quantity.comparator in ("eq", "more", "ge", "gt") or sign in ("le", "lt")
    if target.quantity.value_to is not None or sign in ("approx", "more") or not known:
        return None, False, ""
    formula = f"{squeeze(actual.quantity.text)} {_SIGNS[sign]} {squeeze(target.quantity.text).lstrip('≥≤><=＝')}"
    match sign:
        case "ge" | "gt":
            met = done.value >= goal.value if sign == "ge" else done.value > goal.value
        case "le" | "lt":
            met = done.value <= goal.value if sign == "le" else done.value < goal.value
        case _:
            lower = any(word in row.path for word in load_relations().answers.lower_is_better)
            met = done.value == goal.value or (done.value < goal.value) == lower
            if lower and done.value != goal.value:
                return None, False, ""
    sure = printed and target.quantity.unit == actual.quantity.unit
    return met, sure, formula if met else formula.replace(_SIGNS[sign], f"未满足{_SIGNS[sign]}", 1)


def _comparable(target: Fact, actual: Fact) -> bool:
    one, other = target.quantity, actual.quantity
    if one.value is None or other.value is None:
        return False
    money = {one.kind, other.kind} == {"money"}
    if one.kind != other.kind or (money and (one.unit is None) != (other.unit is None)):
        return False
    return money or not one.unit or not other.unit or family(one.unit) == family(other.unit)


def _worded(row: IndicatorRow) -> tuple[bool | None, bool, str]:
    """A target in words: met where the result says the same or says that it was reached."""
    if row.target is None or row.actual is None:
        return None, False, ""
    wanted, got = (squeeze(value.text).strip("。.；;，,") for value in (row.target, row.actual))
    answers = load_relations().answers
    if not wanted or not got:
        return None, False, ""
    formula = f"“{got[:20]}” = “{wanted[:20]}”"
    hedged = got.removesuffix(wanted).endswith(answers.hedges)
    if got == wanted or (len(wanted) >= 2 and got.endswith(wanted) and not hedged):
        return True, False, formula
    if got in answers.reached:
        return True, False, f"“{got}”"
    if got in answers.partly or any(got.startswith(word) for word in answers.missed):
        return False, False, f"“{got[:20]}” ≠ “{wanted[:20]}”"
    return None, False, ""
