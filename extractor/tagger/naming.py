"""The metric of a number in running text, given the words that name it."""

from __future__ import annotations

import re

from extractor.tagger import contexts
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate, subject_of
from extractor.tagger.metrics import DIMENSION, Match, class_of, match_metric, squeeze_name
from extractor.tagger.phrases import left_phrase
from extractor.tagger.told import PROJECTS, Told
from extractor.tagger.words import cut
from extractor.types import Doc, Fact, Span

_FUNDS = re.compile(r"(?:共?涉及|覆盖)(?:财政)?(?:项目)?(?:资金|金额|预算|预算资金)(?:总额|规模)?|执行数")
_OFFICE = re.compile(r"机构|部门|科|室|科室|处|股|股室|[科室处股][（(][部室科处][）)]")
_SET_UP = re.compile(r"内设|设有|设置|设立|共设|下设")
_BUDGET_WORDS = re.compile(r"(?:年初|部门|财政|全年)*预算(?:数|安排)?|[上去]年.*|同期.*")
_CONTROL_RATES = {"spend.public": "rate.public_control", "spend.three_public": "rate.three_public_control"}
_ADDED = ("追加", "调增", "核增")
_REDUCED = ("调减", "核减")


def metric_of(doc: Doc, anchor: Anchor, chosen: Candidate, told: Told, inspection: bool) -> str | None:
    """An id of the catalogue; None where nothing fits.

    `inspection`: the number is about inspection work.
    """
    quantity = anchor.quantity
    if quantity.kind == "score":
        return "score.total" if chosen.source == "total" else "score.item"
    if chosen.span is None:
        return None
    if chosen.source == "execution":
        return "rate.execution"
    dim = DIMENSION[quantity.kind]
    if chosen.source == "same" and told.facts and told.facts[-1].role == "share" and dim == "percent":
        return told.facts[-1].metric
    name = doc[chosen.span]
    if chosen.source == "reference":
        compared = subject_of(told.facts)
        return compared.metric if compared else None
    if chosen.source == "share":
        return _shared(name, chosen.span, told, inspection)
    if chosen.source == "change":
        return _changed(doc, chosen, told, dim, inspection)
    if chosen.source == "again":
        again = next((f for f in reversed(told.facts) if f.indicator == chosen.span), None)
        match = match_metric(name, dim, inspection, quantity.unit if dim == "count" else None)
        if match or again is None or again.quantity.kind != quantity.kind:
            return match.metric if match else None
        return again.metric
    if chosen.source == "same":
        return _same(name, anchor, told, dim, inspection)
    if dim == "money" and _FUNDS.fullmatch(name) and _projects_counted(doc, told):
        return "spend.project"
    if name in ("支出", "支出决算") and told.named and _spent_on(told.named):
        return told.named.metric
    if name == "控制率" and (topic := told.named or told.topic) and (rate := _CONTROL_RATES.get(topic.metric or "")):
        return rate
    if chosen.source == "stage":
        return _by_stage(doc, anchor, name, told) if dim == "money" else _last_of_kind(anchor, told)
    if dim == "money" and (of_class := class_of(name)):
        return of_class
    match = _match(doc, anchor, name, chosen, dim, inspection)
    if match is None and dim == "count" and chosen.subject:
        match = match_metric(doc[chosen.subject], dim, inspection, quantity.unit)
    if match is None:
        return "spend.project" if dim == "money" and spends_project(doc, name) else None
    if match.how == "end" and match.metric.startswith("spend.") and told.part_of_project():
        return "spend.project"
    if match.metric == "inspection.issues_found" and contexts.of_superior(doc, anchor):
        return "inspection.issues_of_superior"
    return match.metric


def _projects_counted(doc: Doc, told: Told) -> bool:
    """The money is that of projects just counted: 12个项目开展绩效自评，涉及资金728万元."""
    counts = (fact.indicator for fact in told.facts if fact.quantity.kind == "count")
    return any(span and doc[span].endswith(("项目", "项目支出", "项目数")) for span in counts)


def _spent_on(named: Fact) -> bool:
    """A bare 支出 goes on about the thing whose budget was told: 公用经费预算60万元，支出56万元."""
    metric = named.metric or ""
    return metric in PROJECTS or (metric.startswith("spend.") and named.role.startswith("budget"))


def spends_project(doc: Doc, name: str) -> bool:
    """In the report of a project, spending without an id of its own is the project's."""
    return doc.meta.report_kind == "project" and name.endswith(("支出", "费用", "工程费"))


