"""Which units a numeral may count in: 五千瓦 and 三十八度, but not 统一种 or 2010106 人."""

from __future__ import annotations

import re

from extractor.lexicon.units import Unit
from extractor.patterns.comparators import great_start, prefix_start, suffix_end

BLANKS = " \u3000\xa0"
STOPS = frozenset("，。；、,;）)\r\n") | {""}
_HAN_SCORE = ("得", "扣", "计", "满", "加", "减", "为")
_SMALL_KILO = ("瓦", "克", "伏", "卡", "帕", "赫")
"""After 千 these are units of their own even in Chinese: 五千瓦 is 5 kW; 两千米 is 2000 m."""
_NOUN_LIKE = (
    "车",
    "船",
    "班",
    "字",
    "院",
    "店",
    "厂",
    "站",
    "库",
    "师",
    "行",
    "集",
    "本",
    "门",
    "道",
    "池",
    "单元",
    "网格",
)
_OF_LONG = frozenset(("度", "里", "尺", "丈", "块", "两"))
"""These count after a longer Chinese numeral (三十八度); after one character they are often another word."""
_EDITIONS = frozenset("版款班级")
_YEAR_NUMBER = re.compile("(?:19|20)[0-9]{2}")
_REACHED = ("突破", "突破了", "缩小至", "达到", "跨过", "迈过", "站上", "迈上")
"""After these a great unit stands for itself: 突破万亿元."""
_LETTER = re.compile("[A-Za-z0-9²³]")
_ONES = "个名支届项位份条件户家所套台辆座处篇次轮期人场批"
"""Measure words that `一` may stand before as a number; 一些, 一般, 一切 are words."""
_SHARED = (
    "群众",
    "村民",
    "居民",
    "农户",
    "企业",
    "学生",
    "学员",
    "家长",
    "职工",
    "干部",
    "党员",
    "商户",
    "患者",
    "受访",
    "项目",
    "资金",
)
"""What tenths are told of: 六成群众."""
_NOT_BEFORE_ONE = "每某这那哪任同另上下前后唯逐统进之单首不又新万再"


def _is_code_before_word(text: str, start: int, end: int, at: int, unit: Unit) -> bool:
    """A budget code or an amount in a column, then a blank and a word: 2010106 人大监督, 302 10 车辆运行费."""
    if text[end] not in BLANKS:
        return False
    return end - start >= 6 or unit.word in _NOUN_LIKE or text[start - 2 : start].strip(BLANKS).isdigit()


def is_kilo(text: str, start: int, end: int) -> bool:
    """Whether the 千 before `end` belongs to the unit: 十千米, 五千瓦时, but 两千米."""
    if text.startswith(_SMALL_KILO, end):
        return True
    return text.startswith("米", end) and (text[end - 2] in "十百" or any(c in "百十" for c in text[start : end - 1]))


def fits(text: str, start: int, end: int, at: int, unit: Unit, han: bool) -> bool:
    """Whether the numeral `text[start:end]` may count in `unit`, which begins at `at`."""
    if unit.word[-1].isascii() and unit.word[-1].isalpha() and _LETTER.match(text, at + len(unit.word)):
        return False
    if not han:
        if at > end and unit.kind in ("count", "duration") and _is_code_before_word(text, start, end, at, unit):
            return False
        if unit.noun:
            return text[start:end].isdigit() and end - start <= 4 and at == end
        if unit.word in _EDITIONS and _YEAR_NUMBER.fullmatch(text, start, end):
            return False
        if unit.word == "等":
            return "." in text[start:end] and text[at + 1 : at + 2] in STOPS
        if unit.word == "分":
            return not text.startswith(("时", "点", ":", "："), start - 1)
        return unit.kind != "count" or at - end <= 4
    if at > end and text[end] in BLANKS and unit.kind != "money":
        return False
    if unit.word == "分":
        return (end - start > 1 or text[start] not in "十百千万") and text.startswith(_HAN_SCORE, max(0, start - 1))
    numeral = text[start:end]
    if not unit.han and unit.word not in ("轮", "届", "遍", "回"):
        return unit.word in _OF_LONG and end - start > 1 and any(c in "十百千" for c in numeral)
    if unit.word == "番":
        return text.endswith(("翻", "翻了"), 0, start)
    if unit.word == "成":
        return _is_tenths(text, start, end, at + 1)
    if numeral == "二":
        return unit.word in ("人", "位", "名")
    if numeral == "一":
        before = text[start - 1 : start]
        if before and before in _NOT_BEFORE_ONE:
            return False
        return unit.kind != "count" or unit.word in _ONES
    if numeral[0] in "百千万亿":
        return (
            (at > end and text[end] in "余多" and end - start == 1)
            or great_start(text, start) < start
            or (unit.kind == "money" and text.endswith(_REACHED, 0, start))
        )
    return True


def _is_tenths(text: str, start: int, end: int, after: int) -> bool:
    """Whether 成 after a Chinese numeral is a tenth: 八成以上, 近六成, 占三成; 一成不变 is none."""
    if end - start > 2 or any(c not in "一二两三四五六七八九" for c in text[start:end]):
        return False
    if end - start == 1 and text[start] == "一" and text.startswith("不变", after):
        return False
    follows = text[after : after + 1]
    return (
        prefix_start(text, start) < start
        or suffix_end(text, after) > after
        or text.endswith(("占", "达", "达到", "降", "增", "长", "高", "低", "加", "少", "了"), 0, start)
        or not follows
        or follows in "的，。、；,;）) 多半"
        or text.startswith(_SHARED, after)
    )
