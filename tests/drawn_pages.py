"""Pages drawn by hand, so that a test states exactly the signs and rules it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.readers.page.grid import Grid
from extractor.readers.page.model import Glyph, Page, Rule
from extractor.readers.page.stitching import Stitched

SIZE = 10.0
PADDING = 5.0


def words(text: str, x: float, top: float, size: float = SIZE) -> list[Glyph]:
    """A line of text; ideographs are as wide as high, other signs half as wide."""
    glyphs = []
    for sign in text:
        width = size if ord(sign) > 0x2000 else size / 2
        glyphs.append(Glyph(sign, x, top, x + width, top + size, size))
        x += width
    return glyphs


def width(text: str, size: float = SIZE) -> float:
    return sum(size if ord(sign) > 0x2000 else size / 2 for sign in text)


def inside(text: str, x0: float, top: float, x1: float, *, align: str = "left") -> list[Glyph]:
    """The lines of a cell from its top left corner, parted by NL; `align`: left, centre or right."""
    glyphs = []
    for index, line in enumerate(text.split("\n")):
        room = x1 - x0 - 2 * PADDING - width(line)
        shift = {"left": 0.0, "centre": room / 2, "right": room}[align]
        glyphs += words(line, x0 + PADDING + shift, top + 4 + index * 14)
    return glyphs


def across(y: float, x0: float, x1: float) -> Rule:
    return Rule(x0, y, x1, y)


def down(x: float, top: float, bottom: float) -> Rule:
    return Rule(x, top, x, bottom)


def lattice(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The rules of a table without merged cells."""
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def without(rules: Iterable[Rule], *gaps: tuple[float, float, float, float]) -> list[Rule]:
    """The rules with the pieces cut out that lie in a box (x0, top, x1, bottom)."""
    left = list(rules)
    for x0, top, x1, bottom in gaps:
        cut: list[Rule] = []
        for rule in left:
            if rule.across and top <= rule.top <= bottom:
                cut += [across(rule.top, *part) for part in ((rule.x0, min(x0, rule.x1)), (max(x1, rule.x0), rule.x1))]
            elif not rule.across and x0 <= rule.x0 <= x1:
                cut += [
                    down(rule.x0, *part)
                    for part in ((rule.top, min(top, rule.bottom)), (max(bottom, rule.top), rule.bottom))
                ]
            else:
                cut.append(rule)
        left = [rule for rule in cut if rule.x1 > rule.x0 or rule.bottom > rule.top]
    return left


def sheet(
    rows: Sequence[Sequence[str]], xs: Sequence[float], top: float = 100.0, height: float = 20.0
) -> tuple[list[Glyph], list[float]]:
    """The signs of a table with a row of cells for each of `rows`, and the heights of its level rules."""
    glyphs: list[Glyph] = []
    ys = [top]
    for row in rows:
        for text, x0, x1 in zip(row, xs, xs[1:], strict=False):
            glyphs += inside(text, x0, ys[-1], x1)
        ys.append(ys[-1] + max(20.0, 6 + 14 * max(text.count("\n") + 1 for text in row)))
    return glyphs, ys


def page(glyphs: Iterable[Glyph], rules: Iterable[Rule] = (), number: int = 1) -> Page:
    return Page(number, 595, 842, tuple(glyphs), tuple(rules))


def drawn(rows: Sequence[Sequence[str]], xs: Sequence[float], number: int = 1, top: float = 100.0) -> Page:
    """A page with one ruled table."""
    glyphs, ys = sheet(rows, xs, top)
    return page(glyphs, lattice(xs, ys), number)


def texts(table: Grid | Stitched) -> list[list[str]]:
    """The texts of a table, row by row, each at the first row and column of its cell."""
    cells = table.cells if isinstance(table, Grid) else table.placed
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in cells:
        rows[cell.row].append(cell.text)
    return rows


def spans(table: Grid | Stitched) -> dict[tuple[int, int], tuple[int, int]]:
    """Row and column span of each merged cell, by its place."""
    cells = table.cells if isinstance(table, Grid) else table.placed
    return {(cell.row, cell.col): (cell.row_span, cell.col_span) for cell in cells if cell.row_span * cell.col_span > 1}
