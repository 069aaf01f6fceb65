"""Tables without upright rules: words in columns, between level rules or none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from extractor.readers.page.bands import height_of, is_value
from extractor.readers.page.columns import GAP, Row, table_of
from extractor.readers.page.lattice import Lattice
from extractor.readers.page.lines import Line, parts
from extractor.readers.page.rules import Line as Stroke

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
_MANY = 0.7
"""Share of the lines that hold several columns."""
_CLOSE = 0.8
"""Share of the usual distance of rows under which two lines are one row."""
_LEADER = re.compile(r"…{2}|[.．·。_\-—]{5}")


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
        rows = [row for band in bands for row in ([band] if ruled or band.under else map(Row, zip(band.lines)))]
        built = table_of(rows, sure=len(bands) > 1)
        if built:
            found.append(built)
            taken |= inside
    for run in _runs(line for line in lines if id(line) not in taken):
        built = table_of(_unwrapped(run), sure=False)
        if built:
            found.append(built)
    return found


def _bands(lines: Sequence[Line], strokes: Sequence[Stroke]) -> Iterator[list[Row]]:
    """Lines between rules of one length, those that follow each other with columns in them together."""
    ordered = sorted(lines, key=height_of)
    heights = [height_of(line) for line in ordered]
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
        bands: list[Row] = []
        for upper, lower in pairwise(group):
            band = ordered[bisect_right(heights, upper.at) : bisect_left(heights, lower.at)]
            under = _short(strokes, upper, lower)
            if band and (under or _in_columns(band, upper)):
                bands.append(Row(tuple(band), under))
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
    return sum(len(parts(line, GAP)) > 1 for line in band) >= 0.5 * len(band)


def _runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Lines close to each other that mostly hold several words far apart, without a leader of dots."""
    run: list[Line] = []
    for line in lines:
        several = len(parts(line, GAP)) > 1 and not _LEADER.search(line.text)
        if run and line.box.top - run[-1].box.bottom > _FAR * line.size:
            yield from _trimmed(run)
            run = []
        if several or (run and len(parts(run[-1], GAP)) > 1):
            run.append(line)
        else:
            yield from _trimmed(run)
            run = []
    yield from _trimmed(run)


def _trimmed(run: Sequence[Line]) -> Iterator[list[Line]]:
    """The run without a last line that is one word, if it is long enough for a table."""
    lines = list(run[:-1]) if run and len(parts(run[-1], GAP)) == 1 else list(run)
    several = sum(len(parts(line, GAP)) > 1 for line in lines)
    if several >= 3 and several >= _MANY * len(lines):
        yield lines


def _unwrapped(lines: Sequence[Line]) -> list[Row]:
    """Rows of lines: one that stands nearer to the line above it than rows do, and holds no value, belongs to it."""
    gaps = [below.box.bottom - above.box.bottom for above, below in pairwise(lines)]
    usual = median(gaps) if gaps else 0.0
    rows: list[list[Line]] = [[lines[0]]]
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap < _CLOSE * usual and not any(is_value(part.text) for part in parts(line, GAP)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [Row(tuple(row)) for row in rows]
