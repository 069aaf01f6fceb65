"""What a report says about itself: title, body, year, kind and day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from extractor.lexicon.report import load_report_words
from extractor.structure.calendar import YEAR, is_day, iso_day, years
from extractor.structure.organisation import is_full_name, opening, organisation
from extractor.types import Doc, Meta, ReportKind, squeeze

_NUMBERED = re.compile(
    r"(?:#+\s*)?(?:第[一二三四五六七八九十\d]+[章节条]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[、.．](?!\d))"
)
_LONGEST_TITLE = 60
_TITLE_LINES = 3
_SURE = ("报告", "报告书")
"""A line that ends so is the title even where `部门决算公开` or a cover line stands before it."""
_ATTACHMENT = re.compile(r"附\s*[件表录]?\s*\d*\s*[:：]?\s*$|附\s*[件表录]")
_NOTE = re.compile(
    r"\s*[（(](?:20\d\d年?度?|[^）)]{0,8}(?:稿|样式|范本|参考|提纲|模板|公开|节选|摘要)[^）)]{0,4})[)）]$"
)
_TITLES_OF_OTHERS = re.compile(r"《[^》]*》")
_NOT_ABOUT = re.compile(
    r"《[^》]*》|[〔\[［]20\d\d[〕\]］]|^[^。；]{0,30}20\d\d\s?[年.]\s?\d+\s?[月.]\s?\d+\s?日?[）)]?$"
    r"|(?:计划|力争|争取|拟|将|确保|建议|预计|打算)[^。；，]{0,8}20\d\d年"
)
"""Titles of others, numbers of documents, the day of the report, plans: they do not say what a report is about."""
_MENTION = re.compile(
    rf"(?P<before>截[至止]|[比较与从自对]|)(?:{YEAR.pattern})(?:\s?年)?"
    r"(?:(?P<edge>度|[底末]|\s?12\s?月\s?31)|(?P<since>以来|起|(?:工作)?(?:计划|打算)|的想法)|[-—–－~至])?"
)
_PLAN = re.compile("预算(?!执行|绩效)")
_OUR_BODY = re.compile(r"^(?:我|本)(?:单位|部门|局|办|厅|委|院|中心|县|市|区|省|镇|乡|处|所|站|校|馆|社|会)")
_ANY_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WORK = re.compile(r"工作(?:总结|报告|汇报|要点|计划|情况)")
_OPENING_LINES = 6


def meta(doc: Doc) -> Meta:
    """Read `Meta` off paragraphs, tables and `doc.outline`; a field is None where the report does not say it.

    What its page said of it, in `doc.meta`, stands in for what the report itself does not say; index number and day of
    publication are the page's alone.
    """
    page = doc.meta
    lines = [(p.span.start, doc[p.span].strip()) for p in doc.paragraphs]
    texts = [line for _, line in lines if line]
    printed, caption = _titles(doc, lines)
    announced = _announced(texts)
    body = organisation(texts, doc.tables, printed or announced or caption or page.title) or page.organisation
    if body and page.organisation and page.organisation.endswith(body):
        body = page.organisation
    title = printed or _composed(announced, body) or caption or page.title
    day = _report_date(texts) or page.report_date
    signs = [h.title for h in doc.outline] + [t.title for t in doc.tables if t.title] + texts[:_OPENING_LINES]
    signs += [caption] if caption else []
    return Meta(
        organisation=body,
        title=title,
        fiscal_year=_fiscal_year(title, signs, texts, day),
        report_kind=_kind(title, signs),
        report_date=day,
        index_number=page.index_number,
        published=page.published,
    )


@cache
def _title_ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = load_report_words()
    return words.titles, words.captions


def _titles(doc: Doc, lines: list[tuple[int, str]]) -> tuple[str | None, str | None]:
    """The first line or lines that end as a title does, and the first that end as a form's caption does.

    A title stands before the first heading; a report bound behind others has its own before its `一、`.
    """
    headings = {h.span.start for h in doc.outline}
    title_ends, caption_ends = _title_ends()
    titles: list[list[str]] = []
    caption = None
    opened = False
    block: list[str] = []
    last_end = -1
    for start, line in lines:
        between = doc.text[last_end:start] if last_end >= 0 else ""
        last_end = start + len(line)
        if start in headings or _NUMBERED.match(line) or not _may_be_title(line):
            block = []
            opened = opened or start in headings
            continue
        if between.count("\n") > 2:
            block = []
        block = [*block, line][-_TITLE_LINES:]
        ending = _NOTE.sub("", squeeze(line))
        if ending.endswith(title_ends) and len(squeeze("".join(block))) >= 5 and not opened:
            if titles and titles[-1] == block[:-1]:
                titles.pop()
            titles.append(block)
        elif ending.endswith(caption_ends):
            caption = caption or _joined(block)
            block = []
    if not caption:
        caption = next((t.title for t in doc.tables if t.title and squeeze(t.title).endswith(caption_ends)), None)
    best = next((block for block in titles if block[-1].endswith(_SURE)), next(iter(titles), None))
    return _joined(best) if best else None, caption


def _may_be_title(line: str) -> bool:
    return (
        2 <= len(line) <= _LONGEST_TITLE
        and not line.endswith(("。", "；", "：", ":", ";", "，", "、"))
        and "。" not in line
        and not is_day(line)
        and not _ATTACHMENT.match(line)
        and "：" not in line
        and not line.endswith("目录")
        and squeeze(line) != "目录"
    )


def _joined(block: list[str]) -> str:
    """Title lines as one; a line that is only the body's name, a document number or a remark is kept as printed."""
    title = "".join(line.lstrip("#").strip() for line in block)
    return title[1:-1] if title.startswith("《") and title.find("》") == len(title) - 1 else title


