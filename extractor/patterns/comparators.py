"""Words and signs around a number that bound or blur it: ≥ 不低于 近 before, 以上 左右 after; 余 and 多 within."""

from __future__ import annotations

import re

from extractor.types import Comparator

_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (
        "ge",
        "≥ ≧ ⩾ >= ＞= ＞＝ >＝ 不低于 不少于 不小于 不得低于 不得少于 不能低于 不能少于 不应低于 不应少于 原则上不低于",
    ),
    ("ge", "至少 最少 大于等于 大于或等于 不短于 不早于"),
    ("gt", "＞ > 超过 超过了 高于 大于 多于 超 逾"),
    ("le", "≤ ≦ ⩽ <= ＜= ＜＝ <＝ 不超过 不高于 不大于 不多于 不得超过 不得高于 不得多于 不能超过 不应超过 不应高于"),
    ("le", "未超过 没有超过 至多 最多 小于等于 小于或等于 不突破 不长于"),
    ("lt", "＜ < 低于 不足 小于 少于 不到 未满 不满 未达到 未达 短于"),
    ("approx", "近 约 大约 大概 约为 约计 约占 约有 约达 将近 接近 ≈ 大致 约合"),
)
_BEHIND: tuple[tuple[Comparator, str], ...] = (
    ("more", "以上"),
    ("ge", "及以上 或以上 （含）以上 (含)以上 含以上 以上（含） 以上(含) （含本数）以上"),
    ("le", "以下 及以下 或以下 （含）以下 (含)以下 以下（含） 以内 之内 （含）以内 (含)以内"),
    ("gt", "以上（不含） 以上(不含) （不含）以上 (不含)以上"),
    ("lt", "以下（不含） 以下(不含) （不含）以下 (不含)以下"),
    ("approx", "左右 上下"),
)
_AFTER = {word: comparator for comparator, words in _BEHIND for word in words.split()}
_WORDS = {word: comparator for comparator, words in _BEFORE for word in words.split()}
_WORDS_BEFORE_GREAT: dict[str, Comparator] = {"上": "ge", "过": "gt", "好": "more"}
"""Comparators only of a great unit that stands for itself: 上百人, 过千户."""
_NOT_BEFORE_GREAT = {"上": "以线网会路桥岗车船之加", "过": "不超通经胜越", "好": "最良"}
_BY_LAST: dict[str, tuple[str, ...]] = {
    last: tuple(sorted((w for w in _WORDS if w[-1] == last), key=lambda w: (-len(w), w)))
    for last in sorted({w[-1] for w in _WORDS})
}
_NOT_AFTER = {
    "近": "最附靠邻就临亲远相贴逼切浅",
    "约": "节合签预公契制履违特条租失誓相邀集简俭大纽续毁婚赴守",
    "超": "赶反高",
    "不足": "存",
}
"""A comparator that ends another word is none: 节约, 最近, 赶超."""
_SUFFIX = re.compile("[ \u3000]?(?:" + "|".join(re.escape(w) for w in sorted(_AFTER, key=lambda w: -len(w))) + ")")
_BROKEN_SUFFIX = re.compile("\r?\n[ \u3000]{0,4}(?:以[上下内]|左右)(?=[，。；、）)的,;])")
"""The line ends between unit and comparator."""
SUFFIX_STARTS = frozenset(word[0] for word in _AFTER) | {" ", "\u3000", "\r", "\n"}
"""What a comparator behind a number begins with."""
_BLANKS = " \u3000\xa0"
PREFIX_ENDS = frozenset(_BY_LAST) | frozenset(_BLANKS)
"""What stands before a number that has a comparator before it."""


def prefix_start(text: str, start: int, duration: bool = False) -> int:
    """Where the comparator before the number at `start` begins; `start` where there is none.

    近 before a time (近三年) says which years, not how many: it is no comparator of a duration.
    """
    at = start
    while at > start - 2 and at > 0 and text[at - 1] in _BLANKS:
        at -= 1
    if at == 0:
        return start
    for word in _BY_LAST.get(text[at - 1], ()):
        begin = at - len(word)
        if begin < 0 or not text.startswith(word, begin):
            continue
        if begin > 0 and text[begin - 1] in _NOT_AFTER.get(word, "") and not text.endswith("损失", 0, begin):
            return start
        if duration and word == "近":
            return start
        if at < start and word.isalpha() and len(word) == 1:
            return start
        return begin
    return start


def great_start(text: str, start: int) -> int:
    """As `prefix_start`, of a numeral that begins with 百, 千, 万 or 亿: 近百人, 上千户."""
    begin = prefix_start(text, start)
    if begin < start or start == 0:
        return begin
    word = text[start - 1]
    known = word in _WORDS_BEFORE_GREAT and (start < 2 or text[start - 2] not in _NOT_BEFORE_GREAT[word])
    return start - 1 if known else start


def suffix_end(text: str, end: int) -> int:
    """Where the comparator after the unit ends; `end` where there is none."""
    if text[end : end + 1] not in SUFFIX_STARTS:
        return end
    found = _SUFFIX.match(text, end) or _BROKEN_SUFFIX.match(text, end)
    return found.end() if found else end


def comparator(prefix: str, suffix: str, blurred: bool) -> Comparator:
    """What prefix and suffix say together; `blurred`: 余, 多 or 几 stands in the number."""
    if not prefix and not suffix:
        return "more" if blurred else "eq"
    prefix = prefix.strip(_BLANKS)
    before = _WORDS.get(prefix) or _WORDS_BEFORE_GREAT.get(prefix)
    if before is not None:
        return before
    after = _AFTER.get(suffix.strip())
    if after is not None:
        return after
    return "more" if blurred else "eq"
