"""The canonical text of a document, written block by block, with the spans of what was written.

Grammar (the one of text that office converters write): a paragraph is a line; a cell is a TAB and its paragraphs as
lines; a row ends in one empty line more, and a table in yet another. A cell that a merge covers from above is empty;
one that it covers from the left is not written. No line but the first of a cell starts with a TAB.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.origins import NOWHERE, Link, Margin, Origin, Source
from extractor.types import Cell, Doc, Meta, Paragraph, Span, Table

BLANK = "blank"
"""Flag of a cell that holds only wide or fixed blanks."""
NUMBERED = "automatic-numbering"
"""Flag of a paragraph or cell whose number is not typed."""


class Placed(NamedTuple):
    """A cell of a grid before it is written: where it stands, what it says, where that was found."""

    row: int
    col: int
    text: str
    """Paragraphs parted by NL."""
    row_span: int = 1
    col_span: int = 1
    origin: Origin = NOWHERE


@dataclass(slots=True)
class Layout:
    """A document while it is written."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    flags: dict[str, None] = field(default_factory=dict)
    """In order of appearance."""

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def paragraph(
        self,
        text: str,
        origin: Origin = NOWHERE,
        *,
        marker: str = "",
        in_cell: bool = False,
    ) -> None:
        """Write a paragraph, each of its lines one of the text, without tabs in front; white space is no paragraph.

        `marker`: the automatic number before its first line, which is flagged. `in_cell`: it is part of the open cell,
        so it is no paragraph of the document.
        """
        if marker:
            first, broken, text = text.partition("\n")
            self.paragraph(marker + first.lstrip("\t"), _flagged(origin, NUMBERED), in_cell=in_cell)
            if not broken:
                return
        for line in lines(text):
            start = self.length + len(line) - len(line.lstrip())
            stripped = line.strip()
            if stripped and not in_cell:
                self.paragraphs.append(Paragraph(Span(start, start + len(stripped)), origin))
            self.write(f"{line}\n")

    def open_cell(self) -> tuple[int, int]:
        """Begin a cell that is written piece by piece, tables in it included; returns what `close_cell` wants."""
        self.write("\t")
        return len(self.pieces), self.length

    def close_cell(self, opened: tuple[int, int]) -> tuple[Span, str, bool]:
        """What was written since: its span and text without white space around, and whether it was blanked out."""
        piece, at = opened
        if self.length == at:
            self.write("\n")
        written = "".join(self.pieces[piece:])
        text = written.strip()
        start = at + (len(written) - len(written.lstrip()) if text else 0)
        return Span(start, start + len(text)), text, _blanked_out(written)

    def table(
        self, placed: Iterable[Placed], rows: int, cols: int, flags: tuple[str, ...] = (), *, exact: bool = True
    ) -> None:
        """Write a grid of `rows` x `cols` and record it; `placed`: any order, no two over the same square.

        A square that no cell covers is an empty cell.
        """
        start = end = self.length
        cells: list[Cell] = []
        for row, line in enumerate(_squares(placed, rows, cols)):
            at = 0
            while at < cols:
                one = line[at]
                if one is not None and one.row == row:
                    cells.append(self._cell(one))
                else:
                    span, text, _ = self.close_cell(self.open_cell())
                    if one is None:
                        cells.append(Cell(row, at, span, text))
                end = self.length - 1
                at = at + 1 if one is None else one.col + one.col_span
            self.write("\n")
        self.write("\n")
        if cells:
            self.tables.append(Table(Span(start, end), rows, cols, tuple(cells), exact=exact, flags=flags))

    def _cell(self, placed: Placed) -> Cell:
        opened = self.open_cell()
        for line in lines(placed.text):
            self.write(f"{line.rstrip()}\n")
        span, text, _ = self.close_cell(opened)
        origin = _flagged(placed.origin, BLANK) if _blanked_out(placed.text) else placed.origin
        return Cell(placed.row, placed.col, span, text, placed.row_span, placed.col_span, origin)

    def doc(
        self,
        source: Source,
        meta: Meta = Meta(),  # noqa: B008 - frozen
        margins: Iterable[Margin] = (),
        links: Iterable[Link] = (),
    ) -> Doc:
        """What was written, as the Doc of `source`."""
        return Doc(
            source=source,
            text="".join(self.pieces),
            paragraphs=tuple(self.paragraphs),
            tables=tuple(self.tables),
            meta=meta,
            margins=tuple(margins),
            links=tuple(links),
            flags=tuple(self.flags),
        )


def lines(text: str) -> list[str]:
    """The lines of a paragraph or cell; a TAB in front would open a cell, so it goes."""
    return [line.lstrip("\t") for line in text.split("\n")]


def _squares(placed: Iterable[Placed], rows: int, cols: int) -> Sequence[Sequence[Placed | None]]:
    """For each square of the grid the cell that covers it."""
    squares: list[list[Placed | None]] = [[None] * cols for _ in range(rows)]
    for one in placed:
        for row in range(one.row, min(one.row + one.row_span, rows)):
            for col in range(one.col, min(one.col + one.col_span, cols)):
                squares[row][col] = one
    return squares


def _blanked_out(written: str) -> bool:
    """Whether someone left it blank on purpose: unlike an empty cell it continues no label above it."""
    return not written.strip() and ("\u3000" in written or "\xa0" in written)


def _flagged(origin: Origin, flag: str) -> Origin:
    return origin._replace(flags=(*origin.flags, flag))
