"""Tables of rounds by kinds of results against the prose about each round: the cell 第七轮 × 发现问题, its sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import agree, core, counts_alike
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, squeeze

_ROUND = re.compile(r"第[一二三四五六七八九十百\d]+(?:[轮批期次])")
_TOTAL = re.compile(r"^(?:合计|总计|共计|全年|累计)")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MANY = 400
"""Cells of a table beyond which it is no overview of rounds."""


@check("match.matrix")
def matrix(ledger: Ledger) -> Iterator[Finding]:
    """Counts of a round in the table and in the prose under the heading, or with the scope, of that round."""
    told: dict[object, list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("count"):
        if fact.role == "actual" and ledger.amount(fact) is not None:
            told[year(fact)].append(fact)
    for table in ledger.doc.tables:
        cells = [f for found in ledger.grid(table).values() for f in found if _result(ledger, f)]
        if len(cells) <= _MANY and any(_ROUND.search(_row(f)) for f in cells):
            for cell in sorted(cells, key=lambda f: f.quantity.span):
                yield from _compare(ledger, cell, [f for f in told[year(cell)] if _same_thing(ledger, cell, f)])


def _compare(ledger: Ledger, cell: Fact, told: list[Fact]) -> Iterator[Finding]:
    booked = ledger.amount(cell)
    same = [f for f in told if _same_row(ledger, cell, f)]
    for fact in same:
        amount = ledger.amount(fact)
        if amount is None or booked is None:
            continue
        spans = (fact.quantity.span, cell.quantity.span)
        where = f"表中“{_row(cell)}”的“{_column(cell)}”{ledger.quote(cell)}"
        if agree(amount, booked):
            formula = f"{ledger.quote(fact)} = {ledger.quote(cell)}"
            yield holds("match.matrix", "match", spans, formula, f"{quoted(ledger, fact)}与{where}一致")
        elif len(same) == 1 and _ROUND.search(_row(cell)) and _named_alike(ledger, cell, fact):
            formula = f"{ledger.quote(fact)} ≠ {ledger.quote(cell)}"
            message = f"{quoted(ledger, fact)}与{where}不一致，请核对"
            yield fails("match.matrix", "match", "warning", spans, formula, message)


def _named_alike(ledger: Ledger, cell: Fact, fact: Fact) -> bool:
    """Whether the prose uses the heading's own words: 移交线索 and 办结线索 have one metric, and are two things."""
    name, heading = core(ledger.name(fact)), core(_column(cell))
    return len(name) > 1 and (name in heading or heading in name) and ("未" in name) == ("未" in heading)


def _result(ledger: Ledger, fact: Fact) -> bool:
    counted = fact.quantity.kind == "count" and fact.role == "actual"
    return counted and fact.quantity.place is not None and ledger.amount(fact) is not None


def _row(fact: Fact) -> str:
    place = fact.quantity.place
    return place.row_path[-1] if place is not None and place.row_path else ""


def _column(fact: Fact) -> str:
    """The headings above the cell without their units: 移交问题线索 over 件 counts clues."""
    place = fact.quantity.place
    return _BRACKETS.sub("", "".join(place.col_path)) if place is not None else ""


def _same_thing(ledger: Ledger, cell: Fact, fact: Fact) -> bool:
    """Whether prose and column count the same thing in the same unit."""
    if not counts_alike(cell, fact):
        return False
    if cell.metric is not None and cell.metric == fact.metric:
        return True
    name, heading = core(ledger.name(fact)), core(_column(cell))
    if cell.metric is not None or fact.metric is not None or min(len(name), len(heading)) < 2:
        return False
    return name == heading or name.endswith(heading) or heading.endswith(name)


def _same_row(ledger: Ledger, cell: Fact, fact: Fact) -> bool:
    """Whether the prose is about the round, or kind, of the cell's row; a row of totals wants prose about no round."""
    row = _BRACKETS.sub("", _row(cell))
    scope = squeeze(fact.scope or "")
    heading = squeeze(ledger.headings(fact)[-1].title) if ledger.headings(fact) else ""
    rounds = set(_ROUND.findall(scope)) or set(_ROUND.findall(heading))
    if _TOTAL.match(row):
        return not rounds and not scope and cell.quantity.value == fact.quantity.value
    wanted = set(_ROUND.findall(row))
    if wanted:
        return rounds == wanted and "整改" not in scope
    return len(row) >= 3 and (row in scope or (not scope and row in heading))
