"""Type on its side on a page whose text is upright: labels of narrow cells, page marks of pages bound otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.readers.page.model import Glyph

_UPWARD = 1
"""Quarters that the page must be turned for type that is read upward to stand upright."""
_MARK = re.compile(r"[-—–－─·]?\d{1,4}[-—–－─·]?|第\d{1,4}页(?:共\d{1,4}页)?")
_EDGE = 0.12
"""Share of the page's width at both its edges where page marks stand."""


def settled(glyphs: Sequence[Glyph], turned: Sequence[tuple[int, int]], width: float) -> list[Glyph]:
    """The signs with those on their side in an order that is read from top to bottom; page marks among them left out.

    Args:
        glyphs: Of the page.
        turned: Indices of the signs on their side, in order, with the quarters that would turn them upright.
        width: Of the page.
    """
    found: list[Glyph | None] = list(glyphs)
    for indices, quarters in _runs(turned, glyphs):
        run = [glyphs[index] for index in indices]
        middle = (run[0].x0 + run[0].x1) / 2
        at_edge = min(middle, width - middle) < _EDGE * width
        places = run[::-1] if quarters == _UPWARD else run
        for index, glyph, place in zip(indices, run, places, strict=True):
            found[index] = glyph._replace(top=place.top, bottom=place.bottom)
        if at_edge and _MARK.fullmatch("".join(glyph.text for glyph in run if not glyph.text.isspace())):
            for index in indices:
                found[index] = None
    return [glyph for glyph in found if glyph is not None]


def _runs(turned: Sequence[tuple[int, int]], glyphs: Sequence[Glyph]) -> Iterator[tuple[list[int], int]]:
    """Signs that follow each other on one base line, with their turn."""
    run: list[int] = []
    turn = 0
    for index, quarters in turned:
        if run:
            last, glyph = glyphs[run[-1]], glyphs[index]
            near = abs(last.x0 - glyph.x0) < last.size and abs(last.top - glyph.top) < 3 * last.size
            if quarters != turn or not near:
                yield run, turn
                run = []
        run.append(index)
        turn = quarters
    if run:
        yield run, turn
