"""Pages from pictures: signs read by rapidocr (extra `gouji[ocr]`), rules found with OpenCV."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from extractor.readers.page.model import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI = 200
"""Dots per inch at which a page is to be rendered: fewer lose small type, more only cost time."""
MISSING = "a scan; reading it needs: pip install gouji[ocr]"


def available() -> bool:
    """Whether the extra `gouji[ocr]` is installed."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "numpy"))


def recognise(image: NDArray[np.uint8], number: int, width: float, height: float) -> Page:
    """Read the picture of a page.

    `image`: H x W x 3, RGB, as the page is looked at, best at `DPI`; `number`: of the page, from 1; `width`, `height`:
    of the page in points. The Page has a glyph a sign, with the recogniser's confidence, at a place worked out from its
    line's; the rules found in the picture, and the flag `recognised`. A page that lies on its side or stands on its
    head is turned, its width and height too, and flagged `turned`. Same picture, same Page.
    Needs `available()`.
    """
    from extractor.readers.recognition.pages import recognised

    return recognised(image, number, width, height)
