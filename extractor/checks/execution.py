"""预算执行率 and 预算调整率: against the budget of the year's beginning, the adjusted one, or budget and carry-over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from extractor.checks import check
from extractor.checks.ratios import agreeing, differing, rates, unknown
from extractor.checks.restated import in_same_part
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import paired, set_apart
from extractor.ledger.quotients import Quotient, Signed, best, quotient
from extractor.types import Fact, Finding, Role, Severity, Span, squeeze

_EXECUTION = re.compile(r"(?:执行率|预算完成率|支出进度|支出率|资金使用率|预算支出完成率)$")
_EXECUTED = re.compile(r"(?:^|全年|累计|实际)执行数?$|实际(?:支出|使用|执行|完成支出)")
_SHARE = re.compile(r"占[^，,。；;]{0,20}$")
_ADJUSTMENT = re.compile(r"预算调整(?:率|额|幅度)$")
_BUDGETS: tuple[Role, ...] = ("budget_adjusted", "budget_initial")
_LATER: tuple[Role, ...] = ("budget_adjusted", "final")
_OF_ADJUSTED = re.compile(r"(?:调整后?|全年)的?预算(?:数)?的?$")
_OF_BUDGET = re.compile(r"为(?:年初|全年|调整后?)?预算(?:数)?的?$")
_CHOICES = 120
"""Pairs of budgets tried for one adjustment rate; a volume of reports has more, and then a rate that none of them gives
is no error."""
_TOTALS = ("budget.total", "spend.total", "income.total")

_FULL = 100


@check("ratio.execution")
def execution(ledger: Ledger) -> Iterator[Finding]:
    """执行率 = 执行数 ÷ (调整后预算 | 年初预算 | 预算 + 上年结转), from the row or sentence, else from the totals."""
    for fact in rates(ledger):
        if fact.metric != "rate.execution" and not _EXECUTION.search(ledger.name(fact)):
            continue
        if "采购" in ledger.name(fact) or (ledger.table(fact) is None and _SHARE.search(ledger.before(fact, 24))):
            continue
        local = _row(ledger, fact) if ledger.table(fact) else _sentence(ledger, fact)
        found = best(quotient(ledger, part, whole, fact) for part, whole in local)
        if found is None and ledger.table(fact) is None:
            found = best(quotient(ledger, part, whole, fact) for part, whole in _report(ledger, fact))
            if found is not None and not found.holds and not _told_together(ledger, found):
                found = None
            if found is None:
                yield from unknown(ledger, fact)
        if found is None:
            continue
        if found.holds:
            yield agreeing(ledger, "ratio.execution", found, "预算执行率")
        elif not _of_other_base(ledger, fact, found):
            yield differing(ledger, "ratio.execution", found, "预算执行率", _severity(ledger, fact, found, local))


def _of_other_base(ledger: Ledger, fact: Fact, found: Quotient) -> bool:
    """Whether the words name a base that the budget found is not: 为调整后预算的97.03%, “三公”经费 … 为预算的89.25%;
    or the rate shares a sentence with others (执行率分别为…), or the budget is only told after it."""
    if ledger.table(fact) is not None:
        return False
    said = squeeze(ledger.before(fact, 24))
    budgets = [f for _, f in found.whole]
    if _OF_ADJUSTED.search(said) and all(f.role == "budget_initial" for f in budgets):
        return True
    apart = all(f.role == "budget_initial" and ledger.distance(f, fact) > 0 for f in budgets)
    if apart and found.computed > _FULL >= (fact.quantity.value or 0):
        return True  # more was spent than first budgeted: the rate is of the adjusted budget
    if _OF_BUDGET.search(said) and any(ledger.distance(f, fact) > 0 for f in budgets):
        return True
    return paired(ledger, fact) or any(f.quantity.span > fact.quantity.span for f in budgets)


@check("ratio.executed_row")
def executed_rows(ledger: Ledger) -> Iterator[Finding]:
    """A percentage without a name of its own in a row of budget and spending: it only confirms."""
    for fact in rates(ledger):
        if fact.metric is not None or ledger.table(fact) is None:
            continue
        found = best(quotient(ledger, part, whole, fact) for part, whole in _row(ledger, fact))
        if found is not None and found.holds:
            yield agreeing(ledger, "ratio.executed_row", found, "预算执行率")


@check("ratio.adjustment")
def adjustment(ledger: Ledger) -> Iterator[Finding]:
    """预算调整率 = |追加 - 调减| ÷ 年初预算, or |调整后 - 年初| ÷ 年初."""
    for fact in rates(ledger):
        name = ledger.name(fact)
        if not (fact.metric == "rate.adjustment" or _ADJUSTMENT.search(name)) or "动态" in name:
            continue
        bases = [f for m in _TOTALS for f in ledger.stated(m, "budget_initial", fact.period)]
        tops = [f for role in _LATER for m in _TOTALS for f in ledger.stated(m, role, fact.period)]
        changes: list[Signed] = [(1, f) for f in ledger.stated("budget.added", period=fact.period)]
        changes += [(-1, f) for f in ledger.stated("budget.reduced", period=fact.period)]
        changes = [(sign, f) for sign, f in changes if "调整后" not in ledger.name(f)]
        few = len(bases) * (len(tops) + bool(changes)) <= _CHOICES and len(changes) < 3
        choices = islice(_adjustments(bases, tops, changes), _CHOICES)
        found = best(quotient(ledger, part, whole, fact) for part, whole in choices)
        if found is None:
            yield from unknown(ledger, fact)
        elif found.holds:
            yield agreeing(ledger, "ratio.adjustment", found, "预算调整率")
        elif few and all(in_same_part(ledger, fact, f) for _, f in (*found.part, *found.whole)):
            yield differing(ledger, "ratio.adjustment", found, "预算调整率", "warning")


def _adjustments(
    bases: Sequence[Fact], tops: Sequence[Fact], changes: Sequence[Signed]
) -> Iterator[tuple[Sequence[Signed], Sequence[Signed]]]:
    """What was added or the difference of two budgets, over each budget of the year's beginning, the last first."""
    for base in reversed(bases):
        if changes:
            yield changes, [(1, base)]
        if len(changes) > 1:
            yield from (([change], [(1, base)]) for change in changes)  # the others may be parts of it
        yield from (([(1, top), (-1, base)], [(1, base)]) for top in tops)


