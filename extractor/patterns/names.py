"""Numbers that are part of a name: 65岁以上老年人, 500万元以上项目, 七日内回复率, 九年义务教育, 前10%学科."""

from __future__ import annotations

import re

from extractor.lexicon.units import Units
from extractor.numerals import ARABIC_DIGITS, HAN_NUMERALS
from extractor.patterns.amounts import Amount

_ARABIC = frozenset("0123456789０１２３４５６７８９")
_CELL_ENDS = ("", "\t", "\r", "\n")
_NOUN_FOLLOWS = re.compile("[\u4e00-\u9fff]")
_SIZED = ("money", "duration", "measure")
_TERM = re.compile("(?:之?内)?(?:[\u4e00-\u9fff]{1,13}?率(?![先领])|[\u4e00-\u9fff]{0,8}圈(?![定出子]))")
"""What a deadline or a distance stands in: 三个月内办理结果答复率, 15分钟生活圈."""
_RUNNING = (
    "连续", "近", "用时", "耗时", "历时", "为期", "达", "为", "共", "提前", "缩短", "延长", "力争", "未来", "今后",
    "争取", "确保", "在", "至", "到", "满", "第",
)  # fmt: skip
"""After these a time before a rate stands for itself: 连续三年入学率100%."""
_N = f"[{ARABIC_DIGITS}二两三四五六七八九十百千]"
_COUNTED = re.compile(rf"(?:的|(?:(?!{_N})[\u4e00-\u9fff]){{2,14}}?)(?:不?超过|约|近|≥|≤)?[（(]?{_N}")
"""The thing of that size and how many there are of it, in one clause: 的贵重仪器37台套."""
_OVER = ("超过", "超", "不足", "未满", "不满", "少于", "多于", "低于", "高于", "逾", "大于", "小于")
_STATED = (
    "投入", "筹集", "争取", "落实", "安排", "拨付", "支出", "支付", "节约", "增收", "完成", "实现", "缩短", "提前",
    "延长", "提高", "增加", "减少", "下降", "为", "共", "计",
)  # fmt: skip
"""What is said of an amount itself: 投入100万元以上改造厕所5座."""
_FIRST = frozenset("前后")
_PLACES = ("位", "名")
_BEFORE = frozenset("之以此目较比提年月日天期届")


def is_named(text: str, amount: Amount, units: Units) -> bool:
    """Whether number and unit are part of a name, or say which things are meant and not how many there are."""
    unit, end = amount.unit, amount.end
    if unit is None:
        return False
    if (unit.kind == "percent" or unit.word in _PLACES) and not amount.prefix:
        before = text[max(0, amount.start - 2) : amount.start]
        return before[-1:] in _FIRST and before[:-1] not in _BEFORE
    if unit.word in units.names and text.startswith(units.names[unit.word], end):
        return True
    if not amount.suffix and not "\u4e00" <= text[end : end + 1] <= "\u9fff":
        return False
    if unit.word in units.classes:
        return _is_class(text, amount, units)
    if not amount.per and _sizes(text, amount, units):
        return True
    return unit.kind == "duration" and not amount.prefix and _is_term(text, amount)


def _is_class(text: str, amount: Amount, units: Units) -> bool:
    """An age of the people who follow: 7岁以下儿童."""
    end = amount.end
    if amount.prefix or text.startswith(units.not_named, end):
        return False
    after = text[end : end + 1]
    if amount.suffix and (after in _ARABIC or after in _CELL_ENDS):
        return after in _ARABIC or text[amount.start - 1 : amount.start] in _CELL_ENDS
    return bool(_NOUN_FOLLOWS.match(text, end))


def _sizes(text: str, amount: Amount, units: Units) -> bool:
    """A bound that says which things are counted: 单价50万元以上仪器31台, 超过10年的设备4730台."""
    end, after = amount.end, amount.end + text.startswith("的", amount.end)
    if amount.prefix.strip() in _OVER:
        # 超过10年的设备4730台, but 不满一年的37人: the thing itself must be named.
        if (
            amount.unit is None
            or amount.unit.kind == "percent"
            or after == end
            or not _NOUN_FOLLOWS.match(text, after)
            or text[after] in HAN_NUMERALS
        ):
            return False
    elif amount.prefix or (amount.unit is None or amount.unit.kind not in _SIZED):
        return False
    elif amount.suffix.strip() not in ("", "左右", "上下"):
        if text.startswith(units.sized, end):
            return True
    elif amount.second is None:
        return False
    if text.startswith(units.unsized, after) or text.endswith(_STATED, 0, amount.start):
        return False
    if not _NOUN_FOLLOWS.match(text, end):
        return False
    return _COUNTED.match(text, after if amount.prefix else end) is not None


def _is_term(text: str, amount: Amount) -> bool:
    """A deadline inside the name of a rate or of a circle around homes."""
    return _TERM.match(text, amount.end) is not None and not text.endswith(_RUNNING, 0, amount.start)
