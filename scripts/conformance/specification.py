"""Forms with known grids, from `forms/*.yaml`.

A row is a line of cells parted by `|`. `<` is covered by the cell at the left, `^` by the one above, `~` is a cell that
holds a wide blank, `//` parts paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from extractor.origins import Source
from extractor.readers.layout import Layout, Placed
from extractor.types import Doc

FORMS = Path(__file__).parent / "forms"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it should come back."""

    placed: tuple[Placed, ...]
    """In row-major order; together they cover the grid."""
    rows: int
    cols: int
    widths: tuple[int, ...] = ()
    """Relative widths of the columns."""
    heading: int = 0
    """Rows that are repeated on every page."""


Block = str | Grid
"""A paragraph or a table."""


@dataclass(frozen=True, slots=True)
class Form:
    """A document."""

    name: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    held: bool = False
    """Not looked at while the readers were tuned."""

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]


def load_forms(folder: Path = FORMS) -> list[Form]:
    """All forms, by name."""
    return [_form(path) for path in sorted(folder.glob("*.yaml"))]


def _form(path: Path) -> Form:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    blocks: list[Block] = []
    for block in data["blocks"]:
        if isinstance(block, str):
            blocks.append(block)
        else:
            blocks.append(grid_of(block["rows"], tuple(block.get("widths", ())), block.get("heading", 0)))
    return Form(path.stem, tuple(blocks), data.get("landscape", False), data.get("held", False))


def grid_of(text: str, widths: tuple[int, ...] = (), heading: int = 0) -> Grid:
    """The grid that lines of cells draw.

    Raises:
        ValueError: Rows of unequal length, or a mark that no cell explains.
    """
    squares = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    cols = len(squares[0])
    if any(len(line) != cols for line in squares) or (widths and len(widths) != cols):
        raise ValueError(f"rows of unequal length: {[len(line) for line in squares]}, widths {len(widths)}")
    placed = []
    for row, line in enumerate(squares):
        for col, mark in enumerate(line):
            if mark in ("<", "^"):
                continue
            wide = _run(line[col + 1 :], "<")
            high = _run([below[col] for below in squares[row + 1 :]], "^")
            content = "\u3000" if mark == "~" else "\n".join(part.strip() for part in mark.split("//"))
            placed.append(Placed(row, col, content, high + 1, wide + 1))
    covered = sum(one.row_span * one.col_span for one in placed)
    if covered != len(squares) * cols:
        raise ValueError(f"cells cover {covered} of {len(squares) * cols} squares: {squares[0]}")
    return Grid(tuple(placed), len(squares), cols, widths or (1,) * cols, heading)


def _run(marks: Sequence[str], mark: str) -> int:
    """How many of `marks` at the start are `mark`."""
    return next((n for n, one in enumerate(marks) if one != mark), len(marks))


def expected(form: Form) -> Doc:
    """What a reader should make of the form, with raw tables."""
    layout = Layout()
    for block in form.blocks:
        if isinstance(block, Grid):
            layout.table(block.placed, block.rows, block.cols)
        else:
            layout.paragraph(block)
    return layout.doc(Source(form.name, "specification", "", 0))


def form_of(doc: Doc, name: str) -> Form:
    """The form that a document with exact or worked-out grids amounts to."""
    blocks: list[tuple[int, Block]] = [(one.span.start, doc[one.span]) for one in doc.paragraphs]
    for table in doc.tables:
        placed = tuple(
            Placed(one.row, one.col, "\u3000" if "blank" in one.origin.flags else one.text, one.row_span, one.col_span)
            for one in table.cells
        )
        blocks.append((table.span.start, Grid(placed, table.rows, table.cols, (1,) * table.cols)))
    return Form(name, tuple(block for _, block in sorted(blocks, key=lambda pair: pair[0])))
