"""The signs of a PDF page, each with its box."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import hypot
from struct import Struct
from typing import Any, NamedTuple

from extractor.readers.page.model import Glyph
from extractor.readers.pdfium import binding
from extractor.readers.pdfium.overprint import once
from extractor.readers.pdfium.sideways import settled
from extractor.readers.pdfium.signs import is_private, is_scrambled, is_unreadable, plain, private
from extractor.readers.pdfium.view import View

MOST_SIGNS = 200_000
"""Of one page: what holds more is a map or an attack."""
BROKEN = 0.2
"""Share of signs without a meaning from which on a page's text is worth nothing: its numbers may be among them."""
_ASCENT, _DESCENT = 0.88, 0.12
"""Of an ideograph's square over and under the base line. The font's own figures are as often wrong."""
_BLANK, _BREAKS = 32, (10, 13)
_SLANT = 0.1
"""Sine of the angle from which on a sign stands neither upright nor on its side."""
_SAMPLED = 8
"""One sign in so many is asked whether its font knows what it means."""
_FLOATS, _MATRIX = Struct("4f"), Struct("6f")
_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


_known: dict[int, str] = {}
"""What readable code points stand for, as they were met."""


class Signs(NamedTuple):
    """The text of a page."""

    glyphs: tuple[Glyph, ...]
    view: View
    """Turned so that most of the text is upright."""
    broken: float
    """Share of the printed signs whose code says nothing of what they are."""
    cut: bool
    """Signs over `MOST_SIGNS` were left out."""


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
        codes = _codes(pdfium, text, min(count, MOST_SIGNS))
        found = _Found()
        _collect(text, codes, view, found)
        quarters = _quarters(found.turns)
        if quarters:
            view, found = view.turned(quarters), _Found()
            _collect(text, codes, view, found)
    finally:
        pdfium.FPDFText_ClosePage(text)
    broken = (found.unreadable + found.unmapped * _SAMPLED) / found.printed if found.printed else 0.0
    if is_scrambled([glyph.text for glyph in found.glyphs]):
        broken = 1.0
    upright = settled(found.glyphs, found.turned, view.width) if found.turned else found.glyphs
    return Signs(tuple(once(upright)), view, broken, count > MOST_SIGNS)


@dataclass(slots=True)
class _Found:
    glyphs: list[Glyph] = field(default_factory=list)
    printed: int = 0
    unreadable: int = 0
    unmapped: int = 0
    """Of the sampled signs."""
    turned: list[tuple[int, int]] = field(default_factory=list)
    """Glyphs on their side, with the quarters that would turn them upright."""
    turns: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    """Signs by the quarters that the page must be turned for them to stand upright."""


