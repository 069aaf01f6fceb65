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


def glyphs_of(piece: Piece, signs: Sequence[Sign], ink: NDArray[np.bool_]) -> list[Glyph]:
    """A glyph a sign, in pixels of the page: as high as the line's ink, as wide as its kind of sign is."""
    if not signs:
        return []
    part = ink[piece.top : piece.bottom, piece.left : piece.right]
    rows = np.nonzero(part.any(axis=1))[0]
    columns = np.nonzero(part.any(axis=0))[0]
    top, bottom = piece.top + int(rows[0]), piece.top + int(rows[-1]) + 1
    left, right = piece.left + int(columns[0]), piece.left + int(columns[-1]) + 1
    margin = max(2, (piece.bottom - piece.top) // 10)
    across = piece.right - piece.left + 2 * margin
    middles = [piece.left - margin + sign.at * across for sign in signs]
    size = _size(signs, middles, bottom - top)
    glyphs = []
    for index, (sign, middle) in enumerate(zip(signs, middles, strict=True)):
        half = size * (0.5 if _wide(sign.text) else 0.27)
        x0 = max(middle - half, (middles[index - 1] + middle) / 2 if index else left)
        x1 = min(middle + half, (middles[index + 1] + middle) / 2 if index + 1 < len(middles) else right)
        glyphs.append(Glyph(sign.text, x0, top, max(x1, x0), bottom, size, round(sign.confidence, 4)))
    return glyphs


def _size(signs: Sequence[Sign], middles: Sequence[float], height: int) -> float:
    """The height of the type: the pitch of its ideographs, else guessed from the height of the ink."""
    pitches = [
        middles[index + 1] - middles[index]
        for index in range(len(signs) - 1)
        if _wide(signs[index].text) and _wide(signs[index + 1].text)
    ]
    if len(pitches) >= 3:
        return min(max(median(pitches), height * 0.8), height * 1.4)
    return height * (1.08 if any(_wide(sign.text) for sign in signs) else 1.35)


def _wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[0]) in "WF"
