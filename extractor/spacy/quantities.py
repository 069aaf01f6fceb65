"""The component `gouji_quantities`, and the report that both components read out of a spaCy Doc's text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from spacy.tokens import Doc, Span
from spacy.training import Example

from extractor import records
from extractor.pipeline import process
from extractor.spacy.extensions import QUANTITIES, set_reading
from extractor.spacy.reports import bare
from extractor.spacy.scores import score_quantities
from extractor.types import Doc as Report


class Quantities:
    """Marks the stated numbers."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["gouji_quantities"]`: every number, labelled with its kind, its reading in attributes."""
        spans = []
        for quantity in records.quantities(normalised(doc.text)):
            span = taken(doc, quantity["start"], quantity["end"], quantity["kind"])
            set_reading(span, quantity)
            spans.append(span)
        doc.spans[QUANTITIES] = spans
        return doc

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, float]:
        """For `nlp.evaluate`: precision, recall and F1 of spans with kinds, and the share of them read right."""
        return score_quantities(examples)


def taken(doc: Doc, start: int, end: int, label: str) -> Span:
    """The tokens that hold any of the characters from `start` to before `end`."""
    return cast(Span, doc.char_span(start, end, label=label, alignment_mode="expand"))


@lru_cache(maxsize=1)
def normalised(text: str) -> Report:
    """What the stages before the facts find in a text; kept for the next component, which is given the same text."""
    return process(bare(text), until="normalise")
