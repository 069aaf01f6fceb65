"""Examples -> weights: a conditional logistic regression over the options of each question.

The loss is convex and every sum runs in a fixed order, so that the same examples give the same weights bit for bit on
the same kind of machine. Needs the extra `train`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.errors import ConfigError
from extractor.tagger.choices import Feature
from extractor.training.examples import Example

SEEN = 2
"""Least options in which a feature must occur."""
SMALL = 0.01
"""Smaller weights are left out of a model."""
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Questions:
    """Examples of one task as arrays of numpy."""

    table: Any
    """1 where an option (row) has a feature (column), sparse …"""
    turned: Any
    """… and turned over, a row a feature."""
    first: Any
    """Number of each question's first option."""
    questions: Any
    """Number of each option's question."""
    right: Any
    """1 of each option that is right, 0 of the others."""
    weight: Any
    """Of each option's question."""

    @property
    def size(self) -> int:
        """Number of features."""
        return int(self.table.shape[1])

    def scores(self, weights: Any) -> Any:
        """Of each option, the sum of the weights of its features, given the weight of each feature."""
        return self.table @ weights

    def loss(self, scores: Any) -> tuple[float, Any]:
        """What the right options miss to be chosen for sure, in nats, and its slope by each score."""
        import numpy as np

        powers = np.exp(scores - np.maximum.reduceat(scores, self.first)[self.questions])
        chances = powers / np.add.reduceat(powers, self.first)[self.questions]
        hit = np.add.reduceat(chances * self.right, self.first)
        slopes = (chances - chances * self.right / (hit[self.questions] + 1e-12)) * self.weight
        return -(self.weight[self.first] * np.log(hit + 1e-12)).sum(), slopes

    def slope(self, slopes: Any) -> Any:
        """The slope by the weight of each feature, given that by each score."""
        return self.turned @ slopes


def fit(examples: Sequence[Example], strength: float, rounds: int = 150) -> dict[Feature, float]:
    """Weights of the features of `examples`, all of one task.

    `strength` is that of the L2 penalty; `rounds` the most iterations of L-BFGS. Nothing, where nothing can be learned.

    Raises:
        ConfigError: numpy or scipy is not installed.
    """
    try:
        import numpy as np
        from scipy.optimize import minimize
    except ImportError as error:
        raise ConfigError("training", "needs numpy and scipy: pip install gouji[train]") from error

    numbers = number_features(examples)
    if not numbers:
        return {}
    asked = as_arrays(examples, numbers)

    def loss(w: Any) -> tuple[float, Any]:
        value, slopes = asked.loss(asked.scores(w))
        return value + 0.5 * strength * (w * w).sum(), asked.slope(slopes) + strength * w

    found = minimize(loss, np.zeros(len(numbers)), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return as_weights(numbers, found)


def number_features(examples: Iterable[Example], known: Mapping[Feature, int] | None = None) -> dict[Feature, int]:
    """A number for each feature that `examples` have often enough, from 0 on, after those that are `known`."""
    counts = Counter(feature for example in examples for option in example.features for feature in option)
    numbers = dict(known or {})
    for feature, count in counts.items():
        if count >= SEEN:
            numbers.setdefault(feature, len(numbers))
    return numbers


def as_arrays(examples: Iterable[Example], numbers: Mapping[Feature, int]) -> Questions:
    """At least one example, of one task, for learning; features without a number are left out."""
    import numpy as np
    from scipy.sparse import csr_array

    features: list[int] = []
    options: list[int] = []
    first: list[int] = []
    right: list[bool] = []
    weight: list[float] = []
    for example in examples:
        first.append(len(right))
        for option, is_right in zip(example.features, example.right, strict=True):
            for feature in option:
                if (number := numbers.get(feature)) is not None:
                    features.append(number)
                    options.append(len(right))
            right.append(is_right)
            weight.append(example.weight)
    table = csr_array((np.ones(len(features)), (options, features)), shape=(len(right), len(numbers)))
    return Questions(
        table=table,
        turned=table.T.tocsr(),
        first=np.array(first, dtype=np.intp),
        questions=np.repeat(np.arange(len(first)), np.diff([*first, len(right)])),
        right=np.array(right, dtype=float),
        weight=np.array(weight, dtype=float),
    )


def as_weights(numbers: Mapping[Feature, int], weights: Sequence[float]) -> dict[Feature, float]:
    """The weights as a model has them: rounded, without the small ones, in the order of the alphabet."""
    rounded = {feature: round(float(weights[numbers[feature]]), DIGITS) for feature in sorted(numbers)}
    return {feature: weight for feature, weight in rounded.items() if abs(weight) >= SMALL}
