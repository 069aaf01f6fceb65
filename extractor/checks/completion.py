"""完成率 = 完成数 ÷ 计划数, in the row of a table or in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import check
from extractor.checks.ratios import agreeing, differing
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import counts_alike, set_apart
from extractor.ledger.quotients import best, quotient
from extractor.types import Fact, Finding, Severity, Span, squeeze

_COMPLETION = re.compile(r"完成率$|完成比例$|目标完成率")
_FULL = 100


@check("ratio.completion")
def completion(ledger: Ledger) -> Iterator[Finding]:
    """The one result over the one plan beside the rate; a rate that is capped at 100% is left alone."""
    for fact in ledger.of_kind("percent"):
        quantity = fact.quantity
        if quantity.comparator != "eq" or fact.role == "change" or not _named(ledger, fact):
            continue
        plans, results = _beside(ledger, fact)
        if len(plans) != 1 or len(results) != 1 or not counts_alike(plans[0], results[0]):
            continue
        found = best([quotient(ledger, [(1, results[0])], [(1, plans[0])], fact)])
        if found is None or (not found.holds and quantity.value == _FULL and found.computed > _FULL):
            continue
        if found.holds:
            yield agreeing(ledger, "ratio.completion", found, "完成率")
            continue
        severity: Severity = "error" if ledger.table(fact) is not None else "warning"
        yield differing(ledger, "ratio.completion", found, "完成率", severity)


def _named(ledger: Ledger, fact: Fact) -> bool:
    place = fact.quantity.place
    heading = squeeze(place.col_labels[-1].text) if place is not None and place.col_labels else ""
    return bool(_COMPLETION.search(heading) or (place is None and _COMPLETION.search(ledger.name(fact))))


def _beside(ledger: Ledger, fact: Fact) -> tuple[list[Fact], list[Fact]]:
    """Plans and results of the row, or before the rate in its sentence."""
    table, cell = ledger.table(fact), ledger.cell(fact)
    if table is not None and cell is not None:
        grid = sorted(ledger.grid(table).items())
        around = [f for (row, col), found in grid if row == cell.row and col < cell.col for f in found]
    else:
        span = Span(ledger.sentence(fact).start, fact.quantity.span.start)
        around = [f for f in ledger.within(span) if not set_apart(ledger, f, fact)]
    usable = [f for f in around if f.quantity.kind in ("count", "measure") and ledger.amount(f) is not None]
    return [f for f in usable if f.role == "target"], [f for f in usable if f.role == "actual"]
