"""Results of a score table against the prose that tells of the same: 培训教师 3956 beside 培训教师3,956人次."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.amounts import stated_amount
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import agree, core, counts_alike, of_another_time
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Kind, squeeze

_KINDS: tuple[Kind, ...] = ("count", "percent", "measure")
_NOTE = re.compile(r"[（(][^（）()]*[）)]")
_COUNTED = re.compile(r"(?:数量|次数|人数|户数|个数|轮次|期数|长度|面积|数|班)$")
_NAME = 4
"""Characters of a name that means one thing only."""
_ENDING = _NAME + 1
_ROUND = re.compile(r"第[一二三四五六七八九十\d]+[轮批期次]")


@check("match.target")
def told_targets(ledger: Ledger) -> Iterator[Finding]:
    """A target told in the prose and the 年度指标值 of the same name: 不少于4期 and ≥4. It only confirms."""
    told: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
    for fact in ledger.prose:
        if fact.role == "target" and fact.quantity.value is not None:
            told[_name(ledger, fact), year(fact)].append(fact)
    for row in indicator_rows(ledger):
        cell = row.target_fact
        if cell is None or cell.quantity.value is None:
            continue
        for fact in told.get((_name(ledger, cell), year(cell)), ()):
            if counts_alike(fact, cell) and stated_amount(fact.quantity).value == stated_amount(cell.quantity).value:
                formula = f"{ledger.quote(fact)} = {ledger.quote(cell)}"
                message = f"{quoted(ledger, fact)}与自评表年度指标值{ledger.quote(cell)}一致"
                yield holds("match.target", "match", (fact.quantity.span, cell.quantity.span), formula, message)


@check("match.result")
def told_results(ledger: Ledger) -> Iterator[Finding]:
    """实际完成值 of an indicator and the number of that name in the prose, where it is told once or alike."""
    told: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose(*_KINDS):
        if fact.role == "actual" and ledger.amount(fact) is not None and not of_another_time(ledger, fact):
            told[_name(ledger, fact), year(fact)].append(fact)
    endings: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for name, period in told:
        endings[name[-_ENDING:], period].append(name)
    for row in indicator_rows(ledger):
        cell = row.actual_fact
        if cell is None or cell.role != "actual" or cell.quantity.kind not in _KINDS:
            continue
        name = _name(ledger, cell)
        same = [f for f in told.get((name, year(cell)), ()) if counts_alike(f, cell)]
        if same and len(name) >= _NAME:
            yield from _compare(ledger, cell, same)
        elif len(name) > _NAME:
            longer = (other for other in endings.get((name[-_ENDING:], year(cell)), ()) if other.endswith(name))
            yield from _confirm(ledger, cell, [fact for other in longer for fact in told[other, year(cell)]])


def _compare(ledger: Ledger, cell: Fact, told: list[Fact]) -> Iterator[Finding]:
    booked = ledger.amount(cell)
    if booked is None:
        return
    known = [(fact, amount) for fact in told if (amount := ledger.amount(fact)) is not None]
    matching = [fact for fact, amount in known if agree(amount, booked)]
    yield from (_holds(ledger, fact, cell) for fact in matching)
    values = {fact.quantity.value for fact in told}
    if matching or len(values) != 1 or any(_ROUND.search(squeeze(f.scope or "")) for f in told):
        return
    fact = told[0]
    formula = f"{ledger.quote(fact)} ≠ {ledger.quote(cell)}"
    message = f"{quoted(ledger, fact)}与自评表中同名指标的实际完成值{ledger.quote(cell)}不一致，请核对"
    yield fails("match.result", "match", "warning", (fact.quantity.span, cell.quantity.span), formula, message)


def _confirm(ledger: Ledger, cell: Fact, told: list[Fact]) -> Iterator[Finding]:
    """Prose that says more before the name (完工标段工程验收合格率) only confirms."""
    booked = ledger.amount(cell)
    for fact in told:
        amount = ledger.amount(fact)
        if amount is not None and booked is not None and counts_alike(fact, cell) and agree(amount, booked):
            yield _holds(ledger, fact, cell)


def _holds(ledger: Ledger, fact: Fact, cell: Fact) -> Finding:
    formula = f"{ledger.quote(fact)} = {ledger.quote(cell)}"
    message = f"{quoted(ledger, fact)}与自评表实际完成值{ledger.quote(cell)}一致"
    return holds("match.result", "match", (fact.quantity.span, cell.quantity.span), formula, message)


def _name(ledger: Ledger, fact: Fact) -> str:
    """The core of the name, without notes and without 数量, 次数 … at its end."""
    bare = _NOTE.sub("", ledger.name(fact))
    short = core(_COUNTED.sub("", bare))
    return short if len(short) >= _NAME else core(bare)
