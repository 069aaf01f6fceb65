"""Questions of the tagger and who answers them.

A question has options, one of them preferred by the rules, and sparse features of each option, every one a template
and a value. The rules answer with what they prefer; a trained model adds up the weights of the features.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any, Literal, Protocol

Task = Literal["name", "metric", "role", "trust"]
"""Which words name the number; what they stand for; plan or account; whether the fact is right."""

Feature = tuple[str, str]
"""Template and value: (`last word`, `经费`)."""
Weights = Mapping[str, Mapping[str, float]]
"""Template -> value -> weight."""


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

    def scores(self, weights: Weights) -> list[float]:
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
        self._weights = weights

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        """The heaviest option and its share of the exponential of all weights; the preferred one of a task without
        weights."""
        weights = self._weights.get(task)
        if weights is None or len(question.options) == 1:
            return question.preferred, 1.0
        scores = question.scores(weights)
        highest = max(scores)
        return scores.index(highest), 1 / sum(exp(score - highest) for score in scores)


def weigh(features: Sequence[Feature], weights: Weights) -> float:
    """Sum of the weights of `features`."""
    total = 0.0
    for template, value in features:
        known = weights.get(template)
        if known is not None:
            total += known.get(value, 0.0)
    return total
