"""Facts of numbers in table cells: values, points in labels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.lexicon import forms
from extractor.tagger import cells, periods, roles
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import NONE, Candidate
from extractor.tagger.choices import Chooser
from extractor.tagger.meaning import Evidence, confidence
from extractor.tagger.metrics import DIMENSION
from extractor.tagger.purses import Purse
from extractor.tagger.table_metrics import TableMetrics, match_label
from extractor.types import Cell, Doc, Fact, Quantity, Role, Span, Table, TableValue

_TOTAL = re.compile(r"总分|合计|总计")


def label_fact(doc: Doc, anchor: Anchor) -> Fact | None:
    """Points in a label: 产出指标（50分）; None for other numbers in cells."""
    cell, quantity = anchor.cell, anchor.quantity
    if cell is None or quantity.kind not in ("score", "percent") or len(cell.text) > 40:
        return None
    if quantity.kind == "percent" and not re.search(r"权重|占", cell.text):
        return None
    span = cells.label_span(cell)
    if span is None:
        return None
    text = doc[Span(span.start, min(span.end, quantity.span.start)) if quantity.span.start > span.start else span]
    text = text.rstrip("（( \n\r：:")
    metric = "score.total" if _TOTAL.search(text) else "score.item"
    span = Span(span.start, span.start + len(text))
    return Fact(quantity, metric, span, "weight", periods.fiscal(doc), None, 0.97, "rule.label")


def states_goals(table: Table, cell: Cell) -> bool:
    """The nearest heading above a cell of prose, or the label left of it, announces goals: 预期目标."""
    above = [c for c in table.cells if c.text and c.row < cell.row and c.col <= cell.col < c.col + c.col_span]
    left = [c for c in table.cells if c.text and c.col < cell.col and c.row <= cell.row < c.row + c.row_span]
    for label in (*above[::-1], *left[::-1]):
        if (column := forms.column_of(label.text)) is not None and column.id in ("goal", "goal_done"):
            return column.id == "goal"
    return False


class Rows:
    """Facts of the values of one table."""

    def __init__(self, doc: Doc, table: Table | None, inspection: bool, told: Iterable[Fact] = ()) -> None:
        """`inspection`: the report is about inspection work; `told`: the facts of the text before the table."""
        self._metrics = TableMetrics(doc, table, inspection, told)

    def fact(self, doc: Doc, anchor: Anchor, value: TableValue, chooser: Chooser) -> Fact:
        """The fact of a number in `value`."""
        quantity = anchor.quantity
        chosen = next(iter(cells.value_candidates(doc, value, quantity.span)), NONE)
        column = cells.column_of(value)
        metric = self._metrics.metric(doc, quantity, value, chosen, column)
        role = _role(doc, quantity, value, chosen, metric, column, self._metrics.purse(doc, value, column))
        period = periods.cell_period(doc, value.col_labels, value.row_labels)
        evidence = _evidence(doc, quantity, chosen, metric, role, column, self._metrics.inspection)
        sure = confidence(chooser, evidence, f"table.{chosen.source}", 1.0, 1.0)
        return Fact(
            quantity, metric, chosen.span, role, period, cells.parent_label(value), sure, f"rule.{chosen.source}"
        )


def _evidence(
    doc: Doc,
    quantity: Quantity,
    chosen: Candidate,
    metric: str | None,
    role: Role,
    column: str | None,
    inspection: bool,
) -> Evidence:
    name = doc[chosen.span] if chosen.span else ""
    unit = quantity.unit if quantity.kind == "count" else None
    match = match_label(name, DIMENSION[quantity.kind], inspection, unit) if name else None
    return Evidence(
        at=quantity.span.start,
        kind=quantity.kind,
        unit=quantity.unit,
        source=chosen.source,
        name=name,
        gap="",
        behind="",
        heading=column or "",
        comparator=quantity.comparator,
        report=doc.meta.report_kind or "",
        future=False,
        metric=metric,
        how=match.how if match else "none",
        role=role,
        before=(),
        whole=None,
        sums=False,
        inspection=inspection,
    )


def _role(
    doc: Doc,
    quantity: Quantity,
    value: TableValue,
    chosen: Candidate,
    metric: str | None,
    column: str | None,
    purse: Purse | None,
) -> Role:
    role = cells.role_of(column)
    if quantity.kind == "score":
        return role or "score"
    if role in ("weight", "score"):
        role = None
    if column in ("rate", "standard") and roles.planned("", quantity.text):
        return "target"
    if quantity.kind == "percent" and role not in ("target", "change", None):
        heading = cells.ratio_heading(value) or ""
        return "share" if heading.startswith("占") or heading.endswith(("占比", "比重", "构成")) else "actual"
    if role:
        return role
    if quantity.kind == "money":
        own = doc.text[value.span.start : quantity.span.start]
        heads = "".join(value.col_path)
        stage = roles.stage_of(own) or roles.stage_of(heads)
        if stage:
            return stage
        if purse is not None and purse.metric == metric:
            return purse.role
        usual = roles.money_role(doc[chosen.span] if chosen.span else "", metric)
        return "budget_initial" if usual == "final" and doc.meta.report_kind == "budget" else usual
    return "target" if roles.planned("", quantity.text) else "actual"
