"""Candidates: the stretches of words that could name what a number measures, one for each way of naming."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from extractor.lexicon.wording import any_of, load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.phrases import left_phrase, right_phrase
from extractor.types import Doc, Fact, Span

Source = Literal[
    "none", "left", "right", "change", "share", "execution", "stage", "same", "earlier", "item", "total",
    "row", "column", "label", "listed", "reference", "again",
]  # fmt: skip


class Candidate(NamedTuple):
    """A span of `Doc.text` that may be the indicator; the one with source `none` says that there is no name."""

    span: Span | None
    source: Source
    subject: Span | None = None
    """Of a change: the words for what changes, where its clause says so; in a list of names: the last, whose head
    the others may share."""


NONE = Candidate(None, "none")

_SHARE = re.compile(r"占(?P<whole>[^，。；]{0,30}?)(?:的)?(?:比例|比重|比)?(?:为|约|达|近|超过|到)*$")
_EXECUTION = re.compile(
    r"(?P<word>为|是|完成了?|占|达到?|占到)(?:年初|全年|调整后?|当年|年度|本年|财政|批复)?的?(?:部门|收入|支出)?预算(?:数|总额|安排|收入|支出)?的?(?:比例)?(?:为|约|近)?$"
)
_RISES_TO = re.compile(
    r"的?(?:提高|提升|上升|增加|增长|下降|降低|减少|扩大|缩短|降|升|增|减)(?:到|至|为)(?:(?:19|20)\d\d年[末底初]?的?)?"
)
_DATED = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?[度末底初]?$")
_REFERENCE = re.compile(
    r"(?:比|较|与|同)(?:(?:19|20)\d\d年度?|上年度?|去年|同期|上一年度?|年初|年度|全年|调整后?|上年同期|的)*"
    r"(?:预算|决算|支出|收入|完成|执行)?(?:数|额|安排)?的?\s*$"
)
_GOVERNED = re.compile("[对把将向给][^，。；]*$")
_SAVED = re.compile(r"\s*(?:多|少|高|低|节约|节省|结余|节支|压减)(?:了|出|约|支)*\s*")
"""Behind the amount compared with: 较预算数9万元节约1万元."""
_OF_BUDGET = re.compile(r"(?:为|占|完成)(?:年初|年度|全年|调整后?|本年|当年|部门|财政)*预算(?:数|安排|总额)?的?\s*$")
_THE_SHARE = re.compile(r"\s*的\s*\d[\d.]*\s*[%％]")
_JUDGED = re.compile(
    r"(?:仍|还|均|都|普遍|相对|比较|明显)*(?:[偏较过不太很](?:低|高|大|小|多|少|慢|快|足|够|好|差)|不理想|不及时|不到位)$"
)
"""An earlier clause that judges what the number then tells: 占比偏低，不足50%."""
_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|[末底初])?")
_COMPARED = re.compile(r"同比|环比|比|较|与")


_COMPARED_BY = re.compile(
    r"(?:同比|环比|相比|比|较)[^，。；：]{0,14}?(?P<word>多|少|高|低|快|慢|节约|节省|结余)(?:出|了|约|支)*\s*$"
)
_BEYOND = re.compile(
    r"(?P<word>低于|高于|超过|超出|高出|少于|多于|低出|超额|超)(?:了)?"
    r"[^，。；：]{0,12}?(?:目标|指标|计划|预算|标准|平均|水平|单价|定额|限额|均值|控制价)(?:数|值|线|水平|单价)?的?\s*$"
)
"""A distance from a mark that stands between the word and the number: 高于全省平均水平2.3个百分点."""


@cache
def _direct() -> re.Pattern[str]:
    words = load_wording().directions
    return re.compile(rf"(?P<word>{any_of(words)})(?:了|约|近|达|幅度|为|幅|共|仅|共计|额)*\s*$")


@cache
def _leading_direction() -> re.Pattern[str]:
    w = load_wording()
    return re.compile(rf"(?!{any_of(w.direction_names)}){any_of(w.adjustments)}")


@cache
def _pure_stage() -> re.Pattern[str]:
    w = load_wording()
    return re.compile(rf"(?:{any_of(w.stage_words)})(?:数|资金|金额|总额|额)?$")


def narrative_candidates(doc: Doc, anchor: Anchor, told: Sequence[Fact]) -> list[Candidate]:
    """Candidates of a number in running text; `told`: the facts before it in its sentence, in text order."""
    found = [NONE]
    text = doc.text
    left = _shift(left_phrase(text[anchor.before.start : anchor.before.end]), anchor.before.start)
    if left is None and anchor.stretch.start < anchor.before.start:
        dated = _DATED.sub("", text[anchor.stretch.start : anchor.before.start])
        left = _shift(left_phrase(dated), anchor.stretch.start)
    if left:
        source: Source = "stage" if _pure_stage().fullmatch(doc[left]) else "left"
        found.append(Candidate(left, source))
    governed = bool(_GOVERNED.search(text[anchor.clause.start : anchor.quantity.span.start]))
    right = _shift(right_phrase(text[anchor.after.start : anchor.after.end], governed), anchor.after.start)
    if right:
        found.append(Candidate(right, "right"))
    if reference := reference_candidate(doc, anchor, told):
        found.append(reference)
    if told and told[-1].source == "reference" and _SAVED.fullmatch(text, *_ends(anchor.stretch)):
        found.append(Candidate(anchor.stretch, "change"))
    elif change := change_candidate(doc, anchor, left):
        found.append(change)
    if share := _share_candidate(doc, anchor, told):
        found.append(share)
    if told and told[-1].indicator:
        between = text[told[-1].quantity.span.end : anchor.quantity.span.start]
        if not between.strip("、，, 和及与") or _RISES_TO.fullmatch(between):
            found.append(Candidate(told[-1].indicator, "same"))
    if earlier := _earlier(doc, anchor, told):
        found.append(Candidate(earlier, "earlier"))
    return found


def reference_candidate(doc: Doc, anchor: Anchor, told: Sequence[Fact]) -> Candidate | None:
    """An amount that only serves to compare the one before: 比去年的9.4万元下降, 为预算10万元的86%."""
    if anchor.quantity.kind != "money":
        return None
    words = doc.text[anchor.clause.start : anchor.quantity.span.start]
    of_budget = _OF_BUDGET.search(words) and _THE_SHARE.match(doc.text, anchor.quantity.span.end)
    if not of_budget and not _REFERENCE.search(words):
        return None
    subject = subject_of(told)
    return Candidate(subject.indicator, "reference") if subject else None


def subject_of(told: Sequence[Fact]) -> Fact | None:
    """The amount told last that is itself no comparison, share or change."""
    amounts = (f for f in reversed(told) if f.quantity.kind == "money" and f.indicator)
    return next((f for f in amounts if f.role not in ("share", "change") and f.source != "reference"), None)


def change_candidate(doc: Doc, anchor: Anchor, left: Span | None) -> Candidate | None:
    """The direction word with the words of its clause that say what changes and against what."""
    stretch = doc[anchor.stretch]
    if match := _direct().search(stretch):
        if stretch[: match.start("word")].endswith(("不", "未", "没有")):
            return None
        word = Span(match.start("word"), match.end("word"))
        head = stretch[: word.start]
        compared = _COMPARED.search(head)
        subject = _undated(head[: compared.start()] if compared else head)
        start = subject.start if subject else (compared.start() if compared else word.start)
        at = anchor.stretch.start
        return Candidate(Span(at + start, at + word.end), "change", _shift(subject, at))
    if match := _COMPARED_BY.search(stretch) or _BEYOND.search(stretch):
        subject = _undated(stretch[: match.start()])
        at = anchor.stretch.start
        return Candidate(
            Span(at + (subject.start if subject else match.start()), at + match.end()), "change", _shift(subject, at)
        )
    if left and (match := _leading_direction().match(doc[left])):
        rest = left.start + match.end()
        end = max(left.end, left.start + _over_budget(doc.text[left.start : anchor.stretch.end]))
        return Candidate(Span(left.start, end), "change", Span(rest, left.end) if rest < left.end else None)
    return None


def _undated(head: str) -> Span | None:
    """The noun phrase that ends `head`, without the year before it."""
    phrase = left_phrase(head)
    year = _YEAR.match(head, phrase.start, phrase.end) if phrase else None
    return _shift(left_phrase(head[year.end() :]), year.end()) if year else phrase


def _over_budget(words: str) -> int:
    """Length of 超出年初预算, whose stage word belongs to it; 0 elsewhere."""
    match = re.match(r"超[出过支]?(?:年初|全年|调整后?|批复)?(?:部门)?预算(?:数|安排)?", words)
    return match.end() if match else 0


def _share_candidate(doc: Doc, anchor: Anchor, told: Sequence[Fact]) -> Candidate | None:
    if anchor.quantity.kind != "percent":
        return None
    stretch = doc[anchor.stretch]
    if told and told[-1].source == "reference" and stretch.strip() == "的" and told[-1].role.startswith("budget"):
        return Candidate(told[-1].indicator, "execution")
    if execution := _EXECUTION.search(stretch):
        own = left_phrase(stretch[: execution.start()])
        if own:
            return Candidate(_shift(own, anchor.stretch.start), "execution")
        end = anchor.stretch.start + len(stretch.rstrip("的"))
        return Candidate(Span(anchor.stretch.start + execution.start(), end), "execution")
    match = _SHARE.search(doc.text, anchor.stretch.start, anchor.stretch.end)
    if not match:
        return None
    own = left_phrase(doc.text[anchor.stretch.start : match.start()])
    if own:
        return Candidate(_shift(own, anchor.stretch.start), "share")
    before = next((f for f in reversed(told) if f.indicator and _can_be_shared(f)), None)
    if before and before.source == "stage":
        named = (f for f in told if f.indicator and f.metric == before.metric and f.source == "left")
        before = next(named, before)
    return Candidate(before.indicator, "share") if before else None


def _can_be_shared(fact: Fact) -> bool:
    return fact.role not in ("share", "change") and fact.metric != "rate.execution"


def _earlier(doc: Doc, anchor: Anchor, told: Sequence[Fact]) -> Span | None:
    """The last name in an earlier clause of the sentence, where no number stands between."""
    floor = max(anchor.sentence.start, told[-1].quantity.span.end if told else 0)
    end = anchor.clause.start - 1
    if end <= floor or anchor.before.start != anchor.clause.start:
        return None
    start = max(floor, *(doc.text.rfind(mark, floor, end) + 1 for mark in "，,、"))
    clause = _JUDGED.sub("", doc.text[start:end])
    return _shift(left_phrase(clause), start)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _shift(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None
