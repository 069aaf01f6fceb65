"""Surveys: how many answered, how many were content, and the shares of each answer.

They confirm; a share at its place in a list that alone does not fit is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.checks.ratios import agreeing, differing, is_rate
from extractor.ledger.amounts import plain
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import counts_alike, digits
from extractor.ledger.quotients import Quotient, quotient
from extractor.ledger.verdicts import holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span, squeeze

_SHARED = re.compile(r"占(?:比)?(?:为|达|是)?$")
_JOINT = re.compile(r"[、和及与，,]*")
_CONTENT = re.compile(r"满意[度率]|回收率")
_RETURNED = re.compile(r"收回|回收|发放|有效|受访|调查|抽样|访问|问卷")
_HUNDRED = Decimal(100)
_WINDOW = 8
_REACH = 400
"""Characters of the section before a rate in which the survey is told."""
_TELLING = 3
"""Digits of a rate that two counts hardly give by chance."""


@check("ratio.answers")
def shares_of_answers(ledger: Ledger) -> Iterator[Finding]:
    """甲31份、乙13份，分别占5.38%、2.26%: as many shares as answers, of the whole that was told before them."""
    for fact in ledger.in_prose("percent"):
        if fact.role != "share" or not _SHARED.search(squeeze(ledger.before(fact, 8))):
            continue
        sentence, paragraph = ledger.sentence(fact), ledger.paragraph(fact)
        shares = _run(ledger, ledger.within(Span(fact.quantity.span.start, sentence.end)))
        before = [f for f in ledger.within(Span(paragraph.start, fact.quantity.span.start)) if _counted(ledger, f)]
        parts, earlier = before[-len(shares) :], before[: -len(shares)]
        if len(shares) > 1 and len(parts) == len(shares) and earlier:
            tried = [_of_whole(ledger, shares, parts, whole) for whole in reversed(earlier[-_WINDOW:])]
            yield from _judge(ledger, max(tried, key=lambda found: sum(one.holds for one in found)), len(shares))


def _run(ledger: Ledger, facts: Sequence[Fact]) -> list[Fact]:
    """The first percentages that only 、 and 和 separate."""
    run = list(facts[:1])
    for fact in facts[1:]:
        between = squeeze(ledger.doc.text[run[-1].quantity.span.end : fact.quantity.span.start])
        if fact.quantity.kind != "percent" or not _JOINT.fullmatch(between):
            break
        run.append(fact)
    return run


def _counted(ledger: Ledger, fact: Fact) -> bool:
    return fact.quantity.kind == "count" and ledger.amount(fact) is not None and fact.role == "actual"


def _of_whole(ledger: Ledger, shares: Sequence[Fact], parts: Sequence[Fact], whole: Fact) -> list[Quotient]:
    """Each share of the part at its place, where the units allow for it."""
    pairs = [(part, share) for share, part in zip(shares, parts, strict=True) if counts_alike(part, whole)]
    found = (quotient(ledger, [(1, part)], [(1, whole)], share) for part, share in pairs)
    return [one for one in found if one is not None]


def _judge(ledger: Ledger, found: Sequence[Quotient], number: int) -> Iterator[Finding]:
    """All that fit; the one that alone does not fit is a question."""
    fitting = sum(one.holds for one in found)
    if fitting < 2 or fitting + 1 < number:
        return
    for one in found:
        if one.holds:
            yield agreeing(ledger, "ratio.answers", one, "占比")
        else:
            yield differing(ledger, "ratio.answers", one, "占比", "warning")


@check("ratio.content")
def content(ledger: Ledger) -> Iterator[Finding]:
    """满意度 and 回收率 from counts of the paragraph, or as what the share of the discontent leaves of 100."""
    for fact in ledger.in_prose("percent"):
        if not is_rate(fact) or not _CONTENT.search(ledger.name(fact)):
            continue
        end = fact.quantity.span.start
        before = ledger.within(Span(max(ledger.section(fact), end - _REACH, 0), end))
        counts = [f for f in before if _counted(ledger, f)][-_WINDOW:]
        found = _from_counts(ledger, fact, counts)
        if found is not None:
            yield agreeing(ledger, "ratio.content", found, ledger.name(fact))
        rest = next((f for f in reversed(before) if _leaves(f, fact)), None)
        if rest is not None:
            share, value = rest.quantity.value or Decimal(0), fact.quantity.value or Decimal(0)
            spans = (fact.quantity.span, rest.quantity.span)
            message = f"{quoted(ledger, fact)}等于100%减去{quoted(ledger, rest)}"
            yield holds("ratio.content", "delta", spans, f"100 - {plain(share)} = {plain(value)}", message)


def _from_counts(ledger: Ledger, fact: Fact, counts: Sequence[Fact]) -> Quotient | None:
    """One count of another that was returned or handed out, or the first answers together of it."""
    telling = digits(fact.quantity.value or Decimal(0)) >= _TELLING
    for at, whole in enumerate(counts):
        after = [f for f in counts[at + 1 :] if counts_alike(f, whole)]
        if not _RETURNED.search(squeeze(ledger.before(whole, 12))):
            continue
        runs = [[f] for f in after] if telling else [[f] for f in after[:1]]
        runs += [after[:end] for end in range(2, len(after) + 1)] if telling else []
        for run in runs:
            found = quotient(ledger, [(1, part) for part in run], [(1, whole)], fact)
            if found is not None and found.holds:
                return found
    return None


def _leaves(rest: Fact, fact: Fact) -> bool:
    """Whether the two make 100%, to so many digits that chance is no explanation."""
    if rest.quantity.kind != "percent" or rest.role != "share" or rest.quantity.value is None:
        return False
    return rest.quantity.value + (fact.quantity.value or 0) == _HUNDRED and digits(rest.quantity.value) >= _TELLING
