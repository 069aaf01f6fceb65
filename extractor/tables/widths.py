"""How many columns the cells of a flattened row take: what the rows around show, else annotation guide 3."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.tables.blocks import is_count_row, is_field, is_field_row, is_total
from extractor.tables.content import is_bare, is_number, is_open
from extractor.tables.grouping import grouped
from extractor.types import Cell


class Row(NamedTuple):
    """A raw row with what is known about it."""

    cells: tuple[Cell, ...]
    heading: bool
    holed: bool
    """Its last empty cells may be lost."""

    @property
    def lead(self) -> int:
        """Empty cells at its start."""
        return next((n for n, cell in enumerate(self.cells) if not is_open(cell)), len(self.cells))


class Around(NamedTuple):
    """What the rows above say about a row."""

    headed: int = 0
    """Cells of the heading row of its block; 0 before any."""
    points: tuple[int, ...] = ()
    """Columns that are headed 分值 or 得分."""
    entered: tuple[int, ...] = ()
    """Columns that are headed 指标值 or 完成值."""
    numbers: tuple[int, ...] = ()
    """Columns where the row right above has numbers."""


def widths_of(row: Row, cells: Sequence[Cell], start: int, width: int, around: Around) -> list[int]:
    """Columns that each of `cells` takes from `start` on; fewer than there are where cells were lost."""
    room = width - start
    if len(cells) == room:
        return [1] * room
    if not cells:
        return []
    short = len(row.cells) < around.headed
    if len(cells) > 1 and is_total(cells[0].text) and (short or not around.headed):
        return _total_widths(cells, room, start, around)
    if short and (pinned := _pinned_widths(cells, start, width, around.points, around.entered)) is not None:
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


def _total_widths(cells: Sequence[Cell], room: int, start: int, around: Around) -> list[int]:
    """Rule (a) for a row that adds up: its numbers stand under numbers of their kind, the label takes the rest.

    Where the row has lost its last cells the label is narrower than what the others leave.
    """
    others = cells[1:]
    numbers = [nth for nth, cell in enumerate(others) if is_number(cell.text)]
    widest = room - len(others)
    for columns in (around.points, around.numbers):
        for label in range(widest, 0, -1):
            if numbers and all(start + label + nth in columns for nth in numbers):
                return [label] + [1] * len(others)
        if (apart := _points_apart(cells, numbers, room, start, columns)) is not None:
            return apart
    return [widest] + [1] * len(others)


def _points_apart(
    cells: Sequence[Cell], numbers: Sequence[int], room: int, start: int, points: Sequence[int]
) -> list[int] | None:
    """Widths of a total row whose points stand side by side though other columns part 分值 from 得分.

    The full marks reach up to the points that were got.
    """
    if len(points) != 2 or list(numbers) != [0, 1]:
        return None
    label, between, after = points[0] - start, points[1] - points[0], start + room - points[1]
    if label < 1 or after < len(cells) - 2:
        return None
    return [label, between] + [1] * (len(cells) - 2)


def _pinned_widths(
    cells: Sequence[Cell], start: int, width: int, points: Sequence[int], entered: Sequence[int]
) -> list[int] | None:
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
    entries = _entries_before(cells[:before], points[0], entered)
    labels, room = before - entries, first - entries
    if not 0 < labels <= room:
        entries, labels, room = 0, before, first
    return _even_widths(labels, room, first_single=start == 0) + [1] * (len(cells) - labels)


def _entries_before(cells: Sequence[Cell], point: int, entered: Sequence[int]) -> int:
    """How many numbers right before the points stand under 指标值 and 完成值, right before 分值."""
    numbers = 0
    while numbers < len(cells) and is_number(cells[-1 - numbers].text):
        numbers += 1
    headed = 0
    while point - 1 - headed in entered:
        headed += 1
    return numbers if numbers == headed else 0


def shown_widths(rows: Sequence[Row], width: int) -> dict[int, list[int]]:
    """Widths of heading rows that the heading row below shows.

    Below a merged heading stand its sub-headings, below any other an empty cell; or the row below repeats its labels,
    once for each heading: 收入 | 支出 over 项目 | 金额 | 项目 | 金额. Where the first sub-heading of a group stands
    again, the next group begins: 名称 | 预算数 | 执行数 over an empty cell, 总额 | 财政拨款 and 总额 | 财政拨款.
    """
    shown: dict[int, list[int]] = {}
    for at in range(len(rows) - 2, -1, -1):
        upper, lower = rows[at], rows[at + 1]
        if not (upper.heading and lower.heading) or len(upper.cells) >= len(lower.cells) or is_count_row(lower.cells):
            continue
        if upper.lead or sum(len(cell.text) > 0 for cell in upper.cells) < 2:
            continue
        widths = shown.get(at + 1) or ([1] * width if len(lower.cells) == width else None)
        groups = grouped(upper.cells, lower.cells) if widths else None
        if widths is None or groups is None:
            continue
        ends = [sum(groups[: nth + 1]) for nth in range(len(groups))]
        shown[at] = [sum(widths[end - size : end]) for end, size in zip(ends, groups, strict=True)]
    return shown