def _match(doc: Doc, anchor: Anchor, name: str, chosen: Candidate, dim: str, inspection: bool) -> Match | None:
    """The metric of the name; a verb before the number belongs to a name behind it: 抽调62名业务骨干."""
    unit = anchor.quantity.unit if anchor.quantity.kind == "count" else None
    if dim == "count" and _OFFICE.fullmatch(name) and _SET_UP.search(doc[anchor.sentence]):
        return Match("staff.departments", "exact")
    before = doc[anchor.before]
    if dim == "money" and chosen.span and (total := _grand_total(doc, chosen.span)):
        return total
    if chosen.source == "right" and (verb := left_phrase(before)):
        word = cut(before[verb.start : verb.end])[-1].text
        whole = match_metric(word + name, dim, inspection, unit)
        if whole and whole.how in ("exact", "stem"):
            return whole
        return match_metric(name, dim, inspection, unit) or match_metric(word, dim, inspection, unit)
    return match_metric(name, dim, inspection, unit)


def _grand_total(doc: Doc, span: Span) -> Match | None:
    """财政拨款收入总计 has another metric than 财政拨款收入."""
    if not doc.text.startswith("总计", span.end):
        return None
    total = match_metric(doc[span] + "总计", "money", False)
    return total if total and total.how == "exact" else None


def _shared(name: str, span: Span, told: Told, inspection: bool) -> str | None:
    match = match_metric(name, "money", inspection) or match_metric(name, "count", inspection)
    if match:
        return match.metric
    same = next((fact for fact in reversed(told.facts) if fact.indicator == span), None)
    return same.metric if same else None


def _same(name: str, anchor: Anchor, told: Told, dim: str, inspection: bool) -> str | None:
    match = match_metric(name, dim, inspection, anchor.quantity.unit)
    if match:
        return match.metric
    last = told.facts[-1] if told.facts else None
    return last.metric if last and last.quantity.kind == anchor.quantity.kind else None


def _last_of_kind(anchor: Anchor, told: Told) -> str | None:
    last = next((fact for fact in reversed(told.facts) if fact.quantity.kind == anchor.quantity.kind), None)
    return last.metric if last else None


def _changed(doc: Doc, chosen: Candidate, told: Told, dim: str, inspection: bool) -> str | None:
    """The metric of what changes, unless the change has its own."""
    words = doc[chosen.span] if chosen.span else ""
    if dim == "money":
        if words.startswith(_ADDED) or words.endswith(_ADDED):
            return "budget.added"
        if words.startswith(_REDUCED) or words.endswith(_REDUCED):
            return "budget.reduced"
    metric = None
    if chosen.subject and not _BUDGET_WORDS.fullmatch(squeeze_name(doc[chosen.subject])):
        kinds = ("money", "percent", "count") if dim == "percent" else (dim,)
        if dim == "money" and (total := _grand_total(doc, chosen.subject)):
            return total.metric
        matches = (match_metric(doc[chosen.subject], kind, inspection) for kind in kinds)
        metric = next((match.metric for match in matches if match), None)
        if metric is None:
            return None
    else:
        last = _changing(told, dim) or (told.topic if dim in ("money", "percent") else None)
        metric = last.metric if last else "spend.total" if "预算" in words and dim == "money" else None
    if dim == "percent" and metric == "spend.three_public":
        return "rate.three_public_change"
    return metric


def _changing(told: Told, dim: str) -> Fact | None:
    """The fact before, which a bare 增长 is about: the level where one was told, else the change."""
    levels = [
        fact
        for fact in told.facts
        if fact.role not in ("change", "share") and fact.metric != "rate.execution" and fact.source != "reference"
    ]
    if dim != "percent":
        levels = [fact for fact in levels if DIMENSION.get(fact.quantity.kind) == dim]
    changes = [fact for fact in told.facts if fact.role == "change"]
    return levels[-1] if levels else changes[-1] if changes else None


def _by_stage(doc: Doc, anchor: Anchor, name: str, told: Told) -> str | None:
    """An amount called only by its stage is about the thing named last in the sentence."""
    if told.named is not None:
        metric = told.named.metric
        if metric and metric.startswith(("budget.", "income.")) and "支出" in name:
            return "spend.total"
        return metric
    last = anchor.clause.start - 1
    while last > anchor.sentence.start:
        start = max(anchor.sentence.start, *(doc.text.rfind(mark, anchor.sentence.start, last) + 1 for mark in "，,："))
        phrase = left_phrase(doc.text[start:last].removesuffix("方面"))
        if phrase and (match := match_metric(doc.text[start + phrase.start : start + phrase.end], "money", False)):
            return match.metric
        last = start - 1
    if match := match_metric(name, "money", False):
        return match.metric
    return "spend.total" if "支出" in name else "budget.total"
