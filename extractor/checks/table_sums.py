"""Sums of table rows: 合计 rows, numbered rows under their parent, programme rows, budget codes.

Which rows are the parts is a hypothesis; several are tried and the one that closes in most columns wins. A column that
fails while another closes over the same rows is an error; where nothing closes, only a flat table with a printed 合计
leaves no other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, takewhile

from extractor.checks import check
from extractor.checks.sums import agreed, disagreed
from extractor.ledger.amounts import Amount, Balance
from extractor.ledger.closing import closing
from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import UNNUMBERED, Row, number_of, sides
from extractor.ledger.wording import arithmetic
from extractor.types import Fact, Finding, squeeze

_RATIO = re.compile(r"[%％‰±]|率|比重|占比|比例|增幅|降幅|增速|进度|每|[人户亩村班床]均|平均|单价|标准|排名|名次")
_LONGEST = 400
"""Rows looked at for the parts of one total."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One hypothesis: these rows are the parts of that row."""

    whole: Row
    parts: tuple[Row, ...]
    complete: bool
    """The labels say that nothing is left out."""
    coded: bool = False
    """Budget codes say so: no other reading is possible."""


@check("sum.rows")
def row_sums(ledger: Ledger) -> Iterator[Finding]:
    """合计 rows, parents of numbered rows and codes, parents of programme rows."""
    for side in sides(ledger):
        rows = [_without_points(row) for row in side]
        for at, row in enumerate(rows):
            if row.facts:
                yield from _best(ledger, row, _hypotheses(rows, at))


def _without_points(row: Row) -> Row:
    """Points are added up by the levels of the sheet, not by its rows (`score_sums`)."""
    facts = {col: fact for col, fact in row.facts.items() if fact.role not in ("weight", "score")}
    return row if len(facts) == len(row.facts) else replace(row, facts=facts)


def _hypotheses(rows: Sequence[Row], at: int) -> list[Reading]:
    """Readings of the row at `at` as a whole, the likelier first."""
    row = rows[at]
    if row.is_subtotal and row.group is not None:
        # A group prints its 小计 before its parts or after them.
        parts = tuple(other for other in rows if other.group == row.group and other is not row)
        return [Reading(row, parts, complete=True)] if parts else []
    if row.is_total:
        above = list(_above(rows, at))[::-1]
        if any(other.facts for other in above):
            return _total_readings(row, above)
        return _total_readings(row, list(_below(rows, at)))
    if row.code:
        return _code_readings(row, _below(rows, at))
    return _child_readings(row, _below(rows, at))


def _above(rows: Sequence[Row], at: int) -> Iterator[Row]:
    """Rows above that stand under the same headings, nearest first; a heading printed again is the same."""
    return takewhile(lambda other: _one_block(rows[at], other), reversed(rows[:at]))


def _below(rows: Sequence[Row], at: int) -> Iterator[Row]:
    """Rows below that stand under the same headings, nearest first."""
    return takewhile(lambda other: _one_block(rows[at], other), islice(rows, at + 1, None))


def _one_block(row: Row, other: Row) -> bool:
    shared = row.heads.keys() & other.heads.keys()
    if shared:
        return all(row.heads[col][1] == other.heads[col][1] for col in shared)
    return not other.heads or not row.heads or min(row.heads.values())[0] == min(other.heads.values())[0]


def _total_readings(row: Row, others: Sequence[Row]) -> list[Reading]:
    """A total row: subtotals, rows of the outermost number, all rows but 其中, since the last total or ever.

    总计 after 本年收入合计 adds what stands between the two (年初结转和结余) to it.
    """
    last = max((at for at, other in enumerate(others) if other.is_total and other.facts), default=-1)
    lately = list(others[last + 1 :])
    subtotals = [other for other in others if other.is_subtotal]
    found = []
    if row.is_subtotal:
        pools: list[Sequence[Row]] = [lately]
    else:
        pools = [subtotals, lately, [other for other in others if not other.is_total]]
        if last >= 0 and lately:
            pools.append(others[last:])
    for pool in pools:
        top = min((other.depth for other in pool), default=UNNUMBERED)
        outermost = [other for other in pool if other.depth == top and not other.of_which]
        found += [Reading(row, tuple(parts), complete=True) for parts in (outermost, _without_of_which(pool)) if parts]
    codes = [other for other in others if other.code]
    if codes:
        shortest = min(len(other.code or "") for other in codes)
        parts = [other for other in codes if len(other.code or "") == shortest]
        found.insert(0, Reading(row, tuple(parts), complete=True))
    return found


def _without_of_which(rows: Sequence[Row]) -> list[Row]:
    """Rows that are not 其中 rows or unnumbered rows that go on after one."""
    kept, inside = [], False
    for row in rows:
        inside = row.of_which or (inside and row.depth == UNNUMBERED)
        if not inside:
            kept.append(row)
    return kept


def _code_readings(row: Row, below: Iterator[Row]) -> list[Reading]:
    """A code and the codes one level below it: 201 over 20103, 20103 over 2010301."""
    code = row.code or ""
    under = list(
        takewhile(lambda other: bool(other.code) and (other.code or "").startswith(code) and other.code != code, below)
    )
    levels = sorted({len(other.code or "") for other in under})
    if not levels:
        return []
    parts = tuple(other for other in under if len(other.code or "") == levels[0])
    return [Reading(row, parts, complete=True, coded=True)]


