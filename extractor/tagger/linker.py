"""Quantities -> facts, in text order: what a number says can depend on the facts before it in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.tagger import cells, contexts, periods, roles, scopes, scores
from extractor.tagger.anchors import Anchor, anchors
from extractor.tagger.candidates import NONE, Candidate, Ranker, narrative_candidates
from extractor.tagger.metrics import DIMENSION, Match, match_metric, squeeze_name
from extractor.tagger.phrases import left_phrase
from extractor.types import Doc, Fact, Heading, Quantity, Role, Span, TableValue

_WHOLES = ("staff.", "spend.", "income.", "budget.", "inspection.")
_PERSONS = frozenset({"人", "名", "余名", "位"})
_PROJECTS = frozenset({"spend.project", "spend.special_fund", "spend.business_project", "spend.maintenance_project"})
_OF_WHICH = re.compile(r"\s*其中")
_NUMBERED = re.compile(r"\s*(?:[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳⑴-⒇])")
_OFFICE = re.compile(r"机构|部门|科|室|科室|处|股|股室")
_SET_UP = re.compile(r"内设|设有|设置|设立|共设|下设")
_BUDGET_WORDS = re.compile(r"(?:年初|部门|财政|全年)*预算(?:数|安排)?|[上去]年.*|同期.*")
_BUDGET_HEADING = re.compile(r"预算(?:情况|安排|编制|批复|收支|收入|支出)|年初预算")
_NO_BUDGET_HEADING = re.compile(r"决算|执行|调整|公共预算|基金预算|经营预算|绩效|管理")


@dataclass
class _Sentence:
    """What has been told so far in the sentence at hand."""

    span: Span = Span(-1, -1)
    facts: list[Fact] = field(default_factory=list)
    stage: Role | None = None
    parts: bool = False
    whole: Fact | None = None
    """The fact whose parts follow."""
    rest: Decimal | None = None
    """What the parts told so far leave of the whole."""
    named: Fact | None = None
    """The thing of money named last."""


def link_facts(doc: Doc, ranker: Ranker) -> Iterator[Fact]:
    """A fact for every quantity that is no date and no ordinal, in text order."""
    state = _Sentence()
    rows = _Rows()
    whole_report = contexts.inspects(doc)
    dates = [q for q in doc.quantities if q.kind == "date"]
    starts = [q.span.start for q in dates]
    headings = [h.span.start for h in doc.outline]
    for anchor in anchors(doc):
        if anchor.quantity.place is not None:
            yield rows.fact(doc, anchor, anchor.quantity.place, ranker, whole_report)
            continue
        if anchor.cell is not None and (fact := _label_fact(doc, anchor)):
            yield fact
            continue
        if state.span != anchor.sentence:
            state = _next_sentence(doc, state, anchor)
        first, last = bisect_left(starts, anchor.sentence.start), bisect_left(starts, anchor.quantity.span.start)
        at = bisect_right(headings, anchor.quantity.span.start) - 1
        fact = _narrative_fact(
            doc, anchor, state, ranker, dates[first:last], doc.outline[at] if at >= 0 else None, whole_report
        )
        state.facts.append(fact)
        yield fact


def _next_sentence(doc: Doc, state: _Sentence, anchor: Anchor) -> _Sentence:
    """Parts that are told over several sentences keep the stage of their whole."""
    fresh = _Sentence(anchor.sentence)
    head = doc.text[anchor.sentence.start : anchor.quantity.span.start]
    if not anchor.paragraph.contains(state.span):
        return fresh
    if state.facts and _OF_WHICH.match(head):
        fresh.whole = next((f for f in reversed(state.facts) if f.role not in ("share", "change")), None)
        fresh.parts = True
        if fresh.whole and fresh.whole.quantity.kind == "money":
            fresh.stage = fresh.whole.role
    elif state.parts and _NUMBERED.match(head):
        fresh.stage, fresh.parts, fresh.whole = state.stage, True, state.whole
    return fresh


def _narrative_fact(
    doc: Doc,
    anchor: Anchor,
    state: _Sentence,
    ranker: Ranker,
    dates: Sequence[Quantity],
    heading: Heading | None,
    whole_report: bool,
) -> Fact:
    quantity = anchor.quantity
    if quantity.kind == "score":
        scored = scores.score_candidate(doc, anchor, heading, state.facts)
        candidates = [NONE, *([scored] if scored else [])]
        if (change := _deducted(doc, anchor)) is not None:
            candidates = [NONE, change]
    else:
        candidates = narrative_candidates(doc, anchor, state.facts)
    chosen, sure = _best(doc, anchor, candidates, ranker)
    gap_start = state.facts[-1].quantity.span.end if state.facts else anchor.sentence.start
    gap = doc.text[gap_start : quantity.span.start]
    stage = roles.stage_of(gap)
    if roles.begins_parts(gap):
        state.parts = True
        state.whole = next((f for f in reversed(state.facts) if f.role not in ("share", "change")), state.whole)
        state.rest = state.whole.quantity.value if state.whole else None
    if stage:
        state.stage = stage
        state.parts = state.parts and roles.begins_parts(gap)
    elif not state.parts:
        state.stage = None
    inspection = contexts.inspection_context(doc, anchor, whole_report)
    metric = _metric(doc, anchor, chosen, state, inspection)
    role = _role(doc, anchor, chosen, metric, state, heading)
    scope = scopes.narrative_scope(doc, anchor, metric)
    if state.parts and state.whole and role not in ("share", "change"):
        if _part_of(state.whole, quantity) and chosen.span:
            if metric is None and state.rest != 0:
                metric, scope = state.whole.metric, doc[chosen.span]
                role = state.whole.role if role == "actual" else role
            if state.rest is not None and quantity.value is not None and quantity.unit == state.whole.quantity.unit:
                state.rest -= quantity.value
    fact = Fact(
        quantity,
        metric,
        chosen.span,
        role,
        periods.narrative_period(doc, anchor, dates),
        scope,
        sure,
        f"rule.{chosen.source}",
    )
    if metric and quantity.kind == "money" and chosen.source not in ("stage", "change", "share"):
        state.named = fact
    return fact


def _best(doc: Doc, anchor: Anchor, candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Candidate, float]:
    chances = ranker.rank(doc, anchor, candidates)
    at = max(range(len(candidates)), key=lambda i: (chances[i], -i))
    return candidates[at], round(chances[at], 2)


def _deducted(doc: Doc, anchor: Anchor) -> Candidate | None:
    """…方面扣分1分: what the points were taken off for."""
    before = doc[anchor.stretch]
    match = re.search(r"(?:扣分|扣减|扣除|扣|失分|减分)(?:了|共|计)*$", before.rstrip())
    if not match:
        return None
    head = before[: match.start()]
    phrase = left_phrase(head)
    start = phrase.start if phrase else match.start()
    at = anchor.stretch.start
    return Candidate(
        Span(at + start, at + match.end()), "change", Span(at + start, at + match.start()) if phrase else None
    )


def _part_of(whole: Fact, quantity: Quantity) -> bool:
    if whole.metric is None or not whole.metric.startswith(_WHOLES) or whole.role in ("share", "change"):
        return False
    if quantity.kind == "money":
        return whole.quantity.kind == "money"
    if quantity.kind == "count" and whole.quantity.kind == "count":
        return whole.quantity.unit == quantity.unit or {whole.quantity.unit, quantity.unit} <= _PERSONS
    return False


def _metric(doc: Doc, anchor: Anchor, chosen: Candidate, state: _Sentence, inspection: bool) -> str | None:
    quantity = anchor.quantity
    if quantity.kind == "score":
        return "score.total" if chosen.source == "total" else "score.item"
    dim = DIMENSION[quantity.kind]
    if chosen.span is None:
        return None
    name = doc[chosen.span]
    if chosen.source == "share":
        match = match_metric(name, "money", inspection) or match_metric(name, "count", inspection)
        if match:
            return match.metric
        same = next((f for f in reversed(state.facts) if f.indicator == chosen.span), None)
        return same.metric if same else None
    if chosen.source == "change":
        return _changed(doc, anchor, chosen, state, dim, inspection)
    if chosen.source == "same" and state.facts:
        last = state.facts[-1]
        match = match_metric(name, dim, inspection, quantity.unit)
        return match.metric if match else last.metric if quantity.kind == last.quantity.kind else None
    if chosen.source == "execution":
        return "rate.execution"
    if name == "支出" and state.named and state.named.metric in _PROJECTS:
        return state.named.metric
    if chosen.source == "stage" and dim == "money":
        return _by_stage(doc, anchor, name, state)
    if chosen.source == "stage":
        last = next((f for f in reversed(state.facts) if f.quantity.kind == quantity.kind), None)
        return last.metric if last else None
    match = _match(doc, anchor, chosen, dim, inspection)
    metric = match.metric if match else None
    if match and match.how == "end" and _part_of_project(state, metric):
        return "spend.project"
    if metric in (
        "inspection.issues_found",
        "inspection.issues_rectified",
        "inspection.clues",
    ) and contexts.of_superior(doc, anchor):
        return "inspection.issues_of_superior"
    return metric


def _match(doc: Doc, anchor: Anchor, chosen: Candidate, dim: str, inspection: bool) -> Match | None:
    """The metric of the name; a verb before the number belongs to a name behind it: 抽调62名业务骨干."""
    if chosen.span is None:
        return None
    name, unit = doc[chosen.span], anchor.quantity.unit if anchor.quantity.kind == "count" else None
    if dim == "count" and _OFFICE.fullmatch(name) and _SET_UP.search(doc[anchor.sentence]):
        return Match("staff.departments", "exact")
    if chosen.source == "right" and (verb := left_phrase(doc[anchor.before])):
        words = doc.text[anchor.before.start + verb.start : anchor.before.start + verb.end]
        for whole in (words + name, words):
            found = match_metric(whole, dim, inspection, unit)
            if found and found.how in ("exact", "stem") and (whole != words or not match_metric(name, dim, inspection, unit)):
                return found
    return match_metric(name, dim, inspection, unit)


def _part_of_project(state: _Sentence, metric: str | None) -> bool:
    """培训经费 of a project is the project's, where it is told as a part of 项目支出."""
    whole = state.whole if state.parts else None
    return bool(whole and whole.metric == "spend.project" and metric and metric.startswith("spend.") and state.rest != 0)


