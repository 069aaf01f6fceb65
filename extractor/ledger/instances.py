"""Instances of the accounting identities: for each term the statement that stands closest.

Only numbers of one role, year and scope are put together, and of several statements the closest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
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
    """A stated number of a metric that takes part in some identity."""

    fact: Fact
    name: str
    amount: Amount | None
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


class Statements:
    """The statements of one report by metric, and by basis: metric, role and year."""

    def __init__(self, ledger: Ledger) -> None:
        """Look at every fact whose metric takes part in an identity."""
        of_projects = _of_projects(ledger)
        self._by_metric = {
            metric: tuple(_statement(ledger, fact, metric, of_projects) for fact in ledger.stated(metric))
            for metric in _metrics()
        }
        self._by_basis: dict[tuple[str, Role, str | None], list[Statement]] = defaultdict(list)
        for metric, statements in self._by_metric.items():
            for statement in statements:
                self._by_basis[metric, statement.fact.role, year(statement.fact)].append(statement)
        self._starts = {basis: [one.start for one in found] for basis, found in self._by_basis.items()}

    def instances(self, identity: Identity) -> Iterator[Instance]:
        """The identity around each statement of its whole and of its first part."""
        needed = (identity.whole, *(term.metric for term in identity.terms if not term.optional))
        if not all(self._by_metric[metric] for metric in needed):
            return
        for whole in self._by_metric[identity.whole]:
            if whole.fact.role in identity.roles and whole.amount is not None:
                yield from self._instance(identity, whole, whole)
        first = identity.terms[0]
        for part in self._by_metric[first.metric]:
            if part.amount is None:
                continue
            for role in identity.roles:
                if part.fact.role == role or part.fact.role in first.roles:
                    nearest = self.nearest_whole(identity, role, part)
                    if nearest is not None:
                        yield from self._instance(identity, nearest, part)

    def nearest_whole(self, identity: Identity, role: Role, part: Statement) -> Statement | None:
        """The statement of the whole that stands closest to a part."""
        near = self._near(identity.whole, role, part)
        return _nearest(part, [whole for whole in near if same_scope(part, whole)])

    def alike(self, whole: Statement) -> list[Statement]:
        """The statements near that are on one basis with it and about the same, itself included."""
        near = self._near(whole.fact.metric or "", whole.fact.role, whole)
        return [statement for statement in near if same_scope(statement, whole)]

    def _instance(self, identity: Identity, whole: Statement, anchor: Statement) -> Iterator[Instance]:
        if not all(term.optional or self._told(term, whole, anchor) for term in identity.terms):
            return
        found, missing = [], []
        for term in identity.terms:
            statement = self._closest(term, whole, anchor)
            if statement is not None and statement is not whole:
                found.append((term, statement))
            elif term.optional:
                missing.append(term)
            else:
                return
        if len({statement.fact.quantity.span for _, statement in found}) < len(found):
            return
        adjusted = any(term.roles == ("change",) for term in identity.terms)
        if not adjusted or any(statement.fact.role == "change" for _, statement in found):
            yield Instance(identity, whole, anchor is whole, tuple(found), tuple(missing))

    def _told(self, term: IdentityTerm, whole: Statement, anchor: Statement) -> bool:
        """Whether there is any statement of a term: asked first, for a search of the others would be in vain."""
        period = year(anchor.fact)
        return any((term.metric, role, period) in self._by_basis for role in term.roles or (whole.fact.role,))

    def _closest(self, term: IdentityTerm, whole: Statement, anchor: Statement) -> Statement | None:
        """The closest statement of a term on the basis of the whole."""
        for role in term.roles or (whole.fact.role,):
            pool = self._near(term.metric, role, anchor)
            if term.about is not None:
                pool = [statement for statement in pool if _about(statement, term.about)]
            if role != "change":
                pool = [statement for statement in pool if same_scope(statement, whole)]
            if any(statement is anchor for statement in pool):
                return anchor
            found = _nearest(anchor, pool)
            if found is not None:
                return found
        return None

    def _near(self, metric: str, role: Role, place: Statement) -> Sequence[Statement]:
        """The statements of one basis and the year of `place` that stand nearest to it, in text order."""
        basis = metric, role, year(place.fact)
        found = self._by_basis.get(basis)
        if found is None:
            return ()
        at = bisect_left(self._starts[basis], place.start)
        return found[max(0, at - WINDOW) : at + WINDOW]


def same_scope(part: Statement, whole: Statement) -> bool:
    """Whether the two are about the same programme or body; a scope that only names one of them tells nothing."""
    if whole.tells:
        return part.scope == whole.scope
    return not part.tells or part.scope in _names(whole.fact.metric) or part.scope == _bare(whole.name)


def _statement(ledger: Ledger, fact: Fact, metric: str, of_projects: frozenset[Span]) -> Statement:
    name, span, scope = ledger.name(fact), fact.quantity.span, fact.scope
    if scope is None and is_narrower(name, metric):
        scope = name
    bare = _bare(scope) if scope else None
    tells = bare is not None and bare not in _names(metric) and _WHOLE_BODY.fullmatch(bare) is None
    proper = span not in of_projects and _named_properly(metric, name)
    return Statement(fact, name, ledger.amount(fact), span.start, ledger.place(span), bare, tells, proper)


def _of_projects(ledger: Ledger) -> frozenset[Span]:
    """Totals of prose that are told of projects."""
    totals = [fact for metric in sorted(_TOTALS) for fact in ledger.stated(metric) if ledger.table(fact) is None]
    told = ((f.quantity.span, ledger.doc.text[ledger.sentence(f).start : f.quantity.span.start]) for f in totals)
    return frozenset(span for span, words in told if "项目" in words and _OF_PROJECTS.search(squeeze(words)))


def _nearest(anchor: Statement, pool: Sequence[Statement]) -> Statement | None:
    candidates = [statement for statement in pool if statement is not anchor and statement.amount is not None]
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
