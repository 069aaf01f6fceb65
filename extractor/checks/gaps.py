"""Gaps between two stated numbers, as an amount or in per cent of one of them: 缺编率, 偏离度, 低于目标值2个百分点.

They confirm only: what does not fit may be the gap to a number that the report does not state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from extractor.checks import check
from extractor.checks.ratios import agreeing, is_rate
from extractor.ledger.amounts import Amount
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import counts_alike, digits, same_name
from extractor.ledger.quotients import best, quotient
from extractor.ledger.verdicts import holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span, squeeze

_GAP_RATE = re.compile(r"(?:缺编|空编|超编|偏离|偏差|超支|节约|节支|结余|结转|压减|差异|超额|缺口)(?:率|度|幅度)$")
_GAP = re.compile(r"(?:低于|高于|少于|多于|超过|超出|高出|相差|还差|尚差|缺少|少|多|超|低|高)[^，。；、\d]{0,12}$")
_GAP_SIGNS = frozenset("低高少多超差")
"""One of them is in each word of a gap."""
_TO_TARGET = re.compile(
    r"(?:超出?|超过|高于|低于|高出|较|比)(?:年度|预期|绩效|年初)?(?:目标|指标|计划|任务)(?:值|数)?(?:高|低|多|少|提高)?$"
)
_BESIDE = 4
_POINTS = ("百分点", "个百分点")


@check("ratio.gap")
def gap_rates(ledger: Ledger) -> Iterator[Finding]:
    """A named rate of a gap that two numbers before it in the sentence give to the digit."""
    for fact in ledger.in_prose("percent"):
        if fact.quantity.unit in _POINTS:
            continue
        if not _GAP_RATE.search(ledger.name(fact)) or digits(fact.quantity.value or Decimal(0)) < 2:
            continue
        pairs = [
            (a, b) for one, other in combinations(_before(ledger, fact), 2) for a, b in ((one, other), (other, one))
        ]
        found = best([quotient(ledger, [(1, a), (-1, b)], [(1, base)], fact) for a, b in pairs for base in (a, b)])
        if found is not None and found.holds:
            yield agreeing(ledger, "ratio.gap", found, ledger.name(fact))


@check("delta.gap")
def gap_amounts(ledger: Ledger) -> Iterator[Finding]:
    """A gap that is the difference of two numbers before it in the sentence: `35万元 … 34.42万元，低0.58万元`."""
    for fact in ledger.prose:
        before = ledger.before(fact, 20)
        if _GAP_SIGNS.isdisjoint(before) or not _GAP.search(squeeze(before)):
            continue
        stated = ledger.amount(fact)
        if stated is None or digits(stated.value) < 2:
            continue
        bracketed = _bracketed(ledger, fact)
        for one, other in combinations((*_before(ledger, fact), *bracketed), 2):
            if _differ_by(ledger, one, other, stated):
                yield _gap(ledger, "delta.gap", one, other, fact)
                break


@check("delta.target")
def beyond_target(ledger: Ledger) -> Iterator[Finding]:
    """Percentage points above or below a target that is stated elsewhere under the same name."""
    percents = ledger.of_kind("percent")
    targets = [f for f in percents if f.role == "target" and is_level(f) and ledger.amount(f) is not None]
    for fact in ledger.prose:
        stated = ledger.amount(fact) if fact.quantity.unit in _POINTS else None
        if stated is None:
            continue
        levels = [f for f in _sentence_before(ledger, fact) if is_rate(f) and ledger.amount(f) is not None]
        if not levels or not _TO_TARGET.search(squeeze(ledger.before(fact, 16))):
            continue
        result = levels[-1]
        named = (f for f in targets if same_name(ledger, f, result) and _differ_by(ledger, f, result, stated))
        target = next(named, None)
        if target is not None:
            yield _gap(ledger, "delta.target", result, target, fact)


def is_level(fact: Fact) -> bool:
    """A percentage that is no number of points."""
    return fact.quantity.kind == "percent" and fact.quantity.unit not in _POINTS


def _sentence_before(ledger: Ledger, fact: Fact) -> tuple[Fact, ...]:
    return ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))


def _before(ledger: Ledger, fact: Fact) -> list[Fact]:
    """The last numbers before it in its sentence that can differ by it: levels of its unit, of any for a rate."""
    found = [
        f
        for f in _sentence_before(ledger, fact)
        if f.role not in ("change", "share", "weight") and f.quantity.kind not in ("date", "duration")
    ]
    known = [f for f in found if ledger.amount(f) is not None]
    if fact.quantity.kind == "percent" and fact.quantity.unit not in _POINTS:
        return [f for f in known if f.quantity.unit not in _POINTS][-_BESIDE:]
    if fact.quantity.unit in _POINTS:
        return [f for f in known if is_level(f)][-_BESIDE:]
    return [f for f in known if counts_alike(f, fact)][-_BESIDE:]


def _bracketed(ledger: Ledger, fact: Fact) -> list[Fact]:
    """The number in the brackets right behind the gap: `低于控制单价0.58万元（控制单价35万元）`."""
    end = fact.quantity.span.end
    if ledger.doc.text[end : end + 1] not in ("（", "("):
        return []
    inside = ledger.within(Span(end, ledger.sentence(fact).end))[:1]
    return [f for f in inside if counts_alike(f, fact) and ledger.amount(f) is not None]


def _differ_by(ledger: Ledger, one: Fact, other: Fact, stated: Amount) -> bool:
    a, b = ledger.amount(one), ledger.amount(other)
    return a is not None and b is not None and a.like(b) and abs(a.value - b.value) == stated.value and a.scale > 0


def _gap(ledger: Ledger, check_name: str, one: Fact, other: Fact, claim: Fact) -> Finding:
    first, second = sorted((one, other), key=lambda f: -(f.quantity.value or Decimal(0)))
    return holds(
        check_name,
        "delta",
        (claim.quantity.span, first.quantity.span, second.quantity.span),
        f"{ledger.quote(first)} - {ledger.quote(second)} = {ledger.quote(claim)}",
        f"{quoted(ledger, claim)}与两数之差一致",
        computed=str(claim.quantity.value),
        stated=str(claim.quantity.value),
        difference="0",
    )
