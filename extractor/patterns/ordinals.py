"""Which round, session or term: 第三轮, 十三届; and what only looks like it: 第五条, 第一责任人."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.numerals import ARABIC_DIGITS, HAN_NUMERALS

_N = rf"(?:[{ARABIC_DIGITS}]{{1,12}}|[{HAN_NUMERALS}]{{1,24}})"
_CLASS = (
    "轮次|轮(?![流候船胎])|届次|届|批次|批(?![准复评示量])|期(?![间限])|阶段|季|场(?![所地])|名(?![单录])|个年头|个|"
    "次(?![要产])|年度?|周|天|位(?![于置])|站|回合|回|班次"
)
_FIRST = re.compile(rf"[ \u3000]?(?P<n>{_N})(?:(?P<to>[至到\-—－~～][ ]?第?){_N})?[ \u3000]?(?P<class>{_CLASS})")
_LISTED = re.compile(rf"(?P<n>{_N})(?=(?:[、和及与]第?{_N}){{1,6}}[ ]?(?:轮|届|批|期|次|阶段|季度))")
_LAW = re.compile(
    rf"[ \u3000]?{_N}(?:[、和及与至到—-]第?{_N}){{0,12}}[ \u3000]?"
    r"(?:条(?![线])|款|项(?!目)|章|节|编(?![制办委])|目(?![标前录的]))"
)
_PAGE = re.compile(rf"[ \u3000]?{_N}[ \u3000]?页")
_NUMBERED = re.compile(rf"[ \u3000]?{_N}[ \u3000]?号")
_BARE = re.compile(rf"[ \u3000]?(?P<n>{_N})")
_RANK = (
    "排名",
    "位列",
    "位居",
    "居",
    "列",
    "排名全省",
    "排名全市",
    "排名全国",
    "名列",
    "跃居",
    "排",
    "市",
    "省",
    "国",
    "县",
    "区",
)
_SESSIONS = ("次会议", "次全会", "次全体会议")
_ASSEMBLIES = ("人大", "政协", "党代会", "人代会", "代表大会", "委员会", "纪委", "次、", "次和")
_PLACED = ("排名", "位列", "位居", "名列", "居", "列")
_TERM = re.compile(rf"(?P<n>{_N})届")
_BODY = re.compile(
    "[县市区省州旗盟镇乡村党委常全人政纪理董监会中巡二三四五六七八九十一团妇工][^期]|任期内?第|职代|[一二三四五六七八九十]+次"
)
_JOINT = re.compile(
    "(?P<n>[二两三四五六七八九]?十[一二三四五六七八九]?(?=[两三四五六七八九](?:轮|届|批|期|次|个阶段|个季度))(?<!十)"
    "|[二三四五六七八九]?十(?=两(?:轮|届|批|期|次|个阶段|个季度))"
    "|[一二三四五六七八九](?=[两二三四五六七八九](?:轮|届|批|期|次|个阶段|个季度)))"
)
_NO_TERM = "近连续历共有办过这本每上两首"


class Numbered(NamedTuple):
    """A number with 第 or 届: an ordinal, or a silence with its reason."""

    start: int
    end: int
    number: tuple[int, int]
    pattern: str
    """`ordinal…`, or a reason of silence: `law-article`, `page`, `document-number`, `name`, `enumerator`."""
    silent: bool


def match_numbered(text: str, start: int) -> Numbered:
    """What the number after 第 is; `start` is at 第."""
    at = start + 1
    for regex, reason in ((_LAW, "law-article"), (_PAGE, "page"), (_NUMBERED, "document-number")):
        found = regex.match(text, at)
        if found:
            return Numbered(start, found.end(), found.span(), reason, True)
    cut = _joint_end(text, at)
    if cut is not None:
        return Numbered(start, cut, (at, cut), "ordinal.listed", False)
    found = _FIRST.match(text, at)
    if found:
        number = (found.start("n"), found.start("class") if found["to"] else found.end("n"))
        return Numbered(start, found.end(), number, "ordinal.range" if found["to"] else "ordinal", False)
    found = _LISTED.match(text, at)
    if found:
        return Numbered(start, found.end(), found.span("n"), "ordinal.listed", False)
    found = _BARE.match(text, at)
    if found is None:
        return Numbered(start, at, (at, at), "name", True)
    after = text[found.end() : found.end() + 1]
    if after in ("，", "、", "：", ":", ",", "是"):
        ranked = text.endswith(_RANK, max(0, start - 4), start)
        if not ranked:
            return Numbered(start, found.end(), found.span("n"), "enumerator", True)
    if text.endswith(_PLACED, max(0, start - 4), start) and after in ("为", "位", "的", "且", "和", "并"):
        return Numbered(start, found.end(), found.span("n"), "ordinal.rank", False)
    if text.endswith(_RANK, max(0, start - 4), start) and (not after or not "\u4e00" <= after <= "\u9fff"):
        return Numbered(start, found.end(), found.span("n"), "ordinal.rank", False)
    return Numbered(start, found.end(), found.span("n"), "name", True)


def _joint_end(text: str, start: int) -> int | None:
    """End of the last ordinal of a list that their number follows at once: 第六、第七、第八三轮 (8, then three)."""
    found = _JOINT.match(text, start)
    return found.end("n") if found else None


def match_term(text: str, start: int, listed: bool) -> Numbered | None:
    """十三届, 四届 (市委), and what goes on from a 第 before: 第一、二轮 (`listed`), 二届三次会议.

    Returns None where 届 counts: 一届任期, 两届.
    """
    if listed:
        cut = _joint_end(text, start)
        if cut is not None:
            return Numbered(start, cut, (start, cut), "ordinal.listed", False)
        found = re.compile(rf"(?P<n>{_N})(?P<class>轮次|轮|届|批|期|次|阶段|季度)?").match(text, start)
        if found:
            return Numbered(start, found.end(), found.span("n"), "ordinal.listed", False)
    found = _TERM.match(text, start)
    if found is None:
        return None
    numeral = found["n"]
    if text[start - 1 : start] in _NO_TERM and start > 0:
        return None
    if numeral in ("两", "俩") or (numeral in ("一", "1", "二", "2") and not _BODY.match(text, found.end())):
        return None
    return Numbered(start, found.end(), found.span("n"), "ordinal.term", False)


def is_session(text: str, start: int, end: int) -> bool:
    """Whether the numeral before 次 says which session it was: 全国人大二次会议."""
    return text.startswith(_SESSIONS, end) and text.endswith(_ASSEMBLIES, 0, start)
