"""One walk over the numerals of a text: each becomes a mention, a silence, or a number that only its place explains."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.lexicon.phrases import Phrases, load_phrases
from extractor.lexicon.units import Unit, Units, load_units
from extractor.numerals import ARABIC_DIGITS, HAN_NUMERALS, LONGEST
from extractor.patterns.amounts import (
    NUMERAL,
    STEPS,
    SYMBOL_ENDS,
    Amount,
    bare_number,
    ends_bare,
    is_few,
    kind_of,
    match_amount,
    match_half,
)
from extractor.patterns.dates import match_date
from extractor.patterns.names import is_named
from extractor.patterns.ordinals import is_session, match_numbered, match_term
from extractor.patterns.shares import match_fraction, match_percent_words, match_slash
from extractor.patterns.silent import (
    at_item_start,
    at_line_start,
    bare_reason,
    code_end,
    is_labelled,
    is_quoted,
    is_quoted_alone,
)
from extractor.types import Kind, Mention, Silence, Span

_RUN = re.compile(rf"[{ARABIC_DIGITS}{HAN_NUMERALS}半]+")
"""One set of characters, which is searched for many times faster than one of two sets."""
_HAN_RUN = re.compile(rf"[{HAN_NUMERALS}]*")
_MARK = re.compile(r"\[(?:bookmark|image):[^\]\n]*\]|https?://[^\s\u4e00-\u9fff，。；）]+|www\.[^\s\u4e00-\u9fff]+")
_ARABIC = frozenset("0123456789０１２３４５６７８９")
_SMALL_OUTLINE = re.compile(r"[0-9]{1,2}[.．](?=(?:19|20)[0-9]{2}[ \u3000]?(?:年|[-—－至]))")
_SPLIT_OUTLINE = re.compile(
    r"[0-9]{1,2}[.．](?=[1-9][0-9]*(?:个(?!百分点|千分点|基点|月|小时|半)|[项名人条件次家户份所期场篇])[^\s、，,；;。/／（(0-9])"
)
"""A whole number of things behind an outline number (1.3个工作组进驻): a decimal of them makes no sense."""
_SPLITTING = frozenset("个项名人条件次家户份所期场篇年-—－至 \u3000")
"""What follows the number behind an outline number in the two patterns above."""
_FUNDS = re.compile(
    "(?:费用?|支出|收入|经费|资金|投资|拨款|金额|成本|补助金?|补贴|预算|决算|损失|债务|贷款|税收|产值|销售额|营业额|造价)"
    "(?:约|达到?|为|共计?|计|近|超过?|累计|合计|总计|不超过|专项|增加|减少|追加|安排|投入|剩余|[ \u3000])*$"
)
_BODIES = ("巡察", "巡视", "督查", "督察", "督导", "监察")
_HAN_OUTLINE = re.compile("[）)、.．]")
_DATE_NEXT = frozenset("学年月日号-－—–―−﹣~～至到一/.．季")
_LISTED = frozenset("、和及与,，")
_BLANKS = " \u3000\xa0"
_MAYBE_DATE = _DATE_NEXT | _LISTED | frozenset(_BLANKS)
_CENTURIES = ("19", "20", "21", "１９", "２０")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")
_POINTS = frozenset(".．")
_GREAT_ONLY = frozenset("百千万亿佰仟萬億兆")
_GREAT_ONLY_TEN = _GREAT_ONLY | {"十"}
_PERIODS = frozenset("年季月旬周天日")
_REPEATED = re.compile("一[^0-9日号月年至到—－-]")
"""一月一调度, but 一月一日."""
_HALVED = frozenset("年个天小学")
_BEFORE_HALF = frozenset("上下前后多小每个" + HAN_NUMERALS) | _ARABIC
_LABEL_ENDS = frozenset("表图件 \u3000")
_TITLED = re.compile("(?:19|20)[0-9]{2}(?:[-－—–~～至](?:19|20)[0-9]{2})?(?=[）)]》)")
"""A year in brackets at the end of a title: 《典型案例汇编（2024）》."""
_AND = frozenset("年岁月天元块")
"""零 after these joins two parts of one quantity: 三年零六个月."""
_TERMS = frozenset(("十二五", "十三五", "十四五", "十五五", "十六五"))


class Bare(NamedTuple):
    """A number without a unit of its own."""

    span: Span
    """Comparators included."""
    number: Span
    reason: str
    """Why it is passed over if nothing around it explains it."""
    noun: bool = False
    """It stands directly before the thing that it counts: 7问题."""


class Scan(NamedTuple):
    """Everything numeric in a text; each list in text order."""

    mentions: list[Mention]
    silences: list[Silence]
    bare: list[Bare]


def scan(text: str) -> Scan:
    """Look at every numeral of `text` once; linear in its length."""
    return _Walk(text).run()


class _Walk:
    """State of the walk: how far the text is used up, and what came before."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units: Units = load_units()
        self.phrases: Phrases = load_phrases()
        self.out = Scan([], [], [])
        self.done = 0
        self.taken = 0
        """End of the last mention."""
        self.date_end = -1
        self.listed_until = -1
        """Where a list that began with 第 may go on: 第一、二轮."""
        self.teams_until = -1
        """Where a list of bodies that are called by number may go on: 巡察一组、二组."""
        marked = "[bookmark:" in text or "[image:" in text or "http" in text or "www." in text
        self.skips = [found.span() for found in _MARK.finditer(text)] if marked else []

    def run(self) -> Scan:
        text, skips = self.text, self.skips
        skip = 0
        for found in _RUN.finditer(text):
            start, end = found.span()
            if skips:
                while skip < len(skips) and skips[skip][1] <= start:
                    skip += 1
                if skip < len(skips) and skips[skip][0] <= start:
                    continue
            start = max(start, self.done)
            while start < end:
                self.done = start
                if text[start] in _ARABIC:
                    self._arabic(start)
                elif text[start] == "半":
                    self._half(start)
                else:
                    stop = end if end - start == 1 else _HAN_RUN.match(text, start, end).end()  # type: ignore[union-attr]
                    if stop - start > LONGEST:
                        self._silence(start, stop, "idiom")
                    else:
                        self._han(start, stop)
                if self.done == start:
                    self.done += 1
                start = self.done
        return self.out

    # --- Arabic numerals ------------------------------------------------------------------------------------------

    def _arabic(self, start: int) -> None:
        text = self.text
        found = NUMERAL.match(text, start)
        if found is None:
            return None
        end = found.end()
        after = text[end : end + 1]
        before = text[start - 1 : start] if start else ""
        if before == "第" or (before == " " and text.startswith("第", start - 2) and start > 1):
            return self._numbered(start - (1 if before == "第" else 2))
        pointed = not found.group().isdigit()
        if pointed and after in _SPLITTING and not _POINTS.isdisjoint(text[start + 1 : start + 3]):
            for outline, may_stand in ((_SMALL_OUTLINE, at_item_start), (_SPLIT_OUTLINE, at_line_start)):
                cut = outline.match(text, start)
                if cut and may_stand(text, start):
                    return self._silence(start, cut.end(), "outline")
        if (pointed or after in _MAYBE_DATE or end - start >= 7) and self._may_be_date(start, end, after, pointed):
            date = match_date(text, start, self.date_end)
            if date:
                self.date_end = date.end
                return self._mention(date.start, date.end, "date", Span(start, date.end), date.pattern)
        if before in _LETTERS:
            amount = match_amount(text, start, self.units, found)
            unit = amount.unit if amount else None
            if unit is None or unit.kind not in ("money", "percent", "duration") or unit.word == "年":
                return self._silence(start, max(end, code_end(text, end)), "code")
        if before in _LABEL_ENDS and is_labelled(text, start, end):
            return self._silence(start, end, "label")
        if after in ("分", "又", "/"):
            fraction = match_fraction(text, start) or match_slash(text, start)
            if fraction:
                return self._taken(fraction, "percent")
        if after == "届" or start == self.listed_until:
            term = match_term(text, start, start == self.listed_until)
            if term:
                return self._ordinal(term.start, term.end, term.number, term.pattern)
        if after == "组" and self._team(start, end):
            return None
        if self._may_count(before, after) and (before in SYMBOL_ENDS or not ends_bare(text, end)):
            amount = match_amount(text, start, self.units, found)
            if amount is not None:
                return self._amount(amount)
        titled = _TITLED.match(text, start) if before in ("（", "(") else None
        if titled:
            return self._mention(start, titled.end(), "date", Span(*titled.span()), "date.title")
        span, number = bare_number(text, start, end)
        after = text[number.end : number.end + 1]
        if after.isascii() and after.isalpha():
            return self._silence(start, code_end(text, end), "code")
        reason = bare_reason(text, start, end)
        if reason in ("document-number", "outline", "clock", "code"):
            return self._silence(start, end, reason)
        self.out.bare.append(Bare(span, number, "set-phrase" if is_quoted(text, start) else reason))
        self.done = max(span.end, start + 1)
        return None

    def _may_be_date(self, start: int, end: int, after: str, pointed: bool) -> bool:
        """Whether a date may begin with the numeral: what no date can is told here, without a pattern."""
        text = self.text
        if pointed:
            return text.startswith(_CENTURIES, start)
        if after in _BLANKS:
            after = text[end : end + 3].lstrip(_BLANKS)[:1] or after
        if after in _LISTED:
            return end - start == 4 or start - self.date_end <= 2
        return after in _DATE_NEXT or (end - start >= 7 and text.startswith(_CENTURIES, start))

    def _amount(self, amount: Amount) -> None:
        text, unit = self.text, amount.unit
        kind = kind_of(unit, amount.per)
        if unit is None:
            if _FUNDS.search(text, max(0, amount.start - 14), amount.start):
                kind = "money"
        elif unit.word == "页" and "页" in text[max(0, amount.start - 5) : amount.start]:
            return self._silence(amount.start, amount.end, "page")
        if kind == "percent" and text[amount.start - 1 : amount.start] in ("×", "*") and amount.start:
            return self._silence(amount.start, amount.end, "formula")
        if is_named(text, amount, self.units):
            return self._silence(amount.start, amount.end, "name")
        quoted = kind in ("count", "duration") and is_quoted(text, amount.first.start)
        if quoted and not is_quoted_alone(text, amount.start, amount.end):
            return self._silence(amount.start, amount.end, "set-phrase")
        if unit is not None and unit.noun:
            self.out.bare.append(Bare(Span(amount.start, amount.first.end), amount.number, "bare", noun=True))
            self.done = amount.first.end
            return None
        return self._taken(amount, kind)

    # --- Chinese numerals -----------------------------------------------------------------------------------------

    def _han(self, start: int, end: int) -> None:
        text = self.text
        before = text[start - 1 : start] if start else ""
        if before == "第":
            known = self.phrases.covering(text, start)
            if known and known[0] < start:
                return self._silence(known[0], known[1], known[2])
            return self._numbered(start - 1)
        after = text[end : end + 1]
        if (after == "下" and text[end - 1] == "零") or (text[start] == "零" and before in _AND and end - start > 1):
            self.done = start + 1
            return None
        if not text.startswith("分之", end):
            known = self.phrases.covering(text, start)
            if known and known[0] >= self.taken:
                return self._silence(known[0], known[1], known[2])
        if after in ("点", "點"):
            pointed = NUMERAL.match(text, start)
            end = pointed.end() if pointed else end
            after = text[end : end + 1]
        numeral = text[start:end]
        if before == "每" and set(numeral) <= _GREAT_ONLY_TEN:
            return self._silence(start, end, "name")
        if numeral == "一" and after in _PERIODS and _REPEATED.match(text, end + 1):
            return self._silence(start, end + 2, "set-phrase")
        if after == "分" and text.startswith("之", end + 1):
            words = match_percent_words(text, start) if numeral in "百千万" else match_fraction(text, start)
            if words:
                return self._taken(words, "percent")
            return self._silence(start, end, "fraction")
        if after == "又":
            fraction = match_fraction(text, start)
            if fraction:
                return self._taken(fraction, "percent")
        if after in ("年", "月", "日", "季", "、", "学") or (numeral[0] in "一二" and after and after in "○Oo0ＯО〇"):
            date = match_date(text, start, self.date_end)
            if date:
                self.date_end = date.end
                return self._mention(date.start, date.end, "date", Span(start, date.end), date.pattern)
        if after == "届" or start == self.listed_until:
            term = match_term(text, start, start == self.listed_until)
            if term:
                return self._ordinal(term.start, term.end, term.number, term.pattern)
        if after == "次" and (before == "届" or is_session(text, start, end)):
            return self._ordinal(start, end + 1, (start, end), "ordinal.term")
        if before and before in "数几" and numeral[0] in "十百千万亿":
            few = match_amount(text, start - 1, self.units) if is_few(text, start - 1) else None
            if few is None or few.unit is None:
                return self._silence(start, end, "indefinite")
            return self._counted(few, few.unit, text[start - 1 : end])
        if after == "组" and self._team(start, end):
            return None
        if numeral in _TERMS:
            return self._silence(start, end, "name")
        counts = self._may_count(before, after) or text[end - 1] == "千"
        amount = match_amount(text, start, self.units) if counts else None
        if amount is not None and amount.unit is not None:
            return self._counted(amount, amount.unit, numeral)
        if set(numeral) <= _GREAT_ONLY:
            return self._silence(start, end, "indefinite" if before in ("上", "成") else "idiom")
        return self._silence(start, end, self._han_reason(start, end, before, after))

    def _may_count(self, before: str, after: str) -> bool:
        """Whether a unit, or a step to one, may stand beside a numeral."""
        return after in self.units.by_first or after in STEPS or before in SYMBOL_ENDS

    def _counted(self, amount: Amount, unit: Unit, numeral: str) -> None:
        text, start = self.text, amount.first.start
        if is_named(text, amount, self.units):
            return self._silence(amount.start, amount.end, "name")
        if unit.kind == "count":
            if is_quoted(text, start):
                return self._silence(start, amount.end, "set-phrase")
            if (
                len(numeral) == 1
                and unit.word in ("个", "项", "大")
                and text.startswith(self.phrases.heads, amount.end)
            ):
                return self._silence(start, amount.end, "set-phrase")
            if len(numeral) == 1 and _is_phrase(text, numeral, amount, self.units):
                return self._silence(start, amount.end, "set-phrase")
            if numeral == "一":
                return self._taken(amount, "count", "count.article")
        if unit.kind in ("duration", "measure") and is_quoted(text, start):
            return self._silence(start, amount.end, "set-phrase")
        return self._taken(amount, kind_of(unit, amount.per))

    def _han_reason(self, start: int, end: int, before: str, after: str) -> str:
        text = self.text
        if after in ("是", "要", "则") and end - start <= 3 and text[end + 1 : end + 2] != "否":
            return "enumerator"
        if before in ("（", "(") and after in ("）", ")"):
            return "outline"
        if after and _HAN_OUTLINE.match(after) and at_item_start(text, start):
            return "outline"
        return "set-phrase" if is_quoted(text, start) else "idiom"

    def _team(self, start: int, end: int) -> bool:
        """Pass over the number of a body that is called by it, before 组: 巡察一组、二组."""
        text = self.text
        if not (start == self.teams_until or text.endswith(_BODIES, 0, start)):
            return False
        self._silence(start, end + 1, "name")
        if text[end + 1 : end + 2] in ("、", "和", "及", "与"):
            self.teams_until = end + 2
        return True

    def _half(self, start: int) -> None:
        """半年, 半个月 as a time; 上半年, 两年半 and 每半年 say something else."""
        text = self.text
        if text[start + 1 : start + 2] not in _HALVED or (start and text[start - 1] in _BEFORE_HALF):
            return
        amount = match_half(text, start, self.units)
        if amount is not None:
            self._taken(amount, "duration")

    # --- results --------------------------------------------------------------------------------------------------

    def _numbered(self, start: int) -> None:
        text = self.text
        date = match_date(text, start + 1, self.date_end) if "季度" in text[start : start + 8] else None
        if date and date.pattern == "date.quarter":
            return self._mention(date.start, date.end, "date", Span(start + 1, date.end), date.pattern)
        numbered = match_numbered(text, start)
        if numbered.silent:
            return self._silence(start, numbered.end, numbered.pattern)
        return self._ordinal(start, numbered.end, numbered.number, numbered.pattern)

    def _ordinal(self, start: int, end: int, number: tuple[int, int], pattern: str) -> None:
        self._mention(start, end, "ordinal", Span(*number), pattern)
        if pattern == "ordinal.listed" and self.text[end : end + 1] in ("、", "和", "及", "与"):
            self.listed_until = end + 1

    def _mention(self, start: int, end: int, kind: Kind, number: Span, pattern: str) -> None:
        self.out.mentions.append(Mention(Span(start, end), kind, number, pattern))
        self.done = self.taken = end

    def _taken(self, amount: Amount, kind: Kind, pattern: str = "") -> None:
        span = Span(amount.start, amount.end)
        mention = Mention(span, kind, amount.number, pattern or amount.pattern, None, amount)
        self.out.mentions.append(mention)
        self.done = self.taken = amount.end

    def _silence(self, start: int, end: int, reason: str) -> None:
        self.out.silences.append(Silence(Span(start, end), reason))
        self.done = max(end, self.done + 1)


def _is_phrase(text: str, numeral: str, amount: Amount, units: Units) -> bool:
    """Whether a numeral and a word are half of a phrase: 一户一档, 四通八达; 三组五人 are two counts."""
    at = amount.end
    other = text[at : at + 1]
    if not other or other not in HAN_NUMERALS or at != amount.first.end + len(amount.unit.word if amount.unit else ""):
        return False
    return other == numeral == "一" or (
        units.at(text, at + 1) is None and "\u4e00" <= text[at + 1 : at + 2] <= "\u9fff"
    )
