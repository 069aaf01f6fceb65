"""Stage normalise."""

from extractor.types import Doc


def normalise(doc: Doc) -> Doc:
    return doc
