"""A document that was read against the document that was written: cells, values with labels, paragraphs, facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher

from extractor.types import Cell, Doc, Fact, Table, squeeze

_CODE = re.compile(r"0\d|[^\d.,+-]")
"""A code, or no number after all (`NaN`)."""
_WIDE = re.compile(r"\s{4,}")


@dataclass(slots=True)
class Tally:
    """How many items were there to find, were found, and are in both."""

    expected: int = 0
    found: int = 0
    hit: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """F1: 1 where everything was found and nothing else."""
        total = self.expected + self.found
        return 2 * self.hit / total if total else 1.0

    def __iadd__(self, other: Tally) -> Tally:
        self.expected += other.expected
        self.found += other.found
        self.hit += other.hit
        self.misses += other.misses
        return self


def tally(expected: Iterable[Hashable], found: Iterable[Hashable]) -> Tally:
    """Compare two collections in which an item may stand several times."""
    wanted, got = Counter(expected), Counter(found)
    hit = sum((wanted & got).values())
    misses = [f"- {one}" for one in (wanted - got).elements()] + [f"+ {one}" for one in (got - wanted).elements()]
    return Tally(sum(wanted.values()), sum(got.values()), hit, misses)


def compare(wanted: Doc, got: Doc) -> dict[str, Tally]:
    """Scores of a document by layer; both are tabulated."""
    cells = Tally()
    for table, other in paired(wanted.tables, got.tables):
        cells += _cells(table, other)
    return {
        "cells": cells,
        "values": tally(values(wanted), values(got)),
        "paragraphs": _paragraphs(wanted, got),
        "signs": signs(wanted, got),
    }


def paired(wanted: Sequence[Table], got: Sequence[Table]) -> list[tuple[Table | None, Table | None]]:
    """Each wanted table with the table found that says the same, in order; what is left over stands alone."""
    pairs: list[tuple[Table | None, Table | None]] = []
    at = 0
    for table in wanted:
        words = _words(table)
        shares = [sum((words & _words(other)).values()) for other in got[at : at + 8]]
        best = max(range(len(shares)), key=shares.__getitem__, default=-1)
        if best < 0 or not shares[best] or 3 * shares[best] < sum(words.values()):
            pairs.append((table, None))
            continue
        pairs += [(None, other) for other in got[at : at + best]]
        pairs.append((table, got[at + best]))
        at += best + 1
    return pairs + [(None, other) for other in got[at:]]


def _words(table: Table) -> Counter[str]:
    return Counter(plain(cell.text) for cell in table.cells if cell.text)


def _cells(wanted: Table | None, got: Table | None) -> Tally:
    """Cells with text by position, spans and text.

    Rows and columns in which no cell begins cannot be seen, whatever the file says of them: they do not count. On a
    worksheet the table begins below its title: all its cells may be lower by the same number of rows.
    """
    expected = [] if wanted is None else _places(wanted.cells)
    if got is None:
        return tally(expected, ())
    lower = 0
    if wanted is not None and any(cell.origin.sheet for cell in got.cells):
        offsets = Counter(
            other.row - one.row
            for one in wanted.cells
            for other in got.cells
            if one.text and plain(one.text) == plain(other.text)
        )
        lower = max(0, offsets.most_common(1)[0][0]) if offsets else 0
    high = wanted.rows if wanted is not None else got.rows
    return tally(expected, _places([one for one in got.cells if not lower or lower <= one.row < lower + high]))


def _places(cells: Sequence[Cell]) -> list[tuple[int, int, int, int, str]]:
    rows = {row: nth for nth, row in enumerate(sorted({one.row for one in cells}))}
    cols = {col: nth for nth, col in enumerate(sorted({one.col for one in cells}))}
    return [
        (
            rows[one.row],
            cols[one.col],
            sum(row in rows for row in range(one.row, one.row + one.row_span)),
            sum(col in cols for col in range(one.col, one.col + one.col_span)),
            plain(one.text),
        )
        for one in cells
        if one.text
    ]


def values(doc: Doc) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Every value with its row path and column path."""
    return [
        (plain(one.text), tuple(map(plain, one.row_path)), tuple(map(plain, one.col_path)))
        for table in doc.tables
        for one in table.values
    ]


def plain(text: str) -> str:
    """`text` without white space; a number as its value, since a worksheet holds that and not how it is shown."""
    bare = squeeze(text)
    try:
        number = Decimal(bare.replace(",", ""))
    except InvalidOperation:
        return bare
    return bare if _CODE.match(bare) else f"{number.normalize():f}"


def _paragraphs(wanted: Doc, got: Doc) -> Tally:
    expected = [squeeze(wanted[one.span]) for one in wanted.paragraphs]
    found = _rejoined(
        [squeeze(got[one.span]) for one in got.paragraphs],
        {squeeze(line) for one in wanted.paragraphs if _WIDE.search(line := wanted[one.span])},
    )
    result = Tally(len(expected), len(found))
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    result.hit = sum(block.size for block in matcher.get_matching_blocks())
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            result.misses += [f"- {one}" for one in expected[a:b]] + [f"+ {one}" for one in found[c:d]]
    return result


def _rejoined(found: Sequence[str], wide: set[str]) -> list[str]:
    """`found` with the parts of a line put together that only wide blanks part, as on a page they may be."""
    lines: list[str] = []
    at = 0
    while at < len(found):
        until = next((n for n in range(at + 2, at + 6) if "".join(found[at:n]) in wide), at + 1)
        lines.append("".join(found[at:until]))
        at = until
    return lines


def signs(wanted: Doc, got: Doc) -> Tally:
    """How many of the characters came back, white space aside, wherever they stand."""
    result = tally(squeeze(wanted.text), squeeze(got.text))
    result.found = result.expected
    return result


def fact_keys(facts: Iterable[Fact], doc: Doc) -> list[tuple[object, ...]]:
    """What makes two facts the same, whatever file they were read from."""
    return [
        (
            fact.quantity.kind, fact.quantity.value, fact.quantity.value_to, fact.quantity.date, fact.quantity.unit,
            fact.metric, fact.role, fact.period, squeeze(doc[fact.indicator]) if fact.indicator else None,
        )
        for fact in facts
    ]  # fmt: skip
