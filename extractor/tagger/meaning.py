"""What speaks for a metric and for a role, given the words that name the number."""

from __future__ import annotations

import re
from math import log
from typing import NamedTuple, get_args

from extractor.tagger.choices import Chooser, Feature, Table, weigh
from extractor.types import Role

_MONEY: tuple[Role, ...] = ("actual", "final", "budget_initial", "budget_adjusted", "change", "target")
_OTHER: tuple[Role, ...] = ("actual", "target", "change", "share")
_SCORES: tuple[Role, ...] = ("score", "weight", "actual", "change", "target")
_PLANS = re.compile(r"目标|计划|拟|建议|力争|预期|预计|将|争取|到20\d\d年|确保|下一步|今后|打算|措施|规划|标准|应")
_HEADS = re.compile(
    r"目标|计划|问题|原因|措施|建议|打算|下一步|预算|决算|执行|支出|收入|概况|职责|完成|产出|效益|效果|得分|评价"
)
_MOST_SEEN = 10_000
_CUES = re.compile(r"其中|包括|主要|分别|用于|依次|含|构成|来源")
_ROLES: tuple[Role, ...] = get_args(Role)
_DONE = re.compile(r"实际|完成|实现|达到|已|截至|累计|全年|共")


class Evidence(NamedTuple):
    """What is known of a number when its metric and role are asked for."""

    at: int
    """Start of the number in the text."""
    kind: str
    unit: str | None
    source: str
    """Way of naming of the chosen candidate."""
    name: str
    """The words that name the number; empty without."""
    gap: str
    """The text since the number before, or the start of the sentence, at most 30 characters."""
    behind: str
    """At most 4 characters behind the number."""
    heading: str
    comparator: str
    report: str
    """Kind of report."""
    future: bool
    """The period lies behind the fiscal year."""
    metric: str | None
    """Of the rules; for the role, the chosen one."""
    how: str
    """How the catalogue matched."""
    role: Role
    """Of the rules."""
    before: tuple[tuple[str | None, str], ...]
    """Metric and role of the facts before in the sentence that are of the same kind, the last first."""
    whole: tuple[str | None, str] | None
    """Metric and role of the whole whose parts are told."""
    sums: bool
    """The whole is known by its parts that add up to it."""
    inspection: bool


class MetricQuestion:
    """Which metric a name stands for: that of the rules, of the whole, of the numbers before, or none."""

    def __init__(self, evidence: Evidence) -> None:
        others = [evidence.whole[0]] if evidence.whole else []
        others += [metric for metric, _ in evidence.before[:2]]
        self.options = list(dict.fromkeys((evidence.metric, *others, None)))
        self.preferred = 0
        self._evidence = evidence
        self.at = evidence.at

    def features(self) -> list[list[Feature]]:
        """Where each option comes from, and what is given with its family."""
        given = self._given()
        return [[*self._of(option), *(f"{_family(option)}|{feature}" for feature in given)] for option in self.options]

    def _given(self) -> list[Feature]:
        e = self._evidence
        return [
            f"kind:{e.kind}",
            f"source:{e.source}/{e.kind}",
            f"last:{e.name[-2:]}",
            f"last char:{e.name[-1:]}",
            f"first:{e.name[:2]}",
            f"unit:{e.unit}",
            f"how:{e.how}/{e.kind}",
            f"report:{e.report}",
            f"gap:{e.gap[-2:]}",
            f"cue:{_cue(e.gap)}",
            f"inspection:{e.inspection:d}/{e.kind}",
        ]

    def scores(self, weights: Table) -> list[float]:
        """Sums of their weights."""
        families = weights.made(_by_family)
        given = [row for feature in self._given() if (row := families.get(feature))]
        return [
            weigh(self._of(option), weights) + sum([row.get(_family(option), 0.0) for row in given])
            for option in self.options
        ]

    def _of(self, option: str | None) -> list[Feature]:
        e = self._evidence
        origins = {
            "rule": option == e.metric,
            "whole": e.whole is not None and option == e.whole[0],
            "last": any(option == metric for metric, _ in e.before[:1]),
            "second last": any(option == metric for metric, _ in e.before[1:2]),
        }
        said = "+".join(name for name, holds in origins.items() if holds) + f"/{option is None:d}"
        return [
            f"option:{option}",
            f"origins:{said}",
            f"origins kind:{said}/{e.kind}/{e.source}",
            f"origins how:{said}/{e.how}/{e.metric is None:d}",
            f"sums:{said}/{e.sums:d}/{e.kind}",
            f"name:{option}/{e.name}",
            f"option last:{option}/{e.name[-2:]}",
        ]


