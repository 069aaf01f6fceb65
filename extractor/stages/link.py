"""Stage link: every stated number becomes a fact."""

from __future__ import annotations

from dataclasses import replace

from extractor.tagger.choices import Chooser
from extractor.tagger.linker import link_facts
from extractor.tagger.model import trained
from extractor.types import Doc


def link(doc: Doc, chooser: Chooser | None = None) -> Doc:
    """Give every quantity that measures something its fact.

    Fills `facts`, in text order; needs `quantities` sorted by start, and `tables`, `sentences` and `outline` where the
    report has them. `chooser` decides between what the rules propose and other readings, the shipped model by default.
    """
    return replace(doc, facts=tuple(link_facts(doc, chooser or trained())))
