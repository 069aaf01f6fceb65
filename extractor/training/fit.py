"""Examples -> weights: a conditional logistic regression over the options of each question.

The loss is convex and every sum runs in a fixed order, so that the same examples give the same weights bit for bit on
the same kind of machine. Needs the extra `train`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from extractor.errors import ConfigError
from extractor.training.examples import Example

SEEN = 2
"""Least options in which a feature must occur."""
SMALL = 0.01
"""Smaller weights are left out of a model."""
DIGITS = 3


def fit(examples: Sequence[Example], strength: float, rounds: int = 150) -> dict[str, dict[str, float]]:
    """Weights of the features of `examples`, all of one task, as template -> value -> weight.

    `strength` is that of the L2 penalty; `rounds` the most iterations of L-BFGS.

    Raises:
        ConfigError: numpy or scipy is not installed.
    """
    try:
        import numpy as np
        from scipy.optimize import minimize
    except ImportError as error:
        raise ConfigError("training", "needs numpy and scipy: pip install gouji[train]") from error

    counts = Counter(feature for example in examples for option in example.features for feature in option)
    index: dict[tuple[str, str], int] = {}
    rows: list[int] = []
    columns: list[int] = []
    starts: list[int] = []
    right: list[float] = []
    weights: list[float] = []
    row = 0
    for example in examples:
        starts.append(row)
        for option, is_right in zip(example.features, example.right, strict=True):
            for feature in option:
                if counts[feature] >= SEEN:
                    columns.append(index.setdefault(feature, len(index)))
                    rows.append(row)
            right.append(float(is_right))
            weights.append(example.weight)
            row += 1
    at, of, first = np.array(rows), np.array(columns), np.array(starts)
    question = np.repeat(np.arange(len(starts)), np.diff([*starts, row]))
    target, weight = np.array(right), np.array(weights)

    def loss(w: Any) -> tuple[float, Any]:
        scores = np.bincount(at, weights=w[of], minlength=row)
        powers = np.exp(scores - np.maximum.reduceat(scores, first)[question])
        chances = powers / np.add.reduceat(powers, first)[question]
        hit = np.add.reduceat(chances * target, first)
        value = -(weight[first] * np.log(hit + 1e-12)).sum() + 0.5 * strength * (w * w).sum()
        slope = (chances - chances * target / (hit[question] + 1e-12)) * weight
        return value, np.bincount(of, weights=slope[at], minlength=len(index)) + strength * w

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
    result: dict[str, dict[str, float]] = {}
    for (template, value), number in index.items():
        if abs(found[number]) >= SMALL:
            result.setdefault(template, {})[value] = round(float(found[number]), DIGITS)
    return {template: dict(sorted(result[template].items())) for template in sorted(result)}
