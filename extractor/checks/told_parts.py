"""Parts told after `商品和服务支出中，`, full marks told in brackets, posts told one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import PEOPLE, balance, plain
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import core
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import arithmetic, quoted, units
from extractor.types import Fact, Finding, Span, squeeze

_OF = re.compile(r"(?<=[。；;，,\n])\s*(?P<whole>[^，。；：\d\n]{3,16}?)(?:当中|之中|中)[，,]")
_MARKS = re.compile(r"(?:指标|决策|投入|过程|产出|效果|效益|管理|满意度|执行)[^，。；、\d]{0,6}[（(](?:满分|权重|共)?$")
_FULL = Decimal(100)
_POSTS = re.compile(r"编制|财政补助|聘用|工勤|参公|事业|行政")


@check("sum.told_parts")
def told_parts(ledger: Ledger) -> Iterator[Finding]:
    """Some parts of a whole that is stated before: together they do not exceed it."""
    for match in _OF.finditer(ledger.doc.text):
        place = Span(*match.span())
        if ledger.table(place) is not None:
            continue
        name = core(squeeze(match["whole"]))
        listed = [f for f in ledger.within(Span(match.end(), ledger.sentence(place).end)) if _spent(ledger, f)]
        wholes = [f for f in _stated_before(ledger, place, name) if f.role == "final"]
        parts = [f for f in listed if wholes and year(f) == year(wholes[-1])]
        if not wholes or len(parts) < 2 or len(parts) < len(listed):
            continue
        yield from _bounded(ledger, wholes[-1], parts)


def _spent(ledger: Ledger, fact: Fact) -> bool:
    usual = fact.quantity.kind == "money" and fact.role in ("final", "actual")
    return usual and ledger.amount(fact) is not None


def _stated_before(ledger: Ledger, place: Span, name: str) -> list[Fact]:
    """Amounts of that name in prose before the place."""
    found = (f for f in ledger.in_prose("money") if f.quantity.span.end <= place.start and ledger.amount(f) is not None)
    return [f for f in found if len(name) > 2 and core(ledger.name(f)) == name]


def _bounded(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> Iterator[Finding]:
    stated = ledger.amount(whole)
    known = [(1, amount) for part in parts if (amount := ledger.amount(part)) is not None]
    if stated is None or not all(amount.like(stated) for _, amount in known):
        return
    result = balance(known, stated)
    spans = (whole.quantity.span, *(part.quantity.span for part in parts))
    shown = " + ".join(units(amount.value, stated) for _, amount in known)
    if result.agreement == "holds" or result.difference < 0:
        message = f"所列{len(parts)}项之和不超过{quoted(ledger, whole)}"
        yield holds("sum.told_parts", "logic", spans, f"{shown} ≤ {units(stated.value, stated)}", message)
    elif result.agreement == "fails":
        message = f"所列{len(parts)}项之和超过{quoted(ledger, whole)}，请核对"
        formula = f"{shown} > {units(stated.value, stated)}"
        yield fails("sum.told_parts", "sum", "warning", spans, formula, message)


@check("sum.told_marks")
def told_marks(ledger: Ledger) -> Iterator[Finding]:
    """投入指标（15分）得分14分，过程指标（35分）…: full marks of a sentence make 100, and are those of the sheet."""
    sentences: dict[Span, list[Fact]] = {}
    booked: dict[tuple[str, Decimal | None], Fact] = {}
    for fact in ledger.of_kind("score"):
        if ledger.table(fact) is not None:
            if fact.role == "weight":
                booked.setdefault((_stem(ledger, fact), fact.quantity.value), fact)
        elif _MARKS.search(squeeze(ledger.before(fact, 16))) and ledger.amount(fact) is not None:
            sentences.setdefault(ledger.sentence(fact), []).append(fact)
    for facts in sentences.values():
        values = [fact.quantity.value or Decimal(0) for fact in facts]
        if len(facts) > 2 and sum(values) == _FULL:
            formula = " + ".join(map(plain, values)) + " = 100"
            spans = [fact.quantity.span for fact in facts]
            yield holds("sum.told_marks", "sum", spans, formula, f"所列{len(facts)}项分值之和为100分")
        for fact in facts:
            same = booked.get((_bracketed(ledger, fact), fact.quantity.value))
            if same is not None:
                formula = f"{ledger.quote(fact)} = {ledger.quote(same)}"
                message = f"{quoted(ledger, fact)}与评分表分值一致"
                yield holds("match.told_marks", "match", (fact.quantity.span, same.quantity.span), formula, message)


def _stem(ledger: Ledger, fact: Fact) -> str:
    return squeeze(ledger.name(fact)).split("（")[0].removesuffix("指标")


def _bracketed(ledger: Ledger, fact: Fact) -> str:
    """The name that stands before the brackets: `投入指标（15分`."""
    words = re.split(r"[，。；：、]", squeeze(ledger.before(fact, 20)))[-1]
    return re.split(r"[（(]", words)[0].removesuffix("指标")


@check("sum.posts")
def posts(ledger: Ledger) -> Iterator[Finding]:
    """Posts told one by one in a sentence (行政编制12名，财政补助4人) and 编制数 of the table. Confirms only."""
    tables = [f for f in ledger.stated("staff.authorised") if ledger.table(f) is not None]
    if not tables:
        return
    sentences: dict[Span, list[Fact]] = {}
    for fact in ledger.in_prose("count"):
        amount = ledger.amount(fact)
        if amount is not None and amount.base in PEOPLE and _POSTS.search(ledger.name(fact)) and fact.role == "actual":
            sentences.setdefault(ledger.sentence(fact), []).append(fact)
    for facts in sentences.values():
        if len(facts) < 2 or "编制" not in ledger.doc[ledger.sentence(facts[0])]:
            continue
        for booked in tables:
            whole = ledger.amount(booked)
            known = [(1, amount) for fact in facts if (amount := ledger.amount(fact)) is not None]
            if whole is not None and sum((a.value for _, a in known), Decimal(0)) == whole.value:
                terms = [(1, fact) for fact in facts]
                message = f"{quoted(ledger, booked)}等于文中所述{len(facts)}类人员之和"
                yield arithmetic(ledger, "sum.posts", "sum", terms, booked, message, verdict="consistent")
                break
