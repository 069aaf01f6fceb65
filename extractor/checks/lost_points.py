"""Points told as taken off, against the sheet, against the marks told beside them and against their own total."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import core
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import arithmetic, quoted
from extractor.types import Fact, Finding, Span, squeeze

_LOST = re.compile(r"(?:方面|指标|项)?(?:被|共|合计|累计|总计)*(?:扣除?|失|丢)(?:减|掉|了)?分?$")
_TOTAL = re.compile(r"(?:合计|共计?|累计|总计|总共|一共)(?:被)?(?:扣|失|丢)")
_FULL = Decimal(100)
_WHOLE_MARKS = 5
"""Full marks of a part are a multiple of so many points where the text does not state them."""
_LEAST = 3
"""Items from which on a list of points taken off is taken to be complete."""


@check("score.lost")
def lost_points(ledger: Ledger) -> Iterator[Finding]:
    """Each number of points taken off: under their total, in the row of its indicator, beside the marks given."""
    lost = [fact for fact in ledger.in_prose("score") if _taken_off(ledger, fact)]
    totals = [fact for fact in lost if _TOTAL.search(squeeze(ledger.before(fact, 8)))]
    items = [fact for fact in lost if fact not in totals]
    for total in totals:
        yield from _total(ledger, total, [fact for fact in items if ledger.distance(fact, total) <= 2])
    yield from _rows(ledger, items)
    for item in items:
        yield from _marks(ledger, item)


def _taken_off(ledger: Ledger, fact: Fact) -> bool:
    before = squeeze(ledger.before(fact, 10))
    return ledger.amount(fact) is not None and fact.role == "change" and bool(_LOST.search(before))


def _total(ledger: Ledger, total: Fact, items: Sequence[Fact]) -> Iterator[Finding]:
    """合计扣分 against the items of its section, and 100 less it against the total score."""
    stated = ledger.amount(total)
    known = [(1, amount) for fact in items if (amount := ledger.amount(fact)) is not None]
    if stated is None:
        return
    for score in ledger.stated("score.total", "score"):
        amount = ledger.amount(score)
        if amount is not None and amount.value + stated.value == _FULL:
            message = f"满分100分减去{quoted(ledger, total)}，与{quoted(ledger, score)}相符"
            formula = f"100 - {plain(stated.value)} = {plain(amount.value)}"
            yield holds("score.lost", "delta", (total.quantity.span, score.quantity.span), formula, message)
    if len(known) < 2:
        return
    result = balance(known, stated)
    terms = [(1, fact) for fact in items]
    if result.agreement == "holds":
        message = f"{quoted(ledger, total)}等于所述{len(items)}项扣分之和"
        yield arithmetic(ledger, "score.lost", "sum", terms, total, message, verdict="consistent")
    elif len(known) >= _LEAST and all(ledger.distance(fact, total) <= 1 for fact in items):
        message = f"所述{len(items)}项扣分之和与{quoted(ledger, total)}不符，请核对（核实性：需说明）"
        yield arithmetic(ledger, "score.lost", "sum", terms, total, message, verdict="inconsistent", severity="warning")


def _rows(ledger: Ledger, items: Sequence[Fact]) -> Iterator[Finding]:
    """分值 less 得分 of the row that bears the name."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for item in items:
        told[core(_LOST.sub("", ledger.name(item)))].append(item)
    rows: dict[str, list[tuple[Fact, Fact]]] = defaultdict(list)
    for row in indicator_rows(ledger):
        if row.weight is not None and row.score is not None and not row.total:
            rows[core(row.label)].append((row.weight, row.score))
    for name, facts in told.items():
        if not name or len(facts) != 1 or len(rows.get(name, ())) != 1:
            continue
        (weight, score), (item,) = rows[name][0], facts
        full, got, off = ledger.amount(weight), ledger.amount(score), ledger.amount(item)
        if full is None or got is None or off is None:
            continue
        spans = (item.quantity.span, weight.quantity.span, score.quantity.span)
        gap = full.value - got.value
        formula = f"{plain(full.value)} - {plain(got.value)} = {plain(gap)}"
        if gap == off.value:
            yield holds("score.lost", "delta", spans, formula, f"{quoted(ledger, item)}等于该指标分值与得分之差")
        else:
            message = f"{quoted(ledger, item)}，而评分表中该指标分值与得分相差{plain(gap)}分，请核对"
            yield fails("score.lost", "delta", "warning", spans, f"{formula} ≠ {plain(off.value)}", message)


def _marks(ledger: Ledger, item: Fact) -> Iterator[Finding]:
    """The marks given beside it: both together are full marks. Confirms only, for these are not stated."""
    beside = ledger.within(Span(item.quantity.span.end, ledger.paragraph(item).end))
    marks = next((f for f in beside if f.quantity.kind == "score"), None)
    off = ledger.amount(item)
    got = ledger.amount(marks) if marks is not None else None
    if marks is None or marks.role != "score" or off is None or got is None or not got.value or _all(got):
        return
    full = off.value + got.value
    if full % _WHOLE_MARKS == 0:
        spans = (item.quantity.span, marks.quantity.span)
        formula = f"{plain(got.value)} + {plain(off.value)} = {plain(full)}"
        yield holds("score.lost", "delta", spans, formula, f"{quoted(ledger, item)}与得分之和为满分{plain(full)}分")


def _all(marks: Amount) -> bool:
    return marks.value >= _FULL
