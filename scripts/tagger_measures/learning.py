"""Models that are learned to be measured, each once: without a group of features, from few reports, for one report.

They have no weights for trust, which changes the confidence of facts and nothing else and takes most of the time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from extractor.tagger.choices import Chooser, Linear
from extractor.training.examples import Example, examples
from extractor.training.reports import Report, without
from extractor.training.scores import Scores, measure
from extractor.training.train import learned

SEED = 5
STEPS = (4, 8, 16)
"""Numbers of reports of the learning curve, before all of them."""
DRAWS = 3
"""Choices of reports for each step."""


class Learner:
    """Learns from reports whose examples it keeps."""

    def __init__(self) -> None:
        self._examples: dict[str, list[Example]] = {}

    def learn(
        self, reports: Sequence[Report], keep: Callable[[str], bool] | None = None, weak: Sequence[Example] = ()
    ) -> Chooser:
        """A model of `reports`, of those features whose template `keep` takes, and of examples without annotation."""
        found = [*(example for report in reports for example in self._of(report)), *weak]
        return Linear(learned([example.restrict(keep) for example in found] if keep else found))

    def _of(self, report: Report) -> list[Example]:
        if report.digest not in self._examples:
            self._examples[report.digest] = list(examples(report))
        return self._examples[report.digest]


def curve(learner: Learner, reports: Sequence[Report], judged: Sequence[Report]) -> dict[int, dict[str, float]]:
    """Number of reports -> figures on the `judged` of a model of so many of `reports`, the mean of a few draws."""
    draw = random.Random(SEED)  # noqa: S311 -- a choice of reports, not a secret
    shuffled = [draw.sample(reports, len(reports)) for _ in range(DRAWS)]
    steps: dict[int, dict[str, float]] = {}
    for step in STEPS:
        runs = [measure(judged, learner.learn(order[:step])).figures() for order in shuffled]
        steps[step] = {name: sum(run[name] for run in runs) / DRAWS for name in runs[0]}
    return steps


def left_out(learner: Learner, reports: Sequence[Report], others: Sequence[Report]) -> list[Scores]:
    """The scores of each of `reports` by a model of `others` and the rest of `reports`."""
    return [measure([left], learner.learn(without([*others, *reports], left))) for left in reports]
