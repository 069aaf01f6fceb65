"""The same fact stated twice: narrative and narrative, narrative and table, table and table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from extractor.checks import check
from extractor.ledger.agreement import Amounts
from extractor.ledger.amounts import Amount, plain, stated_amount
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import (
    agree,
    compared_with,
    core,
    counts_alike,
    digits,
    is_total_score,
    narrowing,
    of_another_stage,
    of_another_time,
    same_name,
    same_scope,
    same_wording,
    scopes_conflict,
    sources,
    whole_name,
)
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Finding, Severity, Span, squeeze

ROLES = frozenset({"actual", "budget_initial", "budget_adjusted", "final", "change", "score"})
TELLING = 3
"""Significant digits that two different facts of one metric, role and year hardly share by chance."""
MANY = 5
"""Above so many statements of one fact each is compared with the first one only."""
_MANIFOLD = frozenset({"rate.timeliness", "rate.satisfaction", "rate.completion"})
"""Rates that a report has many of, each of another thing."""
_BY_ANY_NAME = frozenset({"score.total", "staff.authorised", "staff.actual", "spend.carried_out", "spend.three_public"})
"""Metrics whose every name means the whole; a name of another one may be that of a programme (专项经费)."""
_STAGE_ONLY = re.compile(r"(?:本年|全年|年度)?(?:支出|收入|资金|经费|预算|决算|实际|执行|数|安排|合计)+")
_ITEM = re.compile(r"[（(][类款项目][)）]")
_LEAD = re.compile(r"([^：:，。；]{2,30})[：:]")
_OWN_PART = re.compile(r"支出|收入|经费|预算|决算|资金|情况|合计|总体|其中|部门|单位|全年|年度|如下|人员|编制")
_STAGE = re.compile(r"决算|实际|执行")
_FOR_EACH = re.compile(r"每|[人户亩车床生班村台次件]均|平均|单车|单位成本")
_CHANGED = re.compile(r"提高|增加|上升|下降|降低|减少")
NAME = 3
"""Characters of a name that stands for one programme or item only."""


_Stated = tuple[Fact, Amount]


@check("match.restated")
def restated(ledger: Ledger) -> Iterator[Finding]:
    """Facts of one metric, role and year that state the same amount twice, or two amounts where only one can be."""
    for group in _groups(ledger):
        yield from _agreeing(ledger, group)
        yield from _conflicting(ledger, group)


def _groups(ledger: Ledger) -> Iterator[list[_Stated]]:
    """Comparable facts of one metric (or, without metric, of one name), role and year, in text order."""
    groups: dict[tuple[str, ...], list[_Stated]] = defaultdict(list)
    for fact in ledger.facts:
        amount = ledger.amount(fact)
        if amount is None or fact.role not in ROLES or fact.metric == "score.item":
            continue
        key = fact.metric or f"={core(ledger.name(fact))}"
        if key == "=" or (fact.metric is None and fact.role == "change"):
            continue
        role = "any" if fact.metric == "income.carried_in" else fact.role
        groups[(key, role, year(fact) or "", fact.quantity.kind)].append((fact, amount))
    yield from (group for group in groups.values() if len(group) > 1)


def _agreeing(ledger: Ledger, group: Sequence[_Stated]) -> Iterator[Finding]:
    by_amount: list[list[Fact]] = []
    firsts = Amounts()
    for fact, amount in group:
        homes = firsts.agreeing(amount)
        if homes:
            by_amount[homes[0]].append(fact)
        else:
            firsts.add(amount, len(by_amount))
            by_amount.append([fact])
    for equal in by_amount:
        pairs = list(combinations(equal, 2)) if len(equal) <= MANY else [(equal[0], other) for other in equal[1:]]
        for one, other in pairs:
            if _same_fact(ledger, one, other):
                yield agreement(ledger, "match.restated", one, other)


def _same_fact(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether two statements of equal amounts are one fact and not a coincidence."""
    if not counts_alike(one, other) or scopes_conflict(one, other) or in_one_row(ledger, one, other):
        return False
    telling = digits(one.quantity.value or known_amount(ledger, one).value)
    named = same_name(ledger, one, other)
    scoped = same_scope(ledger, one, other)
    if one.metric is None:
        worded = same_wording(ledger, one, other)
        alike = telling >= 2 and one.quantity.unit == other.quantity.unit
        if len(core(ledger.name(one))) < NAME and not worded and not alike:
            return False
        known = scoped or telling >= 2 or worded
        return known and core(ledger.name(one)) == core(ledger.name(other))
    match one.quantity.kind:
        case "money":
            if not known_amount(ledger, one).value:
                if ledger.table(one) is not None and ledger.table(other) is not None:
                    return False
                return scoped and (named or (_whole(ledger, one) and _whole(ledger, other)))
            return telling >= TELLING or scoped or named or _parallel(ledger, one, other)
        case "percent":
            if not named and ledger.table(one) is not None and ledger.table(other) is not None:
                return False
            if telling < TELLING and one.quantity.value != other.quantity.value:
                return False
            if ledger.table(one) is not None and ledger.table(one) is ledger.table(other):
                return False
            prose = ledger.table(one) is None or ledger.table(other) is None
            if telling >= TELLING and (named or (prose and telling > TELLING and one.metric not in _MANIFOLD)):
                return True
            return (scoped and (named or one.metric not in _MANIFOLD)) or _parallel(ledger, one, other)
        case "score":
            beside = (ledger.table(one) is None) != (ledger.table(other) is None)
            return telling >= TELLING or beside or in_same_part(ledger, one, other)
        case _:
            return (named and (scoped or telling >= 2 or len(core(ledger.name(one))) >= 4)) or (scoped and telling >= 2)


