"""Points told in prose: item by item, in total, and taken off.

The items of a paragraph may be a choice (预算执行率 is often left out): they can confirm a total and never refute it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import full_marks_before, is_total_score
from extractor.ledger.verdicts import open_question
from extractor.ledger.wording import MUST, arithmetic, quoted, units
from extractor.types import Fact, Finding, squeeze

_EXECUTION = Decimal(10)
"""The usual points of 预算执行率 in 10/50/30/10."""
_FULL = Decimal(100)


@check("score.narrative")
def narrative_scores(ledger: Ledger) -> Iterator[Finding]:
    """The scores of a chapter's items against the total score that the chapter states."""
    items: dict[tuple[int, str | None], list[Fact]] = defaultdict(list)
    marked = [f for f in ledger.in_prose("score") if f.role == "score"]
    full = {id(fact): whole for fact in marked if (whole := full_marks_before(ledger, fact)) is not None}
    out_of = {id(whole) for whole in full.values()}
    for fact in marked:
        item = fact.metric == "score.item" or id(fact) in full
        if item and id(fact) not in out_of and ledger.amount(fact) is not None:
            items[_chapter(ledger, fact), fact.scope].append(fact)
    for (chapter, _), parts in items.items():
        totals = [t for t in _totals(ledger) if _chapter(ledger, t) == chapter]
        inside = {id(part) for total in totals for part in _beside(ledger, total, parts)}
        for total in totals:
            beside = _beside(ledger, total, parts)
            if len(beside) > 1:
                marks = [full[id(part)] for part in beside if id(part) in full]
                yield from _judge(ledger, total, beside, complete=_all_of_it(ledger, beside, marks))
        if len(parts) > 2 and not totals:
            yield _without_total(ledger, parts)
        apart = [part for part in parts if id(part) not in inside]
        if len(apart) > 1 and totals:
            total = min(totals, key=lambda t: abs(t.quantity.span.start - apart[0].quantity.span.start))
            yield from _judge(ledger, total, apart)


def _without_total(ledger: Ledger, parts: Sequence[Fact]) -> Finding:
    """The scores of a chapter that states no total for them."""
    formula = " + ".join(plain(part.quantity.value or Decimal(0)) for part in parts) + " = ?"
    message = f"{quoted(ledger, parts[0])}等{len(parts)}项得分没有列出合计得分，无法核对"
    return open_question("score.narrative", "sum", [part.quantity.span for part in parts], formula, message)


def _all_of_it(ledger: Ledger, parts: Sequence[Fact], full: Sequence[Fact]) -> bool:
    """Whether the full marks told with the parts are 100 together, so that none is left out."""
    amounts = [amount for fact in full if (amount := ledger.amount(fact)) is not None]
    return len(amounts) == len(parts) and sum((a.value for a in amounts), Decimal(0)) == _FULL


def _beside(ledger: Ledger, total: Fact, parts: Sequence[Fact]) -> list[Fact]:
    """The parts in the paragraph of the total, where it tells more than one."""
    found = [part for part in parts if ledger.paragraph(part) == ledger.paragraph(total)]
    return found if len(found) > 1 else []


@check("score.deductions")
def deductions(ledger: Ledger) -> Iterator[Finding]:
    """100 less the points taken off in a sentence or paragraph gives the total score told there."""
    for total in _totals(ledger):
        stated = ledger.amount(total)
        taken = [
            fact
            for fact in ledger.within(ledger.paragraph(total))
            if fact.quantity.kind == "score"
            and fact.role == "change"
            and "扣" in ledger.name(fact) + _after(ledger, fact)
        ]
        amounts = [amount for fact in taken if (amount := ledger.amount(fact)) is not None]
        if stated is None or not amounts or len(amounts) < len(taken):
            continue
        full = Amount(_FULL, Decimal(0), stated.base, stated.scale)
        result = balance([(1, full), *((-1, amount) for amount in amounts)], stated)
        if result.agreement != "holds":
            continue
        yield Finding(
            "score.deductions",
            "delta",
            "consistent",
            "info",
            (total.quantity.span, *(fact.quantity.span for fact in taken)),
            " - ".join(["100", *(units(amount.value, stated) for amount in amounts)])
            + f" = {units(stated.value, stated)}",
            f"满分100分减去所述扣分，与{quoted(ledger, total)}相符。",
            computed=plain(result.computed),
            stated=plain(result.stated),
            difference=plain(result.difference),
            tolerance="0",
        )


def _totals(ledger: Ledger) -> list[Fact]:
    return [
        t
        for t in ledger.stated("score.total", "score")
        if ledger.table(t) is None and ledger.amount(t) is not None and is_total_score(ledger, t)
    ]


def _chapter(ledger: Ledger, fact: Fact) -> int:
    path = ledger.headings(fact)
    return path[0].span.start if path else -1


def _after(ledger: Ledger, fact: Fact) -> str:
    return squeeze(ledger.before(fact, 6))


def _judge(ledger: Ledger, total: Fact, parts: Sequence[Fact], *, complete: bool = False) -> Iterator[Finding]:
    stated = ledger.amount(total)
    amounts = [amount for part in parts if (amount := ledger.amount(part)) is not None]
    if stated is None or not amounts:
        return
    result = balance([(1, amount) for amount in amounts], stated)
    terms = [(1, part) for part in parts]
    listed = units(result.computed, stated)
    if result.agreement == "holds":
        message = f"各部分得分合计{listed}分，与{quoted(ledger, total)}相符。"
        yield arithmetic(ledger, "score.narrative", "sum", terms, total, message, verdict="consistent")
        return
    gap = units(abs(result.difference), stated)
    if complete:
        message = (
            f"正文所列{len(parts)}项得分合计{listed}分，与{quoted(ledger, total)}相差{gap}分，请核对各项得分{MUST}。"
        )
        yield arithmetic(
            ledger, "score.narrative", "sum", terms, total, message, verdict="inconsistent", severity="error"
        )
        return
    if -result.difference == _EXECUTION:
        reason = "所差10分与预算执行率的常用分值相同，正文未列出该项"
    elif result.difference < 0:
        reason = f"所差{gap}分可能属于正文未列出的指标"
    else:
        reason = f"多出{gap}分，所列可能含上下级指标"
    message = f"正文所列{len(parts)}项得分合计{listed}分，{quoted(ledger, total)}，{reason}，无法核实。"
    yield arithmetic(ledger, "score.narrative", "sum", terms, total, message, verdict="unverifiable")
