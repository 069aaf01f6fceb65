"""Points of a marking sheet: third-level points add up to the printed second and first level, those to the total.

The ten points of 预算执行率 stand in the money block above the indicators. By the official rule they belong to the
100; authors often hand out 100 to the indicators alone. The sheet is read both ways, and both readings are reported.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.checks import check
from extractor.ledger.amounts import Amount, Balance, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import TOTAL, joined
from extractor.ledger.wording import EXPLAIN, MUST, arithmetic, quoted, units
from extractor.types import Cell, Fact, Finding, Role, Severity, Table, squeeze

_NEAR_POINTS = 4
"""Columns left of the points among which the indicator's name and results stand."""
_MONEY_ROW = re.compile(r"资金|预算|执行")
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_LABEL = re.compile(r"[^\d，。；]{0,30}\d+(?:\.\d+)?[^\d，。；]{0,6}")
"""Points alone or behind a name; in a marking rule (`每少1次扣2分`) they are no points of the sheet."""
_HEADING = re.compile(r"(?:分值|分数|权重|标准分|满分|得分)[（(]")
"""A heading that says of how many points its column is: `分值（10分）`."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A number of points in a sheet."""

    fact: Fact
    amount: Amount
    cell: Cell
    printed_alone: bool
    """The cell holds the number only; else the number stands in a label, `产出指标（50分）`."""
    until: int
    """The row behind its own, and behind those of the same label printed again on the next page."""

    @property
    def rows(self) -> range:
        return range(self.cell.row, self.until)

    def covers(self, other: Points) -> bool:
        """Whether `other` stands right of this one, inside its rows."""
        return (
            self.cell.col < other.cell.col and self.rows.start <= other.rows.start and other.rows.stop <= self.rows.stop
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """The points of one role between two total rows."""

    role: Role
    points: tuple[Points, ...]
    total: Fact | None
    blanks: frozenset[int]
    """Rows of named indicators that have no number of this role."""


@check("score.sum")
def score_sums(ledger: Ledger) -> Iterator[Finding]:
    """Points of the levels against each other, and all of them against the total."""
    for tables in joined(ledger):
        for sheet in _sheets(ledger, tables):
            yield from _levels(ledger, sheet)
            if sheet.total is not None:
                yield from _total(ledger, tables, sheet, sheet.total)


def _sheets(ledger: Ledger, tables: Sequence[Table]) -> Iterator[Sheet]:
    found, placed, offset = [], list[Cell](), 0
    for table in tables:
        cells = {(cell.row, cell.col): cell._replace(row=cell.row + offset) if offset else cell for cell in table.cells}
        found += [
            (fact, cells[place])
            for place, facts in ledger.grid(table).items()
            for fact in facts
            if fact.role in ("weight", "score")
            and fact.quantity.kind == "score"
            and ledger.amount(fact) is not None
            and not _HEADING.match(squeeze(cells[place].text))
            and _LABEL.fullmatch(squeeze(cells[place].text))
        ]
        placed.extend(cells.values())
        offset += table.rows
    if not found:
        return
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in placed:
        rows[cell.row].append(cell)
    totals = sorted({cell.row for fact, cell in found if _is_total(fact)})
    roles: tuple[Role, Role] = ("weight", "score")
    for start, end in zip([-1, *totals], [*totals, offset], strict=True):
        for role in roles:
            points, total = [], None
            for fact, cell in found:
                amount = ledger.amount(fact)
                if fact.role != role or amount is None or not start < cell.row <= end:
                    continue
                if _is_total(fact):
                    total = fact
                else:
                    alone = squeeze(cell.text) == ledger.quote(fact)
                    points.append(Points(fact, amount, cell, alone, cell.row + cell.row_span))
            if len(points) > 1:
                points.sort(key=lambda p: p.fact.quantity.span)
                yield Sheet(role, _continued(points, rows), total, _blank_rows(tables, points))


def _label(cell: Cell) -> str:
    return _BRACKETS.sub("", squeeze(cell.text))


def _continued(points: Sequence[Points], rows: Mapping[int, Sequence[Cell]]) -> tuple[Points, ...]:
    """Numbers in labels with the rows below that have the same label once more; the repeated number is left out."""
    kept, again = [], set[tuple[int, str]]()
    for point in points:
        label = _label(point.cell)
        if (point.cell.row, label) in again:
            continue
        if not point.printed_alone and label:
            while (below := _labelled(rows.get(point.until, ()), label)) is not None and below.row_span > 0:
                again.add((below.row, label))
                point = replace(point, until=below.row + below.row_span)
        kept.append(point)
    return tuple(kept)


def _labelled(row: Sequence[Cell], label: str) -> Cell | None:
    return next((cell for cell in row if _label(cell) == label), None)


def _is_total(fact: Fact) -> bool:
    place = fact.quantity.place
    label = squeeze(place.row_labels[-1].text) if place is not None and place.row_labels else ""
    return fact.metric == "score.total" or bool(TOTAL.match(label))


def _blank_rows(tables: Sequence[Table], points: Sequence[Points]) -> frozenset[int]:
    """Rows inside the sheet whose last label names an indicator but whose cell for the points is empty."""
    alone = [point for point in points if point.printed_alone and point.cell.row_span == 1]
    if not alone:
        return frozenset()
    col, first, last = alone[-1].cell.col, alone[0].cell.row, alone[-1].cell.row
    filled = {row for point in alone for row in point.rows}
    blank, offset = set[int](), 0
    for table in tables:
        labelled = {value.cell.row for value in table.values if value.row_labels}
        for cell in table.cells:
            row = cell.row + offset
            named = bool(cell.text.strip()) and cell.row_span == 1 and col - _NEAR_POINTS < cell.col < col
            if named and first <= row <= last and cell.row in labelled and row not in filled:
                blank.add(row)
        offset += table.rows
    return frozenset(blank)


def _levels(ledger: Ledger, sheet: Sheet) -> Iterator[Finding]:
    """Each printed number of a higher level against the next numbers inside its rows."""
    inside_of = _inside(sheet)
    for whole, inside in inside_of.items():
        deeper = {id(p) for other in inside for p in inside_of[other]}
        parts = [p for p in inside if id(p) not in deeper]
        if not parts or (whole.cell.row_span == 1 and whole.printed_alone):
            continue
        result = balance([(1, part.amount) for part in parts], whole.amount)
        facts = [part.fact for part in parts]
        if result.agreement == "holds":
            message = f"{quoted(ledger, whole.fact)}等于其下{len(parts)}项之和。"
            yield _finding(ledger, facts, whole.fact, message)
        elif result.difference < 0 and any(row in sheet.blanks for row in whole.rows):
            message = f"{quoted(ledger, whole.fact)}项下有指标未填分值，各项之和无法核实。"
            yield arithmetic(
                ledger, "score.sum", "sum", [(1, f) for f in facts], whole.fact, message, verdict="unverifiable"
            )
        else:
            yield _finding(
                ledger, facts, whole.fact, _message(ledger, whole.fact, facts, whole.amount, result), "error"
            )


def _inside(sheet: Sheet) -> dict[Points, list[Points]]:
    """For each number the numbers right of it inside its rows."""
    by_row: dict[int, list[Points]] = defaultdict(list)
    for point in sheet.points:
        by_row[point.cell.row].append(point)
    return {whole: [p for row in whole.rows for p in by_row[row] if whole.covers(p)] for whole in sheet.points}


def _total(ledger: Ledger, tables: Sequence[Table], sheet: Sheet, total: Fact) -> Iterator[Finding]:
    stated = ledger.amount(total)
    if stated is None:
        return
    inside_of = _inside(sheet)
    covered = {id(p) for inside in inside_of.values() for p in inside}
    outer = [p for p in sheet.points if id(p) not in covered]
    inner = [p for p in sheet.points if not inside_of[p]]
    money = [p for p in inner if _in_money_row(ledger, p)]
    indicators = [p for p in inner if not _in_money_row(ledger, p)]
    printed = balance([(1, p.amount) for p in outer], stated)
    layered = outer != inner
    if layered and printed.agreement == "holds":
        yield _finding(ledger, [p.fact for p in outer], total, f"{quoted(ledger, total)}等于各部分分值之和。")
    everything = balance([(1, p.amount) for p in inner], stated)
    alone = balance([(1, p.amount) for p in indicators], stated) if indicators else everything
    if everything.agreement == "holds":
        message = f"{quoted(ledger, total)}等于所列{len(inner)}项之和。"
        yield _finding(ledger, [p.fact for p in inner], total, message)
        return
    if money and alone.agreement == "holds":
        message = f"{quoted(ledger, total)}等于{len(indicators)}项指标之和，未计预算执行率的分值。"
        yield _finding(ledger, [p.fact for p in indicators], total, message)
    if everything.difference < 0 and (sheet.blanks or (layered and printed.agreement == "holds")):
        if not layered:
            terms = [(1, p.fact) for p in inner]
            message = f"有指标未填分数，所列{len(inner)}项之和与{quoted(ledger, total)}无法核实。"
            yield arithmetic(ledger, "score.sum", "sum", terms, total, message, verdict="unverifiable")
        return
    doubtful = bool(money) and alone.agreement == "holds" and not layered and not _has_levels(ledger, tables)
    message = _message(ledger, total, [p.fact for p in inner], stated, everything)
    if money and alone.agreement == "holds":
        message = message.replace("请核对", "预算执行率的分值应包含在总分之内，请核对")
    if doubtful:
        message = message.replace(MUST, EXPLAIN)
    yield _finding(ledger, [p.fact for p in inner], total, message, "warning" if doubtful else "error")


def _has_levels(ledger: Ledger, tables: Sequence[Table]) -> bool:
    """Whether the labels of the sheet print points of their own, so that the allocation of the 100 is known."""
    return any(
        fact.role == "weight" and fact.quantity.place is None
        for table in tables
        for facts in ledger.grid(table).values()
        for fact in facts
    )


def _in_money_row(ledger: Ledger, point: Points) -> bool:
    """Whether the points stand in the row of the year's money (预算执行率)."""
    table, cell = ledger.table(point.fact), ledger.cell(point.fact)
    row = ledger.row(table, cell.row) if table is not None and cell is not None else ()
    label = squeeze(ledger.name(point.fact))
    return any(f.quantity.kind == "money" and f.role in ("final", "budget_adjusted") for f in row) and bool(
        _MONEY_ROW.search(label) or any(f.metric == "budget.total" for f in row)
    )


def _finding(
    ledger: Ledger, parts: Sequence[Fact], whole: Fact, message: str, severity: Severity | None = None
) -> Finding:
    terms = [(1, part) for part in parts]
    if severity is None:
        return arithmetic(ledger, "score.sum", "sum", terms, whole, message, verdict="consistent")
    return arithmetic(ledger, "score.sum", "sum", terms, whole, message, verdict="inconsistent", severity=severity)


def _message(ledger: Ledger, whole: Fact, parts: Sequence[Fact], stated: Amount, result: Balance) -> str:
    way = "多" if result.difference > 0 else "少"
    gap, listed = units(abs(result.difference), stated), units(result.computed, stated)
    return f"所列{len(parts)}项合计{listed}分，比{quoted(ledger, whole)}{way}{gap}分，请核对各项分数{MUST}。"
