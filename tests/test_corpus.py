"""The whole walk over real documents: whatever is found quotes the text, and nothing but a ReadError is raised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import ReadError
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc, Span

SHARED = Path(__file__).parents[2] / "shared"
SUFFIXES = (".txt", ".md", ".docx")
FILES = sorted(
    path for folder in ("corpus", "reports") for path in (SHARED / folder).rglob("*") if path.suffix in SUFFIXES
)

pytestmark = pytest.mark.skipif(not FILES, reason="needs the documents in ../shared")


def quotes(doc: Doc) -> Iterator[tuple[str, Span, str]]:
    """Everything that says where it stands: what it is, its span, and the text it claims to find there."""
    for heading in doc.outline:
        yield "heading", Span(heading.span.end - len(heading.title), heading.span.end), heading.title
    for table in doc.tables:
        for cell in table.cells:
            yield "cell", cell.span, cell.text
        for value in table.values:
            yield "value", value.span, value.text
        if table.title_span is not None:
            yield "table title", table.title_span, doc[table.title_span]
    for quantity in doc.quantities:
        yield "quantity", quantity.span, quantity.text
        if quantity.number is not None:
            yield "numeral", quantity.number, doc[quantity.number]
    for fact in doc.facts:
        if fact.indicator is not None:
            yield "indicator", fact.indicator, doc[fact.indicator]
    for finding in doc.findings:
        for span in finding.evidence:
            yield "evidence", span, doc[span]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHARED)))
def test_everything_found_quotes_the_text(path: Path) -> None:
    try:
        doc = process(read(path.read_bytes(), str(path)))
    except ReadError as error:
        pytest.skip(str(error))
    assert doc.text.strip()
    for what, span, claimed in quotes(doc):
        assert 0 <= span.start <= span.end <= len(doc.text), what
        assert doc[span] == claimed, what
        assert claimed or what in ("cell", "value"), what
    starts = [quantity.span.start for quantity in doc.quantities]
    assert starts == sorted(starts)
    assert all(one.span.end <= other.span.start for one, other in zip(doc.quantities, doc.quantities[1:], strict=False))
