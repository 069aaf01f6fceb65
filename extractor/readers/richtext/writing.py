"""Paragraphs and tables by the edges of their cells -> the canonical text, with their places as origins."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.origins import Origin
from extractor.readers.layout import BLANK, NUMBERED, Layout
from extractor.readers.ooxml import grid
from extractor.readers.richtext.columns import columns
from extractor.readers.richtext.flow import Block, Grid, Line
from extractor.types import Span, Table


def write(layout: Layout, blocks: Sequence[Block], path: str = "", depth: int = 0, flags: tuple[str, ...] = ()) -> bool:
    """Write blocks, the contents of `depth` cells one in the other; says whether a paragraph is numbered.

    `path`: the place that they are in, for origins such as `tbl[1]/tr[2]/cell[3]`; `flags`: of all of them.
    """
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
            marks = (NUMBERED, *flags) if write(layout, blocks, f"{place}/", depth, flags) else flags
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
