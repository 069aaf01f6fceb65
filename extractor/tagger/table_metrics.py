"""The metric of a number in a table: that of its row, of its column, or of the money that the table shares out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.lexicon import forms
from extractor.tables.blocks import is_total
from extractor.tagger import cells
from extractor.tagger.candidates import Candidate
from extractor.tagger.metrics import DIMENSION, Match, is_narrower, match_metric
from extractor.tagger.naming import spends_project
from extractor.tagger.phrases import left_phrase
from extractor.tagger.purses import GENERAL, Purse, fund_of, key_of, told_purses
from extractor.tagger.told import PROJECTS
from extractor.types import Cell, Doc, Fact, Quantity, Table, TableValue, squeeze

_YEARLY_FUNDS = re.compile(r"年度资金总额|年度总资金|资金总额|年度预算总额")
_OF_WHICH = re.compile(r"[\s　]*其中")
_AMOUNTS = re.compile(r"(?:金额|资金|经费|补[助贴]|费用|拨款)$")
_PROJECT_LIST = re.compile(r"项目名称|项目支出明细|项目支出表|专项名称")
_ADJUSTED = re.compile(r"预算调整(?:数|额|金额|情况)?$")
_UNNAMED = re.compile(r"预算数|执行数")
_TOTAL = re.compile(r"合计|总计")
_REST = re.compile(r"其[他它余](?:县|市|区|乡|镇|村|单位|项目|类|部分|各项)?")
"""The last row of a list of things: what it names is only the rest of them."""
_STAGE_VERBS = re.compile(r"^(?:提前|实际|已|累计|全年|本年)*(?:下达|安排|拨付|到位|支付|使用|投入)")
_THREE_PUBLIC = frozenset(
    {"spend.overseas", "spend.vehicle", "spend.vehicle_purchase", "spend.vehicle_running", "spend.reception"}
)
_CHANGES = frozenset({"change_rate", "change", "gain"})
_SOURCE = re.compile(r"中央|省|市|县|区|上级|本级|地方|财政|自筹|配套")
_OWN_THING = re.compile(r"..(?:收入|支出|拨款|经费|费)$")


class TableMetrics:
    """The metrics of the values of one table."""

    def __init__(self, doc: Doc, table: Table | None, inspection: bool, told: Iterable[Fact] = ()) -> None:
        """`inspection`: the report is about inspection work; `told`: the facts of the text before the table."""
        self._table = table
        self.inspection = inspection or bool(table and any("巡察" in cell.text for cell in table.cells))
        self._blocks = _blocks(table.values if table else ())
        self._projects = bool(table and _lists_projects(table))
        self._purses = told_purses(doc, table, told) if table else {}
        self._shared_out = not self._blocks and bool(table and any(cells.is_total(value) for value in table.values))
        self._budgeted = bool(table and any("预算" in cell.text for cell in table.cells))

    def purse(self, doc: Doc, value: TableValue, column: str | None) -> Purse | None:
        """What the amounts of its column are part of, as the text tells or the report's title; None where unknown."""
        return self._purse(value) or self._fund(doc, value, column)

    def metric(
        self, doc: Doc, quantity: Quantity, value: TableValue, chosen: Candidate, column: str | None
    ) -> str | None:
        """An id of the catalogue; None where nothing fits. `column` is the meaning of the value's column."""
        if quantity.kind == "score":
            return _of_points(value, column)
        name = doc[chosen.span] if chosen.span else ""
        inspection = self.inspection
        heading = cells.ratio_heading(value) or (column if column in _CHANGES else None)
        if quantity.kind == "percent" and heading and chosen.source in ("row", "column"):
            metric = _of_ratio(name, heading, column, inspection)
            if metric is None and column in _CHANGES and self._adds_three_public(value):
                return "rate.three_public_change"
            return metric
        unit = quantity.unit if quantity.kind == "count" else None
        match = None if _REST.fullmatch(name) else match_label(name, DIMENSION[quantity.kind], inspection, unit)
        if quantity.kind != "money":
            return match.metric if match else _of_heading(value, quantity, inspection)
        if column in ("outside", "standard") or (quantity.unit and "/" in quantity.unit):
            return None
        if value.row_labels and _YEARLY_FUNDS.match(squeeze(value.row_labels[-1].text)):
            return "budget.total"
        if column == "carried_over" and (match is None or match.metric in PROJECTS):
            return _of_heading(value, quantity, inspection)
        if match and not (match.metric == "income.total" and match.how == "end" and column in ("target", "actual")):
            part = match.metric.startswith("spend.") and is_narrower(name, match.metric)
            return (part and _of_heading(value, quantity, inspection)) or match.metric
        if column in ("target", "actual"):
            return "spend.project" if spends_project(doc, name) else None
        if _ADJUSTED.search(name):
            return "budget.reduced" if quantity.value is not None and quantity.value < 0 else "budget.added"
        if self._adds_three_public(value):
            return "spend.three_public"
        if purse := self._purse(value):
            spent = purse.metric == "budget.total" and column == "final" and "支出" in "".join(value.col_path)
            return "spend.total" if spent else purse.metric
        if whole := self._whole(value):
            return whole
        metric = _of_heading(value, quantity, inspection, self._shared_out)
        if metric in ("budget.added", "budget.reduced") and not self._budgeted:
            return None
        vague = metric is None or metric in GENERAL or metric == "spend.capital"
        return fund.metric if vague and (fund := self._fund(doc, value, column)) else metric

    def _purse(self, value: TableValue) -> Purse | None:
        key = key_of(value)
        return self._purses.get(key) if key is not None and value.row_labels else None

    def _fund(self, doc: Doc, value: TableValue, column: str | None) -> Purse | None:
        """In the report of a fund, a list of places or things with the money that each got of it."""
        if self._table is None or self._table.form or self._blocks or not value.row_labels:
            return None
        role = cells.role_of(column)
        if column not in ("amount", "final", "budget_initial", "budget_adjusted"):
            return None
        heading = forms.plain(value.col_labels[-1].text) if value.col_labels else ""
        if "收入" in heading or (column == "amount" and not (_AMOUNTS.search(heading) or _SOURCE.search(heading))):
            return None
        return fund_of(doc, role or ("budget_initial" if _SOURCE.search(heading) else "final"))

    def _adds_three_public(self, value: TableValue) -> bool:
        """A total of what travel abroad, cars and receptions cost."""
        if cells.is_total(value):
            above = {metric for row, metric in self._blocks if row < value.cell.row}
        elif not value.row_labels and value.col_labels and _TOTAL.search(squeeze(value.col_labels[0].text)):
            row = [other for other in self._table.values if other.cell.row == value.cell.row] if self._table else []
            heads = [head for other in row for head in other.col_labels[:1] if not is_total(head.text)]
            above = {match.metric for head in heads if (match := match_metric(squeeze(head.text), "money", False))}
        else:
            return False
        return len(above) > 1 and above <= _THREE_PUBLIC

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


