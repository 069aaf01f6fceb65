"""Named rates recomputed from the amounts that define them: 控制率, 整改率, 办结率, 采购执行率 …"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from extractor.checks import check
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import counts_alike, digits, of_other_things, paired, scopes_conflict
from extractor.ledger.quotients import Quotient, best, quotient
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import quoted
from extractor.lexicon.relations import Rate, Term, load_relations
from extractor.types import Fact, Finding, Severity, Span

_STATED = frozenset({"actual", "final", "share"})
_PAIRS = 24
"""Pairs of part and whole that are tried for one rate, nearest first."""
_TELLING = 3
"""Digits of a percentage that two numbers hardly give by chance."""
_BESIDE = 6
_AWAITED = frozenset(
    {"rate.official_card", "rate.reimbursement", "rate.assets_in_use", "rate.procurement", "rate.public_control",
     "rate.three_public_control", "staff.control_rate"}
)  # fmt: skip
"""Rates of the official forms: where nothing to recompute them from is stated, that is worth a line."""


@check("ratio.named")
def named_rates(ledger: Ledger) -> Iterator[Finding]:
    """Every stated named rate against part ÷ whole."""
    for fact in rates(ledger):
        rate = _rate_of(ledger, fact)
        if rate is None:
            if fact.metric in _AWAITED and ledger.table(fact) is None:
                yield from unknown(ledger, fact)
            continue
        place = _row(ledger, fact) or ledger.within(ledger.sentence(fact))
        pairs = _by_words(fact, rate, place, ledger) if rate.part.words else _by_metrics(ledger, fact, rate)
        found = best(quotient(ledger, [(1, a)], [(1, b)], fact) for a, b in pairs[:_PAIRS])
        if found is not None and not found.holds and _of_others(ledger, found):
            continue
        if found is None and rate.part.words and ledger.table(fact) is None:
            wider = _by_words(fact, rate, ledger.within(ledger.paragraph(fact)), ledger)
            found = best(quotient(ledger, [(1, a)], [(1, b)], fact) for a, b in wider[:_PAIRS])
            found = found if found is not None and found.holds else None
        if found is not None:
            finding = _judge(ledger, fact, rate, found, len(pairs))
            if finding is not None:
                yield finding
        elif fact.metric in _AWAITED and ledger.table(fact) is None:
            yield from unknown(ledger, fact)


def _of_others(ledger: Ledger, found: Quotient) -> bool:
    """Whether the numbers are of several things in turn, or part and whole of different things."""
    facts = [fact for _, fact in (*found.part, *found.whole)]
    return any(paired(ledger, fact) for fact in facts) or of_other_things(ledger, facts[0], facts[-1])


@check("ratio.counted")
def counted_rates(ledger: Ledger) -> Iterator[Finding]:
    """Any rate that two counts or amounts right before it in the sentence give to the digit: 满意度95.93% of 731 and
    762. It only confirms: what does not fit may be a rate of something else."""
    for fact in rates(ledger):
        if ledger.name(fact).endswith(("率", "度")) and ledger.table(fact) is None:
            found = counted(ledger, fact)
            if found is not None:
                yield agreeing(ledger, "ratio.counted", found, ledger.name(fact))


def counted(ledger: Ledger, fact: Fact) -> Quotient | None:
    """Two counts or amounts right before the rate that give it to the digit."""
    if digits(fact.quantity.value or Decimal(0)) < _TELLING:
        return None
    earlier = ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))
    stated = [f for f in earlier if f.role not in ("change", "share") and ledger.amount(f) is not None]
    beside = [f for f in stated if f.quantity.kind in ("count", "money")][-_BESIDE:]
    pairs = [(a, b) for a, b in product(reversed(beside), repeat=2) if a is not b and _fits_in(a, b)]
    found = best(quotient(ledger, [(1, a)], [(1, b)], fact) for a, b in pairs)
    return found if found is not None and found.holds else None


def _fits_in(part: Fact, whole: Fact) -> bool:
    a, b = part.quantity.value, whole.quantity.value
    return counts_alike(part, whole) and not _people(part, whole) and a is not None and b is not None and 0 < a <= b


def rates(ledger: Ledger) -> tuple[Fact, ...]:
    """The stated rates, in text order."""
    return ledger.once(_rates)


def _rates(ledger: Ledger) -> tuple[Fact, ...]:
    return tuple(fact for fact in ledger.of_kind("percent") if is_rate(fact))


def is_rate(fact: Fact) -> bool:
    """Whether the fact states the level of something in per cent, as a result."""
    quantity = fact.quantity
    return (
        quantity.kind == "percent"
        and quantity.unit != "百分点"
        and quantity.comparator == "eq"
        and fact.role in _STATED
    )


def agreeing(ledger: Ledger, check_name: str, found: Quotient, name: str) -> Finding:
    """The stated rate is what its parts give."""
    return holds(
        check_name,
        "ratio",
        found.evidence,
        found.formula,
        f"{name}{ledger.quote(found.stated)}与按报告数据计算的结果一致",
        computed=str(found.computed),
        stated=str(found.stated.quantity.value),
        difference=found.difference,
    )


def differing(ledger: Ledger, check_name: str, found: Quotient, name: str, severity: Severity) -> Finding:
    """The stated rate is not what its parts give; a gap within the last digit is only noted."""
    if found.rounding:
        severity = "info"
        message = f"{name}{ledger.quote(found.stated)}与计算值{found.computed}%相差在末位以内，属尾差"
    else:
        severity = "warning" if found.loose and severity == "error" else severity
        parts = "、".join(quoted(ledger, fact) for _, fact in (*found.part, *found.whole))
        message = f"{name}按{parts}计算应为{found.computed}%，表述为{ledger.quote(found.stated)}，请核对"
    return fails(
        check_name,
        "ratio",
        severity,
        found.evidence,
        found.formula,
        message,
        computed=str(found.computed),
        stated=str(found.stated.quantity.value),
        difference=found.difference,
    )


def unknown(ledger: Ledger, fact: Fact) -> Iterator[Finding]:
    """The report states a rate and nothing that it could be recomputed from."""
    if counted(ledger, fact) is None:
        yield _unknown(ledger, fact)


def _unknown(ledger: Ledger, fact: Fact) -> Finding:
    return open_question(
        "ratio.named",
        "ratio",
        (fact.quantity.span,),
        f"{ledger.quote(fact)} = ?",
        f"{quoted(ledger, fact)}没有给出分子和分母，无法核验",
    )


def _judge(ledger: Ledger, fact: Fact, rate: Rate, found: Quotient, choices: int) -> Finding | None:
    if found.holds:
        return agreeing(ledger, "ratio.named", found, rate.name)
    if rate.about and not any(word in ledger.doc[ledger.sentence(fact)] + ledger.name(fact) for word in rate.about):
        return None
    near = max(ledger.distance(fact, other) for _, other in (*found.part, *found.whole)) == 0
    if rate.doubtful or rate.metric in ("rate.three_public_control", "rate.public_control"):
        return differing(ledger, "ratio.named", found, rate.name, "warning") if near or rate.doubtful else None
    if not near:
        return None
    certain = choices == 1 and _adjacent(ledger, fact, found)
    return differing(ledger, "ratio.named", found, rate.name, "error" if certain else "warning")


def _adjacent(ledger: Ledger, fact: Fact, found: Quotient) -> bool:
    """Whether no other number of the sentence stands between the parts and the rate."""
    used = {id(f) for _, f in (*found.part, *found.whole)}
    first = min(f.quantity.span.start for _, f in (*found.part, *found.whole))
    between = ledger.within(Span(first, fact.quantity.span.start))
    return first < fact.quantity.span.start and all(id(other) in used for other in between)


def _rate_of(ledger: Ledger, fact: Fact) -> Rate | None:
    """The named rate that the metric or, better, the longest fitting word says."""
    name = ledger.name(fact)
    rates = load_relations().rates
    worded = [(len(word), rate) for rate in rates for word in rate.words if name.endswith(word)]
    if worded:
        return max(worded, key=lambda pair: pair[0])[1]
    return next((rate for rate in rates if rate.metric is not None and rate.metric == fact.metric), None)


def _by_metrics(ledger: Ledger, fact: Fact, rate: Rate) -> list[tuple[Fact, Fact]]:
    parts, wholes = (_of_term(ledger, fact, term) for term in (rate.part, rate.whole))
    table = ledger.table(fact)
    pairs = []
    for part, whole in product(parts, wholes):
        if part is whole or year(part) != year(whole):
            continue
        if table is not None and (ledger.table(part) is not table or ledger.table(whole) is not table):
            continue
        pairs.append((part, whole))
    reach = {f.quantity.span: ledger.distance(fact, f) for f in (*parts, *wholes)}
    return sorted(
        pairs,
        key=lambda pair: (
            max(reach[pair[0].quantity.span], reach[pair[1].quantity.span]),
            ledger.distance(*pair),
            pair[0].quantity.span,
            pair[1].quantity.span,
        ),
    )


def _row(ledger: Ledger, fact: Fact) -> tuple[Fact, ...]:
    """All facts of the table row; none in prose."""
    table, cell = ledger.table(fact), ledger.cell(fact)
    if table is None or cell is None:
        return ()
    return ledger.row(table, cell.row)


def _of_term(ledger: Ledger, fact: Fact, term: Term) -> list[Fact]:
    period = fact.period
    return [
        other
        for metric in term.metrics
        for other in ledger.stated(metric, period=period)
        if other.role in term.roles and ledger.amount(other) is not None
    ]


def _by_words(fact: Fact, rate: Rate, place: Sequence[Fact], ledger: Ledger) -> list[tuple[Fact, Fact]]:
    """Amounts of one sentence, paragraph or row whose names say part and whole; a part is never the whole."""
    beside = [
        other
        for other in place
        if other.quantity.kind in ("count", "money", "measure") and ledger.amount(other) is not None
    ]
    parts = [other for other in beside if _says(ledger, other, rate.part.words)]
    wholes = [other for other in beside if _says(ledger, other, rate.whole.words) and other not in parts]
    pairs = [
        (a, b)
        for a, b in product(parts, wholes)
        if counts_alike(a, b) and not scopes_conflict(a, b) and not _people(a, b)
    ]
    return sorted(pairs, key=lambda pair: sum(abs(f.quantity.span.start - fact.quantity.span.start) for f in pair))


def _says(ledger: Ledger, fact: Fact, words: Sequence[str]) -> bool:
    """Whether the name has one of the words, not denied: 不合格 is not 合格."""
    name = ledger.name(fact)
    return any(word in name and not any(no + word in name for no in "不未非") for word in words)


def _people(one: Fact, other: Fact) -> bool:
    """人 and 人次 are counted apart."""
    units = {one.quantity.unit, other.quantity.unit}
    return "人次" in units and len(units) > 1
