"""The rows of budget and account tables as accounts: a name, a code, a column, a source of funds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import Row, sides
from extractor.types import Fact, squeeze

Column = Literal["income", "total", "basic", "project"]
Fund = Literal["general", "government", "capital", "grant", "all"]

_NUMBERING = re.compile(r"^(?:其中[：:])?(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．])?")
_TITLED = re.compile(r"预算|决算|收入|支出|拨款")
_ROWS = 2
"""From so many coded rows on, the rows of a table without a code are no accounts."""
_INCOME = re.compile(r"(?:本年)?(?:收入)?(?:合计|总计|决算数|预算数|金额)")
_TOTAL = re.compile(
    r"(?:本年)?(?:支出)?(?:合计|总计|小计|决算数|预算数|金额)|本年支出|一般公共预算(?:财政拨款)?(?:支出)?"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One amount of one account."""

    fact: Fact
    name: str
    """Without numbering and white space."""
    code: str | None
    """3, 5 or 7 digits; None in the summary tables, whose rows are the classes."""
    column: Column
    fund: Fund
    title: str


def accounts(ledger: Ledger) -> tuple[Account, ...]:
    """The amounts of all accounts, in text order."""
    return ledger.once(_accounts)


def by_name(ledger: Ledger) -> dict[str, list[Account]]:
    """The amounts of the accounts by their names."""
    return ledger.once(_by_name)


def _by_name(ledger: Ledger) -> dict[str, list[Account]]:
    found: dict[str, list[Account]] = defaultdict(list)
    for account in accounts(ledger):
        found[account.name].append(account)
    return dict(found)


def _accounts(ledger: Ledger) -> tuple[Account, ...]:
    found = []
    for rows in sides(ledger):
        tables = [ledger.table(fact) for row in rows for fact in row.facts.values()]
        title = next((squeeze(table.title) for table in tables if table is not None and table.title), "")
        if not _TITLED.search(title):
            continue
        coded = sum(row.code is not None for row in rows) >= _ROWS
        for row in rows:
            name = _NUMBERING.sub("", row.label)
            if not name or row.is_total or (coded and row.code is None):
                continue
            found += [account for col in row.facts if (account := _account(ledger, row, name, col, title)) is not None]
    return tuple(sorted(found, key=lambda account: account.fact.quantity.span))


def _account(ledger: Ledger, row: Row, name: str, col: int, title: str) -> Account | None:
    fact = row.facts[col]
    words = row.heads[col][1].split("/")
    column = _column(title, words)
    if fact.quantity.kind != "money" or ledger.amount(fact) is None or column is None:
        return None
    return Account(fact, name, row.code, column, fund_of(title + words[-1]), title)


def _column(title: str, words: list[str]) -> Column | None:
    last = words[-1]
    if last in ("基本支出", "项目支出"):
        return "basic" if last == "基本支出" else "project"
    if ("收入" in title and "支出" not in title) or words[0] == "收入":
        return "income" if _INCOME.fullmatch(last) else None
    if not _TOTAL.fullmatch(last):
        return None
    within = title + "".join(words[:-1])
    return "basic" if "基本支出" in within else "project" if "项目支出" in within else "total"


def fund_of(words: str) -> Fund:
    """The source of funds that the words of a title or a heading name; `all` where they name none."""
    if "一般公共预算" in words:
        return "general"
    if "政府性基金" in words:
        return "government"
    if "国有资本" in words:
        return "capital"
    return "grant" if "财政拨款" in words else "all"
