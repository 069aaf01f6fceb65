"""Accounting identities over the whole report: 支出 = 基本 + 项目, 收入 + 年初结转 - 支出 = 年末结转 …

Only numbers of one role, year and scope are put together, and of several statements the closest. A sum over numbers
that stand far apart can be wrong for reasons of scope, so it is never more than a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from extractor.checks import check
from extractor.ledger.amounts import Amount, Balance, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import compared_with, sources
from extractor.ledger.wording import EXPLAIN, MUST, arithmetic, quoted, units
from extractor.lexicon.identities import Identity, IdentityTerm, load_foreign, load_identities, load_narrowed
from extractor.lexicon.metrics import load_metrics
from extractor.tagger.metrics import is_narrower
from extractor.types import Fact, Finding, FindingKind, Span, squeeze

_QUOTES = str.maketrans("", "", '“”"')
_WHOLE_BODY = re.compile(r"(?:本|全)?(?:年度?|部门|单位|本级|预算|资金|支出|收入|执行|申请|情况|整体|总体|合计)+")
"""Scopes that name the whole report after all: 年度部门整体支出, 年度预算执行情况."""
NEAR = 2
"""Distance (`Ledger.distance`) up to which numbers of one paragraph, section or table count as one statement."""

_BARE_NAMES = frozenset({"支出", "收入", "资金", "经费"})
"""Names that may have lost what stands before them."""
_FACES = 3
_FAR = 2
"""A sum that is more than twice, or less than half, the total is a sum of other things."""
_OF_PROJECTS = re.compile(r"项目[^，。；]{0,12}\d+个|\d+个[^，。；]{0,8}项目")
_TOTALS = frozenset({"budget.total", "spend.total", "income.total"})


@dataclass(frozen=True, slots=True)
class Instance:
    """An identity with a fact for each of its terms."""

    identity: Identity
    whole: Fact
    around_whole: bool
    """The terms are the statements closest to the whole; else those closest to a part, which can only confirm."""
    terms: tuple[tuple[IdentityTerm, Fact], ...]
    missing: tuple[IdentityTerm, ...]


@check("sum.identity")
def identities(ledger: Ledger) -> Iterator[Finding]:
    """Every identity of configs/identities.yaml, around each statement of its whole and of its first part.

    A sum that does not close is reported once for the same amounts, where its numbers stand closest together, and
    only where no other statements of the parts close it.
    """
    for identity in load_identities():
        needed = (identity.whole, *(term.metric for term in identity.terms if not term.optional))
        if not all(ledger.stated(metric) for metric in needed):
            continue
        seen, open_, closed = set(), [], set()
        for instance in _instances(ledger, identity):
            key = (instance.whole.quantity.span, *(fact.quantity.span for _, fact in instance.terms))
            if key in seen:
                continue
            seen.add(key)
            judged = _judge(ledger, instance)
            if judged is None:
                continue
            if judged[1].verdict == "consistent":
                closed.add(judged[1].evidence[0])
                yield judged[1]
            else:
                open_.append(judged)
        yield from _once([judged for judged in open_ if judged[1].evidence[0] not in closed])


def _once(open_: Sequence[tuple[int, Finding]]) -> Iterator[Finding]:
    found: dict[str, tuple[int, Finding]] = {}
    for reach, finding in open_:
        if finding.formula not in found or reach < found[finding.formula][0]:
            found[finding.formula] = reach, finding
    yield from (finding for _, finding in found.values())


def _instances(ledger: Ledger, identity: Identity) -> Iterator[Instance]:
    first = identity.terms[0]
    wholes = [f for f in ledger.stated(identity.whole) if f.role in identity.roles and ledger.amount(f) is not None]
    for whole in wholes:
        yield from _instance(ledger, identity, whole, whole)
    for part in ledger.stated(first.metric):
        if ledger.amount(part) is None:
            continue
        for role in identity.roles:
            if part.role != role and part.role not in first.roles:
                continue
            near = ledger.statements_near(identity.whole, role, part.period, part)
            nearest = _nearest(ledger, part, [whole for whole in near if _same_scope(ledger, part, whole)])
            if nearest is not None:
                yield from _instance(ledger, identity, nearest, part)


def _instance(ledger: Ledger, identity: Identity, whole: Fact, anchor: Fact) -> Iterator[Instance]:
    if not all(term.optional or _told(ledger, anchor, whole, term) for term in identity.terms):
        return
    found, missing = [], []
    for term in identity.terms:
        fact = _stated(ledger, anchor, whole, term)
        if fact is not None and fact is not whole:
            found.append((term, fact))
        elif term.optional:
            missing.append(term)
        else:
            return
    if len({fact.quantity.span for _, fact in found}) < len(found):
        return
    adjusted = any(term.roles == ("change",) for term in identity.terms)
    if not adjusted or any(fact.role == "change" for _, fact in found):
        yield Instance(identity, whole, anchor is whole, tuple(found), tuple(missing))


def _told(ledger: Ledger, anchor: Fact, whole: Fact, term: IdentityTerm) -> bool:
    """Whether there is any statement of a term: asked first, for a search of the others would be in vain."""
    return any(ledger.is_stated(term.metric, role, anchor.period) for role in term.roles or (whole.role,))


def _stated(ledger: Ledger, anchor: Fact, whole: Fact, term: IdentityTerm) -> Fact | None:
    """The closest statement of a term on the basis of the whole."""
    for role in term.roles or (whole.role,):
        near = ledger.statements_near(term.metric, role, anchor.period, anchor)
        if not near:
            continue
        pool = near if term.about is None else [fact for fact in near if _about(ledger, fact, term.about)]
        if role != "change":
            pool = [fact for fact in pool if _same_scope(ledger, fact, whole)]
        if any(fact is anchor for fact in pool):
            return anchor
        found = _nearest(ledger, anchor, pool)
        if found is not None:
            return found
    return None


def _nearest(ledger: Ledger, anchor: Fact, pool: Sequence[Fact]) -> Fact | None:
    candidates = [fact for fact in pool if fact is not anchor and ledger.amount(fact) is not None]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return min(candidates, key=lambda fact: _apart(ledger, anchor, fact))


def _apart(ledger: Ledger, anchor: Fact, fact: Fact) -> tuple[bool, int, int, int]:
    gap = abs(fact.quantity.span.start - anchor.quantity.span.start)
    return (
        not _proper(ledger, fact),
        ledger.distance(anchor, fact),
        int(fact.scope is not None and fact.scope != anchor.scope),
        gap,
    )


def _proper(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is called by the name of its metric, where narrower things share that metric."""
    return fact.quantity.span not in ledger.once(_improper)