def _changed(doc: Doc, anchor: Anchor, chosen: Candidate, state: _Sentence, dim: str, inspection: bool) -> str | None:
    """The metric of what changes, unless the change has its own."""
    words = doc[chosen.span] if chosen.span else ""
    if dim == "money":
        if words.startswith(("追加", "调增", "核增")) or words.endswith(("追加", "调增", "核增")):
            return "budget.added"
        if words.startswith(("调减", "核减")) or words.endswith(("调减", "核减")):
            return "budget.reduced"
    metric = None
    if chosen.subject:
        budget = _BUDGET_WORDS.fullmatch(squeeze_name(doc[chosen.subject]))
        kinds = () if budget else ("money", "percent", "count") if dim == "percent" else (dim,)
        for kind in kinds:
            if match := match_metric(doc[chosen.subject], kind, inspection):
                metric = match.metric
                break
        if metric is None and not budget:
            return None
    if metric is None:
        last = next((f for f in reversed(state.facts) if f.metric and f.quantity.kind in ("money", "count")), None)
        metric = last.metric if last else "spend.total" if "预算" in words and dim == "money" else None
    if dim == "percent" and metric == "spend.three_public":
        return "rate.three_public_change"
    return metric


def _by_stage(doc: Doc, anchor: Anchor, name: str, state: _Sentence) -> str | None:
    """An amount called only by its stage is about the thing named last in the sentence."""
    if state.named is not None:
        metric = state.named.metric
        if metric and metric.startswith(("budget.", "income.")) and "支出" in name:
            return "spend.total"
        return metric
    last = anchor.clause.start - 1
    while last > anchor.sentence.start:
        start = max(anchor.sentence.start, *(doc.text.rfind(mark, anchor.sentence.start, last) + 1 for mark in "，,："))
        phrase = left_phrase(doc.text[start:last])
        if phrase and (match := match_metric(doc.text[start + phrase.start : start + phrase.end], "money", False)):
            return match.metric
        last = start - 1
    return "spend.total" if "支出" in name else "budget.total"