class RoleQuestion:
    """In which role the number is told."""

    def __init__(self, evidence: Evidence) -> None:
        roles = _SCORES if evidence.kind == "score" else _MONEY if evidence.kind == "money" else _OTHER
        self.options = list(roles) if evidence.role in roles else [*roles, evidence.role]
        self.preferred = self.options.index(evidence.role)
        self._evidence = evidence
        self.at = evidence.at

    def features(self) -> list[list[Feature]]:
        """What is given, each with the option."""
        given = self._given()
        return [[f"{option}|{feature}" for feature in given] for option in self.options]

    def scores(self, weights: Table) -> list[float]:
        """Sums of their weights."""
        rows = weights.made(_by_feature)
        found = [row for feature in self._given() if (row := rows.get(feature))]
        totals = dict(zip(_ROLES, map(sum, zip(*found, strict=True)), strict=True)) if found else {}
        return [totals.get(option, 0.0) for option in self.options]

    def _given(self) -> list[Feature]:
        e = self._evidence
        last = e.before[0][1] if e.before else ""
        family = _family(e.metric)
        same = next((role for metric, role in e.before if metric == e.metric), "")
        return [
            "option:",
            f"rule:{e.role}",
            f"rule source:{e.role}/{e.source}/{e.kind}",
            f"rule family:{e.role}/{family}",
            f"source:{e.source}/{e.kind}",
            f"metric:{e.metric}",
            f"family:{family}/{e.kind}",
            f"last role:{last}/{e.role}",
            f"last same:{same}/{e.role}",
            f"whole:{e.whole[1] if e.whole else ''}/{e.sums:d}/{e.role}",
            f"first:{e.name[:2]}",
            f"last:{e.name[-2:]}",
            f"gap:{e.gap[-2:]}",
            f"longer gap:{e.gap[-4:]}",
            f"behind:{e.behind[:1]}",
            f"unit:{e.unit}",
            f"comparator:{e.comparator}",
            f"future:{e.future:d}/{e.role}",
            f"report:{e.report}",
            *(f"heading:{word}" for word in _HEADS.findall(e.heading)),
            *(f"plan:{word}" for word in _PLANS.findall(e.gap)),
            *(f"done:{word}" for word in _DONE.findall(e.gap)),
        ]


def _family(metric: str | None) -> str:
    return (metric or "none").partition(".")[0]


def _by_family(table: Table) -> dict[Feature, dict[str, float]]:
    """Feature -> its weight with each family, from the weights of both joined."""
    found: dict[Feature, dict[str, float]] = {}
    for joined, weight in table.flat.items():
        family, joint, feature = joined.partition("|")
        if joint and ":" not in family:
            found.setdefault(feature, {})[family] = weight
    return found


def _by_feature(table: Table) -> dict[Feature, tuple[float, ...]]:
    """Feature -> its weight with each role, from the weights of both joined."""
    found: dict[Feature, list[float]] = {}
    columns = {role: at for at, role in enumerate(_ROLES)}
    for joined, weight in table.flat.items():
        role, _, feature = joined.partition("|")
        if role in columns:
            found.setdefault(feature, [0.0] * len(_ROLES))[columns[role]] = weight
    return {feature: tuple(row) for feature, row in found.items()}


def _cue(gap: str) -> str:
    match = _CUES.search(gap)
    return match.group() if match else ""


class TrustQuestion:
    """Whether a fact is right; its confidence is the probability of the first option."""

    options = (True, False)
    preferred = 0

    def __init__(self, evidence: Evidence, by: str, named: float, likely: float) -> None:
        """`named` and `likely`: the probabilities of the indicator and of the metric; `by`: who chose the indicator."""
        self._evidence = evidence
        self.at = evidence.at
        self._by, self._named, self._likely = by, named, likely

    def features(self) -> list[list[Feature]]:
        """What speaks for the fact; nothing speaks for the other option."""
        known = self._known()
        return [[*_spoken_for(known), self._last(known)], []]

    def scores(self, weights: Table) -> list[float]:
        """Weight of the first option, and 0; facts of the same properties are weighed once."""
        seen, known = weights.made(_memory), self._known()
        score = seen.get(known)
        if score is None:
            if len(seen) >= _MOST_SEEN:
                seen.clear()
            score = seen[known] = weigh(_spoken_for(known), weights)
        return [score + weights.flat.get(self._last(known), 0.0), 0.0]

    def _known(self) -> _Known:
        e = self._evidence
        return _Known(
            self._by,
            e.kind,
            e.metric is None,
            e.how,
            _odds(self._named),
            _odds(self._likely),
            _family(e.metric),
            e.sums,
            min(len(e.name), 9),
            e.report,
            e.role,
        )

    def _last(self, known: _Known) -> Feature:
        return f"last:{self._evidence.name[-2:]}/{known.none:d}"


class _Known(NamedTuple):
    """The properties of a fact by which it is trusted, but for its words."""

    by: str
    kind: str
    none: bool
    how: str
    named: int
    likely: int
    family: str
    sums: bool
    length: int
    report: str
    role: str


def _spoken_for(known: _Known) -> list[Feature]:
    by, kind, none, how, named, likely, family, sums, length, report, role = known
    return [
        "right:",
        f"by:{by}/{none:d}",
        f"kind:{kind}/{none:d}",
        f"how:{how}/{kind}/{none:d}",
        f"named:{named}/{none:d}",
        f"likely:{likely}/{none:d}",
        f"both:{min(named, 3)}/{min(likely, 3)}/{none:d}/{how}",
        f"family:{family}",
        f"sums:{sums:d}/{none:d}",
        f"length:{length}/{none:d}",
        f"report:{report}/{none:d}",
        f"source:{by}/{kind}/{named > 6:d}",
        f"role:{role}/{none:d}",
    ]


def _memory(_: Table) -> dict[_Known, float]:
    return {}


def confidence(chooser: Chooser, evidence: Evidence, by: str, named: float, likely: float) -> float:
    """Probability that the fact is right, 0 … 1."""
    at, sure = chooser.choose("trust", TrustQuestion(evidence, by, named, likely))
    return round(sure if at == 0 else 1 - sure, 2)


def _odds(chance: float) -> int:
    """Natural logarithm of the odds, 0 … 7."""
    return max(0, min(7, round(log(chance / (1 - chance))))) if chance < 1 else 7
