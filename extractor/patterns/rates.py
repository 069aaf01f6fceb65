"""What belongs to the unit before it: the denominator of a rate (元/立方米), a second measure word (台（件）)."""

from __future__ import annotations

import re

from extractor.lexicon.units import Unit, Units
from extractor.numerals import ARABIC_DIGITS

SLASHES = ("/", "／")
_GREAT = re.compile(rf"(?:[{ARABIC_DIGITS}]{{1,5}}|[十百千万亿]{{1,3}})?")
_WORDS = (
    "年度", "学年", "季度", "人口", "床日", "年", "季", "月", "旬", "周", "日", "天", "时", "期", "人", "户", "亩",
    "次", "村", "镇", "校", "园", "生", "班", "床", "组", "站", "点", "度", "吨", "斤", "ml", "mL", "L", "s", "h", "d",
)  # fmt: skip
"""Denominators that are no units, or are none before what may follow here."""
_LOOSE = re.compile(r"[/／](?:[\u4e00-\u9fff㎡]{1,3}(?=[·./／、，。；）)\s]|$))(?:[·.／/][人年月日天户次])?")
_TWIN = re.compile("[（(](?P<unit>[\u4e00-\u9fff]{1,2})[）)]")


def rate_end(text: str, at: int, units: Units) -> int:
    """Where the denominator ends whose slash is at `at`; `at` itself where none follows."""
    end = at
    while end - at < 16 and text.startswith(SLASHES if end == at else (*SLASHES, "·", "."), end):
        after = _one(text, end + 1, units)
        if after is None:
            break
        end = after
    if end > at:
        return end
    loose = _LOOSE.match(text, at)
    return loose.end() if loose else at


def twin_end(text: str, at: int, units: Units) -> int:
    """End of the second measure word in brackets at `at`, 台（件）, 万毫升（头份）; `at` where there is none."""
    twin = _TWIN.match(text, at)
    known = units.by_word.get(twin["unit"]) if twin else None
    return twin.end() if twin and known is not None and known.kind == "count" and not known.noun else at


def _one(text: str, at: int, units: Units) -> int | None:
    """End of one denominator, great units before it included."""
    great = _GREAT.match(text, at)
    start = great.end() if great else at
    known: Unit | None = units.at(text, start)
    if known is not None and not known.noun and known.kind not in ("percent", "score"):
        return start + len(known.word)
    word = next((word for word in _WORDS if text.startswith(word, start)), None)
    return start + len(word) if word is not None else None
