"""The text cut for a reader of one fact: sentences of paragraphs and rows of tables."""

from __future__ import annotations

import re
from bisect import bisect_right

from .layout import Laid

_END = re.compile(r"[。！？；]+[”’」）)]*")


class Passages:
    """Sentences and table rows of a report, in text order."""

    def __init__(self, laid: Laid) -> None:
        self._units = sorted(_sentences(laid) + _rows(laid))
        self._starts = [start for start, _ in self._units]

    def around(self, *spans: tuple[int, int]) -> tuple[int, int]:
        """The smallest run of whole sentences and rows that holds all `spans`."""
        first = self._units[self._at(min(start for start, _ in spans))]
        last = self._units[self._at(max(end for _, end in spans) - 1)]
        return first[0], last[1]

    def together(self, one: int, other: int) -> bool:
        """Whether two places stand in the same sentence or row."""
        return self._at(one) == self._at(other)

    def _at(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1


def _sentences(laid: Laid) -> list[tuple[int, int]]:
    found = []
    for at, para in laid.paragraphs:
        text, start = para.piece.text, 0
        for end in [match.end() for match in _END.finditer(text)] + [len(text)]:
            if text[start:end].strip():
                found.append((at + start, at + end))
                start = end
    return found


def _rows(laid: Laid) -> list[tuple[int, int]]:
    found = []
    for grid in laid.grids:
        for line in grid.lines:
            cells = [cell for cell, begins in line.entries if begins and not cell.lost]
            if cells:
                found.append((cells[0].offset, max(cell.offset + len(cell.piece.text) for cell in cells)))
    return found
