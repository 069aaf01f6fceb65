"""Paragraphs and tables written in reading order, each paragraph when nothing more can come to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.origins import Box, Origin
from extractor.readers.layout import Layout
from extractor.readers.page.footnotes import without_notes
from extractor.readers.page.grid import Grid
from extractor.readers.page.lines import Line, line_of, parts
from extractor.readers.page.margins import Measure
from extractor.readers.page.model import Page
from extractor.readers.page.order import Column
from extractor.readers.page.paragraphs import continues, ends_open, is_caption_part, joined
from extractor.readers.page.stitching import Stitched

_BESIDE = 1.5
"""Sizes between a table's title and the unit beside it."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A paragraph with nothing more to come."""

    lines: Sequence[tuple[int, Line]]
    """With their pages."""
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class Writer:
    """Paragraphs while they grow, written when they are whole."""

    stitched: Mapping[int, Stitched | None]
    """By the id of a page's table: what it begins; None of one that continues another."""
    layout: Layout = field(default_factory=Layout)
    indented: bool = True
    open: list[tuple[int, Line]] = field(default_factory=list)
    """Lines of the paragraph that is not written yet, with their pages."""
    waiting: list[Stitched | _Whole] = field(default_factory=list)
    """Tables and footnotes that stand in the middle of it."""
    interrupted: bool = False
    """The last thing seen was such a table."""
    measure: Measure = field(default_factory=lambda: Measure(0, 0, 0))

    def column(self, page: Page, column: Column, measure: Measure) -> None:
        near = False
        items, notes = without_notes(column.items)
        for at, item in enumerate(items):
            following = next((later for later in items[at + 1 : at + 2] if isinstance(later, Line)), None)
            if isinstance(item, Grid):
                self.table(item, measure)
                near = False
                continue
            pieces = _pieces(item)
            for piece in pieces:
                alone = len(pieces) > 1 or len(parts(piece)) > 1
                self.line(page.number, piece, measure, following, near=near, alone=alone)
                near = True
        for note in notes:
            self.waiting.append(_Whole([(page.number, line) for line in note], ("footnote",)))
        if notes and not (self.open and ends_open(self.open[-1][1], self.measure)):
            self.flush()

    def line(self, page: int, line: Line, measure: Measure, following: Line | None, *, near: bool, alone: bool) -> None:
        if self.open:
            number, before = self.open[-1]
            above = self.open[-2][1] if len(self.open) > 1 else None
            severed = self.interrupted and page == number
            moved, then = (
                one if near or one is None else _moved(one, measure, self.measure) for one in (line, following)
            )
            if (
                alone
                or severed
                or moved is None
                or not continues(
                    before, moved, self.measure, indented=self.indented, near=near, above=above, following=then
                )
            ):
                self.flush()
        self.interrupted = False
        self.open.append((page, line))
        self.measure = measure
        if alone:
            self.flush()

    def table(self, grid: Grid, measure: Measure) -> None:
        table = self.stitched[id(grid)]
        if table is None:
            return
        if self.open and ends_open(self.open[-1][1], self.measure):
            self.waiting.append(table)
            self.interrupted = True
            return
        self.flush()
        self.write(table)

    def write(self, block: Stitched | _Whole) -> None:
        if isinstance(block, Stitched):
            exact = "borderless" not in block.flags
            self.layout.table(block.placed, block.rows, block.cols, block.flags, exact=exact)
            return
        page = block.lines[0][0]
        box = _around(line.box for number, line in block.lines if number == page)
        told = [line.confidence for _, line in block.lines if line.confidence is not None]
        origin = Origin(page=page, box=box, confidence=min(told, default=None), flags=block.flags)
        self.layout.paragraph(joined([line for _, line in block.lines]), origin)

    def flush(self) -> None:
        if self.open:
            self.write(_Whole(self.open))
        waiting, self.waiting, self.open = self.waiting, [], []
        for block in waiting:
            self.write(block)


def _pieces(line: Line) -> list[Line]:
    """A line parted where the unit or the body of a table stands beside its title."""
    pieces = parts(line, _BESIDE)
    starts = [piece.box.x0 for piece in pieces[1:] if is_caption_part(piece.text)]
    if not starts:
        return [line]
    edges = [float("-inf"), *starts, float("inf")]
    cut = (line_of(glyph for glyph in line.glyphs if x0 <= glyph.x0 < x1) for x0, x1 in pairwise(edges))
    return [piece for piece in cut if piece is not None]


def _moved(line: Line, measure: Measure, to: Measure) -> Line:
    """The line as if it were set in another column, to compare it with a line of that."""
    by = to.left - measure.left
    if abs(by) < 0.01:
        return line
    box = line.box
    return line._replace(box=Box(box.x0 + by, box.top, box.x1 + by, box.bottom))


def _around(boxes: Iterable[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))
