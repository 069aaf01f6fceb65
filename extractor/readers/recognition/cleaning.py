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
_SEAL = 48.0
"""Points of the smallest seal."""


def without_seals(image: NDArray[np.uint8], dot: float) -> NDArray[np.uint8]:
    """`image` (RGB) with seals bleached: black under a seal is dark in the red channel, the seal is not.

    Red that is no seal, such as a red letterhead or a negative number, stays. `dot`: pixels of a point.
    """
    red, green, blue = (image[..., index].astype(np.int16) for index in range(3))
    stained = ((red - np.maximum(green, blue)) > 40).astype(np.uint8)
    if int(stained.sum()) < (_SEAL * dot) ** 2 * 0.02:
        return image
    reach = max(3, round(3 * dot)) | 1
    joined = cv2.morphologyEx(stained, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    cleaned = image.copy()
    for index in range(1, count):
        left, top, width, height, _area = (int(value) for value in stats[index])
        if min(width, height) < _SEAL * dot or not 0.5 <= width / height <= 2.0:
            continue
        part = slice(top, top + height), slice(left, left + width)
        near = cv2.dilate((labels[part] == index).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        cleaned[part][near] = cleaned[part][near][:, :1]
    return cleaned


def skew(gray: NDArray[np.uint8]) -> float:
    """Degrees by which the lines of a page fall to the right; 0 where none is found."""
    scale = _ACROSS / gray.shape[1]
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    ink = 255 - small
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
