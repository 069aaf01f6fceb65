"""Sums across a table row: a column headed 合计 or 小计 over the columns beside it.

The columns that close in most rows are the parts; a row that fails while others close is an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.checks.amounts import Balance, balance
from extractor.checks.ledger import Ledger
from extractor.checks.rows import Row, joined, sides
from extractor.checks.sums import agreed, disagreed
from extractor.checks.wording import arithmetic
from extractor.types import Fact, Finding


@check("sum.columns")
def column_sums(ledger: Ledger) -> Iterator[Finding]:
    """A column headed 合计 or 小计, or named so with its group, over the columns beside it."""
    for tables in joined(ledger):
        for rows in sides(ledger, tables):
            yield from _columns(ledger, [row for row in rows if len(row.facts) > 2])


def _columns(ledger: Ledger, rows: Sequence[Row]) -> Iterator[Finding]:
    totals = {col for row in rows for col, fact in row.facts.items() if _heads_total(fact)}
    for total in sorted(totals):
        by_parts: dict[tuple[int, ...], list[tuple[Row, Balance, list[Fact]]]] = {}
        for row in rows:
            if total not in row.facts:
                continue
            for parts in _column_candidates(row, total):
                facts = [row.facts[col] for col in parts]
                outcome = _across(ledger, row.facts[total], facts)
                if outcome is not None:
                    by_parts.setdefault(parts, []).append((row, outcome, facts))
        if not by_parts:
            continue
        best = max(by_parts.values(), key=lambda found: sum(result.agreement == "holds" for _, result, _ in found))
        closed = sum(result.agreement == "holds" for _, result, _ in best)
        if closed * 2 <= len(best):
            continue
        for row, result, facts in best:
            whole = row.facts[total]
            stated = ledger.amount(whole)
            if stated is None:
                continue
            terms = [(1, fact) for fact in facts]
            if result.agreement == "holds":
                text = agreed(ledger, whole, facts, stated, result)
                yield arithmetic(ledger, "sum.columns", "sum", terms, whole, text, verdict="consistent")
            else:
                certain = result.agreement == "fails" and closed > 1
                text = disagreed(ledger, whole, facts, stated, result, certain=certain)
                yield arithmetic(
                    ledger,
                    "sum.columns",
                    "sum",
                    terms,
                    whole,
                    text,
                    verdict="inconsistent",
                    severity="error" if certain else "warning",
                )


def _heads_total(fact: Fact) -> bool:
    place = fact.quantity.place
    if place is None or not place.col_path or fact.role in ("weight", "score"):
        return False
    return place.col_path[-1].rstrip("（元万）(").endswith(("合计", "小计", "总计", "总额"))


def _column_candidates(row: Row, total: int) -> Iterator[tuple[int, ...]]:
    """Runs of two or more columns right of the total, then left of it."""
    right = [col for col in sorted(row.facts) if col > total]
    left = [col for col in sorted(row.facts, reverse=True) if col < total]
    for side in (right, left):
        for end in range(len(side), 1, -1):
            yield tuple(sorted(side[:end]))


def _across(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> Balance | None:
    stated = ledger.amount(whole)
    amounts = [ledger.amount(part) for part in parts]
    if stated is None or stated.base in ("%", "") or any(a is None or not a.like(stated) for a in amounts):
        return None
    known = [(1, amount) for amount in amounts if amount is not None]
    if not any(amount.value for _, amount in known) and stated.value == Decimal(0):
        return None
    return balance(known, stated)
