"""Places of the single signs of a recognised line."""

from __future__ import annotations

import unicodedata
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from extractor.readers.page.model import Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractor.readers.recognition.engine import Sign
    from extractor.readers.recognition.pieces import Piece

_FULL_BRACKETS = {"(": "（", ")": "）"}
_FULL_MARKS = {",": "，", ":": "：", ";": "；"}
_NARROW = 1.65
"""Pitches from ideograph to ideograph with a half-width mark between them, at most; a full-width one makes it 2."""
BARS = "一-—_–"
"""What a level bar is read as."""


def glyphs_of(piece: Piece, signs: Sequence[Sign], ink: NDArray[np.bool_]) -> list[Glyph]:
    """A glyph a sign, in pixels of the page: as high as the line's ink, as wide as its kind of sign is."""
    part = ink[piece.top : piece.bottom, piece.left : piece.right]
    if not signs or not part.any():
        return []
    rows = np.nonzero(part.any(axis=1))[0]
    columns = np.nonzero(part.any(axis=0))[0]
    top, bottom = piece.top + int(rows[0]), piece.top + int(rows[-1]) + 1
    left, right = piece.left + int(columns[0]), piece.left + int(columns[-1]) + 1
    margin = max(2, (piece.bottom - piece.top) // 10)
    across = piece.right - piece.left + 2 * margin
    middles = [piece.left - margin + sign.at * across for sign in signs]
    size = _size(signs, middles, bottom - top)
    texts = _widened([sign.text for sign in signs], middles)
    glyphs = []
    for index, (text, sign, middle) in enumerate(zip(texts, signs, middles, strict=True)):
        half = size * (0.5 if _wide(text) else 0.27)
        x0 = max(middle - half, (middles[index - 1] + middle) / 2 if index else left)
        x1 = min(middle + half, (middles[index + 1] + middle) / 2 if index + 1 < len(middles) else right)
        glyphs.append(Glyph(text, x0, top, max(x1, x0), bottom, size, round(sign.confidence, 4)))
    return glyphs


def dashed(found: Sequence[tuple[Piece, list[Sign]]], ink: NDArray[np.bool_]) -> list[list[Sign]]:
    """The signs, with the lone level bar that stands for "no value" a dash, not the ideograph for one.

    Where another numeral stands alone the page counts with ideographs, and the bar stays what it was read as.
    """
    counts = any(len(signs) == 1 and signs[0].text in "二三四五六" for _, signs in found)
    return [
        [signs[0]._replace(text="—")]
        if not counts and len(signs) == 1 and signs[0].text in BARS and _is_bar(piece, ink)
        else signs
        for piece, signs in found
    ]


def _is_bar(piece: Piece, ink: NDArray[np.bool_]) -> bool:
    """Whether the ink is one level bar; the ideograph of a serif type has a knob at its right end."""
    part = ink[piece.top : piece.bottom, piece.left : piece.right]
    columns = part.sum(axis=0)
    inked = columns[columns > 0]
    if not len(inked):
        return False
    usual = max(float(np.median(inked)), 1.0)
    return len(inked) >= 6 * usual and float(np.percentile(inked, 97)) <= max(usual + 1.5, usual * 1.7)


def _widened(texts: Sequence[str], middles: Sequence[float]) -> list[str]:
    """The signs, with marks full-width where Chinese text writes them so, unless the room around them is too small.

    The recogniser sees the ink of a mark, which is the same in both widths. What touches digits only is not changed.
    """
    found = list(texts)
    pitch = _pitch(texts, middles)

    def beside(index: int) -> bool:
        return 0 <= index < len(found) and _ideograph(found[index])

    def narrow(index: int) -> bool:
        if pitch is None or not (beside(index - 1) and beside(index + 1)):
            return False
        return middles[index + 1] - middles[index - 1] < _NARROW * pitch

    pairs = _pairs(found)
    for index, text in enumerate(found):
        if text in _FULL_BRACKETS:
            ends = pairs.get(index, (index, index))
            inside = any(_ideograph(sign) for sign in found[ends[0] : ends[1]]) or beside(ends[0] - 1)
            chinese = inside or beside(index - 1) or beside(index + 1)
            wide = chinese and not any(narrow(end) for end in ends)
            found[index] = _FULL_BRACKETS[text] if wide else text
        elif text in _FULL_MARKS and beside(index - 1) and not narrow(index):
            found[index] = _FULL_MARKS[text]
    return found


def _pairs(texts: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Of each bracket that has its other half in the line, where both stand."""
    found: dict[int, tuple[int, int]] = {}
    opened: list[int] = []
    for index, text in enumerate(texts):
        if text in "(（":
            opened.append(index)
        elif text in ")）" and opened:
            first = opened.pop()
            found[first] = found[index] = (first, index)
    return found


def _pitch(texts: Sequence[str], middles: Sequence[float]) -> float | None:
    """From one ideograph to the next; None if too few stand together."""
    pitches = [
        middles[index + 1] - middles[index]
        for index in range(len(texts) - 1)
        if _ideograph(texts[index]) and _ideograph(texts[index + 1])
    ]
    return median(pitches) if len(pitches) >= 3 else None


def _size(signs: Sequence[Sign], middles: Sequence[float], height: int) -> float:
    """The height of the type: the pitch of its ideographs, else guessed from the height of the ink."""
    pitch = _pitch([sign.text for sign in signs], middles)
    if pitch is not None:
        return min(max(pitch, height * 0.8), height * 1.4)
    return height * (1.08 if any(_wide(sign.text) for sign in signs) else 1.35)


def _ideograph(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[0]) in "WF"
