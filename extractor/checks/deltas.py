"""Changes recomputed: against last year and against the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks import check
from extractor.interval import Interval
from extractor.ledger.amounts import Amount, plain, stated_amount
from extractor.ledger.changes import Change, changes
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import digits, percent
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import arithmetic, quoted
from extractor.types import Fact, Finding, Severity, Span, squeeze

_FULL = Decimal(100)
_TOTALS = ("spend.total", "income.total", "budget.total")
_BUDGETS = (*_TOTALS, "spend.project")
_FEW, _SMALL, _ADJOINING = 10, 2000, 14
"""Counts of this size, right before their rate, are tested for whether a whole number of the year before gives it."""

_TELLING = 3
"""Digits of a rate that two numbers hardly give by chance."""


@check("delta.change")
def amounts_of_change(ledger: Ledger) -> Iterator[Finding]:
    """比上年增加A: this year's number less last year's (or the budget) is A."""
    for change in changes(ledger):
        claim = change.amount
        if claim is None:
            continue
        pairs = [(now, then) for now in change.now for then in change.then if now is not then]
        fitting = next(((n, t) for n, t in pairs if _gives(ledger, n, t, claim, up=change.up)), None)
        if fitting is None and pairs:
            fitting = _of_other(ledger, change, claim)
        if fitting is not None:
            terms = _ordered(fitting, up=change.up)
            message = f"{quoted(ledger, claim)}与两期数字之差一致"
            yield arithmetic(ledger, "delta.change", "delta", terms, claim, message, verdict="consistent")
        elif pairs:
            finding = _wrong_amount(ledger, change, claim, pairs)
            if finding is not None:
                yield finding
        elif change.budget and change.now and claim.quantity.kind == "money":
            now = change.now[0]
            message = f"{quoted(ledger, claim)}所对应的年初预算数未在报告中列出，无法核验"
            formula = f"{ledger.quote(now)} {'-' if change.up else '+'} {ledger.quote(claim)} = ?"
            spans = (claim.quantity.span, now.quantity.span)
            yield open_question("delta.change", "delta", spans, formula, message)


def _of_other(ledger: Ledger, change: Change, claim: Fact) -> tuple[Fact, Fact] | None:
    """Another number of the sentence of which the change is told after all: the whole before its parts."""
    told = ledger.within(Span(ledger.sentence(claim).start, claim.quantity.span.start))
    levels = [f for f in told if f.role not in ("change", "share", "weight") and f.quantity.kind == claim.quantity.kind]
    pairs = ((now, then) for then in change.then for now in reversed(levels) if now is not then)
    return next(((n, t) for n, t in pairs if _gives(ledger, n, t, claim, up=change.up)), None)


@check("ratio.growth")
def growth_rates(ledger: Ledger) -> Iterator[Finding]:
    """A rate of change against amount and base; a base of 0 has no rate."""
    for change in changes(ledger):
        rate = change.rate
        if rate is None or not rate.quantity.value:
            continue
        zero = _zero_base(ledger, change)
        if zero is not None:
            yield _rate_of_nothing(ledger, change, rate, zero)
            continue
        bases = list(_bases(ledger, change))
        loose = (*_loose_bases(ledger, change), *_other_bases(ledger, change))
        fitting = next((base for base in (*bases, *loose) if _meets(base, rate)), None)
        if fitting is not None:
            yield _rate_holds(ledger, rate, fitting)
            continue
        if not bases:
            finding = _impossible(ledger, change, rate)
            if finding is not None:
                yield finding
            continue
        yield _wrong_rate(ledger, change, rate, bases[0])


@check("delta.budget")
def adjusted_budget(ledger: Ledger) -> Iterator[Finding]:
    """年初预算 + 追加 - 调减 = 调整后预算, all told in one sentence; that it holds is found with the identities."""
    for end in ledger.stated("budget.total", "budget_adjusted"):
        beside = [f for f in ledger.within(ledger.sentence(end)) if f.quantity.span < end.quantity.span]
        starts = [f for f in beside if f.role == "budget_initial" and f.metric in _TOTALS]
        moves = [(1, f) for f in beside if f.metric == "budget.added"]
        moves += [(-1, f) for f in beside if f.metric == "budget.reduced"]
        if ledger.table(end) is not None or len(starts) != 1 or not moves:
            continue
        terms = [(1, starts[0]), *moves]
        exact = all(ledger.amount(f) is not None for f in (end, *(f for _, f in terms)))
        if exact and not _closes(ledger, terms, end):
            message = f"年初预算加追加减调减与{quoted(ledger, end)}不等，请核对数字或是否漏列调整事项"
            yield arithmetic(
                ledger, "delta.budget", "delta", terms, end, message, verdict="inconsistent", severity="warning"
            )


@check("delta.adjusted")
def adjusted_with_carried(ledger: Ledger) -> Iterator[Finding]:
    """年初预算 + 追加 - 调减 + 上年结转 = 全年预算 of one programme or of all, in one sentence. Confirms only."""
    for end in ledger.in_prose("money"):
        if end.role != "budget_adjusted" or end.metric not in _BUDGETS:
            continue
        beside = [f for f in ledger.within(ledger.sentence(end)) if f is not end and ledger.amount(f) is not None]
        starts = [f for f in beside if f.role == "budget_initial" and f.metric != "income.carried_in"]
        moves = [(1, f) for f in beside if f.metric in ("budget.added", "income.carried_in")]
        moves += [(-1, f) for f in beside if f.metric == "budget.reduced"]
        if ledger.amount(end) is None or len(starts) != 1 or len(moves) < 2:
            continue
        terms = [(1, starts[0]), *moves]
        if _closes(ledger, terms, end):
            message = f"年初预算加追加、结转，减调减，与{quoted(ledger, end)}相符"
            yield arithmetic(ledger, "delta.adjusted", "delta", terms, end, message, verdict="consistent")


def _closes(ledger: Ledger, terms: Sequence[tuple[int, Fact]], end: Fact) -> bool:
    known = [(sign, amount) for sign, fact in terms if (amount := ledger.amount(fact)) is not None]
    stated = ledger.amount(end)
    if stated is None or len(known) != len(terms):
        return False
    computed = sum((sign * amount.value for sign, amount in known), Decimal(0))
    ulps = [min(a.ulp, a.scale / 100) for _, a in known] + [min(stated.ulp, stated.scale / 100)]
    return abs(computed - stated.value) <= sum(ulps, Decimal(0)) / 2


def _gives(ledger: Ledger, now: Fact, then: Fact, claim: Fact, *, up: bool) -> bool:
    terms = _ordered((now, then), up=up)
    return _closes(ledger, terms, claim)


def _ordered(pair: tuple[Fact, Fact], *, up: bool) -> list[tuple[int, Fact]]:
    now, then = pair
    return [(1, now), (-1, then)] if up else [(1, then), (-1, now)]


def _wrong_amount(ledger: Ledger, change: Change, claim: Fact, pairs: Sequence[tuple[Fact, Fact]]) -> Finding | None:
    now, then = pairs[0]
    terms = _ordered((now, then), up=change.up)
    known = [ledger.amount(now), ledger.amount(then), ledger.amount(claim)]
    if any(amount is None for amount in known):
        return None
    single = len({(n.quantity.value, t.quantity.value) for n, t in pairs}) == 1
    beside = ledger.sentence(now) == ledger.sentence(claim)
    severity: Severity = (
        "error" if single and beside and not change.budget and _near(ledger, then, claim) else "warning"
    )
    if not single and not beside:
        return None
    direction = "增加" if change.up else "减少"
    turned = _gives(ledger, now, then, claim, up=not change.up)
    message = f"按{quoted(ledger, now)}与{quoted(ledger, then)}计算，{direction}额与表述的{ledger.quote(claim)}不符"
    message += "，方向相反" if turned else ""
    return arithmetic(ledger, "delta.change", "delta", terms, claim, message, verdict="inconsistent", severity=severity)


def _near(ledger: Ledger, then: Fact, claim: Fact) -> bool:
    """Whether last year's number is in the sentence, or in a table, where its year is a heading."""
    return ledger.table(then) is not None or ledger.distance(then, claim) <= 1


