"""Numerals are read exactly, in every script that reports use."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.numerals import parse, parse_pair, split_myriad


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("315.68", "315.68"),
        ("1,234,567.50", "1234567.50"),
        ("１２３．４", "123.4"),
        ("-0.32", "-0.32"),
        ("四", "4"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十三", "23"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("三万二", "32000"),
        ("一千零一十一", "1011"),
        ("一亿二千万", "120000000"),
        ("壹佰贰拾万", "1200000"),
        ("二〇二二", "2022"),
        ("1亿2千万", "120000000"),
        ("3.5万", "35000"),
        ("20万7千", "207000"),
        ("三点五", "3.5"),
        ("一点二五亿", "125000000"),
        ("万亿", "1000000000000"),
        ("负十点五", "-10.5"),
    ],
)
def test_a_numeral_is_read_without_loss(text: str, value: str) -> None:
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "个", "千千千", "万" * 1000, "一.二", "点五"])
def test_what_is_no_single_numeral_has_no_value(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("七八", 7, 8), ("三四十", 30, 40), ("二十五六", 25, 26), ("三四万", 30000, 40000), ("三五", 3, 5)],
)
def test_an_approximate_numeral_has_two_ends(text: str, low: int, high: int) -> None:
    assert parse_pair(text) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["二十三", "二〇二二", "一一", "四十", "二三五"])
def test_an_exact_numeral_is_no_pair(text: str) -> None:
    assert parse_pair(text) is None


def test_the_great_unit_at_the_end_is_cut_off() -> None:
    assert [split_myriad(text) for text in ("十二万", "三千", "万")] == [("十二", "万"), ("三千", ""), ("万", "")]


def test_a_million_digits_are_kept() -> None:
    assert str(parse("9" * 1_000_000)) == "9" * 1_000_000


@given(st.integers(min_value=0, max_value=10**15))
def test_a_written_integer_is_read_back(number: int) -> None:
    assert parse(f"{number:,}") == number
    assert parse(_chinese(number)) == number


def _chinese(number: int) -> str:
    """The formal Chinese numeral of `number` < 10^16."""
    if number == 0:
        return "零"
    out = ""
    for power, name in ((12, "万亿"), (8, "亿"), (4, "万"), (0, "")):
        section, number = divmod(number, 10**power)
        if power == 12 and section:
            out += _section(section) + "万"
            eights, number = divmod(number, 10**8)
            if eights:
                out += ("零" if eights < 1000 else "") + _section(eights)
            out += "亿"
            continue
        if section:
            out += ("零" if out and section < 1000 else "") + _section(section) + name
    return out


def _section(number: int) -> str:
    digits, out, zero = "零一二三四五六七八九", "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            out += ("零" if zero else "") + digits[digit] + name
            zero = False
        elif out:
            zero = True
    return out
