"""The finder's time grows with the length of the text and with nothing else."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from extractor.patterns import quantities

PARAGRAPH = (
    "2022年云溪县支出1,315.68万元，比上年增长3.2个百分点；组织培训12期（次），惠及群众三万五千余人次，占百分之八十以上。\n"
    "一、工作情况\n（一）1—9月共整改问题165个，其中立行立改34项，整改率≥95%；云发〔2022〕15号文件第三条，电话0731-88886666。\n"
)
PIECES = {
    "9": 1_000_000, "万": 1_000_000, "千": 200_000, "第": 200_000, "负": 200_000, "一千": 60_000, "1万": 60_000,
    "（1）": 40_000, "“一": 40_000, "1、": 40_000, "2022年": 20_000, "百分之": 40_000, "1-": 40_000, "三分之": 40_000,
    "1 ": 60_000, "1,": 60_000, "1，234": 30_000, "几十": 50_000, "一又": 50_000, "1/": 60_000, "上百": 50_000,
    "零下": 50_000, "3个、": 30_000, "甲3、": 30_000, "12（万元）": 20_000, "￥1": 50_000, "年1月": 30_000,
}  # fmt: skip


def seconds(text: str) -> float:
    begun = time.process_time()
    quantities(text, 2022)
    return time.process_time() - begun


@pytest.mark.parametrize(("piece", "times"), PIECES.items(), ids=PIECES)
def test_a_piece_without_end_is_read_in_seconds(piece: str, times: int) -> None:
    assert seconds(piece * times) < 6


def test_ten_megabytes_take_ten_times_as_long_as_one() -> None:
    quantities(PARAGRAPH, 2022)
    copies = 1_000_000 // len(PARAGRAPH.encode())
    one = min(seconds(PARAGRAPH * copies) for _ in range(2))
    assert seconds(PARAGRAPH * copies * 10) < 16 * one


def test_a_numeral_of_31_characters_is_read_at_once_and_exactly() -> None:
    numeral = "四千五百六十九万八千三百一十一亿四千八百七十二万五千三百八十二"
    assert seconds(f"共{numeral}元。") < 0.1
    (quantity,) = quantities(f"共{numeral}元。")
    assert quantity.value == Decimal("4569831148725382")


def test_a_million_digits_are_a_value() -> None:
    (quantity,) = quantities("9" * 1_000_000 + "元")
    assert quantity.value is not None
    assert str(quantity.value) == "9" * 1_000_000


def test_a_million_times_ten_thousand_is_no_value() -> None:
    assert quantities("万" * 1_000_000 + "元") == ()
