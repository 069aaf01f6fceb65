"""The PDF reader over real documents: what their totals are known to be, and what must hold of any document."""

from __future__ import annotations

import csv
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from extractor import process, read
from extractor.readers.pdfium.pages import opened as document_of
from extractor.readers.pdfium.pages import read_page
from extractor.types import Doc, squeeze

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
FILES = sorted((CORPUS / "pdf").glob("*.pdf"))
BODIES = ("js-jiancha", "js-renda")

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、])")

pytestmark = pytest.mark.skipif(not FILES, reason="needs the documents in ../shared/corpus/pdf")


@cache
def opened(name: str) -> Doc:
    path = CORPUS / "pdf" / name
    return read(path.read_bytes(), path.name)


def amount(text: str) -> Decimal | None:
    try:
        return Decimal(squeeze(text).replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def stated(doc: Doc, label: str, value: Decimal) -> bool:
    """Whether a row of a table has the label and, in one of the cells right of it, the value."""
    for table in doc.tables:
        rows: dict[int, list[tuple[int, str]]] = {}
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                rows.setdefault(row, []).append((cell.col, squeeze(cell.text)))
        for cells in rows.values():
            labels = [col for col, text in cells if _NUMBER.sub("", text) == label]
            if any(col > min(labels) and amount(text) == value for col, text in cells if labels):
                return True
    return False


def test_the_totals_of_the_budgets_stand_beside_their_labels_in_the_tables_of_their_year() -> None:
    found: list[bool] = []
    missing = []
    for body in BODIES:
        with (CORPUS / "csv" / f"{body}-totals.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                year = row.pop("")[:4]
                docs = [opened(path.name) for path in FILES if path.name.startswith(f"{body}-{year}")]
                for label, value in row.items():
                    if value:
                        found.append(any(stated(doc, label, Decimal(value)) for doc in docs))
                        if not found[-1]:
                            missing.append((body, year, label, value))
    assert len(found) > 60
    assert sum(found) / len(found) >= 0.97, missing


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_paragraph_and_cell_has_a_place_on_its_page(path: Path) -> None:
    doc = opened(path.name)
    origins = [one.origin for one in doc.paragraphs] + [cell.origin for table in doc.tables for cell in table.cells]
    assert origins
    for origin in origins:
        assert origin.page is not None
        assert origin.box is not None
        assert origin.box.x0 <= origin.box.x1
        assert origin.box.top <= origin.box.bottom
    assert all(doc[one.span] == doc[one.span].strip() != "" for one in doc.paragraphs)
    assert not any(one.span.overlaps(table.span) for one in doc.paragraphs for table in doc.tables)
    assert all(doc[cell.span] == cell.text for table in doc.tables for cell in table.cells)
    pages = [one.origin.page for one in doc.paragraphs]
    assert pages == sorted(pages, key=lambda page: page or 0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sign_of_a_page_is_lost(path: Path) -> None:

    doc = opened(path.name)
    kept = squeeze(doc.text) + "".join(squeeze(margin.text) for margin in doc.margins)
    with document_of(path.read_bytes(), path.name) as document:
        printed = "".join(
            squeeze("".join(glyph.text for glyph in read_page(document, number).glyphs))
            for number in range(1, len(document) + 1)
        )
    letters = [sign for sign in printed if sign.isalnum()]
    assert len([sign for sign in kept if sign.isalnum()]) >= 0.97 * len(letters)


def test_the_pipeline_reads_a_final_account_to_its_findings() -> None:
    name = "sh-putuo-shegongbu-2024-final.pdf"
    doc = process(opened(name))
    assert len(doc.facts) > 100
    assert doc.meta.fiscal_year == 2024
