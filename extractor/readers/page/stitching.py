"""Tables that run over pages, put together again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.origins import Origin
from extractor.readers.layout import Placed
from extractor.readers.page.breaks import Part, is_cut, is_wrapped, reaching, repeated_head
from extractor.readers.page.cells import across_break
from extractor.readers.page.grid import Grid
from extractor.readers.page.rules import nearest

_FIT = 3.0
"""Points by which a boundary may miss itself on the next page; and the same as a share of the table's width."""
_FIT_SHARE = 0.006
_SHIFT = 60.0
"""Points by which a page may be shifted against the next one: the gutter of a bound volume."""
_LOW = 0.75
"""Share of the page's height under which a table that goes on in another form ends."""
_SAME = 0.6
"""Share of boundaries that tables in one form have in common at least where none contains the other."""


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
    chains: list[list[Grid]] = []
    for grid in grids:
        if chains and _goes_on(chains[-1], grid) and not parted(chains[-1][-1], grid):
            chains[-1].append(grid)
        else:
            chains.append([grid])
    return [_put_together(chain) for chain in chains]


def _goes_on(chain: Sequence[Grid], grid: Grid) -> bool:
    """Whether a table of the next page has the columns of the last one."""
    last = chain[-1]
    if grid.page != last.page + 1 or ("borderless" in grid.flags) != ("borderless" in last.flags):
        return False
    shift = grid.box.x0 - last.box.x0
    fit = _fit(last)
    if abs(shift) > _SHIFT or abs(grid.box.x1 - last.box.x1 - shift) > fit:
        return False
    known = [place - part.box.x0 for part in chain for place in part.down[1:-1]]
    inner = [place - grid.box.x0 for place in grid.down[1:-1]]
    ours = [place - last.box.x0 for place in last.down[1:-1]]
    found = _matched(inner, known, fit)
    if found == len(inner) and (inner or not ours):
        return True
    if ours and _matched(ours, inner, fit) == len(ours):
        return True
    low = last.box.bottom > _LOW * last.height and grid.box.top < (1 - _LOW) * grid.height
    return low and (found >= _SAME * min(len(inner), len(ours)) or abs(shift) <= fit)


def _fit(grid: Grid) -> float:
    return max(_FIT, _FIT_SHARE * (grid.box.x1 - grid.box.x0))


def _matched(places: Iterable[float], others: Sequence[float], fit: float) -> int:
    ordered = sorted(others)
    return sum(1 for place in places if ordered and abs(ordered[nearest(ordered, place)] - place) <= fit)


def _put_together(chain: Sequence[Grid]) -> Stitched:
    columns = _columns(chain)
    places = sorted({place for column in columns for place in column})
    parts = [_parts(grid, column, places) for grid, column in zip(chain, columns, strict=True)]
    # Only what has another part under it changes on the way.
    start = [replace(part) for part in parts[0]] if len(parts) > 1 else parts[0]
    labels = frozenset(label for one in parts for label in _label_columns(one)) if len(parts) > 1 else frozenset()
    table, tail, rows = list(parts[0]), parts[0], chain[0].rows
    for more in parts[1:]:
        head = repeated_head(start, more)
        below = [replace(part, row=part.row - head) for part in more if part.row >= head]
        if below:
            tail, rows = _append(table, tail, rows, below, labels)
    flags = dict.fromkeys(flag for grid in chain for flag in grid.flags)
    if len(chain) > 1:
        flags["stitched"] = None
    cells = sorted(table, key=lambda part: (part.row, part.col))
    return Stitched(rows, len(places) - 1, tuple(map(_placed, cells)), tuple(flags), tuple(chain))


def _columns(chain: Sequence[Grid]) -> list[list[float]]:
    """The column boundaries of each part as distances from its left edge, those that fit made equal."""
    fit = _fit(chain[0])
    known = [place - chain[0].box.x0 for place in chain[0].down]
    columns = [list(known)]
    for grid in chain[1:]:
        column: list[float] = []
        for place in grid.down:
            at = place - grid.box.x0
            near = known[nearest(known, at)]
            column.append(near if abs(near - at) <= fit and (not column or near > column[-1]) else at)
        known = sorted({*known, *column})
        columns.append(column)
    return columns


def _append(
    table: list[Part], tail: Sequence[Part], rows: int, parts: Sequence[Part], labels: frozenset[tuple[int, int]]
) -> tuple[list[Part], int]:
    """Put the part of the next page under a table of `rows` rows.

    `tail`: those of the table's cells among which are all that reach to its end. The same of the longer table, and its
    rows.
    """
    last = {part.interval: part for part in tail if part.row + part.row_span == rows}
    first = [part for part in parts if not part.row]
    end = rows + max(part.row + part.row_span for part in parts)
    if is_cut(last, first):
        rows, end = rows - 1, end - 1
        rest = {id(part) for part in first}
    else:
        rest = {id(part) for part in reaching(last, first, labels)}
    grown = []
    for part in parts:
        if id(part) in rest:
            above = last[part.interval]
            _join(above, part, rows)
        else:
            above = replace(part, row=part.row + rows)
            table.append(above)
        grown.append(above)
    return grown, end


def _join(above: Part, part: Part, rows: int) -> None:
    """Make a cell reach over its rest."""
    above.row_span = rows + part.row_span - above.row
    if part.text:
        above.text += across_break(above.text, part.text, is_wrapped(above, part.text)) + part.text
        above.room = part.room
    told = [one for one in (above.origin.confidence, part.origin.confidence) if one is not None]
    flags = tuple(dict.fromkeys((*above.origin.flags, *part.origin.flags, "stitched")))
    above.origin = above.origin._replace(confidence=min(told, default=None), flags=flags)


def _label_columns(table: Sequence[Part]) -> frozenset[tuple[int, int]]:
    """Columns in which a cell below the head, from the first row with a value on, reaches over several rows."""
    body = min((part.row for part in table if part.is_value), default=0)
    return frozenset(part.interval for part in table if part.row >= body and part.row_span > 1 and part.text)


def _parts(grid: Grid, column: Sequence[float], places: Sequence[float]) -> list[Part]:
    """The cells of a grid with its boundaries `column`, in the columns between `places`."""
    at = [nearest(places, place) for place in column]
    return [
        Part(
            cell.row,
            at[cell.col],
            cell.row_span,
            at[cell.col + cell.col_span] - at[cell.col],
            cell.text,
            cell.room,
            Origin(page=grid.page, box=cell.box, confidence=cell.confidence, flags=cell.flags),
        )
        for cell in grid.cells
    ]


def _placed(part: Part) -> Placed:
    return Placed(part.row, part.col, part.text, part.row_span, part.col_span, part.origin)
