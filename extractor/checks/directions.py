"""Words that say which of two amounts is larger: `决算数小于年初预算数的主要原因是` beside both numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.ledger import Ledger
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span

_SAID = re.compile(
    r"决算数?(?:与预算数?相比)?(?P<sign>大于|高于|多于|超过|小于|低于|少于|等于|持平于)(?:年初|全年|当年)?预算数?"
)
_SIGNS = {"大于": 1, "高于": 1, "多于": 1, "超过": 1, "小于": -1, "低于": -1, "少于": -1, "等于": 0, "持平于": 0}
_WORDS = {1: "大于", 0: "等于", -1: "小于"}
_BEFORE = 200
"""Characters before the words in which both amounts stand."""


@check("logic.direction")
def directions(ledger: Ledger) -> Iterator[Finding]:
    """The last spending and the last budget told before the words, in one paragraph."""
    for match in _SAID.finditer(ledger.doc.text):
        place = Span(match.start(), match.end())
        if ledger.table(place) is not None:
            continue
        start = max(ledger.paragraph(place).start, match.start() - _BEFORE)
        told = [f for f in ledger.within(Span(start, match.start())) if f.quantity.kind == "money"]
        final = next((f for f in reversed(told) if f.role == "final"), None)
        budget = next((f for f in reversed(told) if f.role in ("budget_initial", "budget_adjusted")), None)
        if final is None or budget is None or final.quantity.span < budget.quantity.span:
            continue
        beside = ledger.within(Span(budget.quantity.span.end, final.quantity.span.start))
        if final.metric == budget.metric or not any(f.quantity.kind == "money" for f in beside):
            yield from _judge(ledger, final, budget, _SIGNS[match["sign"]])


def _judge(ledger: Ledger, final: Fact, budget: Fact, said: int) -> Iterator[Finding]:
    spent, planned = ledger.amount(final), ledger.amount(budget)
    if spent is None or planned is None or not spent.like(planned):
        return
    found = (spent.value > planned.value) - (spent.value < planned.value)
    spans = (final.quantity.span, budget.quantity.span)
    sign = ">" if found > 0 else "<" if found < 0 else "="
    formula = f"{ledger.quote(final)} {sign} {ledger.quote(budget)}"
    if found == said:
        yield holds("logic.direction", "logic", spans, formula, f"决算数{_WORDS[said]}预算数，与所列数字相符")
        return
    message = (
        f"{quoted(ledger, final)}{_WORDS[found]}{quoted(ledger, budget)}，文字却称决算数{_WORDS[said]}预算数，请核对"
    )
    yield fails("logic.direction", "logic", "error" if found * said < 0 else "warning", spans, formula, message)
