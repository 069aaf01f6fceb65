"""The objects of a PDF page at the speed that loops over thousands of them need."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import cache
from struct import Struct

from extractor.readers.pdfium import binding
from extractor.readers.pdfium.view import Matrix

_DEEPEST = 8
"""Forms in forms."""
_WHITE = 250
"""Of 255, from which on a colour cannot be seen on paper."""
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_ONE, _TWO, _FOUR, _SIX = Struct("f"), Struct("2f"), Struct("4f"), Struct("6f")
_INTS, _COLOUR = Struct("2i"), Struct("4I")


class Tools:
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
def tools_of_pdfium() -> Tools:
    return Tools()


def drawn_objects(tools: Tools, page: int, matrix: Matrix) -> Iterator[tuple[int, int, Matrix]]:
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


def _in_form(tools: Tools, form: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    inner = tools.matrix(form).then(matrix)
    for index in range(tools.count_inner(form)):
        thing = tools.inner(form, index)
        kind = tools.kind(thing)
        if kind in (tools.path, tools.image):
            yield thing, kind, inner
        elif kind == tools.form and depth < _DEEPEST:
            yield from _in_form(tools, thing, inner, depth + 1)
