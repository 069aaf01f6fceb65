"""Paragraphs and tables in the order in which they end: what a body, a note or a text box of RTF consists of."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_NESTING = 20
"""Tables in tables; a paragraph that claims to be deeper is taken to be here."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text with NL for line breaks, and its automatic number."""

    text: str
    marker: str = ""


@dataclass(slots=True)
class RowFormat:
    """The cells that a row has, as \\trowd … \\cellx define them; lengths in twips."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    """Right edge of each cell."""
    vertical: list[str | None] = field(default_factory=list)
    """`restart`, `continue` or None: merges with the cell below or above."""
    horizontal: list[str | None] = field(default_factory=list)
    """The same to the right and left."""
    merges: dict[str, str] = field(default_factory=dict)
    """Of the cell whose edge comes next: by `vertical` and `horizontal`."""

    def clear(self) -> None:
        self.left, self.edges, self.vertical, self.horizontal, self.merges = 0, [], [], [], {}

    def close_cell(self, edge: int) -> None:
        self.edges.append(edge)
        self.vertical.append(self.merges.get("vertical"))
        self.horizontal.append(self.merges.get("horizontal"))
        self.merges = {}

    def copy(self) -> RowFormat:
        return RowFormat(self.left, [*self.edges], [*self.vertical], [*self.horizontal])


@dataclass(slots=True)
class Row:
    """The blocks of each cell, and how the row is divided."""

    cells: list[list[Block]]
    format: RowFormat


@dataclass(slots=True)
class Grid:
    """A table; while it is open, with the cells of its next row."""

    rows: list[Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    cell: list[Block] = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self, stated: RowFormat | None) -> None:
        """Close the row; without a format of its own it has that of the row above."""
        if self.cell:
            self.end_cell()
        if self.cells:
            above = self.rows[-1].format if self.rows else RowFormat()
            self.rows.append(Row(self.cells, stated.copy() if stated is not None and stated.edges else above))
            self.cells = []


Block = Line | Grid


@dataclass(slots=True)
class Flow:
    """A text while it is read."""

    blocks: list[Block] = field(default_factory=list)
    open: list[Grid] = field(default_factory=list)
    """Tables that are not at their end, the outermost first."""
    pieces: list[str] = field(default_factory=list)
    marker: str = ""
    boxes: list[Block] = field(default_factory=list)
    """Of text boxes anchored in the paragraph."""

    def end_paragraph(self, level: int) -> None:
        """Close the paragraph; `level`: how many tables it is in."""
        self._go(level)
        text = "".join(self.pieces)
        blocks = self.open[-1].cell if self.open else self.blocks
        blocks.append(Line(text, self.marker))
        blocks += self.boxes
        self.pieces, self.marker, self.boxes = [], "", []

    def end_cell(self, level: int) -> None:
        self.end_paragraph(max(level, 1))
        self.open[-1].end_cell()

    def end_row(self, level: int, format: RowFormat) -> None:
        self._go(max(level, 1))
        if any(piece.strip() for piece in self.pieces):
            self.end_paragraph(level)
        self.open[-1].end_row(format)

    def finish(self) -> list[Block]:
        """Everything read, with what was left open closed."""
        if self.pieces or self.boxes:
            self.end_paragraph(0)
        self._go(0)
        return self.blocks

    def _go(self, level: int) -> None:
        level = min(max(level, 0), MAX_NESTING)
        while len(self.open) > level:
            grid = self.open.pop()
            grid.end_row(None)
            if grid.rows:
                (self.open[-1].cell if self.open else self.blocks).append(grid)
        while len(self.open) < level:
            self.open.append(Grid())
