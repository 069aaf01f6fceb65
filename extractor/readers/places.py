"""Where a piece of a document stands in the file that people have open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TypeVar

from extractor.origins import Origin
from extractor.types import Doc, Paragraph, Span, Table

_Placed = TypeVar("_Placed", Paragraph, Table)


def place(doc: Doc, span: Span) -> str:
    """`第3页`, `表“支出总表”B7`, `表2第3行第1列`, `第12段`: what is most exact for the file's format.

    `第5行` is the line of a text file, and of the text that was got where nothing better is known.
    """
    number, table = _around(doc.tables, span)
    cell = next((one for one in table.cells if one.span.contains(span)), None) if table is not None else None
    ordinal, paragraph = _around(doc.paragraphs, span)
    origin = cell.origin if cell is not None else paragraph.origin if paragraph is not None else Origin()
    if origin.sheet is not None:
        return f"表“{origin.sheet}”{origin.ref or ''}"
    if origin.page is not None:
        return f"第{origin.page}页"
    if doc.source.format != "text" and cell is not None:
        return f"表{number}第{cell.row + 1}行第{cell.col + 1}列"
    if doc.source.format != "text" and paragraph is not None:
        return f"第{ordinal}段"
    return f"第{doc.text.count(chr(10), 0, span.start) + 1}行"


def _around(placed: Sequence[_Placed], span: Span) -> tuple[int, _Placed | None]:
    """The one of `placed`, sorted and apart, that holds `span`, and its number from 1."""
    at = bisect_right(placed, span.start, key=lambda one: one.span.start)
    found = placed[at - 1] if at else None
    return (at, found) if found is not None and span.start < max(found.span.end, found.span.start + 1) else (0, None)