def _conflicting(ledger: Ledger, group: Sequence[_Stated]) -> Iterator[Finding]:
    """Statements that differ from the one that most others agree with (of equals: the first in the text)."""
    metric, role = group[0][0].metric, group[0][0].role
    if metric not in _metrics_of_one_whole() or role == "change" or len({amount.value for _, amount in group}) == 1:
        return
    candidates = [(fact, amount) for fact, amount in group if _sure(ledger, fact)]
    if len(candidates) < 2 or (metric == "score.total" and len({f.quantity.value for f, _ in candidates}) > 2):
        return
    stated = Amounts()
    for at, (_, amount) in enumerate(candidates):
        stated.add(amount, at)
    support = [stated.count(amount) for _, amount in candidates]
    most = max(support)
    if most == 1 and len(candidates) > 2 and any(_stage_only(ledger, fact) for fact, _ in candidates):
        return  # three amounts by a bare name (支出) are of three things
    reference, usual = candidates[support.index(most)]
    for fact, amount in candidates:
        severity = None if agree(amount, usual) else _severity(ledger, reference, fact)
        if severity is not None:
            first, second = sorted((reference, fact), key=lambda f: f.quantity.span)
            yield conflict(ledger, first, second, severity, most)


def _sure(ledger: Ledger, fact: Fact) -> bool:
    """Whether the statement is about its metric as a whole, for the whole body and the year in hand."""
    return of_whole(ledger, fact) and not of_another_time(ledger, fact) and not of_another_stage(ledger, fact)


def of_whole(ledger: Ledger, fact: Fact) -> bool:
    """Whether the statement is about its metric as a whole, for the whole body and a whole year."""
    period, name = fact.period or "", ledger.name(fact)
    if fact.metric not in _metrics_of_one_whole() or not (len(period) == 4 or period.endswith("-12-31")):
        return False
    if fact.metric != "score.total" and not whole_name(fact, name):
        return False
    if _FOR_EACH.search(ledger.doc.text, ledger.clause(fact).start, fact.quantity.span.start):
        return False  # 每个巡察组核定编制3名: of one of several
    if fact.metric == "score.total":
        if _CHANGED.search(name):
            return False
        return is_total_score(ledger, fact) and not _of_one_project(ledger, fact) and not narrowing(name)
    if _under_a_name(ledger, fact) or compared_with(ledger, fact):
        return False
    if narrowing(called(ledger, fact)) or _borrowed(ledger, fact):
        return False
    if fact.metric in ("staff.authorised", "staff.actual"):
        return True
    if fact.metric in _three_public_parts():
        return "三公" in squeeze(fact.scope or "") or _beside_three_public(ledger, fact)
    return fact.scope is None or ledger.table(fact) is not None


@cache
def _metrics_of_one_whole() -> frozenset[str]:
    """Metrics of which there is one amount a year for the whole body."""
    return load_relations().unique | {"score.total", "staff.authorised", "staff.actual"}


