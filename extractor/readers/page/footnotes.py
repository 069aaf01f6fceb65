"""Footnotes: what stands in smaller type under the text of a page and belongs to no paragraph around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.readers.page.grid import Grid
from extractor.readers.page.lines import Line

_SMALLER = 0.92
"""Of the text's type, up to which that of a note goes."""
_ENOUGH = 3
"""Lines of text that a note stands under."""
_MARK = re.compile(r"[①-⑳⑴-⒇*＊※]|[\[〔【(（]\s?\d{1,3}\s?[\]〕】)）]|\d{1,3}(?![\d.．、，,年月日%％])|注\s?\d*[：:]")


def without_notes(items: Sequence[Line | Grid]) -> tuple[list[Line | Grid], list[list[Line]]]:
    """The items of a column without its footnotes, and the lines of each footnote."""
    sizes: Counter[float] = Counter()
    for item in items:
        if isinstance(item, Line):
            sizes[round(item.size, 1)] += len(item.glyphs)
    if not sizes:
        return list(items), []
    size = max(sorted(sizes.items(), reverse=True), key=lambda one: one[1])[0]
    start = len(items)
    while start and isinstance(last := items[start - 1], Line) and last.size <= _SMALLER * size:
        start -= 1
    body = items[:start]
    notes: list[list[Line]] = []
    for item in items[start:]:
        if isinstance(item, Line):
            if _MARK.match(item.text):
                notes.append([])
            if not notes:
                return list(items), []
            notes[-1].append(item)
    if sum(isinstance(item, Line) for item in body) < _ENOUGH or (body and isinstance(body[-1], Grid)):
        return list(items), []
    return list(body), notes
