"""The signs of a PDF page, each with its box."""

from __future__ import annotations

import ctypes
from collections import Counter
from math import hypot
from typing import Any, NamedTuple

from extractor.readers.page.model import Glyph
from extractor.readers.pdfium import binding
from extractor.readers.pdfium.signs import is_private, is_unreadable, plain, private
from extractor.readers.pdfium.view import View

MOST_SIGNS = 200_000
"""Of one page: what holds more is a map or an attack."""
_ASCENT, _DESCENT = 0.88, 0.12
"""Of an ideograph's square over and under the base line. The font's own figures are as often wrong."""
BROKEN = 0.5
"""Share of signs without a meaning from which on a page's text is worth nothing."""
_BREAKS = (10, 13)
_SLANT = 0.1
"""Sine of the angle from which on a sign stands neither upright nor on its side."""


class Signs(NamedTuple):
    """The text of a page."""

    glyphs: tuple[Glyph, ...]
    view: View
    """Turned so that most of the text is upright."""
    broken: float
    """Share of the printed signs whose code says nothing of what they are."""
    cut: bool
    """Signs over `MOST_SIGNS` were left out."""


class _Sign(NamedTuple):
    """A sign in the page's own coordinates."""

    text: str
    x: float
    y: float
    """The start of its base line."""
    along: tuple[float, float]
    """Direction of the base line, of length 1 from the left."""
    left: float
    bottom: float
    right: float
    top: float
    size: float


def read_signs(page: Any, view: View) -> Signs:
    """The signs of a PDFium page in the file's order, without the blanks that PDFium makes up.

    A watermark, slanted across the page, is left out. Signs printed twice to look bold are one.
    """
    pdfium = binding.pdfium()

    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return Signs((), view, 0.0, cut=False)
    try:
        count = pdfium.FPDFText_CountChars(text)
        signs, printed, broken = _signs(pdfium, text, min(count, MOST_SIGNS))
    finally:
        pdfium.FPDFText_ClosePage(text)
    quarters = _quarters(signs, view)
    seen = view.turned(quarters)
    placed = (_glyph(sign, seen) for sign in signs)
    glyphs = _once([glyph for glyph in placed if _on(glyph, seen)])
    return Signs(tuple(glyphs), seen, broken / printed if printed else 0.0, count > MOST_SIGNS)


def _signs(pdfium: Any, text: Any, count: int) -> tuple[list[_Sign], int, int]:
    """The signs, how many were printed, how many of those mean nothing."""
    signs: list[_Sign] = []
    printed = broken = 0
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    at_x, at_y, at_box, at_matrix = map(ctypes.byref, (x, y, box, matrix))
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _BREAKS or (code == 32 and pdfium.FPDFText_IsGenerated(text, index)):
            continue
        printed += code != 32
        if is_unreadable(code):
            named = private(code, _font(pdfium, text, index)) if is_private(code) else None
            broken += named is None
            sign = named if named is not None else "\ufffd" if is_private(code) else plain(code)
        else:
            broken += pdfium.FPDFText_HasUnicodeMapError(text, index)
            sign = plain(code)
        if not sign:
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, at_box)
        pdfium.FPDFText_GetCharOrigin(text, index, at_x, at_y)
        pdfium.FPDFText_GetMatrix(text, index, at_matrix)
        stretch = hypot(matrix.a, matrix.b)
        along = (matrix.a / stretch, matrix.b / stretch) if stretch else (1.0, 0.0)
        if min(abs(along[0]), abs(along[1])) > _SLANT:
            continue
        size = pdfium.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        signs.append(
            _Sign(sign, x.value, y.value, along, box.left, box.bottom, box.right, box.top, size or box.top - box.bottom)
        )
    return signs, printed, broken


def _font(pdfium: Any, text: Any, index: int) -> str:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, None, 0, ctypes.byref(flags))
    if not 0 < length < 1000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFText_GetFontInfo(text, index, buffer, length, ctypes.byref(flags))
    return buffer.value.decode("utf-8", "replace")


def _quarters(signs: list[_Sign], view: View) -> int:
    """How many right angles the page must be turned for most of its text to stand upright."""
    turns: Counter[int] = Counter()
    for sign in signs:
        dx = view.matrix.a * sign.along[0] + view.matrix.c * sign.along[1]
        dy = view.matrix.b * sign.along[0] + view.matrix.d * sign.along[1]
        turns[(0 if dx > 0 else 2) if abs(dx) > abs(dy) else (3 if dy > 0 else 1)] += 1
    if not turns:
        return 0
    turn, times = max(sorted(turns.items()), key=lambda one: one[1])
    return turn if times > 2 * turns[0] else 0


def _glyph(sign: _Sign, view: View) -> Glyph:
    (_, y), size = view.matrix.point(sign.x, sign.y), sign.size
    x0, top, x1, bottom = view.matrix.box(sign.left, sign.bottom, sign.right, sign.top)
    upright = abs(view.matrix.a * sign.along[0] + view.matrix.c * sign.along[1]) > 0.9
    if upright and size and abs(y - (top + bottom) / 2) < 2 * size:
        top, bottom = y - _ASCENT * size, y + _DESCENT * size
    return Glyph(sign.text, x0, top, x1, bottom, size)


def _on(glyph: Glyph, view: View) -> bool:
    """Whether a sign is on the page: what lies outside was cropped away."""
    x, y = glyph.middle
    return 0 <= x <= view.width and 0 <= y <= view.height


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second print of a sign at (nearly) the same place, which only makes it bold."""
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        reach = max(0.15 * glyph.size, 0.3)
        across, down = round(glyph.x0 / reach / 2), round(glyph.top / reach / 2)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.text, across + dx, down + dy), ())
        )
        if any(abs(o.x0 - glyph.x0) < reach and abs(o.top - glyph.top) < reach for o in near):
            continue
        seen.setdefault((glyph.text, across, down), []).append(glyph)
        kept.append(glyph)
    return kept
