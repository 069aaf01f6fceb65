"""Lines and tables of a page -> the canonical text; a table in a cell is written in it and is a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.origins import Origin
from extractor.readers.layout import BLANK, Layout
from extractor.readers.markup.flow import IsLayout, Line, flow
from extractor.readers.markup.grid import Square, grid
from extractor.readers.markup.tree import Element
from extractor.types import Cell, Span, Table

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def lay_out(
    found: Iterable[Line | Element], layout: Layout, opens: IsLayout, sheet: str | None = None, *, in_cell: bool = False
) -> tuple[str, ...]:
    """Write lines and tables of data, each table after its caption; returns the flags of the lines.

    `opens`: says which tables only place what is in them. `sheet`: name of the worksheet that the page is.
    """
    flags: dict[str, None] = {}
    for one in found:
        if isinstance(one, Line):
            layout.paragraph(one.text, Origin(path=one.element.path, sheet=sheet, flags=one.flags), in_cell=in_cell)
            flags.update(dict.fromkeys(one.flags))
            continue
        for caption in one.elements:
            if caption.tag == "caption" and not caption.hidden:
                lay_out(flow(caption, _any), layout, opens, sheet, in_cell=in_cell)
        _table(one, layout, opens, sheet)
    return tuple(flags)


def _table(element: Element, layout: Layout, opens: IsLayout, sheet: str | None) -> None:
    """Write a table: a square that a cell covers from above is empty, so is one that no cell covers."""
    made = grid(element)
    start = end = layout.length
    before = len(layout.tables)
    starting: dict[tuple[int, int], Square] = {(one.row, one.col): one for one in made.squares}
    covering: dict[int, Square] = {}
    cells: list[Cell] = []
    for row in range(made.rows):
        col = 0
        while col < made.cols:
            one = starting.get((row, col))
            above = covering.get(col)
            if one is not None:
                cells.append(_cell(one, layout, opens, sheet))
                covering.update(dict.fromkeys(range(col, col + one.col_span), one) if one.row_span > 1 else ())
                col += one.col_span
            else:
                span, text, _ = layout.close_cell(layout.open_cell())
                if above is not None and row < above.row + above.row_span:
                    col = above.col + above.col_span
                else:
                    cells.append(Cell(row, col, span, text))
                    col += 1
            end = layout.length - 1
        layout.write("\n")
    layout.write("\n")
    if cells:
        found = Table(Span(start, end), made.rows, made.cols, tuple(cells), exact=True, flags=made.flags)
        layout.tables.insert(before, found)


def _cell(square: Square, layout: Layout, opens: IsLayout, sheet: str | None) -> Cell:
    element = square.cell
    found = flow(element, opens)
    if len(found) == 1 and isinstance(line := found[0], Line) and not line.text.strip("#"):
        # A column too narrow for its number.
        number = element.get("x:num")
        found = [Line(number, element)] if _NUMBER.fullmatch(number) else found
    opened = layout.open_cell()
    flags = lay_out(found, layout, opens, sheet, in_cell=True)
    span, text, blank = layout.close_cell(opened)
    origin = Origin(path=element.path, sheet=sheet, flags=(*flags, BLANK) if blank else flags)
    return Cell(square.row, square.col, span, text, square.row_span, square.col_span, origin)


def _any(_: Element) -> bool:
    return True