def _role(
    doc: Doc, anchor: Anchor, chosen: Candidate, metric: str | None, state: _Sentence, heading: Heading | None
) -> Role:
    quantity = anchor.quantity
    if chosen.source in ("share", "change"):
        return "share" if chosen.source == "share" else "change"
    before = contexts.words_before(doc, anchor)
    if quantity.kind == "score":
        return "weight" if scores.is_weight(doc[anchor.stretch], doc[anchor.after]) else "score"
    if quantity.kind != "money":
        return "target" if roles.planned(before, quantity.text) or _goal(heading) else "actual"
    name = doc[chosen.span] if chosen.span else ""
    own = roles.stage_of(doc[anchor.stretch])
    if metric == "budget.added" or metric == "budget.reduced":
        return "change"
    if metric and metric.startswith("asset."):
        return "actual"
    stage = own or state.stage
    if metric in ("income.carried_in", "spend.carried_out") and own is None and not state.parts:
        return "final"
    if stage:
        return stage
    if heading and _BUDGET_HEADING.search(heading.title) and not _NO_BUDGET_HEADING.search(heading.title):
        return "budget_initial"
    return roles.money_role(name, metric)


def _goal(heading: Heading | None) -> bool:
    return bool(heading and "目标" in heading.title and not re.search(r"完成|实现|偏离|分析|情况|评价", heading.title))


