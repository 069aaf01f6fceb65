"""A numeral with its unit: money, percentages, counts, scores, durations and measures, and ranges of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.lexicon.units import Unit, Units
from extractor.numerals import ARABIC_DIGITS, HAN_DIGITS, HAN_NUMERALS
from extractor.patterns.comparators import PREFIX_ENDS, SUFFIX_STARTS, great_start, prefix_start, suffix_end
from extractor.patterns.fitting import BLANKS, STOPS, fits, is_kilo
from extractor.patterns.rates import SLASHES, rate_end, twin_end
from extractor.types import Kind, Span

_A = ARABIC_DIGITS
_GREAT = "十百千万亿萬億兆"
ARABIC = (
    rf"[{_A}]{{1,3}}(?:,[{_A}]{{3}})+(?![{_A}])(?:[.．][{_A}]+)?"
    rf"|[０-９]{{1,3}}(?:，[０-９]{{3}})+(?![０-９])(?:[.．][０-９]+)?"
    rf"|[0-9]{{1,3}}(?:，[0-9]{{3}})+(?:\.[0-9]+(?![0-9])|(?=[ ]?[万亿]?元|[ ]?万[^元]))"
    rf"|[{_A}]+(?:[.．][{_A}]+)?"
)
_COMPOSITE = (
    rf"(?:[{_GREAT}]+[{_A}]+(?:\.[0-9]+)?(?=[十百千万亿])[十百千万亿]+)+"
    rf"|[万亿][{_A}]{{3,4}}(?![{_A}.年—-])|[万亿]零?(?:[{HAN_DIGITS}]+[千百十])+[{HAN_DIGITS}]?"
)
NUMERAL = re.compile(
    rf"(?P<arabic>(?:{ARABIC})(?:{_COMPOSITE})?)"
    rf"|(?P<han>[几数]?[{HAN_NUMERALS}]+(?:[点點](?:[{HAN_DIGITS}]+[{_GREAT}]*|[0-9]+))?)"
)
"""A numeral, Arabic or Chinese; 1亿2千万 is one numeral, 3.5万 is 3.5 before the unit 万."""
_GLUE = re.compile(
    rf"(?P<space>[ \u3000\xa0]{{0,2}})(?P<more>[余多几来])?(?P<great>[{_GREAT}]*)"
    r"(?P<more2>[余多几])?(?:\r?\n(?=元)|[ \u3000\xa0]{0,2})"
)
_BROKEN = re.compile(
    r"[ \u3000]?\r?\n[ \u3000]{0,4}(?=[万亿]*(?:元|美元|人|户|吨|平方|亩|公里|辆|家|件|个百分点)|个百分点|百分点|%|％)"
)
_HALF_OTHER = ("度", "报", "一", "工作", "候", "制", "脱产", "总结", "刊")
_HALF = re.compile(r"个(?P<half>半|多|来)(?=月|小时|星期|季度|百分点|学期|钟头)")
_POINTS = re.compile(
    rf"个(?=(?:[、，,和及与][{_A}]{{1,6}}(?:[.．][{_A}]{{1,6}})?个){{1,12}}(?P<unit>百分点|千分点|基点))"
)
"""The 个 of a list whose last number prints the unit of all: 16.2个、8.4个百分点."""
_COINS = re.compile(
    rf"[{_A}{HAN_DIGITS}]{{1,2}}[角毛](?:[{_A}{HAN_DIGITS}]{{1,2}}分)?|[{_A}{HAN_DIGITS}]{{1,2}}分(?![别之])"
)
_TENTHED = ("米", "成")
_TENTH = re.compile(f"[{HAN_DIGITS[3:]}](?![{HAN_NUMERALS}])")
"""A digit behind the unit: 一米八, 七成五."""
_WHOLE = re.compile("[整正](?![改治体合个顿理修装洁式在常当确规面])")
_RATED = ("money", "count", "measure", "duration")
_INCLUSIVE = re.compile(r"[（(]不?含[）)]")
SEPARATOR = re.compile(r"[ \u3000]?(?:[-－–―~～−﹣]{1,2}|—{1,2}|至|到|(?<=[0-9])一(?=[0-9]))[ \u3000]?")
_RANGE_STARTS = frozenset("（( \u3000-－–―~～−﹣—至到一")
"""What a range may go on with: the first characters of the two patterns above."""
_BREAKS = frozenset(" \u3000\r\n")
_OPENINGS = frozenset("（(")
_SIGN_ENDS = frozenset("-－−﹣负負. \u3000\xa0")
_GLUED = frozenset(" \u3000\xa0\r\n余多几来" + _GREAT)
STEPS = _GLUED | _RANGE_STARTS
"""What a unit or the upper end of a range follows."""
_LISTING = frozenset("、，,和及与")
_NO_UNIT = frozenset("\t、。，；;,)）:：》”\"'") | {""}
_CELL_BREAKS = frozenset("\t\n") | {""}
SYMBOL_ENDS = frozenset("¥￥$＄€£₩BYDR ")
"""What a sign of a currency, or the blank after it, ends with."""
_NOT_BEFORE_MINUS = "年月日号元个人次-—－～%％）)第" + HAN_NUMERALS
_BELOW_ZERO = ("零下", "零下 ")
_SCALES = ("摄氏", "华氏")
_BRACKETED = re.compile(
    "[（(](?P<great>[十百千万亿]{0,2})(?P<unit>元|人次|人|个|项|次|户|件|场次|场|家|名|份|条|期|处|套|台|亩|公里|吨|%|％|天|个月|年|分)[）)]"
)
"""A unit in brackets right after its number, as in a form: 120（万元）."""
_NUMBER_OF = frozenset("人户次件个总项指参基岁倍实系约套台额名位条期场分份少多编")
"""Before 数 these make it a noun: 人数, 次数."""


class Amount(NamedTuple):
    """What stands at a place of a text, taken to pieces."""

    start: int
    end: int
    first: Span
    """The numeral, of a range the lower one."""
    second: Span | None
    great: str
    """万, 亿, 千 … between numeral and unit."""
    unit: Unit | None
    per: str
    """`/人` or `（件）` after the unit."""
    blurred: bool
    """余, 多 or 几 in it."""
    half: bool
    """N个半月, N年半."""
    prefix: str
    suffix: str
    coins: Span | None
    """`5角2分` after 元, 八 after 一米."""
    pattern: str
    below_zero: bool = False
    """A word says so that is no part of the numeral: 零下5℃, 负百分之三."""

    @property
    def number(self) -> Span:
        return Span(self.first.start, self.second.end) if self.second else self.first


class _Part(NamedTuple):
    """One numeral and the unit behind it."""

    number: Span
    end: int
    great: str
    unit: Unit | None
    per: str
    blurred: bool
    half: bool
    coins: Span | None
    symbol: str = ""
    """¥ before the number."""


def match_amount(text: str, start: int, units: Units, found: re.Match[str] | None = None) -> Amount | None:
    """The amount whose numeral begins at `start`; None where no unit follows that fits the numeral.

    `found` is the match of NUMERAL there, where the caller has it.
    """
    part = _part(text, start, units, found)
    if part is None:
        return None
    second = _upper_end(text, start, part, units) if text[part.end : part.end + 1] in _RANGE_STARTS else None
    last = second or part
    unit = last.unit
    if unit is None and not last.great:
        return None
    low = signed_start(text, start) if start and text[start - 1] in _SIGN_ENDS else start
    head = low - len(part.symbol)
    below_zero = False
    if unit is not None and unit.kind == "measure":
        below_zero = (unit.dimension == "temperature" or unit.word == "度") and text.endswith(_BELOW_ZERO, 0, start)
        if below_zero:
            unit, head = units.by_word["摄氏度"] if unit.word == "度" else unit, head - 2
        elif unit.word == "度" and text.endswith(_SCALES, 0, start):
            unit, head = units.by_word[text[start - 2 : start] + "度"], head - 2
    begin, end = head, last.end
    if text[start] in "百千万亿":
        begin = great_start(text, head)
    elif head and text[head - 1] in PREFIX_ENDS:
        begin = prefix_start(text, head, unit is not None and unit.kind == "duration")
    if text[end : end + 1] in SUFFIX_STARTS:
        end = suffix_end(text, end)
    if second and text[end : end + 1] in _OPENINGS:
        note = _INCLUSIVE.match(text, end)
        end = note.end() if note else end
    kind = kind_of(unit, last.per)
    pattern = f"{kind}.range" if second else f"{kind}.noun" if unit and unit.noun else kind
    blurred, upper = part.blurred or last.blurred, second.number if second else None
    first = part.number if low == start else Span(low, part.number.end)
    return Amount(
        begin, end, first, upper, last.great, unit, last.per,
        blurred, last.half, text[begin:head], text[last.end : end], last.coins, pattern, below_zero,
    )  # fmt: skip


def match_half(text: str, start: int, units: Units) -> Amount | None:
    """半年, 不到半个月, 半年以上 with 半 at `start`; None where the words go on (半年度, 半年一次)."""
    unit = units.at(text, start + 1)
    end = start + 1 + len(unit.word) if unit else start
    if unit is None or unit.kind != "duration" or text.startswith(_HALF_OTHER, end):
        return None
    begin, last = prefix_start(text, start, True), suffix_end(text, end)
    return Amount(
        begin, last, Span(start, start + 1), None, "", unit, "", False, False, text[begin:start], text[end:last],
        None, "duration.half",
    )  # fmt: skip


def kind_of(unit: Unit | None, per: str) -> Kind:
    """What a number of `unit` measures; `per` is what follows the unit and belongs to it."""
    if unit is None:
        return "count"
    if per[:1] in ("（", "("):
        return "count"
    return "measure" if per and unit.kind in ("count", "duration") else unit.kind


def ends_bare(text: str, end: int) -> bool:
    """Whether nothing that may be a unit, or a step to one, follows a numeral that ends at `end`."""
    after = text[end : end + 1]
    if after == "\n":
        return text[end + 1 : end + 2] in _CELL_BREAKS
    return after in _NO_UNIT


def bare_number(text: str, start: int, end: int) -> tuple[Span, Span]:
    """Whole span (comparators included) and numeral of a number without a unit; a range `3-5` is one."""
    low = signed_start(text, start)
    number_end = end
    sep = SEPARATOR.match(text, end) if text[end : end + 1] in _RANGE_STARTS else None
    if sep:
        other = NUMERAL.match(text, sep.end())
        if other and other["arabic"]:
            number_end = other.end()
    number = Span(low, number_end)
    begin, last = prefix_start(text, low), suffix_end(text, number_end)
    return (number if (begin, last) == number else Span(begin, last)), number


def _part(text: str, start: int, units: Units, found: re.Match[str] | None = None) -> _Part | None:
    found = found or NUMERAL.match(text, start)
    if found is None:
        return None
    end, han = found.end(), found.lastgroup == "han"
    if han and end - start > 1 and text[end - 1] == "千" and is_kilo(text, start, end):
        end -= 1
    after_numeral = text[end : end + 1]
    if after_numeral == "个":
        special = _half_or_shared(text, start, end, units)
        if special is not None:
            return special
    elif after_numeral in _OPENINGS and not han:
        noted = _BRACKETED.match(text, end)
        if noted:
            inside = units.by_word[noted["unit"]]
            return _Part(Span(start, end), noted.end(), noted["great"], inside, "", False, False, None)
    unit: Unit | None
    at, great, great_end, blurred, apart, more2 = end, "", end, False, False, -1
    if after_numeral in _GLUED:
        broken = _BROKEN.match(text, end) if after_numeral in _BREAKS else None
        glue = _GLUE.match(text, broken.end() if broken else end)
        if glue is not None:
            space, more, great, last = glue.groups()
            at, great_end, more2 = glue.end(), glue.end("great"), glue.end("more2")
            blurred, apart = bool(more or last), bool(space)
    unit = units.at(text, at)
    if great and great[-1] in "千百兆" and great_end == at:
        kilo = units.at(text, at - 1)
        if kilo is not None and (unit is None or len(kilo.word) > len(unit.word)):
            unit, great, at = kilo, great[:-1], at - 1
    if unit is not None and not fits(text, start, end, at, unit, han):
        unit = None
    if unit is None and start and text[start - 1] in SYMBOL_ENDS:
        head = start - (text[start - 1] == " ")
        symbol = next((sign for sign in units.symbols if text.endswith(sign, 0, head)), "")
        if symbol:
            known = units.symbols[symbol]
            return _Part(
                Span(start, end), great_end, great, known, "", False, False, None, text[head - len(symbol) : start]
            )
    if unit is None:
        at = max(more2, great_end)
        apart = apart and text[at : at + 1] not in STOPS
        if not great or (han and not blurred) or apart or great[-1] not in "万亿":
            return _Part(Span(start, end), end, "", None, "", False, False, None)
        return _Part(Span(start, end), at, great, None, "", blurred, False, None)
    after = at + len(unit.word)
    per, coins, halved = "", None, False
    if unit.kind == "money":
        money = _COINS.match(text, after)
        if money:
            coins, after = Span(*money.span()), money.end()
        if text.startswith(("整", "正"), after) and _WHOLE.match(text, after):
            after += 1
    elif han and unit.word in _TENTHED and _TENTH.match(text, after) and units.at(text, after + 1) is None:
        coins, after = Span(after, after + 1), after + 1
    elif (unit.kind == "duration" or unit.word in ("倍", "成")) and text.startswith(("多", "半"), after):
        halved, blurred = text[after] == "半", blurred or text[after] == "多"
        if not text.startswith("半年", after):
            after += 1
        else:
            halved = False
    beyond = after
    if text.startswith(SLASHES, after) and unit.kind in _RATED:
        beyond = rate_end(text, after, units)
    elif text.startswith(("（", "("), after) and unit.kind in ("count", "measure"):
        beyond = twin_end(text, after, units)
    if beyond > after:
        per, after = text[after:beyond], beyond
    return _Part(Span(start, end), after, great, unit, per, blurred, halved, coins)


def _half_or_shared(text: str, start: int, end: int, units: Units) -> _Part | None:
    """三个半月, 一个多小时, and 16.2个 in 16.2个、8.4个百分点; `end` is at 个."""
    half = _HALF.match(text, end)
    if half:
        unit = units.at("个" + text[half.end() : half.end() + 4], 0)
        if unit and unit.kind in ("duration", "percent"):
            after = half.end() + len(unit.word) - 1
            return _Part(Span(start, end), after, "", unit, "", half["half"] != "半", half["half"] == "半", None)
    shared = _POINTS.match(text, end) if text[end + 1 : end + 2] in _LISTING else None
    if shared:
        return _Part(Span(start, end), end + 1, "", units.by_word.get("个" + shared["unit"]), "", False, False, None)
    return None


def _upper_end(text: str, start: int, part: _Part, units: Units) -> _Part | None:
    """The second numeral of a range that begins with `part`: 300-500万元, 80%（含）-90%, 3至5个."""
    at = part.end
    note = _INCLUSIVE.match(text, at)
    sep = SEPARATOR.match(text, note.end() if note else at)
    if sep is None:
        return None
    other = _part(text, sep.end(), units)
    if other is None or (other.unit is None and not other.great):
        return None
    if part.unit is not None and (part.unit.word != other.unit.word if other.unit else True):
        return None
    if part.unit is not None and part.great != other.great:
        return None
    if other.unit is not None and other.unit.noun:
        return None
    if sep.group().strip() in ("至", "到") and text.startswith(("从", "由"), start - 1) and start > 0:
        return None
    return other


def signed_start(text: str, start: int) -> int:
    """One before `start` where a minus sign stands that is no dash between two things."""
    if (
        start
        and text[start - 1] == "."
        and not text[max(0, start - 2) : start - 1].strip(BLANKS).replace(".", "0").isalnum()
    ):
        start -= 1
    if start > 1 and text[start - 1] in BLANKS and text[start - 2] in "负負":
        start -= 1
    if start == 0 or text[start - 1] not in "-－−﹣负負":
        return start
    before = text[start - 2 : start - 1] if start > 1 else ""
    if text[start - 1] in "负負":
        return start if before and before in "抱担肩胜背欺自" else start - 1
    dash = before.isascii() and before.isalnum()
    return start if before and (dash or before in _NOT_BEFORE_MINUS) else start - 1


def is_few(text: str, start: int) -> bool:
    """Whether 几 or 数 at `start` stands for 2 to 9: 数十人, but 人数十余人."""
    return text[start] == "几" or start == 0 or text[start - 1] not in _NUMBER_OF
