"""Stage find."""

from extractor.types import Doc


def find(doc: Doc) -> Doc:
    return doc
