"""The canonical text of a document: body, tables and notes written one after the other, with spans of what was written.

Grammar (the one of text that office converters write): a paragraph is a line; a cell is a TAB and its paragraphs as
lines; a row ends in one empty line more, and a table in yet another. A cell that a vertical merge covers is empty. A
nested table is written where it stands, inside the outer cell. No line but the first of a cell starts with a TAB.

A nested table is a `Table` of its own; it comes after the outer one, and the span and text of the outer cell cover all
its cells. A text box follows the paragraph that anchors it; notes follow the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.readers.ooxml import grid
from extractor.readers.ooxml.names import PARAGRAPH, TABLE, attribute, content, w
from extractor.readers.ooxml.numbering import Numbering
from extractor.readers.ooxml.runs import mark_deleted, paragraph_text
from extractor.types import Origin, Paragraph, Span, Table

MAX_NESTING = 20
"""Tables in tables; a form has two or three."""
IMPORTED = frozenset({w("altChunk"), w("subDoc")})
NUMBERED = "automatic-numbering"


@dataclass(slots=True)
class Layout:
    """A document while it is written."""

    source: str
    """Path of the file, for errors."""
    numbering: Numbering
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    flags: dict[str, None] = field(default_factory=dict)

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def blocks(self, parent: Element, path: str, depth: int = 0, flags: tuple[str, ...] = ()) -> bool:
        """Write the paragraphs and tables in `parent`; says whether a paragraph in it is numbered automatically.

        `depth`: tables around it; paragraphs are recorded at 0 only, inside tables they belong to their cell.
        """
        numbered = False
        seen: dict[str, int] = {}
        pending, waiting = "", False
        for block in content(parent):
            if block.tag in IMPORTED:
                self.flags["imported-part-left-out"] = None
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
        """Write a paragraph, each of its lines without tabs in front; says whether it has an automatic number."""
        lines = [line.lstrip("\t") for line in text.split("\n")]
        lines[0] = marker + lines[0]
        for line in lines:
            start = self.length + len(line) - len(line.lstrip())
            stripped = line.strip()
            if stripped and not depth:
                origin = Origin(path=path, flags=(NUMBERED, *flags) if marker and line is lines[0] else flags)
                self.paragraphs.append(Paragraph(Span(start, start + len(stripped)), origin))
            self.write(f"{line}\n")
        return bool(marker)

    def table(self, table: Element, path: str, depth: int) -> None:
        """Write a table and record its grid."""
        if depth > MAX_NESTING:
            raise ReadError(self.source, f"tables are nested deeper than {MAX_NESTING}; it is no honest .docx")
        start = end = self.length
        places: list[grid.Place] = []
        height = 0
        before = len(self.tables)
        for row_number, row in grid.rows(table):
            for cell_number, col, width, cell in grid.cells(row):
                place = f"{path}/tr[{row_number}]/tc[{cell_number}]"
                self.write("\t")
                first, at = len(self.pieces), self.length
                flags = (NUMBERED,) if self.blocks(cell, place, depth) else ()
                if self.length == at:
                    self.write("\n")
                written = "".join(self.pieces[first:])
                text = written.strip()
                if not text and ("\u3000" in written or "\xa0" in written):
                    flags = (*flags, "blank")
                at += len(written) - len(written.lstrip()) if text else 0
                span = Span(at, at + len(text))
                vertical, horizontal = grid.merge(cell, "vMerge"), grid.merge(cell, "hMerge")
                places.append(
                    grid.Place(height, col, width, vertical, horizontal, span, text, Origin(path=place, flags=flags))
                )
                end = self.length - 1
            self.write("\n")
            height += 1
        self.write("\n")
        if places:
            cells = grid.join(places)
            found = Table(Span(start, end), height, grid.width(table), cells, exact=True)
            self.tables.insert(before, found)


def lay_out_notes(layout: Layout, notes: Element | None, name: str) -> None:
    """Write the footnotes or endnotes (`name`) after the body; Word's separator lines are left out."""
    if notes is None:
        return
    for note in notes.iterchildren(w(name)):
        if attribute(note, "type") in (None, "normal"):
            layout.blocks(note, f"{name}s/{name}[{attribute(note, 'id')}]", flags=(name,))
