"""From the pieces of lines that a page draws to the long rules of its tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.readers.page.model import Rule

SNAP = 2.0
"""Points by which lines that are meant as one may miss each other."""
_GAP = 3.0
"""Longest hole in a rule that is drawn in pieces."""
_DASH = 12.0
"""Longest dash of a dashed rule."""
_CORNER = 3.0
"""How far a rule may end before the one that it meets."""
_SHORTEST = 0.5
_MOST = 6000
"""Rules of a page after merging; more are a drawing."""


class Line(NamedTuple):
    """A straight line at distance `at` from the top (or the left) of the page, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """Rules that hang together."""

    across: tuple[Line, ...]
    """From top to bottom."""
    down: tuple[Line, ...]
    """From left to right."""


def frames(across: Sequence[Line], down: Sequence[Line]) -> list[Frame]:
    """The rules of a page in groups that hang together; what meets no other rule, or ends at only one, is in none."""
    if len(across) + len(down) > _MOST:
        return []
    crossings = _crossings(across, down)
    while True:
        loose = [index for index, line in enumerate(across) if _loose(line, crossings.of_across[index], down)]
        loose_down = [index for index, line in enumerate(down) if _loose(line, crossings.of_down[index], across)]
        if not loose and not loose_down:
            break
        crossings.drop(loose, loose_down)
    return _groups(across, down, crossings)


def lines(rules: Iterable[Rule]) -> tuple[list[Line], list[Line]]:
    """The rules of a page, across and down, each merged from its pieces."""
    across: list[Line] = []
    down: list[Line] = []
    for rule in rules:
        if rule.across:
            across.append(Line((rule.top + rule.bottom) / 2, rule.x0, rule.x1))
        else:
            down.append(Line((rule.x0 + rule.x1) / 2, rule.top, rule.bottom))
    return _merged(across), _merged(down)


def positions(values: Iterable[float], snap: float = SNAP) -> list[float]:
    """Sorted places, those within `snap` of the first of a cluster made one: its mean."""
    clusters: list[list[float]] = []
    for value in sorted(values):
        if clusters and value - clusters[-1][0] <= snap:
            clusters[-1].append(value)
        else:
            clusters.append([value])
    return [sum(cluster) / len(cluster) for cluster in clusters]


def nearest(places: Sequence[float], value: float) -> int:
    """Index of the place nearest to `value`; `places` is sorted and not empty."""
    index = bisect_left(places, value)
    if index == len(places) or (index and value - places[index - 1] <= places[index] - value):
        return index - 1
    return index


def _merged(pieces: Iterable[Line]) -> list[Line]:
    """Pieces of one rule made one: within SNAP of each other, with small holes or evenly dashed."""
    ordered = sorted(piece for piece in pieces if piece.end - piece.start >= _SHORTEST)
    merged: list[Line] = []
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index].at - ordered[start].at > SNAP:
            merged += _joined(ordered[start:index])
            start = index
    return merged


def _joined(pieces: Sequence[Line]) -> list[Line]:
    """Pieces at one distance, joined along it."""
    joined: list[Line] = []
    parts: list[Line] = []
    end = last = 0.0
    for piece in sorted(pieces, key=lambda line: (line.start, line.end)):
        dashed = last <= _DASH and piece.end - piece.start <= _DASH
        if parts and piece.start - end <= (max(_GAP, min(last, piece.end - piece.start) * 2) if dashed else _GAP):
            parts.append(piece)
            end = max(end, piece.end)
        else:
            if parts:
                joined.append(_one(parts))
            parts = [piece]
            end = piece.end
        last = piece.end - piece.start
    if parts:
        joined.append(_one(parts))
    return joined


def _one(parts: Sequence[Line]) -> Line:
    weight = sum(part.end - part.start for part in parts)
    at = sum(part.at * (part.end - part.start) for part in parts) / weight
    return Line(at, parts[0].start, max(part.end for part in parts))


@dataclass(slots=True)
class _Crossings:
    """Which rules meet, by index."""

    of_across: dict[int, set[int]]
    of_down: dict[int, set[int]]

    def drop(self, across: Iterable[int], down: Iterable[int]) -> None:
        for index in across:
            for other in self.of_across.pop(index, ()):
                self.of_down[other].discard(index)
        for index in down:
            for other in self.of_down.pop(index, ()):
                self.of_across[other].discard(index)


def _crossings(across: Sequence[Line], down: Sequence[Line]) -> _Crossings:
    crossings = _Crossings(defaultdict(set), defaultdict(set))
    places = [line.at for line in down]
    for index, line in enumerate(across):
        first = bisect_left(places, line.start - _CORNER)
        for other in range(first, bisect_right(places, line.end + _CORNER)):
            if down[other].start - _CORNER <= line.at <= down[other].end + _CORNER:
                crossings.of_across[index].add(other)
                crossings.of_down[other].add(index)
    return crossings


def _loose(line: Line, met: set[int] | None, others: Sequence[Line]) -> bool:
    """Whether a rule parts nothing: it meets one other, at its end, as an underline or the axis of a chart does."""
    if not met or len(met) > 1:
        return False
    (other,) = met
    at = others[other].at
    return at - line.start <= _CORNER or line.end - at <= _CORNER


def _groups(across: Sequence[Line], down: Sequence[Line], crossings: _Crossings) -> list[Frame]:
    """What hangs together, each with two rules or more both ways or a cross, from top to bottom."""
    seen: set[int] = set()
    found: list[Frame] = []
    for first in range(len(across)):
        if first in seen or not crossings.of_across.get(first):
            continue
        rows, cols, open_ = {first}, set[int](), [first]
        while open_:
            for col in crossings.of_across[open_.pop()] - cols:
                cols.add(col)
                fresh = crossings.of_down[col] - rows
                rows |= fresh
                open_ += fresh
        seen |= rows
        rules = tuple(across[index] for index in sorted(rows)), tuple(down[index] for index in sorted(cols))
        found.append(Frame(*rules))
    return found