def _row(ledger: Ledger, fact: Fact) -> list[tuple[list[Signed], list[Signed]]]:
    """Executed amount and budgets of the same table row, the adjusted budget first."""
    table, cell = ledger.table(fact), ledger.cell(fact)
    if table is None or cell is None:
        return []
    row = [other for other in ledger.row(table, cell.row) if other.quantity.kind == "money"]
    done = [f for f in row if f.role == "final"]
    return [([(1, part)], [(1, whole)]) for role in _BUDGETS for part in done for whole in row if whole.role == role]


def _sentence(ledger: Ledger, fact: Fact) -> list[tuple[list[Signed], list[Signed]]]:
    """Spending before the rate in its sentence, and the budgets there, alone and with the carry-over."""
    sentence = ledger.sentence(fact)
    money = [f for f in ledger.within(sentence) if f.quantity.kind == "money" and ledger.amount(f) is not None]
    facts = [f for f in money if not set_apart(ledger, f, fact)]
    done = [f for f in facts if _spent(ledger, f) and f.quantity.span < fact.quantity.span]
    budgets = [f for f in facts if f.role in _BUDGETS and not _spent(ledger, f)]
    budgets.sort(key=lambda f: _BUDGETS.index(f.role))
    carried = [f for f in facts if f.metric == "income.carried_in"]
    done.sort(key=lambda f: -f.quantity.span.start)
    pairs: list[tuple[list[Signed], list[Signed]]] = [([(1, a)], [(1, b)]) for a, b in product(done, budgets)]
    pairs += [([(1, a)], [(1, b), (1, c)]) for a, b, c in product(done, budgets, carried)]
    moves: list[Signed] = [(-1 if f.metric == "budget.reduced" else 1, f) for f in facts if _moves(ledger, f)]
    if moves:
        pairs += [([(1, a)], [(1, b), *moves]) for a, b in product(done, budgets) if b.role == "budget_initial"]
    if len(budgets) > 1:
        pairs += [([(1, a)], [(1, b) for b in budgets]) for a in done]
    return pairs


def _spent(ledger: Ledger, fact: Fact) -> bool:
    """Whether the amount is spending, by its role or its own words (`执行343万元`)."""
    if fact.metric in ("income.carried_in", "income.total", "spend.carried_out"):
        return False
    return fact.role == "final" or (fact.role in (*_BUDGETS, "actual") and bool(_EXECUTED.search(ledger.name(fact))))


def _moves(ledger: Ledger, fact: Fact) -> bool:
    """Whether the fact adds to the budget or takes from it."""
    return fact.metric in ("budget.added", "budget.reduced") or (
        fact.role == "change" and bool(re.search(r"追加|调增", ledger.name(fact)))
    )


def _report(ledger: Ledger, fact: Fact) -> list[tuple[list[Signed], list[Signed]]]:
    """Totals of the report, or of the paragraph where it states both."""
    paragraph = ledger.within(ledger.paragraph(fact))
    local = [f for f in paragraph if f.quantity.kind == "money" and f.quantity.span < fact.quantity.span]
    done = [f for f in reversed(local) if _spent(ledger, f)]
    budgets = [f for f in reversed(local) if f.role in _BUDGETS and not _spent(ledger, f)]
    if not (done and budgets):
        done = [f for m in ("spend.total", "budget.total") for f in ledger.stated(m, "final", fact.period)]
        budgets = [f for m in _TOTALS for role in _BUDGETS for f in ledger.stated(m, role, fact.period)]
    return [([(1, a)], [(1, b)]) for a, b in product(done[:6], budgets[:8])]


def _told_together(ledger: Ledger, found: Quotient) -> bool:
    """Whether spending and budget stand in the chapter of the rate, and the spending is the only one there."""
    others = [f for _, f in (*found.part, *found.whole)]
    if any(ledger.distance(f, found.stated) > 3 or f.metric not in _TOTALS for f in others):
        return False
    section = [f for m in _TOTALS for f in ledger.stated(m) if ledger.distance(f, found.stated) <= 3]
    return len({f.quantity.value for f in section if f.role == "final" and year(f) == year(found.stated)}) == 1


def _severity(
    ledger: Ledger, fact: Fact, found: Quotient, choices: Sequence[tuple[list[Signed], list[Signed]]]
) -> Severity:
    """Certain where one spending and one budget are all that the row or sentence offers."""
    if ledger.table(fact) is not None:
        return "error" if found.whole[0][1].role == "budget_adjusted" else "warning"
    used = {id(f) for _, f in (*found.part, *found.whole)}
    first = min(f.quantity.span.start for _, f in (*found.part, *found.whole))
    between = [f for f in ledger.within(Span(first, fact.quantity.span.start)) if id(f) not in used]
    return "error" if len(choices) == 1 and not between else "warning"
