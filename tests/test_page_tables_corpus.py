"""Tables of real PDFs: the ones with a known grid, and what must hold of any."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from extractor.origins import Box
from extractor.readers.page.grid import Grid
from extractor.readers.page.tables import find_tables
from extractor.readers.pdfium.pages import opened, read_page
from extractor.types import squeeze

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
FILES = sorted((CORPUS / "pdf").glob("*.pdf"))

pytestmark = pytest.mark.skipif(not FILES, reason="needs the documents in ../shared/corpus/pdf")


@cache
def grids(name: str) -> list[Grid]:
    data = (CORPUS / "pdf" / name).read_bytes()
    found: list[Grid] = []
    with opened(data, name) as document:
        for number in range(1, len(document) + 1):
            found += find_tables(read_page(document, number), found[-1] if found else None)
    return found


def near(one: Box, other: list[float]) -> bool:
    return all(abs(mine - theirs) < 2 for mine, theirs in zip(one, other, strict=True))


def test_every_cell_of_the_known_tables_is_found() -> None:
    truth = json.loads((CORPUS / "json" / "tbl-rating-ruled-merged.gt.json").read_text(encoding="utf-8"))
    found = grids("tbl-rating-ruled-merged.pdf")
    assert len(found) == len(truth["cells"])
    for grid, boxes, rows in zip(found, truth["cells"], truth["extracts"], strict=True):
        assert len(grid.cells) == len(boxes)
        assert all(any(near(cell.box, box) for box in boxes) for cell in grid.cells)
        texts = [[squeeze(text or "") for text in row] for row in rows]
        assert [[squeeze(cell.text) for cell in grid.cells if cell.row == row] for row in range(grid.rows)] == texts


def test_a_page_of_a_journal_has_no_table() -> None:
    assert grids("tbl-paper-borderless.pdf") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cells_cover_every_square_once_and_keep_every_sign(path: Path) -> None:
    for grid in grids(path.name):
        squares = [
            (row, col)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        ]
        assert sorted(squares) == [(row, col) for row in range(grid.rows) for col in range(grid.cols)]
        assert not {"doubtful-grid", "absurd"} & set(grid.flags)
        for cell in grid.cells:
            assert squeeze(cell.text) == squeeze("".join(cell.lines))
            assert near(cell.box, [grid.down[cell.col], grid.across[cell.row], cell.box.x1, cell.box.bottom])


@pytest.mark.parametrize(
    "name", ["sh-final-template.pdf", "js-renda-2019-budget-tables.pdf", "sz-caigou-mulu-2016.pdf"]
)
def test_pdfplumber_sees_the_same_texts_in_the_tables(name: str) -> None:
    import pdfplumber

    ours = {(grid.page, squeeze(cell.text)) for grid in grids(name) for cell in grid.cells if cell.text}
    theirs = set()
    with pdfplumber.open(CORPUS / "pdf" / name) as document:
        for page in document.pages:
            boxes = [grid.box for grid in grids(name) if grid.page == page.page_number]
            for table in page.find_tables():
                for row, cells in zip(table.rows, table.extract(), strict=True):
                    theirs |= {
                        (page.page_number, squeeze(text))
                        for place, text in zip(row.cells, cells, strict=True)
                        if place and text and any(inside(place, box) for box in boxes)
                    }
            page.close()
    assert len(theirs) > 100
    assert theirs - ours == set()


def inside(place: tuple[float, float, float, float], box: Box) -> bool:
    x0, top, x1, bottom = place
    return x0 > box.x0 - 3 and top > box.top - 3 and x1 < box.x1 + 3 and bottom < box.bottom + 3
