"""Summing-up sentences: `综上，全年发现问题805个，移交线索37条` over the paragraphs before it, one for each round.

The paragraphs are rows and the things counted are columns: where the same paragraphs add up for one thing, they must
for the next one that each of them counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.checks.sums import agreed, disagreed
from extractor.ledger.amounts import Balance, balance
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.wording import arithmetic
from extractor.types import Fact, Finding, Severity, Span

_SUMMARY = re.compile(r"综上|合计|共计|累计|总计|全年共|年内共|期间共|(?:以上|上述)[^，。；\d]{0,6}共")
_BACK = re.compile(r"综上|(?:以上|上述)[^，。；\d]{0,6}(?:共|[合总]计|累计)")
_CHAPTER = 3
_MOST_PARAGRAPHS = 60


@check("sum.summary")
def summaries(ledger: Ledger) -> Iterator[Finding]:
    """Each number of a summing-up sentence against the numbers of the same name in the paragraphs before it."""
    sentences: dict[Span, list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("count", "money"):
        if ledger.amount(fact) is not None:
            sentences[ledger.sentence(fact)].append(fact)
    for sentence, wholes in sentences.items():
        if not _SUMMARY.search(ledger.doc[sentence]):
            continue
        columns = []
        for whole in wholes:
            parts = _parts(ledger, whole)
            stated = ledger.amount(whole)
            if len(parts) > 1 and stated is not None:
                known = [(1, amount) for part in parts if (amount := ledger.amount(part)) is not None]
                columns.append((whole, parts, balance(known, stated)))
        yield from _judge(ledger, columns, looks_back=bool(_BACK.search(ledger.doc[sentence])))


def _parts(ledger: Ledger, whole: Fact) -> list[Fact]:
    """The first number of the same name, metric, role and unit in each earlier paragraph of the chapter."""
    stated, own = ledger.amount(whole), ledger.paragraph(whole)
    told = ledger.once(_told).get(_basis(ledger, whole), [])
    found: dict[Span, Fact] = {}
    for at in range(bisect_left(told, whole.quantity.span, key=lambda fact: fact.quantity.span) - 1, -1, -1):
        fact = told[at]
        amount, paragraph = ledger.amount(fact), ledger.paragraph(fact)
        if ledger.distance(fact, whole) > _CHAPTER or (paragraph not in found and len(found) == _MOST_PARAGRAPHS):
            break
        if paragraph != own and amount is not None and stated is not None and amount.like(stated):
            found[paragraph] = fact
    return list(found.values())[::-1]


def _told(ledger: Ledger) -> dict[tuple[object, ...], list[Fact]]:
    """The named facts of prose by what they are about, in text order."""
    found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in ledger.prose:
        if ledger.name(fact):
            found[_basis(ledger, fact)].append(fact)
    return found


def _basis(ledger: Ledger, fact: Fact) -> tuple[object, ...]:
    return ledger.name(fact), fact.metric, fact.role, year(fact)


def _judge(
    ledger: Ledger, columns: Sequence[tuple[Fact, list[Fact], Balance]], *, looks_back: bool
) -> Iterator[Finding]:
    closing = [
        tuple(ledger.paragraph(part) for part in parts) for _, parts, result in columns if result.agreement == "holds"
    ]
    for whole, parts, result in columns:
        stated = ledger.amount(whole)
        if stated is None:
            continue
        terms = [(1, part) for part in parts]
        supported = tuple(ledger.paragraph(part) for part in parts) in closing
        if result.agreement == "holds":
            message = agreed(ledger, whole, parts, stated, result)
            yield arithmetic(ledger, "sum.summary", "sum", terms, whole, message, verdict="consistent")
        elif supported or (looks_back and result.agreement == "fails"):
            certain = supported and result.agreement == "fails"
            severity: Severity = "error" if certain else "warning"
            message = disagreed(ledger, whole, parts, stated, result, certain=certain)
            yield arithmetic(
                ledger, "sum.summary", "sum", terms, whole, message, verdict="inconsistent", severity=severity
            )
