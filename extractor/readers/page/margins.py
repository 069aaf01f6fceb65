"""Between which margins text is set, and how far apart its lines are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.origins import Box
from extractor.readers.page.lines import Line


class Measure(NamedTuple):
    """The column that lines are set in."""

    left: float
    right: float
    pitch: float
    """From base line to base line within a paragraph; 0 where it is not known."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def measure_of(columns: Sequence[Sequence[Line]], tables: Sequence[Box], width: float) -> Measure:
    """What undivided columns of pages of one width have in common; `tables`: those between their lines.

    A margin is where most columns end, so that one line which juts out moves nothing; where hardly a line reaches the
    right one, it is taken to be as broad as the left one, and tables to go from one to the other.
    """
    filled = [column for column in columns if len(column) >= _ENOUGH]
    full = filled or [column for column in columns if column]
    if not full:
        return Measure(0.1 * width, 0.9 * width, 0.0)
    left = median(min(line.box.x0 for line in column) for column in full)
    right = median(max(line.box.x1 for line in column) for column in full)
    flush = sum(line.box.x1 > right - line.size for column in filled for line in column)
    if flush < _FLUSH:
        left = min([left, *(table.x0 for table in tables)])
        right = max([right, width - left, *(table.x1 for table in tables)])
    return Measure(left, right, pitch_of(columns))


def pitch_of(columns: Sequence[Sequence[Line]]) -> float:
    """The commonest distance of two lines that follow each other, to half a point."""
    steps: Counter[int] = Counter()
    for column in columns:
        for line, after in pairwise(column):
            step = after.box.bottom - line.box.bottom
            if 0.9 * line.size < step < 4 * line.size and abs(after.size - line.size) < 0.1 * line.size:
                steps[round(2 * step)] += 1
    if not steps:
        return 0.0
    return max(sorted(steps.items()), key=lambda one: one[1])[0] / 2


_FLUSH = 3
"""Lines that end at a margin, so that it is one."""
_ENOUGH = 5
"""Lines of a column that reach its margins somewhere."""
