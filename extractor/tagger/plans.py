"""What is told as a plan: under a heading of next year's work, or behind goals that a colon announces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.tagger.anchors import Anchor
from extractor.types import Doc, Heading, Span

_GOALS = re.compile(r"目标")
_NO_GOALS = re.compile(r"完成|实现|偏离|分析|评价|结果|自评")
_PLANS = re.compile(
    r"(?P<year>20\d\d)年[^，。；]{0,8}(?:计划|打算|安排|思路|设想|想法|任务)"
    r"|(?:工作|下一?步|今后|下一?年度?)(?:的|工作)?(?:计划|打算|思路|设想|安排)$"
)
_NO_PLANS = re.compile(r"完成|执行|落实|实施|情况|总结|回顾|成效|问题|不足|原因|预算|资金|指标|下达|建议|措施")
_ANNOUNCED = re.compile(r"目标(?:(?!完成|实现|达成|偏离|得分|评价|自评|管理|责任)[^。；，：:]){0,14}[：:]")
_DONE = re.compile(r"完成情况|已|实际|截至|目前|现有|剩余|仍有|尚有|未|全年完成|累计")
_OBJECT = re.compile(r"[对把将向][^，。；、]{0,10}$")
_REACH = 300
"""Characters back to the colon that announces goals."""


def states_goals(heading: Heading | None) -> bool:
    """Whether a heading announces goals: （二）绩效目标."""
    return bool(heading and _GOALS.search(heading.title) and not _NO_GOALS.search(heading.title))


def planned_headings(outline: Sequence[Heading], fiscal: int | None) -> list[bool]:
    """For each heading, whether it or one above it is about the work of a year to come; linear."""
    above: list[tuple[int, bool]] = []
    found: list[bool] = []
    for heading in outline:
        while above and above[-1][0] >= heading.level:
            above.pop()
        plan = (above[-1][1] if above else False) or _is_plan(heading.title, fiscal)
        above.append((heading.level, plan))
        found.append(plan)
    return found


def announced(doc: Doc, anchor: Anchor) -> bool:
    """Whether goals that a colon announces in the paragraph go on to the number: 目标共6项：新建2座；维修5处."""
    start = max(anchor.paragraph.start, anchor.quantity.span.start - _REACH)
    words = doc[Span(start, anchor.quantity.span.start)].rpartition("。")[2]
    ends = [match.end() for match in _ANNOUNCED.finditer(words)]
    return bool(ends) and not _DONE.search(words, ends[-1])


def of_plan(doc: Doc, anchor: Anchor) -> bool:
    """Whether a number under a heading of plans is what is planned, and not what is there: 对剩余的3处."""
    words = doc.text[anchor.clause.start : anchor.quantity.span.start]
    return not _DONE.search(words) and not _OBJECT.search(words)


def _is_plan(title: str, fiscal: int | None) -> bool:
    found = _PLANS.search(title)
    if found is None or _NO_PLANS.search(title):
        return False
    return found["year"] is None or fiscal is None or int(found["year"]) > fiscal
