"""The period that a number is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.tagger.anchors import Anchor
from extractor.types import Cell, Doc, Quantity

_YEAR = re.compile(r"(?<![比较])((?:19|20)\d\d)年")
_ROW_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度|末|底)?")
_YEAR_START = re.compile(r"^(\d{4})-01-01$")


def narrative_period(doc: Doc, anchor: Anchor, dates: Sequence[Quantity]) -> str | None:
    """The last date before the number in its sentence, else the fiscal year; `dates` are those before it there."""
    for date in reversed(dates):
        if date.date is None or _compared(doc, date) or _titled(doc, date, anchor):
            continue
        year = _YEAR_START.match(date.date)
        return year.group(1) if year and date.text.endswith("年初") else date.date
    return fiscal(doc)


def cell_period(doc: Doc, headings: Sequence[Cell], labels: Sequence[Cell]) -> str | None:
    """The year in the column heading, innermost first, else that of the row, else the fiscal year."""
    for heading in reversed(headings):
        if match := _YEAR.search("".join(heading.text.split())):
            return match.group(1)
    return row_year(labels) or fiscal(doc)


def row_year(labels: Sequence[Cell]) -> str | None:
    """The year that is all of a row label: 2022年度."""
    found = (_ROW_YEAR.fullmatch("".join(label.text.split())) for label in reversed(labels[-1:]))
    return next((match.group(1) for match in found if match), None)


def fiscal(doc: Doc) -> str | None:
    """The report's fiscal year."""
    return str(doc.meta.fiscal_year) if doc.meta.fiscal_year else None


def _compared(doc: Doc, date: Quantity) -> bool:
    return (
        doc.text[max(0, date.span.start - 8) : date.span.start]
        .rstrip()
        .endswith(("比", "较", "较之", "对比", "相比", "同比", "比较", "较上年", "与"))
    )


def _titled(doc: Doc, date: Quantity, anchor: Anchor) -> bool:
    before = doc.text[anchor.sentence.start : date.span.start]
    return before.count("《") > before.count("》")