def _in_parallel(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether the two stand in sections side by side in one chapter, each perhaps about a project of its own."""
    a, b = ledger.headings(one), ledger.headings(other)
    return len(a) == len(b) > 1 and a[:-1] == b[:-1] and a[-1] is not b[-1]


def _of_two_projects(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether each stands below a heading of its own that names a project."""
    a, b = ([h for h in ledger.headings(fact) if "项目" in h.title] for fact in (one, other))
    return bool(a and b) and a[-1] is not b[-1]


def _beside_three_public(ledger: Ledger, fact: Fact) -> bool:
    """Whether the paragraph, or another row of the table, is about the “三公” expenses as a whole."""
    table = ledger.table(fact)
    if table is None:
        return "三公" in ledger.doc[ledger.paragraph(fact)]
    return any(ledger.table(whole) is table for whole in ledger.stated("spend.three_public", fact.role, fact.period))


def _under_a_name(ledger: Ledger, fact: Fact) -> bool:
    """Whether the paragraph begins with a name and a colon (`检察（款）：2022年支出合计80万元`), so that it is about
    no more than that; headings in that place name the report's own parts (`支出情况：`)."""
    if ledger.table(fact) is not None:
        return False
    start = ledger.paragraph(fact).start
    words = squeeze(ledger.doc.text[start : min(fact.quantity.span.start, start + 80)])
    lead = _LEAD.match(words)
    return bool(_ITEM.search(words) or (lead and not _OWN_PART.search(lead[1])))


def called(ledger: Ledger, fact: Fact) -> str:
    """The name with what stands between it and the number: 收入 *总计* is another amount than 收入 *合计*."""
    if fact.indicator is None or fact.indicator.end > fact.quantity.span.start:
        return ledger.name(fact)
    return squeeze(ledger.doc.text[fact.indicator.start : fact.quantity.span.start][:40])


def _stage_only(ledger: Ledger, fact: Fact) -> bool:
    """Whether prose names the amount by its stage alone; 总支出 and 支出合计 name the total."""
    words = called(ledger, fact)
    return ledger.table(fact) is None and bool(_STAGE_ONLY.fullmatch(ledger.name(fact))) and "合计" not in words


def _borrowed(ledger: Ledger, fact: Fact) -> bool:
    """Whether only a stage is named (支出决算, 实际支出), so that the thing was named somewhere before."""
    if not _stage_only(ledger, fact):
        return False
    if _STAGE.search(ledger.name(fact)):
        return True
    totals = load_relations().totals
    earlier = ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))
    return any(f.quantity.kind == "money" and f.metric not in totals for f in earlier)


def _of_one_project(ledger: Ledger, fact: Fact) -> bool:
    """Whether the words around a total score speak of a project and not of the whole."""
    words = ledger.name(fact) + squeeze(fact.scope or "")
    if ledger.table(fact) is None:
        words += ledger.doc.text[ledger.paragraph(fact).start : fact.quantity.span.start]
    return "项目" in words and not re.search(r"整体支出|部门整体|单位整体", words)


def _severity(ledger: Ledger, one: Fact, other: Fact) -> Severity | None:
    """How grave it is that two sure statements differ; None where another reading is likely."""
    if not counts_alike(one, other) or not same_scope(ledger, one, other) or not in_same_part(ledger, one, other):
        return None
    a, b = known_amount(ledger, one), known_amount(ledger, other)
    alike = core(ledger.name(one)) == core(ledger.name(other))
    if not alike and one.metric not in load_relations().totals | _BY_ANY_NAME | _three_public_parts():
        return None
    tables = ledger.table(one), ledger.table(other)
    if tables[0] is not None and tables[0] is tables[1]:
        return None
    if one.metric == "score.total" and (all(tables) or _in_parallel(ledger, one, other)):
        return None
    if all(tables) and sources(ledger, one) != sources(ledger, other):
        return None
    if one.metric in ("staff.authorised", "staff.actual") or all(tables):
        return "warning"
    if one.metric == "score.total":
        totals = [f for f in ledger.stated("score.total", "score") if ledger.table(f) is not None]
        return "error" if len(totals) <= 1 and not _without_execution(ledger, a, b) else None
    if one.role in ("budget_initial", "budget_adjusted") and of_year_begin(ledger, one) != of_year_begin(ledger, other):
        return "warning"
    if sources(ledger, one) != sources(ledger, other):
        return "warning" if one.metric in ("spend.basic", "spend.three_public") else None
    if any(_stage_only(ledger, f) for f in (one, other)):
        return None if _of_two_projects(ledger, one, other) else "warning"
    rounding = max(a.ulp, b.ulp)
    return "warning" if abs(a.value - b.value) <= rounding else "error"


