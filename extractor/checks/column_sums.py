"""Sums across a table row: a column headed 合计 or 小计 over the columns beside it, a 结余 column as a difference.

The columns that close in most rows are the parts; a row that fails while others close is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from extractor.checks import check
from extractor.checks.sums import agreed, disagreed
from extractor.ledger.amounts import Balance, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import Row, sides
from extractor.ledger.wording import EXPLAIN, MUST, arithmetic
from extractor.types import Fact, Finding, Severity, squeeze

_SAMPLE = 40
"""Rows that decide which columns belong together."""
_WIDEST = 10
_REST = re.compile(r"结余|结转|余额|差额|差异|增减额?$|未完成|未执行")


@check("sum.columns")
def column_sums(ledger: Ledger) -> Iterator[Finding]:
    """A column headed 合计 or 小计, or named so with its group, over the columns beside it."""
    for rows in sides(ledger):
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
            yield from _told(ledger, "sum.columns", row.facts[total], facts, result, sure=closed > 1)


@check("sum.difference")
def column_differences(ledger: Ledger) -> Iterator[Finding]:
    """A column headed 结余, 差额 or the like against two other columns of its rows: budget less spending is left."""
    for rows in sides(ledger):
        full = [row for row in rows if len(row.facts) > 2]
        rests = {col for row in full for col, fact in row.facts.items() if _heads_rest(fact)}
        for rest in sorted(rests):
            yield from _differences(ledger, [row for row in full if rest in row.facts], rest)


def _differences(ledger: Ledger, rows: Sequence[Row], rest: int) -> Iterator[Finding]:
    """The pair of columns whose difference closes in most rows; one closing row proves nothing."""
    outcomes: dict[tuple[int, int], list[tuple[Row, Balance]]] = {}
    for row in rows[:_SAMPLE]:
        for whole, part in permutations(sorted(col for col in row.facts if col != rest)[:_WIDEST], 2):
            result = _across(ledger, row.facts[whole], [row.facts[part], row.facts[rest]])
            if result is not None:
                outcomes.setdefault((whole, part), []).append((row, result))
    if not outcomes:
        return
    pair, best = max(outcomes.items(), key=lambda item: _closed(item[1]))
    if _closed(best) < 2 or _closed(best) * 2 <= len(best):
        return
    for row in rows:
        if not {*pair} <= row.facts.keys():
            continue
        minuend, parts = row.facts[pair[0]], [row.facts[pair[1]], row.facts[rest]]
        outcome = _across(ledger, minuend, parts)
        if outcome is not None:
            yield from _told(ledger, "sum.difference", minuend, parts, outcome, sure=_closed(best) > 2)


def _closed(outcomes: Sequence[tuple[Row, Balance]]) -> int:
    return sum(result.agreement == "holds" and bool(result.stated) for _, result in outcomes)


def _heads_rest(fact: Fact) -> bool:
    place = fact.quantity.place
    return place is not None and bool(place.col_labels) and bool(_REST.search(squeeze(place.col_labels[-1].text)))


def _told(
    ledger: Ledger, name: str, whole: Fact, parts: Sequence[Fact], result: Balance, *, sure: bool
) -> Iterator[Finding]:
    stated = ledger.amount(whole)
    if stated is None:
        return
    terms = [(1, part) for part in parts]
    if result.agreement == "holds":
        text = agreed(ledger, whole, parts, stated, result)
        yield arithmetic(ledger, name, "sum", terms, whole, text, verdict="consistent", result=result)
        return
    certain = result.agreement == "fails" and sure
    text = disagreed(ledger, whole, parts, stated, result, certain=certain)
    if name == "sum.difference":
        shown = "加".join(ledger.quote(part) for part in parts)
        text = f"“{ledger.name(whole)}”一行{shown}，与{ledger.quote(whole)}不等，请核对{MUST if certain else EXPLAIN}。"
    severity: Severity = "error" if certain else "warning"
    yield arithmetic(ledger, name, "sum", terms, whole, text, verdict="inconsistent", severity=severity)


def _heads_total(fact: Fact) -> bool:
    place = fact.quantity.place
    if place is None or not place.col_labels or fact.role in ("weight", "score"):
        return False
    return squeeze(place.col_labels[-1].text).rstrip("（元万）(").endswith(("合计", "小计", "总计", "总额"))


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
