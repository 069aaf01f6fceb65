"""What cannot be: a part above its whole, a rate above 100%, a report before its year ends, a denied amount."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from extractor.checks import check
from extractor.ledger.amounts import plain
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import counts_alike, of_another_time, of_other_things, paired, scopes_conflict
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import quoted
from extractor.lexicon.relations import Bound, load_relations
from extractor.types import Fact, Finding, Severity, Span, squeeze

_NEARBY = 16
_PEOPLE = ("人", "名", "人次")
_OLDER = re.compile(r"回头看|历次|历年|累计|以来|遗留|上年|往年|含|包括|结转")
_YEAR = re.compile(r"(?P<year>20\d{2})年")
_TITLE = re.compile(r"(?P<year>20\d{2})年.*(?:自评表|评价表|基础数据表|评分表|决算表)")
_ACHIEVED = re.compile(r"完成率|完成比|完成程度|完成度|达成|实现程度|完成情况")
_OF_PLAN = re.compile(r"占[^，。；]*(?:任务|计划|目标|预算|指标)")
"""More than was planned can be done."""
_ALL = 100
_RISE = re.compile(r"增|升|涨|超|提高|翻")


@check("logic.bound")
def bounded(ledger: Ledger) -> Iterator[Finding]:
    """The part never exceeds the whole inside one sentence: 整改完成 ≤ 反馈问题, 立行立改 ≤ 发现问题."""
    by_sentence: dict[Span, list[Fact]] = {}
    for fact in ledger.of_kind("count"):
        usual = fact.role == "actual" and ledger.amount(fact) is not None
        if usual and (ledger.table(fact) is None or ledger.quote(fact) != squeeze(ledger.doc[ledger.paragraph(fact)])):
            by_sentence.setdefault(ledger.sentence(fact), []).append(fact)
    bounds = load_relations().bounds
    for facts in by_sentence.values():
        names = "".join(map(ledger.name, facts[1:]))
        said = ledger.doc.text[facts[0].quantity.span.end : facts[-1].quantity.span.start]
        for bound in bounds if len(facts) > 1 else ():
            if any(word in (said if bound.nearby else names) for word in bound.small):
                yield from _within(ledger, bound, facts)


def _within(ledger: Ledger, bound: Bound, facts: Sequence[Fact]) -> Iterator[Finding]:
    for at, small in enumerate(facts):
        name = _called(ledger, small, bound)
        if not any(word in name for word in bound.small) or paired(ledger, small):
            continue
        large = _large(ledger, bound, facts, at)
        if large is None:
            continue
        a, b = small.quantity.value, large.quantity.value
        if a is None or b is None:
            continue
        spans = (small.quantity.span, large.quantity.span)
        if bound.apart or not counts_alike(small, large):
            message = f"{quoted(ledger, small)}与{quoted(ledger, large)}单位不同，不能直接比较"
            yield open_question(
                "logic.bound", "logic", spans, f"{ledger.quote(small)} ? {ledger.quote(large)}", message
            )
        elif a <= b:
            message = f"{quoted(ledger, small)}不多于{quoted(ledger, large)}"
            yield holds("logic.bound", "logic", spans, f"{plain(a)} ≤ {plain(b)}", message)
        else:
            sure = bound.strict and large.scope == small.scope and _plainly(ledger, small, large, facts)
            severity: Severity = "error" if sure else "warning"
            message = f"{quoted(ledger, small)}多于{quoted(ledger, large)}，{bound.name}，请核对数字或口径"
            yield fails("logic.bound", "logic", severity, spans, f"{plain(a)} > {plain(b)}", message)


def _plainly(ledger: Ledger, small: Fact, large: Fact, facts: Sequence[Fact]) -> bool:
    """Whether nothing else is counted between the two, and nothing older is counted in."""
    between = facts[facts.index(large) + 1 : facts.index(small)]
    after = ledger.doc.text[small.quantity.span.end : small.quantity.span.end + 12]
    said = ledger.doc[ledger.sentence(small)] + after
    return not between and not _OLDER.search(said)


def _large(ledger: Ledger, bound: Bound, facts: Sequence[Fact], at: int) -> Fact | None:
    """The nearest whole before the part, by the order of the bound's words; never one of another round."""
    small = facts[at]
    for word in bound.large:
        for other in reversed(facts[:at]):
            name = _called(ledger, other, bound)
            if word not in name or any(w in name for w in bound.small) or scopes_conflict(small, other):
                continue
            if ((other.quantity.unit in _PEOPLE) != (small.quantity.unit in _PEOPLE)) != bound.apart:
                continue
            if of_other_things(ledger, small, other):
                continue
            if "线索" in name and "线索" not in word:
                continue
            return other
    return None