def _without_execution(ledger: Ledger, one: Amount, other: Amount) -> bool:
    """Whether one total leaves out the marks for 预算执行, which the report states elsewhere."""
    gap = abs(one.value - other.value)
    marks = (fact for fact in ledger.facts if fact.quantity.kind == "score" and fact.role == "score")
    return any(fact.quantity.value == gap for fact in marks)


def conflict(
    ledger: Ledger, one: Fact, other: Fact, severity: Severity, support: int, name: str = "match.restated"
) -> Finding:
    a, b = known_amount(ledger, one), known_amount(ledger, other)
    repair = None
    if (a.value and b.value and a.value * 10_000 == b.value) or b.value * 10_000 == a.value:
        repair = "相差一万倍，疑为“元”与“万元”混用"
    elif sorted(plain(a.value)) == sorted(plain(b.value)):
        repair = "数字相同、次序不同，疑为数字颠倒"
    elif support > 1:
        repair = "多处表述一致，请以多数表述为准复核少数一处"
    return fails(
        name,
        "match",
        severity,
        (one.quantity.span, other.quantity.span),
        f"{ledger.quote(one)} ≠ {ledger.quote(other)}",
        f"{quoted(ledger, one)}在另一处写作{quoted(ledger, other)}，同一年度、同一口径的两处数字不一致，请核对并统一",
        computed=plain(a.value / a.scale),
        stated=plain(b.value / b.scale),
        difference=plain((a.value - b.value) / b.scale),
        repair=repair,
    )


def agreement(ledger: Ledger, name: str, one: Fact, other: Fact) -> Finding:
    first, second = sorted((one, other), key=lambda fact: fact.quantity.span)
    relation = "=" if known_amount(ledger, first).value == known_amount(ledger, second).value else "≈"
    return holds(
        name,
        "match",
        (first.quantity.span, second.quantity.span),
        f"{ledger.quote(first)} {relation} {ledger.quote(second)}",
        f"{quoted(ledger, first)}与{quoted(ledger, second)}前后一致",
        computed=str(first.quantity.value),
        stated=str(second.quantity.value),
        difference="0",
    )


def _parallel(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether the two sentences also share another telling amount of one metric and role."""
    mine = [f for f in ledger.within(ledger.sentence(one)) if f is not one]
    its = [f for f in ledger.within(ledger.sentence(other)) if f is not other]
    return any(
        f.metric == g.metric
        and f.role == g.role
        and f.quantity.value == g.quantity.value
        and f.quantity.unit == g.quantity.unit
        for f in mine
        if f.quantity.kind == "money" and f.quantity.value is not None and digits(f.quantity.value) >= TELLING
        for g in its
    )


def in_one_row(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether both stand in one table row or under one column: different facts by layout."""
    table = ledger.table(one)
    if table is None or table is not ledger.table(other):
        return False
    a, b = ledger.cell(one), ledger.cell(other)
    return a is not None and b is not None and a.row == b.row


def _whole(ledger: Ledger, fact: Fact) -> bool:
    return whole_name(fact, ledger.name(fact))


def of_year_begin(ledger: Ledger, fact: Fact) -> bool:
    """Whether the budget is called the one of the year's beginning."""
    value = fact.quantity.place
    words = "".join(value.col_path + value.row_path) if value else ledger.doc[ledger.sentence(fact)]
    return "年初" in words


def in_same_part(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether both stand in the part about the whole body, or both in one about a project."""
    return _of_project(ledger, one) == _of_project(ledger, other)


def _of_project(ledger: Ledger, fact: Fact) -> bool:
    table = ledger.table(fact)
    words = squeeze(table.title or "") if table else "".join(h.title for h in ledger.headings(fact)[:1])
    words += squeeze(fact.scope or "") if table is None else ""
    return "项目" in words and not any(whole in words for whole in ("整体", "部门", "基本支出"))


def _three_public_parts() -> frozenset[str]:
    known = load_relations().parts
    return frozenset(part for whole in ("spend.three_public", "spend.vehicle") for part in known.get(whole, ()))


def known_amount(ledger: Ledger, fact: Fact) -> Amount:
    """The amount of a fact that is known to have one."""
    return ledger.amount(fact) or stated_amount(fact.quantity)
