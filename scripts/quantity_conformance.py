"""Adapter of the finder for a conformance suite of other projects' number tests.

The suite asks for every numeral, also for those that measure nothing and that Gouji passes over on purpose; `find`
translates: counts become numbers with the bare numeral's offsets, silent numerals become numbers or ordinals, great
units (万, 亿) are multiplied out, comparators become intervals. Nothing here changes what Gouji itself finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from extractor.lexicon.units import load_units
from extractor.numerals import HAN_NUMERALS, myriad_power, parse, parse_pair
from extractor.patterns import evaluate, place, scan
from extractor.patterns.comparators import comparator, prefix_start, suffix_end
from extractor.types import Mention, Quantity, Silence, Span

_REFERENCE_YEAR = 2020
_COMPARE = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<", "more": ">="}
_GREAT = re.compile("[十百千万亿萬億兆]+")
_SLASH = re.compile(r"(?<![0-9/])(?P<sign>[-负負]?)(?P<above>[0-9]+)/(?P<below>[0-9]+)(?![0-9/])")
_CURRENCY = dict(zip("$＄¥￥€£₩฿₽", ["USD", "USD", "CNY", "CNY", "EUR", "GBP", "KRW", "THB", "RUB"], strict=True))
_AND = ("", "且", "并且", "而且", "同时", "但", "而")
_BARE = re.compile(
    rf"(?P<before>[^0-9{HAN_NUMERALS}]*?)(?P<low>[-－]?(?:[0-9][0-9,.]*|[{HAN_NUMERALS}]+))"
    rf"(?:[-－–—~～至到]+(?P<high>[0-9][0-9,.]*))?(?P<after>[^0-9{HAN_NUMERALS}]*)"
)
_SIGN = "-－−负負"
_CODES = {
    "CNY": "人民币 元人民币", "USD": "美金", "GBP": "英镑", "KRW": "韩元", "THB": "泰铢", "RUB": "卢布", "AUD": "澳元",
    "CHF": "法郎 瑞士法郎", "NGN": "奈拉", "MYR": "令吉 马来西亚令吉", "TWD": "新台币", "元": "圆",
}  # fmt: skip
_NAMES = {word: code for code, words in _CODES.items() for word in words.split()}


def find(text: str) -> list[dict[str, Any]]:
    """Every number of `text` as the suite's records: start, end, kind, value, unit; cmp, lo, hi where they apply."""
    mentions, silences = place(text, scan(text))
    quantities = {quantity.span: quantity for quantity in evaluate(text, mentions, _REFERENCE_YEAR)}
    known = [(mention, quantities[mention.span]) for mention in mentions if mention.span in quantities]
    records = [_mention(text, mention, quantity) for mention, quantity in known]
    records += [record for mention, quantity in known for record in _other_kinds(text, mention, quantity)]
    records += _ranges(text, known, silences)
    records += [record for silence in silences for record in _silence(text, silence)]
    slashes = [_slash(found) for found in _SLASH.finditer(text)]
    apart = [r for r in records if not any(s["start"] <= r["start"] < s["end"] for s in slashes)]
    return apart + slashes


def _mention(text: str, mention: Mention, quantity: Quantity) -> dict[str, Any]:
    kind: str = "range" if quantity.kind == "count" and quantity.value_to is not None else quantity.kind
    record: dict[str, Any] = {
        "start": mention.span.start, "end": mention.span.end, "kind": kind, "unit": None, "value": quantity.date,
        "num_start": mention.number.start, "num_end": mention.number.end,
    }  # fmt: skip
    if quantity.value is None:
        return record
    if mention.pattern == "fraction":
        return _fraction(text, mention, quantity.value / Decimal((quantity.unit or "").removeprefix("1/")))
    factor, name = _plain(quantity.unit or "")
    record["unit"] = _NAMES.get(name, name) or None
    record["value"] = str(quantity.value * factor)
    if quantity.unit in ("‰", "‱"):
        record |= {"unit": "%", "value": str(quantity.value / (10 if quantity.unit == "‰" else 100))}
    if quantity.kind == "count":
        record["num_end"] = _numeral_end(text, mention)
    elif quantity.kind == "ordinal":
        record["num_start"] = mention.span.start
    if quantity.value_to is not None:
        record["value"] = f"{quantity.value * factor}..{quantity.value_to * factor}"
        record["lo"], record["hi"] = str(quantity.value * factor), str(quantity.value_to * factor)
    elif quantity.comparator in _COMPARE:
        record["cmp"] = _COMPARE[quantity.comparator]
    symbol = _CURRENCY.get(text[mention.span.start : mention.span.start + 1])
    if symbol and quantity.kind == "money":
        record["unit"] = symbol
    return record


def _other_kinds(text: str, mention: Mention, quantity: Quantity) -> Iterator[dict[str, Any]]:
    """The suite asks for the numeral of an amount as a number, and takes 分 for a coin too."""
    if quantity.value is None or quantity.value_to is not None or quantity.kind not in ("money", "measure", "duration"):
        if quantity.unit == "分" and quantity.value is not None:
            span = {"start": mention.number.start, "end": mention.span.end}
            yield span | {"kind": "money", "unit": "CNY", "value": str(quantity.value / 100)}
        return
    factor, _ = _plain(quantity.unit or "")
    numeral = parse(text[mention.number.start : mention.number.end])
    if numeral is not None:
        end = _numeral_end(text, mention)
        value = numeral if end == mention.number.end else quantity.value * factor
        yield {"start": mention.number.start, "end": end, "kind": "number", "unit": None, "value": str(value)}


