"""Paragraphs and tables of a binary Word file by its own marks, where it cannot be converted: no lists, no styles."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from extractor.readers.msdoc.header import FKP_PAGE, PAPX, WordFile
from extractor.readers.msdoc.pieces import BREAKS, UNSEEN, decoded, pieces, shown_of_fields
from extractor.readers.richtext.flow import Block, Flow, RowFormat

_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_DEFINITION, _VERTICAL = 0xD608, 0xD62B
_ELSEWHERE = 0x6646
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
"""Bytes of an operand by the kind in the top bits of its code; kind 6 states its own length."""
_CELL_BYTES = 20
_JOINED, _MERGED, _RESTART = 0x03, 0x20, 0x40


@dataclass(slots=True)
class Mark:
    """What the end of a paragraph says of it."""

    level: int = 0
    """How many tables it is in."""
    row_end: bool = False
    inner_cell: bool = False
    row: RowFormat = field(default_factory=RowFormat)


def blocks(file: WordFile) -> list[Block]:
    """The body; empty if the file has lost its piece table."""
    story, places = _body(file)
    starts, marks = _marks(file)
    flow = Flow()
    for (char, shown), place in zip(zip(story, shown_of_fields(story), strict=True), places, strict=True):
        if char not in "\r\x07\x0c":
            if shown:
                flow.pieces.append(UNSEEN.sub("", char.translate(BREAKS)))
            continue
        at = bisect_right(starts, place) - 1
        mark = marks[at] if at >= 0 else Mark()
        if mark.row_end:
            flow.pieces.clear()
            flow.end_row(max(mark.level, 1), mark.row)
        elif char == "\x07" or mark.inner_cell:
            flow.end_cell(max(mark.level, 1))
        else:
            flow.end_paragraph(mark.level)
    return flow.finish()


def _body(file: WordFile) -> tuple[str, Iterator[int]]:
    """The characters of the body and where each of them stands in the stream."""
    left = file.stories()[0]
    text: list[str] = []
    places: list[Iterator[int]] = []
    for raw, wide, begin in pieces(file):
        size = 2 if wide else 1
        part = raw[: left * size]
        left -= len(part) // size
        if not wide and (plain := decoded(part, wide)) and len(plain) == len(part):
            text.append(plain)
            places.append(iter(range(begin, begin + len(part))))
            continue
        at = begin
        for char in decoded(part, wide):
            text.append(char)
            places.append(iter((at,)))
            at += len(char.encode("utf-16-le" if wide else "gb18030", errors="replace"))
    return "".join(text), chain.from_iterable(places)


def _marks(file: WordFile) -> tuple[list[int], list[Mark]]:
    """Where in the stream stretches of paragraphs begin, ascending, and what holds for each."""
    found: dict[int, Mark] = {}
    table = file.part(PAPX)
    count = max(len(table) - 4, 0) // 8
    for number in struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ():
        page = file.word[(number & 0x3FFFFF) * FKP_PAGE :][:FKP_PAGE]
        runs = page[-1] if len(page) == FKP_PAGE else 0
        if 4 * (runs + 1) + 13 * runs >= FKP_PAGE:
            continue
        for run in range(runs):
            (start,) = struct.unpack_from("<I", page, 4 * run)
            found[start] = _mark(_properties(page, 2 * page[4 * (runs + 1) + 13 * run]), file.data)
    starts = sorted(found)
    return starts, [found[start] for start in starts]


def _properties(page: bytes, at: int) -> bytes:
    if not 0 < at < FKP_PAGE - 2:
        return b""
    size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
    start = at + 1 if page[at] else at + 2
    return page[start + 2 : start + size]


def _mark(properties: bytes, data: bytes) -> Mark:
    """Read properties up to where they make no sense; `data`: the stream with those that are kept elsewhere."""
    if len(properties) >= 6 and properties[:2] == _ELSEWHERE.to_bytes(2, "little"):
        start = int.from_bytes(properties[2:6], "little")
        properties = data[start + 2 : start + 2 + int.from_bytes(data[start : start + 2], "little")]
    mark = Mark()
    at = 0
    while at + 3 <= len(properties):
        (code,) = struct.unpack_from("<H", properties, at)
        at += 2
        size = _OPERANDS.get(code >> 13, 0)
        if code == _DEFINITION:
            size = int.from_bytes(properties[at : at + 2], "little") + 1
        elif not size:
            size = properties[at] + 1
        operand = properties[at : at + size]
        at += size
        if len(operand) < size:
            break
        if code == _IN_TABLE:
            mark.level = max(mark.level, operand[0])
        elif code == _DEPTH:
            mark.level = int.from_bytes(operand, "little", signed=True)
        elif code in (_ROW_END, _INNER_ROW_END):
            mark.row_end |= bool(operand[0])
        elif code == _INNER_CELL:
            mark.inner_cell = bool(operand[0])
        elif code == _DEFINITION:
            _define(mark.row, operand)
        elif code == _VERTICAL and len(operand) == 3 and operand[1] < len(mark.row.vertical):
            mark.row.vertical[operand[1]] = {1: "continue", 3: "restart"}.get(operand[2])
    return mark


def _define(row: RowFormat, operand: bytes) -> None:
    """The edges and merges of a row."""
    count = operand[2] if len(operand) > 2 else 0
    if len(operand) < 3 + 2 * (count + 1):
        return
    row.clear()
    row.left, *edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    begin = 0
    for number, edge in enumerate(edges):
        at = 3 + 2 * (count + 1) + _CELL_BYTES * number
        flags = operand[at] if at < len(operand) else 0
        if flags & _MERGED:
            row.merges["vertical"] = "restart" if flags & _RESTART else "continue"
        joined = flags & _JOINED
        if joined:
            # Which of the two values begins a merge, the published descriptions do not agree on; the first one does.
            begin = begin or joined
            row.merges["horizontal"] = "restart" if joined == begin else "continue"
        else:
            begin = 0
        row.close_cell(edge)
