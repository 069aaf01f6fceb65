"""Body, tables and notes of a Word document, written one after the other in the grammar of `extractor.readers.layout`.

A cell that a merge covers keeps its place in the text. A nested table is written where it stands, inside the outer
cell; it is a `Table` of its own, which comes after the outer one, and the span and text of the outer cell cover all its
cells. A text box follows the paragraph that anchors it; notes follow the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.origins import Origin
from extractor.readers.layout import BLANK, NUMBERED, Layout
from extractor.readers.ooxml import grid
from extractor.readers.ooxml.names import PARAGRAPH, TABLE, attribute, content, w
from extractor.readers.ooxml.numbering import Numbering
from extractor.readers.ooxml.runs import mark_deleted, paragraph_text
from extractor.types import Span, Table

MAX_NESTING = 20
"""Tables in tables; a form has two or three."""
IMPORTED = frozenset({w("altChunk"), w("subDoc")})


@dataclass(slots=True)
class Writer:
    """A Word document while it is written to a layout."""

    source: str
    """Path of the file, for errors."""
    numbering: Numbering
    layout: Layout = field(default_factory=Layout)

    def blocks(self, parent: Element, path: str, depth: int = 0, flags: tuple[str, ...] = ()) -> bool:
        """Write the paragraphs and tables in `parent`; says whether a paragraph in it is numbered automatically.

        `depth`: tables around it; paragraphs are recorded at 0 only, inside tables they belong to their cell.
        """
        numbered = False
        seen: dict[str, int] = {}
        pending, waiting = "", False
        for block in content(parent):
            if block.tag in IMPORTED:
                self.layout.flags["imported-part-left-out"] = None
            if block.tag not in (PARAGRAPH, TABLE):
                continue
            name = "p" if block.tag == PARAGRAPH else "tbl"
            seen[name] = seen.get(name, 0) + 1
            place = f"{path}/{name}[{seen[name]}]"
            if name == "tbl":
                if waiting:
                    numbered |= self.line(pending, "", place, depth, flags)
                    pending, waiting = "", False
                self.table(block, place, depth + 1)
                continue
            text, boxes = paragraph_text(block)
            if mark_deleted(block):
                pending += text
                waiting = bool(pending)
            else:
                numbered |= self.line(pending + text, self.numbering.marker(block), place, depth, flags)
                pending, waiting = "", False
            for number, box in enumerate(boxes, 1):
                numbered |= self.blocks(box, f"{place}/txbx[{number}]", depth, flags)
        if waiting:
            numbered |= self.line(pending, "", f"{path}/p[{seen['p']}]", depth, flags)
        return numbered

    def line(self, text: str, marker: str, path: str, depth: int, flags: tuple[str, ...]) -> bool:
        """Write a paragraph; says whether it has an automatic number."""
        self.layout.paragraph(text, Origin(path=path, flags=flags), marker=marker, in_cell=depth > 0)
        return bool(marker)

    def table(self, table: Element, path: str, depth: int) -> None:
        """Write a table and record its grid."""
        if depth > MAX_NESTING:
            raise ReadError(self.source, f"tables are nested deeper than {MAX_NESTING}; it is no honest document")
        layout = self.layout
        start = end = layout.length
        places: list[grid.Place] = []
        height = 0
        before = len(layout.tables)
        for row_number, row in grid.rows(table):
            for cell_number, col, width, cell in grid.cells(row):
                place = f"{path}/tr[{row_number}]/tc[{cell_number}]"
                opened = layout.open_cell()
                flags = (NUMBERED,) if self.blocks(cell, place, depth) else ()
                span, text, blank = layout.close_cell(opened)
                origin = Origin(path=place, flags=(*flags, BLANK) if blank else flags)
                vertical, horizontal = grid.merge(cell, "vMerge"), grid.merge(cell, "hMerge")
                places.append(grid.Place(height, col, width, vertical, horizontal, span, text, origin))
                end = layout.length - 1
            layout.write("\n")
            height += 1
        layout.write("\n")
        if places:
            found = Table(Span(start, end), height, grid.width(table), grid.join(places), exact=True)
            layout.tables.insert(before, found)


def lay_out_notes(writer: Writer, notes: Element | None, name: str) -> None:
    """Write the footnotes or endnotes (`name`) after the body; Word's separator lines are left out."""
    if notes is None:
        return
    for note in notes.iterchildren(w(name)):
        if attribute(note, "type") in (None, "normal"):
            writer.blocks(note, f"{name}s/{name}[{attribute(note, 'id')}]", flags=(name,))