class _Base:
    """Amount and base of a rate, and the facts that they come from."""

    __slots__ = ("change", "evidence", "shown", "value")

    def __init__(self, change: Interval, value: Interval, evidence: Sequence[Fact], shown: str) -> None:
        self.change, self.value, self.evidence, self.shown = change, value, tuple(evidence), shown

    @property
    def rate(self) -> Decimal:
        return percent(self.change.middle, self.value.middle)


def _bases(ledger: Ledger, change: Change) -> Iterator[_Base]:
    """Ways to recompute the rate, the surest first: from amount and this year's number, from both years' numbers."""
    claim = change.amount
    amount = ledger.amount(claim) if claim is not None else None
    sign = 1 if change.up else -1
    alone = len({now.quantity.value for now in change.now}) == 1
    for now in change.now:
        if claim is not None and (ledger.distance(now, claim) == 0 or (alone and ledger.distance(now, claim) == 1)):
            yield from _base_of(ledger, change, now)
    for then in change.then:
        bottom = ledger.amount(then)
        if bottom is None or _fine(bottom).low <= 0:
            continue
        if claim is not None and amount is not None and bottom.like(amount):
            yield _Base(_fine(amount), _fine(bottom), (claim, then), f"{ledger.quote(claim)} ÷ {ledger.quote(then)}")
        for now in change.now:
            top = ledger.amount(now)
            if top is not None and now is not then and top.like(bottom):
                gap = _fine(top) - _fine(bottom)
                gap = gap if sign > 0 else Interval(-gap.high, -gap.low)
                yield _Base(
                    gap,
                    _fine(bottom),
                    (now, then),
                    f"({ledger.quote(now)} - {ledger.quote(then)}) ÷ {ledger.quote(then)}",
                )


