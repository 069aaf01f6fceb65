"""A table element -> the squares its cells take, by the rules of HTML, and whether it holds data at all."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from extractor.readers.markup.tree import Element

MAX_SPAN = 1_000
"""Columns of one cell: the limit of browsers."""
MAX_COLUMNS = 2_000
"""Columns of one table; above, spans are not believed."""
MAX_SQUARES = 1_000_000
"""Squares of one table; one with more is opened."""

_BORDER = re.compile(r"border[-a-z]*\s*:[^;]*(?:solid|double|dashed|dotted|windowtext)", re.IGNORECASE)
_HEADED = frozenset({"th", "caption"})
_LONG = 300


@dataclass(frozen=True, slots=True)
class Square:
    """A cell and the squares it takes."""

    row: int
    col: int
    row_span: int
    col_span: int
    cell: Element


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table, no two over the same square, in row-major order."""

    squares: tuple[Square, ...]
    rows: int
    cols: int
    flags: tuple[str, ...] = ()


def grid(table: Element) -> Grid:
    """The grid of a table; hidden rows, columns and cells left out, spans cut to what is there."""
    groups = row_groups(table)
    height = sum(map(len, groups))
    found = _occupy(groups)
    flags: tuple[str, ...] = ()
    if found is None or _width(found) * height > MAX_SQUARES:
        found, flags = _occupy(groups, believe=False) or [], ("spans-ignored",)
    width = _width(found)
    if hidden := _hidden_columns(table, width):
        found = _without(found, hidden)
        width -= len(hidden)
    cut = (Square(s.row, s.col, s.row_span, min(s.col_span, width - s.col), s.cell) for s in found if s.col < width)
    return Grid(tuple(cut), height, width, flags)


def _hidden_columns(table: Element, width: int) -> list[int]:
    """Columns that a hidden <col> takes away, in order; their cells stand in the rows all the same."""
    columns = [
        col
        for child in table.elements
        if child.tag in ("col", "colgroup")
        for col in ([child] if child.tag == "col" else [one for one in child.elements if one.tag == "col"] or [child])
    ]
    if not any(col.hidden for col in columns):
        return []
    hidden: list[int] = []
    at = 0
    for col in columns:
        span = _span(col, "span", MAX_COLUMNS)
        hidden += range(at, min(at + span, width)) if col.hidden else ()
        at += span
    return hidden


def _without(squares: list[Square], columns: list[int]) -> list[Square]:
    kept = []
    for one in squares:
        before = bisect_left(columns, one.col)
        inside = bisect_left(columns, one.col + one.col_span) - before
        if inside < one.col_span:
            kept.append(replace(one, col=one.col - before, col_span=one.col_span - inside))
    return kept


def row_groups(table: Element) -> list[list[Element]]:
    """The visible rows in the order they are shown, heads first and feet last; a cell spans rows of its group only.

    Word ends a table with an empty row of no height, which gives the widths of its columns.
    """
    heads: list[list[Element]] = []
    bodies: list[list[Element]] = []
    feet: list[list[Element]] = []
    loose: list[Element] = []
    for child in table.elements:
        if child.hidden:
            continue
        if child.tag == "tr" and _is_shown(child):
            if not loose:
                bodies.append(loose)
            loose.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            loose = []
            rows = [row for row in child.elements if row.tag == "tr" and not row.hidden and _is_shown(row)]
            {"thead": heads, "tbody": bodies, "tfoot": feet}[child.tag].append(rows)
    return [rows for rows in (*heads, *bodies, *feet) if rows]


def _is_shown(row: Element) -> bool:
    return row.get("height") not in ("0", "0px") or bool(row.text().strip())


def cells(row: Element) -> list[Element]:
    """The visible cells of a row."""
    return [cell for cell in row.elements if cell.tag in ("td", "th") and not cell.hidden]


