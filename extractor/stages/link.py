"""Stage link: every stated number becomes a fact."""

from __future__ import annotations

from dataclasses import replace

from extractor.tagger.candidates import Ranker
from extractor.tagger.linker import link_facts
from extractor.tagger.rules import RuleRanker
from extractor.types import Doc


def link(doc: Doc, ranker: Ranker | None = None) -> Doc:
    """Give every quantity that measures something its fact.

    Fills `facts`, in text order; needs `quantities` sorted by start, and `tables`, `sentences` and `outline` where the
    report has them. `ranker` chooses the indicator, the rules by default.
    """
    return replace(doc, facts=tuple(link_facts(doc, ranker or RuleRanker())))