def _loose_bases(ledger: Ledger, change: Change) -> Iterator[_Base]:
    """Further readings with a number of this year in the same paragraph: they can confirm a rate, never refute it."""
    for now in change.now:
        if change.amount is not None and ledger.distance(now, change.amount) == 1:
            yield from _base_of(ledger, change, now)


def _other_bases(ledger: Ledger, change: Change) -> Iterator[_Base]:
    """The other numbers of the sentence before the change, where the one told last is a part of what changed:
    `支出9万元，即接待费4万元、用车5万元，较上年减少1万元，降幅10%`."""
    if change.amount is None or change.rate is None or digits(change.rate.quantity.value or Decimal(0)) < _TELLING:
        return
    told = ledger.within(Span(ledger.sentence(change.claim).start, change.claim.quantity.span.start))
    for now in told:
        if now.role not in ("change", "share") and now not in change.now:
            yield from _base_of(ledger, change, now)


def _base_of(ledger: Ledger, change: Change, now: Fact) -> Iterator[_Base]:
    """Last year's number as this year's less the change."""
    claim, top = change.amount, ledger.amount(now)
    amount = ledger.amount(claim) if claim is not None else None
    if top is None or claim is None or amount is None or not top.like(amount):
        return
    gap = _fine(amount)
    base = _fine(top) - gap if change.up else _fine(top) + gap
    if base.low > 0:
        joint = "-" if change.up else "+"
        shown = f"{ledger.quote(claim)} ÷ ({ledger.quote(now)} {joint} {ledger.quote(claim)})"
        yield _Base(gap, base, (claim, now), shown)


def _fine(amount: Amount) -> Interval:
    """Reports drop zeros at the end: an amount is read as exact to a hundredth of its unit at least."""
    half = min(amount.ulp, amount.scale / 100) / 2
    return Interval(amount.value - half, amount.value + half)


def _meets(base: _Base, rate: Fact) -> bool:
    claim = stated_amount(rate.quantity)
    shown = Interval(abs(claim.value) - claim.ulp / 2, abs(claim.value) + claim.ulp / 2)
    result = (base.change / base.value).scaled(_FULL)
    return result.meets(shown)


def _gap(base: _Base, rate: Fact) -> Decimal:
    claim = stated_amount(rate.quantity)
    return abs(base.rate - abs(claim.value))


