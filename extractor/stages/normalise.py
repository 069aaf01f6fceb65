"""Stage normalise: mentions -> quantities with exact values, units, comparators and ISO dates."""

from __future__ import annotations

from dataclasses import replace

from extractor.patterns import evaluate
from extractor.types import Doc


def normalise(doc: Doc) -> Doc:
    """Give every mention its value and unit.

    Fills `quantities`, in text order; needs `mentions`, and `meta` for dates without a year: they take the fiscal
    year, else that of the report's or the page's date. A mention that does not parse is left out: a doubtful number is
    absent, not an error.
    """
    meta = doc.meta
    told = meta.report_date or meta.published
    year = meta.fiscal_year or (int(told[:4]) if told else None)
    return replace(doc, quantities=evaluate(doc.text, doc.mentions, year))
