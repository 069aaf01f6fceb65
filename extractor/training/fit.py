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

    features: Any
    """Number of each feature of each option …"""
    options: Any
    """… and of the option that has it."""
    first: Any
    """Number of each question's first option."""
    questions: Any
    """Number of each option's question."""
    right: Any
    """1 of each option that is right, 0 of the others."""
    weight: Any
    """Of each option's question."""

    def scores(self, weights: Any) -> Any:
        """Of each option, the sum of the weights of its features, given the weight of each feature."""
        import numpy as np

        return np.bincount(self.options, weights=weights[self.features], minlength=len(self.questions))

    def loss(self, scores: Any) -> tuple[float, Any]:
        """What the right options miss to be chosen for sure, in nats, and its slope by each score."""
        import numpy as np

        powers = np.exp(scores - np.maximum.reduceat(scores, self.first)[self.questions])
        chances = powers / np.add.reduceat(powers, self.first)[self.questions]
        hit = np.add.reduceat(chances * self.right, self.first)
        slopes = (chances - chances * self.right / (hit[self.questions] + 1e-12)) * self.weight
        return -(self.weight[self.first] * np.log(hit + 1e-12)).sum(), slopes

    def slope(self, slopes: Any, size: int) -> Any:
        """The slope by the weight of each of `size` features, given that by each score."""
        import numpy as np

        return np.bincount(self.features, weights=slopes[self.options], minlength=size)


def fit(examples: Sequence[Example], strength: float, rounds: int = 150) -> dict[str, dict[str, float]]:
    """Weights of the features of `examples`, all of one task, as template -> value -> weight.

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
        return value + 0.5 * strength * (w * w).sum(), asked.slope(slopes, len(w)) + strength * w

    found = minimize(loss, np.zeros(len(numbers)), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    return by_template(numbers, found)


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
    return Questions(
        features=np.array(features, dtype=np.intp),
        options=np.array(options, dtype=np.intp),
        first=np.array(first, dtype=np.intp),
        questions=np.repeat(np.arange(len(first)), np.diff([*first, len(right)])),
        right=np.array(right, dtype=float),
        weight=np.array(weight, dtype=float),
    )


def by_template(numbers: Mapping[Feature, int], weights: Sequence[float]) -> dict[str, dict[str, float]]:
    """The weights as a model has them, template -> value -> weight: rounded, without the small ones, in order."""
    result: dict[str, dict[str, float]] = {}
    for (template, value), number in numbers.items():
        if abs(weights[number]) >= SMALL:
            result.setdefault(template, {})[value] = round(float(weights[number]), DIGITS)
    return {template: dict(sorted(result[template].items())) for template in sorted(result)}
