"""Stage link."""

from extractor.types import Doc


def link(doc: Doc) -> Doc:
    return doc
