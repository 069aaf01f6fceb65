"""Reads the trivially readable numbers of a source; whatever is not trivial must be stated in its mark.

Deliberately small and independent of the extractor, so that the gold never inherits the extractor's opinion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COMPARATORS = {
    "≥": "ge", "≧": "ge", "不低于": "ge", "不少于": "ge", "至少": "ge",
    ">": "gt", "＞": "gt", "超过": "gt", "高于": "gt",
    "≤": "le", "≦": "le", "不超过": "le",
    "<": "lt", "＜": "lt", "低于": "lt", "不足": "lt", "近": "approx", "约": "approx",
}  # fmt: skip
AFTER = {"（含）以上": "ge", "以上": "more", "以内": "le", "以下": "le", "左右": "approx"}
MONEY = {"元", "万元", "亿元", "千元"}
DURATION = {"个月", "天", "日", "小时", "周", "个工作日", "工作日"}
MEASURE = {"公里", "千米", "米", "平方米", "万平方米", "㎡", "亩", "万亩", "吨", "万吨", "立方米", "公顷", "平方公里"}
HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}

_NUMBER = re.compile(
    rf"({'|'.join(COMPARATORS)})?\s*(-?[0-9][0-9,，]*(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百]+)\s*([余多])?\s*"
    rf"(.*?)({'|'.join(AFTER)})?",
    re.DOTALL,
)
_ORDINAL = re.compile(r"第([0-9]+|[一二三四五六七八九十]+)(轮|批|次|届|期|季度)|([一二三四五六七八九十]+)(届)")
_DAY = re.compile(
    r"([12][0-9]{3})年(?:度|([0-9]{1,2})月(?:份|([0-9]{1,2})日)?|(初)|([末底]))?|([12][0-9]{3})-([0-9]{1,2})-([0-9]{1,2})"
)


@dataclass(frozen=True)
class Reading:
    """What a literal says by itself; `None` where it does not say."""

    kind: str | None
    value: str | None
    unit: str | None
    comparator: str = "eq"


def read(literal: str) -> Reading:
    """Kind, value, unit and comparator of `literal`.

    Raises:
        ValueError: Not trivially readable: the mark must then state `k=` and `v=`.
    """
    if day := _DAY.fullmatch(literal):
        return Reading("date", _iso(day), None)
    if ordinal := _ORDINAL.fullmatch(literal):
        return Reading("ordinal", str(_integer(ordinal[1] or ordinal[3])), None)
    found = _NUMBER.fullmatch(literal)
    if not found:
        raise ValueError(f"{literal!r} is not trivially readable")
    before, number, more, unit, after = found.groups()
    comparator = COMPARATORS.get(before or "", "eq")
    if after:
        comparator = AFTER[after]
    elif more:
        comparator = "more"
    value = re.sub("[,，]", "", number) if number[-1].isdigit() else str(_integer(number))
    unit = unit.strip()
    if unit == "个百分点":
        unit = "百分点"
    return Reading(_kind(unit), value, unit or None, comparator)


def _kind(unit: str) -> str | None:
    if unit in MONEY:
        return "money"
    if unit in {"%", "％", "百分点"}:
        return "percent"
    if unit == "分":
        return "score"
    if unit in DURATION:
        return "duration"
    if unit in MEASURE:
        return "measure"
    return "count" if unit else None


def _integer(han: str) -> int:
    """Up to 999, written in Chinese or Arabic digits."""
    if han.isdigit():
        return int(han)
    total, digit = 0, 0
    for char in han:
        if char in HAN:
            digit = HAN[char]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[char]
            digit = 0
    return total + digit


def _iso(day: re.Match[str]) -> str:
    year, month, date, first, last, y, m, d = day.groups()
    if y:
        return f"{y}-{int(m):02}-{int(d):02}"
    if first:
        return f"{year}-01-01"
    if last:
        return f"{year}-12-31"
    return "-".join([year, *(f"{int(part):02}" for part in (month, date) if part)])
