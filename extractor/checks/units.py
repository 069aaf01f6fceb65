"""Units that the arithmetic contradicts, or that equal amounts elsewhere supply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.checks import check
from extractor.checks.amounts import Amount, Term, balance, plain, stated_amount
from extractor.checks.ledger import Ledger, year
from extractor.checks.likeness import digits, of_another_time, same_name, same_scope
from extractor.checks.verdicts import fails, holds
from extractor.checks.wording import arithmetic, quoted
from extractor.types import Fact, Finding, Span

_TELLING = 3


@check("unit.slip")
def slips(ledger: Ledger) -> Iterator[Finding]:
    """One item of a list in another unit than the rest, and the list closes only in theirs: 57.8元 among 万元."""
    for total, parts in _lists(ledger):
        stated = stated_amount(total.quantity)
        amounts = [ledger.amount(part) for part in parts]
        known = [a for a in amounts if a is not None]
        if len(known) != len(parts) or len(parts) < 2:
            continue
        units = {part.quantity.unit for part in parts if part.quantity.value} | {total.quantity.unit}
        if len(units) != 2:
            continue
        terms: list[Term] = [(1, a) for a in known]
        if balance(terms, stated).agreement != "fails":
            continue
        for at, part in enumerate(parts):
            others = {p.quantity.unit for p in (*parts, total) if p is not part and p.quantity.value}
            if part.quantity.unit in others or len(others) != 1 or not part.quantity.value:
                continue
            read = _read_as(part, others.pop() or "")
            closing = [*terms[:at], (1, read), *terms[at + 1 :]]
            if balance(closing, stated).agreement == "fails":
                continue
            yield _slip(ledger, total, parts, part, closing, stated)


@check("unit.restated")
def magnitudes(ledger: Ledger) -> Iterator[Finding]:
    """The same telling digits of one metric, role and year in two magnitudes: 326.13元 beside 326.13万元."""
    seen: dict[tuple[object, ...], list[Fact]] = {}
    for fact in ledger.facts:
        if fact.quantity.kind != "money" or fact.metric is None or fact.quantity.unit is None:
            continue
        if ledger.amount(fact) is None or of_another_time(ledger, fact):
            continue
        seen.setdefault((fact.metric, fact.role, year(fact)), []).append(fact)
    for group in seen.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                if _shifted(one, other) and same_name(ledger, one, other) and same_scope(ledger, one, other):
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
    for fact in ledger.facts:
        if fact.role not in ("target", "actual") or fact.quantity.kind != "money" or ledger.table(fact) is None:
            continue
        value = fact.quantity.value
        if value is None or digits(value) < _TELLING:
            continue
        roles = ("budget_initial", "budget_adjusted") if fact.role == "target" else ("final",)
        for other in ledger.facts:
            if other.role not in roles or other.quantity.kind != "money" or year(other) != year(fact):
                continue
            known = _same_digits(fact, other)
            if known:
                yield holds(
                    "match.cost",
                    "match",
                    (fact.quantity.span, other.quantity.span),
                    f"{ledger.quote(fact)} = {ledger.quote(other)}",
                    f"成本指标的{'指标值' if fact.role == 'target' else '实际完成值'}与{quoted(ledger, other)}一致",
                )
                break


def _lists(ledger: Ledger) -> Iterator[tuple[Fact, list[Fact]]]:
    """Totals with the amounts that follow them in their sentence, up to the next amount that is a total itself."""
    for listing in ledger.doc.listings:
        heads = [f for f in ledger.within(listing.head) if f.quantity.kind == "money" and ledger.amount(f) is not None]
        parts = []
        for item in listing.items:
            inside = [
                f for f in ledger.within(item) if f.quantity.kind == "money" and f.role not in ("change", "share")
            ]
            parts += inside[:1]
        if heads and len(parts) == len(listing.items):
            yield heads[-1], parts


def _read_as(part: Fact, unit: str) -> Amount:
    return stated_amount(replace(part.quantity, unit=unit))


def _slip(
    ledger: Ledger, total: Fact, parts: Sequence[Fact], part: Fact, closing: Sequence[Term], stated: Amount
) -> Finding:
    unit = total.quantity.unit if total.quantity.unit != part.quantity.unit else None
    wanted = unit or next(p.quantity.unit for p in parts if p is not part)
    written = sum((stated_amount(p.quantity).value for p in parts), Decimal(0)) / stated.scale
    finding = arithmetic(
        ledger,
        "unit.slip",
        "unit",
        [(1, p) for p in parts],
        total,
        f"{quoted(ledger, part)}按所写单位合计为{plain(written)}，按“{wanted}”合计才等于{quoted(ledger, total)}，"
        "单位应更正（强制性：应更正）",
        verdict="inconsistent",
        severity="error",
        amounts=(closing, stated),
        repair=f"{ledger.quote(part)} → {plain(part.quantity.value or Decimal(0))}{wanted}",
    )
    evidence = (part.quantity.span, total.quantity.span, *(p.quantity.span for p in parts if p is not part))
    return replace(finding, evidence=evidence)


def _shifted(one: Fact, other: Fact) -> bool:
    a, b = one.quantity, other.quantity
    return a.value == b.value and a.value is not None and digits(a.value) >= _TELLING and a.unit != b.unit


def _magnitude(ledger: Ledger, one: Fact, other: Fact) -> Finding:
    return fails(
        "unit.restated",
        "unit",
        "error",
        (one.quantity.span, other.quantity.span),
        f"{ledger.quote(one)} ≠ {ledger.quote(other)}",
        f"{quoted(ledger, one)}与{quoted(ledger, other)}数字相同而单位不同，其中一处单位有误",
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
            for other in ledger.facts
            if other is not cell
            and other.quantity.kind == "money"
            and other.quantity.unit_source in ("text", "header", "caption")
            and _same_digits(cell, other)
            and year(other) == year(cell)
            and (other.metric == cell.metric or cell.role in ("target", "actual"))
        ),
        None,
    )


def _same_digits(one: Fact, other: Fact) -> bool:
    a, b = one.quantity, other.quantity
    return a.value == b.value and a.value is not None and (a.unit == b.unit or not a.unit or not b.unit)
