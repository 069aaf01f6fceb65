"""The lines and pictures of a PDF page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from extractor.origins import Box
from extractor.readers.page.model import Rule
from extractor.readers.pdfium import binding
from extractor.readers.pdfium.objects import Tools, drawn_objects, tools_of_pdfium
from extractor.readers.pdfium.view import Matrix, View

THICKEST = 3.5
"""Points of a filled box or a stroke that is a line and no area."""
SHORTEST = 1.0
"""Points of a line that parts anything."""
MOST_SEGMENTS = 100_000
"""Of one page: what holds more is a map, whose lines are no table."""
_BOX = 5
"""Segments of a box."""
_Point = tuple[float, float]


class Drawings(NamedTuple):
    """What is drawn on a page."""

    rules: tuple[Rule, ...]
    """Its straight lines that can be seen."""
    pictures: tuple[Box, ...]
    segments: int
    """Of all its paths."""
    cut: bool
    """Segments over `MOST_SEGMENTS` were left out."""


def read_drawings(page: Any, view: View) -> Drawings:
    """The lines and pictures of a PDFium page, those in forms too."""
    tools = tools_of_pdfium()
    rules: list[Rule] = []
    pictures: list[Box] = []
    segments = 0
    for thing, kind, matrix in drawn_objects(tools, binding.address(page), view.matrix):
        if kind == tools.image:
            pictures.append(_inside(tools.matrix(thing).then(matrix).box(0, 0, 1, 1), view))
        elif segments < MOST_SEGMENTS:
            count = tools.count_segments(thing)
            segments += count
            rules += [_clipped(rule, view) for rule in _rules(tools, thing, count, matrix) if _seen(rule, view)]
    return Drawings(tuple(dict.fromkeys(rules)), tuple(pictures), segments, segments >= MOST_SEGMENTS)


def _rules(tools: Tools, path: int, count: int, matrix: Matrix) -> Iterator[Rule]:
    filled, stroked = tools.inks(path)
    if not (filled or stroked):
        return
    if not stroked and count <= _BOX:
        bounds = tools.bounds(path)
        if bounds is not None:
            yield from _thin(*matrix.box(*bounds))
        return
    placed = tools.matrix(path).then(matrix)
    thick = tools.width(path) * max(abs(placed.a), abs(placed.b)) if stroked else 0.0
    for points, closed in _outlines(tools, path, count, placed):
        if stroked:
            ring = [*points, points[0]] if closed or filled else points
            for (x0, y0), (x1, y1) in pairwise(ring):
                yield from _line(x0, y0, x1, y1, thick)
        elif len(points) >= 3:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield from _thin(min(xs), min(ys), max(xs), max(ys))


def _outlines(tools: Tools, path: int, count: int, matrix: Matrix) -> Iterator[tuple[list[_Point], bool]]:
    """The straight parts of a path as rows of points, and whether each closes; curves part them."""
    points: list[_Point] = []
    for index in range(count):
        segment = tools.segment(path, index)
        point = matrix.point(*tools.point(segment))
        if tools.segment_kind(segment) == tools.line_to and points:
            points.append(point)
        else:
            if len(points) > 1:
                yield points, False
            points = [point]
        if tools.closes(segment) and len(points) > 1:
            yield points, True
            points = [points[0]]
    if len(points) > 1:
        yield points, False


def _line(x0: float, y0: float, x1: float, y1: float, thick: float) -> Iterator[Rule]:
    """A stroke that runs across or down."""
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    across, down = x1 - x0, y1 - y0
    if thick > THICKEST and max(across, down) > SHORTEST:
        # A thick short stroke is how some programs draw the line at right angles to it.
        if down < 0.01 and across <= THICKEST:
            yield Rule((x0 + x1) / 2, y0 - thick / 2, (x0 + x1) / 2, y0 + thick / 2)
        elif across < 0.01 and down <= THICKEST:
            yield Rule(x0 - thick / 2, (y0 + y1) / 2, x0 + thick / 2, (y0 + y1) / 2)
        return
    if across >= SHORTEST and down <= max(0.5, 0.01 * across):
        middle = (y0 + y1) / 2
        yield Rule(x0, middle, x1, middle)
    elif down >= SHORTEST and across <= max(0.5, 0.01 * down):
        middle = (x0 + x1) / 2
        yield Rule(middle, y0, middle, y1)


def _thin(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    """A filled box so thin that it is a line."""
    across, down = x1 - x0, y1 - y0
    if down <= THICKEST and across > down and across >= SHORTEST:
        yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif across <= THICKEST and down > across and down >= SHORTEST:
        yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _seen(rule: Rule, view: View) -> bool:
    return rule.x1 >= 0 and rule.bottom >= 0 and rule.x0 <= view.width and rule.top <= view.height


def _clipped(rule: Rule, view: View) -> Rule:
    if rule.x0 >= 0 and rule.top >= 0 and rule.x1 <= view.width and rule.bottom <= view.height:
        return rule
    return Rule(*_inside(Box(*rule), view))


def _inside(box: Box, view: View) -> Box:
    x0, top = min(max(box.x0, 0), view.width), min(max(box.top, 0), view.height)
    return Box(x0, top, max(min(box.x1, view.width), x0), max(min(box.bottom, view.height), top))
