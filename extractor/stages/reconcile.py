"""Stage reconcile."""

from extractor.types import Doc


def reconcile(doc: Doc) -> Doc:
    return doc