def _called(ledger: Ledger, fact: Fact, bound: Bound) -> str:
    """The name, with the words right before the number where the bound allows for it."""
    name = ledger.name(fact)
    if not bound.nearby:
        return name
    clause = ledger.clause(fact)
    return name + squeeze(
        ledger.doc.text[max(clause.start, fact.quantity.span.start - _NEARBY) : fact.quantity.span.start]
    )


@check("logic.staff")
def staff(ledger: Ledger) -> Iterator[Finding]:
    """Staff in post against the authorised number: a control, so that more is a question and no error."""
    posts = [f for m in ("staff.authorised", "staff.authorised_public") for f in ledger.stated(m, "actual")]
    for actual in ledger.stated("staff.actual", "actual"):
        near = [f for f in posts if ledger.distance(f, actual) <= (2 if ledger.table(actual) is None else 0)]
        near = [f for f in near if f.quantity.span < actual.quantity.span and f.quantity.value is not None]
        beside = [f for f in near if ledger.distance(f, actual) == 0]
        near = beside or near
        if not near or actual.scope is not None or actual.quantity.value is None:
            continue
        wholes = [f for f in near if "编制" in ledger.name(f) and not re.search(r"行政|事业|工勤", ledger.name(f))]
        counted = wholes[:1] or near
        total = sum((f.quantity.value for f in counted if f.quantity.value is not None), Decimal(0))
        spans = (actual.quantity.span, *(f.quantity.span for f in counted))
        shown = " + ".join(plain(f.quantity.value) for f in counted if f.quantity.value is not None)
        if actual.quantity.value <= total:
            message = f"{quoted(ledger, actual)}不超过编制数"
            yield holds("logic.staff", "logic", spans, f"{actual.quantity.value} ≤ {shown}", message)
        elif wholes and (beside or _alone(ledger, wholes[0], actual)):
            message = f"{quoted(ledger, actual)}超过编制数{plain(wholes[0].quantity.value or total)}，请说明超编原因"
            yield fails("logic.staff", "logic", "warning", spans, f"{actual.quantity.value} > {shown}", message)


def _alone(ledger: Ledger, post: Fact, actual: Fact) -> bool:
    """Whether the paragraph states one number of posts as a whole and one of staff."""
    beside = ledger.within(ledger.paragraph(actual))
    posts = [f for f in beside if f.metric == "staff.authorised" and not re.search(r"行政|事业|工勤", ledger.name(f))]
    staff = [f for f in beside if f.metric == "staff.actual" and f.scope is None]
    return posts == [post] and staff == [actual]


@check("logic.capped")
def capped(ledger: Ledger) -> Iterator[Finding]:
    """A satisfaction, pass or coverage rate above 100%, or any negative count or level."""
    for fact in ledger.of_kind("percent", "count", "score"):
        value = fact.quantity.value
        if value is None or fact.role in ("change", "target") or 0 <= value <= _ALL:
            continue
        name = ledger.name(fact)
        place = fact.quantity.place
        if place is not None and _ACHIEVED.search("".join(place.col_path)):
            continue  # 满意度95.2%, 完成率105.78%: of the target, not of the whole
        if fact.quantity.kind == "percent" and value > _ALL and fact.quantity.unit != "百分点":
            said = ledger.doc[ledger.clause(fact)]
            share = fact.role == "share" and "占" in said and not _OF_PLAN.search(said)
            if (share or any(name.endswith(word) for word in load_relations().capped)) and not _RISE.search(name):
                message = f"{quoted(ledger, fact)}超过100%，不可能出现，请核对"
                severity: Severity = "warning" if share else "error"
                yield fails("logic.capped", "logic", severity, (fact.quantity.span,), f"{value}% > 100%", message)
        elif value < 0 and fact.quantity.kind in ("count", "score"):
            message = f"{quoted(ledger, fact)}为负数，请核对"
            yield fails("logic.capped", "logic", "error", (fact.quantity.span,), f"{value} < 0", message)


