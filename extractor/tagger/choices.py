"""Questions of the tagger and who answers them.

A question has options, one of them preferred by the rules, and sparse features of each option. The rules answer with
what they prefer; a trained model adds up the weights of the features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from math import exp
from typing import Any, Literal, Protocol, TypeVar

Task = Literal["name", "metric", "role", "trust"]
"""Which words name the number; what they stand for; plan or account; whether the fact is right."""

Feature = str
"""Template and value, as in `last:经费`."""


Weights = Mapping[Feature, float]
Made = TypeVar("Made")
_EQUAL = 1e-6
"""Weights have three digits: less apart are two sums of the same in another order."""
_NOTHING: Mapping[str, float] = {}


class Table:
    """The weights of a task, as they are looked up."""

    nothing = 0.0

    def __init__(self, weights: Weights) -> None:
        self.flat = weights
        self._made: dict[Any, Any] = {}

    def of(self, template: str, first: str | None = None) -> Mapping[str, float]:
        """Value -> weight of the features of a template; with `first`, of those whose value begins with it and a
        slash: what stands behind the slash -> weight."""
        return (
            self._by_template.get(template, _NOTHING) if first is None else self._parted(template).get(first, _NOTHING)
        )

    def made(self, how: Callable[[Table], Made]) -> Made:
        """What `how` makes of this table, made once."""
        if how not in self._made:
            self._made[how] = how(self)
        found: Made = self._made[how]
        return found

    @cached_property
    def _by_template(self) -> Mapping[str, Mapping[str, float]]:
        found: dict[str, dict[str, float]] = {}
        for feature, weight in self.flat.items():
            name, _, value = feature.partition(":")
            found.setdefault(name, {})[value] = weight
        return found

    def _parted(self, template: str) -> Mapping[str, Mapping[str, float]]:
        if template not in self._made:
            found: dict[str, dict[str, float]] = {}
            for value, weight in self.of(template).items():
                first, _, rest = value.partition("/")
                found.setdefault(first, {})[rest] = weight
            self._made[template] = found
        parted: Mapping[str, Mapping[str, float]] = self._made[template]
        return parted


class Names:
    """Gives for a weight the name of its feature, so that what adds up weights of a Table lists features instead."""

    nothing: tuple[Feature, ...] = ()

    def of(self, template: str, first: str | None = None) -> Name:
        """As of a Table."""
        return Name(f"{template}:" if first is None else f"{template}:{first}/")


class Name:
    """Names the features of a template."""

    def __init__(self, before: str) -> None:
        self._before = before

    def get(self, value: str, _: float) -> tuple[Feature]:
        """The feature with `value`."""
        return (self._before + value,)


class Question(Protocol):
    """Options to choose from."""

    @property
    def at(self) -> int:
        """Start of the number that is asked about, in the text."""

    @property
    def options(self) -> Sequence[Any]:
        """At least one."""

    @property
    def preferred(self) -> int:
        """Index of the option that the rules choose."""

    def features(self) -> list[list[Feature]]:
        """The features of each option."""

    def scores(self, weights: Table) -> list[float]:
        """Sum of the weights of each option's features."""


class Chooser(Protocol):
    """Answers questions."""

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        """Index of the chosen option and its probability, 0 … 1."""


class Rules:
    """Answers what the rules prefer, always sure of it."""

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        """The preferred option."""
        return question.preferred, 1.0


class Linear:
    """Answers by weights: the option whose features weigh most; the first of equals."""

    def __init__(self, weights: Mapping[Task, Weights]) -> None:
        self._weights = {task: Table(known) for task, known in weights.items()}

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        """The heaviest option and its share of the exponential of all weights; the preferred one of a task without
        weights."""
        weights = self._weights.get(task)
        if weights is None or len(question.options) == 1:
            return question.preferred, 1.0
        scores = question.scores(weights)
        highest = max(scores)
        floor = highest - _EQUAL
        at = 0
        while scores[at] < floor:
            at += 1
        return at, 1 / sum([exp(score - highest) for score in scores])


def weigh(features: Iterable[Feature], weights: Table) -> float:
    """Sum of the weights of `features`."""
    get = weights.flat.get
    return sum([get(feature, 0.0) for feature in features])


def template(feature: Feature) -> str:
    """The kind of a feature: `last` of `last:经费` and of `final|last:经费`."""
    return feature.partition(":")[0].rpartition("|")[2]
