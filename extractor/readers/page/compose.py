"""Pages made a document: tables and paragraphs in reading order, what is printed around them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.origins import Margin, Origin, Source
from extractor.readers.page.breaks import says_continued
from extractor.readers.page.grid import Grid
from extractor.readers.page.lines import Line, lines_of
from extractor.readers.page.margins import Measure, measure_of, pitch_of
from extractor.readers.page.model import Glyph, Page
from extractor.readers.page.order import Column, reading_order
from extractor.readers.page.running import running_lines
from extractor.readers.page.stitching import Stitched, stitch
from extractor.readers.page.tables import tables_and_rest
from extractor.readers.page.writing import Writer
from extractor.types import Doc, Meta

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
        page, found, rest = _tables(first, last, again)
        last = found[-1] if found else None
        grids[page.number] = found
        lines[page.number] = lines_of(rest)
        seen.append(replace(page, glyphs=(), rules=()))
    running = running_lines(seen, lines)
    columns = [
        (page, column)
        for page in seen
        for column in reading_order(_text(lines[page.number], running.get(page.number, {})), grids[page.number])
    ]
    writer = Writer(stitched=_stitched(columns))
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


def _tables(
    page: Page, last: Grid | None, again: Callable[[Page], Page | None] | None
) -> tuple[Page, list[Grid], list[Glyph]]:
    """The tables of a page, of its other reading where they are sound only there, the page they are of, and the signs
    outside them."""
    found, rest = tables_and_rest(page, last)
    if again is not None and any(_DOUBTFUL in grid.flags for grid in found):
        other = again(page)
        if other is not None:
            better, left = tables_and_rest(other, last)
            if better and not any(_DOUBTFUL in grid.flags for grid in better):
                return other, better, left
    return page, found, rest


def _text(lines: Sequence[Line], running: Collection[Line]) -> list[Line]:
    return [line for line in lines if line not in running] if running else list(lines)


def _stitched(columns: Sequence[tuple[Page, Column]]) -> dict[int, Stitched | None]:
    items = [item for _, column in columns for item in column.items]
    at = {id(item): index for index, item in enumerate(items)}
    grids = [item for item in items if isinstance(item, Grid)]

    def parted(one: Grid, other: Grid) -> bool:
        between = items[at[id(one)] + 1 : at[id(other)]]
        return bool(between) and not says_continued([item.text if isinstance(item, Line) else "" for item in between])

    found: dict[int, Stitched | None] = {id(grid): None for grid in grids}
    for table in stitch(grids, parted):
        found[id(table.parts[0])] = table
    return found


def _width(page: Page) -> int:
    return round(page.width / 10)


def _measures(columns: Sequence[tuple[Page, Column]]) -> dict[int, Measure]:
    """What undivided columns of pages of one width have in common."""
    alike: dict[int, list[Column]] = defaultdict(list)
    pages = {_width(page): page for page, _ in columns}
    for page, column in columns:
        if not column.divided:
            alike[_width(page)].append(column)
    found: dict[int, Measure] = {}
    for width, page in pages.items():
        tables = [item.box for column in alike[width] for item in column.items if isinstance(item, Grid)]
        found[width] = measure_of([_lines(column) for column in alike[width]], tables, page.width)
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


def _margins(pages: Sequence[Page], running: Mapping[int, Mapping[Line, str]]) -> Iterator[Margin]:
    for page in pages:
        for line, kind in sorted(running.get(page.number, {}).items(), key=lambda one: one[0].box.top):
            told = line.confidence
            yield Margin(line.text, Origin(page=page.number, box=line.box, confidence=told, flags=(kind,)))
