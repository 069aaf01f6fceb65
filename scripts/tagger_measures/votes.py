"""What a model is asked, and who is right where it answers otherwise than the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.pipeline import process
from extractor.stages.link import link
from extractor.tagger.choices import Chooser, Question, Task
from extractor.training.examples import wanted_facts
from extractor.training.reports import Report
from extractor.types import Fact

TASKS: tuple[Task, ...] = ("name", "metric", "role")


@dataclass(slots=True)
class Votes:
    """Counts of questions of one task, with a choice, about the numbers of the gold in running text."""

    asked: int = 0
    against: int = 0
    """The model answered otherwise than the rules, and …"""
    model_right: int = 0
    """… was right, or …"""
    rules_right: int = 0
    """… the rules would have been."""


class _Witness:
    """Passes on the answers of another chooser and keeps them."""

    def __init__(self, chooser: Chooser) -> None:
        self._chooser = chooser
        self.heard: list[tuple[Task, Question, int]] = []

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        at, sure = self._chooser.choose(task, question)
        self.heard.append((task, question, at))
        return at, sure


def votes(reports: Iterable[Report], chooser: Chooser) -> tuple[Mapping[Task, Votes], int]:
    """The votes of `chooser` by task, and how many numbers in running text the gold of `reports` has."""
    counts: dict[Task, Votes] = {task: Votes() for task in TASKS}
    numbers = 0
    for report in reports:
        witness = _Witness(chooser)
        link(process(report.doc, until="normalise"), witness)
        wanted = {at: fact for at, fact in wanted_facts(report.gold).items() if fact.quantity.place is None}
        numbers += len(wanted)
        for task, question, at in witness.heard:
            fact = wanted.get(question.at)
            if fact is None or task not in counts or len(question.options) < 2:
                continue
            mine = counts[task]
            mine.asked += 1
            if at != question.preferred:
                mine.against += 1
                mine.model_right += _is_right(task, question.options, at, fact)
                mine.rules_right += _is_right(task, question.options, question.preferred, fact)
    return counts, numbers


def _is_right(task: Task, options: Sequence[Any], at: int, fact: Fact) -> bool:
    if task == "name":
        return bool(options[at].span == fact.indicator)
    return bool(options[at] == (fact.metric if task == "metric" else fact.role))