def match_label(name: str, dim: str, inspection: bool, unit: str | None) -> Match | None:
    """The metric of a label, else of the name at its end."""
    match = match_metric(name, dim, inspection, unit)
    if match is None and (bare := left_phrase(name)):
        match = match_metric(name[bare.start : bare.end], dim, inspection, unit)
    return match


def _of_points(value: TableValue, column: str | None) -> str | None:
    """Points of an indicator that is itself measured in points are no evaluation of the report."""
    if cells.role_of(column) in ("target", "actual"):
        return None
    return "score.total" if cells.is_total(value) and column != "deduction" else "score.item"


def _of_ratio(name: str, heading: str, column: str | None, inspection: bool) -> str | None:
    """The heading of a ratio column names the metric; the row only tells what changes or whose control rate it is."""
    if column in _CHANGES and "三公" not in name:
        match = match_metric(name, "money", inspection)
        return match.metric if match else None
    if heading.endswith(("占比", "比例", "比重", "构成")):
        match = match_metric(name, "money", inspection)
        return match.metric if match else None
    if "控制率" in heading:
        if "三公" in name:
            return "rate.three_public_control"
        if "公用" in name:
            return "rate.public_control"
    if (column in _CHANGES or re.search(r"变动率|增减率|增长率", heading)) and "三公" in name:
        return "rate.three_public_change"
    match = match_metric(heading, "percent", inspection)
    return match.metric if match else None


def _of_heading(value: TableValue, quantity: Quantity, inspection: bool, shared: bool = False) -> str | None:
    """A total row, or a row without a metric, under a column that has one: 合计 × 基本支出, 第七轮 × 发现问题数.

    `shared`: the rows are places or things that share what the total row adds up.
    """
    dim = DIMENSION[quantity.kind]
    if quantity.kind == "percent":
        return None
    named = bool(value.row_labels) and not cells.is_total(value) and cells.own_label(value) is not None
    for cell in reversed(value.col_labels):
        if named and not shared and quantity.kind == "money" and _tells_stage(cell):
            # The row names a thing of its own: the column only says at which stage.
            continue
        span = cells.label_span(cell, headings=True)
        name = cell.text[span.start - cell.span.start : span.end - cell.span.start] if span else ""
        match = match_label(name, dim, inspection, quantity.unit if quantity.kind == "count" else None)
        if quantity.kind == "money" and (match is None or match.how not in ("exact", "stem")):
            match = match_metric(_STAGE_VERBS.sub("", name), dim, inspection) or match
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
