"""The rules drawn in a picture of a page, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_PIECE = 10.0
"""Points of the shortest straight run of ink that may be part of a rule."""
_LONG = 36.0
"""Points from which an unbroken run is a rule by itself: the type of no heading is larger."""
_BROKEN = 100.0
"""Points from which a run with holes is."""
_SURE = 80.0
"""Points from which it may end anywhere."""
_INKED = 0.7
"""Share of a rule that is there."""
_THICK = 4.0
"""Points of the thickest rule."""
_HOLE = 8.0
"""Points of the longest hole that dirt or a sign leaves in a rule."""
_SPECK = 0.75
"""Points of the width of dust."""
_REACH = 3.0
"""Points by which a rule may end before the one it meets."""


class Stroke(NamedTuple):
    """A rule at distance `at` from the top (or the left), from `start` to `end` along it."""

    at: float
    start: float
    end: float
    thick: float
    inked: float
    """Pixels of it that are there."""
    unbroken: float
    """Pixels of its longest part without a hole."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The rules of a picture."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]
    ink: NDArray[np.bool_]
    """Their pixels."""


def ruling(gray: NDArray[np.uint8], dot: float) -> Ruling:
    """Find the rules; `dot`: pixels of a point. Strokes of signs are no rules: they are short and meet none."""
    dark = darkness(gray, dot)
    across_pixels, across = _strokes(dark, dot)
    down_pixels, down = _strokes(np.ascontiguousarray(dark.T), dot)
    kept_across, kept_down = _kept(across, down, dot)
    ink = np.zeros(gray.shape, np.bool_)
    _mark(ink, across_pixels, kept_across)
    _mark(ink.T, down_pixels, kept_down)
    return Ruling(tuple(kept_across), tuple(kept_down), ink)


def darkness(gray: NDArray[np.uint8], dot: float) -> NDArray[np.uint8]:
    """1 where there is ink, judged against its neighbourhood, so that shaded cells and shadows are paper."""
    block = max(15, round(12 * dot)) | 1
    dark = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18)
    return np.asarray(dark, np.uint8)


def without_specks(dark: NDArray[np.uint8], dot: float) -> NDArray[np.bool_]:
    """The ink that is more than dust."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    solid = stats[:count, cv2.CC_STAT_AREA] > (_SPECK * dot) ** 2
    solid[0] = False
    return np.asarray(solid[labels], np.bool_)


def _strokes(dark: NDArray[np.uint8], dot: float) -> tuple[NDArray[np.uint8], list[Stroke]]:
    """Straight runs of ink across, pieces of one joined, and their pixels."""
    piece = max(8, round(_PIECE * dot))
    # A rule that climbs by a pixel is no hole.
    thickened = cv2.dilate(dark, np.ones((3, 1), np.uint8))
    pixels = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(pixels, connectivity=8)
    thickest = _THICK * dot + 2
    found = []
    for index in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[index])
        thick = area / width - 2
        if thick <= thickest and width >= 3 * height:
            rows = np.nonzero(labels[top : top + height, left : left + width] == index)[0]
            found.append(Stroke(top + float(rows.mean()), left, left + width, max(thick, 1.0), width, width))
    return np.asarray(pixels, np.uint8), _joined(found, dot)


def _joined(strokes: Sequence[Stroke], dot: float) -> list[Stroke]:
    joined: list[Stroke] = []
    open_: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda one: (one.start, one.at)):
        open_ = [one for one in open_ if stroke.start - one.end <= _HOLE * dot]
        home = next((one for one in open_ if abs(one.at - stroke.at) <= max(1.0 * dot, one.thick)), None)
        if home is None:
            open_.append(stroke)
            joined.append(stroke)
            continue
        whole, part = home.end - home.start, stroke.end - stroke.start
        at = (home.at * whole + stroke.at * part) / (whole + part)
        merged = Stroke(
            at,
            home.start,
            max(home.end, stroke.end),
            max(home.thick, stroke.thick),
            home.inked + stroke.inked,
            max(home.unbroken, stroke.unbroken),
        )
        open_[open_.index(home)] = merged
        joined[joined.index(home)] = merged
    return joined


def _kept(across: Sequence[Stroke], down: Sequence[Stroke], dot: float) -> tuple[list[Stroke], list[Stroke]]:
    """Long strokes, and short ones that run from one kept stroke to another."""
    reach = _REACH * dot
    long_across = [one for one in across if _long(one, dot)]
    long_down = [one for one in down if _long(one, dot)]
    long_across, long_down = (
        [one for one in long_across if not _loose(one, long_down, dot)],
        [one for one in long_down if not _loose(one, long_across, dot)],
    )
    short_down = [one for one in down if one not in long_down and _spans(one, long_across, reach)]
    short_across = [one for one in across if one not in long_across and _spans(one, [*long_down, *short_down], reach)]
    return long_across + short_across, long_down + short_down


def _long(stroke: Stroke, dot: float) -> bool:
    length = stroke.end - stroke.start
    return stroke.inked >= _INKED * length and (stroke.unbroken >= _LONG * dot or length >= _BROKEN * dot)


def _loose(stroke: Stroke, others: Sequence[Stroke], dot: float) -> bool:
    """Whether a middling stroke touches rules and yet ends at none: the edge of a seal, a stroke of the pen."""
    if stroke.end - stroke.start >= _SURE * dot:
        return False
    reach = _REACH * dot
    met = [one for one in others if one.start - reach <= stroke.at <= one.end + reach]
    touched = any(stroke.start - reach <= one.at <= stroke.end + reach for one in met)
    return touched and not _spans(stroke, others, reach)


def _spans(stroke: Stroke, others: Sequence[Stroke], reach: float) -> bool:
    """Whether it begins and ends at others."""
    met = [one for one in others if one.start - reach <= stroke.at <= one.end + reach]
    return any(abs(one.at - stroke.start) <= reach for one in met) and any(
        abs(one.at - stroke.end) <= reach for one in met
    )


def _mark(ink: NDArray[np.bool_], pixels: NDArray[np.uint8], strokes: Sequence[Stroke]) -> None:
    """Set the pixels of the strokes."""
    for one in strokes:
        half = int(one.thick / 2) + 3
        top, left, right = max(0, int(one.at) - half), int(one.start), int(one.end) + 1
        ink[top : int(one.at) + half + 1, left:right] |= pixels[top : int(one.at) + half + 1, left:right] > 0
