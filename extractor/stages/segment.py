"""Stage segment: outline, sentences, listings and what the report says about itself."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from extractor.structure.listings import continued, listings
from extractor.structure.meta import meta
from extractor.structure.outline import outline
from extractor.structure.sentences import sentences
from extractor.types import Doc, Listing, Sentence, Span


def segment(doc: Doc) -> Doc:
    """Fill `outline`, `sentences`, `listings` and `meta`; needs `paragraphs` and `tables`, raw or rebuilt.

    Sentences cover every paragraph and every cell that is not empty, exactly.
    """
    doc = replace(doc, outline=outline(doc))
    return replace(doc, sentences=_sentences(doc), listings=_listings(doc), meta=meta(doc))


def _sentences(doc: Doc) -> tuple[Sentence, ...]:
    """In text order, of paragraphs and cells."""
    found = [s for paragraph in doc.paragraphs for s in sentences(doc.text, paragraph.span)]
    found += [s for span in _cell_spans(doc) for s in sentences(doc.text, span, cell=True)]
    return tuple(sorted(found, key=lambda sentence: sentence.span))


def _listings(doc: Doc) -> tuple[Listing, ...]:
    """In the order of their first parts, of paragraphs and cells."""
    spans = continued(doc.text, [paragraph.span for paragraph in doc.paragraphs])
    spans += _cell_spans(doc)
    found = [listing for span in spans if span.end > span.start for listing in listings(doc.text, span)]
    return tuple(sorted(found, key=lambda listing: (listing.items[0].start, -listing.items[-1].end)))


def _cell_spans(doc: Doc) -> list[Span]:
    """The text of each cell; where tables are nested in it, the parts between them: theirs are cells of their own."""
    tables = sorted(table.span for table in doc.tables)
    if all(before.end <= after.start for before, after in pairwise(tables)):
        return [cell.span for table in doc.tables for cell in table.cells if cell.span.end > cell.span.start]
    spans: list[Span] = []
    for table in doc.tables:
        at = bisect_right(tables, table.span)
        for start, end in sorted(cell.span for cell in table.cells):
            while at < len(tables) and tables[at].end <= start:
                at += 1
            inner = at
            while inner < len(tables) and tables[inner].start < end:
                # Of nested tables the outermost ends last, and what is in it begins before that.
                if tables[inner].end > start:
                    spans.append(Span(start, tables[inner].start).trimmed(doc.text))
                    start = tables[inner].end
                inner += 1
            spans.append(Span(start, end).trimmed(doc.text))
    return [span for span in spans if span.end > span.start]
