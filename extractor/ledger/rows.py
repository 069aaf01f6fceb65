"""The rows of a table as checks need them: label, depth of its number, and the facts by column; side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from extractor.ledger.ledger import Ledger
from extractor.numerals import parse
from extractor.types import Cell, Fact, Span, Table, squeeze

TOTAL = re.compile(r"^(?:.{0,8}[合总]计|总分|总额|.{0,6}小计)(?:[（(].{0,8}[）)])?$")
SUBTOTAL = re.compile(r"小计(?:[（(].{0,8}[）)])?$")
OF_WHICH = re.compile(r"^(?:其中|含)[：:]?")
_DEPTHS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]"),
    re.compile(r"^[①-⑳]"),
)
UNNUMBERED = len(_DEPTHS)
_NUMBERED = re.compile(r"[一二三四五六七八九十（(\d①-⑳]")
"""How any of them begins."""
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}|\d{1,2}|[①-⑳]")
_WORDS = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_LEVEL = re.compile(r"^\d{0,3}$")
"""A cell of a code that is spread over the columns 类, 款, 项; a spreadsheet may have lost the 0 of 02."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its label; `facts` holds the cells that are one number each, by column."""

    index: int
    label: str
    """Without white space, numbering kept; empty where the row has none."""
    depth: int
    """0 for 一、, 1 for （一）, 2 for 1、, 3 for （1）, 4 for ①; `UNNUMBERED` without a number."""
    of_which: bool
    """The label opens with 其中."""
    facts: dict[int, Fact]
    heads: dict[int, tuple[int, str]]
    """Row and words of the heading above each column with a fact; -1 and no words where it is lost."""
    code: str | None = None
    """功能分类 or 经济分类 code: 3, 5 or 7 digits."""
    group: Span | None = None
    """The merged label left of the row's own that it shares with other rows: 其他资金 over 小计, 事业收入, 其他收入."""

    @property
    def is_total(self) -> bool:
        return bool(TOTAL.match(self.label))

    @property
    def is_subtotal(self) -> bool:
        return bool(SUBTOTAL.search(self.label))


def joined(ledger: Ledger) -> list[tuple[Table, ...]]:
    """The tables, each with its continuations: a page break cuts a table in two and loses the heading row."""
    return ledger.once(_joined)


def _joined(ledger: Ledger) -> list[tuple[Table, ...]]:
    groups: list[tuple[Table, ...]] = []
    for table in sorted(ledger.doc.tables, key=lambda table: table.span):
        if groups and _continues(ledger, groups[-1][-1], table):
            groups[-1] = (*groups[-1], table)
        else:
            groups.append((table,))
    return groups


def _continues(ledger: Ledger, before: Table, table: Table) -> bool:
    headless = bool(table.values) and not any(value.col_labels for value in table.values)
    between = ledger.doc.text[before.span.end : table.span.start]
    return headless and table.title is None and table.cols == before.cols and not _WORDS.search(between)


def sides(ledger: Ledger) -> list[list[Row]]:
    """The rows of each table and its continuations from top to bottom, without headings, once for each side.

    A balance sheet has two: 收入 and 支出 stand beside each other, each with labels of its own.
    """
    return ledger.once(_all_sides)


def _all_sides(ledger: Ledger) -> list[list[Row]]:
    return [rows for tables in joined(ledger) for rows in _sides(ledger, tables)]


def _sides(ledger: Ledger, tables: Sequence[Table]) -> list[list[Row]]:
    cells: dict[int, list[Cell]] = defaultdict(list)
    numbers: dict[tuple[int, int], Fact] = {}
    offset = 0
    for table in tables:
        grid = ledger.grid(table)
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
            cells[cell.row + offset].append(cell)
            facts = grid.get((cell.row, cell.col), ())
            if len(facts) == 1 and squeeze(cell.text) == ledger.quote(facts[0]):
                numbers[cell.row + offset, cell.col] = facts[0]
        offset += table.rows
    bounds = _bounds(numbers)
    heads = _heads(numbers)
    headings = {row for row, _ in heads.values()}
    found = []
    for start, end in pairwise([*bounds, max(table.cols for table in tables)]):
        rows: list[Row] = []
        for index in range(offset):
            if index not in headings:
                before = rows[-1].code if rows else None
                rows.append(_row(index, cells[index], numbers, heads, start, end, before))
        found.append(rows)
    return found


