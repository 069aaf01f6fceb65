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
_FAR = 1e6
"""Points from the edge of any page at which nothing is drawn."""
_MOST = 6000
"""Rules of a page after merging; more are a drawing."""
_MOST_CROSSINGS = 200_000
_MOST_FRAMES = 200
"""Groups of rules on a page; the largest ones are kept."""


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
    if crossings is None:
        return []
    _drop_loose(crossings, across, down)
    found = _groups(across, down, crossings)
    if len(found) > _MOST_FRAMES:
        found = sorted(found, key=lambda frame: len(frame.across) + len(frame.down), reverse=True)[:_MOST_FRAMES]
    return found


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
    ordered = sorted(
        piece for piece in pieces if _SHORTEST <= piece.end - piece.start < _FAR and -_FAR < piece.at < _FAR
    )
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


def _crossings(across: Sequence[Line], down: Sequence[Line]) -> _Crossings | None:
    """Which rules meet; None if they are too many for a table."""
    count = 0
    crossings = _Crossings(defaultdict(set), defaultdict(set))
    places = [line.at for line in down]
    for index, line in enumerate(across):
        first = bisect_left(places, line.start - _CORNER)
        for other in range(first, bisect_right(places, line.end + _CORNER)):
            if down[other].start - _CORNER <= line.at <= down[other].end + _CORNER:
                crossings.of_across[index].add(other)
                crossings.of_down[other].add(index)
                count += 1
        if count > _MOST_CROSSINGS:
            return None
    return crossings


def _drop_loose(crossings: _Crossings, across: Sequence[Line], down: Sequence[Line]) -> None:
    """Forget the rules that part nothing, and those that part nothing without them."""
    sides = (crossings.of_across, crossings.of_down)
    lines_of = (across, down)
    open_ = [(0, index) for index in range(len(across))] + [(1, index) for index in range(len(down))]
    while open_:
        side, index = open_.pop()
        met = sides[side].get(index)
        if met and _is_loose(lines_of[side][index], met, lines_of[1 - side]):
            (other,) = sides[side].pop(index)
            sides[1 - side][other].discard(index)
            open_.append((1 - side, other))


def _is_loose(line: Line, met: set[int], others: Sequence[Line]) -> bool:
    """Whether a rule parts nothing: it meets one other, at its end, as an underline or the axis of a chart does."""
    if len(met) > 1:
        return False
    at = others[min(met)].at
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
