"""Whose money a column of a table lists: that of the amount in the text that it adds up to, or the report's fund."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from extractor.tagger import cells
from extractor.types import Doc, Fact, Quantity, Role, Table, TableValue, squeeze

_FEWEST_DIGITS = 3
"""Of a sum that is no chance: 1,203.75, but not 5,000, unless another column of the table meets one, too."""
GENERAL = frozenset({"spend.total", "budget.total", "income.other"})
"""Metrics of money that is called by no more than its stage or its source."""
_SETTLED: frozenset[Role] = frozenset({"change", "share", "target", "weight", "score"})
_SPECIAL_FUND = re.compile(r"专项资金")
_PROJECT = re.compile(r"项目|工程|专项经费|工作经费")
_MONEY = re.compile(r"资金|经费|专项")


class Purse(NamedTuple):
    """What the amounts of a column are part of."""

    metric: str
    role: Role


def told_purses(doc: Doc, table: Table, told: Iterable[Fact]) -> dict[int, Purse]:
    """By the start of its heading: the purse of each column whose total one metric alone has in the text.

    `told` are the facts of the text. Without a total row the column's sum is taken.
    """
    stated: dict[Decimal, list[Purse]] = {}
    for fact in told:
        amount = fact.quantity.normal
        if fact.quantity.kind == "money" and fact.metric and amount is not None and fact.role not in _SETTLED:
            stated.setdefault(amount, []).append(Purse(fact.metric, fact.role))
    found: dict[int, Purse] = {}
    digits = 0
    for at, amount in _totals(doc, table).items() if stated else ():
        purses = stated.get(amount, [])
        if len({purse.metric for purse in purses}) == 1:
            found[at] = purses[0]
            digits = max(digits, len(amount.normalize().as_tuple().digits))
    if digits < _FEWEST_DIGITS:
        return {}
    funds = {purse.metric for purse in found.values()} - GENERAL
    if len(funds) == 1:
        # The columns of one table are sources, budget and spending of the same fund.
        metric = funds.pop()
        return {at: purse._replace(metric=metric) for at, purse in found.items()}
    return found


def fund_of(doc: Doc, role: Role) -> Purse | None:
    """The purse of the report of one project or fund, by its title; None for the report of a department."""
    title = squeeze(doc.meta.title or "")
    if doc.meta.report_kind != "project":
        return None
    paid: Role = "final" if role == "actual" else role
    if _SPECIAL_FUND.search(title):
        return Purse("spend.special_fund", paid)
    if _PROJECT.search(title):
        return Purse("spend.project", paid)
    if _MONEY.search(title):
        return Purse("budget.total" if role.startswith("budget") else "spend.total", paid)
    return None


def key_of(value: TableValue) -> int | None:
    """Start of the innermost heading: what the values of a column share."""
    return value.col_labels[-1].span.start if value.col_labels else None


def _totals(doc: Doc, table: Table) -> Mapping[int, Decimal]:
    """By the start of the heading: the total row of a column of money, else its sum."""
    totals: dict[int, Decimal] = {}
    sums: dict[int, Decimal] = {}
    for quantity in _inside(doc, table):
        value, amount = quantity.place, quantity.normal
        at = key_of(value) if value is not None else None
        if value is None or at is None or amount is None or quantity.kind != "money":
            continue
        if cells.is_total(value):
            totals[at] = amount
        else:
            sums[at] = sums.get(at, Decimal(0)) + amount
    return {**sums, **totals}


def _inside(doc: Doc, table: Table) -> Iterable[Quantity]:
    first = bisect_left(doc.quantities, table.span.start, key=lambda quantity: quantity.span.start)
    for quantity in doc.quantities[first:]:
        if quantity.span.start >= table.span.end:
            break
        yield quantity
