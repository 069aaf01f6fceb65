"""Instances of the accounting identities: for each term the statement that stands closest.

Only numbers of one role, year and scope are put together, and of several statements the closest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.ledger.amounts import Amount
from extractor.ledger.ledger import WINDOW, Ledger, Place, year
from extractor.lexicon.identities import Identity, IdentityTerm, load_foreign, load_identities, load_narrowed
from extractor.lexicon.metrics import load_metrics
from extractor.tagger.metrics import is_narrower
from extractor.types import Fact, Role, Span, squeeze

_QUOTES = str.maketrans("", "", '“”"')
_WHOLE_BODY = re.compile(r"(?:本|全)?(?:年度?|部门|单位|本级|预算|资金|支出|收入|执行|申请|情况|整体|总体|合计)+")
"""Scopes that name the whole report after all: 年度部门整体支出, 年度预算执行情况."""
_OF_PROJECTS = re.compile(r"项目[^，。；]{0,12}\d+个|\d+个[^，。；]{0,8}项目")
_TOTALS = frozenset({"budget.total", "spend.total", "income.total"})


class Statement(NamedTuple):
    """An exact amount of a metric that takes part in some identity."""

    fact: Fact
    name: str
    amount: Amount
    start: int
    place: Place
    scope: str | None
    """The programme or body; a part without a metric of its own (公共安全支出) is its own scope."""
    tells: bool
    """Whether the scope names something else than the metric itself and the whole body."""
    proper: bool
    """Whether it is called by the name of its metric, where narrower things share that metric."""


@dataclass(frozen=True, slots=True)
class Instance:
    """An identity with a statement for each of its terms."""

    identity: Identity
    whole: Statement
    around_whole: bool
    """The terms are the statements closest to the whole; else those closest to a part, which can only confirm."""
    terms: tuple[tuple[IdentityTerm, Statement], ...]
    missing: tuple[IdentityTerm, ...]


class _Basis(NamedTuple):
    """The statements of one metric, role and year, in text order."""

    role: Role
    statements: list[Statement]
    starts: list[int]

    def near(self, place: Statement) -> list[Statement]:
        """Those that stand nearest to a place."""
        if len(self.statements) <= WINDOW:
            return self.statements
        at = bisect_left(self.starts, place.start)
        return self.statements[max(0, at - WINDOW) : at + WINDOW]


_Plan = tuple[tuple[IdentityTerm, list[_Basis]], ...]
"""The terms of an identity with the statements that they can be."""


class Statements:
    """The statements of one report by metric, and by basis: metric, role and year."""

    def __init__(self, ledger: Ledger) -> None:
        """Look at every fact whose metric takes part in an identity."""
        of_projects = _of_projects(ledger)
        self._by_metric: dict[str, list[Statement]] = {}
        self._by_basis: dict[tuple[str, Role, str | None], _Basis] = {}
        for metric in _metrics():
            found = [_statement(ledger, fact, amount, of_projects) for fact, amount in _exact(ledger, metric)]
            self._by_metric[metric] = found
            for one in found:
                basis = metric, one.fact.role, year(one.fact)
                _, statements, starts = self._by_basis.setdefault(basis, _Basis(one.fact.role, [], []))
                statements.append(one)
                starts.append(one.start)

    def instances(self, identity: Identity) -> Iterator[Instance]:
        """The identity around each statement of its whole and of its first part."""
        plans: dict[tuple[Role, str | None], _Plan | None] = {}
        for whole, anchor in self._anchors(identity):
            basis = whole.fact.role, year(anchor.fact)
            if basis not in plans:
                plans[basis] = self._plan(identity, *basis)
            plan = plans[basis]
            if plan is not None:
                yield from _instance(identity, plan, whole, anchor)

    def nearest_whole(self, identity: Identity, role: Role, part: Statement) -> Statement | None:
        """The statement of the whole that stands closest to a part."""
        basis = self._by_basis.get((identity.whole, role, year(part.fact)))
        if basis is None:
            return None
        return _nearest(part, [whole for whole in basis.near(part) if same_scope(part, whole)])

    def alike(self, whole: Statement) -> list[Statement]:
        """The statements near that are on one basis with it and about the same, itself included."""
        basis = self._by_basis[whole.fact.metric or "", whole.fact.role, year(whole.fact)]
        return [statement for statement in basis.near(whole) if same_scope(statement, whole)]

    def _anchors(self, identity: Identity) -> Iterator[tuple[Statement, Statement]]:
        """Each whole, and what the terms are to stand close to: the whole itself, then each first part."""
        first = identity.terms[0]
        required = (term.metric for term in identity.terms if not term.optional)
        if not all(self._by_metric[metric] for metric in (identity.whole, *required)):
            return
        for whole in self._by_metric[identity.whole]:
            if whole.fact.role in identity.roles:
                yield whole, whole
        for part in self._by_metric[first.metric]:
            for role in identity.roles:
                if part.fact.role == role or part.fact.role in first.roles:
                    nearest = self.nearest_whole(identity, role, part)
                    if nearest is not None:
                        yield nearest, part

    def _plan(self, identity: Identity, role: Role, period: str | None) -> _Plan | None:
        """None where a term that must be stated is not."""
        plan = []
        for term in identity.terms:
            found = (self._by_basis.get((term.metric, r, period)) for r in term.roles or (role,))
            bases = [basis for basis in found if basis is not None]
            if not bases and not term.optional:
                return None
            plan.append((term, bases))
        return tuple(plan)


def _instance(identity: Identity, plan: _Plan, whole: Statement, anchor: Statement) -> Iterator[Instance]:
    found, missing = [], []
    for term, bases in plan:
        statement = _closest(term, bases, whole, anchor)
        if statement is not None and statement is not whole:
            found.append((term, statement))
        elif term.optional:
            missing.append(term)
        else:
            return
    if len({statement.start for _, statement in found}) < len(found):
        return
    adjusted = any(term.roles == ("change",) for term in identity.terms)
    if not adjusted or any(statement.fact.role == "change" for _, statement in found):
        yield Instance(identity, whole, anchor is whole, tuple(found), tuple(missing))


def _closest(term: IdentityTerm, bases: Sequence[_Basis], whole: Statement, anchor: Statement) -> Statement | None:
    """The closest statement of a term, the likeliest role first."""
    for basis in bases:
        pool = basis.near(anchor)
        if term.about is not None:
            pool = [statement for statement in pool if _about(statement, term.about)]
        if basis.role != "change":
            pool = [statement for statement in pool if same_scope(statement, whole)]
        if term.metric == anchor.fact.metric and any(statement is anchor for statement in pool):
            return anchor
        found = _nearest(anchor, pool)
        if found is not None:
            return found
    return None


def same_scope(part: Statement, whole: Statement) -> bool:
    """Whether the two are about the same programme or body; a scope that only names one of them tells nothing."""
    if whole.tells:
        return part.scope == whole.scope
    return not part.tells or part.scope in _names(whole.fact.metric) or part.scope == _bare(whole.name)


def _exact(ledger: Ledger, metric: str) -> Iterator[tuple[Fact, Amount]]:
    for fact in ledger.stated(metric):
        amount = ledger.amount(fact)
        if amount is not None:
            yield fact, amount


def _statement(ledger: Ledger, fact: Fact, amount: Amount, of_projects: frozenset[Span]) -> Statement:
    name, span, scope, metric = ledger.name(fact), fact.quantity.span, fact.scope, fact.metric or ""
    if scope is None and is_narrower(name, metric):
        scope = name
    bare = _bare(scope) if scope else None
    tells = bare is not None and bare not in _names(metric) and _WHOLE_BODY.fullmatch(bare) is None
    proper = span not in of_projects and _named_properly(metric, name)
    return Statement(fact, name, amount, span.start, ledger.place(span), bare, tells, proper)


def _of_projects(ledger: Ledger) -> frozenset[Span]:
    """Totals of prose that are told of projects."""
    totals = [fact for metric in sorted(_TOTALS) for fact in ledger.stated(metric) if ledger.table(fact) is None]
    told = ((f.quantity.span, ledger.doc.text[ledger.sentence(f).start : f.quantity.span.start]) for f in totals)
    return frozenset(span for span, words in told if "项目" in words and _OF_PROJECTS.search(squeeze(words)))


def _nearest(anchor: Statement, pool: Sequence[Statement]) -> Statement | None:
    candidates = [statement for statement in pool if statement is not anchor]
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    return min(candidates, key=lambda statement: _apart(anchor, statement))


def _apart(anchor: Statement, other: Statement) -> tuple[bool, int, int, int]:
    scope = other.fact.scope
    return (
        not other.proper,
        anchor.place.distance(other.place),
        int(scope is not None and scope != anchor.fact.scope),
        abs(other.start - anchor.start),
    )


def _about(statement: Statement, word: str) -> bool:
    return word in statement.name or word in squeeze(statement.fact.scope or "")


@lru_cache(maxsize=1 << 12)
def _named_properly(metric: str, name: str) -> bool:
    words = load_narrowed().get(metric)
    return (words is None or any(word in name for word in words)) and not any(word in name for word in load_foreign())


@cache
def _metrics() -> tuple[str, ...]:
    """Every metric of an identity."""
    identities = load_identities()
    return tuple(dict.fromkeys(m for i in identities for m in (i.whole, *(term.metric for term in i.terms))))


@cache
def _names(metric: str | None) -> frozenset[str]:
    entry = load_metrics().get(metric or "")
    return frozenset(_bare(name) for name in (entry.zh, *entry.aliases)) if entry else frozenset()


def _bare(name: str) -> str:
    return squeeze(name).translate(_QUOTES)
