"""Pages made a document: tables and paragraphs in reading order, what is printed around them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.readers.layout import Layout
from extractor.readers.page.footnotes import without_notes
from extractor.readers.page.grid import Grid
from extractor.readers.page.lines import Line, line_of, lines_of, parts
from extractor.readers.page.margins import Measure, measure_of, pitch_of
from extractor.readers.page.model import Glyph, Page
from extractor.readers.page.order import Column, reading_order
from extractor.readers.page.paragraphs import continues, ends_open, is_caption_part, joined
from extractor.readers.page.running import running_lines
from extractor.readers.page.stitching import Stitched, stitch
from extractor.readers.page.tables import find_tables
from extractor.types import Box, Doc, Margin, Meta, Origin, Source

_INDENTED = 0.15
"""Share of the lines that begin indented in a document that indents its paragraphs."""


def compose(
    pages: Iterable[Page],
    source: Source,
    meta: Meta = Meta(),  # noqa: B008 - frozen
    flags: Iterable[str] = (),
    again: Callable[[Page], Page | None] | None = None,
) -> Doc:
    """The document that pages hold, whatever they were read from: text, tables, margins, with their places.

    A page that is not upright, or has no glyphs, is the reader's business; its flags come into `Doc.flags` with its
    number: `page-3-not-recognised`. Nothing readable at all gives a Doc with an empty text: the caller says why.

    Args:
        pages: In order; each is let go of once its lines and tables are known.
        source: Of the file.
        meta: What the file's own record says about it.
        flags: Of the file.
        again: Another reading of a page whose tables fail their own check, taken if its tables do not.
    """
    seen: list[Page] = []
    grids: dict[int, list[Grid]] = {}
    lines: dict[int, list[Line]] = {}
    last: Grid | None = None
    for first in pages:
        page, found = _tables(first, last, again)
        last = found[-1] if found else None
        grids[page.number] = found
        lines[page.number] = lines_of(_outside(page.glyphs, [grid.box for grid in found]))
        seen.append(replace(page, glyphs=(), rules=()))
    running = running_lines(seen, lines)
    columns = [
        (page, column)
        for page in seen
        for column in reading_order(_text(lines[page.number], running.get(page.number, {})), grids[page.number])
    ]
    writer = _Writer(stitched=_stitched(columns))
    for flag in flags:
        writer.layout.flags[flag] = None
    for page in seen:
        for flag in page.flags:
            writer.layout.flags[f"page-{page.number}-{flag}"] = None
    measures = _measures(columns)
    writer.indented = _indents(columns, measures)
    for page, column in columns:
        writer.column(page, column, _measure(column, measures[_width(page)]))
    writer.flush()
    return writer.layout.doc(source, meta, _margins(seen, running))


_DOUBTFUL = "doubtful-grid"
_ENOUGH = 5
"""Lines that end at one margin, so that it is theirs."""
_BESIDE = 1.5
"""Sizes between a table's title and the unit beside it."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A paragraph with nothing more to come."""

    lines: Sequence[tuple[int, Line]]
    """With their pages."""
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class _Writer:
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
        for item in items:
            if isinstance(item, Grid):
                self.table(item, measure)
                near = False
                continue
            pieces = _pieces(item)
            for piece in pieces:
                self.line(page.number, piece, measure, near=near, alone=len(pieces) > 1 or len(parts(piece)) > 1)
                near = True
        for note in notes:
            self.waiting.append(_Whole([(page.number, line) for line in note], ("footnote",)))
        if notes and not (self.open and ends_open(self.open[-1][1], self.measure)):
            self.flush()

    def line(self, page: int, line: Line, measure: Measure, *, near: bool, alone: bool) -> None:
        if self.open:
            number, before = self.open[-1]
            moved = line if near else _moved(line, measure, self.measure)
            severed = self.interrupted and page == number
            if alone or severed or not continues(before, moved, self.measure, indented=self.indented, near=near):
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


def _tables(page: Page, last: Grid | None, again: Callable[[Page], Page | None] | None) -> tuple[Page, list[Grid]]:
    """The tables of a page, of its other reading where they are sound only there, and the page they are of."""
    found = find_tables(page, last)
    if again is not None and any(_DOUBTFUL in grid.flags for grid in found):
        other = again(page)
        better = find_tables(other, last) if other is not None else []
        if other is not None and better and not any(_DOUBTFUL in grid.flags for grid in better):
            return other, better
    return page, found


