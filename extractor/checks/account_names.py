"""One account in several tables and in the prose: `住房保障支出（类）住房改革支出（款）住房公积金（项）`.

Official names and codes make sure that the same thing is meant; the source of funds in titles and headings, that it is
meant of the same money. Rows of other funds may be equal, which confirms both; that they differ says nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from extractor.checks import check
from extractor.checks.restated import agreement, known_amount
from extractor.ledger.accounts import Account, Fund, accounts, by_name, fund_of
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import agree, counts_alike
from extractor.ledger.verdicts import fails
from extractor.ledger.wording import quoted
from extractor.lexicon.identities import load_counterparts
from extractor.types import Fact, Finding, Severity, Span, squeeze

_LEVEL = re.compile(r"(?P<name>[^\W\d_][^，。；：;:\n\d]{0,30}?)[（(](?P<level>[类款项])[)）]")
_LEVELS = {"类": 3, "款": 5, "项": 7}
_MANY = 8
"""Above so many amounts of one account each is compared with the first one only."""


@dataclass(frozen=True, slots=True)
class Told:
    """An account named in the prose, and the amounts told of it."""

    names: tuple[tuple[str, str], ...]
    """Level and name, outermost first."""
    span: Span
    """Of the innermost name."""
    facts: tuple[Fact, ...]
    fund: Fund

    @property
    def name(self) -> str:
        return self.names[-1][1]

    @property
    def level(self) -> str:
        return self.names[-1][0]


@check("match.account")
def same_accounts(ledger: Ledger) -> Iterator[Finding]:
    """An account in two tables: 201 in the table of spending and in the one of grants."""
    groups: dict[tuple[object, ...], list[Account]] = defaultdict(list)
    for account in accounts(ledger):
        column = "total" if account.column == "income" else account.column
        if account.code is None or len(account.code) == 3:
            groups[account.name, column, _stage(account.fact), year(account.fact)].append(account)
        else:
            groups[account.code, account.name, column, _stage(account.fact), year(account.fact)].append(account)
    sole = _sole_titles(ledger)
    for group in groups.values():
        pairs = combinations(group, 2) if len(group) <= _MANY else ((group[0], other) for other in group[1:])
        for one, other in pairs:
            if ledger.table(one.fact) is not ledger.table(other.fact):
                sure = _of_one(one, other) and sole >= {one.title, other.title}
                yield from _compared(ledger, one.fact, other.fact, sure=sure)


@check("match.counterpart")
def counterparts(ledger: Ledger) -> Iterator[Finding]:
    """What one classification calls an item the other one calls an account: 30113 and 2210201 are both 住房公积金.

    Confirms only: an item may also be paid out of another account.
    """
    coded: dict[str, list[Account]] = defaultdict(list)
    for account in accounts(ledger):
        if account.code is not None and account.column == "basic" and known_amount(ledger, account.fact).value:
            coded[account.code].append(account)
    for pair in load_counterparts():
        for one in coded.get(pair.economic, ()):
            for other in coded.get(pair.functional, ()):
                if one.fund == other.fund and agree(known_amount(ledger, one.fact), known_amount(ledger, other.fact)):
                    yield agreement(ledger, "match.counterpart", one.fact, other.fact)


@check("match.told_account")
def told_accounts(ledger: Ledger) -> Iterator[Finding]:
    """An account in the prose and in the tables of the same funds."""
    sole = _sole_titles(ledger)
    for told in told_accounts_of(ledger):
        rows = [row for row in by_name(ledger).get(told.name, ()) if _matches(row, told)]
        for fact in told.facts:
            booked = [row for row in rows if row.column == "total" and _stage(row.fact) == _stage(fact)]
            booked = [row for row in booked if year(row.fact) == year(fact)]
            agreeing = [row for row in booked if _alike(ledger, fact, row.fact)]
            for row in agreeing[:_MANY]:
                yield agreement(ledger, "match.told_account", fact, row.fact)
            strict = [row for row in booked if row.fund == told.fund != "all"]
            if not agreeing and len(strict) == 1 and strict[0].title in sole and len(told.facts) < 4:
                yield from _compared(ledger, fact, strict[0].fact, sure=True)


@check("logic.account_name")
def unknown_names(ledger: Ledger) -> Iterator[Finding]:
    """An account that the prose calls otherwise than the table: the amount is booked under another name."""
    for told in told_accounts_of(ledger):
        if told.level != "项" or told.fund == "all":
            continue
        names = dict(told.names)
        booked = [row for row in accounts(ledger) if row.column == "total" and row.fund == told.fund and row.code]
        if not booked or any(row.name == told.name and len(row.code or "") == _LEVELS["项"] for row in booked):
            continue
        classes = [row.code for row in booked if row.name == names.get("类") and len(row.code or "") == _LEVELS["类"]]
        for fact in told.facts:
            rows = [row for row in booked if len(row.code or "") == _LEVELS["项"] and _alike(ledger, fact, row.fact)]
            rows = [row for row in rows if _stage(row.fact) == _stage(fact) and (row.code or "")[:3] in classes]
            if len(rows) == 1 and known_amount(ledger, fact).value:
                yield fails(
                    "logic.account_name",
                    "logic",
                    "warning",
                    (told.span, rows[0].fact.quantity.span),
                    f"“{told.name}” ≠ “{rows[0].name}”",
                    f"文字中的科目“{told.name}”在表中没有，同一金额{quoted(ledger, fact)}在表中列为“{rows[0].name}”，"
                    "请核对科目名称",
                )
                break


def _compared(ledger: Ledger, one: Fact, other: Fact, *, sure: bool) -> Iterator[Finding]:
    """What two statements of one account say; nothing of two that differ unless they must be equal."""
    if not counts_alike(one, other):
        return
    a, b = known_amount(ledger, one), known_amount(ledger, other)
    if agree(a, b):
        if a.value:
            yield agreement(ledger, "match.account", one, other)
        return
    if not sure or not (a.value and b.value):
        return
    rounding = abs(a.value - b.value) <= max(a.ulp, b.ulp)
    severity: Severity = "info" if rounding else "error"
    words = "相差在末位以内，属尾差" if rounding else "同一科目、同一资金的两处数字不一致，请核对"
    yield fails(
        "match.account",
        "match",
        severity,
        (one.quantity.span, other.quantity.span),
        f"{ledger.quote(one)} ≠ {ledger.quote(other)}",
        f"{quoted(ledger, one)}在另一处为{quoted(ledger, other)}，{words}",
    )


def _of_one(one: Account, other: Account) -> bool:
    """Whether two rows must be equal: the same funds, and not the income of one year against its spending."""
    return one.fund == other.fund and (one.column == "income") == (other.column == "income")


def _stage(fact: Fact) -> str:
    """The role; what is spent on an account without a metric of its own has the role of any number."""
    return "final" if fact.role == "actual" else fact.role


def _sole_titles(ledger: Ledger) -> frozenset[str]:
    """Titles that one table only bears: a collection prints the same tables for each of its bodies."""
    counts = Counter(squeeze(table.title) for table in ledger.doc.tables if table.title)
    return frozenset(title for title, count in counts.items() if count == 1)


def _alike(ledger: Ledger, fact: Fact, row: Fact) -> bool:
    return counts_alike(fact, row) and agree(known_amount(ledger, fact), known_amount(ledger, row))


def _matches(row: Account, told: Told) -> bool:
    """Whether the row is of the level that is named in the prose, below the accounts named before it."""
    if row.code is None:
        return told.level == "类"
    return len(row.code) == _LEVELS[told.level]


def told_accounts_of(ledger: Ledger) -> tuple[Told, ...]:
    """The accounts that the prose names, in text order."""
    return ledger.once(_told)


def _told(ledger: Ledger) -> tuple[Told, ...]:
    """The accounts that the prose names, each with the amounts up to the next one in its paragraph."""
    found = []
    text = ledger.doc.text
    for paragraph in ledger.doc.paragraphs:
        if "（类）" not in text[paragraph.span.start : paragraph.span.end] and "(类)" not in ledger.doc[paragraph.span]:
            continue
        matches = list(_LEVEL.finditer(text, paragraph.span.start, paragraph.span.end))
        paths = _paths(matches)
        for at, path in enumerate(paths):
            end = paths[at + 1][0].start() if at + 1 < len(paths) else paragraph.span.end
            inside = ledger.within(Span(path[-1].end(), end))
            facts = tuple(_first_of_each_role(ledger, inside))
            if facts:
                names = tuple((m["level"], squeeze(m["name"])) for m in path)
                words = "".join(heading.title for heading in ledger.headings(facts[0]))
                found.append(Told(names, Span(*path[-1].span("name")), facts, fund_of(squeeze(words))))
    return tuple(found)


def _paths(matches: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Names that follow each other directly: class, section, item."""
    paths: list[list[re.Match[str]]] = []
    for match in matches:
        if paths and paths[-1][-1].end() == match.start() and match["level"] != "类":
            paths[-1].append(match)
        else:
            paths.append([match])
    return paths


def _first_of_each_role(ledger: Ledger, facts: Sequence[Fact]) -> Iterator[Fact]:
    seen = set()
    for fact in facts:
        if fact.quantity.kind == "money" and ledger.amount(fact) is not None and fact.role not in ("change", "share"):
            if _stage(fact) not in seen:
                yield fact
            seen.add(_stage(fact))
