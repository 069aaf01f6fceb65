"""Pictures of pages drawn for tests: words and ruled tables, then made worse."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 200
_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
)
FONT = next((path for path in _FONTS if Path(path).exists()), None)
needs_recognition = pytest.mark.skipif(
    FONT is None or any(find_spec(name) is None for name in ("rapidocr", "onnxruntime", "cv2")),
    reason="needs gouji[ocr] and a Chinese font",
)
Cells = Sequence[tuple[int, int, int, int, str]]


def sheet(width: int = 1000, height: int = 700) -> Image:
    from PIL import Image

    return Image.new("RGB", (width, height), "white")


def write(on: Image, x: int, y: int, words: str, size: int = 30, ink: str = "black") -> None:
    from PIL import ImageDraw, ImageFont

    assert FONT is not None
    font = ImageFont.truetype(FONT, size, index=2 if FONT.endswith("ttc") and "noto" in FONT else 0)
    ImageDraw.Draw(on).text((x, y), words, font=font, fill=ink)


def rule(on: Image, x0: int, y0: int, x1: int, y1: int, width: int = 2, ink: str = "black") -> None:
    from PIL import ImageDraw

    ImageDraw.Draw(on).line((x0, y0, x1, y1), fill=ink, width=width)


def table(on: Image, cells: Cells, xs: Sequence[int], ys: Sequence[int], size: int = 28) -> None:
    """A ruled table with words at the left of its cells."""
    for row, col, rows, cols, words in cells:
        left, top, right, bottom = xs[col], ys[row], xs[col + cols], ys[row + rows]
        for line in ((left, top, right, top), (left, bottom, right, bottom)):
            rule(on, *line)
        for line in ((left, top, left, bottom), (right, top, right, bottom)):
            rule(on, *line)
        write(on, left + 8, top + 8, words, size)


def seal(on: Image, x: int, y: int, radius: int = 150) -> Image:
    """The picture with a red seal printed over it: what is black stays black."""
    from PIL import Image, ImageChops, ImageDraw

    over = Image.new("RGB", on.size, "white")
    draw = ImageDraw.Draw(over)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(214, 40, 40), width=9)
    spots = []
    for point in range(10):
        angle, reach = -math.pi / 2 + point * math.pi / 5, 60 if point % 2 == 0 else 24
        spots.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(spots, fill=(214, 40, 40))
    return ImageChops.multiply(on, over)


def worse(on: Image, angle: float = 1.3, dirt: int = 400) -> Image:
    """The picture laid askew on the glass, a little out of focus, dirty, saved as JPEG."""
    from PIL import Image, ImageFilter

    turned = on.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 248))
    soft = turned.filter(ImageFilter.GaussianBlur(0.6))
    dice = random.Random(5)  # noqa: S311 - the same dirt every time
    for _ in range(dirt):
        soft.putpixel((dice.randrange(soft.width), dice.randrange(soft.height)), (60, 60, 60))
    return opened(saved(soft, "JPEG", quality=65))


def saved(on: Image, format: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    on.save(stream, format, **options)
    return stream.getvalue()


def opened(data: bytes) -> Image:
    from PIL import Image

    return Image.open(io.BytesIO(data)).convert("RGB")
