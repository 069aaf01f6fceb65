"""Chinese and Arabic numerals -> Decimal, without loss; pure.

Reads 1,234.5, １２３．４, 二十三, 一亿二千万, 壹佰贰拾, 二〇二二, 1亿2千万, 3.5万, 三点五, 三分之二, and the
approximate pairs 七八 (7 to 8), 三四十 (30 to 40), 二十五六 (25 to 26), 几十 (20 to 90).
"""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation, localcontext

DIGITS = {
    c: n
    for n, row in enumerate(
        ("零〇○", "一壹弌", "二贰两貳兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in row
}
"""Chinese digit -> 0 … 9."""
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""Great unit -> its power of ten."""
TWENTIES = {"廿": 20, "卅": 30}

ARABIC_DIGITS = "0-9０-９"
HAN_DIGITS = "".join(DIGITS)
HAN_NUMERALS = HAN_DIGITS + "".join(SCALES) + "".join(MYRIADS) + "".join(TWENTIES)
"""Every character that a Chinese numeral is made of, without 点."""

LONGEST = 60
"""Characters of the longest numeral with Chinese parts that is read; nothing longer is a number that people write."""
_EXACT = Context(prec=1000)
_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    ord("，"): "",
    ord(","): "",
    ord("．"): ".",
    ord("－"): "-",
    ord("−"): "-",
    ord("﹣"): "-",
}
_MIXED = re.compile(rf"([{ARABIC_DIGITS}][{ARABIC_DIGITS},，]*(?:[.．][{ARABIC_DIGITS}]+)?)|([{HAN_NUMERALS}]+)")
_FRACTION = re.compile(
    r"(?:(?P<whole>[^又分/]+)又)?(?P<below>[^又分/]+)分之(?P<above>[^又分/]+)|(?P<over>[0-9]+)/(?P<under>[0-9]+)"
)
_TRAILING_MYRIAD = re.compile(rf"[{''.join(MYRIADS)}]+\Z")
_ARABIC = re.compile(
    rf"[-－−﹣]?(?:[{ARABIC_DIGITS}][{ARABIC_DIGITS},，]*(?:[.．][{ARABIC_DIGITS}]+)?|[.．][{ARABIC_DIGITS}]+)\Z"
)


def parse(text: str) -> Decimal | None:
    """Value of a numeral, exact to the last digit; None where `text` is no numeral or stands for a range."""
    if text.isascii() and text.replace(".", "", 1).isdigit() and text[-1] != ".":
        return Decimal(text)
    text = text.strip()
    if _ARABIC.match(text):
        return _arabic(text)
    if not text or len(text) > LONGEST:
        return None
    with localcontext(_EXACT):
        return _signed(text)


def _signed(text: str) -> Decimal | None:
    sign = 1
    if text[:1] in ("负", "負", "-", "－", "−", "﹣"):
        sign, text = -1, text[1:].lstrip()
    whole, point, fraction = text.replace("點", "点").partition("点")
    if point:
        return _pointed(whole, fraction, sign)
    value = _mixed(text)
    return None if value is None else sign * value


def parse_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """The two ends of an approximate numeral: 七八 -> 7, 8; 三四十 -> 30, 40; 二十五六 -> 25, 26; else None.

    几 and 数 before a great unit stand for 2 to 9: 几十万 -> 200000, 900000.
    """
    if text[:1] in ("几", "数", "幾", "數"):
        one, other = _han("二" + text[1:]), _han("九" + text[1:])
        return (one, other) if one is not None and other is not None and text[1:2] not in DIGITS else None
    if len(text) > 2 and all(c in DIGITS for c in text):
        return None
    for at in range(min(len(text), LONGEST) - 1):
        low, high = DIGITS.get(text[at]), DIGITS.get(text[at + 1])
        if low is None or high is None:
            continue
        if not (high == low + 1 or (low, high) == (3, 5)) or low == 0:
            return None
        one, other = _han(text[: at + 1] + text[at + 2 :]), _han(text[:at] + text[at + 1 :])
        return (one, other) if one is not None and other is not None else None
    return None


def parse_fraction(text: str) -> tuple[Decimal, int] | None:
    """Numerator and denominator of 三分之二 (2, 3), 一又三分之一 (4, 3), 1/3; None for what is no fraction."""
    found = _FRACTION.fullmatch(text)
    if found is None or len(text) > LONGEST:
        return None
    below = parse(found["below"] or found["under"])
    above = parse(found["above"] or found["over"])
    whole = parse(found["whole"]) if found["whole"] else Decimal(0)
    if not below or above is None or whole is None or below != below.to_integral_value():
        return None
    return above + whole * below, int(below)


def split_myriad(text: str) -> tuple[str, str]:
    """`text` cut before the 万 or 亿 that ends it: 十二万 -> 十二, 万; the second part is empty where none does."""
    if text[-1:] not in MYRIADS:
        return text, ""
    found = _TRAILING_MYRIAD.search(text)
    return (text, "") if found is None or found.start() == 0 else (text[: found.start()], found.group())


def myriad_power(scale: str) -> int:
    """Power of ten of the great and small units in a row: 万 -> 4, 千万 -> 7, 万亿 -> 12."""
    return sum(MYRIADS.get(c, 0) or len(str(SCALES.get(c, 1))) - 1 for c in scale)


def _arabic(text: str) -> Decimal | None:
    try:
        return Decimal(text.translate(_WIDE))
    except InvalidOperation:
        return None


def _pointed(whole: str, fraction: str, sign: int) -> Decimal | None:
    """三点五, 一点二五亿: digits after 点 are read one by one, great units after them multiply."""
    fraction, scale = split_myriad(fraction)
    digits = "".join(str(DIGITS[c]) for c in fraction if c in DIGITS) or fraction.translate(_WIDE)
    base = _mixed(whole) if whole else None
    if base is None or not digits.isascii() or not digits.isdigit() or len(digits) != len(fraction):
        return None
    value = Decimal(f"{base}.{digits}") if base == base.to_integral_value() else None
    return None if value is None else sign * value.scaleb(myriad_power(scale))


def _mixed(text: str) -> Decimal | None:
    """Arabic parts multiplied and added by Chinese units: 1亿2千万, 3.5万, 20万7千; Chinese throughout: `_han`."""
    if not any(c.isdigit() and (c.isascii() or "０" <= c <= "９") for c in text):
        return _han(text)
    total = section = number = Decimal(0)
    at = 0
    while at < len(text):
        found = _MIXED.match(text, at)
        if found is None:
            return None
        at = found.end()
        if found.group(1):
            part = _arabic(found.group(1))
            if part is None or number:
                return None
            number = part
            continue
        for c in found.group(2):
            if c in SCALES:
                section += number * SCALES[c]
                number = Decimal(0)
            elif c in MYRIADS:
                total, section, number = _raise(total, section + number, MYRIADS[c]), Decimal(0), Decimal(0)
            elif c in DIGITS:
                if number:
                    return None
                number = Decimal(DIGITS[c])
            else:
                return None
    return total + section + number


def _raise(total: Decimal, section: Decimal, power: int) -> Decimal:
    """Close a section with 万 or 亿: 亿 after 万 multiplies what stands before it (万亿), else it only adds."""
    if total and power > 4 and total.adjusted() < power:
        return (total + section).scaleb(power)
    if not section:
        return total.scaleb(power) if total else Decimal(1).scaleb(power)
    return total + section.scaleb(power)


def _han(text: str) -> Decimal | None:
    """Chinese throughout; digits in a row (二〇二二) are read as places, 一百五 as 150, 三万二 as 32000."""
    if not text or any(c not in HAN_NUMERALS for c in text):
        return None
    if all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    total = section = Decimal(0)
    number: int | None = None
    unit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
            if digit == 0:
                if number:
                    return None
                number, unit = None, 0
                continue
            if number is not None:
                return None
            number = digit
        elif c in TWENTIES:
            section += TWENTIES[c]
            unit = 1
        elif c in SCALES:
            if number is None and SCALES[c] != 10 and (section or total):
                return None
            section += (1 if number is None else number) * SCALES[c]
            number, unit = None, SCALES[c] // 10
        else:
            closing = section + (number or 0)
            total, section, number = _raise(total, closing, MYRIADS[c]), Decimal(0), None
            unit = 10 ** (MYRIADS[c] - 1)
    if number is not None:
        short = text[-2:-1] in MYRIADS or sum(c not in DIGITS for c in text) == 1
        section += number * (unit if unit > 1 and short else 1)
    return total + section