def _improper(ledger: Ledger) -> frozenset[Span]:
    """Numbers of identities that are called by the name of a part, or told of projects."""
    facts = (fact for metric in _metrics() for fact in ledger.stated(metric))
    narrow = (f.quantity.span for f in facts if not _named_properly(f.metric or "", ledger.name(f)))
    return frozenset(narrow) | _of_projects(ledger)


@cache
def _metrics() -> tuple[str, ...]:
    """Every metric of an identity."""
    identities = load_identities()
    return tuple(dict.fromkeys(m for i in identities for m in (i.whole, *(term.metric for term in i.terms))))


def _of_projects(ledger: Ledger) -> frozenset[Span]:
    """Totals of prose that are told of projects."""
    totals = [fact for metric in sorted(_TOTALS) for fact in ledger.stated(metric) if ledger.table(fact) is None]
    told = ((f.quantity.span, ledger.doc.text[ledger.sentence(f).start : f.quantity.span.start]) for f in totals)
    return frozenset(span for span, words in told if _OF_PROJECTS.search(squeeze(words)))


@lru_cache(maxsize=1 << 12)
def _named_properly(metric: str, name: str) -> bool:
    words = load_narrowed().get(metric)
    return (words is None or any(word in name for word in words)) and not any(word in name for word in load_foreign())


def _several(ledger: Ledger, fact: Fact) -> bool:
    """Whether its sentence tells other amounts by the same bare name: 支出412,760万元、上解支出8,350万元."""
    name = ledger.name(fact)
    if ledger.table(fact) is not None or name not in _BARE_NAMES:
        return False
    beside = [f for f in ledger.within(ledger.sentence(fact)) if f.role == fact.role and f.period == fact.period]
    alike = [f for f in beside if ledger.name(f).endswith(name)]
    return len({amount.value for f in alike if (amount := ledger.amount(f)) is not None}) > 2


def _many_faced(ledger: Ledger, whole: Fact) -> bool:
    """Whether the report gives three or more amounts for the same whole: then they are about different things."""
    near = ledger.statements_near(whole.metric or "", whole.role, whole.period, whole)
    alike = (fact for fact in near if _same_scope(ledger, fact, whole))
    return len({amount.value for fact in alike if (amount := ledger.amount(fact)) is not None}) >= _FACES