def _text(lines: Sequence[Line], running: Collection[Line]) -> list[Line]:
    return [line for line in lines if line not in running] if running else list(lines)


def _outside(glyphs: Iterable[Glyph], boxes: Sequence[Box]) -> Iterator[Glyph]:
    for glyph in glyphs:
        _, x0, top, x1, bottom, _, _ = glyph
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for box in boxes:
            if box.top <= y <= box.bottom and box.x0 <= x <= box.x1:
                break
        else:
            yield glyph


def _pieces(line: Line) -> list[Line]:
    """A line parted where the unit or the body of a table stands beside its title."""
    pieces = parts(line, _BESIDE)
    starts = [piece.box.x0 for piece in pieces[1:] if is_caption_part(piece.text)]
    if not starts:
        return [line]
    edges = [float("-inf"), *starts, float("inf")]
    cut = (line_of(glyph for glyph in line.glyphs if x0 <= glyph.x0 < x1) for x0, x1 in pairwise(edges))
    return [piece for piece in cut if piece is not None]


def _stitched(columns: Sequence[tuple[Page, Column]]) -> dict[int, Stitched | None]:
    items = [item for _, column in columns for item in column.items]
    at = {id(item): index for index, item in enumerate(items)}
    grids = [item for item in items if isinstance(item, Grid)]

    def parted(one: Grid, other: Grid) -> bool:
        return at[id(other)] - at[id(one)] != 1

    found: dict[int, Stitched | None] = {id(grid): None for grid in grids}
    for table in stitch(grids, parted):
        found[id(table.parts[0])] = table
    return found


def _width(page: Page) -> int:
    return round(page.width / 10)


def _measures(columns: Sequence[tuple[Page, Column]]) -> dict[int, Measure]:
    """What undivided columns of pages of one width have in common."""
    alike: dict[int, list[list[Line]]] = defaultdict(list)
    pages = {_width(page): page for page, _ in columns}
    for page, column in columns:
        if not column.divided:
            alike[_width(page)].append(_lines(column))
    found: dict[int, Measure] = {}
    for width, page in pages.items():
        found[width] = measure_of(alike[width], page.width)
    return found


def _measure(column: Column, usual: Measure) -> Measure:
    """The measure of a column: its own if it is one of several, else the usual one, wider if it reaches farther."""
    lines = _lines(column)
    if not lines:
        return usual
    left, right = min(line.box.x0 for line in lines), max(line.box.x1 for line in lines)
    pitch = pitch_of([lines]) if len(lines) > 5 else 0
    flush = sum(line.box.x1 > right - line.size for line in lines)
    if column.divided or (len(lines) >= _ENOUGH and 2 * flush > len(lines) and right < usual.right - 3 * lines[0].size):
        return Measure(left, right, pitch or usual.pitch)
    return Measure(usual.left, usual.right, pitch or usual.pitch)


def _lines(column: Column) -> list[Line]:
    return [item for item in column.items if isinstance(item, Line)]


def _indents(columns: Sequence[tuple[Page, Column]], measures: Mapping[int, Measure]) -> bool:
    """Whether the document begins its paragraphs with an indent of about two signs."""
    inset = total = 0
    for page, column in columns:
        measure = _measure(column, measures[_width(page)])
        for line in _lines(column):
            total += 1
            inset += 1.2 * line.size < line.box.x0 - measure.left < 3.2 * line.size
    return inset > _INDENTED * total


def _moved(line: Line, measure: Measure, to: Measure) -> Line:
    """The line as if it were set in another column, to compare it with a line of that."""
    by = to.left - measure.left
    if abs(by) < 0.01:
        return line
    box = line.box
    return line._replace(box=Box(box.x0 + by, box.top, box.x1 + by, box.bottom))


def _margins(pages: Sequence[Page], running: Mapping[int, Mapping[Line, str]]) -> Iterator[Margin]:
    for page in pages:
        for line, kind in sorted(running.get(page.number, {}).items(), key=lambda one: one[0].box.top):
            told = line.confidence
            yield Margin(line.text, Origin(page=page.number, box=line.box, confidence=told, flags=(kind,)))


def _around(boxes: Iterable[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))
