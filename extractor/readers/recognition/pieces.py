"""Cutting a picture of a page into pictures of single lines, none of which crosses a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extractor.readers.recognition.ruling import Ruling, Stroke

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_CROSSES = 0.5
"""Share of a line's height (or width) that a rule which cuts it covers."""


class Piece(NamedTuple):
    """A rectangle of pixels that holds one line, or the part of one that stands in one cell."""

    left: int
    top: int
    right: int
    bottom: int


def cut(corners: NDArray[np.float32], ruling: Ruling, ink: NDArray[np.bool_], dot: float) -> list[Piece]:
    """The pieces of what was found as text, and of ink in table cells that was not found.

    `corners`: n x 4 x 2; `ink`: the page's, without its rules; `dot`: pixels of a point.
    """
    height, width = ink.shape
    found: list[Piece] = []
    for quad in corners:
        left, top = (max(0, int(value)) for value in np.floor(quad.min(axis=0)))
        right, bottom = (int(value) for value in np.ceil(quad.max(axis=0)))
        found += _split(Piece(left, top, min(right, width), min(bottom, height)), ruling)
    return [piece for piece in found if ink[piece.top : piece.bottom, piece.left : piece.right].any()]


def _split(piece: Piece, ruling: Ruling) -> Iterable[Piece]:
    columns = _places(ruling.down, piece.left, piece.right, piece.top, piece.bottom)
    for left, right in zip((piece.left, *columns), (*columns, piece.right), strict=True):
        rows = _places(ruling.across, piece.top, piece.bottom, left, right)
        for top, bottom in zip((piece.top, *rows), (*rows, piece.bottom), strict=True):
            if right - left >= 4 and bottom - top >= 4:
                yield Piece(left, top, right, bottom)


def _places(strokes: Sequence[Stroke], low: int, high: int, start: int, end: int) -> list[int]:
    """Where strokes cut the stretch from `low` to `high`."""
    return sorted(
        {
            round(one.at)
            for one in strokes
            if low + 1 < one.at < high - 1 and min(one.end, end) - max(one.start, start) >= _CROSSES * (end - start)
        }
    )


def picture(image: NDArray[np.uint8], piece: Piece) -> NDArray[np.uint8]:
    """The pixels of a piece, with paper around it where it is narrower than the recogniser likes."""
    part = image[piece.top : piece.bottom, piece.left : piece.right]
    margin = max(2, (piece.bottom - piece.top) // 10)
    return np.asarray(cv2.copyMakeBorder(part, 0, 0, margin, margin, cv2.BORDER_REPLICATE), np.uint8)
