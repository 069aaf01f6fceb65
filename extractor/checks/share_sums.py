"""Shares of one whole that are listed together add up to 100%."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.ledger import Ledger
from extractor.ledger.wording import EXPLAIN, MUST, shown_in, sum_formula
from extractor.types import Fact, Finding, squeeze

_BASE = re.compile(r"占([^，。；、：占]{0,24}?)(?:的)?(?:比重|比例|比|百分比)?(?:的)?(?:为|是|达|约)?$")
_WHOLE = Decimal(100)


@check("sum.shares")
def share_sums(ledger: Ledger) -> Iterator[Finding]:
    """Shares with the same words after 占 in one paragraph.

    Without a sum of 100 they may be a choice of parts; only where the amounts that have these shares add up to
    another amount of the paragraph must the shares add up, too.
    """
    groups: dict[tuple[object, str], list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("percent"):
        before = ledger.before(fact)
        if "占" in before and ledger.amount(fact) is not None:
            base = _BASE.search(squeeze(before))
            if base:
                groups[ledger.paragraph(fact), base[1]].append(fact)
    for (_, base_words), facts in groups.items():
        if len(facts) > 1:
            yield from _judge(ledger, base_words, facts)


def _judge(ledger: Ledger, base: str, facts: Sequence[Fact]) -> Iterator[Finding]:
    amounts = [amount for fact in facts if (amount := ledger.amount(fact)) is not None]
    hundred = Amount(_WHOLE, Decimal(0), amounts[0].base, Decimal(1))
    terms = [(1, amount) for amount in amounts]
    result = balance(terms, hundred)
    if result.agreement != "holds" and not _add_up(ledger, facts):
        return
    formula = sum_formula(terms, hundred, result)
    shown = "、".join(shown_in(amount, hundred) + "%" for amount in amounts)
    of = f"占“{base}”的" if base else ""
    if result.agreement == "holds":
        message = f"{of}{len(facts)}项比重{shown}之和为100%。"
    else:
        how = MUST if result.agreement == "fails" else EXPLAIN
        message = f"{of}{len(facts)}项比重{shown}之和为{plain(result.computed)}%，应为100%，请核对{how}。"
    yield Finding(
        "sum.shares",
        "sum",
        "consistent" if result.agreement == "holds" else "inconsistent",
        {"holds": "info", "rounding": "warning", "fails": "error"}[result.agreement],  # type: ignore[arg-type]
        tuple(fact.quantity.span for fact in facts),
        formula,
        message,
        computed=plain(result.computed),
        stated="100",
        difference=plain(result.difference),
        tolerance=plain(result.tolerance.quantize(Decimal("0.0001"))),
    )


def _add_up(ledger: Ledger, shares: Sequence[Fact]) -> bool:
    """Whether the amounts before the shares add up to an amount stated before them in the paragraph."""
    paragraph = ledger.within(ledger.paragraph(shares[0]))
    subjects = []
    for share in shares:
        before = [f for f in paragraph if f.quantity.span < share.quantity.span and f.quantity.kind != "percent"]
        if not before:
            return False
        subjects.append(before[-1])
    amounts = [amount for fact in subjects if (amount := ledger.amount(fact)) is not None]
    if len(amounts) < len(shares) or len(set(map(id, subjects))) < len(subjects):
        return False
    wholes = [f for f in paragraph if f.quantity.span < subjects[0].quantity.span]
    return any(
        (stated := ledger.amount(whole)) is not None
        and all(amount.like(stated) for amount in amounts)
        and balance([(1, amount) for amount in amounts], stated).agreement == "holds"
        for whole in wholes
    )
