"""The signs of an OFD text object, each at its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml.etree import _Element as Element

from extractor.readers.fixedlayout.geometry import POINT, Matrix, numbers
from extractor.readers.fixedlayout.package import children
from extractor.readers.page.model import Glyph

_ASCENT = 0.88
"""Of the type's height, what stands above its base line."""
_NARROW = 0.5


def signs(element: Element, matrix: Matrix) -> Iterator[Glyph | None]:
    """The glyphs of a TextObject; None for one that the file names by its number in the font only.

    `matrix`: from the object's space to the page, in millimetres.
    """
    size = next(iter(numbers(element.get("Size"))), 0.0)
    stretch = next(iter(numbers(element.get("HScale"))), 1.0) or 1.0
    if size <= 0:
        return
    x = y = 0.0
    for code in children(element, "TextCode"):
        words = _words(code)
        x = next(iter(numbers(code.get("X"))), x)
        y = next(iter(numbers(code.get("Y"))), y)
        along, down = code.get("DeltaX"), code.get("DeltaY")
        steps = deltas(along, len(words)) if along is not None else []
        falls = deltas(down, len(words)) if down is not None else []
        place, base = x, y
        for index, sign in enumerate(words):
            wide = size * stretch * (1.0 if unicodedata.east_asian_width(sign) in "WFA" else _NARROW)
            step = steps[index] if index < len(steps) else None
            shown = min(wide, step) if step is not None and step > 0.2 * size else wide
            yield _glyph(sign, place, base, shown, size, matrix) if _known(sign) else None
            if step is not None:
                place += step
            elif not falls:
                # No step is stated, which would heap the signs up: the writer meant the font's own.
                place += wide
            base += falls[index] if index < len(falls) else 0.0
    if not children(element, "TextCode") and children(element, "CGTransform"):
        yield None


def deltas(value: str, most: int) -> list[float]:
    """Steps from sign to sign; `g n v` stands for n times v.

    >>> deltas("3.2 g 3 1.5 4", 9)
    [3.2, 1.5, 1.5, 1.5, 4.0]
    """
    found: list[float] = []
    parts = value.replace(",", " ").split()
    at = 0
    while at < len(parts) and len(found) < most:
        if parts[at].lower() == "g":
            count, step = numbers(" ".join(parts[at + 1 : at + 2])), numbers(" ".join(parts[at + 2 : at + 3]))
            if not count or not step:
                break
            found += step * max(0, min(int(count[0]), most - len(found)))
            at += 3
        else:
            step = numbers(parts[at])
            if not step:
                break
            found += step
            at += 1
    return found


def _words(code: Element) -> str:
    """What a TextCode says; a line break that makes the XML pretty is no sign."""
    words = code.text or ""
    return words.strip() if "\n" in words or "\t" in words else words


def _known(sign: str) -> bool:
    """Whether it is a sign of its own, and not a place-holder for one of the font."""
    return sign not in "\ufffd\ufffe\uffff" and unicodedata.category(sign) not in ("Co", "Cc", "Cn")


def _glyph(sign: str, x: float, y: float, wide: float, size: float, matrix: Matrix) -> Glyph:
    corners = [
        matrix.at(x + dx, y + dy)
        for dx, dy in ((0.0, -_ASCENT * size), (wide, -_ASCENT * size), (0.0, (1 - _ASCENT) * size))
    ]
    corners.append(matrix.at(x + wide, y + (1 - _ASCENT) * size))
    xs, ys = [spot[0] * POINT for spot in corners], [spot[1] * POINT for spot in corners]
    return Glyph(sign, min(xs), min(ys), max(xs), max(ys), size * matrix.scale * POINT)
