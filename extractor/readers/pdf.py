"""PDF: text, tables and places of its pages; pages without text through recognition, where that is installed."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from extractor.errors import ReadError
from extractor.readers import ocr, reader, source
from extractor.readers.page.compose import compose
from extractor.readers.page.model import Page
from extractor.readers.pdfium.pages import opened, picture_of, read_page
from extractor.readers.pdfium.second import read_again
from extractor.types import Doc

MOST_SIGNS = 10_000_000
"""Of one file, which some 5,000 dense pages have; the pages after them are left out and flagged `too-many-signs`."""
MOST_RECOGNISED = 300
"""Pages of one file that are recognised: at seconds a page the rest would keep everybody waiting."""
MOST_AGAIN = 20
"""Pages of one file that are read a second time, which takes ten times as long."""


@reader("pdf")
def read_pdf(data: bytes, path: str) -> Doc:
    """Read a PDF page by page; origins are pages and boxes.

    A page whose tables fail their check is read again by pdfplumber. A scan, or a page whose fonts do not say what
    their signs are, is recognised if `gouji[ocr]` is installed; else `Doc.flags` has `page-N-not-recognised`.

    Raises:
        ReadError: Encrypted, damaged, too long, or without a page that can be read.
    """
    with opened(data, path) as document, without_collector():
        reading = _Reading(data, document)
        doc = compose(reading.pages(), source(data, path, "pdf"), again=reading.again)
    if not doc.text.strip():
        raise ReadError(path, _nothing(reading))
    return replace(doc, source=replace(doc.source, via=("pypdfium2", *reading.via)))


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the collector of cycles: hundreds of thousands of signs are made and none is part of a cycle, yet it would
    walk through them again and again, a seventh of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(slots=True)
class _Reading:
    """The pages of an open document, and what it took to read them."""

    data: bytes
    document: Any
    via: dict[str, None] = field(default_factory=dict)
    """Steps besides the usual one, in the order of their first use."""
    skipped: list[int] = field(default_factory=list)
    """Pages that only recognition could have read."""
    damaged: list[int] = field(default_factory=list)
    signs: int = 0
    recognised: int = 0
    repeated: int = 0

    def pages(self) -> Iterator[Page]:
        for number in range(1, len(self.document) + 1):
            page = read_page(self.document, number)
            self.signs += len(page.glyphs)
            if self.signs > MOST_SIGNS:
                page = replace(page, glyphs=(), rules=(), flags=("too-many-signs",))
            if "damaged" in page.flags:
                page = self.again(page) or page
            if "scan" in page.flags or "unmapped-font" in page.flags:
                page = self.recognise(page)
            elif "damaged" in page.flags:
                self.damaged.append(number)
            yield page

    def again(self, page: Page) -> Page | None:
        """The page as pdfplumber sees it; None for good once that fails, as it does on what is badly damaged."""
        if self.repeated >= MOST_AGAIN:
            return None
        other = read_again(self.data, page.number, len(self.document))
        if other is None:
            self.repeated = MOST_AGAIN
        else:
            self.repeated += 1
            self.via["pdfplumber"] = None
        return other

    def recognise(self, page: Page) -> Page:
        """The page as recognition reads it; flagged `not-recognised`, its worthless text let go, where that fails."""
        if ocr.available() and self.recognised < MOST_RECOGNISED:
            self.recognised += 1
            try:
                found = ocr.recognise(*_arguments(self.document, page.number))
            except Exception:
                found = None
            if found is not None:
                self.via["rapidocr"] = None
                flags = [flag for flag in page.flags if flag != "scan"]
                return replace(found, flags=tuple(dict.fromkeys((*flags, *found.flags))))
        self.skipped.append(page.number)
        glyphs = () if "unmapped-font" in page.flags else page.glyphs
        return replace(page, glyphs=glyphs, flags=(*page.flags, "not-recognised"))


def _arguments(document: Any, number: int) -> tuple[Any, int, float, float]:
    picture, width, height = picture_of(document, number, ocr.DPI)
    return picture, number, width, height


def _nothing(reading: _Reading) -> str:
    """Why a document without text has none, and what helps."""
    if reading.skipped and not ocr.available():
        return f"{_named(reading.skipped)}: {ocr.MISSING}"
    if reading.skipped:
        return f"{_named(reading.skipped)}: no text could be recognised; scan again with a higher resolution"
    if reading.damaged:
        return f"{_named(reading.damaged)} damaged; download the PDF again"
    return "no page has any text; ask for the filled-in report"


def _named(numbers: Sequence[int]) -> str:
    """`page 3`, `pages 1-4, 7`."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0])]
    names = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(names)}"
