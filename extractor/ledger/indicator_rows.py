"""Rows of a score table: target, result, full marks, marks given and the explanation of one indicator."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.ledger.ledger import Ledger
from extractor.types import Cell, Fact, Span, Table, TableValue, squeeze

_COLUMNS = (
    ("target", re.compile(r"指标值|目标值|年度目标|预期值|计划值|目标要求|标准值")),
    ("actual", re.compile(r"完成值|实际值|实现值|完成情况|完成结果|实际完成|全年完成")),
    ("score", re.compile(r"得分|自评分|评分$|评价分")),
    ("weight", re.compile(r"分值|权重|标准分|满分")),
)
_REASON = re.compile(r"偏差|原因分析|改进措施|扣分原因|未完成原因|情况说明")
_REASON_SIGNS = frozenset("差因措说")
"""One of them is in each word for an explanation."""
_COMPARATORS = {"≥": "ge", ">=": "ge", ">": "gt", "≤": "le", "<=": "le", "<": "lt", "=": "eq", "＝": "eq"}
_TOTAL = re.compile(r"^(?:总分|合计|总计|自评总分|总得分|总分值|小计)")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """What one row of a score table says; None for what it lacks."""

    label: str
    """The indicator, without white space."""
    path: str
    """All labels left of the values, joined."""
    target: TableValue | None
    actual: TableValue | None
    target_fact: Fact | None
    actual_fact: Fact | None
    weight: Fact | None
    score: Fact | None
    rate: Fact | None
    """执行率 of a row of money."""
    comparator: str | None
    """From a column of its own (指标性质): `ge`, `le` …"""
    reason: Cell | None
    """The cell for deviations and measures; None where the table has no such column or lost it."""

    @property
    def total(self) -> bool:
        """Whether it is the row of the total score."""
        return bool(_TOTAL.match(self.label))

    @property
    def spans(self) -> tuple[Span, ...]:
        """Target, result, full marks and marks, as far as the row has them."""
        places = (self.target, self.actual)
        marks = (self.weight, self.score)
        return (*(p.span for p in places if p is not None), *(m.quantity.span for m in marks if m is not None))


def indicator_rows(ledger: Ledger) -> tuple[IndicatorRow, ...]:
    """Every row of every table that has marks, or a target and a result."""
    return ledger.once(_indicator_rows)


def _indicator_rows(ledger: Ledger) -> tuple[IndicatorRow, ...]:
    found = []
    for table in ledger.doc.tables:
        lines: dict[int, list[TableValue]] = defaultdict(list)
        for value in table.values:
            lines[value.cell.row].append(value)
        signs, reasons = _signs(table), _reasons(table)
        for line in sorted(lines):
            values = [(value, next(iter(ledger.within(value.span)), None)) for value in lines[line]]
            row = _row(values, signs.get(line), reasons.get(line))
            if row is not None:
                found.append(row)
    return tuple(found)


def _row(
    values: Sequence[tuple[TableValue, Fact | None]], comparator: str | None, reason: Cell | None
) -> IndicatorRow | None:
    places: dict[str, TableValue] = {}
    marks: dict[str, Fact] = {}
    for value, fact in values:
        column = _column(value, fact)
        if column is None:
            continue
        if column == "weight" and not _own_weight(value, places):
            continue
        if column == "weight":
            places[column] = value
            marks.pop(column, None)
        places.setdefault(column, value)
        if fact is not None:
            marks.setdefault(column, fact)
    paid = any(
        fact.role == "final" and fact.quantity.span.start == value.span.start
        for value, fact in values
        if fact is not None
    )
    if paid and "rate" not in marks and "actual" in marks and marks["actual"].quantity.kind == "percent":
        marks["rate"] = marks.pop("actual")
        places.pop("actual", None)
    if not ({"weight", "score"} & marks.keys() or {"target", "actual"} <= places.keys()):
        return None
    deepest = max((value for value, _ in values), key=lambda value: len(value.row_labels), default=None)
    labels = deepest.row_path if deepest is not None else ()
    return IndicatorRow(
        labels[-1] if labels else "",
        "/".join(labels),
        places.get("target"),
        places.get("actual"),
        marks.get("target"),
        marks.get("actual"),
        marks.get("weight"),
        marks.get("score"),
        marks.get("rate"),
        comparator,
        reason,
    )


def _own_weight(value: TableValue, places: dict[str, TableValue]) -> bool:
    """Whether full marks are those of the row: the last ones before its marks (the first ones are of its block)."""
    score = places.get("score")
    known = places.get("weight")
    return score is None and (known is None or known.cell.col < value.cell.col)


def _column(value: TableValue, fact: Fact | None) -> str | None:
    if fact is not None and fact.role in ("target", "weight", "score"):
        return fact.role
    if fact is not None and fact.metric == "rate.execution":
        return "rate"
    if value.column in ("target", "actual", "weight", "score"):
        return value.column
    heading = squeeze(value.col_labels[-1].text) if value.col_labels else ""
    named = _meaning(heading)
    if named is not None:
        return named
    return "actual" if fact is not None and fact.role == "actual" and not heading else None


@lru_cache(maxsize=1 << 10)
def _meaning(heading: str) -> str | None:
    return next((name for name, pattern in _COLUMNS if pattern.search(heading)), None)


def _signs(table: Table) -> dict[int, str]:
    """The first comparator of each row that stands in a cell of its own."""
    found: dict[int, str] = {}
    for cell in table.cells:
        if 0 < len(cell.text) <= 4 and (sign := _COMPARATORS.get(squeeze(cell.text))):
            found.setdefault(cell.row, sign)
    return found


def _reasons(table: Table) -> dict[int, Cell]:
    """For each row the first cell under the heading of explanations that stands last above it."""
    headings = {
        cell.row: cell.col
        for cell in table.cells
        if 1 < len(cell.text) <= 24
        and not _REASON_SIGNS.isdisjoint(cell.text)
        and _REASON.search(squeeze(cell.text)) is not None
    }
    under = {col: _down(table, col) for col in set(headings.values())}
    found: dict[int, Cell] = {}
    col: int | None = None
    for line in range(table.rows):
        if col is not None and line in under[col]:
            found[line] = under[col][line]
        col = headings.get(line, col)
    return found


def _down(table: Table, col: int) -> dict[int, Cell]:
    """The cells of a column by row, the first where they overlap."""
    found: dict[int, Cell] = {}
    for cell in table.cells:
        if cell.col <= col < cell.col + cell.col_span:
            for row in range(cell.row, cell.row + cell.row_span):
                found.setdefault(row, cell)
    return found
