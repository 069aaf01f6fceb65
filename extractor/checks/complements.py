"""Two fields that share a whole out: `在面向中小企业预留的采购项目中…3万元；在其他采购项目中…2万元` of 5万元 in all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.amounts import balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted, units
from extractor.types import Fact, Finding, Span, squeeze

_OTHERS = re.compile(r"在其[他它余](?P<thing>[^，。；：\d]{2,14}?)(?:项目|活动|合同|任务)?中")
_FIELD = re.compile(r"在(?!其[他它余])[^，。；\d]{2,30}中[，,]")
_PLAN = re.compile(r"预留|预算|计划|面向")


@check("sum.complement")
def complements(ledger: Ledger) -> Iterator[Finding]:
    """A part of the one field and a part of all others: together they never exceed the whole told before."""
    for match in _OTHERS.finditer(ledger.doc.text):
        place = Span(*match.span())
        if ledger.table(place) is not None:
            continue
        sentence, paragraph = ledger.sentence(place), ledger.paragraph(place)
        rest = _first_amount(ledger, Span(match.end(), sentence.end))
        thing = squeeze(match["thing"])
        field = _field(ledger, Span(paragraph.start, match.start()), thing)
        whole = _whole(ledger, place, thing)
        if rest is not None and field is not None and whole is not None and field is not whole:
            yield from _judge(ledger, whole, field, rest)


def _field(ledger: Ledger, before: Span, thing: str) -> Fact | None:
    """The amount of the first field of that thing in the paragraph."""
    for match in _FIELD.finditer(ledger.doc.text, before.start, before.end):
        if thing in squeeze(match[0]):
            return _first_amount(ledger, Span(match.end(), before.end))
    return None


def _first_amount(ledger: Ledger, span: Span) -> Fact | None:
    facts = [f for f in ledger.within(span) if f.quantity.kind == "money" and ledger.amount(f) is not None]
    return facts[0] if facts else None


def _whole(ledger: Ledger, place: Span, thing: str) -> Fact | None:
    """The first amount of the section that is called after the thing and is no plan."""
    section = ledger.section(place)
    for fact in ledger.within(Span(max(0, section), place.start)):
        name = ledger.name(fact)
        told = fact.quantity.kind == "money" and ledger.table(fact) is None and ledger.amount(fact) is not None
        if told and thing in name and not _PLAN.search(name):
            return fact
    return None


def _judge(ledger: Ledger, whole: Fact, field: Fact, rest: Fact) -> Iterator[Finding]:
    stated, amounts = ledger.amount(whole), [ledger.amount(fact) for fact in (field, rest)]
    known = [amount for amount in amounts if amount is not None and stated is not None and amount.like(stated)]
    if stated is None or len(known) < len(amounts):
        return
    result = balance([(1, amount) for amount in known], stated)
    spans = (whole.quantity.span, field.quantity.span, rest.quantity.span)
    shown = " + ".join(ledger.quote(fact) for fact in (field, rest))
    total = units(result.computed, stated)
    if result.agreement == "holds" or result.difference < 0:
        message = f"{quoted(ledger, whole)}不少于两类项目之和"
        yield holds("sum.complement", "logic", spans, f"{shown} = {total} ≤ {ledger.quote(whole)}", message)
        return
    unit = whole.quantity.unit or ""
    message = f"两类互斥项目的金额合计{total}{unit}，超过{quoted(ledger, whole)}，疑为同一金额填了两处，请核对"
    yield fails("sum.complement", "sum", "warning", spans, f"{shown} = {total} > {ledger.quote(whole)}", message)
