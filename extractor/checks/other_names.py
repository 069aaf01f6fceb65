"""One amount under two names: a whole and its only part, totals that balance, programmes in prose and table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise

from extractor.checks import check
from extractor.checks.restated import (
    MANY,
    NAME,
    ROLES,
    TELLING,
    agreement,
    called,
    conflict,
    in_one_row,
    in_same_part,
    known_amount,
    of_year_begin,
)
from extractor.ledger.agreement import Amounts
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import (
    agree,
    compared_with,
    core,
    counts_alike,
    digits,
    of_another_time,
    same_name,
    scopes_conflict,
    whole_name,
)
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Finding

_MANY_PAIRS = 24
_ITEM_METRICS = frozenset(
    {"spend.project", "spend.business_project", "spend.maintenance_project", "spend.special_fund", "score.item"}
)


@check("match.parent")
def only_part(ledger: Ledger) -> Iterator[Finding]:
    """The only filled part of a whole repeats the whole: 三公经费 0.47 = 公务接待 0.47."""
    for whole, parts in load_relations().parts.items():
        for total in ledger.stated(whole):
            amount = ledger.amount(total)
            if amount is None or total.role not in ROLES or total.role == "change":
                continue
            filled = [
                fact
                for part in parts
                for fact in ledger.stated(part, total.role, total.period)
                if ledger.amount(fact) is not None and not total.quantity.span.overlaps(fact.quantity.span)
            ]
            named = {fact.metric for fact in filled if (known := ledger.amount(fact)) is not None and known.value}
            if len(named) > 1 or (not named and ledger.table(total) is None):
                continue
            for part_fact in filled:
                part_amount = ledger.amount(part_fact)
                if part_amount is None or not agree(amount, part_amount) or not _beside(ledger, total, part_fact):
                    continue
                yield agreement(ledger, "match.parent", total, part_fact)


@check("match.only_row")
def only_row(ledger: Ledger) -> Iterator[Finding]:
    """A heading row of programmes and the only programme below it: equal in every column that both fill."""
    wholes = {"spend.project", *load_relations().parts["spend.project"]}
    for table in ledger.doc.tables:
        rows: dict[int, dict[int, Fact]] = defaultdict(dict)
        for (row, col), facts in sorted(ledger.grid(table).items()):
            for fact in facts:
                if fact.quantity.kind == "money" and ledger.amount(fact) is not None:
                    rows[row][col] = fact
        lines = sorted(rows)
        for upper, lower in pairwise(lines):
            common = sorted(rows[upper].keys() & rows[lower].keys())
            pairs = [(rows[upper][col], rows[lower][col]) for col in common]
            if len(pairs) < 2 or any(a.metric not in wholes or b.metric not in wholes for a, b in pairs):
                continue
            if all(agree(known_amount(ledger, a), known_amount(ledger, b)) for a, b in pairs):
                yield from (agreement(ledger, "match.only_row", a, b) for a, b in pairs)


@check("match.balance")
def balanced(ledger: Ledger) -> Iterator[Finding]:
    """One telling amount under two names of a total: 收入预算 = 支出预算, 财政安排资金 = 调整后预算. Silent where they
    differ: income, budget and spending are the same only where nothing is left over."""
    metrics = load_relations().totals
    metrics |= {"spend.project"}
    facts = [f for f in ledger.facts if f.metric in metrics and f.role in ROLES and ledger.amount(f) is not None]
    pairs = (
        (one, other)
        for one, other in _agreeing(ledger, facts)
        if not in_one_row(ledger, one, other)
        and not _execution(ledger, one, other)
        and ("spend.project" not in (one.metric, other.metric) or _of_a_project(ledger, one, other))
    )
    for one, other in islice(pairs, _MANY_PAIRS):
        yield agreement(ledger, "match.balance", one, other)


def _agreeing(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pairs of one telling amount and year under different metrics or roles, in text order."""
    stated: dict[object, dict[object, Amounts]] = defaultdict(lambda: defaultdict(Amounts))
    for at, fact in enumerate(facts):
        stated[year(fact)][fact.metric, fact.role].add(known_amount(ledger, fact), at)
    for at, one in enumerate(facts):
        amount = known_amount(ledger, one)
        if digits(amount.value) < TELLING:
            continue
        others = (amounts for basis, amounts in stated[year(one)].items() if basis != (one.metric, one.role))
        for place in sorted(place for amounts in others for place in amounts.agreeing(amount)):
            if place > at:
                yield one, facts[place]