def _label_fact(doc: Doc, anchor: Anchor) -> Fact | None:
    """Points in a label: 产出指标（50分）."""
    cell, quantity = anchor.cell, anchor.quantity
    if cell is None or quantity.kind not in ("score", "percent") or len(cell.text) > 40:
        return None
    if quantity.kind == "percent" and not re.search(r"权重|占", cell.text):
        return None
    span = cells.label_span(cell)
    if span is None:
        return None
    span = Span(span.start, min(span.end, quantity.span.start)) if span.end > quantity.span.start else span
    text = doc[span].rstrip("（( \n：:")
    span = Span(span.start, span.start + len(text))
    metric = "score.total" if re.search(r"总分|合计|总计", text) else "score.item"
    return Fact(quantity, metric, span, "weight", periods.fiscal(doc), None, 0.97, "rule.label")


class _Rows:
    """Facts of table values; remembers the money rows above, for rows that have no metric of their own."""

    def __init__(self) -> None:
        self._whole: dict[int, str] = {}

    def fact(self, doc: Doc, anchor: Anchor, value: TableValue, ranker: Ranker, whole_report: bool) -> Fact:
        quantity = anchor.quantity
        candidates = [NONE, *cells.value_candidates(doc, value, quantity.span)]
        chosen, sure = _best(doc, anchor, candidates, ranker)
        column = cells.column_of(value)
        inspection = whole_report or "巡察" in "".join(value.row_path)
        metric = self._metric(doc, quantity, value, chosen, column, inspection)
        role = cells.role_of(column)
        if quantity.kind == "score":
            role = role if role in ("weight", "score") else "score"
        elif role in ("weight", "score"):
            role = "actual"
        elif role is None or chosen.source == "left":
            role = role or self._role(doc, quantity, value, chosen, metric)
        scope = cells.parent_label(value)
        if quantity.kind == "percent" and role not in ("target", "change"):
            role = "actual" if column != "share" else "share"
        return Fact(
            quantity,
            metric,
            chosen.span,
            role,
            periods.cell_period(doc, value.col_labels),
            scope,
            sure,
            f"rule.{chosen.source}",
        )

    def _role(self, doc: Doc, quantity: Quantity, value: TableValue, chosen: Candidate, metric: str | None) -> Role:
        if quantity.kind == "money":
            own = doc.text[value.span.start : quantity.span.start]
            return roles.stage_of(own) or roles.money_role(doc[chosen.span] if chosen.span else "", metric)
        return "target" if roles.planned("", quantity.text) else "actual"

    def _metric(
        self, doc: Doc, quantity: Quantity, value: TableValue, chosen: Candidate, column: str | None, inspection: bool
    ) -> str | None:
        if quantity.kind == "score":
            return "score.total" if cells.is_total(value) else "score.item"
        name = doc[chosen.span] if chosen.span else ""
        dim = DIMENSION[quantity.kind]
        if quantity.kind == "percent" and (heading := cells.ratio_heading(value)) and chosen.source == "row":
            if heading.endswith(("占比", "比例", "比重")):
                match = match_metric(name, "money", inspection)
                return match.metric if match else None
            if "控制率" in heading and "三公" in name:
                return "rate.three_public_control"
            if "控制率" in heading and "公用" in name:
                return "rate.public_control"
            match = match_metric(heading, "percent", inspection)
            return match.metric if match else None
        unit = quantity.unit if quantity.kind == "count" else None
        match = match_metric(name, dim, inspection, unit)
        if match is None and (bare := left_phrase(name)):
            match = match_metric(name[bare.start : bare.end], dim, inspection, unit)
        if quantity.kind != "money":
            return match.metric if match else None
        if value.row_labels and re.match(
            r"年度资金总额|年度总资金|资金总额", re.sub(r"\s", "", value.row_labels[-1].text)
        ):
            return "budget.total"
        if match:
            self._whole[0] = match.metric
            return match.metric
        if column in ("target", "actual"):
            return None
        whole = self._whole.get(0)
        if whole in _PROJECTS:
            return "spend.project"
        return None
