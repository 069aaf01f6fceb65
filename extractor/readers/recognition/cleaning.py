"""Making a picture of a page fit for reading: upright, without the ink of seals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEEPEST = 5.0
"""Degrees of the largest skew that is undone."""
_LEAST = 0.04
"""Degrees of a skew that does no harm: a pixel over a page."""
_ACROSS = 800
"""Pixels of the width at which the skew is looked for."""
_TINT = 40
"""By how much red outshines green and blue in the ink of a seal."""
_SEAL = 48.0
"""Points of the smallest seal."""


def without_seals(image: NDArray[np.uint8], dot: float) -> NDArray[np.uint8]:
    """`image` (RGB) with seals bleached: black under a seal is dark in the red channel, the seal is not.

    Red that is no seal, such as a red letterhead or a negative number, stays. `dot`: pixels of a point.
    """
    red = image[..., 0]
    tint = red.astype(np.int16) - image[..., 1:].max(axis=2)
    stained = (tint > _TINT).astype(np.uint8)
    if int(stained.sum()) < (_SEAL * dot) ** 2 * 0.02:
        return image
    reach = max(3, round(3 * dot)) | 1
    joined = cv2.morphologyEx(stained, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    cleaned = image.copy()
    for left, top, width, height, _area in stats[1:count].tolist():
        if min(width, height) < _SEAL * dot or not 0.5 <= width / height <= 2.0:
            continue
        part = slice(max(0, top - 3), top + height + 3), slice(max(0, left - 3), left + width + 3)
        inside, level = cleaned[part], red[part]
        # What is darker than the seal in the red channel is print under it, and stays as much darker than paper.
        paper = float(np.percentile(level, 90))
        seal = min(max(float(np.median(level[tint[part] > _TINT])), paper * 0.5), paper)
        tinted = tint[part] > _TINT // 4
        inside[tinted] = np.minimum(level * (paper / seal), paper).astype(np.uint8)[tinted][:, None]
    return cleaned


def skew(gray: NDArray[np.uint8]) -> float:
    """Degrees by which the lines of a page fall to the right; 0 where none is found."""
    scale = _ACROSS / gray.shape[1]
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    ink = np.asarray(255 - small, np.uint8)
    ink[ink < 48] = 0
    if not ink.any():
        return 0.0
    best = 0.0
    for step, reach in ((0.5, STEEPEST), (0.1, 0.4), (0.02, 0.08)):
        count = round(reach / step)
        angles = [best + step * index for index in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
    return best if _LEAST < abs(best) <= STEEPEST else 0.0


def _sharpness(ink: NDArray[np.uint8], angle: float) -> float:
    """How much the ink of neighbouring rows differs once turned back: most when lines lie level."""
    height, width = ink.shape
    # A shear does for so small an angle, and keeps the sum of each row comparable.
    shear = np.array([[1, 0, 0], [-np.tan(np.radians(angle)), 1, np.tan(np.radians(angle)) * width / 2]], np.float64)
    rows = cv2.warpAffine(ink, shear, (width, height)).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned(image: NDArray[np.uint8], angle: float) -> NDArray[np.uint8]:
    """`image` turned by `angle` degrees against the fall of its lines, about its middle; corners become white."""
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    result = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 3
    )
    return np.asarray(result, np.uint8)
