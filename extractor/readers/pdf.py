"""PDF: text, tables and places of its pages; pages without text through recognition, where that is installed."""

from __future__ import annotations

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.page.compose import compose
from extractor.readers.pdfium.pages import opened, read_page
from extractor.types import Doc


@reader("pdf")
def read_pdf(data: bytes, path: str) -> Doc:
    """Read a PDF page by page; origins are pages and boxes.

    Raises:
        ReadError: Encrypted, damaged, too long, or without a page that can be read.
    """
    with opened(data, path) as document:
        pages = [read_page(document, number) for number in range(1, len(document) + 1)]
    doc = compose(pages, source(data, path, "pdf", ("pypdfium2",)))
    if not doc.text.strip():
        raise ReadError(path, "no page has any text; ask for a PDF with a text layer")
    return doc
