"""Stage segment."""

from extractor.types import Doc


def segment(doc: Doc) -> Doc:
    return doc