def too_large(table: Element) -> bool:
    """Whether a table has more squares than a grid can have, whatever its spans are."""
    rows = [len(cells(row)) for group in row_groups(table) for row in group]
    return len(rows) * max(rows, default=0) > MAX_SQUARES


def _occupy(groups: list[list[Element]], *, believe: bool = True) -> list[Square] | None:
    """The squares of all cells; None where spans that are believed make more columns than any table has."""
    found: list[Square] = []
    top = 0
    for rows in groups:
        taken: dict[int, int] = {}
        """Column -> the first row below the cell that stands in it."""
        for offset, row in enumerate(rows):
            at = top + offset
            col = 0
            for cell in cells(row):
                while taken.get(col, 0) > at:
                    col += 1
                wide = _span(cell, "colspan", MAX_SPAN) if believe else 1
                tall = _span(cell, "rowspan", len(rows) - offset, rest=len(rows) - offset) if believe else 1
                ignored = "mso-ignore" in cell.get("style")
                free = 1
                while free < wide and taken.get(col + free, 0) <= at:
                    free += 1
                if believe and col + free > MAX_COLUMNS:
                    return None
                # Excel lets a long text run over the empty cells beside it, and says that this is no merge.
                found.append(Square(at, col, tall, 1 if ignored else free, cell))
                if tall > 1:
                    taken.update(dict.fromkeys(range(col, col + free), at + tall))
                col += free
        top += len(rows)
    return found


def _span(cell: Element, name: str, most: int, rest: int = 1) -> int:
    """A span as stated; `rest` where it is 0; 1 where it is no number."""
    stated = re.match(r"\+?(\d{1,6})", cell.get(name))
    number = int(stated[1]) if stated else 1
    return max(1, min(number or rest, most))


def _width(squares: list[Square]) -> int:
    """Columns; a cell alone in its row may claim more than there are."""
    alone: dict[int, int] = {}
    for square in squares:
        alone[square.row] = alone.get(square.row, 0) + 1
    ends = [square.col + square.col_span for square in squares if alone[square.row] > 1 or square.col_span == 1]
    return max(ends, default=1 if squares else 0)


def is_layout(table: Element) -> bool:
    """Whether a table only places what is in it on the page: its cells are read as text of their own."""
    if table.get("role") in ("presentation", "none"):
        return True
    rows = [cells(row) for group in row_groups(table) for row in group]
    lengths = [[_length(cell) for cell in row] for row in rows]
    filled = sum(1 for row in lengths for length in row if length)
    if filled <= 1:
        return True
    inner = [element for element in table.walk() if element.tag == "table" and element is not table]
    total = sum(map(sum, lengths))
    nested = sum(_length(one) for one in inner if _outermost(one, table))
    if _bordered(table, rows):
        return nested > 0.8 * total
    if nested > 0.5 * total:
        return True
    if any(element.tag in _HEADED for element in table.walk()):
        return False
    if all(len(row) <= 1 for row in rows):
        return True
    return len(rows) <= 3 and any(
        length > _LONG and length > 0.5 * total and _blocks(cell) > 2
        for row, row_lengths in zip(rows, lengths, strict=True)
        for cell, length in zip(row, row_lengths, strict=True)
    )


def _length(element: Element) -> int:
    return len("".join(element.text().split()))


def _outermost(inner: Element, table: Element) -> bool:
    parent = inner.parent
    while parent is not None and parent is not table:
        if parent.tag == "table":
            return False
        parent = parent.parent
    return True


def _blocks(cell: Element) -> int:
    return sum(1 for element in cell.walk() if element.tag in ("p", "div", "br", "li", "table"))


def _bordered(table: Element, rows: list[list[Element]]) -> bool:
    border = table.attributes.get("border", "0")
    if border is None or border.strip() not in ("", "0", "0px", "none"):
        return True
    if _BORDER.search(table.get("style")):
        return True
    return any(_BORDER.search(cell.get("style")) for row in rows[:3] for cell in row[:3])