def _ranges(
    text: str, known: Sequence[tuple[Mention, Quantity]], silences: Sequence[Silence]
) -> Iterator[dict[str, Any]]:
    """Bounded numbers as ranges without their unit; two that follow each other (大于20且小于30) as one."""
    sides: list[tuple[int, int, str | None, str | None]] = []
    for mention, quantity in known:
        sign = _COMPARE.get(quantity.comparator)
        if sign and quantity.kind in ("count", "score") and quantity.value is not None and not quantity.approximate:
            value = str(quantity.value * _plain(quantity.unit or "")[0])
            low = mention.span.start < mention.number.start
            end = _numeral_end(text, mention) if low else mention.span.end
            sides.append((mention.span.start, end, *((value, None) if sign[0] == ">" else (None, value))))
    for silence in silences:
        if silence.reason == "bare":
            sides += _bare_side(text, silence.span)
        elif silence.reason == "idiom":
            sides += _bare_side(text, Span(prefix_start(text, silence.span.start), suffix_end(text, silence.span.end)))
    sides += _spoken(text, [silence.span for silence in silences if silence.reason == "idiom"])
    sides.sort()
    while sides:
        start, end, low_end, high_end = sides.pop(0)
        if sides and text[end : sides[0][0]].strip(" ，,") in _AND and (low_end is None) != (sides[0][2] is None):
            _, end, other_low, other_high = sides.pop(0)
            low_end, high_end = low_end or other_low, high_end or other_high
        yield {"start": start, "end": end, "kind": "range", "unit": None, "value": None, "lo": low_end, "hi": high_end}


def _spoken(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str | None, str | None]]:
    """二十到三十, each of which Gouji passed over."""
    for one, other in pairwise(spans):
        low, high = parse(text[one.start : one.end]), parse(text[other.start : other.end])
        if text[one.end : other.start] in ("到", "至") and low is not None and high is not None:
            yield one.start, other.end, str(low), str(high)


def _bare_side(text: str, span: Span) -> Iterator[tuple[int, int, str | None, str | None]]:
    """A number without a unit that Gouji passed over: with its comparator (大于20), or two ends (20到30)."""
    printed = text[span.start : span.end]
    found = _BARE.fullmatch(printed)
    if found is None:
        return
    sign = _COMPARE.get(comparator(found["before"], found["after"], False))
    low, high = (parse(found[name]) if found[name] else None for name in ("low", "high"))
    if low is None:
        return
    if high is not None:
        yield span.start, span.end, str(low), str(high)
    elif sign:
        yield span.start, span.end, *((str(low), None) if sign[0] == ">" else (None, str(low)))


def _plain(unit: str) -> tuple[Decimal, str]:
    """万元 -> 10000, 元; 亿千瓦时 -> 10^8, 千瓦时."""
    if unit in load_units().by_word:
        return Decimal(1), unit
    found = _GREAT.match(unit)
    great = found.group() if found else ""
    if great.endswith("千") and unit[len(great) - 1 :] in load_units().by_word:
        great = great[:-1]
    return Decimal(1).scaleb(myriad_power(great)), unit[len(great) :]


def _numeral_end(text: str, mention: Mention) -> int:
    """The suite's numeral takes in 万 and 亿."""
    great = _GREAT.match(text, mention.number.end, mention.span.end)
    return great.end() if great else mention.number.end


def _silence(text: str, silence: Silence) -> list[dict[str, Any]]:
    """A numeral that Gouji passes over, as the suite wants it; words (两岸, 一体) stay silent."""
    printed = text[silence.span.start : silence.span.end]
    record: dict[str, Any] = {"start": silence.span.start, "end": silence.span.end, "kind": "number", "unit": None}
    if printed.startswith("第") and silence.reason in ("name", "enumerator", "law-article", "page", "document-number"):
        found = re.match(rf"第[0-9]+|第[{HAN_NUMERALS}]+", printed)
        if found is None:
            return []
        value = parse(found.group()[1:])
        return [record | {"end": silence.span.start + found.end(), "kind": "ordinal", "value": str(value)}]
    if silence.reason not in (
        "bare",
        "idiom",
        "phone",
        "index-number",
        "ratio",
        "outline",
        "indefinite",
        "label",
        "clock",
        "set-phrase",
    ):
        return []
    pair = parse_pair(printed)
    if pair is not None and (pair[0] + 1 == pair[1] or set(printed) & set("十百千万亿")):
        low, high = str(pair[0]), str(pair[1])
        return [
            record | {"kind": kind, "value": f"{low}..{high}", "lo": low, "hi": high} for kind in ("number", "range")
        ]
    parsed = parse(printed)
    if parsed is None or _in_word(text, silence.span):
        return []
    if text[silence.span.start - 1 : silence.span.start] in tuple(_SIGN) and silence.span.start:
        return [record | {"start": silence.span.start - 1, "value": str(-parsed)}]
    return [record | {"value": str(parsed)}]


def _in_word(text: str, span: Span) -> bool:
    """One Chinese character inside other Chinese words is no number."""
    if span.end - span.start > 1 or text[span.start].isascii():
        return False
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return any("\u4e00" <= c <= "\u9fff" and c not in _SIGN for c in around)


def _fraction(text: str, mention: Mention, value: Decimal) -> dict[str, Any]:
    """三分之二 is 2 of the unit 1/3; the suite wants 0.666…, with its sign."""
    start = mention.number.start
    if start and text[start - 1] in "负負":
        start, value = start - 1, -value
    return {"start": start, "end": mention.number.end, "kind": "number", "unit": None, "value": str(value)}


def _slash(found: re.Match[str]) -> dict[str, Any]:
    value = Decimal(found["above"]) / Decimal(found["below"]) if int(found["below"]) else None
    if value is not None and found["sign"]:
        value = -value
    return {
        "start": found.start(),
        "end": found.end(),
        "kind": "number",
        "unit": None,
        "value": None if value is None else str(value),
    }
