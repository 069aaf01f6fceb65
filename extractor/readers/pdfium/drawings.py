"""The lines and pictures of a PDF page."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from struct import Struct
from typing import Any, NamedTuple

from extractor.readers.page.model import Rule
from extractor.readers.pdfium import binding
from extractor.readers.pdfium.view import Matrix, View
from extractor.types import Box

THICKEST = 3.5
"""Points of a filled box or a stroke that is a line and no area."""
SHORTEST = 1.0
"""Points of a line that parts anything."""
MOST_SEGMENTS = 100_000
"""Of one page: what holds more is a map, whose lines are no table."""
_DEEPEST = 8
"""Forms in forms."""
_WHITE = 250
_BOX = 5
"""Segments of a box."""
_Point = tuple[float, float]
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_ONE, _TWO, _FOUR, _SIX = Struct("f"), Struct("2f"), Struct("4f"), Struct("6f")
_INTS, _COLOUR = Struct("2i"), Struct("4I")


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
    tools = _tools()
    rules: list[Rule] = []
    pictures: list[Box] = []
    segments = 0
    for thing, kind, matrix in _objects(tools, binding.address(page), view.matrix):
        if kind == tools.image:
            pictures.append(_inside(tools.matrix(thing).then(matrix).box(0, 0, 1, 1), view))
        elif segments < MOST_SEGMENTS:
            count = tools.count_segments(thing)
            segments += count
            rules += (_clipped(rule, view) for rule in _rules(tools, thing, count, matrix) if _seen(rule, view))
    return Drawings(tuple(dict.fromkeys(rules)), tuple(pictures), segments, segments >= MOST_SEGMENTS)


class _Tools:
    """PDFium's functions for page objects, which are addresses here, with room for what they give."""

    def __init__(self) -> None:
        pdfium, quick = binding.pdfium(), binding.quick
        self.path, self.image, self.form = (
            pdfium.FPDF_PAGEOBJ_PATH,
            pdfium.FPDF_PAGEOBJ_IMAGE,
            pdfium.FPDF_PAGEOBJ_FORM,
        )
        self.line_to = pdfium.FPDF_SEGMENT_LINETO
        self.count_objects = quick("FPDFPage_CountObjects", _INT, _POINTER)
        self.object = quick("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
        self.count_inner = quick("FPDFFormObj_CountObjects", _INT, _POINTER)
        self.inner = quick("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
        self.kind = quick("FPDFPageObj_GetType", _INT, _POINTER)
        self.count_segments = quick("FPDFPath_CountSegments", _INT, _POINTER)
        self.segment = quick("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
        self.segment_kind = quick("FPDFPathSegment_GetType", _INT, _POINTER)
        self.closes = quick("FPDFPathSegment_GetClose", _INT, _POINTER)
        self._point = quick("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
        self._matrix = quick("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)
        self._bounds = quick("FPDFPageObj_GetBounds", _INT, _POINTER, *[_POINTER] * 4)
        self._mode = quick("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)
        self._width = quick("FPDFPageObj_GetStrokeWidth", _INT, _POINTER, _POINTER)
        self._fill = quick("FPDFPageObj_GetFillColor", _INT, _POINTER, *[_POINTER] * 4)
        self._stroke = quick("FPDFPageObj_GetStrokeColor", _INT, _POINTER, *[_POINTER] * 4)
        self._room = ctypes.create_string_buffer(_SIX.size)
        start = ctypes.addressof(self._room)
        self._at = tuple(start + 4 * n for n in range(4))

    def matrix(self, thing: int) -> Matrix:
        return Matrix(*_SIX.unpack_from(self._room)) if self._matrix(thing, self._at[0]) else Matrix()

    def point(self, segment: int) -> tuple[float, float]:
        self._point(segment, self._at[0], self._at[1])
        return _TWO.unpack_from(self._room)

    def bounds(self, thing: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top."""
        return _FOUR.unpack_from(self._room) if self._bounds(thing, *self._at) else None

    def inks(self, path: int) -> tuple[bool, bool]:
        """Whether it is filled, and whether it is stroked, with anything that can be seen on white paper."""
        self._mode(path, self._at[0], self._at[1])
        fill, stroke = _INTS.unpack_from(self._room)
        return bool(fill) and self._inked(self._fill, path), bool(stroke) and self._inked(self._stroke, path)

    def width(self, path: int) -> float:
        """Of its stroke."""
        return float(_ONE.unpack_from(self._room)[0]) if self._width(path, self._at[0]) else 0.0

    def _inked(self, colour_of: Callable[..., int], path: int) -> bool:
        if not colour_of(path, *self._at):
            return True
        red, green, blue, alpha = _COLOUR.unpack_from(self._room)
        return bool(alpha > 0 and min(red, green, blue) < _WHITE)


@cache
def _tools() -> _Tools:
    return _Tools()


def _objects(tools: _Tools, page: int, matrix: Matrix) -> Iterator[tuple[int, int, Matrix]]:
    """Paths and pictures with the map from their coordinates to the view, forms looked through."""
    thing_at, kind_of = tools.object, tools.kind
    path, image, form = tools.path, tools.image, tools.form
    for index in range(tools.count_objects(page)):
        thing = thing_at(page, index)
        kind = kind_of(thing)
        if kind in (path, image):
            yield thing, kind, matrix
        elif kind == form:
            yield from _in_form(tools, thing, matrix, 1)


def _in_form(tools: _Tools, form: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    inner = tools.matrix(form).then(matrix)
    for index in range(tools.count_inner(form)):
        thing = tools.inner(form, index)
        kind = tools.kind(thing)
        if kind in (tools.path, tools.image):
            yield thing, kind, inner
        elif kind == tools.form and depth < _DEEPEST:
            yield from _in_form(tools, thing, inner, depth + 1)


def _rules(tools: _Tools, path: int, count: int, matrix: Matrix) -> Iterator[Rule]:
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


def _outlines(tools: _Tools, path: int, count: int, matrix: Matrix) -> Iterator[tuple[list[_Point], bool]]:
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
    return Rule(*_inside(Box(*rule), view))


def _inside(box: Box, view: View) -> Box:
    x0, top = min(max(box.x0, 0), view.width), min(max(box.top, 0), view.height)
    return Box(x0, top, max(min(box.x1, view.width), x0), max(min(box.bottom, view.height), top))
