"""How sure a figure is that was measured on a few reports: percentile bootstrap over the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.tagger.choices import Chooser
from extractor.training.reports import Report
from extractor.training.scores import Scores, measure

SEED = 5
DRAWS = 10_000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the ends of its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one report, hits and what they are a share of, by figure."""

    exact: tuple[int, int]
    """Exact indicators, of the numbers in running text."""
    fact: tuple[int, int]
    """Twice the facts found, of those found and those there: their share is F1."""


def measured(reports: Sequence[Report], chooser: Chooser) -> tuple[Scores, list[Counts]]:
    """The scores of all reports together, and the counts of each."""
    total, each = Scores(), []
    for report in reports:
        scores = measure([report], chooser)
        text = [answer for answer in scores.answers if answer.narrative]
        exact = sum(a.found is not None and a.found.indicator == a.gold.indicator for a in text)
        fact = scores.layers["fact"]
        each.append(Counts((exact, len(text)), (2 * fact.hit, fact.gold + fact.predicted)))
        total += scores
    return total, each


def interval(counts: Sequence[tuple[int, int]], rivals: Sequence[tuple[int, int]] | None = None) -> Estimate:
    """The share of hits over all reports; with `rivals`, counts of the same reports, how much it is above theirs."""
    import numpy as np

    mine = np.array(counts, dtype=float)
    theirs = None if rivals is None else np.array(rivals, dtype=float)
    every = np.arange(len(counts))

    def share(drawn: Any) -> Any:
        value = mine[drawn, 0].sum(-1) / mine[drawn, 1].sum(-1)
        return value if theirs is None else value - theirs[drawn, 0].sum(-1) / theirs[drawn, 1].sum(-1)

    drawn = np.random.default_rng(SEED).integers(0, len(counts), (DRAWS, len(counts)))
    low, high = np.quantile(share(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(share(every)), float(low), float(high))