def _announced(lines: list[str]) -> str | None:
    """`X2022年度财政支出绩效自评报告` of `现将X2022年度财政支出绩效自评报告如下`; None where it names nothing."""
    said = opening(lines)
    if not said or not re.search(r"绩效|决算|预算|自评|总结|工作|评价|支出", said):
        return None
    return said


def _composed(announced: str | None, body: str | None) -> str | None:
    """The announcement as a title, the body's name in place of 我单位."""
    if not announced:
        return None
    return _OUR_BODY.sub(body, announced) if body and is_full_name(body) else announced


def _fiscal_year(title: str | None, signs: list[str], texts: list[str], day: str | None) -> int | None:
    """The last year of the title's first period; else the year that headings, captions and line starts name most."""
    if title:
        named = years(_TITLES_OF_OTHERS.sub("", title)) or [int(y) for y in _ANY_YEAR.findall(title)]
        if named:
            span = re.search(r"20\d\d\s?年?度?\s?[-—–－~至]+\s?(20\d\d)", title)
            return int(span[1]) if span else named[0]
    reported = int(day[:4]) if day else None
    plan = bool(title and _PLAN.search(title))
    count: Counter[int] = Counter()
    for text, weight in [*((sign, 2) for sign in signs), *((text, 1) for text in texts)]:
        for year, told, closing in _told_years(text):
            if reported is None or year < reported or (plan and year <= reported + 1):
                count[year] += 3 * weight * told
            elif year == reported and not closing:
                count[year] += weight * told
    if reported is not None:
        count[reported - (not plan)] += 4
    return max(count, key=lambda year: (count[year], year)) if count else None


def _told_years(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each year that `text` may be about, how much it says so, and whether it speaks of the end of the year.

    2023年度 and 截至2023年底 say more than 2023年5月; an end of the year of the report itself is still to come.
    """
    if "20" not in text and "二" not in text:
        return
    for found in _MENTION.finditer(_NOT_ABOUT.sub("", text)):
        until = found["before"] in ("截至", "截止")
        sure = bool(found["edge"]) or until
        if found["since"] or (found["before"] and not sure):
            continue
        for year in years(found[0]):
            yield year, 3 if sure else 1, bool(found["edge"]) and found["edge"] != "度"


def _kind(title: str | None, signs: Iterable[str]) -> ReportKind:
    """By the words of the title, else of headings, captions and first lines."""
    words = load_report_words()
    performs = bool(title) and any(word in (title or "") for word in words.performance)
    if title and _WORK.search(title) and not performs:
        return "other"
    named = [kind for kind, signals in words.kinds if title and any(word in title for word in signals)]
    if named:
        return "department" if {"project", "department"} <= set(named) else named[0]
    if title and not performs:
        return "other"
    text = "\n".join(signs)
    counts = {kind: sum(map(text.count, signals)) for kind, signals in words.signs}
    if performs:
        return "project" if counts.get("project", 0) > counts.get("department", 0) else "department"
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else "other"


@cache
def _date_label() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(load_report_words().date_labels, key=len, reverse=True)))
    return re.compile(rf"(?:{labels})\s*[:：]\s*(\S.*)")


def _report_date(lines: list[str]) -> str | None:
    """The last line that is only a date or ends in one after a name; else the day after 填报日期 and its like."""
    for line in reversed(lines):
        if "20" not in line and "二" not in line:
            continue
        last = line.rsplit(None, 1)[-1]
        if is_day(line) or (is_day(last) and len(line) < _LONGEST_TITLE and not re.search("[：:。]", line)):
            return iso_day(line.strip("（）() ")) if is_day(line) else iso_day(last)
    for line in lines:
        match = _date_label().search(line) if "：" in line or ":" in line else None
        if match and (day := iso_day(match[1])):
            return day
    return None
