"""What a sentence has told so far: the stage of its money, the whole whose parts follow, the thing named last."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.tagger import roles
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.metrics import match_metric
from extractor.tagger.phrases import left_phrase
from extractor.types import Doc, Fact, Kind, Quantity, Role, Span

PROJECTS = frozenset({"spend.project", "spend.special_fund", "spend.business_project", "spend.maintenance_project"})
_WHOLES = ("staff.", "spend.", "income.", "budget.", "inspection.", "asset.")
_PERSONS = frozenset({"人", "名", "余名", "位"})
_OF_WHICH = re.compile(r"\s*(?:其中|具体包括|主要包括|具体为|主要用于|按[^，。；：:]{1,10}(?:分|划分|分类)[为，,：:])")
_CLOSING = "spend.carried_out"
_NUMBERED = re.compile(r"\s*(?:[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳⑴-⒇])")
_MADE_OF = re.compile(r"[，,]\s*由\D{2,}$")
_COMPOSED = re.compile(r"构成|组成")
_ADDITION = re.compile(r"(?:新增|追加|调增|核增|净增|调减|核减|压减)..")
"""An addition with a name of its own can be a whole, a mere comparison cannot: 新增学位, but not 较上年增加."""
_CUE = re.compile(r"其中|主要用于|包括|分别|主要|用于|具体|[:：]")


@dataclass(frozen=True, slots=True)
class Whole:
    """The thing whose parts follow."""

    metric: str | None
    role: Role
    kind: Kind
    unit: str | None
    value: Decimal | None


@dataclass(slots=True)
class Told:
    """The state of the sentence at hand."""

    span: Span
    facts: list[Fact] = field(default_factory=list)
    stage: Role | None = None
    parts: bool = False
    whole: Whole | None = None
    rest: Decimal | None = None
    """What the parts told so far leave of the whole."""
    item: Fact | None = None
    """The item whose full score stands before, its own score still to come."""
    named: Fact | None = None
    """The thing of money named last."""
    topic: Fact | None = None
    """The amount with a metric told last before the semicolon that the sentence follows."""
    listed: dict[int, Candidate] = field(default_factory=dict)
    """By the start of a number: its name in a list that gives one number to each of several names."""

    def part_of_project(self) -> bool:
        """A list of what 项目支出 went to is open."""
        return bool(self.parts and self.whole and self.whole.metric == "spend.project" and self.rest != 0)


def next_sentence(doc: Doc, before: Told, anchor: Anchor) -> Told:
    """Parts that are told over several sentences keep the stage of their whole."""
    told = Told(anchor.sentence)
    last = before.facts[-1] if before.facts else before.item
    head = doc.text[anchor.sentence.start : anchor.quantity.span.start]
    if not anchor.paragraph.contains(before.span):
        return told
    if doc.text[max(0, anchor.sentence.start - 1) : anchor.sentence.start] in ("；", ";"):
        amounts = (f for f in reversed(before.facts) if f.quantity.kind == "money" and f.metric and f.role != "change")
        told.topic = next(amounts, before.topic)
    if last and last.metric == "score.item" and last.role == "weight":
        told.item = last
    if before.facts and _OF_WHICH.match(head):
        accounts = [f for f in before.facts if f.metric and f.metric.startswith("spend.") and f.metric != _CLOSING]
        told.parts, told.whole = True, _whole_of(doc, before.facts if head.lstrip().startswith("其中") else accounts)
        if told.whole and told.whole.kind == "money" and told.whole.role != "change":
            told.stage = told.whole.role
    elif before.parts and _NUMBERED.match(head):
        told.stage, told.parts, told.whole = before.stage, True, before.whole
    elif _goes_on(doc, before, anchor) and before.whole:
        told.stage, told.parts, told.whole, told.rest = before.whole.role, True, before.whole, before.rest
    return told


def _goes_on(doc: Doc, before: Told, anchor: Anchor) -> bool:
    """The list of what an amount went to goes on behind a semicolon, as long as something of the amount is left."""
    if not before.parts or before.whole is None or before.whole.kind != "money" or before.whole.role == "change":
        return False
    between = doc.text[before.span.start : anchor.sentence.start].rstrip()
    return between.endswith(("；", ";")) and before.rest is not None and before.rest > 0


def hear(doc: Doc, told: Told, anchor: Anchor) -> None:
    """Take in the words between the number before and this one."""
    start = told.facts[-1].quantity.span.end if told.facts else anchor.sentence.start
    gap = doc.text[start : anchor.quantity.span.start]
    stage = roles.stage_of(gap)
    parts = roles.begins_parts(gap) or (stage is None and _composed(doc, gap, anchor))
    if parts:
        told.parts = True
        told.whole = _whole_of(doc, told.facts) or told.whole or _named_whole(gap, stage)
        told.rest = told.whole.value if told.whole else None
    if stage:
        told.stage = stage
        told.parts = told.parts and parts
    elif not told.parts:
        told.stage = None


def inherits(told: Told, quantity: Quantity) -> bool:
    """`quantity` is one of the parts, and of the kind of the whole."""
    whole = told.whole if told.parts else None
    if whole is None or whole.kind != quantity.kind:
        return False
    if whole.metric is None or not whole.metric.startswith(_WHOLES):
        return False
    if told.rest is not None and quantity.unit == whole.unit and quantity.value and quantity.value > told.rest:
        return False
    if quantity.kind == "count":
        return whole.unit == quantity.unit or {whole.unit, quantity.unit} <= _PERSONS
    return quantity.kind == "money"


def take_off(told: Told, quantity: Quantity) -> None:
    """A part is told: less of the whole is left."""
    if told.whole and told.rest is not None and quantity.value is not None and quantity.unit == told.whole.unit:
        told.rest -= quantity.value


def _composed(doc: Doc, gap: str, anchor: Anchor) -> bool:
    """资产总额300万元，由流动资产120万元和固定资产180万元构成."""
    if not _MADE_OF.search(gap):
        return False
    return bool(_COMPOSED.search(doc.text, anchor.quantity.span.end, anchor.sentence.end))


def _whole_of(doc: Doc, facts: list[Fact]) -> Whole | None:
    counted = [
        fact
        for fact in facts
        if fact.role != "share" and fact.quantity.kind in ("money", "count") and fact.source != "reference"
    ]
    levels = [fact for fact in counted if fact.role != "change" or _is_addition(doc, fact)]
    if not counted:
        return None
    fact = (levels or counted)[-1]
    quantity = fact.quantity
    return Whole(
        None if fact.role == "change" and not _is_addition(doc, fact) else fact.metric,
        fact.role,
        quantity.kind,
        quantity.unit,
        quantity.value,
    )


def _is_addition(doc: Doc, fact: Fact) -> bool:
    return bool(fact.indicator and _ADDITION.match(doc[fact.indicator]))


def _named_whole(gap: str, stage: Role | None) -> Whole | None:
    """A whole without a number: 项目支出主要用于：…"""
    cue = _CUE.search(gap)
    phrase = left_phrase(gap[: cue.start()]) if cue else None
    match = match_metric(gap[phrase.start : phrase.end], "money", False) if phrase else None
    if match is None:
        return None
    return Whole(match.metric, stage or roles.money_role("", match.metric), "money", None, None)
