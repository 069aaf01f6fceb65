"""Numbers without a unit of their own: what the list, the clause, the table or the words before them make of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from extractor.lexicon.units import load_units
from extractor.patterns.amounts import Amount
from extractor.patterns.scan import Bare, Scan
from extractor.types import Kind, Mention, Silence, Span, TableValue, squeeze

_BREAK = re.compile("[。；;\n\r\t]")
_CLAUSE_BREAK = re.compile("[，,。；;：:\n\r\t]")
_ENDS_ITEM = re.compile(r"[ \u3000]?(?:[、，,；;。．.）)\n\r\t]|和|及|与|$)")
_LABEL_END = re.compile("[\u4e00-\u9fff）)”：:]\\Z")
_BETWEEN = re.compile("[、和及与且,，]")
_SCORED = re.compile("(?:得分|评分|总分|自评分|分值|分数|评价分|权重分)(?:为|是|：|:|合计|共计|共)?[ \u3000]?\\Z")
_MONEY_LABEL = re.compile(
    "(?:费|费用|支出|收入|经费|资金|拨款|结余|金额|成本|补助|补贴|预算数|决算数|预算|决算|投资|造价|合计|总额|工资|奖金|公积金|执行数)"
    "(?:[（(][^（）()]{1,12}[）)])?(?:为|是|：|:|共|计|共计|合计|总计|达)?[ \u3000]?\\Z"
)
_MONEY_NAME = re.compile(
    "(?<![消免收交缴])费(?![者率])|(?:收|交|缴)费(?!人|率|标准|站|户)|支出|成本|经费|资金|预算|决算|金额|收入|拨款|补助|补贴|投资|造价|结转|结余|工资|采购额|总额|贷款|产值|税|资产"
)
_NOT_MONEY = re.compile(
    "(?:率|人数|次数|个数|数量|满意度|比例|占比|比重|程度|户数|面积|套数|家数|人口|人次|批次|户次|场次|里程|名额|台数|辆数|件数|床位|学位)(?:[（(][^（）()]*[）)])?\\Z"
)
_RATE_NAME = re.compile("(?:率|满意度|比例|占比|比重)(?:[（(][^（）()]*[）)])?\\Z")
_SHARING: tuple[Kind, ...] = ("money", "percent", "count", "measure", "duration", "score")
_STAFF = re.compile(
    "(?:编制|实有|在编|在职|在岗|退休|离休|离退休|人数)(?:人员|人数|干部|职工)?数?"
    "(?:为|是|：|:|共|计|共计|合计|总计)?[ \u3000]?\\Z"
)
_LABEL_UNIT = re.compile(
    "[（(](?P<great>[十百千万亿]{0,2})(?P<unit>元|人次|人|个|项|次|户|件|场次|场|家|名|份|条|期|处|套|台|亩|公里|吨|%|％|天|个月|分)[）)]"
    "[：:为]?[ \u3000]?\\Z"
)
_TITLED_YEAR = re.compile("(?:19|20)[0-9]{2}[ \u3000]?[“《]")
"""A year before a title: 2019“金融知识普及月”."""
_EQUALS = ("", "=", "＝")
_LABELLED = re.compile(r"[^0-9\n]{1,60}[：:][ \u3000]*\Z")
_JOINING = frozenset("、和及与且")
_REACH = 60
"""Characters back to the number whose unit a list shares."""


def place(
    text: str, found: Scan, values: Iterable[TableValue] = (), years: Collection[Span] = ()
) -> tuple[tuple[Mention, ...], tuple[Silence, ...]]:
    """All mentions and silences in text order, the bare numbers among them decided by their place.

    `values` are the value cells of the document's tables; their mentions carry them. `years` are the spans of cells
    that hold a year and nothing else.
    """
    cells = sorted(values, key=lambda v: v.span)
    if not found.bare and not cells:
        return tuple(found.mentions), tuple(found.silences)
    mentions = list(found.mentions)
    silences = list(found.silences)
    at = after = 0
    previous: Mention | None = None
    extra: list[Mention] = []
    shared = _shared(text, found)
    mention: Mention | None
    for number, bare in enumerate(found.bare):
        while at < len(cells) and cells[at].span.end <= bare.number.start:
            at += 1
        while after < len(mentions) and mentions[after].span.start < bare.span.start:
            previous = mentions[after]
            after += 1
        if extra and (previous is None or extra[-1].span.start > previous.span.start):
            previous = extra[-1]
        following = mentions[after] if after < len(mentions) else None
        if bare.number in years:
            mention = Mention(bare.number, "date", bare.number, "date.cell")
        elif at < len(cells) and cells[at].span.contains(bare.number):
            mention = _in_cell(text, bare, cells[at])
        else:
            mention = _in_words(text, bare, previous, following)
            kind = shared.get(number)
            if mention is None and bare.reason == "bare" and kind is not None:
                mention = Mention(bare.span, kind, bare.number, "list.after")
        if mention is None:
            silences.append(Silence(bare.span, bare.reason))
        else:
            extra.append(mention)
    merged = sorted(mentions + extra, key=lambda m: m.span)
    return tuple(_attach(merged, cells)), tuple(sorted(silences, key=lambda s: s.span))


def _shared(text: str, found: Scan) -> dict[int, Kind]:
    """Place in `found.bare` -> kind, for numbers in a row whose last prints the unit: 16.2、14.9、8.4个百分点."""
    shared: dict[int, Kind] = {}
    at = len(found.mentions)
    for number in range(len(found.bare) - 1, -1, -1):
        end = found.bare[number].span.end
        while at and found.mentions[at - 1].span.start >= end:
            at -= 1
        after = found.mentions[at] if at < len(found.mentions) else None
        if after is not None and after.span.start == end + 1 and text[end] in "、和及与":
            if after.kind in _SHARING:
                shared[number] = after.kind
        elif number + 1 in shared and found.bare[number + 1].span.start == end + 1 and text[end] in "、和及与":
            shared[number] = shared[number + 1]
    for number in sorted(shared):
        before = found.bare[number - 1] if number else None
        chained = before is not None and before.span.end + 1 == found.bare[number].span.start
        start = found.bare[number].span.start
        parted = not chained and start > 1 and text[start - 1] in _JOINING and text[start - 2].isdigit()
        if found.bare[number].reason != "bare" or parted or (chained and number - 1 not in shared):
            del shared[number]
    return shared


def _attach(mentions: list[Mention], cells: list[TableValue]) -> Iterable[Mention]:
    """Give each mention the table value it stands in."""
    at = 0
    for mention in mentions:
        while at < len(cells) and cells[at].span.end <= mention.span.start:
            at += 1
        if (
            mention.value is None
            and at < len(cells)
            and cells[at].span.start <= mention.number.start < cells[at].span.end
        ):
            yield Mention(mention.span, mention.kind, mention.number, mention.pattern, cells[at], mention.parsed)
        else:
            yield mention


def _in_cell(text: str, bare: Bare, value: TableValue) -> Mention | None:
    """A value cell that is a bare number, or a label and a bare number (其他资金：11.25)."""
    start, end = max(bare.span.start, value.span.start), min(bare.span.end, value.span.end)
    before, after = text[value.span.start : start].strip(), text[end : value.span.end].strip(" \u3000\xa0。；;，\r\n")
    if bare.reason in ("phone", "index-number") and (value.kind or _kind_by_name(value)) != "money":
        return None
    if after or (before not in _EQUALS and not _LABELLED.match(before)):
        return None
    if before and len(before) > 1 and value.kind is None:
        kind: Kind = "money" if _MONEY_NAME.search(before) else "count"
    else:
        kind = value.kind or _kind_by_name(value)
    return Mention(Span(start, end), kind, bare.number, "cell.bare", value)


def _kind_by_name(value: TableValue) -> Kind:
    """What a bare number measures that only the names around its cell tell; a plain count at last."""
    if value.unit in ("%", "％"):
        return "percent"
    names = [squeeze(labels[-1].text) if labels else "" for labels in (value.row_labels, value.col_labels)]
    if _RATE_NAME.search(names[0]):
        return "percent"
    if names[1] and _NOT_MONEY.search(names[1]):
        return "percent" if _RATE_NAME.search(names[1]) else "count"
    if any(_MONEY_NAME.search(name) and not _NOT_MONEY.search(name) for name in names):
        return "money"
    return "count"


def _in_words(text: str, bare: Bare, previous: Mention | None, following: Mention | None) -> Mention | None:
    """A bare number in running text."""
    start, end = bare.span
    if bare.noun:
        return _counted(text, bare, previous)
    if bare.reason != "bare":
        return None
    if _TITLED_YEAR.match(text, start):
        return Mention(bare.number, "date", bare.number, "date.title")
    if not _ENDS_ITEM.match(text, end):
        return None
    before = text[max(0, start - 24) : start]
    if _SCORED.search(before):
        return Mention(bare.span, "score", bare.number, "score.bare")
    if _STAFF.search(before) and text[bare.number.start : bare.number.end].isdigit():
        return Mention(bare.span, "count", bare.number, "staff.bare")
    if before.rstrip(" \u3000：:为").endswith(("）", ")")):
        labelled = _LABEL_UNIT.search(before)
        if labelled:
            return _of_label(bare, labelled)
    if following is not None and following.span.start - end <= 16:
        between = text[end : following.span.start]
        near = (
            _BETWEEN.match(between)
            and not _BREAK.search(between)
            and following.kind in ("money", "percent", "count", "score")
        )
        joined = between.strip() in _JOINING if following.kind == "count" else len(between.strip()) == 1
        if near and (joined or (following.kind == "money" and _labelled_item(between, before))):
            return Mention(bare.span, following.kind, bare.number, "list.after")
    if (
        previous is not None
        and following is not None
        and previous.kind == following.kind == "count"
        and 0 < start - previous.span.end <= 24
        and following.span.start - end <= 24
    ):
        left, right = text[previous.span.end : start], text[end : following.span.start]
        if not _BREAK.search(left + right) and _labelled_item(left, before) and _labelled_item(right, right):
            return Mention(bare.span, "count", bare.number, "list.before")
    if previous is not None and previous.kind == "money" and 0 < start - previous.span.end <= _REACH:
        between = text[previous.span.end : start]
        if not _BREAK.search(between) and _labelled_item(between, before):
            return Mention(bare.span, "money", bare.number, "list.before")
    if _MONEY_LABEL.search(before) and "." in text[bare.number.start : bare.number.end]:
        return Mention(bare.span, "money", bare.number, "money.bare")
    return None


def _of_label(bare: Bare, label: re.Match[str]) -> Mention:
    """A number after a label that prints its unit in brackets: 投入（万元）120."""
    unit = load_units().by_word[label["unit"]]
    amount = Amount(*bare.span, bare.number, None, label["great"], unit, "", False, False, "", "", None, "unit.label")
    return Mention(bare.span, unit.kind, bare.number, "unit.label", None, amount)


def _labelled_item(between: str, before: str) -> bool:
    """Whether a list goes on between two of its numbers: a separator, then a label of its own."""
    stripped = between.lstrip(" \u3000")
    return (
        bool(_BETWEEN.match(stripped))
        and len(stripped) > 2
        and bool(_LABEL_END.search(before.rstrip(" \u3000")))
        and not before.endswith(("：", ":", "是"))
    )


def _counted(text: str, bare: Bare, previous: Mention | None) -> Mention | None:
    """A number directly before the thing it counts: its measure word is that of the clause (3个方面7问题)."""
    start, end = bare.number
    before = text[max(0, start - 6) : start].rstrip(" \u3000")
    if not before or before[-1] in "\n\r\t、.．第" or (end - start == 4 and text[start] in "12"):
        return None
    if before.endswith(("附件", "附表", "表", "图", "目标", "问题", "任务", "指标", "项目", "类别")):
        return None
    if previous is not None and previous.kind == "count":
        between = text[previous.span.end : start]
        if len(between) <= _REACH and not _CLAUSE_BREAK.search(between):
            return Mention(bare.span, "count", bare.number, "count.noun")
    return Mention(bare.span, "count", bare.number, "count.noun-alone")