@check("logic.denied")
def denied(ledger: Ledger) -> Iterator[Finding]:
    """无三公经费支出, 没有发生公务接待费: the amounts of that metric and year are 0, or the claim is wrong."""
    metrics = _denied_metrics()
    booked: dict[tuple[str, str], _Booked] = {}
    for match in _denials().finditer(ledger.doc.text):
        start = _claim_start(ledger.doc.text, match.start())
        span = Span(start, match.end())
        if ledger.table(span) is None:
            stated = _YEAR.search(ledger.doc[span])
            this = stated["year"] if stated else str(ledger.doc.meta.fiscal_year or "")
            key = metrics[match["name"]], this
            if this and not re.search(r"上年|去年|往年", ledger.doc[span]):
                booked[key] = booked[key] if key in booked else _booked(ledger, *key)
                yield from _against(ledger, span, *booked[key])


@cache
def _denied_metrics() -> dict[str, str]:
    return {word: denial.metric for denial in load_relations().denials for word in denial.words}


@cache
def _denials() -> re.Pattern[str]:
    names = "|".join(re.escape(word) for word in sorted(_denied_metrics(), key=len, reverse=True))
    return re.compile(
        rf"(?:无|没有|未发生|未安排|未产生|没有发生|没有安排)(?:任何)?(?P<name>{names})"
        r"(?:支出|费用|收入|拨款|安排|预算|预算支出)*(?=[，,。；;、\n]|$)"
    )


def _claim_start(text: str, at: int) -> int:
    """Where the words of the claim begin: its year or its subject, up to twelve characters before."""
    floor = max(0, at - 12)
    return max(floor, *(text.rfind(mark, floor, at) + 1 for mark in "，,。；;：:、\n"))


_Booked = tuple[Fact | None, Fact | None]


def _booked(ledger: Ledger, metric: str, this: str) -> _Booked:
    """The first spending of a metric and year that is 0, and the first that is not."""
    facts = [f for f in ledger.stated(metric, "final", this) if f.quantity.value is not None]
    zero = next((f for f in facts if not f.quantity.value), None)
    return zero, next((f for f in facts if f.quantity.value and not of_another_time(ledger, f)), None)


def _against(ledger: Ledger, span: Span, zero: Fact | None, other: Fact | None) -> Iterator[Finding]:
    claim = squeeze(ledger.doc[span])
    if other is not None:
        fact = other
        sure = fact.scope is None or ledger.table(fact) is not None
        yield fails(
            "logic.denied",
            "logic",
            "error" if sure and zero is None else "warning",
            (span, fact.quantity.span),
            f"“{claim}” ≠ {ledger.quote(fact)}",
            f"称“{claim}”，但列有{quoted(ledger, fact)}，请核对",
        )
    elif zero is not None:
        fact = zero
        yield holds(
            "logic.denied",
            "logic",
            (span, fact.quantity.span),
            f"“{claim}” = {ledger.quote(fact)}",
            f"“{claim}”与{quoted(ledger, fact)}相符",
        )


@check("logic.full_use")
def full_use(ledger: Ledger) -> Iterator[Finding]:
    """A rate of full use beside words that assets are damaged, idle or not yet disposed of."""
    for rule in load_relations().contradictions:
        claims: list[Span | None] | None = None
        for fact in ledger.of_kind("percent"):
            if fact.quantity.value != rule.full or fact.role == "target":
                continue
            name = ledger.name(fact)
            if fact.metric != rule.metric and not any(word in name for word in rule.words):
                continue
            claims = claims if claims is not None else [_denying(ledger, rule.about, rule.denied_by)]
            for claim in filter(None, claims):
                yield fails(
                    "logic.full_use",
                    "logic",
                    "warning",
                    (fact.quantity.span, claim),
                    f"{ledger.quote(fact)} ≠ “{squeeze(ledger.doc[claim])[:24]}”",
                    f"{quoted(ledger, fact)}，但又称“{squeeze(ledger.doc[claim])[:30]}”，两处表述矛盾，请核对",
                )


_NEGATED = re.compile(r"(?:无|没有|未出现|不存在|杜绝|避免|防止|严禁|未发现|减少)[^，。；]{0,14}$")
_RULE = re.compile(r"办法|制度|规定|应当|对于?.{0,12}(?:及时|按规定|按程序)|及时处置|按规定")


