"""Years and days as reports print them, for titles and signatures."""

from __future__ import annotations

import re

_HAN = {
    han: str(n)
    for n, row in enumerate(("〇零○Ｏ", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for han in row
}
_HAN_DIGITS = "".join(_HAN)
YEAR = re.compile(rf"(?<!\d)(20\d\d)(?=\s?年|[-—–－~至])|(二[{_HAN_DIGITS}]{{3}})年")
_DAY = re.compile(
    rf"(?P<y>20\d\d|二[{_HAN_DIGITS}]{{3}})\s?(?:年|[-./—－])\s?"
    rf"(?P<m>1[0-2]|0?[1-9]|十[一二]?|[{_HAN_DIGITS}])(?:\s?(?:月|[-./—－])\s?"
    rf"(?P<d>3[01]|[12]\d|0?[1-9]|[一二三]?十[{_HAN_DIGITS}]?|[{_HAN_DIGITS}])\s?[日号]?|\s?月)(?!\d)"
)
_SOLID_DAY = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")


def years(text: str) -> list[int]:
    """Years in `text` in order, `2022年`, `二〇二二年`, both ends of `2021—2023年`."""
    return [int(match[1]) if match[1] else int(_digits(match[2])) for match in YEAR.finditer(text)]


def iso_day(text: str) -> str | None:
    """ISO day, or month where no day is printed, if `text` begins with a date: `2023-4-17` -> `2023-04-17`."""
    text = text.strip()
    solid = _SOLID_DAY.match(text)
    if solid:
        return "-".join(solid.groups())
    match = _DAY.match(text)
    if not match:
        return None
    parts = [_digits(match["y"]), f"{_small(match['m']):02}"]
    if match["d"]:
        parts.append(f"{_small(match['d']):02}")
    return "-".join(parts)


def is_day(text: str) -> bool:
    """Whether `text` is a date and nothing else, brackets aside."""
    text = text.strip().strip("（）()").strip()
    if not text.startswith(("20", "二")):
        return False
    match = _SOLID_DAY.match(text) or _DAY.match(text)
    return match is not None and match.end() == len(text)


def _digits(text: str) -> str:
    return "".join(_HAN.get(c, c) for c in text)


def _small(text: str) -> int:
    """`十二` -> 12, `二十` -> 20, `07` -> 7."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(_digits(text))
    return 10 * int(_digits(tens) or 1) + int(_digits(ones) or 0)
