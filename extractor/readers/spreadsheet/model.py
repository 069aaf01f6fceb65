"""A worksheet as every spreadsheet format gives it: what its cells show, and how they are merged and ruled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

MAX_CELLS = 1_000_000
"""Cells of a workbook that are read, empty ones with rules among them: twenty thousand pages."""


class Area(NamedTuple):
    """A block of cells from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A worksheet while it is read; rows and columns count from 0."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    """What a cell shows, of those that show anything."""
    merged: list[Area] = field(default_factory=list)
    ruled: set[tuple[int, int]] = field(default_factory=set)
    """Cells with borders on two sides or more, empty ones too."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    flags: dict[str, None] = field(default_factory=dict)
    """In order of appearance: `truncated` …"""


def reference(row: int, col: int) -> str:
    """The address of a cell: row 2, column 1 is `B3`."""
    return f"{column_name(col)}{row + 1}"


def column_name(col: int) -> str:
    """0 is `A`, 26 is `AA`."""
    name = ""
    col += 1
    while col:
        col, digit = divmod(col - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def parse_reference(text: str) -> tuple[int, int] | None:
    """Row and column of `B3` or `$B$3`; None if it is no address of a cell."""
    col = row = 0
    for character in text:
        if "A" <= character <= "Z" and not row:
            col = col * 26 + ord(character) - ord("A") + 1
        elif character.isdecimal():
            row = row * 10 + int(character)
        elif character != "$":
            return None
    return (row - 1, col - 1) if 0 < row <= 1 << 20 and 0 < col <= 1 << 14 else None


def parse_area(text: str) -> Area | None:
    """`B3:D4` as an area; None if it is none."""
    first, _, last = text.partition(":")
    start, end = parse_reference(first), parse_reference(last or first)
    if start is None or end is None:
        return None
    return Area(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
