"""Stage tabulate: raw tables become grids whose values know their labels, columns and units."""

from __future__ import annotations

from dataclasses import replace

from extractor.tables.captions import caption
from extractor.tables.columns import rectangular
from extractor.tables.forms import recognise
from extractor.tables.labels import with_values
from extractor.types import Doc, Paragraph, Table


def tabulate(doc: Doc) -> Doc:
    """Rebuild the grid of every table and find its title, unit, form and values (annotation guide 3).

    Fills `tables`; needs raw tables and `paragraphs` in text order. Exact tables keep their grid.
    """
    tables: list[Table] = []
    at = 0
    for table in doc.tables:
        before: list[Paragraph] = []
        while at < len(doc.paragraphs) and doc.paragraphs[at].span.start < table.span.start:
            before.append(doc.paragraphs[at])
            at += 1
        tables.append(_read(doc, table, before))
    return replace(doc, tables=tuple(tables))


def _read(doc: Doc, table: Table, before: list[Paragraph]) -> Table:
    if not table.cells:
        return table
    grid = rectangular(table)
    span, unit = caption(doc, grid, before)
    title = "".join(doc[span].split("\n")) if span is not None else None
    grid = replace(grid, title=title, title_span=span, unit=unit)
    return with_values(grid, recognise(grid, title))
