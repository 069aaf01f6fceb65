"""Normalised values, bounds and approximation of quantities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.lexicon.units import measure
from extractor.patterns import quantities


@pytest.mark.parametrize(
    ("text", "value", "base"),
    [
        ("支出315.68万元", "3156800", "元"),
        ("壹佰贰拾万元整", "1200000", "元"),
        ("贷款1.5亿美元", "150000000", "美元"),
        ("慰问20余名", "20", "人"),
        ("惠及5.5万户", "55000", "户"),
        ("覆盖率98％", "98", "%"),
        ("提高2.4个百分点", "2.4", "百分点"),
        ("自评得分92.5分", "92.5", "分"),
        ("轮班48小时", "172800", "秒"),
        ("历时2天", "172800", "秒"),
        ("为期2年", "24", "个月"),
        ("道路20公里", "20000", "米"),
        ("占地3亩", "2000", "平方米"),
        ("发电1.6亿千瓦时", "160000000", "千瓦时"),
        ("气温41华氏度", "5", "摄氏度"),
        ("占三分之二", "66.66666666666666666666666667", "%"),
        ("占比近六成", "60", "%"),
        ("每人500元/年", "500", "元/年"),
        ("整改34项", "34", "项"),
        ("超过1亿2千万元", "120000000", "元"),
    ],
)
def test_a_value_is_given_in_the_base_unit_of_its_dimension(text: str, value: str, base: str) -> None:
    (quantity,) = quantities(text)
    assert quantity.measure is not None
    assert (quantity.normal, quantity.measure.base) == (Decimal(value), base)


@pytest.mark.parametrize(
    ("text", "low", "high", "ends"),
    [
        ("≥95%", "95", None, "[]"),
        ("超过30%", "30", None, "(]"),
        ("不超过10%", None, "10", "[]"),
        ("不足5万元", None, "50000", "[)"),
        ("60分以上", "60", None, "[]"),
        ("60分以上（不含）", "60", None, "(]"),
        ("20余名", "20", "30", "[)"),
        ("3.5万余元", "35000", "36000", "[)"),
        ("一百二十多个", "120", "130", "[)"),
        ("近50个", None, "50", "[)"),
        ("300-500万元", "3000000", "5000000", "[]"),
        ("80%（含）-90%（不含）", "80", "90", "[)"),
        ("七八个", "7", "8", "[]"),
        ("几十万元", "200000", "900000", "[]"),
        ("上千户", "1000", None, "[]"),
    ],
)
def test_bounds_are_what_the_words_allow(text: str, low: str | None, high: str | None, ends: str) -> None:
    (quantity,) = quantities(text)
    bounds = quantity.bounds
    assert bounds is not None
    assert quantity.text == text
    assert (bounds.low, bounds.high) == (low and Decimal(low), high and Decimal(high))
    assert ("(" if bounds.low_open else "[") + (")" if bounds.high_open else "]") == ends


@pytest.mark.parametrize("text", ["315.68万元", "34项", "约50个", "98%"])
def test_one_number_has_no_bounds(text: str) -> None:
    assert quantities(text)[0].bounds is None


@pytest.mark.parametrize(
    ("text", "blurred"),
    [("近50个", True), ("30人左右", True), ("100余个", True), ("七八个", True), ("60分以上", False), ("5个", False)],
)
def test_a_blurred_number_is_marked(text: str, blurred: bool) -> None:
    assert quantities(text)[0].approximate is blurred


def test_the_bare_numeral_has_its_own_span() -> None:
    (quantity,) = quantities("共约1,234.5余万元")
    assert quantity.number is not None
    assert "共约1,234.5余万元"[slice(*quantity.number)] == "1,234.5"


@pytest.mark.parametrize("unit", ["尺子", "", None, "1/0", "万"])
def test_an_unknown_unit_is_worth_nothing(unit: str | None) -> None:
    assert measure(unit) is None


def test_a_long_value_keeps_every_digit() -> None:
    (quantity,) = quantities("1234567890123456789012345678901234567890.12万元")
    assert quantity.normal == Decimal("12345678901234567890123456789012345678901200")
