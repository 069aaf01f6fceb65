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

_APART = 8.0
"""Points that part two things of a height which are no one line."""
_APART_DOWN = 3.0
_AROUND = 2.0
_ROOM = 12.0
_LEAST = 2.5
"""Points of the smallest thing that is a sign."""
_HIGHEST = 40.0
_PALE = 0.6
"""Contrast, against that of the page's print, of what may be print."""
_SHARED = 0.1
"""Share of an overlooked thing that may lie in a line which was found: more would be read twice."""
_MOST = 1000
"""Overlooked things of a page that are looked at: more are a picture."""

_GRAZED = 0.3
"""Share of a line's height at its edges where no rule cuts it."""


class Piece(NamedTuple):
    """A rectangle of pixels that holds one line, or the part of one that stands in one cell."""

    left: int
    top: int
    right: int
    bottom: int


def cut(corners: NDArray[np.float32], ruling: Ruling, ink: NDArray[np.bool_]) -> list[Piece]:
    """The pieces of what was found as text; `corners`: n x 4 x 2; `ink`: the page's, without its rules."""
    height, width = ink.shape
    found: list[Piece] = []
    for quad in corners:
        left, top = (max(0, int(value)) for value in np.floor(quad.min(axis=0)))
        right, bottom = (int(value) for value in np.ceil(quad.max(axis=0)))
        found += _split(Piece(left, top, min(right, width), min(bottom, height)), ruling)
    return _inked(found, ink)


def overlooked(
    found: Sequence[Piece], ruling: Ruling, ink: NDArray[np.bool_], gray: NDArray[np.uint8], dot: float
) -> list[Piece]:
    """Lines of ink that the detector passed over: a dash, a lone digit, a line under a seal. Some are dirt.

    `dot`: pixels of a point.
    """
    palest = _palest(found, ink, gray)
    taken = np.zeros(ink.shape, np.bool_)
    for piece in found:
        taken[piece.top : piece.bottom, piece.left : piece.right] = True
    rest = (ink & ~taken).astype(np.uint8)
    reach = np.ones((max(3, round(_APART_DOWN * dot)), max(3, round(_APART * dot))), np.uint8)
    joined = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, reach)
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    margin = round(_AROUND * dot)
    pieces: list[Piece] = []
    for x, y, width, height, _area in stats[1:count].tolist():
        if max(width, height) >= _LEAST * dot and height <= _HIGHEST * dot:
            # A dash is no line to the recogniser unless it has the room of a sign around it.
            above = max(margin, round((_ROOM * dot - height) / 2))
            whole = Piece(max(0, x - margin), max(0, y - above), x + width + margin, y + height + above)
            pieces += _split(Piece(*whole[:2], min(whole.right, ink.shape[1]), min(whole.bottom, ink.shape[0])), ruling)
    left = rest > 0
    return [
        piece
        for piece in _inked(pieces, left)
        if _level(piece, left, gray) <= palest and taken[_place(piece)].mean() <= _SHARED
    ][:_MOST]


def _palest(found: Sequence[Piece], ink: NDArray[np.bool_], gray: NDArray[np.uint8]) -> float:
    """The gray of ink that is no shadow of a seal or of the other side: half-way from the page's print to its paper."""
    levels = sorted(_level(piece, ink, gray) for piece in found)
    paper = float(np.percentile(gray, 90))
    return paper - (paper - levels[len(levels) // 2]) * _PALE if levels else paper


def _level(piece: Piece, ink: NDArray[np.bool_], gray: NDArray[np.uint8]) -> float:
    place = _place(piece)
    return float(gray[place][ink[place]].mean())


def _place(piece: Piece) -> tuple[slice, slice]:
    return slice(piece.top, piece.bottom), slice(piece.left, piece.right)


def _inked(pieces: Iterable[Piece], ink: NDArray[np.bool_]) -> list[Piece]:
    return [piece for piece in pieces if ink[_place(piece)].any()]


def _split(piece: Piece, ruling: Ruling) -> Iterable[Piece]:
    # A rule near the edge only grazes the line, where it is bent or the box is wide: a cut would shave the signs.
    spare = max(2.0, _GRAZED * (piece.bottom - piece.top))
    columns = _places(ruling.down, piece.left + spare, piece.right - spare, piece.top, piece.bottom)
    for left, right in zip((piece.left, *columns), (*columns, piece.right), strict=True):
        rows = _places(ruling.across, piece.top + spare, piece.bottom - spare, left, right)
        for top, bottom in zip((piece.top, *rows), (*rows, piece.bottom), strict=True):
            yield Piece(left, top, right, bottom)


def _places(strokes: Sequence[Stroke], low: float, high: float, start: int, end: int) -> list[int]:
    """Where strokes cut the stretch from `low` to `high`."""
    return sorted(
        {
            round(one.at)
            for one in strokes
            if low < one.at < high and min(one.end, end) - max(one.start, start) >= _CROSSES * (end - start)
        }
    )


def picture(image: NDArray[np.uint8], piece: Piece) -> NDArray[np.uint8]:
    """The pixels of a piece, with paper around it where it is narrower than the recogniser likes."""
    part = image[piece.top : piece.bottom, piece.left : piece.right]
    margin = max(2, (piece.bottom - piece.top) // 10)
    return np.asarray(cv2.copyMakeBorder(part, 0, 0, margin, margin, cv2.BORDER_REPLICATE), np.uint8)
