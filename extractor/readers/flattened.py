"""The grammar of a flattened text: where the tables are, which lines make a cell and which cells make a row.

    doc      := (para | table)*
    para     := text NL
    table    := row+ NL            the table adds one empty line after its last row
    row      := cell+ NL           so a row ends in one empty line
    cell     := TAB cellpara+      TAB only before the first paragraph of the cell
    cellpara := text? NL           an empty paragraph is an empty line, too: that is where the doubt comes from

The doubtful places carry a letter, kept as a flag on the cell after which the doubt arose:
    A  a row end, or an empty paragraph and the same row goes on
    B  a cell that begins with empty paragraphs, or the end of the table
    C  one empty line and a text without TAB: still the same cell
    D  a text between empty lines that runs into a TAB: a title, or the cell going on
    E  a hole: text was lost, the row has lost its last empty cells (flag `hole`)
    F  paragraphs that are indented with a TAB, not cells
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from extractor.types import Span

MARK = re.compile(r"\[(?:bookmark|image): ?[^\[\]\n]{0,200}\]")
"""What a converter leaves of a bookmark or a picture: no content."""

BREAK = re.compile(r"(\n|\r\n?)")
_EDGE = re.compile(r"(?:[\s\ufeff]|\[(?:bookmark|image): ?[^\[\]\n]{0,200}\])+")
_CAPTION = re.compile(
    r"^\s*(?:附件|附表|附[:：0-9一二三四五六]|说明|备注|注[:：]|填报|填表|编制单位|单位[:：]|金额单位|公开\d|表\s*\d)"
    r"|^\s*(?:19|20)\d\d\s*年|表\s*(?:[（(][^（）()]{0,12}[）)])?\s*$"
)
_OUTLINE = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}、)")
_LONGEST_RUN_ON = 12
"""Lines of text between empty lines that may still belong to a cell."""


class Line(NamedTuple):
    """A line of the text, without its line break."""

    number: int
    start: int
    end: int
    text: str
    """Without marks."""

    @property
    def opens_cell(self) -> bool:
        return self.text.startswith(("\t", " \t"))

    @property
    def empty(self) -> bool:
        return not self.text

    @property
    def after_hole(self) -> bool:
        """A single blank at the start of a line is all that is left of lost text."""
        return len(self.text) > 1 and self.text[0] == " " and not self.text[1].isspace()


@dataclass(slots=True)
class RawCell:
    """The lines of one cell, with the doubts that its reading left."""

    lines: list[Line]
    flags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RawTable:
    """Rows of cells as the flattened text has them."""

    rows: list[list[RawCell]]
    holed: bool = False
    """Text was lost right before or in it."""

    @property
    def span(self) -> Span:
        first, last = self.rows[0][0].lines[0], self.rows[-1][-1].lines[-1]
        return Span(first.start + (len(first.text) > 1 and first.text[0] == " "), last.end)


def lines_of(text: str) -> list[Line]:
    """The lines of a text, whatever ends them (LF, CR LF or CR); they keep the text's own offsets."""
    parts = BREAK.split(text)
    lines = []
    at = 0
    for number, (shown, ending) in enumerate(zip_longest(parts[::2], parts[1::2], fillvalue=""), 1):
        end = at + len(shown)
        if "[" in shown:
            # A line that holds a mark is a paragraph, never the empty line that ends a row.
            shown = MARK.sub("", shown) or "\u200b"
        lines.append(Line(number, at, end, shown))
        at = end + len(ending)
    return lines if parts[-1] else lines[:-1]


def trim(text: str, start: int, end: int) -> Span:
    """`text[start:end]` without white space and marks at its ends; empty, at `start`, where nothing else is in it."""
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return Span(start, start)
    if bare[0] not in "\ufeff[" and bare[-1] != "]":
        start += part.index(bare[0])
        return Span(start, start + len(bare))
    begin = start
    while start < end and (found := _EDGE.match(text, start, end)):
        start = found.end()
    if start == end:
        return Span(begin, begin)
    while True:
        if text[end - 1].isspace():
            end -= 1
        elif text[end - 1] == "]" and (mark := _mark_before(text, start, end)) is not None:
            end = mark
        else:
            return Span(start, end)


def _mark_before(text: str, start: int, end: int) -> int | None:
    opening = text.rfind("[", max(start, end - 220), end)
    return opening if opening >= 0 and MARK.fullmatch(text, opening, end) else None


