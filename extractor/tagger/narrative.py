"""Facts of numbers in running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.tagger import contexts, lists, periods, plans, roles, rules, scopes, scores
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import NONE, Candidate, narrative_candidates, subject_of
from extractor.tagger.choices import Chooser
from extractor.tagger.features import NameQuestion, settled
from extractor.tagger.meaning import Evidence, MetricQuestion, RoleQuestion, confidence
from extractor.tagger.metrics import DIMENSION, match_metric
from extractor.tagger.naming import metric_of
from extractor.tagger.told import Told, hear, inherits, take_off
from extractor.types import Doc, Fact, Heading, Quantity, Role

_BUDGET_HEADING = re.compile(r"预算(?:情况|安排|编制|批复|收支|收入|支出)|年初预算")
_NO_BUDGET_HEADING = re.compile(r"决算|执行|调整|公共预算|基金预算|经营预算|绩效|管理")
_BEHIND = 24
"""Characters behind a full score in which its own score is told."""
_GAP = 30
_OPEN_MATCHES = frozenset({"none", "stem"})
"""How the catalogue matched where a model finds the metric better than the rules …"""
_ENOUGH = 0.8
"""… the probability from which its answer stands against theirs, chosen on the dev split …"""
_OPEN_ROLES = frozenset({"actual", "final", "score"})
"""… and what the rules say where it finds the role better."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a number in running text."""

    dates: Sequence[Quantity]
    """Those before it in its sentence."""
    heading: Heading | None
    """The nearest above."""
    whole_report: bool
    """The report is about inspection work."""
    goal: bool
    """The number stands in a cell of goals or under a heading of goals."""
    plan: bool
    """A heading above is about the work of a year to come."""
    whole: Fact | None
    """The fact whose parts, this number among them, add up to it."""


def narrative_fact(doc: Doc, anchor: Anchor, told: Told, chooser: Chooser, setting: Setting) -> Fact:
    """The fact of a number in running text, which it adds to `told`."""
    quantity = anchor.quantity
    chosen, by, sure = _named(doc, anchor, told, chooser, setting.heading)
    hear(doc, told, anchor)
    inspection = contexts.inspection_context(doc, anchor, setting.whole_report)
    metric = metric_of(doc, anchor, chosen, told, inspection)
    role = _role(doc, anchor, chosen, metric, told, setting)
    metric, role, part = _as_part(doc, anchor, chosen, metric, role, told, setting)
    period = periods.narrative_period(doc, anchor, setting.dates)
    evidence = _evidence(doc, anchor, chosen, told, setting, metric, role, period, inspection)
    metric, likely = _metric(chooser, evidence)
    if metric != evidence.metric:
        evidence = evidence._replace(metric=metric)
    stated = quantity.kind == "money" and roles.stage_of(doc[anchor.stretch]) == role
    meant = role if stated else _meant(chooser, evidence)
    role = "actual" if meant == "target" and role != "change" and plans.done(doc, anchor) else meant
    scope = doc[chosen.span] if part and metric and chosen.span else None
    scope = scope or scopes.narrative_scope(doc, anchor, metric, chosen, told)
    fact = Fact(quantity, metric, chosen.span, role, period, scope, confidence(chooser, evidence, by, sure, likely), by)
    if metric and quantity.kind == "money" and chosen.source not in ("stage", "reference", "change", "share"):
        told.named = fact
    told.facts.append(fact)
    return fact


def _named(
    doc: Doc, anchor: Anchor, told: Told, chooser: Chooser, heading: Heading | None
) -> tuple[Candidate, str, float]:
    """The candidate, who chose it, and its probability."""
    candidates = _candidates(doc, anchor, told, heading)
    preferred = rules.preferred(doc, anchor, candidates)
    if settled(doc, anchor, candidates[preferred]):
        chosen = candidates[preferred]
        return chosen, f"rule.{chosen.source}", 1.0
    question = NameQuestion(doc, anchor, candidates, preferred, told.facts)
    at, sure = chooser.choose("name", question)
    chosen = question.options[at]
    return chosen, f"{'rule' if at == question.preferred else 'model'}.{chosen.source}", sure


