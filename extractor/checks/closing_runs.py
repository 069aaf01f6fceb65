"""Numbers that add up although no word announces it: they confirm each other and never accuse.

That several numbers with three digits each add up to another one by chance is rare; that they do not is the rule.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product
from operator import itemgetter

from extractor.checks import check
from extractor.ledger.amounts import Amount, balance
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.wording import arithmetic, quoted
from extractor.types import Fact, Finding, Kind, Role, Span, squeeze

_TELLING_DIGITS, _FEWEST_DIGITS = 3, 2
_TELLING_IN_ALL = 12
"""Digits of three numbers together that stand in different chapters."""
_LONGEST_RUN = 20
_MOST_IN_SENTENCE = 12
_MOST_SIBLINGS = 40
_CALLED_TOTAL = re.compile(r"(?:合计|共计|总计|总共|小计)(?:为|达|完成)?$")
_CHAPTER = 3
"""Distance (`Ledger.distance`) of numbers in one chapter."""
_ADDABLE: tuple[Kind, ...] = ("money", "count", "measure")
_REMAINDER = re.compile("结余|结转|剩余|节约|节省|差额|余额|增加|减少|超出|超支|未完成")


@check("sum.run")
def runs(ledger: Ledger) -> Iterator[Finding]:
    """A number and the numbers next to it in its paragraph: `86所学校中，有小学58所、初中21所 …`, or before it."""
    for facts in _narrative(ledger):
        paragraph = [(fact, _addend(ledger, fact)) for fact in facts]
        for at, (whole, stated) in enumerate(paragraph):
            if stated is None or _digits(whole) < _FEWEST_DIGITS:
                continue
            following, before = paragraph[at + 1 : at + 1 + _LONGEST_RUN], paragraph[max(0, at - _LONGEST_RUN) : at]
            yield from _run(ledger, whole, stated, following)
            yield from _run(ledger, whole, stated, before[::-1])


def _addend(ledger: Ledger, fact: Fact) -> Amount | None:
    """The amount of a fact that can be part of a sum or the whole of it."""
    return None if fact.role in ("change", "share") else ledger.amount(fact)


def _run(
    ledger: Ledger, whole: Fact, stated: Amount, next_to_it: Sequence[tuple[Fact, Amount | None]]
) -> Iterator[Finding]:
    """The shortest run of two or more numbers, nearest first, that adds up to `whole`."""
    run: list[Fact] = []
    rest, slack = stated.value, Decimal(0)
    for part, amount in next_to_it:
        if amount is None or not amount.like(stated):
            break
        run.append(part)
        rest -= amount.value
        slack += 2 * amount.ulp
        if rest < -slack:
            break  # more parts only lead further away
        if (
            len(run) > 1
            and rest <= slack
            and _closes(ledger, run, whole)
            and (_telling([*run, whole], short=len(run) > 2) or _called_total(ledger, whole))
        ):
            parts = sorted(run, key=lambda fact: fact.quantity.span)
            yield _confirmed(ledger, "sum.run", parts, whole)
            break


def _called_total(ledger: Ledger, whole: Fact) -> bool:
    return bool(_CALLED_TOTAL.search(squeeze(ledger.before(whole, 8))))


@check("sum.far_run")
def far_runs(ledger: Ledger) -> Iterator[Finding]:
    """All amounts of a sentence or paragraph against one told before: 用于造林9万元、管护6万元、湿地2万元 of 17万元."""
    earlier: dict[Decimal, Fact] = {}
    paragraphs: dict[Span, list[Fact]] = {}
    for fact in ledger.in_prose("money"):
        if fact.role not in ("change", "share") and ledger.amount(fact) is not None:
            paragraphs.setdefault(ledger.paragraph(fact), []).append(fact)
    for facts in paragraphs.values():
        sentences: dict[Span, list[Fact]] = defaultdict(list)
        for fact in facts:
            sentences[ledger.sentence(fact)].append(fact)
        for parts in (*sentences.values(), facts):
            values = [amount.value for fact in parts if (amount := ledger.amount(fact)) is not None]
            whole = earlier.get(sum(values, Decimal(0))) if len(parts) > 2 else None
            alike = whole is not None and all(_like(ledger, part, whole) for part in parts)
            if whole is not None and alike and _digits(whole) >= _TELLING_DIGITS - 1:
                yield _confirmed(ledger, "sum.far_run", parts, whole)
        for fact in facts:
            amount = ledger.amount(fact)
            if amount is not None and amount.value:
                earlier.setdefault(amount.value, fact)


@check("sum.triple")
def triples(ledger: Ledger) -> Iterator[Finding]:
    """Three numbers of a sentence of which one is the sum of the others: 控制价, 合同价 and what was saved."""
    sentences: dict[object, list[tuple[Decimal, Fact]]] = defaultdict(list)
    for fact in ledger.in_prose("money"):
        amount = ledger.amount(fact)
        if amount is not None and _digits(fact) >= _TELLING_DIGITS:
            sentences[ledger.sentence(fact)].append((amount.value, fact))
    for facts in sentences.values():
        for trio in combinations(facts[:_MOST_IN_SENTENCE], 3):
            total, whole = max(trio, key=itemgetter(0))
            if sum(value for value, _ in trio) == 2 * total:
                parts = [fact for _, fact in trio if fact is not whole]
                if all(_like(ledger, part, whole) for part in parts):
                    yield _confirmed(ledger, "sum.triple", parts, whole)


@check("sum.remainder")
def remainders(ledger: Ledger) -> Iterator[Finding]:
    """What is called a remainder against two numbers near it: available less spent is carried over."""
    for at, rest in enumerate(ledger.facts):
        if rest.quantity.kind != "money" or not _REMAINDER.search(ledger.name(rest)):
            continue
        if ledger.table(rest) is not None or _digits(rest) < _TELLING_DIGITS:
            continue
        around = ledger.facts[max(0, at - _MOST_SIBLINGS) : at + _MOST_SIBLINGS]
        near = [f for f in around if f is not rest and f.quantity.kind == "money" and _digits(f) >= _TELLING_DIGITS]
        near = [f for f in near if ledger.table(f) is None and _like(ledger, f, rest)]
        reach = {f.quantity.span: ledger.distance(rest, f) for f in near}
        near.sort(key=lambda f: reach[f.quantity.span])
        found = _difference(ledger, rest, near)
        if found is None:
            yield from _of_row(ledger, rest)
            continue
        far = max(reach[fact.quantity.span] for fact in found) > _CHAPTER
        if not far or sum(_digits(fact) for fact in (*found, rest)) >= _TELLING_IN_ALL:
            whole, part = found
            yield _confirmed(ledger, "sum.remainder", [part, rest], whole)


def _of_row(ledger: Ledger, rest: Fact) -> Iterator[Finding]:
    """Budget and spending of a table row that differ by exactly `rest`."""
    remainder = ledger.amount(rest)
    for spent in ledger.of_kind("money"):
        table, cell = ledger.table(spent), ledger.cell(spent)
        if spent.role != "final" or table is None or cell is None or year(spent) != year(rest) or remainder is None:
            continue
        for budget in ledger.row(table, cell.row):
            a, b = ledger.amount(budget), ledger.amount(spent)
            if budget.role == "budget_adjusted" and a and b and a.value - b.value == remainder.value:
                yield _confirmed(ledger, "sum.remainder", [spent, rest], budget)
                return


def _difference(ledger: Ledger, rest: Fact, near: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """A whole and a part among `near`, nearest first, that differ by exactly `rest`."""
    remainder = ledger.amount(rest)
    by_value: dict[Decimal, Fact] = {}
    for fact in near:
        amount = ledger.amount(fact)
        if amount is None or remainder is None:
            continue
        part, whole = by_value.get(amount.value - remainder.value), by_value.get(amount.value + remainder.value)
        if part is not None:
            return fact, part
        if whole is not None:
            return whole, fact
        by_value.setdefault(amount.value, fact)
    return None


@check("sum.siblings")
def siblings(ledger: Ledger) -> Iterator[Finding]:
    """Statements of one metric about different programmes or rounds, and one about all of them."""
    groups: dict[tuple[str, Role, str | None], list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("money", "count"):
        subject = fact.metric or ledger.name(fact)
        if subject and fact.role not in ("change", "share") and ledger.amount(fact) is not None:
            groups[subject, fact.role, year(fact)].append(fact)
    for facts in groups.values():
        if 2 < len(facts) <= _MOST_SIBLINGS:
            yield from _parted(ledger, facts)


def _parted(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[Finding]:
    """For each statement, the others of its paragraph, its chapter and the report that together give it."""
    told = [(fact, amount, ledger.name(fact)) for fact in facts if (amount := ledger.amount(fact)) is not None]
    for whole, stated, _ in told:
        if not stated.value or not _telling([whole], short=True):
            continue
        seen: set[tuple[object, ...]] = set()
        others: list[tuple[Fact, Decimal, str]] = []
        for fact, amount, name in told:
            key = fact.scope or name, amount.value
            if fact.quantity.value != whole.quantity.value and amount.like(stated) and key not in seen:
                seen.add(key)
                others.append((fact, amount.value, name))
        if sum(value for _, value, _ in others) < stated.value:
            continue
        by_name: dict[str, list[tuple[int, Decimal, Fact]]] = defaultdict(list)
        apart = [(ledger.distance(whole, fact), value, fact) for fact, value, _ in others]
        for other, (_, _, name) in zip(apart, others, strict=True):
            by_name[name].append(other)
        for pool, reach in product((apart, *by_name.values()), (1, 3, 4)):
            near = [(value, fact) for distance, value, fact in pool if distance <= reach]
            if len(near) > 1 and sum(value for value, _ in near) == stated.value:
                yield _confirmed(ledger, "sum.siblings", [fact for _, fact in near], whole)
                break


def _narrative(ledger: Ledger) -> list[list[Fact]]:
    paragraphs: dict[object, list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose(*_ADDABLE):
        paragraphs[ledger.paragraph(fact)].append(fact)
    return list(paragraphs.values())


def _like(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    amount, stated = ledger.amount(part), ledger.amount(whole)
    return amount is not None and stated is not None and amount.like(stated)


def _closes(ledger: Ledger, parts: Sequence[Fact], whole: Fact) -> bool:
    stated = ledger.amount(whole)
    known = [(1, amount) for part in parts if (amount := ledger.amount(part)) is not None]
    return stated is not None and bool(stated.value) and balance(known, stated).agreement == "holds"


def _telling(facts: Sequence[Fact], *, short: bool) -> bool:
    """Whether the numbers have enough digits that chance is no explanation."""
    least = _FEWEST_DIGITS if short else _TELLING_DIGITS
    return _digits(facts[-1]) >= least and (short or all(_digits(fact) >= _TELLING_DIGITS for fact in facts))


def _digits(fact: Fact) -> int:
    value = fact.quantity.value
    return len(str(abs(value)).replace(".", "").strip("0")) if value is not None else 0


def _confirmed(ledger: Ledger, check_: str, parts: Sequence[Fact], whole: Fact) -> Finding:
    remainder = any(_REMAINDER.search(ledger.name(part)) for part in parts)
    terms = [(1, part) for part in parts]
    message = f"{quoted(ledger, whole)}等于相关{len(parts)}项之和。"
    kind = "delta" if remainder and len(parts) == 2 else "sum"
    return arithmetic(ledger, check_, kind, terms, whole, message, verdict="consistent")  # type: ignore[arg-type]