@check("match.grand_total")
def grand_totals(ledger: Ledger) -> Iterator[Finding]:
    """收入总计 = 支出总计: both include what is carried over, so that they are one amount by the form's own rule."""
    for income in ledger.stated("income.total", "final"):
        if "总计" not in called(ledger, income) or ledger.table(income) is not None:
            continue
        for spending in ledger.within(ledger.sentence(income)):
            if spending.metric != "spend.total" or spending.role != "final" or year(spending) != year(income):
                continue
            a, b = ledger.amount(income), ledger.amount(spending)
            compared = any(compared_with(ledger, fact) for fact in (income, spending))
            if "总计" in called(ledger, spending) and a and b and not agree(a, b) and not compared:
                yield conflict(ledger, income, spending, "error", 1, "match.grand_total")


def _of_a_project(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether the total is that of a project's own sheet, or of a report about one project."""
    if {one.metric, other.metric} == {"spend.project"}:
        return False
    sheet = next(f for f in (one, other) if f.metric != "spend.project")
    table = ledger.table(sheet)
    titled = table is not None and "项目" in (table.title or "") and ledger.table(one) is not ledger.table(other)
    telling = digits(known_amount(ledger, one).value) > TELLING
    return one.role == other.role and telling and (titled or ledger.doc.meta.report_kind == "project")


def _execution(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Spending beside a budget, or the budget of the year's beginning beside the adjusted one: equal where all was
    spent or nothing changed, which restates nothing."""
    roles = {one.role, other.role}
    if any(f.role == "final" and f.metric != "income.total" and "到位" not in ledger.name(f) for f in (one, other)):
        return len(roles) > 1
    initial = next((f for f in (one, other) if f.role == "budget_initial"), None)
    return initial is not None and len(roles) > 1 and of_year_begin(ledger, initial)


@check("match.item")
def items(ledger: Ledger) -> Iterator[Finding]:
    """A named programme or scored item in the narrative and in a table: the same name, the same year, one number."""
    named: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in ledger.facts:
        if fact.metric not in _ITEM_METRICS or fact.role not in ("final", "budget_initial", "score"):
            continue
        name = core(ledger.name(fact))
        if ledger.amount(fact) is not None and len(name) >= NAME and not whole_name(fact, name):
            named[(name, fact.role, year(fact), fact.quantity.kind)].append(fact)
    yield from _execution_marks(ledger)
    for facts in named.values():
        told = [f for f in facts if ledger.table(f) is None and not of_another_time(ledger, f)]
        booked = [f for f in facts if ledger.table(f) is not None]
        if len(booked) != 1 or len(told) > MANY:
            continue
        for fact in told:
            if not in_same_part(ledger, fact, booked[0]) and fact.metric == "score.item":
                continue
            if agree(known_amount(ledger, fact), known_amount(ledger, booked[0])):
                if fact.metric == "score.item":
                    yield agreement(ledger, "match.item", fact, booked[0])
            else:
                yield conflict(ledger, fact, booked[0], "warning", 1, "match.item")


def _execution_marks(ledger: Ledger) -> Iterator[Finding]:
    """预算执行 in prose and the marks in the row of 年度资金总额, which has the execution rate."""
    rows = [row for row in indicator_rows(ledger) if row.rate is not None and row.score is not None]
    for fact in ledger.stated("score.item", "score"):
        if ledger.table(fact) is not None or not ledger.name(fact).startswith("预算执行"):
            continue
        for row in rows:
            if row.score is not None and row.score.quantity.value == fact.quantity.value:
                yield agreement(ledger, "match.item", fact, row.score)


@check("match.equal")
def equal_levels(ledger: Ledger) -> Iterator[Finding]:
    """Counts and rates without a metric of their own that are stated twice under one name."""
    seen: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in ledger.of_kind("count", "percent", "measure"):
        level = fact.role == "actual" or (fact.role == "change" and fact.quantity.kind == "count")
        if level and ledger.amount(fact) is not None:
            seen[(fact.quantity.kind, fact.quantity.value, year(fact))].append(fact)
    for facts in seen.values():
        for one, other in islice(combinations(facts, 2), _MANY_PAIRS):
            if one.metric == other.metric and one.metric is not None:
                continue
            if None not in (one.metric, other.metric) or scopes_conflict(one, other) or in_one_row(ledger, one, other):
                continue
            telling = digits(known_amount(ledger, one).value) >= TELLING
            if counts_alike(one, other) and telling and same_name(ledger, one, other):
                yield agreement(ledger, "match.equal", one, other)


def _beside(ledger: Ledger, total: Fact, part: Fact) -> bool:
    """A zero tells only beside its whole, in one column of one table; another amount anywhere."""
    if known_amount(ledger, total).value:
        return True
    one, other = ledger.cell(total), ledger.cell(part)
    return one is not None and other is not None and ledger.table(total) is ledger.table(part) and one.col == other.col
