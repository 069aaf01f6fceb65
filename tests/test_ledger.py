"""The ledger: numbers found by place and by meaning, in base units with their printed precision."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import marked, quantity, sheet

from extractor.ledger.amounts import Amount, amount_of, balance, magnitude, plain
from extractor.ledger.ledger import Ledger
from extractor.types import Span

NOWHERE = Span(0, 0)


@pytest.mark.parametrize(
    ("printed", "value", "ulp", "base"),
    [
        ("12.5万元", "125000", "1000", "元"),
        ("3亿元", "300000000", "100000000", "元"),
        ("57.8元", "57.8", "0.1", "元"),
        ("0万元", "0", "0", "元"),
        ("12人", "12", "0", "人"),
        ("1.2万人", "12000", "1000", "人"),
        ("98.5%", "98.5", "0.1", "%"),
        ("10分", "10", "0", "分"),
        ("9.8分", "9.8", "0.1", "分"),
    ],
)
def test_a_number_is_taken_in_its_base_unit_with_its_printed_precision(
    printed: str, value: str, ulp: str, base: str
) -> None:
    amount = amount_of(quantity(printed, NOWHERE))
    assert amount is not None
    assert (amount.value, amount.ulp, amount.base) == (Decimal(value), Decimal(ulp), base)


@pytest.mark.parametrize("printed", ["≥95%", "近50个", "100余个", "≤20万元"])
def test_bounds_and_approximations_have_no_amount(printed: str) -> None:
    assert amount_of(quantity(printed, NOWHERE)) is None


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [
        ("元", 1, "元"),
        ("万元", 10**4, "元"),
        ("百万元", 10**6, "元"),
        ("万平方米", 10**4, "平方米"),
        ("千人", 1000, "人"),
    ],
)
def test_a_unit_splits_into_factor_and_base(unit: str, factor: int, base: str) -> None:
    assert magnitude(unit) == (Decimal(factor), base)


@pytest.mark.parametrize(
    ("one", "other", "same"), [("3人", "4名", True), ("3人", "4个", False), ("3万元", "4元", True)]
)
def test_people_are_people_whatever_their_measure_word(one: str, other: str, same: bool) -> None:
    first, second = amount_of(quantity(one, NOWHERE)), amount_of(quantity(other, NOWHERE))
    assert first is not None
    assert second is not None
    assert first.like(second) is same


cents = st.integers(0, 10**7).map(lambda n: Decimal(n) / 100)


@given(st.lists(cents, min_size=1, max_size=12), st.integers(1, 3))
def test_rounded_parts_of_a_true_sum_never_fail(parts: list[Decimal], places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    amounts = [Amount(p.quantize(unit), unit, "元", Decimal(1)) for p in parts]
    whole = Amount(sum(parts, Decimal(0)).quantize(unit), unit, "元", Decimal(1))
    assert balance([(1, amount) for amount in amounts], whole).agreement != "fails"


@given(st.lists(cents, min_size=1, max_size=12), cents.filter(bool))
def test_a_gap_beyond_the_printed_digits_always_fails(parts: list[Decimal], gap: Decimal) -> None:
    amounts = [Amount(p, Decimal("0.01"), "元", Decimal(1)) for p in parts]
    reach = Decimal("0.01") * (len(parts) + 1)
    whole = Amount(sum(parts, Decimal(0)) + reach + gap, Decimal("0.01"), "元", Decimal(1))
    assert balance([(1, amount) for amount in amounts], whole).agreement == "fails"


@pytest.mark.parametrize(("value", "text"), [("1.060", "1.06"), ("-84.02", "-84.02"), ("0.00", "0"), ("1E+2", "100")])
def test_numbers_are_shown_without_exponent_and_needless_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


def test_places_in_narrative() -> None:
    ledger = Ledger(marked("#一\n甲[1万元]，乙[2万元]。丙[3万元]。\n丁[4万元]。\n#二\n戊[5万元]。"))
    first = ledger.facts[0]
    assert [ledger.distance(first, other) for other in ledger.facts] == [0, 0, 1, 2, 4]
    assert [ledger.doc[ledger.paragraph(fact)] for fact in ledger.facts[3:]] == ["丁4万元。", "戊5万元。"]
    assert [heading.title for heading in ledger.headings(ledger.facts[4])] == ["#二"]


def test_places_in_a_table() -> None:
    ledger = Ledger(sheet(["项目|决算|预算", "甲|1.5|2", "乙|3|4"], ("", "final", "budget_initial")))
    (table,) = ledger.doc.tables
    assert [ledger.quote(fact) for fact in ledger.row(table, 1)] == ["1.5", "2"]
    assert [ledger.quote(fact) for fact in ledger.grid(table)[2, 1]] == ["3"]
    assert ledger.distance(*ledger.row(table, 1)) == 0


def test_statements_are_found_by_metric_role_year_and_scope() -> None:
    ledger = Ledger(
        marked("甲[1万元 spend.total]，乙[2万元 spend.total final 2021]，丙[3万元 spend.total final 2022 项目]。")
    )
    assert [ledger.quote(f) for f in ledger.stated("spend.total", "final", "2022")] == ["1万元", "3万元"]
    assert [ledger.name(f) for f in ledger.stated("spend.total", scope="项目")] == ["丙"]
