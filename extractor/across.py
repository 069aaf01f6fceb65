"""Numbers of one report against those of other reports of the same body: what a year was, told then and told later.

Two reports state the same fact where metric, basis (budget or outturn), year and sources of funds are the same: last
year's figures in this year's report, the budget of the final account in the published budget. A stated change implies
last year's figure too. Only statements about the whole body count, and only where a report does not contradict itself.
A difference asks for an explanation (口径调整), never for a correction: which report is wrong cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
class Statement:
    """A number of a report as another report is held against it."""

    amount: Amount
    shown: str
    """As printed, without white space."""
    called: str
    """As a message calls it: `“支出合计”80.50万元`."""
    unit: str
    place: Elsewhere


@dataclass(frozen=True, slots=True)
class Implied:
    """The figure of an earlier year that a change implies: now, less or plus the change."""

    now: Statement
    change: Statement
    up: bool

    @property
    def before(self) -> str:
        """`92.50万元 - 12.00万元`."""
        return f"{self.now.shown} {'-' if self.up else '+'} {self.change.shown}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of its body by year: little enough to be kept of thousands of reports."""

    sha256: str
    body: str
    """Name of the body, without remarks; empty where the report names none."""
    title: str
    statements: Mapping[Key, Statement]
    implied: tuple[tuple[Key, Implied], ...]


def told(doc: Doc) -> Told:
    """What `doc` says; needs its facts."""
    ledger = Ledger(doc)
    return Told(
        doc.source.sha256,
        _bare(doc.meta.organisation or ""),
        f"《{doc.meta.title or doc.source.path}》",
        _statements(ledger),
        tuple(_implied(ledger)),
    )


def same_body(one: Told, other: Told) -> bool:
    """Whether two reports are of one body; one may be named with its province and city, the other without."""
    short, long = sorted((one.body, other.body), key=len)
    return bool(short) and (short == long or (len(short) >= _SHORTEST and long.endswith(short)))


def compare(doc: Doc, others: Iterable[Told]) -> Doc:
    """`doc` with findings that compare it with those of `others` that are of the same body.

    Another copy of the same file is passed over.
    """
    mine = told(doc)
    near = [other for other in others if other.sha256 != mine.sha256 and same_body(mine, other)]
    found = [finding for other in near for finding in _compared(mine, other)]
    findings = sorted([*doc.findings, *found], key=lambda finding: finding.evidence)
    return replace(doc, findings=tuple(findings)) if found else doc


def _bare(name: str) -> str:
    return _REMARK.sub("", squeeze(name)).removeprefix("中共")


def _compared(mine: Told, its: Told) -> Iterator[Finding]:
    for key, statement in mine.statements.items():
        if key in its.statements:
            yield _restated(statement, its.statements[key], its.title)
    for key, implied in mine.implied:
        there = its.statements.get(key)
        if there is not None and (found := _undone(implied, there, its.title)) is not None:
            yield _placed(found, (implied.change, implied.now), (there,))
    for key, implied in its.implied:
        here = mine.statements.get(key)
        if here is not None and (found := _undone(implied, here, its.title)) is not None:
            yield _placed(found, (here,), (implied.change, implied.now))


def _placed(finding: Finding, here: Sequence[Statement], there: Sequence[Statement]) -> Finding:
    """A finding with its evidence in the report in hand and in the other one."""
    return replace(
        finding,
        evidence=tuple(one.place.span for one in here),
        elsewhere=tuple(one.place for one in there),
    )


def _statements(ledger: Ledger) -> dict[Key, Statement]:
    """The most precise statement of each key, where all statements of it agree."""
    found: dict[Key, Statement] = {}
    contradicted: set[Key] = set()
    for fact in ledger.facts:
        key = _key(ledger, fact, year(fact))
        amount = ledger.amount(fact)
        if key is None or amount is None or not of_whole(ledger, fact):
            continue
        known = found.get(key)
        if known is not None and not agree(known.amount, amount):
            contradicted.add(key)
        elif known is None or amount.ulp < known.amount.ulp:
            found[key] = _statement(ledger, fact, amount)
    return {key: statement for key, statement in found.items() if key not in contradicted}


def _statement(ledger: Ledger, fact: Fact, amount: Amount) -> Statement:
    source, span = ledger.doc.source, fact.quantity.span
    place = Elsewhere(source.path, source.member, span, ledger.doc[span])
    return Statement(amount, ledger.quote(fact), quoted(ledger, fact), fact.quantity.unit or "", place)


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
        amounts = ledger.amount(now), ledger.amount(change.amount)
        if key is not None and of_whole(ledger, now) and amounts[0] is not None and amounts[1] is not None:
            by = _statement(ledger, change.amount, amounts[1])
            yield key, Implied(_statement(ledger, now, amounts[0]), by, change.up)


def _restated(here: Statement, there: Statement, title: str) -> Finding:
    mine, its = here.amount, there.amount
    if agree(mine, its):
        formula = f"{here.shown} {'=' if mine.value == its.value else '≈'} {there.shown}"
        message = f"{here.called}与{title}所载{there.called}一致"
        found = holds("across.restated", "match", (), formula, message, difference="0")
    else:
        message = (
            f"{here.called}与{title}所载{there.called}不一致，同一年度、同一口径的数字应当相同，如口径有调整请说明"
        )
        found = fails(
            "across.restated",
            "match",
            "warning",
            (),
            f"{here.shown} ≠ {there.shown}",
            message,
            computed=plain(mine.value / mine.scale),
            stated=plain(its.value / its.scale),
            difference=plain((mine.value - its.value) / mine.scale),
        )
    return _placed(found, (here,), (there,))


def _undone(implied: Implied, told_then: Statement, title: str) -> Finding | None:
    """This year's number with its change undone against last year's own statement of it; without evidence."""
    now, change, then = implied.now.amount, implied.change.amount, told_then.amount
    if not now.like(then) or not change.like(then):
        return None
    result = balance([(1, now), (-1 if implied.up else 1, change)], then)
    before = plain(result.computed / now.scale)
    if result.agreement != "fails":
        message = f"{implied.change.called}与{told_then.called}相符（{title}）"
        return holds("across.change", "delta", (), f"{implied.before} = {before} = {told_then.shown}", message)
    message = (
        f"按{implied.now.called}和所述增减{implied.change.shown}推算上年应为{before}{implied.now.unit}，"
        f"上年报告所载为{told_then.called}（{title}），如口径有调整请说明"
    )
    return fails(
        "across.change",
        "delta",
        "warning",
        (),
        f"{implied.before} = {before} ≠ {told_then.shown}",
        message,
        computed=before,
        stated=plain(then.value / now.scale),
        difference=plain(result.difference / now.scale),
    )
