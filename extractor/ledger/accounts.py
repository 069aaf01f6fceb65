"""The rows of budget and account tables as accounts: a name, a code, a column, a source of funds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import Row, sides
from extractor.types import Fact, squeeze

Column = Literal["income", "total", "basic", "project"]
Fund = Literal["general", "government", "capital", "grant", "all"]

_NUMBERING = re.compile(r"^(?:其中[：:])?(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．])?")
_TITLED = re.compile(r"预算|决算|收入|支出|拨款")
_OF_LABEL = {"人员经费合计": "spend.personnel", "公用经费合计": "spend.public"}
_OF_COLUMN = {"total": "spend.total", "basic": "spend.basic", "project": "spend.project"}
_TOTAL_ROWS = frozenset({"合计", "本年支出合计", "支出合计"})
"""总计 takes in what is carried over."""
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


@dataclass(frozen=True, slots=True)
class Total:
    """The amount of a total row."""

    fact: Fact
    metric: str
    fund: Fund
    title: str


def totals(ledger: Ledger) -> tuple[Total, ...]:
    """Spending of the total rows of titled tables, in text order: all, 基本支出, 项目支出, 人员经费, 公用经费."""
    return ledger.once(_totals)


def _totals(ledger: Ledger) -> tuple[Total, ...]:
    found = []
    for rows in sides(ledger):
        title = _title(ledger, rows)
        for row in rows if _TITLED.search(title) else ():
            for col, fact in row.facts.items():
                words = row.heads[col][1].split("/")
                column = _column(title, words)
                metric = _OF_LABEL.get(row.label) or _OF_COLUMN.get(column or "", "")
                known = row.label in _OF_LABEL or row.label in _TOTAL_ROWS
                if known and metric and column != "income" and fact.quantity.kind == "money" and ledger.amount(fact):
                    found.append(Total(fact, metric, fund_of(title + words[-1]), title))
    return tuple(sorted(found, key=lambda total: total.fact.quantity.span))


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
        title = _title(ledger, rows)
        if not _TITLED.search(title):
            continue
        coded = sum(row.code is not None for row in rows) >= _ROWS
        for row in rows:
            name = _NUMBERING.sub("", row.label)
            if not name or row.is_total or (coded and row.code is None):
                continue
            found += [account for col in row.facts if (account := _account(ledger, row, name, col, title)) is not None]
    return tuple(sorted(found, key=lambda account: account.fact.quantity.span))


def _title(ledger: Ledger, rows: Sequence[Row]) -> str:
    """The title of the table, or of the first of its pieces that has one."""
    tables = (ledger.table(fact) for row in rows for fact in row.facts.values())
    return next((squeeze(table.title) for table in tables if table is not None and table.title), "")


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