def _as_part(
    doc: Doc, anchor: Anchor, chosen: Candidate, metric: str | None, role: Role, told: Told, setting: Setting
) -> tuple[str | None, Role, bool]:
    """Metric and role, of the whole where the number is a part of one, and whether the metric is the whole's."""
    quantity, whole, part = anchor.quantity, setting.whole, False
    if chosen.span is None or role in ("share", "change"):
        return metric, role, False
    if told.parts and told.whole:
        if inherits(told, quantity) and metric is None and told.rest != 0:
            metric, part = told.whole.metric, True
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
    if whole and whole.role not in ("share", "change"):
        if metric is None and whole.metric:
            metric, part = whole.metric, True
        if role == "actual" and not roles.stage_of(doc[anchor.stretch]):
            role = whole.role
    return metric, role, part


def _evidence(
    doc: Doc,
    anchor: Anchor,
    chosen: Candidate,
    told: Told,
    setting: Setting,
    metric: str | None,
    role: Role,
    period: str | None,
    inspection: bool,
) -> Evidence:
    quantity = anchor.quantity
    name = doc[chosen.span] if chosen.span else ""
    unit = quantity.unit if quantity.kind == "count" else None
    match = match_metric(name, DIMENSION[quantity.kind], inspection, unit) if name else None
    before = [fact for fact in told.facts if fact.quantity.kind == quantity.kind]
    start = told.facts[-1].quantity.span.end if told.facts else anchor.sentence.start
    end = quantity.span.end
    whole = setting.whole or (told.whole if told.parts else None)
    fiscal = doc.meta.fiscal_year
    return Evidence(
        at=quantity.span.start,
        kind=quantity.kind,
        unit=quantity.unit,
        source=chosen.source,
        name=name,
        gap=doc.text[max(start, quantity.span.start - _GAP) : quantity.span.start],
        behind=doc.text[end : end + 4],
        heading=setting.heading.title[:16] if setting.heading else "",
        comparator=quantity.comparator,
        report=doc.meta.report_kind or "",
        future=bool(period and fiscal and period[:4] > str(fiscal)),
        metric=metric,
        how=match.how if match else "none",
        role=role,
        before=tuple((fact.metric, fact.role) for fact in before[-3:][::-1]),
        whole=(whole.metric, whole.role) if whole else None,
        sums=setting.whole is not None,
        inspection=inspection,
    )


def _metric(chooser: Chooser, evidence: Evidence) -> tuple[str | None, float]:
    if evidence.how not in _OPEN_MATCHES:
        return evidence.metric, 1.0
    question = MetricQuestion(evidence)
    at, likely = chooser.choose("metric", question)
    if at != question.preferred and likely < _ENOUGH:
        return evidence.metric, 1 - likely
    return question.options[at], likely


def _meant(chooser: Chooser, evidence: Evidence) -> Role:
    if evidence.role not in _OPEN_ROLES:
        return evidence.role
    question = RoleQuestion(evidence)
    at, _ = chooser.choose("role", question)
    return question.options[at]


def _candidates(doc: Doc, anchor: Anchor, told: Told, heading: Heading | None) -> list[Candidate]:
    if named := lists.listed(doc, anchor, told):
        return [NONE, named]
    if anchor.quantity.kind != "score":
        return narrative_candidates(doc, anchor, told.facts)
    scored = scores.deducted(doc, anchor) or scores.score_candidate(
        doc, anchor, heading, [told.item, *told.facts] if told.item else told.facts
    )
    return [NONE, scored] if scored else [NONE]


def _role(doc: Doc, anchor: Anchor, chosen: Candidate, metric: str | None, told: Told, setting: Setting) -> Role:
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
        last = told.facts[-1].role
        return "actual" if last == "target" and plans.done(doc, anchor) else last
    if quantity.kind == "score":
        behind = doc.text[quantity.span.end : min(anchor.sentence.end, quantity.span.end + _BEHIND)]
        return "weight" if scores.is_weight(doc[anchor.stretch], behind) else "score"
    if quantity.kind != "money":
        planned = (
            roles.planned(contexts.words_before(doc, anchor), quantity.text)
            or plans.announced(doc, anchor)
            or (setting.goal and not plans.done(doc, anchor))
            or (setting.plan and plans.of_plan(doc, anchor))
        )
        return "target" if planned else "actual"
    role = _money_role(doc, anchor, chosen, metric, told, setting.heading)
    return "target" if role == "actual" and setting.plan and plans.of_plan(doc, anchor) else role


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
