"""Which official form a table is, and what its columns mean where the heading rows were lost."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.forms import Column, Form, load_forms, plain
from extractor.tables.content import is_bare, is_dash, is_number, is_pair, is_words
from extractor.types import Cell, Table


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


def inferred(row: Sequence[Cell | None], width: int) -> list[Column | None] | None:
    """The columns of a row whose heading row was lost: the usual order of a form that one of its labels belongs to.

    `row` holds for each of the `width` grid columns the cell that covers it. None if no form knows the labels.
    """
    labels = {plain(cell.text) for cell in row if cell is not None and cell.text}
    columns = load_forms().columns
    best: list[Column | None] | None = None
    score = 0.0
    for form in load_forms().forms:
        if not labels & set(form.rows):
            continue
        for order in form.orders:
            fitted = _fitted(row, width, [columns[id_] for id_ in order])
            if fitted is not None and fitted[1] > score:
                best, score = fitted
    return best


def _fitted(
    row: Sequence[Cell | None], width: int, order: Sequence[Column]
) -> tuple[list[Column | None], float] | None:
    """The order laid over the row's cells, and how well the cells suit it."""
    cells: list[tuple[int, Cell]] = []
    for col, cell in enumerate(row):
        if cell is not None and (not cells or cells[-1][1] is not cell):
            cells.append((col, cell))
    if len(cells) != len(order):
        return None
    good = 0.0
    for (_, cell), column in zip(cells, order, strict=True):
        fit = _suits(cell.text, column)
        if fit < 0:
            return None
        good += fit
    starts = [col for col, _ in cells]
    laid: list[Column | None] = [None] * width
    for nth, (col, _) in enumerate(cells):
        end = starts[nth + 1] if nth + 1 < len(starts) else width
        laid[col:end] = [order[nth]] * (end - col)
    return laid, good / len(cells)


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
    if column.means == "mark":
        return 1 if not number and len(text) <= 6 else -1
    return 1 if number else 0.6
