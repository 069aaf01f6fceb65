"""Shares in words: percentages (百分之八十, 千分之五) and fractions (三分之二, 占1/3)."""

from __future__ import annotations

import re

from extractor.numerals import ARABIC_DIGITS, HAN_NUMERALS
from extractor.patterns.amounts import NUMERAL, SEPARATOR, Amount, signed_start
from extractor.patterns.comparators import prefix_start, suffix_end
from extractor.types import Span

_FRACTION = re.compile(
    rf"(?:(?:[{HAN_NUMERALS}]{{1,24}}|[{ARABIC_DIGITS}]{{1,24}})又)?(?:[{HAN_NUMERALS}]{{1,24}}|[{ARABIC_DIGITS}]{{1,24}})"
    rf"分之(?:[{HAN_NUMERALS}]{{1,24}}|[{ARABIC_DIGITS}]{{1,24}}(?:\.[0-9]{{1,24}})?)"
)
_SLASH = re.compile(r"(?P<above>[0-9]{1,3})/(?P<below>[0-9]{1,4})(?![0-9/.年月A-Za-z])")
_SHARES = ("占", "约", "达", "达到", "的", "完成", "完成了", "有", "为", "仅", "即")


def match_percent_words(text: str, start: int) -> Amount | None:
    """百分之八十, 千分之五, 负百分之1; with a range 百分之三到百分之五. `start` is at 百 or 千."""
    found = _percent_words(text, start)
    if found is None:
        return None
    first, end, second = found, found.end, None
    sep = SEPARATOR.match(text, end)
    if sep:
        other = _percent_words(text, sep.end())
        numeral = NUMERAL.match(text, sep.end())
        if other:
            second, end = other, other.end
        elif numeral and numeral["han"] and not text[numeral.end() : numeral.end() + 1].isalnum():
            second, end = Span(*numeral.span()), numeral.end()
    low = signed_start(text, start)
    if low == start and text.endswith(("负的", "負的"), 0, start):
        low -= 2
    negative = low < start or text[start + 3 : start + 4] in tuple("负負-－")
    begin = prefix_start(text, low)
    blurred = text[end : end + 1] in tuple("多余几")
    last = suffix_end(text, end + blurred)
    return Amount(
        begin, last, first, second, "", None, "", blurred, False, text[begin:low], text[end + blurred : last], None,
        "percent.words", negative,
    )  # fmt: skip


def match_fraction(text: str, start: int) -> Amount | None:
    """A fraction whose numeral begins at `start`: 三分之二, 一又三分之一, 4分之3; None where none does."""
    found = _FRACTION.match(text, start)
    if found is None:
        return None
    end = found.end()
    if text[end - 1] == "点":
        end -= 1
    begin, last = prefix_start(text, start), suffix_end(text, end)
    return Amount(
        begin, last, Span(start, end), None, "", None, "", False, False, text[begin:start], text[end:last], None,
        "fraction",
    )  # fmt: skip


def match_slash(text: str, start: int) -> Amount | None:
    """A fraction in figures (1/3) at `start` that its words show to be one: 占1/3, 1/3的, 不足1/2."""
    found = _SLASH.match(text, start)
    if found is None or int(found["above"]) >= int(found["below"]) or (start and text[start - 1] in "/.-"):
        return None
    begin, end = prefix_start(text, start), suffix_end(text, found.end())
    told = begin < start or end > found.end() or text.endswith(_SHARES, 0, start) or text.startswith("的", end)
    if not told:
        return None
    return Amount(
        begin, end, Span(*found.span()), None, "", None, "", False, False, text[begin:start], text[found.end() : end],
        None, "fraction",
    )  # fmt: skip


def _percent_words(text: str, start: int) -> Span | None:
    if not text.startswith(("百分之", "千分之", "万分之"), start):
        return None
    found = NUMERAL.match(text, start + 3 + text.startswith(("负", "負", "-"), start + 3))
    return Span(start, found.end()) if found else None