def split(lines: Sequence[Line]) -> list[Line | RawTable]:
    """The paragraphs (as lines) and tables of a text in order; lines without content are left out."""
    parts: list[Line | RawTable] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.opens_cell:
            table, at = _table(lines, at)
            if _indented(table):
                inside = (held for row in table.rows for cell in row for held in cell.lines)
                parts.extend(held for held in inside if held.text.strip("\u200b \t\u3000"))
            else:
                parts.append(table)
            continue
        if line.text.strip("\u200b").strip():
            parts.append(line)
        at += 1
    return parts


def _table(lines: Sequence[Line], at: int) -> tuple[RawTable, int]:
    """The table that begins at line `at`, and the line after it."""
    table = RawTable([[]], holed=lines[at].text.startswith(" \t"))
    rows = table.rows
    lengths: Counter[int] = Counter()
    while at < len(lines):
        line = lines[at]
        if line.opens_cell:
            if line.text.startswith(" ") and rows[-1]:
                rows[-1][-1].flags.append("hole")
                table.holed = True
                lengths[len(rows[-1])] += 1
                rows.append([])
            rows[-1].append(RawCell([line]))
            at += 1
            continue
        if line.empty:
            blanks = 1
            while at + blanks < len(lines) and lines[at + blanks].empty:
                blanks += 1
            following = lines[at + blanks] if at + blanks < len(lines) else None
            if following is None:
                return table, at + blanks
            if following.opens_cell:
                after_hole = following.text.startswith(" ")
                if blanks > 1 and (after_hole or (blanks > 2 and _new_table(lines, at + blanks, len(rows[-1])))):
                    return table, at + blanks
                if blanks > 1:
                    rows[-1][-1].flags.append("ambiguity-A")
                lengths[len(rows[-1])] += 1
                rows.append([])
                at += blanks
                continue
            until = _run_on(lines, at, blanks, rows[-1], lengths)
            if until is None:
                return table, at + blanks
            rows[-1][-1].lines.extend(lines[at:until])
            at = until
            continue
        if line.after_hole or (line.text == " " and not (at + 1 < len(lines) and lines[at + 1].opens_cell)):
            rows[-1][-1].flags.append("hole")
            table.holed = True
            return table, at
        rows[-1][-1].lines.append(line)
        at += 1
    return table, at


def _run_on(lines: Sequence[Line], at: int, blanks: int, row: list[RawCell], lengths: Counter[int]) -> int | None:
    """Where the text after `blanks` empty lines ends if it still belongs to the open cell; None: the table is over."""
    start = at + blanks
    until = start
    while until < len(lines) and not lines[until].empty and not lines[until].opens_cell:
        if lines[until].after_hole:
            return None
        until += 1
    runs_in = until < len(lines) and lines[until].opens_cell
    if blanks == 1:
        whole = len(row) >= max(lengths, default=2)
        if not runs_in and whole and _OUTLINE.match(lines[start].text) and _no_more_cells(lines, until):
            return None
        row[-1].flags.append("ambiguity-C")
        return until
    if (
        not runs_in
        or until - start > _LONGEST_RUN_ON
        or any(_CAPTION.search(lines[n].text) for n in range(start, until))
    ):
        return None
    more = 0
    while until + more < len(lines) and lines[until + more].opens_cell:
        more += 1
    so_far = len(row)
    if not (so_far + more in lengths or so_far < min(lengths, default=0)):
        return None
    if so_far in lengths and more in lengths:
        return None
    blank_cell = not "".join(held.text for held in row[-1].lines).strip()
    row[-1].flags.append("ambiguity-B" if blank_cell else "ambiguity-D")
    return until


def _no_more_cells(lines: Sequence[Line], at: int) -> bool:
    """No cell opens within reach: what stands here is body text, not a long cell."""
    return not any(line.opens_cell for line in lines[at : at + 40])


def _new_table(lines: Sequence[Line], at: int, length: int) -> bool:
    """Whether the row at `at`, after three or more empty lines, is the head of another table."""
    cells = []
    while at < len(lines) and lines[at].opens_cell:
        cells.append(lines[at].text.strip())
        at += 1
    texts = [cell for cell in cells if cell]
    return (
        len(cells) != length
        and bool(cells[0])
        and len(texts) > 1
        and not any(any(sign.isdigit() for sign in cell) or len(cell) > 20 for cell in texts)
    )


def _indented(table: RawTable) -> bool:
    """Ambiguity F: lines that begin with a TAB only because the author indented them."""
    if table.holed:
        return False
    if all(len(row) == 1 for row in table.rows):
        return True
    cells = [text for row in table.rows for cell in row if (text := cell.lines[0].text.strip())]
    sentences = sum(1 for cell in cells if cell.endswith(("。", "；", "！", "：")) or _OUTLINE.match(cell))
    enough = 5 if len(table.rows) == 1 else 7
    return len(cells) > 2 and 10 * sentences > enough * len(cells)
