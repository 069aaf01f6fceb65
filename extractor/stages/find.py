"""Stage find: text and tables -> mentions of numbers, and the numerals passed over with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.patterns import place, scan
from extractor.types import Doc, Span, Table, squeeze

_HEADINGS = frozenset(("年份", "年度", "年"))
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def find(doc: Doc) -> Doc:
    """Find the numbers that the report states.

    Fills `mentions` and `silences`, both in text order and free of overlaps; needs `tables` with their values.
    """
    values = sorted((value for table in doc.tables for value in table.values), key=lambda value: value.span)
    years = frozenset(span for table in doc.tables for span in _years(table))
    mentions, silences = place(doc.text, scan(doc.text), values, years)
    return replace(doc, mentions=mentions, silences=silences)


def _years(table: Table) -> Iterator[Span]:
    """Cells that hold a year alone, below a heading that says so (年份)."""
    columns: set[int] = set()
    for cell in table.cells:
        if squeeze(cell.text) in _HEADINGS:
            columns.add(cell.col)
        elif cell.col in columns and _YEAR.fullmatch(cell.text.strip()):
            start = cell.span.start + cell.text.index(cell.text.strip())
            yield Span(start, start + 4)
