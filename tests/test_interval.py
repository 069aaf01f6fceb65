from decimal import Decimal

import pytest

from extractor.interval import Interval


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("29.3", "29.25", "29.35"),
        ("29.30", "29.295", "29.305"),
        ("87", "86.5", "87.5"),
        ("0", "-0.5", "0.5"),
        ("1E+2", "99.5", "100.5"),
    ],
)
def test_a_printed_number_stands_for_all_values_that_print_so(printed: str, low: str, high: str) -> None:
    assert Interval.printed(Decimal(printed)) == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("parts", "stated", "meets"),
    [
        (["11.34", "17.92"], "29.3", True),
        (["11.34", "17.92"], "29.30", False),
        (["12", "8"], "20", True),
        (["0.1", "0.2"], "0.3", True),
        (["0.1", "0.2"], "0.5", False),
    ],
)
def test_a_sum_agrees_when_the_intervals_meet(parts: list[str], stated: str, meets: bool) -> None:
    summed = sum((Interval.printed(Decimal(part)) for part in parts), Interval(Decimal(0), Decimal(0)))
    assert summed.meets(Interval.printed(Decimal(stated))) is meets


def test_the_gap_is_the_distance_between_the_nearest_ends() -> None:
    assert Interval.exact(Decimal(3)).gap(Interval.printed(Decimal("4.0"))) == Decimal("0.95")
    assert Interval.exact(Decimal(4)).gap(Interval.printed(Decimal("4.0"))) == 0


def test_a_quotient_by_an_interval_around_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError, match="contains 0"):
        Interval.exact(Decimal(1)) / Interval.printed(Decimal(0))


def test_a_quotient_spans_the_extreme_quotients() -> None:
    rate = Interval.printed(Decimal("11")) / Interval.exact(Decimal("12"))
    assert rate.low == Decimal("10.5") / 12
    assert rate.high == Decimal("11.5") / 12


def test_scaling_by_a_negative_factor_keeps_the_ends_in_order() -> None:
    assert Interval(Decimal(1), Decimal(2)).scaled(Decimal(-1)) == Interval(Decimal(-2), Decimal(-1))
