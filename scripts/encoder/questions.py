"""Questions about names that know what the encoder says, and a chooser that believes it alone."""

from __future__ import annotations

from typing import Any, cast

from encoder.answers import Answer, Answers
from extractor.tagger import narrative
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate, Source
from extractor.tagger.choices import Chooser, Feature, Table, Task, weigh
from extractor.tagger.features import NameQuestion
from extractor.training.examples import shared
from extractor.types import Doc, Span


class HelpedQuestion(NameQuestion):
    """A question about a name with the encoder's answer to it."""

    def __init__(self, answer: Answer | None, *given: Any) -> None:
        super().__init__(*given)
        self.answer = answer
        for span in (answer.pointed, answer.tagged) if answer else ():
            if span and all(option.span != span for option in self.options):
                self.options.append(Candidate(span, cast(Source, "encoder")))

    def features(self) -> list[list[Feature]]:
        """Those of the question alone, and how the encoder likes each option."""
        return [[*own, *heard] for own, heard in zip(super().features(), self._heard(), strict=True)]

    def scores(self, weights: Table) -> list[float]:
        """Sum of the weights of each option's features."""
        heard = [weigh(features, weights) for features in self._heard()]
        return [own + more for own, more in zip(super().scores(weights), heard, strict=True)]

    def _heard(self) -> list[list[Feature]]:
        answer = self.answer
        if answer is None:
            return [[] for _ in self.options]
        sure = [answer.sure(option.span) for option in self.options]
        ranked = sorted(set(sure), reverse=True)
        found = []
        for at, option in enumerate(self.options):
            rank, likely = min(ranked.index(sure[at]), 4), _bucket(sure[at])
            rule = f"{at == self.preferred:d}{at < self._rules:d}"
            tags = _edges(answer.tagged, option.span)
            found.append(
                [
                    f"encoder:{likely}",
                    f"encoder source:{option.source}/{likely}",
                    f"encoder rank:{rank}/{_bucket(ranked[0])}",
                    f"encoder rank, rule:{rank}/{rule}",
                    f"encoder edges:{_edges(answer.pointed, option.span)}",
                    f"tags:{tags}",
                    f"tags, source:{tags}/{option.source}",
                    f"tags, rule:{tags}/{rule}",
                ]
            )
        return found


def _bucket(sure: float) -> str:
    return str(round(sure * 2) / 2 if sure > -2 else max(round(sure), -10))


def _edges(told: Span | None, span: Span | None) -> str:
    if told is None or span is None:
        return f"{told is None:d}{span is None:d}"
    return f"{told.start == span.start:d}{told.end == span.end:d}{shared(told, span) >= 0.5:d}"


class Alone:
    """Takes what a head of the encoder says for the name, else what another chooser says."""

    def __init__(self, head: str, other: Chooser) -> None:
        self._head, self._other = head, other

    def choose(self, task: Task, question: Any) -> tuple[int, float]:
        """The first option with the encoder's span."""
        if task == "name" and question.answer:
            span = getattr(question.answer, self._head)
            if found := [at for at, option in enumerate(question.options) if option.span == span]:
                return found[0], 1.0
        return self._other.choose(task, question)


def ask_with(found: Answers) -> None:
    """Let the questions about names have what the encoder says."""

    def question(doc: Doc, anchor: Anchor, *given: Any) -> NameQuestion:
        return HelpedQuestion(found.get((doc.source.sha256, anchor.quantity.span.start)), doc, anchor, *given)

    vars(narrative)["NameQuestion"] = question
