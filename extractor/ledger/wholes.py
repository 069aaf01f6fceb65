"""Which number of a sentence a list is listed under.

Between the total and its list other amounts may stand (`实际支出80万元，结余5万元。其中：…`). The number that the
list adds up to is its whole, wherever it stands; if none is, the nearest that can have such parts at all: never what
is left over, a sibling of a part, or one of the parts told before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from extractor.ledger.amounts import Amount
from extractor.ledger.closing import closing
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import core
from extractor.lexicon.identities import load_identities
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Span

_INCOME, _SPENDING = (
    re.compile(r"^[^支]*收入(?:总[计额]|合计|总数)?$"),
    re.compile(r"^[^收]*支出(?:总[计额]|合计|总数)?$"),
)
_LEFT_OVER = re.compile(r"结余|结转|节约|节余|剩余|余额|尚未|未支付|未完成|缺口|差额|收回|交回|上缴")
"""Amounts that are told after a total and are no total of what was spent."""


def whole_of(ledger: Ledger, head: Span, items: Sequence[Sequence[Fact]]) -> Fact | None:
    """The number of `head` that the first numbers of the items are parts of; None where none can be."""
    firsts = [item[0] for item in items if item]
    candidates = []
    for fact in reversed(ledger.within(head)):
        amount = ledger.amount(fact)
        if amount is None and any(fact.quantity.kind == first.quantity.kind for first in firsts):
            break
        if amount is None or fact.quantity.kind in ("percent", "duration"):
            continue
        if any(part_of(ledger, fact, amount, part) for part in firsts):
            candidates.append(fact)
    if not candidates:
        return None
    possible = [fact for fact in candidates if not any(_siblings(fact.metric, part.metric) for part in firsts)]
    found = next((fact for fact in possible if _closes(ledger, fact, items)), None)
    if found is not None or _told_before(ledger, candidates, firsts):
        return found
    return next((fact for fact in possible if not _left_over(ledger, fact, firsts)), None)


def parts_of(ledger: Ledger, whole: Fact, item: Sequence[Fact]) -> Iterator[Fact]:
    """The first number of an item that can be a part of the whole: what follows it in the item describes it."""
    amount = ledger.amount(whole)
    if amount is not None:
        yield from islice((part for part in item if part_of(ledger, whole, amount, part)), 1)


def part_of(ledger: Ledger, whole: Fact, amount: Amount, part: Fact) -> bool:
    """Whether `part` can be added up to `whole`: its kind and unit, a change to a change, full marks to full marks."""
    if part is whole or part.quantity.kind != whole.quantity.kind or part.role == "share":
        return False
    if part.role != whole.role and {part.role, whole.role} & {"change", "weight"}:
        return False
    other = ledger.amount(part)
    return other is not None and other.like(amount) and not _opposite(ledger, whole, part)


def _opposite(ledger: Ledger, whole: Fact, part: Fact) -> bool:
    """Whether one is income and the other spending, or spending and what is left of it:
    `收入80万元，其中年初结转5万元；支出78万元` tells three things."""
    one = ledger.name(whole)
    if "支出" not in one and "收入" not in one:
        return False
    other = ledger.name(part)
    if _SPENDING.search(one):
        return bool(_INCOME.search(other) or _LEFT_OVER.search(other))
    return bool(_INCOME.search(one) and _SPENDING.search(other))


def _closes(ledger: Ledger, whole: Fact, items: Sequence[Sequence[Fact]]) -> bool:
    parts = [part for item in items for part in parts_of(ledger, whole, item)]
    known = [amount for part in parts if (amount := ledger.amount(part)) is not None]
    stated = ledger.amount(whole)
    if stated is None or sum(bool(amount.value) for amount in known) < 2:
        return False
    return closing(known, stated)[1].agreement == "holds"


def _told_before(ledger: Ledger, candidates: Sequence[Fact], firsts: Sequence[Fact]) -> bool:
    """Whether the head tells two or more of the items itself, so that the list only says more about them."""
    told = {(core(ledger.name(fact)), fact.quantity.value) for fact in candidates if fact.quantity.value}
    again = {(core(ledger.name(part)), part.quantity.value) for part in firsts}
    return len(told & again) > 1


def _left_over(ledger: Ledger, fact: Fact, parts: Sequence[Fact]) -> bool:
    return bool(_LEFT_OVER.search(ledger.name(fact))) and not any(_LEFT_OVER.search(ledger.name(p)) for p in parts)


def _siblings(one: str | None, other: str | None) -> bool:
    """Whether two metrics are different parts of one whole."""
    return one is not None and one != other and other in _families().get(one, ())


@cache
def _families() -> dict[str, frozenset[str]]:
    """For each metric those that are parts of one whole with it, so that none is a part of another."""
    known = [frozenset(parts) for parts in load_relations().parts.values()]
    for identity in load_identities():
        plus = frozenset(term.metric for term in identity.terms if term.sign > 0 and not term.maybe and not term.roles)
        if identity.exhaustive:
            known.append(plus)
    metrics = frozenset().union(*known)
    return {metric: frozenset().union(*(parts for parts in known if metric in parts)) for metric in metrics}
