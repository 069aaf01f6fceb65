"""Rich Text Format (.rtf, often named .doc): paragraphs, tables with their merges, printed list numbers, notes."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.layout import BLANK, NUMBERED, Layout
from extractor.readers.ooxml import grid
from extractor.readers.richtext.columns import columns
from extractor.readers.richtext.flow import Block, Grid, Line
from extractor.readers.richtext.parsing import Parser
from extractor.types import Doc, Origin, Span, Table

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
    _write(layout, parsed.body, "", depth=0)
    for name, notes in (("footnote", parsed.footnotes), ("endnote", parsed.endnotes)):
        for number, blocks in enumerate(notes, 1):
            _write(layout, blocks, f"{name}[{number}]/", depth=0, flags=(name,))
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


def _write(layout: Layout, blocks: Sequence[Block], path: str, depth: int, flags: tuple[str, ...] = ()) -> bool:
    """Write blocks, the contents of `depth` cells one in the other; says whether a paragraph is numbered."""
    numbered = False
    lines = tables = 0
    for block in blocks:
        if isinstance(block, Line):
            lines += 1
            origin = Origin(path=f"{path}par[{lines}]", flags=flags)
            layout.paragraph(block.text, origin, marker=block.marker, in_cell=depth > 0)
            numbered |= bool(block.marker)
        else:
            tables += 1
            _table(layout, block, f"{path}tbl[{tables}]", depth + 1, flags)
    return numbered


def _table(layout: Layout, table: Grid, path: str, depth: int, flags: tuple[str, ...]) -> None:
    spans, width = columns(table.rows)
    start = end = layout.length
    before = len(layout.tables)
    places: list[grid.Place] = []
    for at, (row, line) in enumerate(zip(table.rows, spans, strict=True)):
        for number, (blocks, (col, wide)) in enumerate(zip(row.cells, line, strict=True)):
            place = f"{path}/tr[{at + 1}]/cell[{number + 1}]"
            opened = layout.open_cell()
            marks = (NUMBERED, *flags) if _write(layout, blocks, f"{place}/", depth, flags) else flags
            span, text, blank = layout.close_cell(opened)
            defined = number < len(row.format.edges)
            places.append(
                grid.Place(
                    at,
                    col,
                    wide,
                    row.format.vertical[number] if defined else None,
                    row.format.horizontal[number] if defined else None,
                    span,
                    text,
                    Origin(path=place, flags=(*marks, BLANK) if blank else marks),
                )
            )
            end = layout.length - 1
        layout.write("\n")
    layout.write("\n")
    if places:
        found = Table(Span(start, end), len(table.rows), width, grid.join(places), exact=True)
        layout.tables.insert(before, found)
