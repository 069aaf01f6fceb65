"""Fit the ragged rows of a flattened table to a rectangular grid (annotation guide 3).

A flattened row shows fewer cells where cells were merged sideways, and an empty cell where one was merged downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.lexicon.forms import column_of
from extractor.tables.blocks import heading_rows, is_count_row, is_field, is_field_row, is_total, scoring_columns
from extractor.tables.content import is_bare, is_number, is_open, is_words
from extractor.types import Cell, Origin, Span, Table, squeeze

_LONGEST_LABEL = 80


@dataclass(slots=True)
class _Placed:
    """A cell on the grid; it grows downwards while rows below continue it."""

    cell: Cell
    row: int
    start: int
    end: int
    rows: int = 1
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """A raw row with what is known about it."""

    cells: tuple[Cell, ...]
    heading: bool
    holed: bool
    """Its last empty cells may be lost."""

    @property
    def lead(self) -> int:
        """Empty cells at its start."""
        return next((n for n, cell in enumerate(self.cells) if not is_open(cell)), len(self.cells))


def rectangular(table: Table) -> Table:
    """The table with its cells on a grid as wide as its widest row; an exact table stays as it is."""
    if table.exact:
        return table
    rows = _rows(table)
    width = max(len(row.cells) for row in rows)
    above: list[_Placed | None] = [None] * width
    placed: list[list[_Placed]] = []
    points: list[int] = []
    merged: frozenset[int] = frozenset()
    headed = 0
    shown = _shown_widths(rows, width)
    for at, row in enumerate(rows):
        kept = _continued(rows, at, above, width, merged)
        start = kept[-1].end if kept else 0
        cells = row.cells[len(kept) :]
        widths = shown.get(at, [])[len(kept) :] or _widths(row, cells, start, width, points, headed)
        for owner in kept:
            owner.rows += 1
        line = []
        left = start
        for cell, share in zip(cells, widths, strict=True):
            line.append(_Placed(cell, at, left, left + share, guessed=len(cells) != width - start))
            left += share
        line.extend(_Placed(_lost(row.cells[-1]), at, col, col + 1) for col in range(left, width))
        for item in (*kept, *line):
            above[item.start : item.end] = [item] * (item.end - item.start)
        placed.append(line)
        if row.heading:
            headed = max(len(row.cells), headed if at and rows[at - 1].heading else 0)
            heads = {id(cell) for cell in scoring_columns(row.cells)}
            points = [item.start for item in line if id(item.cell) in heads]
            merged = frozenset(a.start for a, b in pairwise(line) if id(a.cell) in heads and _heads_labels(b.cell))
    return replace(table, rows=len(rows), cols=width, cells=tuple(_cell(item) for line in placed for item in line))


def _rows(table: Table) -> list[_Row]:
    grouped: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        grouped[cell.row].append(cell)
    grouped = [row for row in grouped if row]
    headings = heading_rows(grouped)
    return [
        _Row(tuple(row), heading, any("hole" in cell.origin.flags for cell in row))
        for row, heading in zip(grouped, headings, strict=True)
    ]


def _heads_labels(cell: Cell) -> bool:
    column = column_of(cell.text)
    return column is not None and column.means == "label"


def _shown_widths(rows: Sequence[_Row], width: int) -> dict[int, list[int]]:
    """Widths of heading rows that the heading row below shows.

    Below a merged heading stand its sub-headings, below any other an empty cell; or the row below repeats its labels,
    once for each heading: 收入 | 支出 over 项目 | 金额 | 项目 | 金额.
    """
    shown: dict[int, list[int]] = {}
    for at in range(len(rows) - 2, -1, -1):
        upper, lower = rows[at], rows[at + 1]
        if not (upper.heading and lower.heading) or len(upper.cells) >= len(lower.cells) or is_count_row(lower.cells):
            continue
        if upper.lead or sum(len(cell.text) > 0 for cell in upper.cells) < 2:
            continue
        widths = shown.get(at + 1) or ([1] * width if len(lower.cells) == width else None)
        groups = _grouped(upper.cells, lower.cells) if widths else None
        if widths is None or groups is None:
            continue
        ends = [sum(groups[: nth + 1]) for nth in range(len(groups))]
        shown[at] = [sum(widths[end - size : end]) for end, size in zip(ends, groups, strict=True)]
    return shown


def _grouped(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[int] | None:
    """How many cells of `lower` stand under each cell of `upper`; None where nothing tells."""
    texts = [squeeze(cell.text) for cell in lower]
    period, over = divmod(len(texts), len(upper))
    if not over and period > 1 and all(texts[n] == texts[n % period] for n in range(len(texts))):
        return [period] * len(upper)
    starts = [n for n, text in enumerate(texts) if text and texts.index(text) < n and text == texts[0]]
    if len(starts) + 1 == len(upper) and texts[0]:
        bounds = [0, *starts, len(texts)]
        return [b - a for a, b in pairwise(bounds)]
    groups: list[int] = []
    for nth, text in enumerate(texts):
        if text and nth and texts[nth - 1]:
            groups[-1] += 1
        else:
            groups.append(1)
    return groups if len(groups) == len(upper) and "" in texts else None


def _continued(
    rows: Sequence[_Row], at: int, above: Sequence[_Placed | None], width: int, merged: frozenset[int]
) -> list[_Placed]:
    """The labels above that the empty cells at the start of row `at` continue, from left to right.

    The points of a label (`merged`: their columns) go down with it, in a marking scheme with 分值 between the labels.
    """
    row = rows[at]
    lead = row.lead
    if lead == len(row.cells):
        lead = _lead_of_empty(rows, at)
    kept: list[_Placed] = []
    col = 0
    for nth in range(lead):
        owner = above[col] if col < width else None
        if owner is None or owner.start != col:
            break
        if not is_words(owner.cell.text) and not (kept and col in merged and is_number(owner.cell.text)):
            break
        if len(owner.cell.text) > _LONGEST_LABEL or len(row.cells) - nth - 1 > width - owner.end:
            break
        kept.append(owner)
        col = owner.end
    return kept


def _lead_of_empty(rows: Sequence[_Row], at: int) -> int:
    """How many cells of a row without any text continue labels: a blank line of a form continues none."""
    row = rows[at]
    if at == 0:
        return 0
    if rows[at - 1].heading or len(rows[at - 1].cells) > len(row.cells):
        return 1
    below = next((later for later in rows[at + 1 :] if later.lead < len(later.cells)), None)
    return below.lead if below is not None and len(below.cells) == len(row.cells) else 0


def _widths(row: _Row, cells: Sequence[Cell], start: int, width: int, points: Sequence[int], headed: int) -> list[int]:
    """Columns that each of `cells` takes from `start` on; fewer than there are where cells were lost."""
    room = width - start
    if len(cells) == room:
        return [1] * room
    if not cells:
        return []
    short = len(row.cells) < headed
    if len(cells) > 1 and (is_total(cells[0].text) and (short or headed == 0)):
        return _total_widths(cells, start, width, points)
    if short and (pinned := _pinned_widths(cells, start, width, points)) is not None:
        return pinned
    if (row.holed and len(cells) > 1) or not any(cell.text or "blank" in cell.origin.flags for cell in row.cells):
        return [1] * len(cells)
    if is_field_row(cells) and len(cells) > 2:
        return _field_widths(cells, room)
    return _even_widths(len(cells), room, first_single=start == 0)


def _even_widths(count: int, room: int, *, first_single: bool) -> list[int]:
    """Rule (c): the first cell takes one column, the others share the rest, what is over goes to the left."""
    if first_single and count > 1:
        return [1, *_even_widths(count - 1, room - 1, first_single=False)]
    share, over = divmod(room, count)
    return [share + (nth < over) for nth in range(count)]


def _field_widths(cells: Sequence[Cell], room: int) -> list[int]:
    """Rule (b): in a row label | content | label | content the labels take one column, the contents the rest."""
    contents = [nth for nth, cell in enumerate(cells) if nth % 2 or not (is_field(cell.text) or not cell.text)]
    shares = _even_widths(len(contents), room - (len(cells) - len(contents)), first_single=False)
    widths = [1] * len(cells)
    for nth, share in zip(contents, shares, strict=True):
        widths[nth] = share
    return widths


def _total_widths(cells: Sequence[Cell], start: int, width: int, points: Sequence[int]) -> list[int]:
    """Rule (a) for a row that adds up: numbers stand under 分值 and 得分, the label takes what is left of them."""
    others = cells[1:]
    numbers = [nth for nth, cell in enumerate(others) if is_number(cell.text)]
    label = width - start - len(others)
    if points and numbers:
        first = numbers[0]
        right = width - len(others) + first
        column = points[0] if len(numbers) > 1 else right if right in points else points[-1]
        fits = column - first > start and column - first + len(others) <= width
        label = column - first - start if fits else label
    return [label] + [1] * len(others)


def _pinned_widths(cells: Sequence[Cell], start: int, width: int, points: Sequence[int]) -> list[int] | None:
    """Rule (a) for any other short row of an indicator block: its points stay under 分值 and 得分."""
    numbers = [nth for nth, cell in enumerate(cells) if is_bare(cell.text)]
    if not points or len(numbers) < len(points):
        return None
    last = numbers[-len(points) :]
    if [b - a for a, b in pairwise(last)] != [b - a for a, b in pairwise(points)]:
        return None
    before, first = last[0], points[0] - start
    if not 0 < before <= first or points[-1] + len(cells) - last[-1] > width:
        return None
    return _even_widths(before, first, first_single=start == 0) + [1] * (len(cells) - before)


def _lost(last: Cell) -> Cell:
    """An empty cell that the flattened text no longer has, at the end of its row."""
    return Cell(
        last.row, 0, Span(last.span.end, last.span.end), "", origin=Origin(line=last.origin.line, flags=("lost",))
    )


def _cell(item: _Placed) -> Cell:
    origin = item.cell.origin
    if item.guessed:
        origin = replace(origin, flags=(*origin.flags, "guessed-span"))
    return replace(
        item.cell, row=item.row, col=item.start, row_span=item.rows, col_span=item.end - item.start, origin=origin
    )
