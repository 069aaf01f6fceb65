"""Facts of numbers in table cells: values, points in labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.lexicon import forms
from extractor.tables.blocks import is_total
from extractor.tagger import cells, periods, roles
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import NONE, Candidate
from extractor.tagger.choices import Chooser
from extractor.tagger.meaning import Evidence, confidence
from extractor.tagger.metrics import DIMENSION, Match, is_narrower, match_metric
from extractor.tagger.naming import spends_project
from extractor.tagger.phrases import left_phrase
from extractor.tagger.told import PROJECTS
from extractor.types import Cell, Doc, Fact, Quantity, Role, Span, Table, TableValue, squeeze

_YEARLY_FUNDS = re.compile(r"年度资金总额|年度总资金|资金总额|年度预算总额")
_OF_WHICH = re.compile(r"[\s　]*其中")
_PROJECT_LIST = re.compile(r"项目名称|项目支出明细|项目支出表|专项名称")
_ADJUSTED = re.compile(r"预算调整(?:数|额|金额|情况)?$")
_UNNAMED = re.compile(r"预算数|执行数")
_TOTAL = re.compile(r"总分|合计|总计")
_OWN_THING = re.compile(r"..(?:收入|支出|拨款|经费|费)$")


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

    def __init__(self, table: Table | None, inspection: bool) -> None:
        """`inspection`: the report is about inspection work."""
        self._table = table
        self._inspection = inspection or bool(table and any("巡察" in cell.text for cell in table.cells))
        self._blocks = _blocks(table.values if table else ())
        self._projects = bool(table and _lists_projects(table))

    def fact(self, doc: Doc, anchor: Anchor, value: TableValue, chooser: Chooser) -> Fact:
        """The fact of a number in `value`."""
        quantity = anchor.quantity
        chosen = next(iter(cells.value_candidates(doc, value, quantity.span)), NONE)
        column = cells.column_of(value)
        metric = self._metric(doc, quantity, value, chosen, column)
        role = _role(doc, quantity, value, chosen, metric, column)
        period = periods.cell_period(doc, value.col_labels)
        evidence = _evidence(doc, quantity, chosen, metric, role, column, self._inspection)
        sure = confidence(chooser, evidence, f"table.{chosen.source}", 1.0, 1.0)
        return Fact(
            quantity, metric, chosen.span, role, period, cells.parent_label(value), sure, f"rule.{chosen.source}"
        )

    def _metric(
        self, doc: Doc, quantity: Quantity, value: TableValue, chosen: Candidate, column: str | None
    ) -> str | None:
        if quantity.kind == "score":
            return "score.total" if cells.is_total(value) else "score.item"
        name = doc[chosen.span] if chosen.span else ""
        inspection = self._inspection
        if (
            quantity.kind == "percent"
            and (heading := cells.ratio_heading(value))
            and chosen.source in ("row", "column")
        ):
            return _of_ratio(name, heading, inspection)
        unit = quantity.unit if quantity.kind == "count" else None
        match = _match(name, DIMENSION[quantity.kind], inspection, unit)
        if quantity.kind != "money":
            return match.metric if match else _of_heading(value, quantity, inspection)
        if value.row_labels and _YEARLY_FUNDS.match(squeeze(value.row_labels[-1].text)):
            return "budget.total"
        if column == "carried_over" and (match is None or match.metric in PROJECTS):
            return _of_heading(value, quantity, inspection)
        if match:
            part = match.metric.startswith("spend.") and is_narrower(name, match.metric)
            return (part and _of_heading(value, quantity, inspection)) or match.metric
        if column in ("target", "actual"):
            return "spend.project" if spends_project(doc, name) else None
        if _ADJUSTED.search(name):
            return "budget.reduced" if quantity.value is not None and quantity.value < 0 else "budget.added"
        return self._whole(value) or _of_heading(value, quantity, inspection)

    def _whole(self, value: TableValue) -> str | None:
        """The metric of the row that this one is a part of: a project under 项目支出, a row that begins with 其中."""
        if not value.row_labels:
            return None
        if cells.is_total(value):
            return "spend.project" if self._projects else None
        above = next((metric for row, metric in reversed(self._blocks) if row < value.cell.row), None)
        if above in PROJECTS or (self._projects and above is None):
            return "spend.project"
        part = above == "budget.total" or _OF_WHICH.match(value.row_labels[-1].text)
        return above if part else None


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
    match = _match(name, DIMENSION[quantity.kind], inspection, unit) if name else None
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


def _blocks(values: Sequence[TableValue]) -> list[tuple[int, str]]:
    """Row and metric of every row label with a metric of money, in row order."""
    found: dict[int, str] = {}
    for value in values:
        for cell in value.row_labels[-1:]:
            span = cells.label_span(cell)
            name = cell.text[span.start - cell.span.start : span.end - cell.span.start] if span else ""
            match = match_metric(name, "money", False)
            if match and value.kind in (None, "money") and cell.row not in found:
                found[cell.row] = match.metric
    return sorted(found.items())


def _lists_projects(table: Table) -> bool:
    heading = {label.row for value in table.values for label in value.col_labels}
    heads = [cell for cell in table.cells if cell.row <= 3]
    return bool(_PROJECT_LIST.search(table.title or "")) or any(
        _PROJECT_LIST.fullmatch(squeeze(cell.text)) and (cell.col > 0 or cell.row in heading) for cell in heads
    )


def _match(name: str, dim: str, inspection: bool, unit: str | None) -> Match | None:
    match = match_metric(name, dim, inspection, unit)
    if match is None and (bare := left_phrase(name)):
        match = match_metric(name[bare.start : bare.end], dim, inspection, unit)
    return match


def _of_ratio(name: str, heading: str, inspection: bool) -> str | None:
    """The heading of a ratio column names the metric; the row only tells whose control rate it is."""
    if heading.endswith(("占比", "比例", "比重")):
        match = match_metric(name, "money", inspection)
        return match.metric if match else None
    if "控制率" in heading:
        if "三公" in name:
            return "rate.three_public_control"
        if "公用" in name:
            return "rate.public_control"
    if re.search(r"变动率|增减率|增长率", heading) and "三公" in name:
        return "rate.three_public_change"
    match = match_metric(heading, "percent", inspection)
    return match.metric if match else None


def _of_heading(value: TableValue, quantity: Quantity, inspection: bool) -> str | None:
    """A total row, or a row without a metric, under a column that has one: 合计 × 基本支出, 第七轮 × 发现问题数."""
    dim = DIMENSION[quantity.kind]
    if quantity.kind == "percent":
        return None
    named = bool(value.row_labels) and not cells.is_total(value) and cells.own_label(value) is not None
    for cell in reversed(value.col_labels):
        if named and quantity.kind == "money" and _tells_stage(cell):
            # The row names a thing of its own: the column only says at which stage.
            continue
        span = cells.label_span(cell, headings=True)
        name = cell.text[span.start - cell.span.start : span.end - cell.span.start] if span else ""
        match = _match(name, dim, inspection, quantity.unit if quantity.kind == "count" else None)
        if match and match.how in (("exact", "stem", "end") if quantity.kind == "count" else ("exact", "stem")):
            return match.metric
        if quantity.kind == "money" and _OWN_THING.search(squeeze(cell.text)) and not is_total(cell.text):
            # 合计 × 收入预算/事业收入 is the total of that source, not of all income.
            return None
    if not named and quantity.kind == "money" and any(_UNNAMED.search(head) for head in value.col_path):
        return "budget.total"
    return None


def _tells_stage(heading: Cell) -> bool:
    column = forms.column_of(heading.text)
    return column is not None and column.id in ("budget_initial", "budget_adjusted", "final")


def _role(
    doc: Doc, quantity: Quantity, value: TableValue, chosen: Candidate, metric: str | None, column: str | None
) -> Role:
    role = cells.role_of(column)
    if quantity.kind == "score":
        return role if role in ("weight", "score") else "score"
    if role in ("weight", "score"):
        role = None
    if quantity.kind == "percent" and role not in ("target", "change", None):
        heading = cells.ratio_heading(value) or ""
        return "share" if heading.endswith(("占比", "比重")) else "actual"
    if role:
        return role
    if quantity.kind == "money":
        own = doc.text[value.span.start : quantity.span.start]
        heads = "".join(value.col_path)
        stage = roles.stage_of(own) or roles.stage_of(heads)
        if stage:
            return stage
        usual = roles.money_role(doc[chosen.span] if chosen.span else "", metric)
        return "budget_initial" if usual == "final" and doc.meta.report_kind == "budget" else usual
    return "target" if roles.planned("", quantity.text) else "actual"
