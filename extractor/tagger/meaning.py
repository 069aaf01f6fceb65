"""What speaks for a metric and for a role, given the words that name the number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log

from extractor.tagger.choices import Chooser, Feature, Weights, weigh
from extractor.types import Role

_MONEY: tuple[Role, ...] = ("actual", "final", "budget_initial", "budget_adjusted", "change", "target")
_OTHER: tuple[Role, ...] = ("actual", "target", "change", "share")
_SCORES: tuple[Role, ...] = ("score", "weight", "actual", "change", "target")
_PLANS = re.compile(r"目标|计划|拟|建议|力争|预期|预计|将|争取|到20\d\d年|确保|下一步|今后|打算|措施|规划|标准|应")
_DONE = re.compile(r"实际|完成|实现|达到|已|截至|累计|全年|共")


@dataclass(frozen=True, slots=True)
class Evidence:
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
        options: list[str | None] = [evidence.metric]
        others = [evidence.whole[0]] if evidence.whole else []
        others += [metric for metric, _ in evidence.before[:2]]
        for metric in (*others, None):
            if metric not in options:
                options.append(metric)
        self.options = options
        self.preferred = 0
        self._evidence = evidence
        self.at = evidence.at
        self._shared = self._given()

    def features(self) -> list[list[Feature]]:
        """What is given, each with the option."""
        return [self._of(option) for option in self.options]

    def scores(self, weights: Weights) -> list[float]:
        """Sums of their weights."""
        return [weigh(self._of(option), weights) for option in self.options]

    def _given(self) -> list[Feature]:
        e = self._evidence
        return [
            ("kind", e.kind),
            ("source", f"{e.source}/{e.kind}"),
            ("last", e.name[-2:]),
            ("last char", e.name[-1:]),
            ("first", e.name[:2]),
            ("unit", str(e.unit)),
            ("how", f"{e.how}/{e.kind}"),
            ("report", e.report),
            ("gap", e.gap[-2:]),
            ("cue", _cue(e.gap)),
            ("inspection", f"{e.inspection:d}/{e.kind}"),
        ]

    def _of(self, option: str | None) -> list[Feature]:
        e = self._evidence
        family = (option or "none").partition(".")[0]
        origins = [
            name
            for name, metrics in (
                ("rule", (e.metric,)),
                ("whole", (e.whole[0],) if e.whole else ()),
                ("last", tuple(m for m, _ in e.before[:1])),
                ("second last", tuple(m for m, _ in e.before[1:2])),
            )
            if option in metrics
        ]
        said = "+".join(origins)
        found = [
            ("option", str(option)),
            ("origins", f"{said}/{option is None:d}"),
            ("origins kind", f"{said}/{option is None:d}/{e.kind}/{e.source}"),
            ("origins how", f"{said}/{option is None:d}/{e.how}/{e.metric is None:d}"),
            ("sums", f"{said}/{option is None:d}/{e.sums:d}/{e.kind}"),
        ]
        for template, value in self._shared:
            found.append((template, f"{family}/{value}"))
        found.append(("name", f"{option}/{e.name}"))
        found.append(("option last", f"{option}/{e.name[-2:]}"))
        return found


class RoleQuestion:
    """In which role the number is told."""

    def __init__(self, evidence: Evidence) -> None:
        roles = _SCORES if evidence.kind == "score" else _MONEY if evidence.kind == "money" else _OTHER
        self.options = list(roles) if evidence.role in roles else [*roles, evidence.role]
        self.preferred = self.options.index(evidence.role)
        self._evidence = evidence
        self.at = evidence.at
        self._shared = self._given()

    def features(self) -> list[list[Feature]]:
        """What is given, each with the option."""
        return [self._of(option) for option in self.options]

    def scores(self, weights: Weights) -> list[float]:
        """Sums of their weights."""
        return [weigh(self._of(option), weights) for option in self.options]

    def _given(self) -> list[Feature]:
        e = self._evidence
        last = e.before[0] if e.before else ("", "")
        family = (e.metric or "none").partition(".")[0]
        same = [role for metric, role in e.before if metric == e.metric][:1]
        return [
            ("rule", f"{e.role}"),
            ("rule source", f"{e.role}/{e.source}/{e.kind}"),
            ("rule family", f"{e.role}/{family}"),
            ("source", f"{e.source}/{e.kind}"),
            ("metric", str(e.metric)),
            ("family", f"{family}/{e.kind}"),
            ("last role", f"{last[1]}/{e.role}"),
            ("last same", f"{''.join(same)}/{e.role}"),
            ("whole", f"{e.whole[1] if e.whole else ''}/{e.sums:d}/{e.role}"),
            ("first", e.name[:2]),
            ("last", e.name[-2:]),
            ("gap", e.gap[-2:]),
            ("longer gap", e.gap[-4:]),
            ("behind", e.behind[:1]),
            ("unit", str(e.unit)),
            ("comparator", e.comparator),
            ("future", f"{e.future:d}/{e.role}"),
            ("report", e.report),
            *(("heading", f"{e.heading[at : at + 2]}") for at in range(len(e.heading) - 1)),
            *(("plan", word) for word in sorted(set(_PLANS.findall(e.gap)))),
            *(("done", word) for word in sorted(set(_DONE.findall(e.gap)))),
        ]

    def _of(self, option: str | None) -> list[Feature]:
        return [("option", str(option)), *((template, f"{option}/{value}") for template, value in self._shared)]


def _cue(gap: str) -> str:
    match = re.search(r"其中|包括|主要|分别|用于|依次|含|构成|来源", gap)
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
        e = self._evidence
        none = e.metric is None
        named, likely = _odds(self._named), _odds(self._likely)
        return [
            [
                ("", ""),
                ("by", f"{self._by}/{none:d}"),
                ("kind", f"{e.kind}/{none:d}"),
                ("how", f"{e.how}/{e.kind}/{none:d}"),
                ("named", f"{named}/{none:d}"),
                ("likely", f"{likely}/{none:d}"),
                ("both", f"{min(named, 3)}/{min(likely, 3)}/{none:d}/{e.how}"),
                ("family", (e.metric or "none").partition(".")[0]),
                ("sums", f"{e.sums:d}/{none:d}"),
            ],
            [],
        ]

    def scores(self, weights: Weights) -> list[float]:
        """Weight of the first option, and 0."""
        return [weigh(self.features()[0], weights), 0.0]


def confidence(chooser: Chooser, evidence: Evidence, by: str, named: float, likely: float) -> float:
    """Probability that the fact is right, 0 … 1."""
    at, sure = chooser.choose("trust", TrustQuestion(evidence, by, named, likely))
    return round(sure if at == 0 else 1 - sure, 2)


def _odds(chance: float) -> int:
    """Natural logarithm of the odds, 0 … 7."""
    return max(0, min(7, round(log(chance / (1 - chance))))) if chance < 1 else 7
