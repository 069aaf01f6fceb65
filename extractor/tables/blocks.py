"""Which rows of a table are heading rows, which are the head of a form, which add up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.lexicon.forms import Column, column_of, load_forms
from extractor.tables.content import is_bare, is_dash, is_number, is_numbered, is_pair
from extractor.tables.grouping import subdivides
from extractor.types import Cell, squeeze

_LONGEST_HEADING = 40
_TYPICAL = frozenset({"level_1", "level_2", "level_3", "target", "actual", "weight", "score", "budget_adjusted"})
"""Columns that only official forms have: two of them make a heading row."""

_STAGES = frozenset({"budget_initial", "budget_adjusted", "final", "rate", "weight", "score"})
"""Columns of funds: three of them make a heading row, even where cells between them are empty."""

_COUNT_LABELS = ("栏次", "行次", "栏目", "甲", "乙", "丙", "丁")

Rows = Sequence[Sequence[Cell]]


@lru_cache(maxsize=1 << 12)
def is_total(text: str) -> bool:
    """The label of a row that adds up the rows above."""
    return bool(load_forms().totals.search(squeeze(text)))


@lru_cache(maxsize=1 << 12)
def is_field(text: str) -> bool:
    """A label of the head of a form: 项目名称, 联系电话."""
    return bool(load_forms().fields.search(squeeze(text).rstrip("：:")))


def is_typical(texts: Sequence[str]) -> bool:
    """Whether two or more of the texts are headings that only official forms have."""
    return len({column.id for text in texts if (column := column_of(text)) is not None} & _TYPICAL) > 1


def is_field_row(row: Sequence[Cell]) -> bool:
    """A row label | content | label | content …: every other cell is a label of a form's head."""
    cells = _own(row)
    labels = cells[0::2]
    if not cells or not all(not cell.text or is_field(cell.text) for cell in labels):
        return False
    named = [cell for cell in labels if cell.text]
    return (
        bool(named) and (len(cells) == 2 or len(named) > 1) and not all(is_field(c.text) for c in cells[1::2] or cells)
    )


def is_count_row(row: Sequence[Cell]) -> bool:
    """The row 栏次 | 1 | 2 | 3 under a heading: it numbers the columns."""
    first = squeeze(next((cell.text for cell in row if cell.text), ""))
    if first != "1" and not first.startswith(_COUNT_LABELS):
        return False
    texts = [squeeze(cell.text) for cell in row if cell.text]
    if len(texts) == len(row) > 3 and texts == [str(nth) for nth in range(1, len(row) + 1)]:
        return True
    if len(texts) < 2 or first == "1":
        return False
    rest = [text for text in texts[1:] if not text.startswith(_COUNT_LABELS)]
    return all(len(text) <= 14 and ("=" in text or "＝" in text or is_bare(text) or is_dash(text)) for text in rest)


def heading_rows(rows: Rows) -> list[bool]:
    """For each row whether it heads columns; `rows` hold their own cells from left to right."""
    found: list[bool] = []
    data_seen = False
    for at, row in enumerate(rows):
        heading = _is_heading(rows, at, bool(found) and found[-1], data_seen)
        found.append(heading)
        data_seen = data_seen or (not heading and len(_texts(row)) > 1 and not is_field_row(row))
    return found


def _is_heading(rows: Rows, at: int, after_heading: bool, data_seen: bool) -> bool:
    row = rows[at]
    if is_count_row(row):
        return after_heading
    texts = _texts(row)
    forms = load_forms()
    if texts and all(forms.blocks.search(squeeze(text)) for text in texts):
        return True
    if after_heading and texts and all(squeeze(text).strip("（）()") in forms.units for text in texts):
        return True
    if len(texts) == 1 and not data_seen and len(row) > 1 and not row[0].text:
        # An empty corner over the labels, one heading over their numbers.
        return column_of(texts[0]) is not None and any(is_number(cell.text) for cell in _below(rows, at))
    if len(texts) < 2 or is_field_row(row):
        return False
    if any(is_number(text) or is_dash(text) or is_pair(text) or is_numbered(text) for text in texts):
        return False
    if is_typical(texts):
        return True
    if not data_seen and (_is_parted(rows, at) or (after_heading and _is_parted(rows, at - 1))):
        return True
    columns = [column_of(text) for text in texts]
    if any(len(squeeze(text)) > _LONGEST_HEADING or "。" in text for text in texts):
        return False
    if len({column.id for column in columns if column is not None} & _STAGES) > 2:
        return True
    own = _own(row)
    gaps = any(not cell.text for cell in own)
    known = [column for column in columns if column is not None]
    inner = [column for column in columns[bool(own[0].text) and columns[0] is None :] if column is not None]
    if after_heading and _names_rows(own[0], columns[0], len(own) < len(row)):
        return 5 * len(known) >= 3 * len(texts)
    if gaps and data_seen:
        return False
    others = len(texts) - (columns[0] is None)
    if len(inner) >= 2 and 2 * len(inner) >= others and any(column.means != "label" for column in inner):
        return True
    if len(inner) == len(texts) == 2 and not data_seen and {column.means for column in inner} == {"label", "value"}:
        return True
    return _heads_numbers(rows, at, after_heading, data_seen, gaps)


def _is_parted(rows: Rows, at: int) -> bool:
    """Whether the rows at `at` and below it are one heading of two rows, over rows with numbers."""
    if not subdivides(rows[at], _below(rows, at)):
        return False
    return any(is_number(cell.text) for row in rows[at + 2 : at + 5] for cell in row)


def _below(rows: Rows, at: int) -> Sequence[Cell]:
    return rows[at + 1] if at + 1 < len(rows) else ()


def _names_rows(first: Cell, column: Column | None, continued: bool) -> bool:
    """A second heading row begins under the first one's corner, or with the name of the label column itself."""
    return continued or not first.text or (column is not None and column.means in ("label", "mark"))


def _heads_numbers(rows: Rows, at: int, after_heading: bool, data_seen: bool, gaps: bool) -> bool:
    """A row of words over rows of numbers, where nothing is known about the words."""
    row = rows[at]
    if gaps or after_heading:
        return False
    if data_seen and (len(rows[at - 1]) == len(row) or len(row) < 3):
        return False
    if is_typical(_texts(_below(rows, at))):
        return False
    if any(column_of(cell.text) is None and len(squeeze(cell.text)) > 16 for cell in row if cell.text):
        return False
    for below in rows[at + 1 : at + 3]:
        numbers = sum(1 for cell in below if is_number(cell.text))
        if numbers and 2 * numbers >= len(below) - 1 and abs(len(below) - len(row)) <= 1:
            return True
    return False


def _own(row: Sequence[Cell]) -> Sequence[Cell]:
    """The cells after the empty ones that continue labels above; all of them if all are empty."""
    first = next((n for n, cell in enumerate(row) if cell.text or "blank" in cell.origin.flags), 0)
    return row[first:]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell.text for cell in row if cell.text]


def scoring_columns(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a heading row that head points: 分值 and 得分."""
    return [cell for cell in row if (column := column_of(cell.text)) is not None and column.kind == "score"]