def _heads(numbers: Mapping[tuple[int, int], Fact]) -> dict[tuple[int, int], tuple[int, str]]:
    """Row and words of the heading above each number; one that is lost is the last one known for its column."""
    known: dict[int, tuple[int, str]] = {}
    above: dict[int, tuple[Cell, ...]] = {}
    heads = {}
    for row, col in sorted(numbers):
        place = numbers[row, col].quantity.place
        if place is not None and place.col_labels and place.col_labels != above.get(col):
            above[col] = place.col_labels
            known[col] = place.col_labels[-1].row, "/".join(place.col_path)
        heads[row, col] = known.get(col, (-1, ""))
    return heads


def _bounds(numbers: Mapping[tuple[int, int], Fact]) -> list[int]:
    """First columns of the sides: a label column right of a number column opens a new one."""
    labels = {_label_col(fact) for fact in numbers.values()} - {-1}
    columns = {col for _, col in numbers}
    bounds = [0]
    for label in sorted(labels):
        if any(bounds[-1] <= col < label for col in columns):
            bounds.append(label)
    return bounds


def _label_col(fact: Fact) -> int:
    place = fact.quantity.place
    return place.row_labels[-1].col if place is not None and place.row_labels else -1


def _row(
    index: int,
    cells: Sequence[Cell],
    numbers: Mapping[tuple[int, int], Fact],
    heads: Mapping[tuple[int, int], tuple[int, str]],
    start: int,
    end: int,
    before: str | None,
) -> Row:
    """The row's part between two columns; `before` is the code of the row above."""
    facts = {cell.col: numbers[index, cell.col] for cell in cells if (index, cell.col) in numbers}
    facts = {col: fact for col, fact in facts.items() if start <= col < end}
    first = min(facts, default=end)
    texts = [squeeze(cell.text) for cell in cells if start <= cell.col < first]
    labels = [text for text in texts if text and not text.isdecimal()]
    code = _code(texts, before)
    place = facts[first].quantity.place if first in facts else None
    outer = [cell for cell in place.row_labels[:-1] if cell.row_span > 1 and cell.col >= start] if place else []
    label = labels[-1] if facts and labels else next(iter(labels), "")
    depth, of_which = depth_of(label)
    return Row(
        index,
        label,
        depth,
        of_which,
        facts,
        {col: heads[index, col] for col in facts},
        code,
        outer[-1].span if outer else None,
    )


def _code(texts: Sequence[str], before: str | None) -> str | None:
    """The budget code among the cells left of the numbers: in one cell, or a level a cell.

    A level that is left out, with a deeper one printed, is that of the row above (`before`).
    """
    levels = list(takewhile(_LEVEL.match, texts))
    while levels and not levels[-1]:
        levels.pop()
    if len(levels) > 1:
        above = [before[:3], before[3:5], before[5:7]] if before else []
        printed = [level.zfill(2) if level and n else level for n, level in enumerate(levels)]
        filled = [level or (above[n] if n < len(above) else "") for n, level in enumerate(printed)]
        code = "".join(filled)
        return code if all(filled) and _CODE.match(code) else None
    return next((text for text in texts if _CODE.match(text)), None)


def depth_of(label: str) -> tuple[int, bool]:
    """Depth of a label's number, and whether it opens with 其中."""
    found = OF_WHICH.match(label)
    rest = label[found.end() :] if found else label
    if not _NUMBERED.match(rest):
        return UNNUMBERED, found is not None
    depth = next((depth for depth, pattern in enumerate(_DEPTHS) if pattern.match(rest)), UNNUMBERED)
    return depth, found is not None


def number_of(row: Row) -> int | None:
    """The number of a numbered label: 3 for 3、 and （三）; None without one."""
    if row.depth == UNNUMBERED:
        return None
    found = _NUMERAL.search(row.label)
    if found is None:
        return None
    if found[0] >= "①" and len(found[0]) == 1 and found[0] <= "⑳":
        return ord(found[0]) - ord("①") + 1
    value = parse(found[0])
    return int(value) if value is not None else None
