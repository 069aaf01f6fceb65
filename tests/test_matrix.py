"""Overviews of rounds against the prose about each round."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import HOLDS, WARNING, verdicts

from extractor.types import Doc, Span

TABLE = sheet(
    ["轮次|巡察组（个）|发现问题（个）", "第三轮（常规）|7|287", "第四轮（专项）|4|132", "合计|11|419"],
    ["", "actual", "actual"],
    unit="个",
)


def overview(text: str) -> Doc:
    """The prose with the table below it."""
    told = marked(text + "\n")
    shift = len(told.text)

    def moved(span: Span) -> Span:
        return Span(span.start + shift, span.end + shift)

    (table,) = TABLE.tables
    cells = {cell.span: replace(cell, span=moved(cell.span)) for cell in table.cells}
    values = {
        value.span: replace(
            value,
            span=moved(value.span),
            cell=cells[value.cell.span],
            row_labels=tuple(cells[label.span] for label in value.row_labels),
            col_labels=tuple(cells[label.span] for label in value.col_labels),
        )
        for value in table.values
    }
    facts = tuple(
        replace(f, quantity=replace(f.quantity, span=moved(f.quantity.span), place=values[f.quantity.span]))
        for f in TABLE.facts
    )
    moved_table = replace(table, span=moved(table.span), cells=tuple(cells.values()), values=tuple(values.values()))
    return replace(told, text=told.text + TABLE.text, tables=(moved_table,), facts=(*told.facts, *facts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三轮发现问题[287个 - actual 2022 第三轮]。", HOLDS),
        ("#第三轮常规巡察\n发现问题[287个 - actual]。", HOLDS),
        ("第三轮发现问题[278个 - actual 2022 第三轮]。", WARNING),
        ("第四轮发现问题[287个 - actual 2022 第五轮]。", []),  # not in the table
        ("全年发现问题[419个 - actual]。", HOLDS),
        ("全年发现问题[400个 - actual]。", []),  # a total may leave something out
        ("第三轮整改中发现问题[5个 - actual 2022 第三轮整改]。", []),
        ("第三轮发现问题[287条 - actual 2021 第三轮]。", []),  # another year
        ("第三轮移交线索[13件 - actual 2022 第三轮]。", []),
    ],
)
def test_rounds_in_prose_and_table(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(overview(text), "match.matrix") == expected
