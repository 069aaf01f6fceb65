"""Marks: within their bounds, following from the execution rate, fitting the grade, adding up with the deductions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.checks import check
from extractor.ledger.amounts import plain
from extractor.ledger.indicator_rows import IndicatorRow, indicator_rows
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import digits
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import quoted
from extractor.lexicon.relations import Grade, load_relations
from extractor.types import Fact, Finding, Span, squeeze

_FULL = Decimal(100)
_GRADE = re.compile(
    r"(?:等级|结果|结论|级别|等次|评定|自评|评价|项目|绩效)(?:评定|评价|确定|综合)?(?:等级|结果|等次)?(?:为|是|：|:|属于?|达到?)"
    r"[“\"‘]?(?P<grade>[一-龥]{1,3}?)(?:[”\"’]|等次|等级|级|档|[。，；、,;）)\s]|$)"
)
_PAST = re.compile(r"上一?年度?|去年|往年")
_COUNTED_GRADE = re.compile(
    r"[\u201d\u2019]?(?:等次|等级|级)?的?(?:项目|单位|部门|指标|政策)?(?:有|共|为)?\s*\d+\s*[个项家]"
)
"""`评价为“良”的项目1个` counts what has the grade."""
_PRINTED_BAND = re.compile(r"(?P<low>\d{2,3})\s*分?\s*[（(]?[含]?[）)]?\s*(?:以上|[-—~～至])")


@check("score.bounds")
def bounds(ledger: Ledger) -> Iterator[Finding]:
    """0 ≤ 得分 ≤ 分值 in every row; no total above its full marks."""
    for row in indicator_rows(ledger):
        if row.weight is None or row.score is None:
            continue
        weight, score = row.weight.quantity.value, row.score.quantity.value
        if weight is None or score is None or 0 <= score <= weight:
            continue
        if weight == 0:
            continue
        yield fails(
            "score.bounds",
            "score",
            "error",
            (row.score.quantity.span, row.weight.quantity.span),
            f"{score} > {weight}" if score > weight else f"{score} < 0",
            f"指标“{row.label}”得分{score}超出分值{weight}"
            if score > weight
            else f"指标“{row.label}”得分{score}为负数",
            computed=plain(weight),
            stated=plain(score),
        )
    for fact in ledger.stated("score.total", "score"):
        value = fact.quantity.value
        if value is not None and value > _FULL and ledger.table(fact) is None and fact.quantity.unit == "分":
            yield fails(
                "score.bounds",
                "score",
                "warning",
                (fact.quantity.span,),
                f"{value} > 100",
                f"{quoted(ledger, fact)}超过百分制满分，请核对",
            )


@check("score.execution")
def execution_score(ledger: Ledger) -> Iterator[Finding]:
    """Marks for execution = full marks × min(执行率, 100%), as the national form computes them."""
    for row in indicator_rows(ledger):
        if row.rate is None or row.weight is None or row.score is None:
            continue
        weight, score, rate = (fact.quantity.value for fact in (row.weight, row.score, row.rate))
        if weight is None or score is None or rate is None or not weight or score > weight:
            continue
        computed = weight * min(rate, _FULL) / 100
        spans = (row.score.quantity.span, row.weight.quantity.span, row.rate.quantity.span)
        shown = plain(computed.quantize(Decimal("0.01")))
        formula = f"{plain(weight)} × {plain(min(rate, _FULL))}% = {shown}"
        if _rounds_to(computed, score):
            message = f"预算执行得分{score}与分值×执行率一致"
            yield holds("score.execution", "score", spans, formula, message, computed=shown, stated=plain(score))
        elif not _below_full(row):
            message = (
                f"“{row.label}”执行率{plain(rate)}%，按分值×执行率应得{shown}分，自评{plain(score)}分，请核对评分办法"
            )
            yield fails(
                "score.execution",
                "score",
                "warning",
                spans,
                f"{formula} ≠ {plain(score)}",
                message,
                computed=shown,
                stated=plain(score),
                difference=plain(computed - score),
            )


def _below_full(row: IndicatorRow) -> bool:
    """Whether the row sets a goal of its own below 100% (执行率≥95%): then its marks follow a rule of its own."""
    goal = row.target_fact.quantity if row.target_fact is not None else None
    return goal is not None and goal.kind == "percent" and goal.value is not None and goal.value < _FULL


@check("score.execution_told")
def told_execution_score(ledger: Ledger) -> Iterator[Finding]:
    """Marks for execution told in prose, at the usual full marks: 97.7% gives 9.77 of 10. Only confirms."""
    full = load_relations().allocation["预算执行"]
    rates = [f for f in ledger.stated("rate.execution", "actual") if f.quantity.value is not None]
    for item in ledger.stated("score.item", "score"):
        value = item.quantity.value
        if value is None or ledger.table(item) is not None or not _stem(ledger, item).startswith("预算执行"):
            continue
        for rate in sorted(rates, key=lambda f: (ledger.distance(f, item), f.quantity.span)):
            level = min(rate.quantity.value or Decimal(0), _FULL)
            if level and digits(level) > 1 and _rounds_to(full * level / 100, value):
                formula = f"{plain(full)} × {plain(level)}% = {plain(value)}"
                message = f"{quoted(ledger, item)}与分值×执行率一致"
                yield holds("score.execution", "score", (item.quantity.span, rate.quantity.span), formula, message)
                break


@check("score.grade")
def grades(ledger: Ledger) -> Iterator[Finding]:
    """A grade in words against the total beside it, by the usual bands."""
    totals = [f for f in ledger.stated("score.total", "score") if f.quantity.value is not None]
    for span, grade in _stated_grades(ledger):
        total = _total_for(ledger, span, totals)
        if total is None:
            if not totals and not ledger.table(span):
                message = f"评价等级“{grade.names[0]}”没有给出总分，无法核验（通常需在{plain(grade.low)}分以上）"
                yield open_question("score.grade", "score", (span,), f"≥ {plain(grade.low)}？", message)
            continue
        value = total.quantity.value or Decimal(0)
        if grade.low <= value < grade.high or value >= _FULL == grade.high:
            yield holds(
                "score.grade",
                "score",
                (total.quantity.span, span),
                f"{value} ≥ {plain(grade.low)}",
                f"{quoted(ledger, total)}与评价等级“{ledger.doc[span]}”相符",
            )
        else:
            band = f"{plain(grade.low)}–{plain(grade.high)}"
            yield fails(
                "score.grade",
                "score",
                "warning",
                (total.quantity.span, span),
                f"{value} 不在 {band} 之间",
                f"{quoted(ledger, total)}与评价等级“{ledger.doc[span]}”不符（通常{band}分），请核对",
            )


@check("delta.deduction")
def deductions(ledger: Ledger) -> Iterator[Finding]:
    """What is said to be taken off beside a total never exceeds what the total lacks of 100; it may be less, because
    not every deduction is told."""
    for total in ledger.stated("score.total", "score"):
        value = total.quantity.value
        if value is None or ledger.table(total) is not None or not 50 <= value <= _FULL:
            continue
        beside = ledger.within(ledger.paragraph(total))
        taken = [f for f in beside if f.role == "change" and f.quantity.kind == "score" and f.quantity.value]
        lost = [abs(f.quantity.value) for f in taken if f.quantity.value is not None]
        listed = len(lost) > 2 and max(lost) * 2 == sum(lost, Decimal(0))
        if not taken or sum(lost, Decimal(0)) <= _FULL - value or listed:
            continue  # the largest may be the total of the others
        computed = plain(_FULL - sum(lost, Decimal(0)))
        message = (
            f"扣分合计{plain(sum(lost, Decimal(0)))}分，按百分制总分应为{computed}分，表述为{plain(value)}分，请核对"
        )
        yield fails(
            "delta.deduction",
            "delta",
            "warning",
            (total.quantity.span, *(f.quantity.span for f in taken)),
            f"100 - {' - '.join(map(plain, lost))} = {computed} ≠ {plain(value)}",
            message,
            computed=computed,
            stated=plain(value),
        )


@check("logic.deduction")
def misplaced_deduction(ledger: Ledger) -> Iterator[Finding]:
    """Marks said to be lost in an item that has its full marks, while another item lacks just these."""
    for fact in ledger.of_kind("score"):
        if fact.role != "change" or not fact.quantity.value:
            continue
        lost = abs(fact.quantity.value)
        items = _scored_items(ledger, fact)
        words = squeeze(ledger.doc[Span(ledger.sentence(fact).start, fact.quantity.span.start)])
        named = [(item, full) for item, full in items if len(_stem(ledger, item)) >= 2 and _stem(ledger, item) in words]
        blamed = [(item, full) for item, full in named if item.quantity.value == full]
        if not blamed or len(named) != len(blamed):
            continue
        lacking = [
            (item, full)
            for item, full in items
            if item.quantity.value is not None and full - item.quantity.value == lost
        ]
        short = [item for item, full in items if item.quantity.value is not None and item.quantity.value < full]
        if len(lacking) == 1 and len(short) == 1:
            item, other = blamed[0][0], lacking[0][0]
            yield fails(
                "logic.deduction",
                "logic",
                "error",
                (fact.quantity.span, item.quantity.span, other.quantity.span),
                f"{plain(other.quantity.value or lost)} = {plain(lacking[0][1])} - {plain(lost)}",
                f"称在{quoted(ledger, item)}中扣{plain(lost)}分，但该项为满分，"
                f"少{plain(lost)}分的是{quoted(ledger, other)}，请核对",
            )
        elif not short:
            item = blamed[0][0]
            yield fails(
                "logic.deduction",
                "logic",
                "warning",
                (fact.quantity.span, item.quantity.span),
                f"{plain(item.quantity.value or lost)} = 满分",
                f"称在{quoted(ledger, item)}中扣{plain(lost)}分，但该项为满分，请核对",
            )


def _rounds_to(computed: Decimal, stated: Decimal) -> bool:
    """Whether `stated` is `computed` rounded to its own places, at least to a tenth of a point."""
    exponent = stated.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    half = Decimal(1).scaleb(-max(places, 1)) / 2
    return abs(computed - stated) <= half


def _stated_grades(ledger: Ledger) -> Iterator[tuple[Span, Grade]]:
    """Grades in words, outside tables and outside sentences that print the bands."""
    known = {name: grade for grade in load_relations().grades for name in grade.names}
    for match in _GRADE.finditer(ledger.doc.text):
        grade = known.get(match["grade"])
        span = Span(*match.span("grade"))
        if grade is None or ledger.table(span) is not None or _COUNTED_GRADE.match(ledger.doc.text, span.end):
            continue
        if len(_PRINTED_BAND.findall(ledger.doc[ledger.sentence(span)])) > 1:
            continue
        yield span, grade


def _total_for(ledger: Ledger, span: Span, totals: list[Fact]) -> Fact | None:
    """The total in the sentence of the grade, else in its paragraph, else the only one of the report."""
    sentence = ledger.sentence(span)
    scored = [f for f in ledger.within(sentence) if f.quantity.kind == "score"]
    if _PAST.search(ledger.doc[sentence]) or (scored and not any(f in totals for f in scored)):
        return None
    for place in (sentence, ledger.paragraph(span)):
        inside = [f for f in totals if place.contains(f.quantity.span)]
        if inside:
            return min(inside, key=lambda f: abs(f.quantity.span.start - span.start))
    values = {f.quantity.value for f in totals}
    headings = [h.title for h in ledger.headings(span)]
    return totals[0] if len(values) == 1 and not any("项目" in title for title in headings) else None


def _scored_items(ledger: Ledger, fact: Fact) -> list[tuple[Fact, Decimal]]:
    """Scored items of the same chapter with their full marks: as printed, else those of the national form."""
    printed = {
        _stem(ledger, w): w.quantity.value
        for w in ledger.stated("score.item", "weight")
        if w.quantity.value is not None
    }
    usual = load_relations().allocation
    chapter = ledger.headings(fact)[:1]
    found = []
    for item in ledger.stated("score.item", "score"):
        if ledger.table(item) is not None or ledger.headings(item)[:1] != chapter or item.quantity.value is None:
            continue
        name = squeeze(ledger.name(item))
        full = printed.get(_stem(ledger, item)) or usual.get(name) or usual.get(f"{name}指标")
        if full is not None and full >= item.quantity.value:
            found.append((item, full))
    return found


def _stem(ledger: Ledger, fact: Fact) -> str:
    """The item's name without what else its cell prints: `效益指标（30分）` -> `效益指标`."""
    return re.split(r"[（(：:]", squeeze(ledger.name(fact)))[0]
