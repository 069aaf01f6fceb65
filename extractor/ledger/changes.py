"""A stated change with what it changes: this year's number, last year's (or the budget's), the amount and the rate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import core, counts_alike, narrowing, set_apart, whole_name
from extractor.lexicon.identities import load_narrowed
from extractor.types import Fact, Span, squeeze

UP = re.compile(r"增加|增列|增长|上升|提高|上涨|增支|增收|超出|超支|超过|净增|多支出|增幅|扩大|增多")
DOWN = re.compile(r"减少|下降|降低|压减|压缩|减支|减收|下滑|节约|节省|缩减|回落|净减|少支出|降幅")
_LAST_YEAR = re.compile(r"上一?年度?|去年|同比|上年同期|(?P<year>(?:19|20)\d{2})年")
_NOW = re.compile(r"本年|今年|当年")
_COMPARED = re.compile(r"(?:(?<!占)比|较|相比)[^，,。；;：:占]{0,16}$")
_BUDGET = re.compile(r"(?P<stage>年初预算|调整后?预算|全年预算|(?<!公共)(?<!基金)(?<!经营)预算)")
_AGAINST = re.compile(r"(?:比|较|与|同|超出|超过|超支|相比)")
_COMPARED_WITH = re.compile(r"[与和同跟][^，。；]{2,16}?相比")
_POINTS = ("百分点", "个百分点")
_RATES_OF = {"rate.three_public_change": "spend.three_public"}
_PARTIAL = re.compile(r"财政拨款|一般公共预算|政府性基金|国有资本|人均|平均|本级|所属|下属")
"""Words of a change that is told of a part only."""
_ONLY_CHANGED = re.compile(
    rf"[，,、（(]?(?:同比|净|共|累计|分别)?(?:{UP.pattern}|{DOWN.pattern})(?:了|率|幅度?|额)?(?:为|达到?)?"
)
"""Between `由A提高到B` and its change stands the change and nothing that it could be a change of."""
_OF_WHICH = re.compile(r"的\d+(?:\.\d+)?[%％]")
_JUST_CHANGED = re.compile(rf"(?:{UP.pattern}|{DOWN.pattern})了?(?:资金|支出|经费)?$")
_ONLY_DIRECTION = 4
"""Characters of `减少`: in `比2021年的16万元减少1万元` the base stands before the number before."""
_LEVELS = ("final", "actual", "budget_initial", "budget_adjusted")


@dataclass(frozen=True, slots=True)
class Change:
    """`比上年增加5万元，增长10%`: one or both of amount and rate, and what they are said against."""

    claim: Fact
    """The amount, or the rate where no amount is stated."""
    amount: Fact | None
    rate: Fact | None
    up: bool
    budget: bool
    """Against a budget, not against another year."""
    base_year: str | None
    """The year of comparison; None against a budget."""
    now: tuple[Fact, ...]
    """What it has changed to, likeliest first; those of the sentence come before others."""
    then: tuple[Fact, ...]
    """What it has changed from."""


def changes(ledger: Ledger) -> tuple[Change, ...]:
    """Every stated change of narrative; an amount and the rate right behind it are one change."""
    return ledger.once(_all_changes)


def _all_changes(ledger: Ledger) -> tuple[Change, ...]:
    return tuple(_changes(ledger))


def _changes(ledger: Ledger) -> Iterator[Change]:
    taken: set[int] = set()
    facts = [f for f in ledger.in_prose("money", "count", "percent") if _changing(f)]
    for at, fact in enumerate(facts):
        if id(fact) in taken:
            continue
        amount, rate = (None, fact) if is_rate_of_change(fact) else (fact, None)
        if amount is not None and at + 1 < len(facts):
            following = facts[at + 1]
            between = squeeze(ledger.doc.text[fact.quantity.span.end : following.quantity.span.start])
            if (
                following.quantity.kind == "percent"
                and len(between) <= 10
                and not re.search(r"[。；;]|其中|率为", between)
                and not _other_base(_words(ledger, fact), between)
            ):
                rate = following
                taken.add(id(following))
        change = _change(ledger, amount, rate)
        if change is not None:
            yield change


def _other_base(words: str, later: str) -> bool:
    """Whether a second comparison begins: `较预算减少0.5万元，较上年下降8%` is said against two bases."""
    mine, its = _base_kind(words), _base_kind(later)
    return its is not None and mine is not None and mine != its


def _base_kind(words: str) -> str | None:
    """What the words compare with: the year before also where its budget is meant."""
    return "year" if _LAST_YEAR.search(words) else "budget" if _BUDGET.search(words) else None


def is_rate_of_change(fact: Fact) -> bool:
    """A percentage of the base; a number of percentage points is an amount."""
    return fact.quantity.kind == "percent" and fact.quantity.unit not in _POINTS


def _changing(fact: Fact) -> bool:
    told = fact.role == "change" and fact.quantity.comparator == "eq"
    return told and fact.metric not in ("budget.added", "budget.reduced")


def _change(ledger: Ledger, amount: Fact | None, rate: Fact | None) -> Change | None:
    claim = amount or rate
    if claim is None:
        return None
    words = _words(ledger, claim)
    ups, downs = list(UP.finditer(words)), list(DOWN.finditer(words))
    if not ups and not downs:
        return None
    up = (ups[-1].start() if ups else -1) > (downs[-1].start() if downs else -1)
    against = words[max((m.start() for m in _AGAINST.finditer(words)), default=0) :]
    compared = _COMPARED_WITH.search(words)
    if compared and not _BUDGET.search(against) and not _LAST_YEAR.search(against):
        against = compared[0]
    budget = _BUDGET.search(against)
    last = _LAST_YEAR.search(against)
    if budget and not last:
        now = _now(ledger, claim, year(claim), ("final", "actual"))
        then = _budgets(ledger, now, claim, budget["stage"])
        return Change(claim, amount, rate, up, True, None, now, then)
    if last is None:
        return _from_to(ledger, claim, amount, rate, up=up)
    this = year(claim)
    fiscal = ledger.doc.meta.fiscal_year
    if fiscal and _NOW.search(words):
        this = str(fiscal)
    base = last["year"] or (str(int(this) - 1) if this and this.isdigit() else None)
    if base is not None and base == this:
        this = str(int(base) + 1)
    now = _now(ledger, claim, this, _LEVELS)
    return Change(claim, amount, rate, up, False, base, now, _then(ledger, claim, now, base))


def _from_to(ledger: Ledger, claim: Fact, amount: Fact | None, rate: Fact | None, *, up: bool) -> Change | None:
    """`由2021年底的91.2%提高到2022年底的96.8%，提高5.6个百分点`: both numbers stand before the change."""
    sentence = ledger.sentence(claim)
    levels = [
        f
        for f in ledger.within(Span(sentence.start, claim.quantity.span.start))
        if f.role in _LEVELS and _alike(f, claim) and ledger.amount(f) is not None
    ]
    if len(levels) < 2:
        return None
    then, now = levels[-2:]
    text = ledger.doc.text
    if not _ONLY_CHANGED.fullmatch(squeeze(text[now.quantity.span.end : claim.quantity.span.start])):
        return None
    led = squeeze(text[max(sentence.start, then.quantity.span.start - 24) : then.quantity.span.start])
    between = squeeze(text[then.quantity.span.end : now.quantity.span.start])
    if not re.search(r"[由从]", led) or not re.search(r"[到至为]", between) or re.search(r"[，。；、]", between):
        return None
    return Change(claim, amount, rate, up, False, year(then), (now,), (then,))


def _words(ledger: Ledger, claim: Fact) -> str:
    """The words since the number before it, or since the start of the sentence."""
    sentence = ledger.sentence(claim)
    earlier = [f for f in ledger.within(Span(sentence.start, claim.quantity.span.start)) if f.quantity.kind != "date"]
    start = max([sentence.start, *(f.quantity.span.end for f in earlier)])
    words = squeeze(ledger.doc.text[start : claim.quantity.span.start])
    if earlier and len(words) <= _ONLY_DIRECTION and earlier[-1].role in _LEVELS:
        clause = ledger.doc.text.rfind("，", sentence.start, earlier[-1].quantity.span.start) + 1
        words = squeeze(ledger.doc.text[max(clause, sentence.start) : claim.quantity.span.start])
    return words


def _metric(claim: Fact) -> str | None:
    metric = _RATES_OF.get(claim.metric or "", claim.metric)
    return None if metric is not None and metric.startswith("rate.") and claim.quantity.kind == "money" else metric


def _now(ledger: Ledger, claim: Fact, this: str | None, roles: tuple[str, ...]) -> tuple[Fact, ...]:
    """Numbers that it may have changed to: the nearest before it in its sentence, else those of its metric."""
    sentence = ledger.sentence(claim)
    earlier = [
        f
        for f in ledger.within(Span(sentence.start, claim.quantity.span.start))
        if (f.role in roles or _told_as_level(ledger, f))
        and _alike(f, claim)
        and ledger.amount(f) is not None
        and year(f) == this
        and not _is_base(ledger, f)
        and not _in_passing(ledger, f)
        and not set_apart(ledger, f, claim)
    ]
    metric = _metric(claim)
    if earlier:
        named = [f for f in earlier if metric is not None and f.metric == metric]
        nearest = earlier[-1]
        between = ledger.within(Span(nearest.quantity.span.end, claim.quantity.span.start))
        if named and named[-1] is nearest:
            return (nearest,)
        return (nearest,) if not [f for f in between if f.role != "change"] else tuple((named or earlier)[-1:])
    if _PARTIAL.search(ledger.name(claim)):
        return _of_part(ledger, claim, roles)
    if metric is None:
        return ()
    found = [
        f
        for f in ledger.stated(metric, period=this)
        if f.role in roles
        and (f.role in ("final", "actual") or ledger.distance(f, claim) <= 1)
        and _alike(f, claim)
        and ledger.amount(f) is not None
        and not _is_base(ledger, f)
    ]
    own = _programme(ledger, claim)
    found = [f for f in found if own is None or core(ledger.name(f)) == own]
    near = [f for f in found if ledger.distance(f, claim) <= 1 and f.quantity.span < claim.quantity.span]
    return tuple(sorted(near or found, key=lambda f: (ledger.distance(f, claim), f.quantity.span)))


def _programme(ledger: Ledger, claim: Fact) -> str | None:
    """The core of the name of a programme that has the metric of all of them: 普法宣传项目支出超出预算."""
    name = ledger.name(claim)
    if claim.metric not in load_narrowed():
        return None
    marks = (UP.search(name), DOWN.search(name), re.search("[比较]", name))
    own = core(name[: min((mark.start() for mark in marks if mark is not None), default=len(name))])
    return own if own and not whole_name(claim, own) else None


def _of_part(ledger: Ledger, claim: Fact, roles: tuple[str, ...]) -> tuple[Fact, ...]:
    """A part that the paragraph has told by the same name: 财政拨款支出7万元 … 财政拨款支出比上年增加1万元."""
    name = ledger.name(claim)
    marks = (UP.search(name), DOWN.search(name), re.search("[比较]", name))
    cut = min((mark.start() for mark in marks if mark is not None), default=len(name))
    told = ledger.within(Span(ledger.paragraph(claim).start, claim.quantity.span.start))
    found = [f for f in told if f.role in roles and _alike(f, claim) and ledger.amount(f) is not None]
    spent = [f for f in found if f.role in ("final", "actual")]
    found = spent if claim.role == "change" and spent else found
    return tuple(f for f in found if core(ledger.name(f)) == core(name[:cut]) and not _is_base(ledger, f))[-1:]


def _told_as_level(ledger: Ledger, fact: Fact) -> bool:
    """A part listed under a change that names no direction itself: `减少2万元，其中：接待费5万元，比上年减少1万元`."""
    clause = ledger.clause(fact)
    words = ledger.doc.text[clause.start : fact.quantity.span.start]
    return fact.role == "change" and not UP.search(words) and not DOWN.search(words)


def _in_passing(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is no level of its own: the whole of a share (`为预算20万元的86%`), or a change itself."""
    after = squeeze(ledger.doc.text[fact.quantity.span.end : fact.quantity.span.end + 12])
    return bool(_OF_WHICH.match(after) or _JUST_CHANGED.search(squeeze(ledger.before(fact, 8))))


