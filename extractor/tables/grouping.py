"""Which headings of a lower row stand under which heading of the row above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.tables.content import is_words
from extractor.types import Cell, squeeze

_LONGEST = 24
"""Characters of a heading; what is longer tells something."""


def grouped(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[int] | None:
    """How many cells of `lower` stand under each cell of `upper`; None where nothing tells."""
    texts = [squeeze(cell.text) for cell in lower]
    period, over = divmod(len(texts), len(upper))
    if not over and period > 1 and all(texts[n] == texts[n % period] for n in range(len(texts))):
        return [period] * len(upper)
    starts = [n for n, text in enumerate(texts) if text and texts.index(text) < n and text == texts[0]]
    if len(starts) + 1 == len(upper) and texts[0]:
        bounds = [0, *starts, len(texts)]
        return [b - a for a, b in pairwise(bounds)]
    groups = implied(texts)
    return groups if len(groups) == len(upper) else None


def implied(texts: Sequence[str]) -> list[int]:
    """How many texts of a lower heading row stand under each heading above it; none where no empty cell tells.

    >>> implied(["", "", "合计", "党的建设", "履职尽责", ""])
    [1, 1, 3, 1]
    """
    if "" not in texts:
        return []
    groups: list[int] = []
    first = ""
    for nth, text in enumerate(texts):
        if text and nth and texts[nth - 1] and text != first:
            groups[-1] += 1
        else:
            groups.append(1)
            first = text
    return groups


def subdivides(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether `lower` cannot but refine the headings of `upper`, whatever the words: some have parts, others go down.

    Own cells of two rows that follow each other: on their grid the merges tell, in a flattened text the empty cells.
    """
    if not (_is_worded(upper) and _is_worded(lower)) or not upper[0].text:
        return False
    tall = [cell for cell in upper if cell.row_span > 1]
    if tall:
        parted = [cell for cell in upper if cell.row_span == 1]
        under = sum(cell.col_span for cell in lower)
        return bool(parted) and len(lower) > len(parted) and under == sum(cell.col_span for cell in parted)
    if len(lower) <= len(upper) or lower[0].text:
        return False
    groups = grouped(upper, lower)
    return groups is not None and max(groups) > 1


def _is_worded(row: Sequence[Cell]) -> bool:
    texts = [squeeze(cell.text) for cell in row if cell.text]
    return len(texts) > 1 and all(is_words(text) and len(text) <= _LONGEST and "。" not in text for text in texts)
