"""What is told as a plan: under a heading of next year's work, or behind goals that a colon announces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.tagger.anchors import Anchor
from extractor.types import Doc, Heading, Span

_GOALS = re.compile(r"目标")
_NO_GOALS = re.compile(r"完成|实现|偏离|分析|评价|结果|自评|管理|编[制报]|与目标|和目标")
_RESULTS = re.compile(r"(?:完成|实现|达成|执行)(?:情况|程度|结果)|完成$|产出|效益|绩效(?:情况)?分析|成效")
"""Above a heading of goals these make it one of what became of them."""
_PLANS = re.compile(
    r"(?P<year>20\d\d)年[^，。；]{0,8}(?:计划|打算|安排|思路|设想|想法|任务)"
    r"|(?:工作|下一?步|今后|下一?年度?)(?:的|工作)?(?:计划|打算|思路|设想|安排)$"
)
_NO_PLANS = re.compile(r"完成|执行|落实|实施|情况|总结|回顾|成效|问题|不足|原因|预算|资金|指标|下达|建议|措施")
_ANNOUNCED = re.compile(r"目标(?:(?!完成|实现|达成|偏离|得分|评价|自评|管理|责任)[^。；，：:]){0,14}[：:]")
_DONE = re.compile(r"完成情况|已|实际|截至|目前|现有|剩余|仍有|尚有|未|全年完成|累计")
_REALLY = re.compile(r"实际(?!需|情况|问题|上|工作|使用外资)|已完成")
_OBJECT = re.compile(r"[对把将向][^，。；、]{0,10}$")
_REACH = 300
"""Characters back to the colon that announces goals."""


def goal_headings(outline: Sequence[Heading]) -> list[bool]:
    """For each heading, whether it announces goals, （二）绩效目标, and none above it tells what became of them."""
    above: list[tuple[int, bool]] = []
    found: list[bool] = []
    for heading in outline:
        _leave(above, heading.level)
        results = above[-1][1] if above else False
        found.append(not results and bool(_GOALS.search(heading.title)) and not _NO_GOALS.search(heading.title))
        above.append((heading.level, results or bool(_RESULTS.search(heading.title))))
    return found


def planned_headings(outline: Sequence[Heading], fiscal: int | None) -> list[bool]:
    """For each heading, whether it or one above it is about the work of a year to come; linear."""
    above: list[tuple[int, bool]] = []
    found: list[bool] = []
    for heading in outline:
        _leave(above, heading.level)
        plan = (above[-1][1] if above else False) or _is_plan(heading.title, fiscal)
        above.append((heading.level, plan))
        found.append(plan)
    return found


def _leave(above: list[tuple[int, bool]], level: int) -> None:
    """Drop the headings that one of `level` ends."""
    while above and above[-1][0] >= level:
        above.pop()


def announced(doc: Doc, anchor: Anchor) -> bool:
    """Whether goals that a colon announces in the paragraph go on to the number: 目标共6项：新建2座；维修5处."""
    start = max(anchor.paragraph.start, anchor.quantity.span.start - _REACH)
    words = doc[Span(start, anchor.quantity.span.start)].rpartition("。")[2]
    ends = [match.end() for match in _ANNOUNCED.finditer(words)]
    return bool(ends) and not _DONE.search(words, ends[-1])


def done(doc: Doc, anchor: Anchor) -> bool:
    """Whether the sentence says before the number that it tells what was done: 计划68个，实际完成73个，其中…."""
    return _REALLY.search(doc.text, anchor.sentence.start, anchor.quantity.span.start) is not None


def of_plan(doc: Doc, anchor: Anchor) -> bool:
    """Whether a number under a heading of plans is what is planned, and not what is there: 对剩余的3处."""
    words = doc.text[anchor.clause.start : anchor.quantity.span.start]
    return not _DONE.search(words) and not _OBJECT.search(words)


def _is_plan(title: str, fiscal: int | None) -> bool:
    found = _PLANS.search(title)
    if found is None or _NO_PLANS.search(title):
        return False
    return found["year"] is None or fiscal is None or int(found["year"]) > fiscal
