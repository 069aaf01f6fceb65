"""Breakdowns in a sentence of their own: `项目支出20万元。按用途分：甲12万元，乙8万元。`

The words 按…分 announce a complete breakdown, but not of what: of the number of the same metric told last before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.checks.sums import judge
from extractor.ledger.amounts import balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.unit_slips import slipped_unit
from extractor.types import Fact, Finding, Span

_BREAKDOWN = re.compile(r"按(?:照)?[^，。；：\n]{1,12}?(?:划分|分类|分)[^，。；：\d\n]{0,4}[：:，,]")

_NEAR = 12
"""Numbers before the breakdown among which its total may stand."""


@check("sum.classified")
def classified_sums(ledger: Ledger) -> Iterator[Finding]:
    """The numbers after 按…分 up to the end of the sentence against the last number of their metric before it."""
    for found in _BREAKDOWN.finditer(ledger.doc.text):
        place = Span(found.end(), found.end() + 1)
        if ledger.table(place) is not None:
            continue
        sentence = ledger.sentence(place)
        parts = [f for f in ledger.within(Span(found.end(), sentence.end)) if f.role not in ("change", "share")]
        parts = [f for f in parts if f.quantity.kind in ("money", "count", "measure")]
        before = ledger.within(Span(ledger.paragraph(place).start, found.start()))[-_NEAR:]
        whole = _whole(ledger, parts, before)
        if whole is not None and len(parts) > 1:
            yield from judge(ledger, "sum.classified", whole, parts, complete=True)
        elif len(parts) > 1:
            slips = (list(slipped_unit(ledger, "sum.classified", fact, parts)) for fact in reversed(before))
            yield from next((slip for slip in slips if slip), [])


def _whole(ledger: Ledger, parts: Sequence[Fact], before: Sequence[Fact]) -> Fact | None:
    """The number before that the parts add up to; else the last one that has the metric and role of every part."""
    amounts = [amount for part in parts if (amount := ledger.amount(part)) is not None]
    if not amounts or len(amounts) < len(parts):
        return None
    terms, last = [(1, amount) for amount in amounts], None
    for fact in reversed(before):
        stated = ledger.amount(fact)
        if stated is None or not all(amount.like(stated) for amount in amounts):
            continue
        if stated.value and balance(terms, stated).agreement == "holds":
            return fact
        same = {(part.metric, part.role) for part in parts} == {(fact.metric, fact.role)}
        if last is None and same and fact.metric is not None and not _other_kind(ledger, fact, parts):
            last = fact
    return last


def _other_kind(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts exceed the number by so much that it cannot be what they break down."""
    stated = ledger.amount(whole)
    amounts = [amount for part in parts if (amount := ledger.amount(part)) is not None]
    return stated is None or sum((a.value for a in amounts), Decimal(0)) > stated.value + max(a.value for a in amounts)
