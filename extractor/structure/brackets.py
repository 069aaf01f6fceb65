"""Balanced brackets, quotes and title marks: what stands in them is not cut."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

LONGEST_SHELTER = 80
"""A bracket around more than this is a passage of its own and is cut like any other text."""

_KINDS = ("（(）)", "“”", "‘’", "《》", "〈〉", "【[】]", "「」")
_OPEN = {mark: n for n, kind in enumerate(_KINDS) for mark in kind[: len(kind) // 2]}
_CLOSE = {mark: n for n, kind in enumerate(_KINDS) for mark in kind[len(kind) // 2 :]}
_MARK = re.compile("[" + re.escape("".join([*_OPEN, *_CLOSE])) + r"\n]")

CLOSERS = frozenset(_CLOSE)


def pairs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Opening and closing offset of every balanced pair in `text[start:end]`, by closing offset.

    Widths may be mixed, `(社区）`; a mark without its partner on the same line is ignored.
    """
    found, closings = _pairs_of(text)
    first = bisect_left(closings, start)
    return [pair for pair in found[first : bisect_left(closings, end, first)] if pair[0] >= start]


@lru_cache(maxsize=4)
def _pairs_of(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """The pairs of a whole text, which is asked for once a sentence, and their closing offsets.

    The pairs of a part are those that lie in it: a mark finds the nearest partner, wherever the part begins.
    """
    waiting: list[list[int]] = [[] for _ in _KINDS]
    found: list[tuple[int, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            for stack in waiting:
                stack.clear()
        elif mark in _OPEN:
            waiting[_OPEN[mark]].append(at)
        elif waiting[_CLOSE[mark]]:
            found.append((waiting[_CLOSE[mark]].pop(), at))
    return found, [closing for _, closing in found]


def shelters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of `text[start:end]` inside short balanced pairs, marks included: half-open, in order, apart."""
    found: list[tuple[int, int]] = []
    for opening, closing in pairs(text, start, end):
        if closing - opening > LONGEST_SHELTER:
            continue
        while found and found[-1][1] > opening:
            opening = min(opening, found.pop()[0])
        found.append((opening, closing + 1))
    return found


def is_sheltered(text: str, at: int, start: int, end: int) -> bool:
    """Whether the offset `at` lies inside a short balanced pair of `text[start:end]`, or on one of its marks."""
    found, closings = _pairs_of(text)
    last = min(end - 1, at + LONGEST_SHELTER)
    for nth in range(bisect_left(closings, at), len(found)):
        opening, closing = found[nth]
        if closing > last:
            break
        if start <= opening <= at and closing - opening <= LONGEST_SHELTER:
            return True
    return False
