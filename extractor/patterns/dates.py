"""Dates, periods and years: where one begins and ends, and its ISO text."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from extractor.numerals import parse

BLANK = "[ \u3000\xa0]{0,2}"
SEPARATOR = rf"{BLANK}(?:[-－–―~～−﹣]{{1,2}}|—{{1,2}}|至|到|(?<=[0-9])一(?=[0-9])){BLANK}"
_YEAR = (
    "(?:(?:19|20|21)[0-9]{2}|(?:１９|２０)[０-９]{2}|[一二][〇零○Oo0ＯОO〇九八七六五四三二一]{3}"
    "|[二两]千零(?:一?十|二十)?[一二三四五六七八九])"
)
_SMALL = "(?:[0-9０-９]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_PART = (
    "度(?![假过])|年?底(?![层线薄数稿座])|年?末(?!梢)|年未|未(?=[，。、；）,;]|\\Z)|初(?![步级中衷始审评稿期])|[上下]半年度?|前[一二三]个?季度末?|"
    f"{BLANK}第?[一二三四1-4]{BLANK}季度[初末底]?"
)
_LEAD = ("今年", "本年", "当年", "同年", "去年", "上年", "次年", "明年", "翌年", "本年度")
_SHIFT = {"去年": -1, "上年": -1, "次年": 1, "明年": 1, "翌年": 1}


def _point(i: int) -> str:
    month_ahead = rf"(?={_SMALL}{BLANK}(?:月|{SEPARATOR}{_SMALL}{BLANK}月))"
    return (
        rf"(?:(?P<y{i}>{_YEAR}){BLANK}(?:年(?!代)(?:{BLANK}{month_ahead})?|(?={SEPARATOR}{_YEAR}{BLANK}(?:年|学年))))?"
        rf"(?:(?P<m{i}>{_SMALL}){BLANK}(?:月(?![饼球亮嫂色光均薪供])|(?={SEPARATOR}{_SMALL}{BLANK}月))"
        rf"(?:{BLANK}(?P<d{i}>{_SMALL}){BLANK}(?:[日号]|(?={SEPARATOR}{_SMALL}{BLANK}[日号]))"
        rf"|(?P<q{i}>份(?![额])|底|末|初|[上中下]旬))?)?"
        rf"(?P<p{i}>(?<=年)(?:{_PART}))?"
    )


_FIRST = re.compile(_point(1))
_SECOND = re.compile(rf"{SEPARATOR}(?:(?P<only>{_SMALL}){BLANK}[日号]|(?:今年|本年|当年|次年)?{_point(2)})")
_NUMERIC = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<sep>[-/.．－])(?P<m>0?[1-9]|1[0-2])(?:(?P=sep)(?P<d>0?[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_PACKED = re.compile(r"(?P<y>20[0-9]{2})(?P<m>0[1-9]|1[0-2]|[1-9])(?P<d>0[1-9]|[12][0-9]|3[01]|[1-9])(?![0-9.年月])")
_LISTED_YEAR = re.compile(rf"{_YEAR}(?=(?:{BLANK}[、和及与,，]{BLANK}{_YEAR}){{1,4}}{BLANK}年)")
_SCHOOL_YEAR = re.compile(rf"{_YEAR}学年度?")
_SHORT_YEAR = re.compile(r"(?P<yy>[12][0-9])年(?P<p>度(?![假过])|底(?![层线薄数稿座])|末|初(?![步级中衷始审评稿期]))")
_QUARTER = re.compile(rf"(?P<n>[一二三四1-4])(?:{SEPARATOR}第?(?P<to>[一二三四1-4]))?{BLANK}季度(?P<q>[初末底])?")
_SHORT_POINT = re.compile(
    rf"(?P<yy>[12][0-9])年(?P<rest>{_SMALL}{BLANK}月(?:份|底|末|初|{BLANK}{_SMALL}{BLANK}[日号])?)"
)
_MONTH = re.compile("(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9号-])")
_DAY = re.compile(rf"(?P<d>{_SMALL}){BLANK}日(?![均常])")
_PLAIN = re.compile("((?:19|20)[0-9]{2})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?|度)?")
_TWO_YEAR_TERM = re.compile(rf"{_YEAR}{SEPARATOR}{_YEAR}{BLANK}学?年度?")
_TITLED_TERM = re.compile("[0-9]{4}[-－—–~～至][0-9]{4}")
_DATED = ("日期", "时间", "日期：", "时间：", "日期:", "时间:", "期限：", "日期为", "时间为")


class DateFound(NamedTuple):
    """A date at a place of a text."""

    start: int
    """With 今年 or 第 before the number."""
    end: int
    pattern: str


def match_date(text: str, start: int, previous_end: int = -1) -> DateFound | None:
    """The date whose first numeral begins at `start`; `previous_end` is the end of the date before it."""
    found = _NUMERIC.match(text, start)
    if found:
        exact = _numeric_end(text, found)
        if exact:
            return DateFound(start, exact, "date.numeric")
    found = _SHORT_POINT.match(text, start)
    if found:
        return DateFound(start, found.end(), "date.short-year")
    found = _FIRST.match(text, start)
    end = found.end() if found else start
    if found and end > start and _valid(found, 1):
        begin = start
        if found["y1"] is None:
            begin = next((start - len(w) for w in _LEAD if text.endswith(w, 0, start)), start)
        second = _SECOND.match(text, end)
        if second and second.end() > end and _ends_point(second) and _valid(second, 2):
            return DateFound(begin, second.end(), "date.range")
        if text[end - 1] in "年月日号度底末初未份旬季":
            return DateFound(begin, end, "date")
    for regex, pattern in (
        (_TWO_YEAR_TERM, "date.range"),
        (_LISTED_YEAR, "date.listed"),
        (_SCHOOL_YEAR, "date"),
        (_SHORT_YEAR, "date.short-year"),
        (_MONTH, "date.numeric"),
    ):
        found = regex.match(text, start)
        if found:
            return DateFound(start, found.end(), pattern)
    found = _QUARTER.match(text, start)
    if found and not text.endswith(("每", "个", "半"), 0, start):
        lead = 1 if text.endswith(("第", "前"), 0, start) else 0
        return DateFound(start - lead, found.end(), "date.quarter")
    found = _PACKED.match(text, start)
    if found and text[max(0, start - 9) : start].rstrip(" \u3000").endswith(_DATED):
        return DateFound(start, found.end(), "date.packed")
    if 0 <= previous_end <= start <= previous_end + 2 and text[previous_end:start].strip("、和及与，, ") == "":
        found = _DAY.match(text, start)
        if found:
            return DateFound(start, found.end(), "date.day")
    return None


def iso(printed: str, year: int | None, previous: str | None = None) -> str | None:
    """ISO text of a printed date; `year` where it prints none, `previous` the ISO text of the date before it."""
    plain = _PLAIN.fullmatch(printed)
    if plain:
        return "-".join(f"{part:0>2}" for part in plain.groups() if part)
    text = printed.strip()
    for word, shift in [(w, _SHIFT.get(w, 0)) for w in _LEAD]:
        if text.startswith(word):
            text, year = text[len(word) :], None if year is None else year + shift
            break
    numeric = _NUMERIC.match(text)
    if numeric:
        ends = [_join(int(n["y"]), int(n["m"]), int(n["d"]) if n["d"] else None) for n in _NUMERIC.finditer(text)]
        return "/".join(e for e in ends if e)
    packed = _PACKED.fullmatch(text)
    if packed:
        return _join(int(packed["y"]), int(packed["m"]), int(packed["d"]))
    short = _SHORT_YEAR.match(text)
    if short:
        return _period(2000 + int(short["yy"]), None, None, short["p"], None)
    short = _SHORT_POINT.fullmatch(text)
    if short:
        return _range("20" + text, None)
    if _MONTH.fullmatch(text):
        return text
    day = _DAY.fullmatch(text)
    if day:
        return f"{previous[:7]}-{_number(day['d']):02}" if previous and len(previous) >= 7 else None
    if re.fullmatch(_YEAR, text):
        return str(_year(text))
    if _TITLED_TERM.fullmatch(text):
        return f"{text[:4]}/{text[-4:]}"
    quarter = re.fullmatch(rf"[第前]?{_QUARTER.pattern}", text)
    if quarter:
        first = _quarter(year, _number(quarter["n"]), text.startswith("前"))
        last = _quarter(year, _number(quarter["to"]), False) if quarter["to"] else first
        return _edge(f"{first.split('/')[0]}/{last.split('/')[-1]}", quarter["q"]) if first and last else None
    return _range(text.replace("学年", "年"), year)


def _range(text: str, year: int | None) -> str | None:
    first = _FIRST.match(text)
    if first is None or first.end() == 0:
        return None
    y1 = _year(first["y1"]) if first["y1"] else year
    m1, d1 = _optional(first["m1"]), _optional(first["d1"])
    second = _SECOND.match(text, first.end())
    if second is None or not _ends_point(second):
        return _period(y1, m1, d1, first["p1"], first["q1"])
    if second["only"]:
        y2, m2, d2 = y1, m1, _optional(second["only"])
    else:
        y2 = _year(second["y2"]) if second["y2"] else y1
        m2, d2 = _optional(second["m2"]), _optional(second["d2"])
        if m2 and d2 and not m1:
            return None
    if second["y2"] is None and y2 is not None and m1 and m2 and m2 < m1:
        y2 += 1
    low = _period(y1, m1, d1, first["p1"], first["q1"])
    high = _period(y2, m2, d2, second["p2"], second["q2"]) if not second["only"] else _period(y2, m2, d2, None, None)
    return f"{low.split('/')[0]}/{high.split('/')[-1]}" if low and high else None


def _period(year: int | None, month: int | None, day: int | None, part: str | None, within: str | None) -> str | None:
    """ISO text of a point; `part` of its year, `within` its month."""
    if year is None:
        return None
    if month is None:
        part = (part or "").strip(" \u3000\xa0")
        part = part.removeprefix("年")
        if part == "初":
            return f"{year}-01-01"
        if part in ("底", "末", "未"):
            return f"{year}-12-31"
        if part.startswith(("上半年", "下半年")):
            return f"{year}-01/{year}-06" if part[0] == "上" else f"{year}-07/{year}-12"
        quarter = re.search("[一二三四1-4]", part)
        span = _quarter(year, _number(quarter[0]), part.startswith("前")) if quarter else str(year)
        return _edge(span, part[-1:]) if span else None
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if day is None and within and within != "份":
        ends = {"初": (1,), "底": (last,), "末": (last,), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}[within]
        return "/".join(f"{year}-{month:02}-{d:02}" for d in ends)
    return _join(year, month, day)


def _join(year: int, month: int, day: int | None) -> str:
    return f"{year}-{month:02}" + (f"-{day:02}" if day else "")


def _quarter(year: int | None, number: int, up_to: bool) -> str | None:
    return None if year is None else f"{year}-{1 if up_to else 3 * number - 2:02}/{year}-{3 * number:02}"


def _edge(period: str, part: str | None) -> str:
    """The first or last day of a period of months, of which 初, 末 or 底 is meant."""
    if part not in ("初", "末", "底"):
        return period
    month = period.split("/")[0 if part == "初" else 1]
    year, number = int(month[:4]), int(month[5:])
    return f"{month}-{1 if part == '初' else monthrange(year, number)[1]:02}"


def _year(text: str) -> int:
    zeros = text
    for zero in "OoＯО":
        zeros = zeros.replace(zero, "零")
    return int(parse(zeros) or 0)


def _number(text: str) -> int:
    value = parse(text)
    return int(value) if value is not None else 0


def _optional(text: str | None) -> int | None:
    return _number(text) if text else None


def _valid(found: re.Match[str], i: int) -> bool:
    month, day = found[f"m{i}"], found[f"d{i}"]
    if month and not 1 <= _number(month) <= 12:
        return False
    return not day or 1 <= _number(day) <= 31


def _ends_point(second: re.Match[str]) -> bool:
    return bool(second["only"] or second["y2"] or second["m2"])


def _numeric_end(text: str, found: re.Match[str]) -> int | None:
    """End of a date in figures; year and month alone count only in a range (2022.01-2022.12)."""
    sep = re.compile(SEPARATOR).match(text, found.end())
    other = _NUMERIC.match(text, sep.end()) if sep else None
    if other and bool(other["d"]) == bool(found["d"]):
        return other.end()
    return found.end() if found["d"] else None
