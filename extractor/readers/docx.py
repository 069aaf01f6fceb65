"""Word documents (.docx): text, exact tables and automatic numbers from the package's own XML."""

from __future__ import annotations

from extractor.errors import ReadError
from extractor.origins import Source
from extractor.readers import reader, source
from extractor.readers.ooxml.layout import Writer, lay_out_notes
from extractor.readers.ooxml.names import child, w
from extractor.readers.ooxml.numbering import read_numbering
from extractor.readers.ooxml.package import Parts, open_parts
from extractor.types import Doc

PICTURES = (w("drawing"), w("pict"), w("object"))
SCANNED = "the document holds pictures and no text, a scan perhaps; put it through text recognition first"


@reader("docx")
def read_docx(data: bytes, path: str) -> Doc:
    """Lay a Word document out as text in the grammar of `extractor.readers.layout`.

    Origins are places in the XML (`body/tbl[2]/tr[3]/tc[1]`, counted from 1, content controls looked through); tables
    are exact. Deleted text is left out, inserted text kept. Title and author of the file's properties are not read:
    they are as often those of the template.

    Raises:
        ReadError: Not a Word package, damaged, encrypted, a bomb, or without any text.
    """
    return lay_out(open_parts(data, path), source(data, path, "docx"))


def lay_out(parts: Parts, of: Source) -> Doc:
    """The document that the parts of a package make, as the text of `of`.

    Raises:
        ReadError: No body, no text, or nested too deeply.
    """
    path = of.path
    writer = Writer(path, read_numbering(parts.numbering, parts.styles))
    layout = writer.layout
    layout.flags.update(dict.fromkeys(parts.flags))
    body = child(parts.document, "body")
    if body is None:
        raise ReadError(path, "the document has no body; open it in Word or WPS and save it as .docx")
    try:
        writer.blocks(body, "body")
        lay_out_notes(writer, parts.footnotes, "footnote")
        lay_out_notes(writer, parts.endnotes, "endnote")
    except RecursionError as error:
        raise ReadError(path, "its XML is nested too deeply; it is no honest .docx") from error
    doc = layout.doc(of)
    if not doc.text.strip():
        pictured = next(body.iter(*PICTURES), None) is not None
        raise ReadError(path, SCANNED if pictured else "the document has no text; ask for the filled-in one")
    return doc
