"""Rows that only an empty paragraph parted (ambiguity A of `flattened`) are put together again."""

from __future__ import annotations

from extractor.readers.flattened import RawCell
from extractor.tables.blocks import is_field, is_total, is_typical
from extractor.tables.content import is_number

_SHORTEST_BROKEN = 5
"""Cells of a row that may be put together from pieces: shorter rows are too often whole."""
_MOST_PIECES = 4


def mend(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """Join rows that only an empty paragraph parted (A): short pieces that add up to the row before or after them."""
    mended: list[list[RawCell]] = []
    widest = max(map(len, rows))
    at = 0
    while at < len(rows):
        pieces = _pieces(rows, at, len(mended[-1]) if mended else 0, widest)
        if pieces > 1:
            rows[at][-1].flags.append("ambiguity-A")
        mended.append([cell for row in rows[at : at + pieces] for cell in row])
        at += pieces
    return mended


def _pieces(rows: list[list[RawCell]], at: int, before: int, widest: int) -> int:
    """How many rows from `at` on are pieces of one row; 1 where the row stands for itself.

    The pieces of a data row make a row as long as the one before (`before` cells), those of a heading row one as long
    as the row after, or as the widest of the table.
    """
    if is_field(_opening(rows[at])) or (len(rows[at]) == 1 and not _opening(rows[at])):
        return 1
    total = len(rows[at])
    for following in range(at + 1, min(at + _MOST_PIECES, len(rows))):
        opening = _opening(rows[following])
        if "hole" in rows[following - 1][-1].flags or is_field(opening) or is_total(opening):
            return 1
        total += len(rows[following])
        after = _length(rows, following + 1, before)
        if total < _SHORTEST_BROKEN or total not in (before, after, widest):
            continue
        pieces = rows[at : following + 1]
        if total == before and _continue_each_other(pieces, after):
            return len(pieces)
        if total in (after, widest) and after not in map(len, pieces) and _is_heading(pieces):
            return len(pieces)
    return 1


def _length(rows: list[list[RawCell]], at: int, before: int) -> int:
    """Cells of the row at `at`; a total row, shorter by its merged label, counts as long as the row before."""
    if at >= len(rows):
        return 0
    return before if is_total(_opening(rows[at])) else len(rows[at])


def _continue_each_other(pieces: list[list[RawCell]], after: int) -> bool:
    """Whether pieces as long together as the row before them are its broken sibling."""
    lengths = {len(piece) for piece in pieces}
    first, *others = map(_opening, pieces)
    if is_number(others[0]) and not is_number(first):
        # Real rows do not begin with a number where others begin with words …
        return True
    if len(lengths) == 1:
        return not first and all(others) and after == sum(map(len, pieces))
    if after in lengths:
        # … nor with words where the row before begins under merged labels.
        return not first and all(others)
    return all(others) or after == sum(map(len, pieces))


def _opening(row: list[RawCell]) -> str:
    return row[0].lines[0].text.strip()


def _is_heading(rows: list[list[RawCell]]) -> bool:
    texts = ["".join(line.text for line in cell.lines).strip() for row in rows for cell in row]
    return is_typical(texts) and not any("。" in text or is_number(text) for text in texts)
