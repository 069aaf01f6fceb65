"""Signs printed twice to look bold."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.readers.page.model import Glyph

_CELL = 8.0
"""Points of the squares in which second prints are looked for; more than any shift that makes bold."""


def once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without the second print of a sign at (nearly) the same place, which only makes it bold."""
    places = {(text, x0 // 2, top // 2) for text, x0, top, _, _, _, _ in glyphs}
    if len(places) == len(glyphs):
        return glyphs
    kept: list[Glyph] = []
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        reach = max(0.15 * glyph.size, 0.3)
        if kept and glyph.x1 - glyph.x0 > _PAIR * glyph.size and glyph[:5] == kept[-1][:5]:
            # Two dashes that the font draws as one: each has the place of both.
            middle = (glyph.x0 + glyph.x1) / 2
            kept[-1] = kept[-1]._replace(x1=middle)
            kept.append(glyph._replace(x0=middle))
            continue
        if not any(
            abs(other.x0 - glyph.x0) < reach and abs(other.top - glyph.top) < reach for other in _near(seen, glyph)
        ):
            seen.setdefault((glyph.text, round(glyph.x0 / _CELL), round(glyph.top / _CELL)), []).append(glyph)
            kept.append(glyph)
    return kept


_PAIR = 1.5
"""Sizes that are wider than any single sign."""


def _near(seen: dict[tuple[str, int, int], list[Glyph]], glyph: Glyph) -> Iterator[Glyph]:
    across, down = round(glyph.x0 / _CELL), round(glyph.top / _CELL)
    for column in (across - 1, across, across + 1):
        for line in (down - 1, down, down + 1):
            yield from seen.get((glyph.text, column, line), ())
