"""Totals that follow their parts: `甲12万元、乙8万元，以上两项合计20万元`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.checks.sums import agreed, disagreed
from extractor.ledger.amounts import balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.wording import arithmetic
from extractor.numerals import parse
from extractor.types import Fact, Finding, squeeze

_TOTAL = re.compile(r"(?:合计|共计|总计|总共|一共|累计|两项共|三项共)[^，。；、\d]{0,8}$")
_COUNTED = re.compile(
    r"(?:以上|上述|前述|这)?([两\d二三四五六七八九十]{1,3})项[^，。；、\d]{0,6}(?:合计|共计|总计|共)[^，。；、\d]{0,8}$"
)


@check("sum.trailing")
def trailing_sums(ledger: Ledger) -> Iterator[Finding]:
    """A number introduced by 合计 after two or more others in its paragraph; an error only if their number is said."""
    for fact in ledger.in_prose("money", "count"):
        words = ledger.before(fact)
        if "计" not in words and "共" not in words:
            continue
        words = squeeze(words)
        counted, plain_total = _COUNTED.search(words), _TOTAL.search(words)
        if not counted and not plain_total:
            continue
        stated = ledger.amount(fact)
        if stated is None:
            continue
        before = _before(ledger, fact)
        number = parse(counted[1].replace("两", "二")) if counted else None
        if number is not None and len(before) >= number >= 2:
            yield from _judge(ledger, fact, before[-int(number) :], certain=True)
        elif plain_total:
            for count in range(2, min(len(before), 12) + 1):
                parts = before[-count:]
                known = [amount for part in parts if (amount := ledger.amount(part)) is not None]
                if stated.value and balance([(1, amount) for amount in known], stated).agreement == "holds":
                    yield from _judge(ledger, fact, parts, certain=False)
                    break


def _before(ledger: Ledger, whole: Fact) -> list[Fact]:
    """Numbers of the same paragraph before `whole` that it can be the sum of."""
    stated = ledger.amount(whole)
    return [
        fact
        for fact in ledger.within(ledger.paragraph(whole))
        if fact.quantity.span < whole.quantity.span
        and fact.quantity.kind == whole.quantity.kind
        and (fact.role in ("change", "share")) == (whole.role in ("change", "share"))
        and stated is not None
        and (amount := ledger.amount(fact)) is not None
        and amount.like(stated)
    ]


def _judge(ledger: Ledger, whole: Fact, parts: Sequence[Fact], *, certain: bool) -> Iterator[Finding]:
    stated = ledger.amount(whole)
    if stated is None:
        return
    known = [(1, amount) for part in parts if (amount := ledger.amount(part)) is not None]
    result = balance(known, stated)
    terms = [(1, part) for part in parts]
    if result.agreement == "holds":
        message = agreed(ledger, whole, parts, stated, result)
        yield arithmetic(ledger, "sum.trailing", "sum", terms, whole, message, verdict="consistent")
    elif certain:
        wrong = result.agreement == "fails"
        message = disagreed(ledger, whole, parts, stated, result, certain=wrong)
        yield arithmetic(
            ledger,
            "sum.trailing",
            "sum",
            terms,
            whole,
            message,
            verdict="inconsistent",
            severity="error" if wrong else "warning",
        )