def _rate_holds(ledger: Ledger, rate: Fact, base: _Base) -> Finding:
    computed, stated = _shown(base.rate), plain(abs(stated_amount(rate.quantity).value))
    relation = "" if computed == stated else f" ≈ {stated}"
    return holds(
        "ratio.growth",
        "ratio",
        (rate.quantity.span, *(f.quantity.span for f in base.evidence)),
        f"{base.shown} × 100 = {computed}{relation}",
        f"变动率{ledger.quote(rate)}与按报告数据计算的结果一致",
        computed=computed,
        stated=str(rate.quantity.value),
    )


def _wrong_rate(ledger: Ledger, change: Change, rate: Fact, base: _Base) -> Finding:
    claim = stated_amount(rate.quantity)
    computed = _shown(base.rate)
    gap = _gap(base, rate)
    together = all(ledger.sentence(f) == ledger.sentence(rate) for f in base.evidence)
    severity: Severity = "warning"
    if gap <= claim.ulp:
        severity = "info"
    elif together and change.amount is not None and not change.budget and len(change.now) == 1:
        severity = "error"
    numbers = "、".join(quoted(ledger, f) for f in base.evidence)
    return fails(
        "ratio.growth",
        "ratio",
        severity,
        (rate.quantity.span, *(f.quantity.span for f in base.evidence)),
        f"{base.shown} × 100 = {computed} ≠ {plain(claim.value)}",
        f"变动率按{numbers}计算应为{computed}%，表述为{ledger.quote(rate)}，请核对",
        computed=computed,
        stated=plain(claim.value),
        difference=_shown(base.rate - abs(claim.value)),
    )


def _zero_base(ledger: Ledger, change: Change) -> Fact | None:
    """The fact that shows the base to be 0."""
    values = {f.quantity.value for f in change.then}
    if change.then and values == {Decimal(0)}:
        return change.then[0]
    claim = change.amount
    if claim is None or not change.up or change.then:
        return None
    same = [n for n in change.now if (a := ledger.amount(n)) and (b := ledger.amount(claim)) and a.value == b.value]
    return same[0] if same and len(same) == len(change.now) else None


def _rate_of_nothing(ledger: Ledger, change: Change, rate: Fact, zero: Fact) -> Finding:
    usual = rate.quantity.value == _FULL
    spans: list[Span] = [rate.quantity.span]
    spans += [change.amount.quantity.span] if change.amount is not None else []
    base = f"{change.base_year}年" if change.base_year else "年初预算"
    return fails(
        "ratio.growth",
        "ratio",
        "warning" if usual or zero.quantity.value else "error",
        (*spans, zero.quantity.span, *(now.quantity.span for now in change.now[:1])),
        f"{ledger.quote(change.now[0] if change.now else change.claim)} ÷ 0",
        f"{base}的基数为0，变动率无意义，表述为{ledger.quote(rate)}，请核对基数或删去变动率",
        stated=str(rate.quantity.value),
    )


def _impossible(ledger: Ledger, change: Change, rate: Fact) -> Finding | None:
    """A rate of a small count that no whole number of the year before gives (GRIM)."""
    value = rate.quantity.value
    if value is None or change.amount is not None or len(change.now) != 1 or change.budget:
        return None
    now = change.now[0]
    count = now.quantity.value
    if now.quantity.kind != "count" or count is None or not _FEW < count <= _SMALL or count != int(count):
        return None
    between = squeeze(ledger.doc.text[now.quantity.span.end : rate.quantity.span.start])
    if stated_amount(now.quantity).scale != 1 or len(between) > _ADJOINING:
        return None
    claim = stated_amount(rate.quantity)
    signed = value if change.up else -value
    if signed <= -_FULL or ledger.sentence(now) != ledger.sentence(rate):
        return None
    low = count / (1 + (signed + claim.ulp / 2) / 100)
    high = count / (1 + (signed - claim.ulp / 2) / 100)
    if int(high) >= low:
        return None
    return fails(
        "ratio.growth",
        "ratio",
        "warning",
        (rate.quantity.span, now.quantity.span),
        f"{plain(count)} ÷ (1 {'+' if change.up else '-'} {plain(value)}%) 不是整数",
        f"{quoted(ledger, now)}的变动率{ledger.quote(rate)}对应的上期数不是整数，请核对",
    )


def _shown(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01")))
