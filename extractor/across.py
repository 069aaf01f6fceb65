"""Numbers of one report against those of other reports of the same body: what a year was, told then and told later.

Two reports state the same fact where metric, basis (budget or outturn), year and sources of funds are the same: last
year's figures in this year's report, the budget of the final account in the published budget. A stated change implies
last year's figure too. Only statements about the whole body count, and only where a report does not contradict itself.
A difference asks for an explanation (口径调整), never for a correction: which report is wrong cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.checks.restated import of_whole
from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.changes import changes
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import agree, sources
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Doc, Elsewhere, Fact, Finding, squeeze

Basis = Literal["budget", "adjusted", "outturn"]

_BASES: dict[str, Basis] = {
    "budget_initial": "budget",
    "budget_adjusted": "adjusted",
    "final": "outturn",
    "actual": "outturn",
}
_REMARK = re.compile(r"[（(][^（）()]*[）)]|本级$|机关$")
_SHORTEST = 4
"""Signs of a name that may stand without its province and city: 青禾区财政局 for 南川省青禾市青禾区财政局."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a number states: the same in two reports, it must be the same number."""

    metric: str
    basis: Basis
    year: str
    funds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Implied:
    """The figure of an earlier year that a change implies: now, less or plus the change."""

    now: Fact
    change: Fact
    up: bool


def same_body(one: Doc, other: Doc) -> bool:
    """Whether two reports are of one body; one may be named with its province and city, the other without."""
    a, b = sorted((_bare(doc.meta.organisation or "") for doc in (one, other)), key=len)
    return bool(a) and (a == b or (len(a) >= _SHORTEST and b.endswith(a)))


def compare(doc: Doc, others: Sequence[Doc]) -> Doc:
    """`doc` with findings that compare it with those of `others` that are of the same body.

    Needs the facts of all of them; another copy of the same file is passed over.
    """
    ledger = Ledger(doc)
    found: list[Finding] = []
    for other in others:
        if other.source.sha256 != doc.source.sha256 and same_body(doc, other):
            found += _compared(ledger, Ledger(other))
    findings = sorted([*doc.findings, *found], key=lambda finding: finding.evidence)
    return replace(doc, findings=tuple(findings))


def _bare(name: str) -> str:
    return _REMARK.sub("", squeeze(name)).removeprefix("中共")


def _compared(ledger: Ledger, other: Ledger) -> Iterator[Finding]:
    theirs = _statements(other)
    for key, fact in _statements(ledger).items():
        if key in theirs:
            yield _restated(ledger, fact, other, theirs[key])
    for key, implied in _implied(ledger):
        if key in theirs:
            found = _undone(ledger, implied, other, theirs[key])
            if found is not None:
                yield found


def _statements(ledger: Ledger) -> dict[Key, Fact]:
    """The most precise statement of each key, where all statements of it agree."""
    found: dict[Key, Fact] = {}
    contradicted: set[Key] = set()
    for fact in ledger.facts:
        key = _key(ledger, fact, year(fact))
        amount = ledger.amount(fact)
        if key is None or amount is None or not of_whole(ledger, fact):
            continue
        known = ledger.amount(found[key]) if key in found else None
        if known is None:
            found[key] = fact
        elif not agree(known, amount):
            contradicted.add(key)
        elif amount.ulp < known.ulp:
            found[key] = fact
    return {key: fact for key, fact in found.items() if key not in contradicted}


def _key(ledger: Ledger, fact: Fact, about: str | None) -> Key | None:
    basis = _BASES.get(fact.role)
    if basis is None or fact.metric is None or about is None or fact.quantity.kind not in ("money", "count"):
        return None
    return Key(fact.metric, basis, about, sources(ledger, fact))


def _implied(ledger: Ledger) -> Iterator[tuple[Key, Implied]]:
    """The figures of other years that stated changes imply."""
    for change in changes(ledger):
        if change.amount is None or change.budget or change.base_year is None or not change.now:
            continue
        now = change.now[0]
        key = _key(ledger, now, change.base_year)
        if key is not None and of_whole(ledger, now):
            yield key, Implied(now, change.amount, change.up)


def _restated(ledger: Ledger, fact: Fact, other: Ledger, there: Fact) -> Finding:
    mine, its = _amount(ledger, fact), _amount(other, there)
    evidence = (fact.quantity.span,)
    where = _named(other)
    if agree(mine, its):
        formula = f"{ledger.quote(fact)} {'=' if mine.value == its.value else '≈'} {other.quote(there)}"
        message = f"{quoted(ledger, fact)}与{where}所载{quoted(other, there)}一致"
        found = holds("across.restated", "match", evidence, formula, message, difference="0")
    else:
        message = (
            f"{quoted(ledger, fact)}与{where}所载{quoted(other, there)}不一致，同一年度、同一口径的数字应当相同，"
            "如口径有调整请说明"
        )
        found = fails(
            "across.restated",
            "match",
            "warning",
            evidence,
            f"{ledger.quote(fact)} ≠ {other.quote(there)}",
            message,
            computed=plain(mine.value / mine.scale),
            stated=plain(its.value / its.scale),
            difference=plain((mine.value - its.value) / mine.scale),
        )
    return replace(found, elsewhere=(_elsewhere(other, there),))


def _undone(ledger: Ledger, implied: Implied, other: Ledger, there: Fact) -> Finding | None:
    """This year's number with its change undone against last year's own statement of it."""
    now, change, its = _amount(ledger, implied.now), _amount(ledger, implied.change), _amount(other, there)
    if not now.like(its) or not change.like(its):
        return None
    sign = -1 if implied.up else 1
    result = balance([(1, now), (sign, change)], its)
    evidence = (implied.change.quantity.span, implied.now.quantity.span)
    shown = f"{ledger.quote(implied.now)} {'-' if implied.up else '+'} {ledger.quote(implied.change)}"
    before = plain(result.computed / now.scale)
    where = _named(other)
    if result.agreement != "fails":
        message = f"{quoted(ledger, implied.change)}与{where}所载{quoted(other, there)}相符"
        found = holds("across.change", "delta", evidence, f"{shown} = {before} = {other.quote(there)}", message)
    else:
        message = (
            f"按{quoted(ledger, implied.now)}和所述增减{ledger.quote(implied.change)}推算上年应为{before}"
            f"{implied.now.quantity.unit or ''}，{where}所载为{quoted(other, there)}，如口径有调整请说明"
        )
        found = fails(
            "across.change",
            "delta",
            "warning",
            evidence,
            f"{shown} = {before} ≠ {other.quote(there)}",
            message,
            computed=before,
            stated=plain(its.value / now.scale),
            difference=plain(result.difference / now.scale),
        )
    return replace(found, elsewhere=(_elsewhere(other, there),))


def _named(other: Ledger) -> str:
    return f"《{other.doc.meta.title or other.doc.source.path}》"


def _elsewhere(ledger: Ledger, fact: Fact) -> Elsewhere:
    source, span = ledger.doc.source, fact.quantity.span
    return Elsewhere(source.path, source.member, span, ledger.doc[span])


def _amount(ledger: Ledger, fact: Fact) -> Amount:
    amount = ledger.amount(fact)
    if amount is None:
        raise ValueError(f"{fact.quantity.text!r} is no single number")
    return amount
