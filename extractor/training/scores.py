"""What a chooser is worth on annotated reports: its answers against the gold, its confidence against both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from extractor.pipeline import process
from extractor.scoring import Score, same_metric, score_doc
from extractor.stages.link import link
from extractor.tagger.choices import Chooser
from extractor.training.examples import NEAR, shared, wanted_facts
from extractor.training.reports import Report
from extractor.types import Doc, Fact

SURE = 0.9
"""Facts of this confidence or more are those that a reader may take without looking."""
BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """A number of the gold with the fact found for it."""

    report: str
    doc: Doc
    gold: Fact
    found: Fact | None

    @property
    def right(self) -> bool:
        return self.found is not None and same_metric(self.found, self.gold)

    @property
    def narrative(self) -> bool:
        return self.gold.quantity.place is None

    def share(self) -> float:
        """Intersection over union of the indicators, 0 … 1."""
        return shared(self.found.indicator, self.gold.indicator) if self.found else 0.0


@dataclass(slots=True)
class Scores:
    """Counts over reports; `answers` has every fact of the gold."""

    layers: dict[str, Score] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """The figures by name: F1 of `fact` and `strict`; over the numbers in running text, shares of exact and of
        overlapping indicators and of right metrics, roles and periods; `calibration_error`; `sure`, the share of facts
        with a confidence of 0.9 or more, and `sure_right`, how many of these are right."""
        text = [answer for answer in self.answers if answer.narrative]
        sure = [a for a in self.answers if a.found and a.found.confidence >= SURE]
        found = [a for a in self.answers if a.found]
        figures = {
            "fact": self.layers["fact"].f1,
            "strict": self.layers["strict"].f1,
            "exact": _share(text, lambda a: a.found is not None and a.found.indicator == a.gold.indicator),
            "overlap": _share(text, lambda a: a.share() >= NEAR),
            "metric": _share(text, lambda a: a.found is not None and a.found.metric == a.gold.metric),
            "role": _share(text, lambda a: a.found is not None and a.found.role == a.gold.role),
            "period": _share(text, lambda a: a.found is not None and a.found.period == a.gold.period),
            "calibration_error": self.calibration_error(),
            "sure": len(sure) / len(found) if found else 0.0,
            "sure_right": _share(sure, lambda a: a.right),
        }
        return {name: round(value, 4) for name, value in figures.items()}

    def by(self, key: Callable[[Fact], str]) -> dict[str, Score]:
        """Precision and recall of one property of a fact, by its value."""
        scores: dict[str, Score] = {}
        for answer in self.answers:
            wanted = key(answer.gold)
            scores.setdefault(wanted, Score()).gold += 1
            if answer.found is not None:
                got = key(answer.found)
                scores.setdefault(got, Score()).predicted += 1
                scores[got].hit += got == wanted
        return dict(sorted(scores.items()))

    def confusions(self, key: Callable[[Fact], str]) -> list[tuple[str, str, int]]:
        """(gold, found, how often) of what was taken for something else, the most frequent first."""
        wrong = Counter(
            (key(a.gold), key(a.found)) for a in self.answers if a.found is not None and key(a.gold) != key(a.found)
        )
        return [(gold, found, n) for (gold, found), n in sorted(wrong.items(), key=lambda item: (-item[1], item[0]))]

    def reliability(self) -> list[tuple[float, float, int]]:
        """(mean confidence, share of right facts, number of facts) of each tenth of confidence that has facts."""
        bins: dict[int, list[Answer]] = {}
        for answer in self.answers:
            if answer.found is not None:
                bins.setdefault(min(int(answer.found.confidence * BINS), BINS - 1), []).append(answer)
        return [
            (
                round(sum(a.found.confidence for a in members if a.found) / len(members), 4),
                round(_share(members, lambda a: a.right), 4),
                len(members),
            )
            for _, members in sorted(bins.items())
        ]

    def calibration_error(self) -> float:
        """Expected calibration error: mean distance of confidence and share of right facts, weighed by number."""
        rows = self.reliability()
        total = sum(number for _, _, number in rows)
        return sum(abs(sure - right) * number for sure, right, number in rows) / total if total else 0.0

    def __iadd__(self, other: Scores) -> Scores:
        for layer, score in other.layers.items():
            self.layers[layer] = self.layers.get(layer, Score()) + score
        self.answers += other.answers
        return self


def measure(reports: Iterable[Report], chooser: Chooser) -> Scores:
    """Score the facts that `chooser` finds in `reports`."""
    scores = Scores()
    for report in reports:
        doc = link(process(report.doc, until="normalise"), chooser)
        for layer, score in score_doc(report.gold, doc).items():
            scores.layers[layer] = scores.layers.get(layer, Score()) + score
        found = {fact.quantity.span: fact for fact in doc.facts}
        scores.answers += [
            Answer(report.name, doc, fact, found.get(fact.quantity.span)) for fact in wanted_facts(report.gold).values()
        ]
    return scores


def _share(answers: Sequence[Answer], holds: Callable[[Answer], bool]) -> float:
    return sum(map(holds, answers)) / len(answers) if answers else 0.0
