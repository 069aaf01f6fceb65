"""Stage segment: outline, sentences, listings and what the report says about itself."""

from __future__ import annotations

from dataclasses import replace

from extractor.structure.meta import meta
from extractor.structure.sentences import sentences
from extractor.types import Doc, Sentence


def segment(doc: Doc) -> Doc:
    """Fill `outline`, `sentences`, `listings` and `meta`; needs `paragraphs` and `tables`, raw or rebuilt.

    Sentences cover every paragraph and every cell that is not empty, exactly.
    """
    return replace(doc, sentences=_sentences(doc), meta=meta(doc))


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    """In text order, of paragraphs and cells."""
    found = [s for paragraph in doc.paragraphs for s in sentences(doc.text, paragraph.span)]
    found += [s for table in doc.tables for cell in table.cells for s in sentences(doc.text, cell.span, cell=True)]
    return tuple(sorted(found, key=lambda sentence: sentence.span))
