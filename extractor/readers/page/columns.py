"""Rows of words put in columns: a table where its columns are filled and hold numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.readers.page.bands import is_value
from extractor.readers.page.lattice import Area, Lattice
from extractor.readers.page.lines import Line, parts
from extractor.readers.page.rules import Line as Stroke

GAP = 1.0
"""Sizes of a gap that may part columns."""
_SEEN = 0.6
"""Sizes of a gap left between columns over all rows."""
_MOST = 500
"""Ends of short rules that are looked at."""
_VALUES = 0.7
"""Share of a column's texts that are values if it is a column of values."""
_FILLED = 0.6
"""Share of the squares that hold text."""
_LONG = 30
"""Signs of a text in a column that is prose."""


class Row(NamedTuple):
    """Lines that make one row of a table."""

    lines: tuple[Line, ...]
    under: tuple[Stroke, ...] = ()
    """Short rules side by side in it: what stands over one is the heading of what stands below it."""

    @property
    def top(self) -> float:
        return min(line.box.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.box.bottom for line in self.lines)


def table_of(rows: Sequence[Row], *, sure: bool) -> Lattice | None:
    """The table that rows make; `sure`: rules say that it is one."""
    cuts = _cuts(rows)
    spans = [_spans(row, cuts) for row in rows]
    if not sure:
        first, last = _body([_words(row, cells, cuts) for row, cells in zip(rows, spans, strict=True)])
        rows, spans = rows[first:last], spans[first:last]
    if not cuts or len(rows) < (2 if sure else 3):
        return None
    if not _is_table(rows, spans, cuts, sure=sure):
        return None
    boxes = [line.box for row in rows for line in row.lines]
    down = (min(box.x0 for box in boxes) - 1, *cuts, max(box.x1 for box in boxes) + 1)
    areas: list[Area] = []
    across = [rows[0].top - 1]
    for index, (row, cells) in enumerate(zip(rows, spans, strict=True)):
        at = len(across) - 1
        if row.under:
            areas += _headed(row.under, at, down)
            across.append(row.under[0].at)
        else:
            areas += (Area(at, first, 1, last - first, False) for first, last in cells)
        across.append((row.bottom + rows[index + 1].top) / 2 if index + 1 < len(rows) else row.bottom + 1)
    built = Lattice(tuple(across), down, tuple(sorted(areas)))
    return built if all(a < b for a, b in pairwise(across)) else None


def _headed(under: Sequence[Stroke], at: int, down: Sequence[float]) -> Iterator[Area]:
    """The cells of two rows parted by short rules: headings over them, their parts below, the others over both."""
    middles = [(left + right) / 2 for left, right in pairwise(down)]
    held: set[int] = set()
    for stroke in under:
        columns = [col for col, middle in enumerate(middles) if stroke.start < middle < stroke.end and col not in held]
        if columns:
            held.update(columns)
            yield Area(at, columns[0], 1, len(columns), False)
            yield from (Area(at + 1, col, 1, 1, False) for col in columns)
    yield from (Area(at, col, 2, 1, False) for col in range(len(middles)) if col not in held)


def _cuts(rows: Sequence[Row]) -> list[float]:
    """Where columns part: gaps that go down through (nearly) all lines, and ends of short rules that part no word."""
    cuts = _gaps([line for row in rows for line in row.lines])
    words = [(word.box, row.under) for row in rows for line in row.lines for word in parts(line, _SEEN)]
    middles = sorted(
        (box.x0 + box.x1) / 2
        for box, under in words
        if not any(stroke.start < (box.x0 + box.x1) / 2 < stroke.end for stroke in under)
    )
    for end in sorted(end for row in rows for stroke in row.under for end in (stroke.start, stroke.end))[:_MOST]:
        before = bisect_left(middles, end)
        if before in (0, len(middles)) or any(box.x0 + 1 < end < box.x1 - 1 for box, _ in words):
            continue
        # A cut with no word between it and the rule's end is the same one, and the rule knows better where.
        cuts = [cut for cut in cuts if bisect_left(middles, cut) != before]
        cuts.insert(bisect_left(cuts, end), end)
    return cuts


def _gaps(lines: Sequence[Line]) -> list[float]:
    """The middles of the gaps that go down through (nearly) all lines of several words."""
    words = [parts(line, GAP) for line in lines]
    most = max(map(len, words))
    words = [line for line in words if len(line) >= max(2, 0.6 * most)]
    if len(words) < 2:
        return []
    size = median(word.size for line in words for word in line)
    allowed = len(words) // 10
    edges = sorted(edge for line in words for word in line for edge in ((word.box.x0, 1), (word.box.x1, -1)))
    cuts: list[float] = []
    depth = 0
    start: float | None = None
    begun = False
    for place, change in edges:
        depth += change
        if depth <= allowed and start is None and change < 0:
            start = place
        elif depth > allowed and change > 0:
            if start is not None and begun and place - start >= _SEEN * size:
                cuts.append((start + place) / 2)
            begun, start = True, None
    return cuts


def _spans(row: Row, cuts: Sequence[float]) -> list[tuple[int, int]]:
    """The columns of each cell of a row, first and the one after the last: words that lie over a cut part none."""
    crossed = [
        any(glyph.x0 < cut < glyph.x1 for line in row.lines for glyph in line.glyphs)
        or any(word.box.x0 < cut < word.box.x1 for line in row.lines for word in parts(line, _SEEN))
        for cut in cuts
    ]
    starts = [0, *(index + 1 for index, over in enumerate(crossed) if not over), len(cuts) + 1]
    return list(pairwise(starts))


def _is_table(
    rows: Sequence[Row], spans: Sequence[Sequence[tuple[int, int]]], cuts: Sequence[float], *, sure: bool
) -> bool:
    """Whether rows are filled and one of their columns holds values; a list of contents is none."""
    columns: list[list[str]] = [[] for _ in range(len(cuts) + 1)]
    for row, cells in zip(rows, spans, strict=True):
        for (first, last), text in zip(cells, _words(row, cells, cuts), strict=True):
            if text and last - first == 1:
                columns[first].append(text)
    filled = sum(map(len, columns))
    if filled < _FILLED * len(rows) * len(columns) - len(columns):
        return False
    if sum(map(len, (text for column in columns for text in column))) > _LONG * filled:
        return False
    valued = [column for column in columns[1:] if _holds_values(column)]
    if not valued:
        return sure and len(rows) > 2
    return sure or not (len(columns) == 2 and _are_pages(valued[0]))


def _words(row: Row, cells: Sequence[tuple[int, int]], cuts: Sequence[float]) -> list[str]:
    """The text of each cell of a row."""
    places = [float("-inf"), *cuts, float("inf")]
    words = [word for line in row.lines for word in parts(line, _SEEN)]
    return [
        "".join(word.text for word in words if places[first] <= (word.box.x0 + word.box.x1) / 2 < places[last])
        for first, last in cells
    ]


def _body(texts: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The first row of several words and the one after the last: a title and a note are no rows."""
    several = [index for index, row in enumerate(texts) if sum(map(bool, row)) > 1]
    return (several[0], several[-1] + 1) if several else (0, 0)


def _holds_values(column: Sequence[str]) -> bool:
    values = sum(map(is_value, column))
    return values >= 2 and values >= _VALUES * (len(column) - 2)


def _are_pages(column: Sequence[str]) -> bool:
    """Whether a column is numbers of pages: whole, small, never falling."""
    numbers = [int(text) for text in column if text.isdigit() and len(text) < 4]
    return len(numbers) >= len(column) - 1 and all(one <= other for one, other in pairwise(numbers))
