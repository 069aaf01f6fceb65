"""Whether a page lies on its side or stands on its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractor.readers.recognition.engine import Sign, read_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_UPRIGHT = 1.5
"""Times as high as wide is a line that runs upwards."""
_SAMPLE = 8
"""Lines that are read to tell which way is up."""
_DOUBTFUL = 0.8
"""Confidence below which signs may stand on their heads."""
_BETTER = 0.1


def sideways(corners: NDArray[np.float32]) -> bool:
    """Whether most of what was found as text runs upwards; `corners`: n x 4 x 2."""
    if len(corners) < 3:
        return False
    sides = corners.max(axis=1) - corners.min(axis=1)
    upwards = sides[:, 1] > _UPRIGHT * sides[:, 0]
    return bool(sides[upwards, 1].sum() > 2 * sides[~upwards, 0].sum())


def quarter_turns(image: NDArray[np.uint8], corners: NDArray[np.float32]) -> int:
    """Quarters by which a page that lies on its side is to be turned, against the clock: 1 or 3; 0 if neither helps."""
    sides = corners.max(axis=1) - corners.min(axis=1)
    pictures = []
    for index in np.argsort(-sides[:, 1], kind="stable")[:_SAMPLE]:
        (left, top), (right, bottom) = corners[index].min(axis=0).astype(int), corners[index].max(axis=0).astype(int)
        pictures.append(image[max(0, top) : bottom + 1, max(0, left) : right + 1])
    trust = {turns: _trust(read_lines([_turned(one, turns) for one in pictures])) for turns in (1, 3)}
    best = max(trust, key=lambda turns: trust[turns])
    return best if trust[best] >= _DOUBTFUL - _BETTER else 0


def on_its_head(pictures: Sequence[NDArray[np.uint8]], lines: Sequence[list[Sign]]) -> bool:
    """Whether the pictures of lines (BGR) read better when turned round; `lines`: what they read as they are."""
    longest = sorted(range(len(lines)), key=lambda index: (-len(lines[index]), index))[:_SAMPLE]
    now = _trust([lines[index] for index in longest])
    if not longest or now >= _DOUBTFUL:
        return False
    return _trust(read_lines([_turned(pictures[index], 2) for index in longest])) > now + _BETTER


def _turned(picture: NDArray[np.uint8], turns: int) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.rot90(picture, turns))


def _trust(lines: Sequence[list[Sign]]) -> float:
    signs = [sign.confidence for line in lines for sign in line]
    return sum(signs) / len(signs) if signs else 0.0
