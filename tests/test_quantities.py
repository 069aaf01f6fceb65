"""What the finder takes for a quantity, how it reads it, and what it passes over and why."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extractor.lexicon import phrases, units
from extractor.patterns import evaluate, place, quantities, scan
from extractor.types import Cell, Quantity, Span, TableValue

DATA = Path(__file__).parent / "quantities"
FOUND = [
    pytest.param(text, wanted, id=text)
    for name in ("found.yaml", "grammar.yaml")
    for cases in yaml.safe_load((DATA / name).read_text(encoding="utf-8")).values()
    for case in cases
    for text, wanted in case.items()
]
SILENT = [
    pytest.param(text, reasons, id=text)
    for case in yaml.safe_load((DATA / "silent.yaml").read_text(encoding="utf-8"))
    for text, reasons in case.items()
]


def row(q: Quantity) -> list[str]:
    value = q.date if q.kind == "date" else str(q.value) if q.value_to is None else f"{q.value}..{q.value_to}"
    return [q.text, q.kind, str(value), q.unit or "", q.comparator, q.unit_source or ""]


def expected(cells: list[Any]) -> list[str]:
    text, kind, value, *rest = [str(cell) for cell in cells]
    unit, comparator, source = rest + ["", "eq", ""][len(rest) :]
    return [text, kind, value, unit, comparator, source or ("text" if unit else "")]


@pytest.mark.parametrize(("text", "wanted"), FOUND)
def test_a_quantity_is_found_with_span_kind_value_and_unit(text: str, wanted: list[list[Any]]) -> None:
    assert [row(q) for q in quantities(text, year=2022)] == [expected(cells) for cells in wanted]


@pytest.mark.parametrize(("text", "reasons"), SILENT)
def test_a_numeral_that_measures_nothing_is_passed_over_with_a_reason(text: str, reasons: dict[str, str]) -> None:
    mentions, silences = place(text, scan(text))
    assert not mentions
    assert {text[s.span.start : s.span.end]: s.reason for s in silences} == reasons


@pytest.mark.parametrize(("example", "kind"), units.examples())
def test_the_examples_of_the_units_file_are_quantities_of_their_kind(example: str, kind: str) -> None:
    assert [(q.text, q.kind) for q in quantities(example)] == [(example, kind)]


@pytest.mark.parametrize(("example", "section"), phrases.examples())
def test_the_examples_of_the_phrases_file_are_silent(example: str, section: str) -> None:
    assert quantities(example, year=2022) == (), section


@pytest.mark.parametrize("word", sorted(units.load_units().by_word))
def test_every_unit_is_read_after_a_number(word: str) -> None:
    unit = units.load_units().by_word[word]
    number = "6.4" if word == "等" else "12"
    found = quantities(f"共有{number}{word}{(*unit.only_before, '')[0]}。", year=2022)
    assert [(q.value, q.kind) for q in found] == [(Decimal(number), unit.kind)]


def test_a_value_is_exact_in_the_stated_unit() -> None:
    (quantity,) = quantities("0.10万元")
    assert str(quantity.value) == "0.10"
    assert quantity.value == Decimal("0.1")


def test_spans_lie_in_the_text_in_order_and_do_not_overlap() -> None:
    text = "".join(param.values[0] + "\n" for param in FOUND)  # type: ignore[operator]
    found = quantities(text, year=2022)
    assert all(text[q.span.start : q.span.end] == q.text for q in found)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


PIECES = (
    "0123456789０１，,.．%一二三十百千万亿零两几数半第年月日号个人次元"
    "角分成倍约近超以上下内至到—～（）“”、。；： \n\t≥×/又之负￥届组翻的"
)


@given(st.text(alphabet=PIECES, max_size=24))
def test_any_text_is_read_into_numbers_that_do_not_overlap(text: str) -> None:
    mentions, silences = place(text, scan(text))
    spans = sorted([m.span for m in mentions] + [s.span for s in silences])
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for quantity in quantities(text, year=2022):
        assert text[quantity.span.start : quantity.span.end] == quantity.text
        assert quantity.normal is None or quantity.measure is not None
        assert quantity.bounds is None or quantity.bounds.low is not None or quantity.bounds.high is not None


def test_a_date_without_its_year_is_left_out_where_the_year_is_unknown() -> None:
    assert quantities("6月8日") == ()


@pytest.mark.parametrize(
    ("printed", "value"),
    [("486,523,100", "486523100"), ("25600000", "25600000"), ("=2", "2"), ("12,460.5", "12460.5")],
)
def test_a_bare_number_in_a_money_cell_is_an_amount_however_long_it_is(printed: str, value: str) -> None:
    cell = Cell(0, 1, Span(4, 4 + len(printed)), printed)
    money = TableValue(cell.span, printed, cell, (), (), kind="money", unit="元", unit_source="caption")
    text = f"支出\n\t{printed}\n"
    mentions, _ = place(text, scan(text), [money])
    (quantity,) = evaluate(text, mentions, 2022)
    assert (quantity.kind, quantity.unit, quantity.comparator) == ("money", "元", "eq")
    assert quantity.value == Decimal(value)
