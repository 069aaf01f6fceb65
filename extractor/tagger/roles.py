"""The role of a number: plan, budget, account, change, share, weight or score."""

from __future__ import annotations

import re
from functools import cache

from extractor.lexicon.wording import any_of, load_wording
from extractor.types import Role

_PARTS = re.compile(
    r"其中|包括|具体|分别|主要用于|分为|^\s*[:：（(]|(?:情况|如下|构成|明细|为|是)\s*[:：]|^[，,]\s*(?:为|即)"
)
_COMPARED_BUDGET = re.compile(
    r"(?:超出|超过?|比|较|与|占|完成了?|为|低于|高于)(?:了)?(?:年初|全年|调整后?|当年|本年|批复)?的?(?:部门|财政|收入|支出)?预算(?:数|安排)?"
)

_NO_PLAN = re.compile(
    r"(?:比|较|与|距|超出?|超过|低于|高于|达到|实现|完成|未达到?|落实|围绕|对照|编报|申报|设定|设置)[^，。；：]{0,12}?目标(?:值|数|任务)?(?![：:为])"
    r"|为目标(?:值|数)?的|目标值?(?=偏|与|表|管理|责任|考核|申报|审核|编制|分解|设定|设置)|控制目标(?=低|高|少|多)"
    r"|(?:制定|制订|印发|出台|编制|审议|形成|拟订)[^，。；]{0,12}计划|(?:训练|培养|培育|行动|提升|振兴|人才|资助|扶持|攻坚)计划"
)
"""A goal or plan that something is measured by, set or named after: no number is told as planned by it."""


@cache
def _stages() -> tuple[re.Pattern[str], dict[str, Role]]:
    words = load_wording().role_words
    roles: dict[str, Role] = {}
    for role in ("budget_adjusted", "budget_initial", "final"):
        for word in words[role]:
            roles.setdefault(word, role)
    order = tuple(sorted(roles, key=lambda word: (-len(word), word)))
    return re.compile(any_of(order)), roles


@cache
def _names() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().role_names))


@cache
def _plan() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().plan_words))


@cache
def _no_plan() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().no_plan_words))


@cache
def _done() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().done_words))


def stage_of(words: str) -> Role | None:
    """The stage that the last stage word in `words` tells; None without one."""
    pattern, roles = _stages()
    words = _names().sub("　", _COMPARED_BUDGET.sub("　", words))
    found = pattern.findall(words)
    return roles[found[-1]] if found else None


def begins_parts(gap: str) -> bool:
    """`gap`, the text between two numbers, announces that the second is a part of the first."""
    return bool(_PARTS.search(gap))


def money_role(name: str, metric: str | None) -> Role:
    """Role of an amount without a stage: accounts of the body are `final`, other money is `actual`."""
    wording = load_wording()
    if metric is not None:
        if metric.startswith(("spend.", "income.")):
            return "final"
        return "actual" if metric.startswith("asset.") else "budget_initial"
    if any(word in name for word in wording.outside_money):
        return "actual"
    return "final" if any(word in name for word in wording.booked_money) else "actual"


def planned(words: str, quantity: str) -> bool:
    """A plan figure in running text: 目标值 … or a printed ≥."""
    if quantity.lstrip().startswith(("≥", "≤", "＞", "＜", ">", "<", "≧", "≦")):
        return True
    words = _NO_PLAN.sub("　", _no_plan().sub("　", words))
    plans = [match.end() for match in _plan().finditer(words)]
    if not plans:
        return False
    return not any(match.start() >= plans[-1] for match in _done().finditer(words))
