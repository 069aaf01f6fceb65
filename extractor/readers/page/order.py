"""The order in which the lines and tables of a page are read: columns of text one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.readers.page.grid import Grid
from extractor.readers.page.lines import Line, line_of, parts

_GAP = 1.2
"""Sizes of the narrowest space between columns."""
_LINES = 5
"""Lines that a column of text has at least."""
_LETTERS = 8
"""Signs that its lines have on the average."""
_FULL = 0.6
"""Share of its width that they fill on the average: labels and values beside them are no columns."""
_MOST = 3
"""Columns in columns."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is read from top to bottom."""

    items: tuple[Line | Grid, ...]
    divided: bool
    """One of several beside each other."""


def reading_order(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Column]:
    """The columns of a page in reading order; a page without a gutter is one column."""
    return _columns(sorted([*lines, *grids], key=lambda item: (_middle(item), item.box.x0)), 0)


def _columns(items: Sequence[Line | Grid], depth: int) -> list[Column]:
    gutter = _gutter(items) if depth < _MOST else None
    if gutter is None:
        return [Column(tuple(items), divided=depth > 0)] if items else []
    columns: list[Column] = []
    block: list[Line | Grid] = []
    single: list[Line | Grid] = []
    for item in [*items, None]:
        if item is not None and _splits(item, gutter) is not None:
            block.append(item)
            continue
        if block:
            left, right = _sides(block, gutter)
            if _is_text(left, gutter, left=True) and _is_text(right, gutter, left=False):
                if single:
                    columns.append(Column(tuple(single), divided=depth > 0))
                    single = []
                columns += _columns(left, depth + 1) + _columns(right, depth + 1)
            else:
                single += block
            block = []
        if item is not None:
            single.append(item)
    if single:
        columns.append(Column(tuple(single), divided=depth > 0))
    return columns


def _gutter(items: Sequence[Line | Grid]) -> float | None:
    """The middle of the blank that most lines have at one place."""
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < _LINES:
        return None
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    centres: Counter[int] = Counter()
    for line in lines:
        pieces = parts(line, _GAP)
        for one, other in pairwise(pieces):
            centres[round((one.box.x1 + other.box.x0) / 12)] += 1
        if line.box.x1 - line.box.x0 < 0.52 * (right - left) and len(line.glyphs) >= _LETTERS:
            # Columns whose lines are not level leave no line with a gap.
            centres[round((line.box.x1 if line.box.x1 < (left + right) / 2 else line.box.x0) / 6)] += 1
    inner = {at: times for at, times in centres.items() if 0.2 < (6 * at - left) / (right - left or 1) < 0.8}
    best: tuple[int, float] | None = None
    for at, times in sorted(inner.items(), key=lambda one: (-one[1], one[0]))[:6]:
        if times < _LINES - 1:
            break
        for x in (6 * at - 6, 6 * at - 3, 6 * at, 6 * at + 3, 6 * at + 6):
            split = sum(_splits(item, x) is not None for item in items)
            if best is None or split > best[0]:
                best = split, x
    return best[1] if best is not None and best[0] >= _LINES else None


def _splits(item: Line | Grid, x: float) -> tuple[Line | Grid | None, Line | Grid | None] | None:
    """What of an item stands left and right of `x`; None if it stands across."""
    if item.box.x1 <= x:
        return item, None
    if item.box.x0 >= x:
        return None, item
    if isinstance(item, Grid):
        return None
    end = max((glyph.x1 for glyph in item.glyphs if glyph.x0 < x), default=x)
    start = min((glyph.x0 for glyph in item.glyphs if glyph.x0 >= x), default=x)
    if end > x or start - end < _GAP * item.size:
        return None
    return line_of(g for g in item.glyphs if g.x0 < x), line_of(g for g in item.glyphs if g.x0 >= x)


def _sides(block: Sequence[Line | Grid], x: float) -> tuple[list[Line | Grid], list[Line | Grid]]:
    split = [halves for item in block if (halves := _splits(item, x)) is not None]
    return [left for left, _ in split if left is not None], [right for _, right in split if right is not None]


def _is_text(items: Sequence[Line | Grid], gutter: float, *, left: bool) -> bool:
    """Whether the items are a column of running text."""
    lines = [item for item in items if isinstance(item, Line)]
    if len(lines) < _LINES or sum(len(line.glyphs) for line in lines) < _LETTERS * len(lines):
        return False
    start = min(line.box.x0 for line in lines)
    end = max(line.box.x1 for line in lines)
    width = (gutter - start) if left else (end - gutter)
    return sum(line.box.x1 - line.box.x0 for line in lines) >= _FULL * width * len(lines)


def _middle(item: Line | Grid) -> float:
    return item.box.top if isinstance(item, Grid) else (item.box.top + item.box.bottom) / 2
