"""OFD (GB/T 33190): signs, rules and pictures of its pages, at the places that the file states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractor.errors import ReadError
from extractor.readers import ocr, reader, source
from extractor.readers.fixedlayout.package import Package, opened
from extractor.readers.fixedlayout.pages import Document, Drawn, documents, drawn
from extractor.readers.image import decoded
from extractor.readers.page.compose import compose
from extractor.readers.page.model import Page
from extractor.types import Doc

MOST_RECOGNISED = 300
"""Pages of one file that are recognised."""
MAX_PICTURE = 64 << 20
"""Bytes of one picture."""
_FEW = 20
"""Signs of a page that is a picture all the same."""
_WHOLE = 0.5
"""Share of a page that its picture covers."""


@reader("ofd")
def read_ofd(data: bytes, path: str) -> Doc:
    """Read an OFD page by page; origins are pages and boxes.

    Pages that are pictures are recognised if `gouji[ocr]` is installed; else `Doc.flags` has `page-N-not-recognised`.
    `signed`, `annotations`, `attachments`: there are such, and they are not read.

    Raises:
        ReadError: Encrypted, damaged, or without any text.
    """
    with opened(data, path) as package:
        found = documents(package, path)
        flags = dict.fromkeys(flag for document in found for flag in document.flags)
        if len(found) > 1:
            flags["several-documents"] = None
        reading = _Reading(package, found)
        doc = compose(reading.pages(), source(data, path, "ofd"), flags=flags)
    if not doc.text.strip():
        raise ReadError(path, reading.reason())
    return replace(doc, source=replace(doc.source, via=("lxml", *reading.via)))


@dataclass(slots=True)
class _Reading:
    """The pages of an open package, and what it took to read them."""

    package: Package
    documents: list[Document]
    via: dict[str, None] = field(default_factory=dict)
    recognised: int = 0
    scans: int = 0
    unmapped: int = 0

    def pages(self) -> Iterator[Page]:
        first = 1
        for document in self.documents:
            for one in drawn(self.package, document, first):
                first += 1
                self.unmapped += "unmapped-font" in one.page.flags
                yield self.recognise(one)

    def recognise(self, one: Drawn) -> Page:
        """The page, read from its picture where it is little else."""
        page = one.page
        whole = next((index for index in range(len(page.pictures)) if _covers(page, index)), None)
        if whole is None or sum(not glyph.text.isspace() for glyph in page.glyphs) >= _FEW:
            return page
        self.scans += 1
        box = page.pictures[whole]
        data = self.package.blob(one.media[whole], MAX_PICTURE)
        if ocr.available() and data is not None and self.recognised < MOST_RECOGNISED:
            self.recognised += 1
            try:
                pixels, _, _ = decoded(data)
                found = ocr.recognise(pixels, page.number, box.x1 - box.x0, box.bottom - box.top)
            except Exception:
                found = None
            if found is not None:
                self.via["rapidocr"] = None
                return _moved(found, page, box.x0, box.top)
        return replace(page, flags=(*page.flags, "not-recognised"))

    def reason(self) -> str:
        """Why there is no text, and what helps."""
        if self.scans and not ocr.available():
            return ocr.MISSING
        if self.scans:
            return "no text could be recognised; ask for the report as text"
        if self.unmapped:
            return "its signs have only numbers of its own fonts; save it as PDF or print it, and give that"
        return "no page has any text; ask for the filled-in report"


def _covers(page: Page, index: int) -> bool:
    box = page.pictures[index]
    return (box.x1 - box.x0) * (box.bottom - box.top) >= _WHOLE * page.width * page.height


def _moved(found: Page, page: Page, x: float, y: float) -> Page:
    """What was recognised in a picture that stands at a place of the page, and what else the page draws."""
    if "turned" in found.flags:
        return replace(found, flags=(*page.flags, *found.flags))
    glyphs = [
        one._replace(x0=one.x0 + x, x1=one.x1 + x, top=one.top + y, bottom=one.bottom + y) for one in found.glyphs
    ]
    rules = [one._replace(x0=one.x0 + x, x1=one.x1 + x, top=one.top + y, bottom=one.bottom + y) for one in found.rules]
    return replace(
        page,
        glyphs=(*page.glyphs, *glyphs),
        rules=(*page.rules, *rules),
        flags=tuple(dict.fromkeys((*page.flags, *found.flags))),
    )