def _explained(ledger: Ledger, gap: Decimal) -> bool:
    """Whether what is missing is a number of the report itself: a part of another kind (经营支出, 预留机动经费)."""
    return abs(gap) in ledger.once(_money_values)


def _money_values(ledger: Ledger) -> frozenset[Decimal]:
    amounts = (ledger.amount(fact) for fact in ledger.facts if fact.quantity.kind == "money")
    return frozenset(amount.value for amount in amounts if amount is not None)


def _same_scope(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether the two are about the same programme or body; a scope that only names one of them tells nothing."""
    scopes = ledger.once(_scopes)
    mine, its = scopes[part.quantity.span], scopes[whole.quantity.span]
    if its.tells:
        return mine.name == its.name
    return not mine.tells or mine.name in _names(whole.metric) or mine.name == _bare(ledger.name(whole))


class _Scope(NamedTuple):
    """What a number is about."""

    name: str | None
    tells: bool
    """Whether the name is of something else than the metric itself and the whole body."""


def _scopes(ledger: Ledger) -> dict[Span, _Scope]:
    """The scope of each number of an identity; a part without a metric of its own (公共安全支出) is its own scope."""
    found: dict[Span, _Scope] = {}
    for metric in _metrics():
        for fact in ledger.stated(metric):
            scope = fact.scope
            if scope is None and is_narrower(name := ledger.name(fact), metric):
                scope = name
            bare = _bare(scope) if scope else None
            tells = bare is not None and bare not in _names(metric) and _WHOLE_BODY.fullmatch(bare) is None
            found[fact.quantity.span] = _Scope(bare, tells)
    return found


@cache
def _names(metric: str | None) -> frozenset[str]:
    entry = load_metrics().get(metric or "")
    return frozenset(_bare(name) for name in (entry.zh, *entry.aliases)) if entry else frozenset()


def _bare(name: str) -> str:
    return squeeze(name).translate(_QUOTES)


def _about(ledger: Ledger, fact: Fact, word: str) -> bool:
    return word in ledger.name(fact) or word in squeeze(fact.scope or "")


def _judge(ledger: Ledger, instance: Instance) -> tuple[int, Finding] | None:
    """The finding, and how far apart its numbers stand; None where the sum says nothing."""
    stated = ledger.amount(instance.whole)
    if stated is None:
        return None
    terms, result = _best_reading(ledger, instance, stated)
    if not terms:
        return None
    signed = [(term.sign, fact) for term, fact in terms]
    flows = any(sign < 0 for sign, _ in signed) or any(fact.role == "change" for _, fact in signed)
    kind: FindingKind = "delta" if flows else "sum"
    reach = _reach(ledger, instance, terms)
    if (
        result.agreement != "holds"
        and reach > NEAR
        and not (instance.identity.exhaustive and _mutual(ledger, instance))
    ):
        return None
    if result.agreement == "holds":
        message = f"{instance.identity.zh}，相符。"
        return reach, arithmetic(ledger, "sum.identity", kind, signed, instance.whole, message, verdict="consistent")
    other = _of_another_column(ledger, instance, terms)
    if other is not None:
        message = f"{instance.identity.zh}，相符。"
        return reach, arithmetic(ledger, "sum.identity", kind, signed, other, message, verdict="consistent")
    if instance.identity.confirms_only or not instance.around_whole or not _telling(instance, terms, result):
        return None
    if kind == "sum" and result.computed * _FAR < stated.value:
        return None
    if kind == "sum" and reach > 0 and result.computed > stated.value * _FAR:
        return None
    told = (instance.whole, *(fact for _, fact in terms))
    if not all(_proper(ledger, fact) for fact in told) or any(compared_with(ledger, fact) for fact in told):
        return None
    if any(_several(ledger, fact) for fact in told):
        return None
    if reach > NEAR and any(sources(ledger, fact) != sources(ledger, instance.whole) for _, fact in terms):
        return None
    if reach > 0 and (_many_faced(ledger, instance.whole) or _explained(ledger, result.difference)):
        return None
    certain = result.agreement == "fails" and reach <= NEAR and not _doubtful(instance)
    return reach, arithmetic(
        ledger,
        "sum.identity",
        kind,
        signed,
        instance.whole,
        _message(ledger, instance, stated, result, certain=certain),
        verdict="inconsistent",
        severity="error" if certain else "warning",
    )


def _of_another_column(ledger: Ledger, instance: Instance, terms: Sequence[tuple[IdentityTerm, Fact]]) -> Fact | None:
    """The same total in another column, where the parts are told in cells that stand under no column of money:
    `其中：基本支出：50` below 年初预算数, 全年预算数 and 全年执行数 may be a part of any of them."""
    table, cell = ledger.table(instance.whole), ledger.cell(instance.whole)
    if table is None or cell is None or any(ledger.table(f) is not table or not _labelled(ledger, f) for _, f in terms):
        return None
    amounts = [(term.sign, amount) for term, fact in terms if (amount := ledger.amount(fact)) is not None]
    for fact in ledger.row(table, cell.row):
        amount = ledger.amount(fact)
        same = fact.metric == instance.whole.metric and amount is not None and all(a.like(amount) for _, a in amounts)
        if same and amount is not None and balance(amounts, amount).agreement == "holds":
            return fact
    return None


def _labelled(ledger: Ledger, fact: Fact) -> bool:
    """Whether the cell of the number also says what it is."""
    cell = ledger.cell(fact)
    return cell is not None and len(squeeze(cell.text)) > len(ledger.quote(fact)) + 1


def _reach(ledger: Ledger, instance: Instance, terms: Sequence[tuple[IdentityTerm, Fact]]) -> int:
    """The greatest distance of a term that is not 0 from the whole."""
    return max((ledger.distance(instance.whole, fact) for _, fact in terms if fact.quantity.value), default=0)


def _mutual(ledger: Ledger, instance: Instance) -> bool:
    """Whether the whole is also the one that stands closest to its first part: else that part belongs to another."""
    first = instance.terms[0][1]
    near = ledger.statements_near(instance.identity.whole, instance.whole.role, first.period, first)
    nearest = _nearest(ledger, first, [whole for whole in near if _same_scope(ledger, first, whole)])
    return nearest is None or nearest.quantity.value == instance.whole.quantity.value


def _best_reading(
    ledger: Ledger, instance: Instance, stated: Amount
) -> tuple[tuple[tuple[IdentityTerm, Fact], ...], Balance]:
    """With and without the terms that may lie outside the whole: what closes best, of equals what stands closest."""
    readings = []
    for taken in product((True, False), repeat=sum(term.maybe for term, _ in instance.terms)):
        choice = iter(taken)
        terms = tuple(pair for pair in instance.terms if not pair[0].maybe or next(choice))
        amounts = [(term.sign, amount) for term, fact in terms if (amount := ledger.amount(fact)) is not None]
        if amounts and all(amount.like(stated) for _, amount in amounts):
            readings.append((terms, balance(amounts, stated)))
    if not readings:
        return (), balance([], stated)
    closing = [reading for reading in readings if reading[1].agreement == "holds"]
    if closing:
        return min(closing, key=lambda r: (_reach(ledger, instance, r[0]), len(r[0])))
    return min(readings, key=lambda r: (_strays(ledger, instance, r[0]), -len(r[0]), abs(r[1].difference)))


def _strays(ledger: Ledger, instance: Instance, terms: Sequence[tuple[IdentityTerm, Fact]]) -> bool:
    """Whether a term that may lie outside the whole stands in another paragraph."""
    return any(term.maybe and ledger.distance(instance.whole, fact) > 1 for term, fact in terms)


def _telling(instance: Instance, terms: Sequence[tuple[IdentityTerm, Fact]], result: Balance) -> bool:
    """Whether a sum that does not close says anything: falling short is no news where parts may be missing."""
    if result.difference > 0 and all(term.sign > 0 for term, _ in terms):
        return True
    return instance.identity.exhaustive and not instance.missing


def _doubtful(instance: Instance) -> bool:
    """Whether a term has another role or scope than the whole, so that the basis may differ."""
    return any(fact.role != instance.whole.role and fact.quantity.value for _, fact in instance.terms)


def _message(ledger: Ledger, instance: Instance, stated: Amount, result: Balance, *, certain: bool) -> str:
    unit = instance.whole.quantity.unit or ""
    way = "多" if result.difference > 0 else "少"
    computed, gap = units(result.computed, stated), units(abs(result.difference), stated)
    start = f"按“{instance.identity.zh}”计算得{computed}{unit}，比{quoted(ledger, instance.whole)}{way}{gap}{unit}，"
    if certain:
        return f"{start}请核对各项数字{MUST}。"
    return f"{start}可能是口径不同或四舍五入，请核对{EXPLAIN}。"
