"""Averages: `发放救助金486万元，人均1378元` beside the number of people. They confirm only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from extractor.checks import check
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import digits, percent
from extractor.ledger.verdicts import holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span, squeeze

_MEAN = re.compile(r"(?:[人户生车班校村亩场]均|平均|每[^，。；、\d每]{1,4})[^，。；、\d]{0,10}$")
_BESIDE = 6


@check("ratio.average")
def averages(ledger: Ledger) -> Iterator[Finding]:
    """An amount for each: money ÷ count, both before it in its sentence, to the printed digit."""
    for fact in ledger.in_prose("money", "measure", "count"):
        before = ledger.before(fact, 16)
        if not ("均" in before or "每" in before) or not _MEAN.search(squeeze(before)):
            continue
        stated = ledger.amount(fact)
        if stated is None or not stated.value or digits(stated.value) < 2:
            continue
        earlier = ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))
        pair = _pair(ledger, earlier[-_BESIDE:], fact) or _for_each(ledger, fact, squeeze(before))
        if pair is not None:
            yield _confirmed(ledger, fact, *pair)


def _pair(ledger: Ledger, earlier: tuple[Fact, ...], fact: Fact) -> tuple[Fact, Fact] | None:
    stated = ledger.amount(fact)
    for count in reversed(earlier):
        number = ledger.amount(count)
        if count.quantity.kind not in ("count", "measure") or number is None or number.value <= 1:
            continue
        for whole in reversed(earlier):
            amount = ledger.amount(whole)
            if whole is count or amount is None or stated is None or whole.quantity.kind != fact.quantity.kind:
                continue
            if amount.like(stated) and abs(amount.value / number.value - stated.value) <= stated.ulp / 2:
                return whole, count
    return None


def _for_each(ledger: Ledger, fact: Fact, words: str) -> tuple[Fact, Fact] | None:
    """Money of the sentence and a count of the paragraph in the unit that 每 names: 每公里 and 92.6公里."""
    each = re.search(r"每(?P<unit>[^，。；、\d每]{1,4}?)[^，。；、\d每]{0,8}$", words)
    if each is None:
        return None
    told = ledger.within(Span(ledger.paragraph(fact).start, fact.quantity.span.start))
    counts = [f for f in told if f.quantity.unit and words[each.start("unit") :].startswith(f.quantity.unit)]
    money = [f for f in told if f.quantity.kind == fact.quantity.kind][-_BESIDE:]
    stated = ledger.amount(fact)
    for count, whole in product(reversed(counts[-_BESIDE:]), reversed(money)):
        amount, number = ledger.amount(whole), count.quantity.value
        if amount is None or stated is None or not number or number <= 1 or not amount.like(stated):
            continue
        if abs(amount.value / number - stated.value) <= stated.ulp / 2:
            return whole, count
    return None


def _confirmed(ledger: Ledger, fact: Fact, whole: Fact, count: Fact) -> Finding:
    stated, amount, number = ledger.amount(fact), ledger.amount(whole), ledger.amount(count)
    computed = Decimal(0)
    if stated is not None and amount is not None and number is not None:
        computed = percent(amount.value, number.value * stated.scale) / 100
    return holds(
        "ratio.average",
        "ratio",
        (fact.quantity.span, whole.quantity.span, count.quantity.span),
        f"{ledger.quote(whole)} ÷ {ledger.quote(count)} = {ledger.quote(fact)}",
        f"{quoted(ledger, fact)}与按总额和数量计算的结果一致",
        computed=str(computed),
        stated=str(fact.quantity.value),
    )
