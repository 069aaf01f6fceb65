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
_PASSWORD, _SECURITY = 4, 5


@contextmanager
def opened(data: bytes, path: str) -> Iterator[Any]:
    """A PDFium document, closed in the end.

    Raises:
        ReadError: Encrypted, damaged, without a page, or of over `MOST_PAGES` pages.
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
        if not count:
            raise ReadError(path, "the PDF has no page; ask for the whole file")
        if count > MOST_PAGES:
            raise ReadError(path, f"the PDF has {count} pages, the limit is {MOST_PAGES}; split it into single reports")
        yield document
    finally:
        document.close()


def read_page(document: Any, number: int) -> Page:
    """The page with that number, from 1; one that PDFium cannot load is empty and flagged `damaged`.

    Flags: `unmapped-font` if the text's codes do not say what it is, `too-many-signs`, `too-many-lines`.
    """
    pdfium = binding.pdfium()

    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        return Page(number, 0, 0, flags=("damaged",))
    try:
        signs = read_signs(page, view_of(page))
        rules, pictures, full = read_drawings(page, signs.view)
    finally:
        pdfium.FPDF_ClosePage(page)
    told = (("unmapped-font", signs.broken > BROKEN), ("too-many-signs", signs.cut), ("too-many-lines", full))
    flags = tuple(flag for flag, is_so in told if is_so)
    return Page(number, signs.view.width, signs.view.height, signs.glyphs, rules, pictures, flags)
