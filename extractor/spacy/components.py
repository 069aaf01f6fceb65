"""The pipeline components `gouji_quantities` and `gouji_facts`.

They read `doc.text` alone, with the stages that `gouji extract` runs on a text file, so they need no other component
and work on any tokens; tokens that a span cuts are taken whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from extractor import records
from extractor.pipeline import process
from extractor.readers import source
from extractor.readers.text import text_doc
from extractor.spacy.extensions import INDICATORS, QUANTITIES, register, set_reading
from extractor.spacy.scores import score_facts, score_quantities
from extractor.stages.link import link
from extractor.types import Doc as Report

register()


class Quantities:
    """Marks the stated numbers."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["gouji_quantities"]`: every number, labelled with its kind, its reading in attributes."""
        spans = []
        for quantity in records.quantities(_report(doc.text)):
            span = _span(doc, quantity["start"], quantity["end"], quantity["kind"])
            set_reading(span, quantity)
            spans.append(span)
        doc.spans[QUANTITIES] = spans
        return doc

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, float]:
        """For `nlp.evaluate`: precision, recall and F1 of spans with kinds, and the share of them read right."""
        return score_quantities(examples)


class Facts:
    """Says what the numbers measure."""

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.gouji_facts`, a record a fact, and `doc.spans["gouji_indicators"]`, the words that name numbers.

        The quantities are set too where no component before did.
        """
        if QUANTITIES not in doc.spans:
            Quantities()(doc)
        facts = records.facts(link(_report(doc.text)))
        doc._.gouji_facts = facts
        doc.spans[INDICATORS] = list(_indicators(doc, facts))
        return doc

    def score(self, examples: Iterable[Example], **_: object) -> dict[str, float]:
        """For `nlp.evaluate`: precision, recall and F1 of facts, and F1 with role and period right too."""
        return score_facts(examples)


@Language.factory(
    "gouji_quantities",
    assigns=["doc.spans", "span._.gouji_kind", "span._.gouji_value", "span._.gouji_unit", "span._.gouji_comparator"],
    default_score_weights={"gouji_quantities_f": 0.0, "gouji_quantities_p": None, "gouji_quantities_r": None},
)
def gouji_quantities(nlp: Language, name: str) -> Quantities:
    """The component as spaCy makes it."""
    return Quantities()


@Language.factory(
    "gouji_facts",
    assigns=["doc.spans", "doc._.gouji_facts", "span._.gouji_fact", "span._.gouji_indicator"],
    default_score_weights={"gouji_facts_f": 1.0, "gouji_facts_p": None, "gouji_facts_r": None},
)
def gouji_facts(nlp: Language, name: str) -> Facts:
    """The component as spaCy makes it."""
    return Facts()


def _indicators(doc: Doc, facts: Iterable[records.FactRecord]) -> Iterable[Span]:
    """One span for all facts that share words and metric."""
    named = {(tuple(fact["indicator"]), fact["metric"] or "") for fact in facts if fact["indicator"]}
    return (_span(doc, place[0], place[1], label) for place, label in sorted(named))


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    return cast(Span, doc.char_span(start, end, label=label, alignment_mode="expand"))


@lru_cache(maxsize=1)
def _report(text: str) -> Report:
    """Kept for the next component, which is given the same text."""
    return process(text_doc(text, source(text.encode(), "", "text")), until="normalise")