def _is_base(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is what something is compared with: `比2021年的16万元减少1万元`."""
    return bool(_COMPARED.search(squeeze(ledger.before(fact, 24))))


def _base_words(ledger: Ledger, fact: Fact) -> str:
    found = _COMPARED.search(squeeze(ledger.before(fact, 24)))
    return found[0] if found else ""


def _then(ledger: Ledger, claim: Fact, now: tuple[Fact, ...], base: str | None) -> tuple[Fact, ...]:
    """Numbers of the base year: the one that it is compared with, or of the same metric and stage."""
    if base is None:
        return ()
    before = ledger.within(Span(ledger.sentence(claim).start, claim.quantity.span.start))
    compared = [f for f in before if _alike(f, claim) and ledger.amount(f) is not None and _is_base(ledger, f)]
    compared = [f for f in compared if _base_kind(_base_words(ledger, f)) != "budget"]
    if compared:
        return (compared[-1],)
    metric = now[0].metric if now and now[0].metric else _metric(claim)
    beside = [
        f
        for f in ledger.within(ledger.sentence(claim))
        if year(f) == base and f.role != "change" and _alike(f, claim) and ledger.amount(f) is not None
    ]
    if beside:
        return tuple(f for f in beside if f.metric == metric) or tuple(beside)
    if metric is None or claim.quantity.kind == "percent":
        return _by_name(ledger, now, base)
    stages = {f.role for f in now if f.role != "change"} or {"final", "actual"}
    found = [
        f
        for f in ledger.stated(metric, period=base)
        if f.role in stages
        and _alike(f, claim)
        and ledger.amount(f) is not None
        and not narrowing(ledger.name(f))
        and _of_same_part(ledger, f, claim)
    ]
    return tuple(sorted(found, key=lambda f: (ledger.distance(f, claim), f.quantity.span)))


def _of_same_part(ledger: Ledger, fact: Fact, claim: Fact) -> bool:
    """A change told of a part only (财政拨款收入增加…) is measured by numbers of that part."""
    part = _PARTIAL.search(ledger.name(claim))
    return part is None or part[0] in ledger.name(fact)


def _by_name(ledger: Ledger, now: tuple[Fact, ...], base: str) -> tuple[Fact, ...]:
    """Numbers of the base year that are called the same in the paragraph or table."""
    if not now or not ledger.name(now[0]):
        return ()
    name = core(ledger.name(now[0]))
    return tuple(
        f
        for f in ledger.within(ledger.paragraph(now[0]))
        if year(f) == base and core(ledger.name(f)) == name and counts_alike(f, now[0]) and ledger.amount(f) is not None
    )


def _budgets(ledger: Ledger, now: tuple[Fact, ...], claim: Fact, stage: str) -> tuple[Fact, ...]:
    roles = ("budget_adjusted",) if stage.startswith(("调整", "全年")) else ("budget_initial",)
    if not now:
        return ()
    beside = [f for f in ledger.within(ledger.sentence(claim)) if f.role in roles and _alike(f, claim)]
    if beside:
        return tuple(beside)
    metric, name = now[0].metric, core(ledger.name(now[0]))
    if metric is None:
        return ()
    return tuple(
        f
        for f in ledger.stated(metric, period=year(now[0]))
        if f.role in roles
        and ledger.amount(f) is not None
        and (core(ledger.name(f)) in (name, core("年初预算")) or (f.scope is None and whole_name(f, ledger.name(f))))
    )


def _alike(fact: Fact, claim: Fact) -> bool:
    """A number that a change can be a change of: of its unit, or of any for a rate."""
    if is_rate_of_change(claim):
        return fact.quantity.kind in ("money", "count")
    if claim.quantity.kind == "percent":
        return is_rate_of_change(fact) and fact.role != "change"
    return fact.quantity.kind == claim.quantity.kind and counts_alike(fact, claim)
