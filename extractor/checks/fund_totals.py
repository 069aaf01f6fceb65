"""Spending of one source of funds as the prose tells it, against the total row of the table of the same funds:
`一般公共预算财政拨款基本支出50.20万元` and 合计 of 一般公共预算财政拨款支出决算表."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extractor.checks import check
from extractor.checks.account_names import told_accounts_of
from extractor.checks.restated import agreement, known_amount
from extractor.ledger.accounts import Fund, Total, fund_of, totals
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import agree, compared_with, of_another_stage, of_another_time, whole_name
from extractor.ledger.verdicts import fails
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Severity, squeeze

_FUND = re.compile(r"(?:一般公共预算|政府性基金预算|国有资本经营预算)(?:当年)?(?:财政)?(?:拨款)?")
_METRICS = frozenset({"spend.total", "spend.basic", "spend.project", "spend.personnel", "spend.public"})


@check("match.fund_total")
def fund_totals(ledger: Ledger) -> Iterator[Finding]:
    """Each statement of the prose about one source of funds against the only total of that kind in the tables."""
    booked = totals(ledger)
    items = {fact.quantity.span for told in told_accounts_of(ledger) for fact in told.facts}
    titles = Counter(squeeze(table.title) for table in ledger.doc.tables if table.title)
    for fact in ledger.in_prose("money") if booked else ():
        fund = _fund(ledger, fact)
        if fund == "all" or fact.metric not in _METRICS or fact.quantity.span in items or not _whole(ledger, fact):
            continue
        same = [t for t in booked if t.metric == fact.metric and t.fund == fund and _stage(t.fact) == _stage(fact)]
        same = [total for total in same if year(total.fact) == year(fact)]
        agreeing = [t for t in same if agree(known_amount(ledger, fact), known_amount(ledger, t.fact))]
        for total in agreeing:
            yield agreement(ledger, "match.fund_total", fact, total.fact)
        if not agreeing and len(same) == 1 and titles[same[0].title] == 1:
            yield _differing(ledger, fact, same[0])


def _fund(ledger: Ledger, fact: Fact) -> Fund:
    """The funds that the name says, else the innermost heading."""
    own = fund_of(ledger.name(fact))
    if own in ("general", "government", "capital"):
        return own
    headings = [fund_of(squeeze(heading.title)) for heading in ledger.headings(fact)]
    known: list[Fund] = [fund for fund in headings if fund in ("general", "government", "capital")]
    return known[-1] if known and own == "all" else "all"


def _whole(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is that of its metric as a whole, of this year and stage."""
    name = _FUND.sub("", ledger.name(fact))
    if ledger.amount(fact) is None or fact.role in ("change", "share") or not whole_name(fact, name):
        return False
    return not (compared_with(ledger, fact) or of_another_time(ledger, fact) or of_another_stage(ledger, fact))


def _stage(fact: Fact) -> str:
    return "final" if fact.role == "actual" else fact.role


def _differing(ledger: Ledger, fact: Fact, total: Total) -> Finding:
    a, b = known_amount(ledger, fact), known_amount(ledger, total.fact)
    rounding = abs(a.value - b.value) <= max(a.ulp, b.ulp)
    severity: Severity = "info" if rounding else "error"
    words = "相差在末位以内，属尾差" if rounding else "请核对"
    return fails(
        "match.fund_total",
        "match",
        severity,
        (fact.quantity.span, total.fact.quantity.span),
        f"{ledger.quote(fact)} ≠ {ledger.quote(total.fact)}",
        f"{quoted(ledger, fact)}在《{total.title}》中为{ledger.quote(total.fact)}，{words}",
    )
