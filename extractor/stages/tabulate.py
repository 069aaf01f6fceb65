"""Stage tabulate."""

from extractor.types import Doc


def tabulate(doc: Doc) -> Doc:
    return doc
