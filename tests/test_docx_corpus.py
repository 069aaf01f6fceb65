"""Invariants of the .docx reader over real documents, against an independent reading of their XML."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from extractor.errors import ReadError
from extractor.readers import read
from extractor.types import Doc, Table, squeeze

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "docx"
FILES = sorted(CORPUS.glob("*.docx"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

pytestmark = pytest.mark.skipif(not FILES, reason="needs the documents in ../shared/corpus/docx")
every_document = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def opened(path: Path) -> Doc:
    return read(path.read_bytes(), path.name)


def body(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        found = ET.fromstring(archive.read("word/document.xml")).find(f"{W}body")  # noqa: S314
    assert found is not None
    return found


@every_document
def test_no_word_of_the_body_is_lost(path: Path) -> None:
    text, at = squeeze(opened(path).text), 0
    for element in body(path).iter(f"{W}t"):
        words = squeeze(element.text or "")
        found = text.find(words, at)
        assert found >= 0, words
        at = found + len(words)


@every_document
def test_spans_quote_the_text(path: Path) -> None:
    doc = opened(path)
    for table in doc.tables:
        assert all(doc[one.span] == one.text == one.text.strip() for one in table.cells)
        assert all(table.span.contains(one.span) for one in table.cells)
    assert all(doc[one.span] == doc[one.span].strip() != "" for one in doc.paragraphs)
    assert not any(one.span.overlaps(table.span) for one in doc.paragraphs for table in doc.tables)
    assert list(doc.paragraphs) == sorted(doc.paragraphs, key=lambda one: one.span)


@every_document
def test_cells_tile_the_grid(path: Path) -> None:
    for table in opened(path).tables:
        taken = [
            (row, col)
            for one in table.cells
            for row in range(one.row, one.row + one.row_span)
            for col in range(one.col, one.col + one.col_span)
        ]
        assert len(taken) == len(set(taken))
        assert all(row < table.rows and col < table.cols for row, col in taken)
        for row in range(table.rows):
            columns = sorted(col for at, col in taken if at == row)
            assert columns == list(range(columns[0], columns[-1] + 1))


@every_document
def test_grids_equal_an_independent_reading(path: Path) -> None:
    ours = [areas(table) for table in opened(path).tables]
    assert ours == [independent(element) for element in body(path).iter(f"{W}tbl")]


def areas(table: Table) -> dict[tuple[int, int], tuple[int, int, str]]:
    return {(one.row, one.col): (one.row_span, one.col_span, squeeze(one.text)) for one in table.cells}


def independent(table: ET.Element) -> dict[tuple[int, int], tuple[int, int, str]]:
    """Corner -> rows, columns and squeezed text; a merge is followed downwards, cell by cell."""
    lines: list[dict[int, tuple[int, str | None, str]]] = []
    for row in table.findall(f"{W}tr"):
        line: dict[int, tuple[int, str | None, str]] = {}
        before = row.find(f"{W}trPr/{W}gridBefore")
        col = 0 if before is None else int(before.get(f"{W}val", "0"))
        for cell in row.findall(f"{W}tc"):
            wide = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            width = 1 if wide is None else int(wide.get(f"{W}val", "1"))
            words = squeeze("".join(piece.text or "" for piece in cell.iter(f"{W}t")))
            line[col] = (width, None if merge is None else merge.get(f"{W}val", "continue"), words)
            col += width
        lines.append(line)
    found: dict[tuple[int, int], tuple[int, int, str]] = {}
    for at, line in enumerate(lines):
        for col, (width, kind, words) in line.items():
            if kind == "continue":
                continue
            end = at + 1
            while kind is not None and end < len(lines) and lines[end].get(col, (0, ""))[:2] == (width, "continue"):
                end += 1
            found[at, col] = (end - at, width, words)
    return found


@every_document
def test_a_cut_document_is_refused(path: Path) -> None:
    data = path.read_bytes()
    for part in range(20):
        with pytest.raises(ReadError):
            read(data[: len(data) * part // 20], path.name)


@every_document
def test_a_repaired_package_reads_like_the_whole_one(path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(stream, "w") as out:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith((".xml", ".rels")):
                out.writestr(name, archive.read(name))
    bare = read(stream.getvalue(), path.name)
    whole = opened(path)
    assert (bare.text, bare.paragraphs, bare.tables) == (whole.text, whole.paragraphs, whole.tables)
    assert "repaired-package" in bare.flags
