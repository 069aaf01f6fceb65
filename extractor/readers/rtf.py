"""Rich Text Format (.rtf, often named .doc): paragraphs, tables with their merges, printed list numbers, notes."""

from __future__ import annotations

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.layout import Layout
from extractor.readers.richtext.parsing import Parser
from extractor.readers.richtext.writing import write
from extractor.types import Doc

REPLACED, HOLE = "replaced-bytes", "hole"


@reader("rtf")
def read_rtf(data: bytes, path: str) -> Doc:
    """Lay an RTF file out as text in the grammar of `extractor.readers.layout`.

    Origins are places by kind, counted from 1: `par[3]`, `tbl[2]/tr[3]/cell[1]`. Tables are exact; edges of cells a
    point apart are one line. Deleted and hidden text, heads, feet and comments are left out; notes follow the body. A
    file that ends too early is read as far as it goes and flagged `hole`.

    Raises:
        ReadError: Without any text, or nested beyond all reason.
    """
    parsed = Parser(data[data.find(b"{") :] if b"{" in data[:64] else data, path).parse()
    layout = Layout()
    write(layout, parsed.body)
    for name, notes in (("footnote", parsed.footnotes), ("endnote", parsed.endnotes)):
        for number, blocks in enumerate(notes, 1):
            write(layout, blocks, f"{name}[{number}]/", flags=(name,))
    if not any(piece.strip() for piece in layout.pieces):
        if parsed.pictured:
            reason = "the document holds pictures and no text, a scan perhaps; put it through text recognition first"
        else:
            reason = "the document has no text; ask for the filled-in one, or download it again"
        raise ReadError(path, reason)
    if parsed.replaced:
        layout.flags[REPLACED] = None
    if parsed.cut:
        layout.flags[HOLE] = None
    return layout.doc(source(data, path, "rtf"))
