"""A table of one page: rows, columns, and cells at their places."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.origins import Box


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a page's table; a merged cell is one cell at its top left corner."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    """Its visual lines joined: wrapped lines are one paragraph, NL stands where a line ends though it had room."""
    lines: tuple[str, ...]
    """Its visual lines from top to bottom."""
    box: Box
    """Between its rules; in a table without rules the space that its column and row leave it."""
    room: float = 0.0
    """Ideographs that its last line has room for: if the next word is longer, the text may go on elsewhere."""
    confidence: float | None = None
    """Of its least certain sign, where signs are recognised."""
    flags: tuple[str, ...] = ()
    """`guessed-span`: what the rules enclose is no rectangle, this is a part of it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of one page."""

    page: int
    """1-based."""
    height: float
    """Of the page, in points."""
    box: Box
    cells: tuple[GridCell, ...]
    """In row-major order; together they cover every square once."""
    across: tuple[float, ...]
    """Distances of the row boundaries from the top of the page, one more than there are rows."""
    down: tuple[float, ...]
    """Distances of the column boundaries from the left of the page, one more than there are columns."""
    flags: tuple[str, ...] = ()
    """`borderless`: found by aligned words; `doubtful-grid`: many signs lie on its rules; `guessed-row`: lines that
    stand side by side told rows that no rule parts; `guessed-span` if a cell has it."""

    @property
    def rows(self) -> int:
        return len(self.across) - 1

    @property
    def cols(self) -> int:
        return len(self.down) - 1
