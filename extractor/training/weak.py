"""Reports without annotation -> examples of little weight: questions on which the rules and the catalogue agree."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon.metrics import load_metrics
from extractor.pipeline import process
from extractor.stages.link import link
from extractor.tagger.choices import Rules
from extractor.tagger.features import NameQuestion
from extractor.training.examples import Example, Recorder
from extractor.types import Doc

WEIGHT = 0.3
"""What such an example weighs beside an annotated one."""


def weak_examples(doc: Doc, name: str) -> Iterator[Example]:
    """The questions for a name where what the rules prefer is, word for word, a name of the catalogue.

    `doc` as its reader gives it or a later stage; `name` tells its examples from others.
    """
    known = {word for metric in load_metrics().values() for word in (metric.zh, *metric.aliases, *metric.narrower)}
    recorder = Recorder(Rules())
    link(doc if doc.quantities else process(doc, until="normalise"), recorder)
    for task, question in recorder.asked:
        if isinstance(question, NameQuestion) and task == "name":
            span = question.options[question.preferred].span
            if span is not None and doc.text[span.start : span.end] in known:
                right = tuple(option.span == span for option in question.options)
                yield Example("name", name, question.features(), right, WEIGHT)
