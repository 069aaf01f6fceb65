"""A picture by itself: a scan saved as PNG, JPEG, BMP, or as TIFF of several pages."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers import ocr, reader, source
from extractor.readers.packing import AGAIN, brief
from extractor.readers.page.compose import compose
from extractor.readers.page.model import Page
from extractor.types import Doc

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_PIXELS = 120_000_000
"""Of one page: A3 at 600 dots per inch has 70 million."""
MAX_PAGES = 300
"""Pages of one file that are recognised: each takes seconds."""
LEAST = 100
"""Pixels of the shorter side below which there is no page to read."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_SHEET = (8.27, 11.69)
"""Inches of a sheet (A4), where the picture does not tell a credible size."""
_CREDIBLE = ((120.0, 2.0, 12.5), (1.0, 2.0, 9.0))
"""From how many stated dots per inch which inches of the shorter side are credible: 72 and 96 are mere defaults."""
_COARSEST = 96.0
"""Dots per inch of a screen."""
_LONGEST = 5000
"""Pixels of the longer side once scaled."""


@reader("image")
def read_image(data: bytes, path: str) -> Doc:
    """Recognise the pages of a picture; origins are pages and boxes, in points of the sheet that it says it is.

    A page that cannot be decoded or recognised is flagged `page-N-damaged` or `page-N-not-recognised`.

    Raises:
        ReadError: The extra `gouji[ocr]` is missing; damaged, too large or too small; nothing on it can be read.
    """
    if not ocr.available():
        raise ReadError(path, ocr.MISSING)
    with warnings.catch_warnings():
        # Pillow warns of what it finds odd in a file; what matters is decoded or is an error.
        warnings.simplefilter("ignore")
        reading = _Reading(_opened(data, path), path)
        doc = compose(reading.pages(), source(data, path, "image", ("pillow", "rapidocr")), flags=reading.flags)
    if not doc.text.strip():
        raise ReadError(path, reading.reason or "no text could be recognised; scan it again with a higher resolution")
    return doc


@dataclass(slots=True)
class _Reading:
    """The pages of an open picture, and the first reason why one could not be read."""

    picture: Any
    path: str
    reason: str | None = None
    flags: list[str] = field(default_factory=list)

    def pages(self) -> Iterator[Page]:
        count = int(getattr(self.picture, "n_frames", 1)) if self.picture.format == "TIFF" else 1
        if count > MAX_PAGES:
            raise ReadError(self.path, f"{count} pages, the limit is {MAX_PAGES}; split the file")
        for number in range(1, count + 1):
            yield self.page(number)

    def page(self, number: int) -> Page:
        try:
            self.picture.seek(number - 1)
            pixels, width, height = _decoded(self.picture)
        except (MemoryError, RecursionError, Exception) as error:
            self.reason = self.reason or _why(error)
            return Page(number, 595.0, 842.0, flags=("damaged",))
        try:
            return ocr.recognise(pixels, number, width, height)
        except Exception:
            return Page(number, width, height, flags=("not-recognised",))


def decoded(data: bytes) -> tuple[NDArray[np.uint8], float, float]:
    """The pixels of the first page of a picture file, RGB, upright, near `ocr.DPI`; and its width and height in points.

    Whatever Pillow raises over a damaged file comes through; too many pixels, or too few, are a ValueError.
    """
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded(Image.open(io.BytesIO(data), formats=_FORMATS))


def _opened(data: bytes, path: str) -> Any:
    from PIL import Image

    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Exception as error:
        raise ReadError(path, _why(error)) from error


def _decoded(picture: Any) -> tuple[NDArray[np.uint8], float, float]:
    """The pixels of the page that the picture stands at, upright, and its size in points."""
    import numpy as np
    from PIL import Image, ImageOps

    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise ValueError(f"{width} x {height} pixels, over {MAX_PIXELS // 1_000_000} million; scan it at 200 dpi")
    if min(width, height) < LEAST:
        raise ValueError(f"{width} x {height} pixels, too few for a page; scan it at 200 dpi")
    dots = picture.info.get("dpi", (0, 0))
    found = picture.copy()
    if found.mode.startswith(("I", "F")):
        values = np.asarray(found, np.float64)
        spread = max(float(values.max() - values.min()), 1.0)
        found = Image.fromarray(((values - values.min()) * 255 / spread).astype(np.uint8))
    found = ImageOps.exif_transpose(found)
    if "A" in found.getbands() or "transparency" in found.info:
        found = found.convert("RGBA")
        found = Image.alpha_composite(Image.new("RGBA", found.size, "white"), found)
    found = found.convert("RGB")
    dpi = _dpi(float(min(dots)) if len(dots) else 0.0, min(found.size), max(found.size))
    scale = min(ocr.DPI / dpi, _LONGEST / max(found.size))
    if not 0.75 <= scale <= 1.3:
        size = round(found.width * scale), round(found.height * scale)
        found = found.resize(size, Image.Resampling.LANCZOS)
        dpi *= scale
    return np.asarray(found, np.uint8), found.width * 72 / dpi, found.height * 72 / dpi


def _dpi(stated: float, shorter: int, longer: int) -> float:
    """Dots per inch; those that make the picture a sheet of paper where the stated ones do not."""
    if any(stated >= dots and low <= shorter / stated <= high for dots, low, high in _CREDIBLE):
        return stated
    return max(shorter / _SHEET[0], longer / _SHEET[1], _COARSEST)


def _why(error: BaseException) -> str:
    """One line on a picture that cannot be decoded."""
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, Image.DecompressionBombError):
        return f"a picture of over {MAX_PIXELS // 1_000_000} million pixels; scan it at 200 dpi"
    if isinstance(error, UnidentifiedImageError):
        return f"the picture is damaged, or no PNG, JPEG, TIFF or BMP; {AGAIN}"
    if isinstance(error, ValueError) and "pixels" in str(error):
        return str(error)
    return f"the picture is damaged ({brief(error)[:100]}); {AGAIN}"
