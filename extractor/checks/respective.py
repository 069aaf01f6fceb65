"""Shares told in order: `甲、乙分别为60万元、40万元，分别占总支出的60%、40%`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.checks.ratios import agreeing, differing
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import core, counts_alike
from extractor.ledger.quotients import quotient
from extractor.types import Fact, Finding, Span, squeeze

_CUE = re.compile(r"分别占(?P<whole>[^，,。；;：:占、%％\d]{1,20}?)的?(?:比重|比例)?(?:为|达|是)?$")
_JOINT = re.compile(r"[、和及与，,]*")


@check("ratio.respective")
def respective_shares(ledger: Ledger) -> Iterator[Finding]:
    """As many shares as amounts before them, each share of the amount at its place in the list."""
    for fact in ledger.in_prose("percent"):
        words = ledger.before(fact)
        cue = _CUE.search(squeeze(words)) if "占" in words else None
        if cue is None:
            continue
        sentence = ledger.sentence(fact)
        shares = _run(ledger, list(ledger.within(Span(fact.quantity.span.start, sentence.end))))
        before = ledger.within(Span(sentence.start, fact.quantity.span.start))
        amounts = [f for f in before if f.quantity.kind in ("money", "count") and ledger.amount(f) is not None]
        parts = amounts[-len(shares) :]
        if len(shares) < 2 or len(parts) != len(shares) or len(_run(ledger, parts)) != len(parts):
            continue
        yield from _judge(ledger, shares, parts, cue["whole"])


def _judge(ledger: Ledger, shares: Sequence[Fact], parts: Sequence[Fact], whole: str) -> Iterator[Finding]:
    wanted = core(whole)
    wholes = [
        f
        for f in ledger.facts
        if core(ledger.name(f)) == wanted
        and counts_alike(f, parts[0])
        and year(f) == year(parts[0])
        and f.role == parts[0].role
        and f not in parts
    ]
    values = {f.quantity.value for f in wholes}
    for share, part in zip(shares, parts, strict=True):
        tried = [q for f in wholes if (q := quotient(ledger, [(1, part)], [(1, f)], share)) is not None]
        fitting = next((q for q in tried if q.holds), None)
        if fitting is not None:
            yield agreeing(ledger, "ratio.respective", fitting, f"占{whole}的比例")
        elif tried and len(values) == 1:
            yield differing(ledger, "ratio.respective", tried[0], f"占{whole}的比例", "warning")


def _run(ledger: Ledger, facts: Sequence[Fact]) -> list[Fact]:
    """The first facts that only 、 and 和 separate."""
    run = list(facts[:1])
    for fact in facts[1:]:
        between = squeeze(ledger.doc.text[run[-1].quantity.span.end : fact.quantity.span.start])
        if fact.quantity.kind != run[0].quantity.kind or not _JOINT.fullmatch(between):
            break
        run.append(fact)
    return run
