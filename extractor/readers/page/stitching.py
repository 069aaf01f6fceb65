"""Tables that run over pages, put together again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractor.readers.layout import Placed
from extractor.readers.page.grid import Grid, GridCell
from extractor.types import Origin


@dataclass(frozen=True, slots=True)
class Stitched:
    """A table of the document, ready for `Layout.table`."""

    rows: int
    cols: int
    placed: tuple[Placed, ...]
    """In row-major order; each with its page, its box there and how sure its recognised text is."""
    flags: tuple[str, ...]
    """Those of its parts, and `stitched` if they are several."""
    parts: tuple[Grid, ...]
    """The tables of pages that it was put together from."""


def stitch(grids: Sequence[Grid], parted: Callable[[Grid, Grid], bool]) -> list[Stitched]:
    """The tables of a document from those of its pages, in order.

    `parted`: whether anything but margins stands between two tables that follow each other.
    """
    return [_alone(grid) for grid in grids]


def _alone(grid: Grid) -> Stitched:
    return Stitched(grid.rows, grid.cols, tuple(_placed(cell, grid) for cell in grid.cells), grid.flags, (grid,))


def _placed(cell: GridCell, grid: Grid) -> Placed:
    origin = Origin(page=grid.page, box=cell.box, confidence=cell.confidence, flags=cell.flags)
    return Placed(cell.row, cell.col, cell.text, cell.row_span, cell.col_span, origin)
