"""The marking rules of a score sheet run again on its own results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import plain
from extractor.ledger.indicator_rows import IndicatorRow, indicator_rows
from extractor.ledger.ledger import Ledger
from extractor.ledger.marking import Band, Rule, points_for, rule_of
from extractor.ledger.verdicts import fails, holds
from extractor.types import Cell, Fact, Finding, Severity, Span, squeeze

_RULE = re.compile(r"[计得扣记赋给]\D{0,6}\d*(?:\.\d+)?分|得分|按比例")
_LEAST = 6
"""Characters of a cell that can be a rule."""
_SATISFACTION = "rate.satisfaction"


@check("score.rule")
def marking_rules(ledger: Ledger) -> Iterator[Finding]:
    """Each row whose rule is wholly understood: what the rule gives for the row's result, or for the only rate of that
    name that the report states, against the marks given."""
    cells: dict[tuple[Span, int], list[Cell]] = {}
    for table in ledger.doc.tables:
        for cell in table.cells:
            if len(cell.text) >= _LEAST and _RULE.search(cell.text):
                cells.setdefault((table.span, cell.row), []).append(cell)
    for row in indicator_rows(ledger) if cells else ():
        if row.score is None or row.weight is None or row.total:
            continue
        home, place = ledger.table(row.score), ledger.cell(row.score)
        if home is None or place is None:
            continue
        rules = [(cell, rule) for cell in cells.get((home.span, place.row), ()) if (rule := rule_of(cell.text))]
        if len(rules) == 1:
            yield from _run(ledger, row, row.weight, row.score, *rules[0])


def _run(ledger: Ledger, row: IndicatorRow, weight: Fact, score: Fact, cell: Cell, rule: Rule) -> Iterator[Finding]:
    full, got = weight.quantity.value, score.quantity.value
    if full is None or got is None or not full or got > full:
        return
    if rule.fault is not None:
        yield from _granular(row, weight, score, rule.fault)
        return
    result = _result(ledger, row)
    if result is None or result.quantity.value is None:
        return
    sure = ledger.table(result) is not None
    target = row.target_fact.quantity.value if row.target_fact is not None else None
    if row.target_fact is not None and row.target_fact.quantity.kind != "percent" and not rule.share:
        return
    given = points_for(rule, full, result.quantity.value, target)
    if given is None:
        return
    low, high, band = given
    spans = (score.quantity.span, *_points_of(ledger, cell, band), result.quantity.span, weight.quantity.span)
    shown = plain(high) if low == high else f"{plain(low)}～{plain(high)}"
    formula = f"{ledger.quote(result)} → {shown}分"
    if low - _half(got) <= got <= high + _half(got):
        message = f"指标“{row.label}”按所列评分标准应得{shown}分，与得分相符"
        yield holds("score.rule", "score", spans, formula, message)
        return
    severity: Severity = "error" if sure else "warning"
    message = f"指标“{row.label}”按所列评分标准和{ledger.quote(result)}应得{shown}分，实际记{plain(got)}分，请核对"
    yield fails("score.rule", "score", severity, spans, f"{formula} ≠ {plain(got)}分", message, computed=shown)


def _granular(row: IndicatorRow, weight: Fact, score: Fact, fault: Decimal) -> Iterator[Finding]:
    """Marks lost are a multiple of what each fault costs, unless all of them are lost."""
    full, got = weight.quantity.value or Decimal(0), score.quantity.value or Decimal(0)
    lost = full - got
    spans = (score.quantity.span, weight.quantity.span)
    if not got or not fault:
        return
    if lost % fault == 0:
        message = f"指标“{row.label}”扣{plain(lost)}分，是每处扣{plain(fault)}分的整数倍"
        yield holds("score.rule", "score", spans, f"{plain(full)} - {plain(got)} = {plain(lost)}", message)
    else:
        message = f"指标“{row.label}”扣{plain(lost)}分，不是每处扣{plain(fault)}分的整数倍，请核对得分"
        formula = f"{plain(full)} - {plain(got)} = {plain(lost)} ≠ {plain(fault)} × n"
        yield fails("score.rule", "score", "warning", spans, formula, message)


def _result(ledger: Ledger, row: IndicatorRow) -> Fact | None:
    """The row's own result in per cent; where it prints none, the only rate of its name (any of satisfaction)."""
    if row.actual_fact is not None:
        own = row.actual_fact.quantity
        return row.actual_fact if own.kind == "percent" and own.comparator == "eq" and own.value_to is None else None
    named = ledger.stated(_SATISFACTION, "actual") if "满意" in row.label else ledger.named(row.label)
    told = [f for f in named if f.quantity.kind == "percent" and f.role in ("actual", "share", "final")]
    told = [f for f in told if f.quantity.comparator == "eq" and f.quantity.value_to is None]
    return told[0] if len({f.quantity.value for f in told}) == 1 else None


def _points_of(ledger: Ledger, cell: Cell, band: Band | None) -> tuple[Span, ...]:
    """The number of points that the band prints, as it stands in the cell; the cell where there is none."""
    if band is None or band.points is None:
        return (cell.span,)
    words = f"{plain(band.points)}分"
    clause = squeeze(cell.text)[: band.at[1]]
    before = clause.rfind(words)
    count = squeeze(cell.text)[:before].count(words) if before >= 0 else -1
    at = cell.span.start - 1
    for _ in range(count + 1):
        at = ledger.doc.text.find(words, at + 1, cell.span.end)
    return (Span(at, at + len(words)),) if before >= 0 and at >= 0 else (cell.span,)


def _half(value: Decimal) -> Decimal:
    """Marks are rounded to the digits that they are printed with, to a tenth of a point at the least."""
    exponent = value.as_tuple().exponent
    places = max(-exponent, 1) if isinstance(exponent, int) else 1
    return Decimal(1).scaleb(-places) / 2
