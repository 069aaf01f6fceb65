"""Places in an OFD: millimetres, matrices, the lines of path data. The result is in points."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.readers.page.model import Rule

POINT = 72 / 25.4
"""Points of a millimetre."""
_THICK = 1.3
"""Millimetres of the thickest rule."""
_LEVEL = 0.35
"""Millimetres by which the ends of a level line may differ."""
_FARTHEST = 1e5
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow an operator; the last two are where it ends."""


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: Matrix) -> Matrix:
        """Both, `first` first."""
        e, f = self.at(first.e, first.f)
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )

    @property
    def scale(self) -> float:
        """By how much lengths grow, on average of both directions."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def numbers(value: str | None) -> list[float]:
    """The numbers of a list parted by blanks or commas; none if one of them is none."""
    try:
        found = [float(part) for part in (value or "").replace(",", " ").split()]
    except ValueError:
        return []
    return found if all(abs(number) < _FARTHEST for number in found) else []


def area(value: str | None) -> tuple[float, float, float, float] | None:
    """A box as `x y width height`; None if it is none."""
    found = numbers(value)
    return (found[0], found[1], found[2], found[3]) if len(found) == 4 else None


def placed(boundary: str | None, matrix: str | None) -> Matrix:
    """From the space of an object to that around it."""
    box = area(boundary)
    found = numbers(matrix)
    inner = Matrix(*found) if len(found) == 6 else Matrix()
    return Matrix(e=box[0], f=box[1]).after(inner) if box is not None else inner


Points = list[tuple[float, float]]


def outlines(data: str) -> Iterator[tuple[Points, bool]]:
    """The figures of path data as the ends of their lines, and whether all of those are straight."""
    points: Points = []
    straight = True
    operator = ""
    arguments: list[float] = []
    for token in _TOKEN.findall(data):
        if token.isalpha():
            operator, arguments = token, []
        else:
            arguments.append(float(token))
        if operator not in _NUMBERS or len(arguments) < _NUMBERS[operator]:
            continue
        if operator in "SM":
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        if operator == "C":
            if points:
                points.append(points[0])
        elif abs(arguments[-2]) < _FARTHEST and abs(arguments[-1]) < _FARTHEST:
            points.append((arguments[-2], arguments[-1]))
            straight = straight and operator in "SML"
        # Some writers state an operator once for a row of lines.
        operator, arguments = ("L" if operator in "ML" else ""), []
    if len(points) > 1:
        yield points, straight


def stroked(points: Sequence[tuple[float, float]], matrix: Matrix) -> Iterator[Rule]:
    """Rules along the level and upright lines of a figure."""
    spots = [matrix.at(*point) for point in points]
    for (x0, y0), (x1, y1) in pairwise(spots):
        if abs(y0 - y1) <= _LEVEL and abs(x0 - x1) > _LEVEL:
            yield _rule(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2)
        elif abs(x0 - x1) <= _LEVEL and abs(y0 - y1) > _LEVEL:
            yield _rule((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1))


def filled(points: Sequence[tuple[float, float]], matrix: Matrix) -> Iterator[Rule]:
    """The rule that a filled figure is: a rectangle as thin as a line."""
    spots = [matrix.at(*point) for point in points]
    x0, x1 = min(x for x, _ in spots), max(x for x, _ in spots)
    y0, y1 = min(y for _, y in spots), max(y for _, y in spots)
    if y1 - y0 <= _THICK and x1 - x0 > 2 * (y1 - y0):
        yield _rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 <= _THICK and y1 - y0 > 2 * (x1 - x0):
        yield _rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def is_line(width: float) -> bool:
    """Whether a stroke of so many millimetres is a line and no area."""
    return width <= _THICK


def _rule(x0: float, top: float, x1: float, bottom: float) -> Rule:
    return Rule(x0 * POINT, top * POINT, x1 * POINT, bottom * POINT)
