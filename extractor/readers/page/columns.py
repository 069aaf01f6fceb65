"""Tables without upright rules: words in columns, between level rules or none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.readers.page.bands import is_value
from extractor.readers.page.lattice import Area, Lattice
from extractor.readers.page.lines import Line, parts
from extractor.readers.page.rules import Line as Stroke

_GAP = 1.0
"""Sizes of a gap that may part columns."""
_SEEN = 0.6
"""Sizes of a gap left between columns over all rows."""
_FAR = 2.8
"""Sizes between two lines from which on they are of different tables."""
_ALIKE = 6.0
"""Points by which the ends of a table's level rules differ."""
_WIDE = 100.0
"""Points of the shortest level rule of a table."""
_APART = 4.0
"""Points from which on two level rules are at two heights."""
_MOST = 500
"""Level rules of a page; more are a drawing."""
_VALUES = 0.7
"""Share of a column's texts that are values if it is a column of values."""
_FILLED = 0.6
"""Share of the squares that hold text."""
_MANY = 0.7
"""Share of the lines that hold several columns."""
_LONG = 30
"""Signs of a text in a column that is prose."""
_CLOSE = 0.8
"""Share of the usual distance of rows under which two lines are one row."""
_LEADER = re.compile(r"…{2}|[.．·。_\-—]{5}")


class _Row(NamedTuple):
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


def borderless(lines: Sequence[Line], strokes: Sequence[Stroke]) -> list[Lattice]:
    """Tables of aligned words. Only what holds a column of numbers or stands between three rules is taken for one.

    Args:
        lines: From top to bottom, none of them in a ruled table.
        strokes: Level rules, from the top, that no upright one meets.
    """
    found: list[Lattice] = []
    taken: set[int] = set()
    for bands in _bands(lines, strokes):
        inside = {id(line) for band in bands for line in band.lines}
        if inside & taken:
            continue
        ruled = len(bands) > 3 and sum(len(band.lines) > 1 for band in bands) < len(bands)
        rows = [row for band in bands for row in ([band] if ruled or band.under else map(_Row, zip(band.lines)))]
        built = _table(rows, sure=len(bands) > 1)
        if built:
            found.append(built)
            taken |= inside
    for run in _runs(line for line in lines if id(line) not in taken):
        built = _table(_unwrapped(run), sure=False)
        if built:
            found.append(built)
    return found


def _bands(lines: Sequence[Line], strokes: Sequence[Stroke]) -> Iterator[list[_Row]]:
    """Lines between rules of one length, those that follow each other with columns in them together."""
    ordered = sorted(lines, key=_height)
    heights = [_height(line) for line in ordered]
    open_: list[list[Stroke]] = []
    for stroke in strokes[:_MOST]:
        if stroke.end - stroke.start < _WIDE:
            continue
        for group in open_:
            if abs(group[0].start - stroke.start) <= _ALIKE and abs(group[0].end - stroke.end) <= _ALIKE:
                group.append(stroke)
                break
        else:
            open_.append([stroke])
    for group in open_:
        bands: list[_Row] = []
        for upper, lower in pairwise(group):
            band = ordered[bisect_right(heights, upper.at) : bisect_left(heights, lower.at)]
            under = _short(strokes, upper, lower)
            if band and (under or _in_columns(band, upper)):
                bands.append(_Row(tuple(band), under))
            elif band or not bands:
                yield from [bands] if bands else []
                bands = []
        yield from [bands] if bands else []


def _short(strokes: Sequence[Stroke], upper: Stroke, lower: Stroke) -> tuple[Stroke, ...]:
    """The rules at one height between two long ones that reach over a part of them."""
    between = strokes[bisect_right(strokes, (upper.at + _APART,)) : bisect_left(strokes, (lower.at - _APART,))]
    inner = [
        stroke
        for stroke in between[:_MOST]
        if upper.start - _ALIKE < stroke.start < stroke.end < upper.end + _ALIKE
        and stroke.end - stroke.start < upper.end - upper.start - _ALIKE
    ]
    return tuple(stroke for stroke in inner if stroke.at - inner[0].at <= _APART)


def _in_columns(band: Sequence[Line], stroke: Stroke) -> bool:
    if any(line.box.x0 < stroke.start - _ALIKE or line.box.x1 > stroke.end + _ALIKE for line in band):
        return False
    return sum(len(parts(line, _GAP)) > 1 for line in band) >= 0.5 * len(band)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines close to each other that mostly hold several words far apart, without a leader of dots."""
    run: list[Line] = []
    for line in lines:
        several = len(parts(line, _GAP)) > 1 and not _LEADER.search(line.text)
        if run and line.box.top - run[-1].box.bottom > _FAR * line.size:
            yield from _trimmed(run)
            run = []
        if several or (run and len(parts(run[-1], _GAP)) > 1):
            run.append(line)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: Sequence[Line]) -> Iterator[list[Line]]:
    """The run without a last line that is one word, if it is long enough for a table."""
    lines = list(run[:-1]) if run and len(parts(run[-1], _GAP)) == 1 else list(run)
    several = sum(len(parts(line, _GAP)) > 1 for line in lines)
    if several >= 3 and several >= _MANY * len(lines):
        yield lines


def _unwrapped(lines: Sequence[Line]) -> list[_Row]:
    """Rows of lines: one that stands nearer to the line above it than rows do, and holds no value, belongs to it."""
    gaps = [below.box.bottom - above.box.bottom for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    rows: list[list[Line]] = [[lines[0]]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap < _CLOSE * usual and not any(is_value(part.text) for part in parts(line, _GAP)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_Row(tuple(row)) for row in rows]


def _table(rows: Sequence[_Row], *, sure: bool) -> Lattice | None:
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


def _cuts(rows: Sequence[_Row]) -> list[float]:
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
    words = [parts(line, _GAP) for line in lines]
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


def _spans(row: _Row, cuts: Sequence[float]) -> list[tuple[int, int]]:
    """The columns of each cell of a row, first and the one after the last: words that lie over a cut part none."""
    crossed = [
        any(glyph.x0 < cut < glyph.x1 for line in row.lines for glyph in line.glyphs)
        or any(word.box.x0 < cut < word.box.x1 for line in row.lines for word in parts(line, _SEEN))
        for cut in cuts
    ]
    starts = [0, *(index + 1 for index, over in enumerate(crossed) if not over), len(cuts) + 1]
    return list(pairwise(starts))


def _is_table(
    rows: Sequence[_Row], spans: Sequence[Sequence[tuple[int, int]]], cuts: Sequence[float], *, sure: bool
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


def _words(row: _Row, cells: Sequence[tuple[int, int]], cuts: Sequence[float]) -> list[str]:
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


def _height(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2
