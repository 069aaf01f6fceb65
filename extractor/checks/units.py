"""Units that equal amounts elsewhere contradict, or supply where a table prints none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.checks.restated import known_amount
from extractor.ledger.agreement import Amounts
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import digits, of_another_time, raised, same_name, same_scope, shifted
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span

_TELLING = 3
_TWINS = 3
"""Statements of one amount that are worth a line each."""


@check("unit.restated")
def magnitudes(ledger: Ledger) -> Iterator[Finding]:
    """One metric, role and year in two magnitudes: 6.09万元 beside 60912.18万元, 318.24元 beside 318.24万元."""
    seen: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.of_kind("money"):
        if fact.metric is None or fact.quantity.unit is None or fact.role in ("change", "target"):
            continue
        if ledger.amount(fact) is None:
            continue
        metric = "total" if fact.metric in ("spend.total", "budget.total") else fact.metric
        seen.setdefault((metric, fact.role, year(fact)), []).append(fact)
    for group in seen.values():
        if len(group) > 1:
            yield from _magnitudes(ledger, group)


def _magnitudes(ledger: Ledger, group: Sequence[Fact]) -> Iterator[Finding]:
    """Each statement of this year against the first later one that agrees with it in the next money unit."""
    printed = Amounts()
    amounts = [known_amount(ledger, fact) for fact in group]
    telling = [at for at, amount in enumerate(amounts) if digits(amount.value) >= _TELLING]
    for at in telling:
        printed.add(amounts[at], at)
    for at in telling:
        one, amount = group[at], amounts[at]
        twins = [*printed.agreeing(raised(amount, 1)), *printed.agreeing(raised(amount, -1))]
        later = [group[place] for place in sorted(twins) if place > at]
        if not later or of_another_time(ledger, one):
            continue
        other = next((twin for twin in later if _shifted(ledger, one, twin)), None)
        if other is not None:
            yield _magnitude(ledger, one, other)


@check("unit.inferred")
def inferred(ledger: Ledger) -> Iterator[Finding]:
    """A table without a money unit: equal amounts of the narrative, in which the unit is printed, supply it."""
    for table in ledger.doc.tables:
        cells = [f for found in ledger.grid(table).values() for f in found if _bare(f)]
        pairs = []
        for cell in sorted(cells, key=lambda f: f.quantity.span):
            twin = _twin(ledger, cell)
            if twin is not None:
                pairs.append((cell, twin))
        for cell, twin in pairs[:1] if len({twin.quantity.unit for _, twin in pairs}) == 1 else ():
            spans: tuple[Span, ...] = tuple(span for pair in pairs for span in (p.quantity.span for p in pair))
            yield holds(
                "unit.inferred",
                "unit",
                spans,
                f"{ledger.quote(cell)} = {ledger.quote(twin)}",
                f"表中金额未注明单位，按与{quoted(ledger, twin)}相等推断为{twin.quantity.unit}",
            )


@check("match.cost")
def cost_cells(ledger: Ledger) -> Iterator[Finding]:
    """Target and result of a cost indicator repeat the budget and the spending stated elsewhere."""
    for fact in ledger.of_kind("money"):
        if fact.role not in ("target", "actual") or ledger.table(fact) is None:
            continue
        value = fact.quantity.value
        if value is None or not value:
            continue
        roles = ("budget_adjusted", "budget_initial") if fact.role == "target" else ("final",)
        alike = ledger.once(_money_by_value).get(value, ())
        twins = [o for o in alike if o.role in roles and year(o) == year(fact)]
        telling = digits(value) >= _TELLING
        twins = [o for o in twins if _same_digits(fact, o) and (telling or (o.metric == fact.metric is not None))]
        for other in twins[:_TWINS]:
            yield holds(
                "match.cost",
                "match",
                (fact.quantity.span, other.quantity.span),
                f"{ledger.quote(fact)} = {ledger.quote(other)}",
                f"成本指标的{'指标值' if fact.role == 'target' else '实际完成值'}与{quoted(ledger, other)}一致",
            )


def _shifted(ledger: Ledger, one: Fact, other: Fact) -> bool:
    a, b = ledger.amount(one), ledger.amount(other)
    if a is None or b is None or not shifted(a, b) or of_another_time(ledger, other):
        return False
    totals = {one.metric, other.metric} <= {"spend.total", "budget.total"}
    return same_scope(ledger, one, other) and (totals or same_name(ledger, one, other))


def _magnitude(ledger: Ledger, one: Fact, other: Fact) -> Finding:
    return fails(
        "unit.restated",
        "unit",
        "error",
        (one.quantity.span, other.quantity.span),
        f"{ledger.quote(one)} ≠ {ledger.quote(other)}",
        f"{quoted(ledger, one)}与{quoted(ledger, other)}相差一万倍，其中一处单位（元、万元、亿元）有误",
    )


def _bare(fact: Fact) -> bool:
    quantity = fact.quantity
    return quantity.kind == "money" and quantity.unit_source in (None, "context") and bool(quantity.value)


def _twin(ledger: Ledger, cell: Fact) -> Fact | None:
    """A statement of the same metric, role, year and digits that prints its unit."""
    if cell.metric is None or cell.quantity.value is None or digits(cell.quantity.value) < _TELLING:
        return None
    return next(
        (
            other
            for other in ledger.once(_money_by_value).get(cell.quantity.value, ())
            if other is not cell
            and other.quantity.unit_source in ("text", "header", "caption")
            and _same_digits(cell, other)
            and year(other) == year(cell)
            and (other.metric == cell.metric or cell.role in ("target", "actual"))
        ),
        None,
    )


def _money_by_value(ledger: Ledger) -> dict[Decimal, list[Fact]]:
    """Amounts of money by the number as printed, in text order."""
    found: dict[Decimal, list[Fact]] = defaultdict(list)
    for fact in ledger.of_kind("money"):
        if fact.quantity.value is not None:
            found[fact.quantity.value].append(fact)
    return found


def _same_digits(one: Fact, other: Fact) -> bool:
    a, b = one.quantity, other.quantity
    return a.value == b.value and a.value is not None and (a.unit == b.unit or not a.unit or not b.unit)
