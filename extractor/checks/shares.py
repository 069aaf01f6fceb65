"""Shares: 占…的N%, 完成年初预算的N%."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import core, counts_alike, metrics_called, of_another_time, same_name, set_apart
from extractor.ledger.quotients import Quotient, quotient
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import quoted
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Finding, Severity, Span, squeeze

_TAIL = r"(?:的?(?:比重|比例|比率|份额|百分比))?(?:为|达到?|是|约为?)?[：:]?$"
_OF = re.compile(r"(?P<verb>占|完成|达到|相当于|为)(?P<whole>[^，,。；;：:占、%％\d]{1,26}?)的?" + _TAIL)
_BARE = re.compile(r"(?:占比|比重|比例)(?:为|达到?|是|约为?)?[：:]?$|占$")
Names = dict[str, list[Fact]]
"""Facts by the core of their name."""
_ALL_SPENDING = frozenset({"spend.total", "budget.total"})
_ALL = 100
_OTHERS = 5
"""One more than the numbers before a share that are tried as its subject."""
_ABOUT = re.compile(r"(?:约|近|超过|不低于|不足|超)$")
_TIME = re.compile(r"^(?:\d{4}年度?)?(?:本年度?|全年|当年|同期|年度|全部|部门|单位)*")
_TOTALS = frozenset({"总额", "总数", "总量", "合计", "全部", "总计", "总金额", "全部问题", "总"})


@check("ratio.share")
def shares(ledger: Ledger) -> Iterator[Finding]:
    """A share against the amount of its subject and the whole that the clause names."""
    for fact in ledger.of_kind("percent"):
        if fact.quantity.comparator != "eq" or not _plain(ledger, fact):
            continue
        named = _whole_name(ledger, fact)
        if named is None:
            continue
        subject = _subject(ledger, fact)
        if subject is None:
            if fact.role == "share":
                yield _unknown(ledger, fact)
            continue
        verb, whole = named
        if verb not in ("占", "") and not _stage(whole):
            continue
        finding = _verdict(ledger, fact, subject, whole)
        if finding is not None and finding.verdict != "consistent" and not _stage(whole):
            finding = _of_other(ledger, fact, subject, whole) or finding
        if finding is not None:
            yield finding


def _by_core(ledger: Ledger) -> Names:
    names: Names = defaultdict(list)
    for fact in ledger.facts:
        names[core(ledger.name(fact))].append(fact)
    return names


def _plain(ledger: Ledger, fact: Fact) -> bool:
    """A level that is stated as such: no percentage points, no target, nothing of 约 or 以上 around it."""
    if fact.role in ("target", "change") or fact.quantity.unit in ("百分点", "个百分点"):
        return False
    after = ledger.doc.text[fact.quantity.span.end : fact.quantity.span.end + 2]
    return after not in ("以上", "以下", "左右", "以内", "不等") and not _ABOUT.search(ledger.before(fact, 4))


def _whole_name(ledger: Ledger, fact: Fact) -> tuple[str, str] | None:
    """Verb and whole as the words before the number name them; ("", "") for a bare 占比."""
    if ledger.table(fact) is not None and len(ledger.before(fact)) < 2:
        return None
    words = squeeze(ledger.before(fact, 60))
    found = None
    for match in _OF.finditer(words):
        found = match
    if found is None:
        return ("", "") if _BARE.search(words) else None
    if "分别" in words[max(found.start() - 4, 0) :]:
        return None
    whole = found["whole"]
    if whole in ("比", "比重", "比例"):
        return ("", "")
    return found["verb"], _TIME.sub("", whole) or whole


def _subject(ledger: Ledger, fact: Fact) -> Fact | None:
    """What has the share: the amount with the same name before it in the sentence, else the amount right before it."""
    sentence = ledger.sentence(fact)
    earlier = [
        other
        for other in ledger.within(Span(sentence.start, fact.quantity.span.start))
        if other.quantity.kind in ("money", "count")
        and other.role not in ("change", "share", "target")
        and not set_apart(ledger, other, fact)
    ]
    if not earlier:
        return None
    if fact.indicator is not None:
        same = [
            o
            for o in earlier
            if o.indicator == fact.indicator
            or ledger.name(o) == ledger.name(fact)
            or (o.source == "stage" and o.metric and o.metric == fact.metric)
        ]
        if same:
            return same[-1]
    between = squeeze(ledger.doc.text[earlier[-1].quantity.span.end : fact.quantity.span.start])
    return earlier[-1] if len(between) <= 30 else None


def _of_other(ledger: Ledger, fact: Fact, subject: Fact, whole: str) -> Finding | None:
    """The share of another number of the sentence: `预算12万元，支出决算9万元，占总额的7%` is told of the spending."""
    told = ledger.within(Span(ledger.sentence(fact).start, fact.quantity.span.start))
    others = [o for o in told if o is not subject and o.role not in ("change", "share", "target")]
    likely = [o for o in others if o.quantity.kind == subject.quantity.kind and not set_apart(ledger, o, fact)]
    judged = [(o, _verdict(ledger, fact, o, whole)) for o in likely[:-_OTHERS:-1]]
    for _, finding in judged:
        if finding is not None and finding.verdict == "consistent":
            return finding
    if subject.role in ("budget_initial", "budget_adjusted"):
        return next((finding for o, finding in judged if o.role == "final"), None)
    return None


def _verdict(ledger: Ledger, fact: Fact, subject: Fact, whole: str) -> Finding | None:
    candidates = _wholes(ledger, fact, subject, whole)
    every = [
        (other, found)
        for other in candidates
        if (found := quotient(ledger, [(1, subject)], [(1, other)], fact)) is not None
    ]
    quotients = every if _stage(whole) else _called_so(ledger, every, whole)
    if not quotients:
        zero = next((o for o in candidates if o.quantity.value == 0 and _near(ledger, subject, o)), None)
        if zero is not None and subject.quantity.value and fact.quantity.value:
            return _of_nothing(ledger, fact, subject, zero)
        return _unknown(ledger, fact) if fact.role == "share" else None
    fitting = next(((other, found) for other, found in (*quotients, *every) if found.holds), None)
    if fitting is not None:
        other, found = fitting
        message = f"{quoted(ledger, subject)}占{quoted(ledger, other)}的比例与表述的{ledger.quote(fact)}一致"
        return holds(
            "ratio.share",
            "ratio",
            found.evidence,
            found.formula,
            message,
            computed=str(found.computed),
            stated=str(fact.quantity.value),
            difference=found.difference,
        )
    # A bare 占 does not name its whole: the one that is missed by no more than a rounding is meant.
    other, found = next((pair for pair in quotients if pair[1].rounding), quotients[0])
    severity = _severity(ledger, subject, [o for o, _ in quotients], found, bare=not whole)
    if severity not in (None, "info") and _stage(whole) and not _near(ledger, subject, other):
        severity = None
    if severity is None:
        return _unknown(ledger, fact)
    message = f"{quoted(ledger, subject)}占{quoted(ledger, other)}的比例应为{found.computed}%，"
    message += f"表述为{ledger.quote(fact)}，请核对"
    if severity == "info":
        message = f"比例{ledger.quote(fact)}与计算值{found.computed}%相差在末位以内，属尾差"
    return fails(
        "ratio.share",
        "ratio",
        severity,
        found.evidence,
        found.formula,
        message,
        computed=str(found.computed),
        stated=str(fact.quantity.value),
        difference=found.difference,
    )


def _severity(ledger: Ledger, subject: Fact, wholes: Sequence[Fact], found: Quotient, *, bare: bool) -> Severity | None:
    if found.rounding:
        return "info"
    if bare:
        return None
    values = {(whole.quantity.value, whole.quantity.unit) for whole in wholes}
    near = ledger.distance(subject, wholes[0]) <= 2
    doubtful = of_another_time(ledger, subject)
    if len(values) == 1 and near and not doubtful and not found.loose:
        return "error"
    return "warning" if near or len(values) == 1 else None


def _near(ledger: Ledger, one: Fact, other: Fact) -> bool:
    return ledger.distance(one, other) <= 1


def _wholes(ledger: Ledger, fact: Fact, subject: Fact, whole: str) -> list[Fact]:
    """Facts that the named whole can be, nearest first."""
    roles = _stage(whole)
    beside = [o for o in ledger.within(ledger.paragraph(subject)) if o is not subject]
    if roles:
        totals = sorted(_ALL_SPENDING | {subject.metric}) if subject.metric is not None else []
        pool = [*beside, *(o for m in totals for o in ledger.stated(m))]
        pool = [o for o in pool if o.role in roles and year(o) == year(subject)]
        pool = [o for o in pool if subject.metric is None or _as_budget(ledger, o, subject)]
    elif not whole or core(whole) in _TOTALS:
        before = [o for o in beside if o.quantity.span.start < subject.quantity.span.start]
        pool = [o for o in before if o.role == subject.role and _larger(o, subject)]
    else:
        known = metrics_called(whole)
        pool = [o for o in beside if _named(ledger, o, whole, known)] + ledger.once(_by_core).get(core(whole), [])
        pool += [o for m in sorted(known) for o in ledger.stated(m) if o.scope is None]
        pool += [o for o in ledger.heads_over(subject) if _named(ledger, o, whole, known)]
        pool = [o for o in pool if o.role in _roles_like(subject) and year(o) == year(subject)]
    usable = {o.quantity.span: o for o in pool if o is not subject and counts_alike(o, subject)}
    if not roles and fact.quantity.value != 100:
        usable = {span: o for span, o in usable.items() if not _same_amount(o, subject)}
    at = fact.quantity.span.start
    return sorted(
        (o for o in usable.values() if ledger.amount(o) is not None),
        key=lambda o: (ledger.distance(o, subject), abs(o.quantity.span.start - at)),
    )


def _called_so(ledger: Ledger, found: Sequence[tuple[Fact, Quotient]], whole: str) -> list[tuple[Fact, Quotient]]:
    """Those that are called exactly as the whole is named, unless one with more words to its name (财政拨款基本支出)
    stands nearer: that one may be meant, so it leads. What is less than its part is not meant."""
    exact = [pair for pair in found if core(ledger.name(pair[0])) == core(whole)]
    if exact and exact[0] is found[0]:
        return exact
    return [pair for pair in found if pair in exact or pair[1].computed <= _ALL]


def _as_budget(ledger: Ledger, budget: Fact, subject: Fact) -> bool:
    """Whether a budget is the one of the subject: in the same sentence before it, or of the same metric and name."""
    if ledger.distance(budget, subject) == 0:
        return budget.quantity.span < subject.quantity.span
    if budget.metric != subject.metric and not {budget.metric, subject.metric} <= _ALL_SPENDING:
        return False
    if ledger.distance(budget, subject) <= 1 or core(ledger.name(budget)) in ("预算", "年初预算"):
        return True
    return subject.metric not in _ALL_SPENDING | {"spend.project", None} or same_name(ledger, budget, subject)


def _named(ledger: Ledger, fact: Fact, whole: str, metrics: frozenset[str]) -> bool:
    if fact.metric in metrics and fact.scope is None:
        return True
    name, wanted = core(ledger.name(fact)), core(whole)
    return len(name) >= 2 and (name == wanted or wanted.endswith(name) or name.endswith(wanted))


def _roles_like(subject: Fact) -> frozenset[str]:
    same = frozenset({subject.role})
    return same | {"actual", "final"} if subject.role in ("actual", "final") else same


def _stage(whole: str) -> tuple[str, ...]:
    return load_relations().stages.get(whole, ())


def _larger(one: Fact, other: Fact) -> bool:
    a, b = one.quantity.value, other.quantity.value
    return a is not None and b is not None and (one.quantity.unit != other.quantity.unit or a > b)


def _same_amount(one: Fact, other: Fact) -> bool:
    return one.quantity.value == other.quantity.value and one.quantity.unit == other.quantity.unit


def _of_nothing(ledger: Ledger, fact: Fact, subject: Fact, zero: Fact) -> Finding:
    usual = fact.quantity.value == 100
    beside = (o for o in ledger.within(ledger.paragraph(subject)) if o not in (subject, zero, fact))
    meant = next(
        (o for o in beside if (q := quotient(ledger, [(1, subject)], [(1, o)], fact)) is not None and q.holds), None
    )
    return fails(
        "ratio.share",
        "ratio",
        "warning" if usual else "error",
        (fact.quantity.span, zero.quantity.span, subject.quantity.span),
        f"{ledger.quote(subject)} ÷ {ledger.quote(zero)}",
        f"{quoted(ledger, zero)}为0，不能作比例的基数，却表述为{ledger.quote(fact)}，请核对基数是年初预算还是全年预算",
        stated=str(fact.quantity.value),
        repair=f"以{quoted(ledger, meant)}为基数则相符" if meant is not None else None,
    )


def _unknown(ledger: Ledger, fact: Fact) -> Finding:
    return open_question(
        "ratio.share",
        "ratio",
        (fact.quantity.span,),
        f"{ledger.quote(fact)} = ?",
        f"占比{ledger.quote(fact)}所依据的总额或分项未在报告中找到，无法核验",
    )
