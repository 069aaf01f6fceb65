"""Marking rules printed in a score sheet, as small programs: `98%以上计10分，90%至98%计8分，90%以下不得分`.

A rule is read only if every clause of its cell is understood; anything else is no rule. Full marks are those of the
row, so that 满分 and its number of points mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from extractor.types import squeeze

_N = r"\d{1,4}(?:\.\d{1,3})?"
_SUBJECT = r"(?:(?!低于|小于|不足|未达|不到|超过|高于|大于|控制在|之间)[^\d≥≤<>=每扣]){0,16}?"
_GIVES = (
    r"(?:的|时|者)?(?:可|则)?(?:计|得|记|赋|给)?"
    rf"(?:(?P<points>{_N})分|(?P<full>满分|全分)|(?P<none>不得分|不计分|零分))"
)
_BANDS = (
    (re.compile(rf"{_SUBJECT}(?:≥|不低于|不少于|大于等于|达到|达)?(?P<low>{_N})%(?:及|或)?以上{_GIVES}"), "ge"),
    (re.compile(rf"{_SUBJECT}(?:≥|不低于|不少于|大于等于|达到|达|为|=)?(?P<low>{_N})%{_GIVES}"), "ge"),
    (re.compile(rf"{_SUBJECT}(?:≥)?(?P<low>{_N})%?(?:-|至|到)(?P<high>{_N})%(?:之间)?{_GIVES}"), "between"),
    (re.compile(rf"{_SUBJECT}(?:<|低于|小于|不足|未达到|未达|不到)(?P<high>{_N})%(?:以下)?{_GIVES}"), "lt"),
    (re.compile(rf"{_SUBJECT}(?P<high>{_N})%以下{_GIVES}"), "lt"),
    (
        re.compile(rf"{_SUBJECT}(?:≤|不超过|不高于|小于等于|控制在|在)(?P<high>{_N})%?(?:以内|及以下|以下)?{_GIVES}"),
        "le",
    ),
    (re.compile(rf"{_SUBJECT}(?:>|超过|高于|大于)(?P<low>{_N})%{_GIVES}"), "gt"),
)
_PER = rf"(?P<per>{_N}|一)?个?(?:百分点|%)"
_OFF = rf"(?:目标值?|标准值?)?{_PER}的?扣减?(?P<points>{_N})分"
_BELOW = re.compile(rf"{_SUBJECT}每(?:再)?(?:低于?|少|下降|降低|减少){_OFF}")
_ABOVE = re.compile(rf"{_SUBJECT}每(?:再)?(?:超过?|高于?|多|上升|增加|增长|提高){_OFF}")
_FAULT = re.compile(
    rf"{_SUBJECT}(?:每(?:有|发现|出现|发生|存在|缺少|缺|少|漏|逾期|延期)?|发现)(?:1|一)(?:项|处|次|个|起|例|件|人|天|份)"
    rf"[^扣\d]{{0,16}}扣减?(?P<points>{_N})分"
)
_SHARE = re.compile(
    rf"得分=[^×x*]{{2,16}}[×x*](?:{_N}分?|(?:该项|指标|本项)?(?:分值|权重|标准分|满分)(?:分值)?)"
    r"|(?:否则|其余)?按(?:完成)?比例(?:得|计|算)分"
)
_GOAL = r"(?:全部|按时|按期)?(?:完成|达到|达标)?(?:年度)?(?:目标值?|计划|任务|预期目标|预期|要求)?"
_DONE = re.compile(rf"(?!未|没有|否则){_GOAL}{_GIVES}")
_UNDONE = re.compile(rf"(?:未|没有|否则){_GOAL}的?(?:不得分|不计分|得0分)")
_CLOSING = re.compile(r"扣完为止|直至扣完|扣完该项分值为止|最低(?:为|得)?0分|不得负分|以此类推|共\d{1,3}分")
_WORDS = re.compile(r"[^\d分扣得计%]+")
"""A clause that only says what is looked at."""
_CLAUSES = re.compile(r"[，,；;。]+")
_DASHES = re.compile(r"[—–－~～]+|--")
_NOTES = re.compile(r"[（(](?:不?含|包含)(?:本数)?[)）]")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Band:
    """Points for values from `low` to `high` in per cent; None for no end, and for full marks."""

    low: Decimal | None
    high: Decimal | None
    above: bool
    """`low` itself lies outside."""
    below: bool
    """`high` itself lies outside."""
    points: Decimal | None
    at: tuple[int, int]
    """Where the clause stands in the squeezed text."""

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the band."""
        if self.low is not None and (value <= self.low if self.above else value < self.low):
            return False
        return self.high is None or (value < self.high if self.below else value <= self.high)