def _codes(pdfium: Any, text: Any, count: int) -> Sequence[int]:
    """The code points of the signs."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, units) == count + 1:
        codes = units[:count]
        if not any(0xD800 <= code <= 0xDFFF for code in codes):
            return codes
    # Signs outside the first plane take two units, others none.
    return [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]


def _collect(text: Any, codes: Sequence[int], view: View, found: _Found) -> None:
    """Fill `found` with the signs as they stand in a view of the page.

    Base line, size and direction are asked for only where a sign's box begins another row: they are what it follows.
    """
    handle = binding.address(text)
    generated = binding.quick("FPDFText_IsGenerated", _INT, _POINTER, _INT)
    unmapped = binding.quick("FPDFText_HasUnicodeMapError", _INT, _POINTER, _INT)
    loose = binding.quick("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
    thing = binding.quick("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)
    box = ctypes.create_string_buffer(_FLOATS.size)
    at_box = ctypes.addressof(box)
    set_in = _setting(handle)
    unpack = _FLOATS.unpack_from
    a, b, c, d, e, f = view.matrix
    straight = (a, b, c, d) == (1, 0, 0, -1)
    glyphs, turns, known = found.glyphs, found.turns, _known
    made = tuple.__new__  # what a NamedTuple does in the end, without the way there
    width, height, printed = 2 * view.width, 2 * view.height, 0
    spot_left = spot_right = spot_high = 0.0
    pieces = 1
    row_high: float | None = None
    row_low = 0.0
    turn: int | None = 0
    plainly = straight
    size = top = bottom = 0.0
    for index, code in enumerate(codes):
        if code in _BREAKS or (code == _BLANK and generated(handle, index)):
            continue
        if code != _BLANK:
            printed += 1
            sign = known.get(code)
            if sign is None:
                if is_unreadable(code):
                    sign = _unreadable(text, index, code)
                    found.unreadable += sign in ("", "\ufffd")
                else:
                    sign = known[code] = plain(code)
            elif not index % _SAMPLED:
                found.unmapped += unmapped(handle, index)
            if not sign:
                continue
        else:
            sign = " "
        loose(handle, index, at_box)
        left, high, right, low = unpack(box)
        if row_high != high or row_low != low:
            row_high, row_low = high, low
            x, y, along_x, along_y, size = set_in(index)
            turn = _turn(a * along_x + c * along_y, b * along_x + d * along_y)
            if turn is None or turn % 2:
                row_high = None
            size = size or high - low
            base = b * x + d * y + f
            near = abs(y - (high + low) / 2) < 2 * size if straight else True
            top, bottom = (base - _ASCENT * size, base + _DESCENT * size) if near else (f - high, f - low)
            plainly = straight and turn is not None and not turn % 2
        if turn is None:
            continue
        turns[turn] += 1
        if plainly:
            x0, x1 = left + e, right + e
        else:
            x0, over, x1, under = view.matrix.box(left, low, right, high)
            if turn % 2:
                top, bottom = over, under
        if 0 <= x0 + x1 <= width and 0 <= top + bottom <= height:
            if not plainly and turn % 2:
                found.turned.append((len(glyphs), turn))
            glyphs.append(made(Glyph, (sign, x0, top, x1, bottom, size, None)))
            if spot_left != left or spot_right != right or spot_high != high:
                spot_left, spot_right, spot_high, pieces = left, right, high, 1
            elif thing(handle, index) == thing(handle, index - 1):
                pieces += 1
                _share(glyphs, pieces, x0, x1)
    found.printed = printed


def _share(glyphs: list[Glyph], pieces: int, x0: float, x1: float) -> None:
    """Give the last `pieces` signs, which one shape of the font stands for, a part of its box each."""
    step = (x1 - x0) / pieces
    for nth, glyph in enumerate(glyphs[-pieces:]):
        glyphs[nth - pieces] = glyph._replace(x0=x0 + nth * step, x1=x0 + (nth + 1) * step)


def _setting(handle: int) -> Any:
    """A function from a sign's index to the start of its base line, its direction (of length 1) and its size."""
    origin = binding.quick("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)
    matrix = binding.quick("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)
    font_size = binding.quick("FPDFText_GetFontSize", ctypes.c_double, _POINTER, _INT)
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    place = ctypes.create_string_buffer(_MATRIX.size)
    at_place = ctypes.addressof(place)

    def setting(index: int) -> tuple[float, float, float, float, float]:
        origin(handle, index, at_x, at_y)
        matrix(handle, index, at_place)
        a, b, c, d, _, _ = _MATRIX.unpack_from(place)
        stretch = hypot(a, b)
        along = (a / stretch, b / stretch) if stretch else (1.0, 0.0)
        return x.value, y.value, *along, font_size(handle, index) * hypot(c, d)

    return setting


def _turn(dx: float, dy: float) -> int | None:
    """The quarters a page must be turned for type of this direction to stand upright; None of slanted type."""
    if min(abs(dx), abs(dy)) > _SLANT:
        return None
    if abs(dx) > abs(dy):
        return 0 if dx > 0 else 2
    return 3 if dy > 0 else 1


def _unreadable(text: Any, index: int, code: int) -> str:
    """What a symbol font means by a code that is no text; U+FFFD where nothing tells."""
    if not is_private(code):
        return plain(code)
    named = private(code, _font(text, index))
    return "\ufffd" if named is None else named


def _font(text: Any, index: int) -> str:
    pdfium = binding.pdfium()
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text, index, None, 0, ctypes.byref(flags))
    if not 0 < length < 1000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFText_GetFontInfo(text, index, buffer, length, ctypes.byref(flags))
    return buffer.value.decode("utf-8", "replace")


def _quarters(turns: Sequence[int]) -> int:
    """How many right angles the page must be turned for most of its text to stand upright."""
    turn = max(range(4), key=lambda one: (turns[one], -one))
    return turn if turns[turn] > 2 * turns[0] else 0
