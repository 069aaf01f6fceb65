"""What a cell shows: stored numbers under number formats, as a Chinese Excel shows them."""

from __future__ import annotations

import pytest

from extractor.readers.spreadsheet.builtin import BUILT_IN
from extractor.readers.spreadsheet.formats import shown, shown_text

ACCOUNTING = BUILT_IN[43]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        ("1234.5", "#,##0.00", "1,234.50"),
        ("-1234.567", "#,##0.00", "-1,234.57"),
        ("1234567.891", "#,##0", "1,234,568"),
        ("0", "#,##0.00", "0.00"),
        ("1005.005", "0.00", "1005.01"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("-5", "#,##0.00_);(#,##0.00)", "-5.00"),
        ("-5", '#,##0.00"万元";[Red](#,##0.00)"万元"', "-5.00万元"),
        ("5", "(0.00)", "(5.00)"),
        ("-5", "0.00_);[Red]0.00", "-5.00"),
        ("-5", "[Red]-0.0", "-5.0"),
        ("0.98765", "0.00%", "98.77%"),
        ("-0.05", "0.0%;-0.0%", "-5.0%"),
        ("12.5", '0.00"%"', "12.50%"),
        ("12", '#,##0.00"万元"', "12.00万元"),
        ("12", "0\\人", "12人"),
        ("1234567", '0!.0,"万"', "123.5万"),
        ("12345678", "#,##0.00,", "12,345.68"),
        ("12", "000000", "000012"),
        ("2050299", "0", "2050299"),
        ("13800001111", "000-0000-0000", "138-0000-1111"),
        ("0.5", "#.##", "0.5"),
        ("5", "#.##", "5"),
        ("12", ".00", "12.00"),
        ("1.5", "??0.0?", "1.5"),
        ("-0.001", "0.00", "0.00"),
        ("0", "#,##0;-#,##0;", ""),
        ("0", ";;;", ""),
        ("0.5", "[<1]0.0%;0.00", "50.0%"),
        ("5", "[<1]0.0%;0.00", "5.00"),
        ("5", '[>=1]"有";"无"', "有"),
        ("1", "[$￥-804]#,##0.00", "￥1.00"),
        ("12", 'General"个"', "12个"),
        ("7", "G/通用格式", "7"),
        ("1234.5", "0.00E+00", "1234.5"),
        ("0.5", "# ?/?", "0.5"),
    ],
)
def test_a_number_is_shown_under_its_format(number: str, code: str, text: str) -> None:
    assert shown(number, code) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.30000000000000004", "0.3"),
        (0.1 + 0.2, "0.3"),
        ("1254.4999999999998", "1254.5"),
        ("12", "12"),
        ("12.0", "12"),
        ("1E-05", "0.00001"),
        ("1.5E+3", "1500"),
        ("123456789012345", "123456789012345"),
        ("123456789.55", "123456789.55"),
        ("0.666666666666667", "0.666666667"),
        ("-0.666666666666667", "-0.666666667"),
        ("98.51234567891", "98.51234568"),
        ("不是数", "不是数"),
        ("NaN", "NaN"),
    ],
)
def test_without_a_format_a_number_has_the_digits_that_were_typed_and_no_noise(number: str | float, text: str) -> None:
    assert shown(number, "General") == text


@pytest.mark.parametrize(
    ("serial", "code", "text"),
    [
        ("45047", "yyyy-mm-dd", "2023-05-01"),
        ("45047", 'yyyy"年"m"月"', "2023年5月"),
        ("45047", '[$-804]yyyy"年"m"月"d"日";@', "2023年5月1日"),
        ("45047", "yyyy/m/d;@", "2023/5/1"),
        ("45047", BUILT_IN[14], "2023/5/1"),
        ("45047", BUILT_IN[57], "2023年5月"),
        ("45047.5208333333", "yyyy/m/d h:mm", "2023/5/1 12:30"),
        ("45047.5208333333", "hh:mm:ss", "12:30:00"),
        ("45047.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("0.25", "h:mm AM/PM", "6:00 AM"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.0034722222", "mm:ss", "05:00"),
        ("45047", "m/d/yy", "5/1/23"),
        ("45047", "mmm-yy", "May-23"),
        ("45047", "aaaa", "星期一"),
        ("45047", "yyyy.mm", "2023.05"),
        ("45047", '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年五月一日"),
        ("45291", '[DBNum1]yyyy"年"m"月"d"日"', "二〇二三年十二月三十一日"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("99999999", "yyyy-mm-dd", "99999999"),
    ],
)
def test_a_date_is_shown_under_its_format(serial: str, code: str, text: str) -> None:
    assert shown(serial, code) == text


def test_old_macintoshes_count_days_from_1904() -> None:
    assert shown("43585", "yyyy-mm-dd", since_1904=True) == "2023-05-01"


@pytest.mark.parametrize(
    ("text", "code", "shows"),
    [
        ("云溪县", "General", "云溪县"),
        ("云溪县", ACCOUNTING, "云溪县"),
        ("水务", '@"局"', "水务局"),
        ("甲", "0.00", "甲"),
    ],
)
def test_a_text_is_shown_as_it_is_but_for_what_its_format_adds(text: str, code: str, shows: str) -> None:
    assert shown_text(text, code) == shows


@pytest.mark.parametrize(
    "code", ["", '"', "[", "\\", "_", "*", ";;;;;;", "0" * 5000, "#,,,,,,,,0..0.%%%", "[>", "y" * 99]
)
def test_a_senseless_format_shows_something_and_raises_nothing(code: str) -> None:
    assert isinstance(shown("1234.5", code), str)
