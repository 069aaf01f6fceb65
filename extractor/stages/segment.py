"""Stage segment: outline, sentences, listings and what the report says about itself."""

from __future__ import annotations

from dataclasses import replace

from extractor.structure.listings import continued, listings
from extractor.structure.meta import meta
from extractor.structure.outline import outline
from extractor.structure.sentences import sentences
from extractor.types import Doc, Listing, Sentence


def segment(doc: Doc) -> Doc:
    """Fill `outline`, `sentences`, `listings` and `meta`; needs `paragraphs` and `tables`, raw or rebuilt.

    Sentences cover every paragraph and every cell that is not empty, exactly.
    """
    doc = replace(doc, outline=outline(doc))
    return replace(doc, sentences=_sentences(doc), listings=_listings(doc), meta=meta(doc))


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    """In text order, of paragraphs and cells."""
    found = [s for paragraph in doc.paragraphs for s in sentences(doc.text, paragraph.span)]
    found += [s for table in doc.tables for cell in table.cells for s in sentences(doc.text, cell.span, cell=True)]
    return tuple(sorted(found, key=lambda sentence: sentence.span))


def _listings(doc: Doc) -> tuple[Listing, ...]:
    """In the order of their first parts, of paragraphs and cells."""
    spans = continued(doc.text, [paragraph.span for paragraph in doc.paragraphs])
    spans += [cell.span for table in doc.tables for cell in table.cells]
    found = [listing for span in spans if span.end > span.start for listing in listings(doc.text, span)]
    return tuple(sorted(found, key=lambda listing: (listing.items[0].start, -listing.items[-1].end)))