def _child_readings(row: Row, below: Iterator[Row]) -> list[Reading]:
    """A numbered row: the rows of the next number below it, or the plain rows that follow it; 其中 rows of any row."""
    under: list[Row] = []
    for other in below:
        if other.is_total or (other.depth <= row.depth < UNNUMBERED and not other.of_which):
            break
        if row.depth == UNNUMBERED and not (under or other.of_which or number_of(other) == 1):
            break
        under.append(other)
        if len(under) == _LONGEST:
            break
    found = []
    numbered = [other for other in under if other.depth < UNNUMBERED]
    if numbered and (row.depth < UNNUMBERED or numbered[0] is under[0]):
        parts = _consecutive(numbered)
        found.append(Reading(row, parts, complete=not under[0].of_which and len(parts) > 1))
    filled = [other for other in takewhile(lambda other: other.depth == UNNUMBERED, under) if other.facts]
    found += [Reading(row, tuple(filled[:count]), complete=False) for count in range(min(len(filled), 12), 0, -1)]
    return found


def _consecutive(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of the outermost number among `rows`, as long as they count on: a second 1、 belongs to another parent."""
    top = min(row.depth for row in rows)
    kept: list[Row] = []
    for row in rows:
        if row.depth == top:
            if kept and number_of(row) != (number_of(kept[-1]) or 0) + 1:
                break
            kept.append(row)
    return tuple(kept)


def _best(ledger: Ledger, row: Row, readings: Sequence[Reading]) -> Iterator[Finding]:
    """Report the reading that closes in most columns; where none does, what the first complete one says."""
    best: tuple[int, int, Reading] | None = None
    for reading in readings:
        closed = telling = 0
        for col, whole in row.facts.items():
            outcome = _column(ledger, reading, col, whole)
            if outcome is not None and outcome[1].agreement == "holds":
                closed += 1
                telling += outcome[2].value != 0 and (len(_nonzero(ledger, outcome[0])) > 1 or reading.complete)
        if telling and (best is None or (telling, closed) > best[:2]):
            best = telling, closed, reading
    if best is not None:
        yield from _report(ledger, best[2], supported=True)
    else:
        complete = [reading for reading in readings if reading.complete and (len(reading.parts) > 1 or reading.coded)]
        if complete:
            yield from _report(ledger, min(complete, key=lambda reading: _gap(ledger, reading)), supported=False)


def _gap(ledger: Ledger, reading: Reading) -> Decimal:
    """How far a reading is from closing, over all columns."""
    outcomes = (_column(ledger, reading, col, whole) for col, whole in reading.whole.facts.items())
    return sum((abs(outcome[1].difference) for outcome in outcomes if outcome is not None), Decimal(0))


def _report(ledger: Ledger, reading: Reading, *, supported: bool) -> Iterator[Finding]:
    flat = reading.coded or (len({row.depth for row in reading.parts}) == 1 and reading.whole.is_total)
    for col, whole in reading.whole.facts.items():
        outcome = _column(ledger, reading, col, whole)
        if outcome is None:
            continue
        parts, result, stated = outcome
        terms = [(1, part) for part in parts]
        if result.agreement == "holds":
            message = agreed(ledger, whole, parts, stated, result)
            yield arithmetic(ledger, "sum.rows", "sum", terms, whole, message, verdict="consistent", result=result)
            continue
        blank = any(col not in row.facts or not _like(ledger, row.facts[col], stated) for row in reading.parts)
        short = result.difference < 0
        if short and (not reading.complete or (blank and not supported)):
            continue
        certain = result.agreement == "fails" and reading.complete and (supported or flat) and not (short and blank)
        numbered = reading.complete and not blank and abs(result.difference) < abs(stated.value)
        if not certain and not supported and not numbered:
            continue
        message = disagreed(ledger, whole, parts, stated, result, certain=certain)
        yield arithmetic(
            ledger,
            "sum.rows",
            "sum",
            terms,
            whole,
            message,
            verdict="inconsistent",
            severity="error" if certain else "warning",
            result=result,
        )


def _column(ledger: Ledger, reading: Reading, col: int, whole: Fact) -> tuple[list[Fact], Balance, Amount] | None:
    """The parts of one column that are read as such, and how they close; None where nothing can be added."""
    stated = ledger.amount(whole)
    if stated is None or whole.quantity.kind == "percent" or _not_added(whole):
        return None
    parts, amounts = [], []
    for row in reading.parts:
        part = row.facts.get(col)
        amount = ledger.amount(part) if part is not None else None
        if part is not None and amount is not None and amount.like(stated):
            parts.append(part)
            amounts.append(amount)
    if not parts:
        return None
    chosen, result = closing(amounts, stated)
    return [parts[i] for i in chosen], result, stated


def _like(ledger: Ledger, part: Fact, stated: Amount) -> bool:
    amount = ledger.amount(part)
    return amount is not None and amount.like(stated)


def _not_added(fact: Fact) -> bool:
    """Whether the heading says that the column is of shares, rates or amounts for each: they add up to nothing."""
    place = fact.quantity.place
    return place is not None and bool(place.col_labels) and bool(_RATIO.search(squeeze(place.col_labels[-1].text)))


def _nonzero(ledger: Ledger, facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if (amount := ledger.amount(fact)) is not None and amount.value]
