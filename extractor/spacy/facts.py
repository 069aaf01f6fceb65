"""The component `gouji_facts`: a trainable pipe over the questions of the tagger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.training import Example, validate_examples, validate_get_examples
from spacy.util import ensure_path, logger
from spacy.vocab import Vocab
from thinc.api import Optimizer

from extractor import records
from extractor.errors import ModelError, WriteError
from extractor.spacy.extensions import INDICATORS, QUANTITIES
from extractor.spacy.quantities import Quantities, normalised, taken
from extractor.spacy.ranker import Asked, asked, grown, ranker, weights_of
from extractor.spacy.reports import annotated, key
from extractor.spacy.scores import score_facts
from extractor.stages.link import link
from extractor.tagger.choices import Linear, Task, Weights
from extractor.tagger.model import load_model, read_weights
from extractor.training.examples import Example as Question
from extractor.training.examples import examples as questions_of
from extractor.training.examples import trust_examples
from extractor.training.reports import Report
from extractor.training.train import STRENGTH, as_json, left_out

_FILE = "weights.json"


class Facts(TrainablePipe):  # type: ignore[misc]  # it has no types
    """Says what the numbers measure, by the weights of the tagger; those of the shipped model until it is trained.

    Training takes steps down the slope of the loss that `gouji train` brings to its least: in nats, what the right
    answers to the questions about a report's numbers miss to be chosen for sure, and the penalty on great weights.
    """

    def __init__(self, vocab: Vocab, name: str = "gouji_facts") -> None:
        """The component by hand; `nlp.add_pipe("gouji_facts")` does it."""
        super().__init__(vocab, ranker({}), name)
        self._weights: Mapping[Task, Weights] | None
        self._chooser: Linear | None
        self._asked: dict[str, Asked]
        self._sizes: Counter[Task]
        self._take(load_model().weights)

    @property
    def weights(self) -> Mapping[Task, Weights]:
        """As a model's weights.json has them: task -> feature -> weight."""
        if self._weights is None:
            self._weights = weights_of(self.model)
        return self._weights

    @property
    def chooser(self) -> Linear:
        """Who answers the questions by these weights; `extractor.stages.link.link` takes it."""
        if self._chooser is None:
            self._chooser = Linear(self.weights)
        return self._chooser

    def predict(self, docs: Iterable[Doc]) -> list[list[records.FactRecord]]:
        """The facts of each Doc's text."""
        return [records.facts(link(normalised(doc.text), self.chooser)) for doc in docs]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[list[records.FactRecord]]) -> None:
        """Set `doc._.gouji_facts`, a record a fact, and `doc.spans["gouji_indicators"]`, the words that name numbers.

        The quantities are set too where no component before did.
        """
        for doc, facts in zip(docs, scores, strict=True):
            if QUANTITIES not in doc.spans:
                Quantities()(doc)
            doc._.gouji_facts = facts
            doc.spans[INDICATORS] = list(_indicators(doc, facts))

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, Any]:
        """For `nlp.evaluate`: precision, recall and F1 of facts, and F1 with role and period right too."""
        return score_facts(examples)

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, **_: object
    ) -> None:
        """Forget all weights and get ready to learn those of the features of the examples.

        What confidence is learned from, answers by models that have not seen the report, is made here, a fifth of the
        reports at a time: most of the time that training takes. Examples without any fact leave everything as it is.
        """
        validate_get_examples(get_examples, "Facts.initialize")
        reports = list({report.name: report for report in map(annotated, get_examples())}.values())
        found = [question for report in reports for question in questions_of(report)]
        if not found:
            return
        logger.info("%s: %d reports, %d questions", self.name, len(reports), len(found))
        self._take({})
        self._add(reports, [*found, *left_out(reports, found, lambda line: logger.info("%s: %s", self.name, line))])

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | Literal[False] | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Add the slope of the loss on `examples` to the gradient, and with `sgd` take the step.

        A report that `initialize` did not see adds its features. `drop` is not used; the penalty is in its stead.
        """
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        batch = list(examples)
        validate_examples(batch, "Facts.update")
        names = [key(example) for example in batch]
        new = {name: annotated(example) for name, example in zip(names, batch, strict=True) if name not in self._asked}
        if new:
            found = [question for report in new.values() for question in questions_of(report)]
            found += [question for report in new.values() for question in trust_examples(report, self.chooser)]
            self._add(list(new.values()), found)
        for name in names:
            losses[self.name] += self._learn(self._asked[name])
        if sgd:
            self.finish_update(sgd)
        return losses

    def finish_update(self, sgd: Optimizer) -> None:
        """Take the step."""
        super().finish_update(sgd)
        self._changed()

    def use_params(self, params: dict[Any, Any]) -> Iterator[None]:
        """Work with other weights, the averages of an optimizer, until the generator goes on."""
        self._changed()
        yield from super().use_params(params)
        self._changed()

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The content of weights.json."""
        return as_json(self.weights)

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> Facts:
        """Take the weights of `to_bytes`.

        Raises:
            ModelError: They are none.
        """
        try:
            self._take(read_weights(bytes_data))
        except ValueError as error:
            raise ModelError(self.name, f"the bytes are no weights ({error}); make them with to_bytes") from error
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write weights.json, so that the folder `path` is a model as `gouji train` makes them.

        Raises:
            WriteError: It cannot be written.
        """
        folder = ensure_path(path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _FILE).write_bytes(self.to_bytes())
        except OSError as error:
            raise WriteError(str(folder), f"cannot be written: {error.strerror}; choose another folder") from error

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Facts:
        """Take the weights of a model's folder, one that `gouji train` made or `to_disk`.

        Raises:
            ModelError: weights.json is missing there or is none.
        """
        file = ensure_path(path) / _FILE
        try:
            self._take(read_weights(file.read_bytes()))
        except (OSError, ValueError) as error:
            raise ModelError(str(file), f"is no model ({error}); make it with gouji train or spacy train") from error
        return self

    def _take(self, weights: Mapping[Task, Weights]) -> None:
        self.model = ranker(weights)
        self._weights, self._chooser = weights, None
        self._asked, self._sizes = {}, Counter()

    def _changed(self) -> None:
        self._weights = self._chooser = None

    def _add(self, reports: Sequence[Report], found: Sequence[Question]) -> None:
        """Keep the questions of reports, so that they are asked of each only once."""
        self.model = grown(self.model, found)
        of_report: dict[str, list[Question]] = {report.name: [] for report in reports}
        for question in found:
            of_report[question.report].append(question)
            self._sizes[question.task] += 1
        for name, questions in of_report.items():
            self._asked[name] = asked(self.model, questions)

    def _learn(self, questions: Asked) -> float:
        """Add to the gradient; the penalty is shared among all questions of a task."""
        scores, backprop = self.model.begin_update(questions)
        losses = {task: of_task.loss(scores[task]) for task, of_task in questions.items()}
        backprop({task: slopes for task, (_, slopes) in losses.items()})
        for task, of_task in questions.items():
            share = len(of_task.first) / self._sizes[task]
            self.model.inc_grad(task, STRENGTH[task] * share * self.model.get_param(task))
        return float(sum(loss for loss, _ in losses.values()))


def _indicators(doc: Doc, facts: Iterable[records.FactRecord]) -> Iterable[Span]:
    """One span for all facts that share words and metric."""
    named = {(tuple(fact["indicator"]), fact["metric"] or "") for fact in facts if fact["indicator"]}
    return (taken(doc, place[0], place[1], label) for place, label in sorted(named))
