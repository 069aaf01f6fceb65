"""Stage find: text and tables -> mentions of numbers, and the numerals passed over with the reason."""

from __future__ import annotations

from dataclasses import replace

from extractor.patterns import place, scan
from extractor.types import Doc


def find(doc: Doc) -> Doc:
    """Find the numbers that the report states.

    Fills `mentions` and `silences`, both in text order and free of overlaps; needs `tables` with their values.
    """
    values = sorted((value for table in doc.tables for value in table.values), key=lambda value: value.span)
    mentions, silences = place(doc.text, scan(doc.text), values)
    return replace(doc, mentions=mentions, silences=silences)
