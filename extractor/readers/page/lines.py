"""Signs at places put together to lines of text, blanks where they are seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from extractor.origins import Box
from extractor.readers.page.model import Glyph

WIDE = 3.0
"""Sizes of a gap that parts two things which merely stand beside each other."""
_SAME_LINE = 0.5
"""Share of the lower one's height that two signs of a line have in common."""
_BLANK_WIDE = 0.8
"""Sizes of a gap beside an ideograph that is a blank: between digits and ideographs programs leave a quarter."""
_BLANK_NARROW = 0.2
"""Sizes of a gap between letters that is a blank."""
_SEEN = 0.12
"""Sizes that a blank of the file must take up to be one."""


_left = itemgetter(1)
_BLANKS = frozenset(sign for code in range(0x3001) if (sign := chr(code)).isspace())
"""Every sign that is white space; asked of each sign of a page."""


class Line(NamedTuple):
    """A line of text; `glyphs` from left to right, blanks left out."""

    text: str
    box: Box
    size: float
    """The usual height of its type."""
    glyphs: tuple[Glyph, ...]
    gap: float
    """The widest space between two of its signs, in sizes."""

    @property
    def confidence(self) -> float | None:
        """Of its least certain sign."""
        told = [glyph.confidence for glyph in self.glyphs if glyph.confidence is not None]
        return min(told) if told else None


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines from top to bottom, whatever order the signs are in; signs of one height are one line."""
    rows: list[list[_Run]] = []
    runs = _runs(glyphs)
    if len(runs) == 1:
        line = line_of(runs[0].glyphs)
        return [] if line is None else [line]
    for run in sorted(runs, key=lambda one: (one.middle, one.glyphs[0].x0)):
        home = next((row for row in reversed(rows[-3:]) if _beside(row, run)), None)
        if home is None:
            rows.append([run])
        else:
            home.append(run)
    found = [line for row in rows if (line := line_of(glyph for run in row for glyph in run.glyphs)) is not None]
    return sorted(found, key=lambda line: (line.box.bottom, line.box.x0))


def line_of(glyphs: Iterable[Glyph]) -> Line | None:
    """The line that these signs make; None if there is nothing but blanks."""
    ordered = sorted(glyphs, key=_left)
    printed = tuple([glyph for glyph in ordered if glyph[0] not in _BLANKS])
    if not printed:
        return None
    blanks = [glyph[1] for glyph in ordered if glyph[0] in _BLANKS] if len(printed) < len(ordered) else []
    _, _, tops, ends, bottoms, sizes, _ = zip(*printed, strict=True)
    box = Box(printed[0][1], min(tops), max(ends), max(bottoms))
    size = sizes[0] if min(sizes) == max(sizes) else median(sizes)
    text, gap = _text(printed, blanks)
    return Line(text, box, size, printed, gap / size)


def parts(line: Line, gap: float = WIDE) -> list[Line]:
    """The parts of a line between gaps of `gap` sizes and more."""
    if line.gap < gap:
        return [line]
    groups: list[list[Glyph]] = [[line.glyphs[0]]]
    end = line.glyphs[0].x1
    for glyph in line.glyphs[1:]:
        if glyph.x0 - end >= gap * line.size:
            groups.append([])
        groups[-1].append(glyph)
        end = max(end, glyph.x1)
    return [part for group in groups if (part := line_of(group)) is not None]


def is_narrow(sign: str) -> bool:
    """Whether the sign belongs to a script that writes blanks: letters, digits and their marks, not ideographs.

    >>> [is_narrow(sign) for sign in ("a", "7", "%", "年", "，", "（")]
    [True, True, True, False, False, False]
    """
    return ord(sign[0]) < 0x2E80 and sign[0] not in "“”‘’…—·《》"


class _Run(NamedTuple):
    """Signs that follow each other in the file on one line."""

    glyphs: list[Glyph]
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _runs(glyphs: Iterable[Glyph]) -> list[_Run]:
    runs: list[list[Glyph]] = []
    row: list[Glyph] = []
    end = foot = last = 0.0
    for glyph in glyphs:
        _, x0, _, x1, bottom, size, _ = glyph
        if size <= 0:
            continue
        if row and not (
            -0.5 * last <= x0 - end <= 2 * last
            and -0.15 * last < bottom - foot < 0.15 * last
            and 0.8 * last < size < 1.25 * last
        ):
            runs.append(row)
            row = []
        row.append(glyph)
        end, foot, last = x1, bottom, size
    if row:
        runs.append(row)
    return [_Run(row, min([glyph[2] for glyph in row]), max([glyph[4] for glyph in row])) for row in runs]


def _beside(row: Sequence[_Run], run: _Run) -> bool:
    """Whether a run stands on the line of the longest run of a row."""
    home = max(row, key=lambda one: len(one.glyphs))
    common = min(home.bottom, run.bottom) - max(home.top, run.top)
    return common >= _SAME_LINE * min(home.bottom - home.top, run.bottom - run.top)


def _text(printed: Sequence[Glyph], blanks: Sequence[float]) -> tuple[str, float]:
    """The signs with a blank in each gap that the eye sees as one, and the widest gap in points.

    `blanks`: where the file has blanks, sorted.
    """
    before, start, _, end, _, last, _ = printed[0]
    widest = 0.0
    pieces = [before]
    for text, x0, _, x1, _, size, _ in printed[1:]:
        gap = x0 - end
        if gap > 0 and gap >= _SEEN * size and gap >= _SEEN * last:
            size_here = max(last, size)
            widest = max(widest, gap)
            at = bisect_left(blanks, start)
            given = at < len(blanks) and blanks[at] <= x0
            narrow = is_narrow(before[-1]) and is_narrow(text)
            if given or gap >= size_here * (_BLANK_NARROW if narrow else _BLANK_WIDE):
                pieces.append(" ")
        pieces.append(text)
        before, start, end, last = text, x0, x1, size
    return "".join(pieces), widest
