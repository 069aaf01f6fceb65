"""From the coordinates of a PDF page to points from the top left corner of the page as it is looked at."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

from extractor.origins import Box
from extractor.readers.pdfium import binding


class Matrix(NamedTuple):
    """The affine map x' = ax + cy + e, y' = bx + dy + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Matrix) -> Matrix:
        """First this map, then `after`."""
        return Matrix(
            self.a * after.a + self.b * after.c,
            self.a * after.b + self.b * after.d,
            self.c * after.a + self.d * after.c,
            self.c * after.b + self.d * after.d,
            self.e * after.a + self.f * after.c + after.e,
            self.e * after.b + self.f * after.d + after.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The upright box around the image of a box."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


class View(NamedTuple):
    """How a page is looked at."""

    width: float
    height: float
    matrix: Matrix
    """From the page's own coordinates."""

    def turned(self, quarters: int) -> View:
        """The view with the page turned clockwise by so many right angles more."""
        quarters %= 4
        width, height = (self.height, self.width) if quarters % 2 else (self.width, self.height)
        return View(width, height, self.matrix.then(_turn(quarters, self.width, self.height)))


def view_of(page: Any) -> View:
    """The view of a PDFium page: its crop box, upright."""
    pdfium = binding.pdfium()

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    upright = View(right - left, top - bottom, Matrix(1, 0, 0, -1, -left, top))
    return upright.turned(pdfium.FPDFPage_GetRotation(page))


def _turn(quarters: int, width: float, height: float) -> Matrix:
    """A clockwise turn of a page of that size, its new corner at the origin; y runs down."""
    if quarters == 1:
        return Matrix(0, 1, -1, 0, height, 0)
    if quarters == 2:
        return Matrix(-1, 0, 0, -1, width, height)
    if quarters == 3:
        return Matrix(0, -1, 1, 0, 0, width)
    return Matrix()
