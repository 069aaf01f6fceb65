"""Stage normalise: mentions -> quantities with exact values, units, comparators and ISO dates."""

from __future__ import annotations

from dataclasses import replace

from extractor.patterns import evaluate
from extractor.types import Doc


def normalise(doc: Doc) -> Doc:
    """Give every mention its value and unit.

    Fills `quantities`, in text order; needs `mentions`, and `meta.fiscal_year` for dates without a year. A mention
    that does not parse is left out: a doubtful number is absent, not an error.
    """
    return replace(doc, quantities=evaluate(doc.text, doc.mentions, doc.meta.fiscal_year))
