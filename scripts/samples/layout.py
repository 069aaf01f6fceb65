"""Blocks -> the canonical text: a paragraph a line, `TAB cell NL`, an empty line after each row and each table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .source import Grid, GridCell, Para, Source


@dataclass
class Laid:
    """The report text and where every block came to stand."""

    text: str
    paragraphs: list[tuple[int, Para]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)


def lay_out(source: Source) -> Laid:
    """Write `source` as flattened text; sets `offset` of cells, `start` and `end` of grids."""
    out: list[str] = []
    size = 0
    laid = Laid("")

    def put(text: str) -> None:
        nonlocal size
        out.append(text)
        size += len(text)

    for block in source.blocks:
        if isinstance(block, Para):
            laid.paragraphs.append((size, block))
            put(block.piece.text + "\n")
        else:
            laid.grids.append(block)
            _put_grid(block, put, lambda: size)
    text = "".join(out)
    if source.header.get("final_newline") == "no":
        text = text.removesuffix("\n")
    laid.text = text
    return laid


def _put_grid(grid: Grid, put: Callable[[str], None], size: Callable[[], int]) -> None:
    if grid.options.get("start") == "hole":
        put(" ")
    grid.start = size()
    cut = grid.options.get("end") == "cut"
    for n, line in enumerate(grid.lines):
        if n:
            put("\n")
        for cell, begins in line.entries:
            _put_cell(cell, begins, put, size)
    grid.end = size()
    if not cut:
        put("\n\n")


def _put_cell(cell: GridCell, begins: bool, put: Callable[[str], None], size: Callable[[], int]) -> None:
    if cell.lost:
        return
    put("\t")
    if begins:
        cell.offset = size()
        put(cell.piece.text)
    put("\n")
