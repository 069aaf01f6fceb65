"""Items that the prose names under an amount, and rows of the same table that book nothing for them:
`公用经费12万元，主要包括：办公费、邮电费、差旅费` beside `邮电费 0.00`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractor.checks import check
from extractor.checks.restated import known_amount
from extractor.ledger.accounts import Account, accounts
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import core
from extractor.ledger.verdicts import fails
from extractor.types import Fact, Finding, Span, squeeze

_LIST = re.compile(r"(?P<lead>主要)?(?:包括|包含|用于)(?:以下项目)?[：:]?(?P<items>[^。；;\n]{6,400})")
_ITEM = re.compile(r"[^、，,。；;]+")
_KNOWN = 3
"""Named items that the table must have before the list is taken to be one of its rows."""
_BRIDGE = 12
"""Characters between the amount and its list."""


class Named(NamedTuple):
    """An item of the list and its row."""

    span: Span
    name: str
    account: Account


@check("logic.named_zero")
def named_zeros(ledger: Ledger) -> Iterator[Finding]:
    """A list of items of which some are booked with 0; one finding a list."""
    tables: dict[str, dict[str, Account]] = {}
    for account in accounts(ledger):
        if account.column == "basic" and account.code is not None and len(account.code) == _ECONOMIC:
            rows = tables.setdefault(account.title, {})
            rows.setdefault(core(account.name), account)
    if not tables:
        return
    for match in _LIST.finditer(ledger.doc.text):
        place = Span(*match.span())
        before = ledger.within(Span(max(0, match.start() - _BRIDGE * 2), match.start()))
        if ledger.table(place) is not None or not _announced(ledger, before, match.start()):
            continue
        named = max((_named(match, rows) for rows in tables.values()), key=len)
        empty = [item for item in named if not known_amount(ledger, item.account.fact).value]
        if len(named) - len(empty) >= _KNOWN and empty:
            yield _empty(ledger, empty)


_ECONOMIC = 5
"""Digits of the code of an economic item."""


def _announced(ledger: Ledger, before: Sequence[Fact], at: int) -> bool:
    """Whether an amount stands right before the list."""
    if not before or before[-1].quantity.kind != "money":
        return False
    between = squeeze(ledger.doc.text[before[-1].quantity.span.end : at])
    return len(between) <= _BRIDGE and "。" not in between


def _named(match: re.Match[str], rows: dict[str, Account]) -> list[Named]:
    """The items of the list that are rows of the table."""
    found = []
    for item in _ITEM.finditer(match["items"]):
        name = squeeze(item[0]).removesuffix("等")
        account = rows.get(core(name))
        if account is not None:
            start = match.start("items") + item.start()
            found.append(Named(Span(start, start + len(item[0])), name, account))
    return found


def _empty(ledger: Ledger, items: Sequence[Named]) -> Finding:
    names = "、".join(item.name for item in items)
    evidence = (*(item.span for item in items), *(item.account.fact.quantity.span for item in items))
    return fails(
        "logic.named_zero",
        "logic",
        "warning",
        evidence,
        f"“{names}” ≠ {ledger.quote(items[0].account.fact)}",
        f"文字称支出包括{names}，但《{items[0].account.title}》中该项为0，请核对文字或表格",
    )
