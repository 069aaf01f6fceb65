"""Accounting identities over the whole report: 支出 = 基本 + 项目, 收入 + 年初结转 - 支出 = 年末结转 …

A sum over numbers that stand far apart can be wrong for reasons of scope, so it is never more than a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from extractor.checks import check
from extractor.ledger.amounts import Amount, Balance, Term, balance
from extractor.ledger.instances import Instance, Statement, Statements
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import compared_with, of_another_stage, sources
from extractor.ledger.wording import EXPLAIN, MUST, arithmetic, quoted, units
from extractor.lexicon.identities import IdentityTerm, load_identities
from extractor.types import Fact, Finding, FindingKind, squeeze

NEAR = 2
"""Distance (`Ledger.distance`) up to which numbers of one paragraph, section or table count as one statement."""

_BARE_NAMES = frozenset({"支出", "收入", "资金", "经费"})
"""Names that may have lost what stands before them."""
_FACES = 3
_FAR = 2
"""A sum that is more than twice, or less than half, the total is a sum of other things."""

Terms = tuple[tuple[IdentityTerm, Statement], ...]


@check("sum.identity")
def identities(ledger: Ledger) -> Iterator[Finding]:
    """Every identity of configs/identities.yaml, around each statement of its whole and of its first part.

    A sum that does not close is reported once for the same amounts, where its numbers stand closest together, and
    only where no other statements of the parts close it.
    """
    statements = ledger.once(Statements)
    for identity in load_identities():
        seen, open_, closed = set(), [], set()
        for instance in statements.instances(identity):
            key = (instance.whole.start, *(statement.start for _, statement in instance.terms))
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


def _several(ledger: Ledger, fact: Fact) -> bool:
    """Whether its sentence tells other amounts by the same bare name: 支出412,760万元、上解支出8,350万元."""
    name = ledger.name(fact)
    if ledger.table(fact) is not None or name not in _BARE_NAMES:
        return False
    beside = [f for f in ledger.within(ledger.sentence(fact)) if f.role == fact.role and f.period == fact.period]
    alike = [f for f in beside if ledger.name(f).endswith(name)]
    return len({amount.value for f in alike if (amount := ledger.amount(f)) is not None}) > 2


def _many_faced(ledger: Ledger, whole: Statement) -> bool:
    """Whether the report gives three or more amounts for the same whole: then they are about different things."""
    alike = ledger.once(Statements).alike(whole)
    return len({statement.amount.value for statement in alike}) >= _FACES


def _explained(ledger: Ledger, gap: Decimal) -> bool:
    """Whether what is missing is a number of the report itself: a part of another kind (经营支出, 预留机动经费)."""
    return abs(gap) in ledger.once(_money_values)


def _money_values(ledger: Ledger) -> frozenset[Decimal]:
    amounts = (ledger.amount(fact) for fact in ledger.of_kind("money"))
    return frozenset(amount.value for amount in amounts if amount is not None)


def _judge(ledger: Ledger, instance: Instance) -> tuple[int, Finding] | None:
    """The finding, and how far apart its numbers stand; None where the sum says nothing."""
    whole, stated = instance.whole.fact, instance.whole.amount
    terms, result = _best_reading(instance, stated)
    if not terms:
        return None
    signed = [(term.sign, statement.fact) for term, statement in terms]
    flows = any(sign < 0 or fact.role == "change" for sign, fact in signed)
    kind: FindingKind = "delta" if flows else "sum"
    reach = _reach(instance, terms)
    if result.agreement == "holds":
        message = f"{instance.identity.zh}，相符。"
        return reach, arithmetic(
            ledger, "sum.identity", kind, signed, whole, message, verdict="consistent", result=result
        )
    if reach > NEAR and not (instance.identity.exhaustive and _mutual(ledger, instance)):
        return None
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
    if not instance.whole.proper or not all(statement.proper for _, statement in terms):
        return None
    told = (whole, *(fact for _, fact in signed))
    if any(check_(ledger, fact) for fact in told for check_ in (compared_with, _several, of_another_stage)):
        return None
    if reach > NEAR and any(sources(ledger, fact) != sources(ledger, whole) for _, fact in signed):
        return None
    if reach > 0 and (_many_faced(ledger, instance.whole) or _explained(ledger, result.difference)):
        return None
    certain = result.agreement == "fails" and reach <= NEAR and not _doubtful(instance)
    return reach, arithmetic(
        ledger,
        "sum.identity",
        kind,
        signed,
        whole,
        _message(ledger, instance, stated, result, certain=certain),
        verdict="inconsistent",
        severity="error" if certain else "warning",
        result=result,
    )


def _of_another_column(ledger: Ledger, instance: Instance, terms: Terms) -> Fact | None:
    """The same total in another column, where the parts are told in cells that stand under no column of money:
    `其中：基本支出：50` below 年初预算数, 全年预算数 and 全年执行数 may be a part of any of them."""
    table, cell = instance.whole.place.table, instance.whole.place.cell
    if table is None or cell is None:
        return None
    if any(part.place.table is not table or not _labelled(ledger, part) for _, part in terms):
        return None
    amounts = _amounts(terms)
    for fact in ledger.row(table, cell.row):
        amount = ledger.amount(fact)
        if amount is None or fact.metric != instance.whole.fact.metric or not all(a.like(amount) for _, a in amounts):
            continue
        if balance(amounts, amount).agreement == "holds":
            return fact
    return None


def _labelled(ledger: Ledger, statement: Statement) -> bool:
    """Whether the cell of the number also says what it is."""
    cell = statement.place.cell
    return cell is not None and len(squeeze(cell.text)) > len(ledger.quote(statement.fact)) + 1


def _amounts(terms: Terms) -> list[Term]:
    return [(term.sign, statement.amount) for term, statement in terms]


def _reach(instance: Instance, terms: Terms) -> int:
    """The greatest distance of a term that is not 0 from the whole."""
    place = instance.whole.place
    return max((place.distance(part.place) for _, part in terms if part.fact.quantity.value), default=0)


def _mutual(ledger: Ledger, instance: Instance) -> bool:
    """Whether the whole is also the one that stands closest to its first part: else that part belongs to another."""
    whole = instance.whole.fact
    nearest = ledger.once(Statements).nearest_whole(instance.identity, whole.role, instance.terms[0][1])
    return nearest is None or nearest.fact.quantity.value == whole.quantity.value


def _best_reading(instance: Instance, stated: Amount) -> tuple[Terms, Balance]:
    """With and without the terms that may lie outside the whole: what closes best, of equals what stands closest."""
    if not any(term.maybe for term, _ in instance.terms):
        amounts = _amounts(instance.terms)
        alike = bool(amounts) and all(amount.like(stated) for _, amount in amounts)
        return instance.terms if alike else (), balance(amounts, stated)
    readings = []
    for taken in product((True, False), repeat=sum(term.maybe for term, _ in instance.terms)):
        choice = iter(taken)
        terms = tuple(pair for pair in instance.terms if not pair[0].maybe or next(choice))
        amounts = _amounts(terms)
        if amounts and all(amount.like(stated) for _, amount in amounts):
            readings.append((terms, balance(amounts, stated)))
    if not readings:
        return (), balance([], stated)
    closing = [reading for reading in readings if reading[1].agreement == "holds"]
    if closing:
        return min(closing, key=lambda r: (_reach(instance, r[0]), len(r[0])))
    return min(readings, key=lambda r: (_strays(instance, r[0]), -len(r[0]), abs(r[1].difference)))


def _strays(instance: Instance, terms: Terms) -> bool:
    """Whether a term that may lie outside the whole stands in another paragraph."""
    return any(term.maybe and instance.whole.place.distance(part.place) > 1 for term, part in terms)


def _telling(instance: Instance, terms: Terms, result: Balance) -> bool:
    """Whether a sum that does not close says anything: falling short is no news where parts may be missing."""
    if result.difference > 0 and all(term.sign > 0 for term, _ in terms):
        return True
    return instance.identity.exhaustive and not instance.missing


def _doubtful(instance: Instance) -> bool:
    """Whether a term has another role or scope than the whole, so that the basis may differ."""
    role = instance.whole.fact.role
    return any(part.fact.role != role and part.fact.quantity.value for _, part in instance.terms)


def _message(ledger: Ledger, instance: Instance, stated: Amount, result: Balance, *, certain: bool) -> str:
    whole = instance.whole.fact
    unit = whole.quantity.unit or ""
    way = "多" if result.difference > 0 else "少"
    computed, gap = units(result.computed, stated), units(abs(result.difference), stated)
    start = f"按“{instance.identity.zh}”计算得{computed}{unit}，比{quoted(ledger, whole)}{way}{gap}{unit}，"
    if certain:
        return f"{start}请核对各项数字{MUST}。"
    return f"{start}可能是口径不同或四舍五入，请核对{EXPLAIN}。"