def _denying(ledger: Ledger, about: Sequence[str], words: Sequence[str]) -> Span | None:
    """The first sentence about `about` that says one of `words`, unless it denies it or lays down a rule."""
    text = ledger.doc.text
    for match in re.finditer("|".join(map(re.escape, words)), text):
        span = ledger.sentence(Span(*match.span()))
        said = text[span.start : match.start()]
        if ledger.table(span) is not None or not any(word in said for word in about):
            continue
        if _NEGATED.search(said) or _RULE.search(ledger.doc[span]):
            continue
        return _stripped(text, span)
    return None


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "。；"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "。；"):
        end -= 1
    return Span(start, end)


@check("logic.date")
def dates(ledger: Ledger) -> Iterator[Finding]:
    """A report about a whole year is dated after that year began to end; an earlier date is a slip of a template."""
    meta = ledger.doc.meta
    if not meta.fiscal_year or not meta.report_date or not re.match(r"\d{4}-\d{2}", meta.report_date):
        return
    stated = next((q for q in reversed(ledger.doc.quantities) if q.kind == "date" and q.date == meta.report_date), None)
    title = next(
        (q for q in ledger.doc.quantities if q.kind == "date" and (q.date or "")[:4] == str(meta.fiscal_year)), None
    )
    if stated is None or title is None or stated is title:
        return
    spans = (stated.span, title.span)
    formula = (
        f"{meta.report_date} {'>' if meta.report_date[:4] > str(meta.fiscal_year) else '≤'} {meta.fiscal_year}-12-31"
    )
    if meta.report_date[:4] > str(meta.fiscal_year):
        message = f"报告日期{meta.report_date}在报告年度{meta.fiscal_year}年之后"
        yield holds("logic.date", "logic", spans, formula, message)
    elif meta.report_date[:7] < f"{meta.fiscal_year}-12" and meta.report_kind not in ("budget", "other"):
        message = f"报告日期{meta.report_date}早于报告年度{meta.fiscal_year}年年末，请核对落款日期或报告年度"
        yield fails("logic.date", "logic", "warning", spans, formula, message)


@check("logic.overspent")
def overspent(ledger: Ledger) -> Iterator[Finding]:
    """More spent than the adjusted budget of the same table row: nothing can be paid beyond it."""
    for table in ledger.doc.tables:
        rows: dict[int, list[Fact]] = {}
        for (row, _), facts in sorted(ledger.grid(table).items()):
            rows.setdefault(row, []).extend(f for f in facts if f.quantity.kind == "money")
        for row in sorted(rows):
            budgets = [f for f in rows[row] if f.role == "budget_adjusted"]
            spent = [f for f in rows[row] if f.role == "final"]
            if len(budgets) != 1 or len(spent) != 1:
                continue
            budget, final = ledger.amount(budgets[0]), ledger.amount(spent[0])
            if budget is None or final is None or final.value <= budget.value + max(budget.ulp, final.ulp):
                continue
            formula = f"{ledger.quote(spent[0])} > {ledger.quote(budgets[0])}"
            message = (
                f"{quoted(ledger, spent[0])}超过全年（调整后）预算{ledger.quote(budgets[0])}，请核对数字或说明原因"
            )
            spans = (spent[0].quantity.span, budgets[0].quantity.span)
            yield fails("logic.overspent", "logic", "warning", spans, formula, message)


@check("logic.stale_year")
def stale_years(ledger: Ledger) -> Iterator[Finding]:
    """A table of the report that is titled with another year: left over from the form of last year."""
    meta = ledger.doc.meta
    if not meta.fiscal_year or not meta.title or str(meta.fiscal_year) not in meta.title:
        return
    for table in ledger.doc.tables:
        titled = _TITLE.search(table.title or "")
        if titled is None or table.title_span is None or int(titled["year"]) == meta.fiscal_year:
            continue
        if int(titled["year"]) > meta.fiscal_year:
            continue
        at = ledger.doc.text.find(titled["year"], table.title_span.start, table.title_span.end)
        if at >= 0:
            message = f"报告年度为{meta.fiscal_year}年，表题却写作“{squeeze(table.title or '')[:30]}”，请核对年度"
            formula = f"{titled['year']} ≠ {meta.fiscal_year}"
            yield fails("logic.stale_year", "logic", "warning", (Span(at, at + 4),), formula, message)
