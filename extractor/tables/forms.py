"""Which official form a table is, and what its columns mean where the heading rows were lost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.lexicon.forms import Column, Form, load_forms, plain
from extractor.tables.content import comparator_of, is_bare, is_dash, is_number, is_pair, is_words
from extractor.types import Cell, Table, squeeze


def recognise(table: Table, title: str | None) -> Form | None:
    """The form with the largest share of its needed labels in title and cells; None if no form has enough."""
    texts = {plain(cell.text) for cell in table.cells if 1 < len(cell.text) < 60 and is_words(cell.text)}
    named = plain(title or "")
    best: Form | None = None
    score = 0.0
    for form in load_forms().forms:
        hits = sum(1 for label in form.labels if label in texts)
        entitled = any(label.endswith("表") and label in named for label in form.labels)
        share = (hits + form.needs * entitled) / form.needs
        if share >= 1 and share > score:
            best, score = form, share
    return best


Line = Sequence[Cell | None]
"""For each grid column the cell that covers it in one row."""


def inferred(lines: Sequence[Line], width: int) -> list[Column | None] | None:
    """The columns of rows whose heading row was lost: the usual order of the form whose labels they begin with.

    Of all orders that a form knows the one is taken that most of the rows suit best. None if no form knows the labels.
    """
    labels = {plain(cell.text) for line in lines for cell in line if cell is not None and cell.text}
    columns = load_forms().columns
    best: list[Column | None] | None = None
    score = 0.0
    for form in load_forms().forms:
        if not labels & set(form.rows):
            continue
        for order in form.orders:
            meant = [columns[id_] for id_ in order]
            fits = [_fit(cells, meant) for line in lines if len(cells := distinct(line)) == len(order)]
            total = sum(fits)
            if total > score and min(fits) >= 0:
                full = next(line for line in lines if len(distinct(line)) == len(order))
                best, score = _laid(full, meant, width), total
    return best


def distinct(line: Line) -> list[Cell]:
    """The cells of a row from left to right, each once."""
    kept: list[Cell] = []
    for cell in line:
        if cell is not None and (not kept or kept[-1] is not cell):
            kept.append(cell)
    return kept


def _laid(line: Line, order: Sequence[Column], width: int) -> list[Column | None]:
    cells = distinct(line)
    laid: list[Column | None] = [None] * width
    for cell, column in zip(cells, order, strict=True):
        laid[cell.col : cell.col + cell.col_span] = [column] * cell.col_span
    return laid


def _fit(cells: Sequence[Cell], order: Sequence[Column]) -> float:
    """How well a row suits an order, from 0 to 2; negative if a cell cannot stand where the order has it."""
    fits = [_suits(cell.text, column) for cell, column in zip(cells, order, strict=True)]
    if min(fits) < 0:
        return -1
    points = {column.id: cell.text for cell, column in zip(cells, order, strict=True) if column.kind == "score"}
    return sum(fits) / len(fits) + _share(points.get("weight", ""), points.get("score", ""))


def _share(weight: str, score: str) -> float:
    """The part of its points that an item got: most get nearly all of them, none gets more."""
    if not (is_bare(weight) and is_bare(score)):
        return 0
    full, got = Decimal(squeeze(weight).replace(",", "")), Decimal(squeeze(score).replace(",", ""))
    return float(got / full) if 0 < got <= full else 0


def _suits(text: str, column: Column) -> float:
    """1 for a cell as the column wants it, 0.5 for an empty one, less for a doubtful one, negative for a wrong one."""
    if not text or is_dash(text):
        return 0.5
    number = is_number(text)
    if column.means == "label":
        return -1 if number or is_pair(text) else 1
    if column.means == "prose":
        return 0.2 if number else 1
    if column.means == "value":
        if column.kind == "score":
            return 1 if is_bare(text) or text.endswith("分") else -1
        return 1 if number else -1
    if column.id == "nature":
        return 1 if comparator_of(text) or text in ("定性", "定量") else -1
    if column.means == "mark":
        return 1 if not number and len(text) <= 6 else -1
    return 1 if number else 0.6
