"""The lines and pictures of a PDF page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
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
    pdfium = binding.pdfium()

    rules: list[Rule] = []
    pictures: list[Box] = []
    segments = 0
    for thing, kind, matrix in _objects(pdfium, page, view.matrix):
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            placed = _placed(pdfium, thing).then(matrix)
            pictures.append(_inside(placed.box(0, 0, 1, 1), view))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and segments < MOST_SEGMENTS:
            segments += pdfium.FPDFPath_CountSegments(thing)
            rules += (rule for rule in _rules(pdfium, thing, matrix) if _seen(rule, view))
    return Drawings(tuple(dict.fromkeys(rules)), tuple(pictures), segments, segments >= MOST_SEGMENTS)


def _objects(pdfium: Any, page: Any, matrix: Matrix) -> Iterator[tuple[Any, int, Matrix]]:
    """Paths and pictures with the map from their coordinates to the view, forms looked through."""
    wanted = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)
    form = pdfium.FPDF_PAGEOBJ_FORM
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in wanted:
            yield thing, kind, matrix
        elif kind == form:
            yield from _in_form(pdfium, thing, matrix, 1)


def _in_form(pdfium: Any, form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    inner = _placed(pdfium, form).then(matrix)
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        thing = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            yield thing, kind, inner
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _in_form(pdfium, thing, inner, depth + 1)


def _placed(pdfium: Any, thing: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix)):
        return Matrix()
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _rules(pdfium: Any, path: Any, matrix: Matrix) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    filled = bool(fill.value) and _inked(pdfium.FPDFPageObj_GetFillColor, path)
    stroked = bool(stroke.value) and _inked(pdfium.FPDFPageObj_GetStrokeColor, path)
    if not (filled or stroked):
        return
    width = ctypes.c_float()
    if stroked:
        pdfium.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    placed = _placed(pdfium, path).then(matrix)
    thick = width.value * max(abs(placed.a), abs(placed.b))
    for points, closed in _outlines(pdfium, path, placed):
        if stroked:
            ring = [*points, points[0]] if closed or filled else points
            for (x0, y0), (x1, y1) in pairwise(ring):
                yield from _line(x0, y0, x1, y1, thick)
        elif len(points) >= 3:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            yield from _thin(min(xs), min(ys), max(xs), max(ys))


def _inked(colour_of: Any, path: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(path, *map(ctypes.byref, (red, green, blue, alpha))):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _outlines(pdfium: Any, path: Any, matrix: Matrix) -> Iterator[tuple[list[_Point], bool]]:
    """The straight parts of a path as rows of points, and whether each closes; curves part them."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.point(x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_LINETO and points:
            points.append(point)
        else:
            if len(points) > 1:
                yield points, False
            points = [point]
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
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


def _inside(box: Box, view: View) -> Box:
    x0, top = min(max(box.x0, 0), view.width), min(max(box.top, 0), view.height)
    return Box(x0, top, max(min(box.x1, view.width), x0), max(min(box.bottom, view.height), top))
