"""What a score in running text was given for: an item, or the whole report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.lexicon.wording import any_of, load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.phrases import left_phrase
from extractor.tagger.words import cut
from extractor.types import Doc, Fact, Heading, Span

_OWN = re.compile(
    r"(?:本次|该项|此项|本项|该指标|此指标|本指标)?(?:综合|实际|最终|绩效|自评|评价|考评|实)*(?:得分|评分|得|总分值|分值|满分|权重|打分|计|自评)+(?:为|是|共|：|:)?$"
)
_TAKEN_OFF = re.compile(r"(?:扣分|扣减|扣除|扣|失分|减分)(?:了|共|计)*$")
_OWN_WORD = re.compile(r"(?:自评|综合|评价|最终|考评|绩效评价)*(?:总得分|总分|得分|评分)$")
_FULL = re.compile(r"[（(](?:满分|分值|权重|总分值?|标准分|基准分|计|共)?(?:为|是|：|:)?$")
"""An open bracket behind an item, before its full score: 过程（满分40分）."""
_SCORED = re.compile(
    r"[，,、）)\s]{0,2}(?:扣(?:分|减|除)?\d+(?:\.\d+)?分[，,])?(?:自评|实际|本次|综合|实|评价|最终|现|考评)*(?:得分|评分|得)"
)
"""Behind a full score, what was got of it: 决策15分，得15分."""
_NUMBERING = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]\s*|[①-⑳⑴-⒇]\s*|在)+")


@cache
def _total() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().total_scores))


@cache
def _weight() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().weight_words))


@cache
def _item() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[。；\n\r])[ 　]*(?!在)(?P<item>[^，。；：、！？\s]{{2,24}}?){any_of(load_wording().item_suffixes)}"
        r"(?:[（(][^（）()]{0,12}[）)])?(?=[：:，,])"
    )


def is_weight(words: str, behind: str) -> bool:
    """The words before a score and those behind it call it the score that could be had: 分值10分, 产出指标（50分）."""
    bare = words.rstrip()
    if _FULL.search(bare) and behind[:1] in ("）", ")", "，", ","):
        return True
    if "得" not in bare and "扣" not in bare and _SCORED.match(behind):
        return True
    found = [m.end() for m in _weight().finditer(words)]
    return bool(found) and "得分" not in words[found[-1] :] and "得" not in words[found[-1] :]


def score_candidate(doc: Doc, anchor: Anchor, outline: Heading | None, told: Sequence[Fact]) -> Candidate | None:
    """The item, or the report's own word for its score; `told`: the facts before it in its sentence."""
    before = doc[anchor.stretch]
    if bracket := _FULL.search(before.rstrip()):
        if name := left_phrase(before[: bracket.start()]):
            total = _total().search(before[name.start : name.end])
            return Candidate(_at(name, anchor), "total" if total else "item")
        if told and told[-1].indicator and told[-1].quantity.span.end >= anchor.stretch.start:
            return Candidate(told[-1].indicator, "total" if told[-1].metric == "score.total" else "item")
    name = left_phrase(before)
    if _total().search(before) and not re.search(r"指标|方面|[该此本每]项(?!目)", before):
        return Candidate(_own_word(_at(name, anchor), doc), "total") if name else None
    own = _OWN.search(before.rstrip())
    item = left_phrase(before[: own.start()] if own else before)
    if item and (
        not own or any(not word.is_verb and word.tag[0] not in "rpd" for word in cut(before[item.start : item.end]))
    ):
        return Candidate(_at(item, anchor), "item")
    last = next((f for f in reversed(told) if f.metric == "score.item" and f.role != "change" and f.indicator), None)
    if last:
        return Candidate(last.indicator, "item")
    if headed := _headed(doc, anchor):
        return Candidate(headed, "item")
    if outline and re.search(r"指标|方面|得分", outline.title) and not re.search(r"各项|分析|情况|总体", outline.title):
        start = doc.text.find(outline.title, outline.span.start)
        if start >= 0:
            return Candidate(Span(start, start + len(outline.title)), "item")
    return Candidate(_own_word(_at(name, anchor), doc), "total") if name else None


def deducted(doc: Doc, anchor: Anchor) -> Candidate | None:
    """…方面扣分1分: what the points were taken off for; None for other scores."""
    before = doc[anchor.stretch]
    match = _TAKEN_OFF.search(before.rstrip())
    if not match:
        return None
    phrase = left_phrase(before[: match.start()])
    at = anchor.stretch.start
    start = phrase.start if phrase else match.start()
    subject = Span(at + start, at + match.start()) if phrase else None
    return Candidate(Span(at + start, at + match.end()), "change", subject)


def _own_word(span: Span | None, doc: Doc) -> Span | None:
    """自评得分 of 部门整体支出绩效自评得分."""
    if span is None:
        return None
    match = _OWN_WORD.search(doc[span])
    return Span(span.start + match.start(), span.end) if match else span


def _headed(doc: Doc, anchor: Anchor) -> Span | None:
    """The last run-in head before the number in its paragraph: 部门管理方面：…"""
    last = None
    for match in _item().finditer(doc.text[anchor.paragraph.start : anchor.quantity.span.start]):
        last = match
    if last is None:
        return None
    base = anchor.paragraph.start
    start = base + last.start("item")
    if numbering := _NUMBERING.match(doc.text[start : base + last.end("item")]):
        start += numbering.end()
    suffix = doc.text[base + last.end("item") : base + last.end("item") + 2]
    end = base + last.end("item") + (2 if suffix == "指标" else 0)
    return Span(start, end)


def _at(span: Span | None, anchor: Anchor) -> Span | None:
    return Span(span.start + anchor.stretch.start, span.end + anchor.stretch.start) if span else None
