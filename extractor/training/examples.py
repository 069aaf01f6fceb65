"""Annotated reports -> examples: the questions of the tagger with the options that the gold takes for right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.annotations import Gold
from extractor.pipeline import process
from extractor.scoring import same_metric
from extractor.stages.link import link
from extractor.tagger.choices import Chooser, Feature, Question, Rules, Task, template
from extractor.training.reports import Report
from extractor.types import Fact, Span

NEAR = 0.5
"""Least share of common characters (intersection over union) of a span that stands for a right one out of reach …"""
NEAR_WEIGHT = 0.5
"""… and what such an example weighs."""
CAUTION = 1.5
"""How much more a wrong fact weighs than a right one when trust is learned: rather too little trust than too much …"""
MENDED = 8.0
"""… and one of a table: the rules for tables have been mended on the annotated reports, so that few are wrong there."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a number of an annotated report."""

    task: Task
    report: str
    """Name of the report, by which examples are split."""
    features: Sequence[Sequence[Feature]]
    """Of each option."""
    right: tuple[bool, ...]
    """Of each option; at least one is."""
    weight: float

    def restrict(self, keep: Callable[[str], bool]) -> Example:
        """The same without the features whose template `keep` refuses."""
        features = [[feature for feature in option if keep(template(feature))] for option in self.features]
        return replace(self, features=features)


class Recorder:
    """Passes on the answers of another chooser and keeps the questions."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self.asked: list[tuple[Task, Question]] = []

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        """The answer of the other."""
        self.asked.append((task, question))
        return self._chooser.choose(task, question)


def examples(report: Report) -> Iterator[Example]:
    """The examples of one report, with the answers of the rules to the questions before each.

    Numbers that the gold does not have give none.
    """
    _, asked = _asked(report, Rules())
    wanted = wanted_facts(report.gold)
    for task, question in asked:
        if task == "trust" or (fact := wanted.get(question.at)) is None or len(question.options) < 2:
            continue
        right, weight = _right(task, question, fact)
        if any(right):
            yield Example(task, report.name, question.features(), right, weight)


def trust_examples(report: Report, chooser: Chooser) -> Iterator[Example]:
    """Whether each fact is right that `chooser`, which must not have seen the report, would find in it."""
    facts, asked = _asked(report, chooser)
    wanted = wanted_facts(report.gold)
    found = {fact.quantity.span.start: fact for fact in facts}
    for task, question in asked:
        target = wanted.get(question.at)
        if task == "trust" and target is not None:
            right = same_metric(found[question.at], target)
            wrong = CAUTION if target.quantity.place is None else MENDED
            yield Example("trust", report.name, question.features(), (right, not right), 1.0 if right else wrong)


def _asked(report: Report, chooser: Chooser) -> tuple[tuple[Fact, ...], list[tuple[Task, Question]]]:
    recorder = Recorder(chooser)
    doc = link(process(report.doc, until="normalise"), recorder)
    return doc.facts, recorder.asked


def wanted_facts(gold: Gold) -> dict[int, Fact]:
    """The facts of the gold that count, by the start of their number."""
    return {fact.quantity.span.start: fact for fact in gold.doc.facts if fact.quantity.span not in gold.optional}


def _right(task: Task, question: Question, fact: Fact) -> tuple[tuple[bool, ...], float]:
    if task == "metric":
        return tuple(option == fact.metric for option in question.options), 1.0
    if task == "role":
        return tuple(option == fact.role for option in question.options), 1.0
    shares = [shared(option.span, fact.indicator) for option in question.options]
    best = max(shares)
    if best < NEAR:
        return (False,) * len(shares), 0.0
    return tuple(share == best for share in shares), 1.0 if best == 1 else NEAR_WEIGHT


def shared(a: Span | None, b: Span | None) -> float:
    """Intersection over union of two spans, 0 … 1; 1 for none and none."""
    if a is None or b is None:
        return float(a is b)
    common = max(0, min(a.end, b.end) - max(a.start, b.start))
    return common / (a.end - a.start + b.end - b.start - common)
