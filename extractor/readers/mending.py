"""Rows that only an empty paragraph parted (ambiguity A of `flattened`) are put together again."""

from __future__ import annotations

from extractor.readers.flattened import RawCell
from extractor.tables.blocks import is_field, is_total, is_typical
from extractor.tables.content import is_number
from extractor.tables.grouping import implied
from extractor.types import squeeze

_SHORTEST_BROKEN = 5
"""Cells of a row that may be put together from pieces: shorter rows are too often whole."""
_MOST_PIECES = 4
_SHORTEST_LIKE = 4
"""The same where another row shows what they should look like."""
_NEAR = 6
"""Rows before and after among which one like it is looked for."""
_LONGEST_HEADING = 16


def mend(rows: list[list[RawCell]]) -> list[list[RawCell]]:
    """Join rows that only an empty paragraph parted (A): short pieces that add up to the row before or after them."""
    mended: list[list[RawCell]] = []
    lengths = [len(row) for row in rows]
    widest = max(lengths)
    at = 0
    while at < len(rows):
        pieces = 1
        if sum(lengths[at : at + 2]) <= widest:
            pieces = _pieces(rows, at, len(mended[-1]) if mended else 0, widest)
            if pieces == 1:
                pieces = _like_others(rows, at, mended)
        if pieces > 1:
            rows[at][-1].flags.append("ambiguity-A")
        mended.append([cell for row in rows[at : at + pieces] for cell in row])
        at += pieces
    for pieces in range(2, _MOST_PIECES):
        if _stands_over(mended[:pieces], mended[pieces : pieces + 1]):
            mended[0][-1].flags.append("ambiguity-A")
            return [[cell for row in mended[:pieces] for cell in row], *mended[pieces:]]
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


def _like_others(rows: list[list[RawCell]], at: int, mended: list[list[RawCell]]) -> int:
    """How many rows from `at` on are pieces of a row like one nearby; 1 where none of them is needed.

    The pieces are as long together as that row, have no sibling of their own length, and numbers where it has numbers.
    """
    total = len(rows[at])
    for following in range(at + 1, min(at + _MOST_PIECES, len(rows))):
        if "hole" in rows[following - 1][-1].flags:
            return 1
        total += len(rows[following])
        near = [*mended[-_NEAR:], *rows[following + 1 : following + 1 + _NEAR]]
        others = [row for row in near if len(row) == total]
        pieces = rows[at : following + 1]
        if total < _SHORTEST_LIKE or not others or _have_siblings(pieces, rows, following + 1, mended):
            continue
        if (not mended or len(mended[-1]) != total) and any(_head(pieces, other) for other in others):
            return len(pieces)
        openings = [_opening(piece) for piece in pieces]
        if any(map(is_field, openings)) or (any(map(is_total, openings)) and not is_total(openings[0])):
            return 1
        if any(_alike(pieces, other) for other in others):
            return len(pieces)
    return 1


def _have_siblings(
    pieces: list[list[RawCell]], rows: list[list[RawCell]], after: int, mended: list[list[RawCell]]
) -> bool:
    """Whether a row beside the pieces is as long as one of them and not cut like them; or they are their own."""
    lengths = [len(piece) for piece in pieces]
    if mended and len(mended[-1]) in lengths:
        return True
    if len(set(lengths)) == 1 and (len(lengths) > 2 or not _opening(pieces[-1])):
        return True
    following = [len(row) for row in rows[after : after + len(pieces)]]
    return bool(following) and following[0] in lengths and (following != lengths or len(set(lengths)) == 1)


def _alike(pieces: list[list[RawCell]], other: list[RawCell]) -> bool:
    """Whether the pieces one after the other have numbers and words where the other row has them."""
    texts = [text for piece in pieces for text in _texts(piece)]
    pairs = list(zip(texts, _texts(other), strict=True))
    starts = [sum(map(len, pieces[:nth])) for nth in range(1, len(pieces))]
    if any(not pairs[start][0] and pairs[start][1] for start in starts):
        # An empty cell begins a row under merged labels rather than the rest of a row.
        return False
    filled = [is_number(one) == is_number(two) for one, two in pairs if one and two]
    return len(filled) > 1 and 4 * sum(filled) >= 3 * len(filled)


def _head(pieces: list[list[RawCell]], other: list[RawCell]) -> bool:
    """Whether the pieces are those of a heading row over rows of numbers like the other row."""
    texts = [text for piece in pieces for text in _texts(piece) if text]
    words = all(len(text) <= _LONGEST_HEADING and "。" not in text and not is_number(text) for text in texts)
    return words and len(texts) > 2 and sum(map(is_number, _texts(other))) > 1


def _stands_over(pieces: list[list[RawCell]], below: list[list[RawCell]]) -> bool:
    """Whether the pieces are together the headings that the row below them, of sub-headings, asks for."""
    if not below:
        return False
    lower = [squeeze(text) for text in _texts(below[0])]
    groups = implied(lower)
    texts = [text for piece in pieces for text in [*_texts(piece), *lower] if text]
    words = all(len(text) <= _LONGEST_HEADING and "。" not in text and not is_number(text) for text in texts)
    return words and len(groups) == sum(map(len, pieces)) and max(groups) > 1


def _texts(row: list[RawCell]) -> list[str]:
    return ["".join(line.text for line in cell.lines).strip() for cell in row]


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
    texts = [text for row in rows for text in _texts(row)]
    return is_typical(texts) and not any("。" in text or is_number(text) for text in texts)
