"""Breakdowns in a sentence of their own: `项目支出20万元。按用途分：甲12万元，乙8万元。`

The words 按…分 announce a complete breakdown, but not of what: of the number of the same metric told last before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.checks.ledger import Ledger
from extractor.checks.sums import judge
from extractor.types import Fact, Finding, Span

_BREAKDOWN = re.compile(r"按(?:照)?[^，。；：\n]{1,12}?(?:划分|分类|分)[^，。；：\d\n]{0,4}[：:，,]")


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
        before = ledger.within(Span(ledger.paragraph(place).start, found.start()))
        whole = _whole(ledger, parts, before)
        if whole is not None and len(parts) > 1:
            yield from judge(ledger, "sum.classified", whole, parts, complete=True)


def _whole(ledger: Ledger, parts: Sequence[Fact], before: Sequence[Fact]) -> Fact | None:
    """The last number before that has the metric, unit and role of every part."""
    if not parts or parts[0].metric is None:
        return None
    for fact in reversed(before):
        stated = ledger.amount(fact)
        if stated is None or (fact.metric, fact.role) != (parts[0].metric, parts[0].role):
            continue
        amounts = [ledger.amount(part) for part in parts]
        if all(a is not None and a.like(stated) for a in amounts) and len({part.metric for part in parts}) == 1:
            return fact
    return None