@dataclass(frozen=True, slots=True)
class Step:
    """Points taken off for every so many percentage points below (or above) the bound of full marks or the target."""

    per: Decimal
    points: Decimal
    below: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A marking rule, all of whose clauses are understood."""

    bands: tuple[Band, ...] = ()
    step: Step | None = None
    fault: Decimal | None = None
    """Points that each fault costs."""
    share: bool = False
    """Marks in proportion to the rate, or to result ÷ target."""
    done: bool = False
    """Full marks if the target is met, none if not."""


def rule_of(text: str) -> Rule | None:
    """The rule that a cell prints; None where a clause is not understood or nothing can be worked out."""
    words = squeeze(text).replace("％", "%").replace("个百分点", "%").replace("＝", "=")
    words = _NOTES.sub("", _DASHES.sub("-", words))
    if "分" not in words or len(words) > _LONGEST:
        return None
    bands: list[Band] = []
    step, fault, share, done, undone = None, None, False, False, False
    for start, clause in _clauses(words):
        band = _band(clause, start)
        if _CLOSING.fullmatch(clause) or _WORDS.fullmatch(clause):
            continue
        if (found := _BELOW.fullmatch(clause)) or (over := _ABOVE.fullmatch(clause)):
            hit = found or over
            if step is not None or hit is None:
                return None
            per = Decimal(1) if hit["per"] in (None, "一") else Decimal(hit["per"])
            step = Step(per, Decimal(hit["points"]), found is not None)
        elif _SHARE.fullmatch(clause):
            share = True
        elif hit := _FAULT.fullmatch(clause):
            if fault is not None:
                return None
            fault = Decimal(hit["points"])
        elif _UNDONE.fullmatch(clause):
            undone = True
        elif band is not None:
            bands.append(band)
        elif hit := _DONE.fullmatch(clause):
            done = hit["none"] is None
        else:
            return None
    kinds = (bool(bands or step), fault is not None, share and not bands, done and undone)
    if sum(kinds) != 1 or (undone and not done) or (done and not undone and not share):
        return None
    return Rule(tuple(bands), step, fault, share, done and undone)


def _clauses(words: str) -> Iterator[tuple[int, str]]:
    at = 0
    for clause in _CLAUSES.split(words):
        at = words.index(clause, at)
        if clause:
            yield at, clause
        at += len(clause)


def _band(clause: str, start: int) -> Band | None:
    for pattern, kind in _BANDS:
        found = pattern.fullmatch(clause)
        if found is None:
            continue
        groups = found.groupdict()
        low, high = (Decimal(groups[end]) if groups.get(end) else None for end in ("low", "high"))
        points = Decimal(0) if found["none"] else None if found["full"] else Decimal(found["points"])
        return Band(low, high, kind == "gt", kind == "lt", points, (start, start + len(clause)))
    return None


def points_for(
    rule: Rule, full: Decimal, value: Decimal, target: Decimal | None
) -> tuple[Decimal, Decimal, Band | None] | None:
    """The least and the most that the rule gives for a value in per cent, and the band that it fell into.

    A step may be counted in whole steps begun, in whole steps passed or in proportion: all of these lie between the
    two. None where the rule does not say.
    """
    if rule.share and not rule.bands:
        whole = target or Decimal(100)
        marks = full * min(value / whole, Decimal(1))
        return marks, marks, None
    if rule.done:
        if target is None:
            return None
        marks = full if value >= target else Decimal(0)
        return marks, marks, None
    inside = [band for band in rule.bands if band.holds(value)]
    narrow = _narrowest(inside)
    if inside and narrow is None:
        return None
    if narrow is not None and (rule.step is None or narrow.points in (None, full)):
        marks = full if narrow.points is None else narrow.points
        return marks, marks, narrow
    if rule.step is None:
        return None
    return _stepped(rule, rule.step, full, value, target)


def _narrowest(inside: list[Band]) -> Band | None:
    """The band that holds no other: 超过30% lies in 超过10%; at a common bound 以上 takes the bound in."""
    if len(inside) < 2:
        return inside[0] if inside else None
    if all(band.low is not None and band.high is None for band in inside):
        return max(inside, key=lambda band: band.low or Decimal(0))
    if all(band.high is not None and band.low is None for band in inside):
        return min(inside, key=lambda band: band.high or Decimal(0))
    return None


def _stepped(
    rule: Rule, step: Step, full: Decimal, value: Decimal, target: Decimal | None
) -> tuple[Decimal, Decimal, Band | None] | None:
    best = [band for band in rule.bands if band.points in (None, full)]
    ends = [band.low if step.below else band.high for band in best]
    bound = ends[0] if len(ends) == 1 and len(rule.bands) == 1 else target if not rule.bands else None
    if bound is None:
        return None
    gap = bound - value if step.below else value - bound
    if gap <= 0:
        return full, full, None
    begun, passed = ((gap / step.per).to_integral_value(way) for way in (ROUND_CEILING, ROUND_FLOOR))
    low, high = (max(full - count * step.points, Decimal(0)) for count in (begun, passed))
    return low, high, None
