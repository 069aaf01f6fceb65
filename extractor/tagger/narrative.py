"""Facts of numbers in running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.tagger import contexts, lists, periods, roles, scopes, scores
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import NONE, Candidate, Ranker, best, narrative_candidates, subject_of
from extractor.tagger.naming import metric_of
from extractor.tagger.told import Told, hear, inherits, take_off
from extractor.types import Doc, Fact, Heading, Quantity, Role

_BUDGET_HEADING = re.compile(r"预算(?:情况|安排|编制|批复|收支|收入|支出)|年初预算")
_NO_BUDGET_HEADING = re.compile(r"决算|执行|调整|公共预算|基金预算|经营预算|绩效|管理")
_BEHIND = 24
"""Characters behind a full score in which its own score is told."""
_GOAL_HEADING = re.compile(r"目标")
_NO_GOAL_HEADING = re.compile(r"完成|实现|偏离|分析|评价|结果|自评")


def narrative_fact(
    doc: Doc,
    anchor: Anchor,
    told: Told,
    ranker: Ranker,
    dates: Sequence[Quantity],
    heading: Heading | None,
    whole_report: bool,
    goal: bool,
) -> Fact:
    """The fact of a number in running text, which it adds to `told`.

    `dates` are those before it in its sentence; `heading` is the nearest above; `whole_report`: the report is about
    inspection work; `goal`: the number stands in a cell of goals.
    """
    quantity = anchor.quantity
    chosen, sure = best(doc, anchor, _candidates(doc, anchor, told, heading), ranker)
    hear(doc, told, anchor)
    metric = metric_of(doc, anchor, chosen, told, contexts.inspection_context(doc, anchor, whole_report))
    role = _role(doc, anchor, chosen, metric, told, heading, goal)
    scope = scopes.narrative_scope(doc, anchor, metric, chosen, told)
    if told.parts and told.whole and chosen.span and role not in ("share", "change"):
        if inherits(told, quantity) and metric is None and told.rest != 0:
            metric, scope = told.whole.metric, doc[chosen.span]
        if (
            told.whole.kind == quantity.kind
            and role == "actual"
            and told.rest != 0
            and quantity.kind in ("money", "count")
        ):
            role = told.whole.role
        elif told.whole.metric in ("budget.added", "budget.reduced") and not roles.stage_of(doc[anchor.stretch]):
            role = "change"
        take_off(told, quantity)
    period = periods.narrative_period(doc, anchor, dates)
    fact = Fact(quantity, metric, chosen.span, role, period, scope, sure, f"rule.{chosen.source}")
    if metric and quantity.kind == "money" and chosen.source not in ("stage", "reference", "change", "share"):
        told.named = fact
    told.facts.append(fact)
    return fact


def _candidates(doc: Doc, anchor: Anchor, told: Told, heading: Heading | None) -> list[Candidate]:
    if named := lists.listed(doc, anchor, told):
        return [NONE, named]
    if anchor.quantity.kind != "score":
        return narrative_candidates(doc, anchor, told.facts)
    scored = scores.deducted(doc, anchor) or scores.score_candidate(
        doc, anchor, heading, [told.item, *told.facts] if told.item else told.facts
    )
    return [NONE, scored] if scored else [NONE]


def _role(
    doc: Doc, anchor: Anchor, chosen: Candidate, metric: str | None, told: Told, heading: Heading | None, goal: bool
) -> Role:
    quantity = anchor.quantity
    if chosen.source == "share":
        return "share"
    if chosen.source == "change" or metric in ("budget.added", "budget.reduced"):
        return "change"
    if chosen.source == "reference":
        words = doc.text[anchor.clause.start : quantity.span.start]
        compared = subject_of(told.facts)
        return "budget_initial" if "预算" in words else compared.role if compared else "actual"
    if chosen.source in ("same", "listed") and told.facts and told.facts[-1].quantity.kind == quantity.kind:
        return told.facts[-1].role
    if quantity.kind == "score":
        behind = doc.text[quantity.span.end : min(anchor.sentence.end, quantity.span.end + _BEHIND)]
        return "weight" if scores.is_weight(doc[anchor.stretch], behind) else "score"
    if quantity.kind != "money":
        planned = roles.planned(contexts.words_before(doc, anchor), quantity.text) or _under_goals(heading) or goal
        return "target" if planned else "actual"
    return _money_role(doc, anchor, chosen, metric, told, heading)


def _money_role(
    doc: Doc, anchor: Anchor, chosen: Candidate, metric: str | None, told: Told, heading: Heading | None
) -> Role:
    own = roles.stage_of(doc[anchor.stretch])
    if metric and metric.startswith("asset."):
        return "actual"
    if metric in ("income.carried_in", "spend.carried_out") and own is None and not told.parts:
        return "final"
    if stage := own or told.stage:
        return stage
    if heading and _BUDGET_HEADING.search(heading.title) and not _NO_BUDGET_HEADING.search(heading.title):
        return "budget_initial"
    if metric and metric.startswith(("spend.", "income.")) and doc.meta.report_kind == "budget":
        return "budget_initial"
    return roles.money_role(doc[chosen.span] if chosen.span else "", metric)


def _under_goals(heading: Heading | None) -> bool:
    return bool(heading and _GOAL_HEADING.search(heading.title) and not _NO_GOAL_HEADING.search(heading.title))
