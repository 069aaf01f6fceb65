"""The pages of a PDF as PDFium sees them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.errors import ReadError
from extractor.readers.page.model import Page
from extractor.readers.pdfium import binding
from extractor.readers.pdfium.drawings import read_drawings
from extractor.readers.pdfium.text import BROKEN, read_signs
from extractor.readers.pdfium.view import view_of

MOST_PAGES = 5_000
MOST_DOTS = 40_000_000
"""Of the picture of a page: A2 at 200 dots per inch has 15 million."""
MOST_NOTES = 1_000
"""Annotations of a page that are looked at for fields of a form."""
FEWEST_SIGNS = 20
"""A page with fewer, and a picture over half of it, is a scan: what it has is a stamp or a page mark."""
_TITLE, _TITLED = 16.0, 4
"""Points, and signs of that height: a picture under a title is the cover's ornament."""
_MOST_OF_PAGE = 0.5
_OUTLINES = 1_000
"""Drawn segments of a page without text from which on its letters are drawn, not written."""
_PASSWORD, _SECURITY = 4, 5


@contextmanager
def opened(data: bytes, path: str) -> Iterator[Any]:
    """A PDFium document, closed in the end.

    Raises:
        ReadError: Encrypted, damaged, or of over `MOST_PAGES` pages.
    """
    pypdfium2 = binding.wrapper()

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            raise ReadError(path, "the PDF asks for a password; save it without one") from error
        raise ReadError(path, "the PDF is damaged and cannot be opened; download it again") from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ReadError(path, f"the PDF has {count} pages, the limit is {MOST_PAGES}; split it into single reports")
        yield document
    finally:
        document.close()


def picture_of(document: Any, number: int, dpi: float) -> tuple[Any, float, float]:
    """A page as it is looked at, H x W x 3 in RGB, at most `MOST_DOTS` in all, with its width and height in points."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(dpi / 72, (MOST_DOTS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, no_smoothtext=False)
        try:
            return bitmap.to_numpy()[:, :, :3].copy(), width, height
        finally:
            bitmap.close()
    finally:
        page.close()


def read_page(document: Any, number: int) -> Page:
    """The page with that number, from 1; one that PDFium cannot load is empty and flagged `damaged`.

    Flags: `unmapped-font` if the text's codes do not say what it is, `scan` if it is a picture or drawn outlines,
    `too-many-signs`, `too-many-lines`.
    """
    pdfium = binding.pdfium()
    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        return Page(number, 0, 0, flags=("damaged",))
    if _has_fields(pdfium, page):
        # What was typed into a form is drawn beside the page; flattened, it is on it.
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_PRINT)
        pdfium.FPDF_ClosePage(page)
        page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    try:
        signs = read_signs(page, view_of(page))
        drawn = read_drawings(page, signs.view)
    finally:
        pdfium.FPDF_ClosePage(page)
    width, height = signs.view.width, signs.view.height
    written = [glyph for glyph in signs.glyphs[: 4 * FEWEST_SIGNS] if not glyph.text.isspace()]
    titled = sum(glyph.size >= _TITLE for glyph in written) >= _TITLED
    covered = sum((box.x1 - box.x0) * (box.bottom - box.top) for box in drawn.pictures)
    pictured = covered > _MOST_OF_PAGE * width * height or drawn.segments > _OUTLINES
    told = (
        ("unmapped-font", signs.broken > BROKEN and len(written) >= FEWEST_SIGNS),
        ("scan", len(written) < FEWEST_SIGNS and pictured and not titled),
        ("too-many-signs", signs.cut),
        ("too-many-lines", drawn.cut),
    )
    flags = tuple(flag for flag, is_so in told if is_so)
    return Page(number, width, height, signs.glyphs, drawn.rules, drawn.pictures, flags)


def _has_fields(pdfium: Any, page: Any) -> bool:
    """Whether the page has fields of a form or boxes of text that lie over it."""
    kinds = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in kinds:
            return True
    return False
