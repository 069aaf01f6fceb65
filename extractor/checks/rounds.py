"""Sums over rounds told in one paragraph: `第一轮…发现问题10个；第二轮…12个。两轮共发现问题22个`.

The words say how many rounds there are, so that the numbers before them are known to be all the parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.checks.sums import agreed, disagreed
from extractor.ledger.amounts import Balance, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import core
from extractor.ledger.wording import arithmetic
from extractor.numerals import parse
from extractor.types import Fact, Finding, Severity, Span

_SUM = re.compile(r"[轮批期](?:(?<!期)次)?(?:巡察|工作|活动)?(?:共计?|合计|累计|总计)")
_NUMBER = re.compile(r"(?:[两二三四五六七八九十]|\d{1,2})$")
_REACH = 1200
"""Characters before the sum in which its rounds are told."""
_Column = tuple[Fact, list[Fact], Balance]


@check("sum.rounds")
def rounds(ledger: Ledger) -> Iterator[Finding]:
    """Each number behind the words against the last numbers of its name before them, one for each round."""
    for match in _SUM.finditer(ledger.doc.text):
        counted = _NUMBER.search(ledger.doc.text, max(0, match.start() - 2), match.start())
        number = parse(counted[0].replace("两", "二")) if counted else None
        if counted is None or number is None or number < 2:
            continue
        place = Span(counted.start(), match.end())
        if ledger.table(place) is not None:
            continue
        paragraph, sentence = ledger.paragraph(place), ledger.sentence(place)
        before = ledger.within(Span(max(paragraph.start, place.start - _REACH), place.start))
        columns = []
        for whole in ledger.within(Span(match.end(), sentence.end)):
            column = _column(ledger, whole, before, int(number))
            if column is not None:
                columns.append(column)
        yield from _judge(ledger, columns)


def _column(ledger: Ledger, whole: Fact, before: Sequence[Fact], number: int) -> _Column | None:
    stated, name = ledger.amount(whole), core(ledger.name(whole))
    if stated is None or not name or whole.quantity.kind not in ("count", "money"):
        return None
    known = [(f, amount) for f in before if (amount := ledger.amount(f)) is not None and amount.like(stated)]
    parts = [(f, amount) for f, amount in known if f.role == whole.role and core(ledger.name(f)) == name]
    if len(parts) != number:
        return None
    return whole, [f for f, _ in parts], balance([(1, amount) for _, amount in parts], stated)


def _judge(ledger: Ledger, columns: Sequence[_Column]) -> Iterator[Finding]:
    closing = any(result.agreement == "holds" for _, _, result in columns)
    for whole, parts, result in columns:
        stated = ledger.amount(whole)
        if stated is None:
            continue
        terms = [(1, part) for part in parts]
        if result.agreement == "holds":
            message = agreed(ledger, whole, parts, stated, result)
            yield arithmetic(ledger, "sum.rounds", "sum", terms, whole, message, verdict="consistent")
            continue
        certain = closing and result.agreement == "fails"
        severity: Severity = "error" if certain else "warning"
        message = disagreed(ledger, whole, parts, stated, result, certain=certain)
        yield arithmetic(ledger, "sum.rounds", "sum", terms, whole, message, verdict="inconsistent", severity=severity)
