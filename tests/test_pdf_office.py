"""A report printed to PDF reads as the Word document that it was printed from."""

from __future__ import annotations

import shutil
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from office_reports import SOFFICE, mixed, official, printed, spaced, varied

from extractor.readers import read
from extractor.types import Doc, squeeze

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NAMES = ("official", "spaced", "mixed")
VARIED = tuple(f"varied{seed}" for seed in range(6))


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Doc, Doc]]:
    """Each report read from .docx and from .pdf."""
    if SOFFICE is None:
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    dice = {name: varied(seed) for seed, name in enumerate(VARIED)}
    made = printed(folder, official=official(), spaced=spaced(), mixed=mixed(), **dice)
    return {name: (read(word, f"{name}.docx"), read(pdf, f"{name}.pdf")) for name, (word, pdf) in made.items()}


def paragraphs(doc: Doc) -> list[str]:
    return [squeeze(doc[one.span]) for one in doc.paragraphs]


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_are_those_of_the_word_document(pairs: dict[str, tuple[Doc, Doc]], name: str) -> None:
    word, pdf = map(paragraphs, pairs[name])
    assert SequenceMatcher(None, word, pdf, autojunk=False).ratio() >= 0.98


def test_paragraphs_are_found_however_a_report_is_set(pairs: dict[str, tuple[Doc, Doc]]) -> None:
    same = total = 0
    for name in VARIED:
        word, pdf = map(paragraphs, pairs[name])
        same += sum(block.size for block in SequenceMatcher(None, word, pdf, autojunk=False).get_matching_blocks())
        total += max(len(word), len(pdf))
    assert same / total >= 0.98


@pytest.mark.parametrize("name", [*NAMES, *VARIED])
def test_tables_are_those_of_the_word_document(pairs: dict[str, tuple[Doc, Doc]], name: str) -> None:
    word, pdf = pairs[name]
    assert [[(cell.row, cell.col, cell.text) for cell in table.cells] for table in pdf.tables] == [
        [(cell.row, cell.col, cell.text) for cell in table.cells] for table in word.tables
    ]


def test_heads_and_page_marks_are_kept_beside_the_text(pairs: dict[str, tuple[Doc, Doc]]) -> None:
    _, doc = pairs["spaced"]
    marks = [one.text for one in doc.margins if "page-mark" in one.origin.flags]
    heads = {one.text for one in doc.margins if "running-head" in one.origin.flags}
    assert marks == [f"第{number}页" for number in range(1, len(marks) + 1)]
    assert heads == {"青禾市2023年度部门决算公开"}


WEB = """<html><head><meta charset=utf-8><style>body{{font:14px/1.6 "Noto Sans CJK SC"}} p{{margin:0 0 12px}}
h1{{text-align:center;font-size:22px}} table{{border-collapse:collapse}} td{{border:1px solid #000;padding:4px}}</style>
</head><body><h1>青禾市2023年度专项资金绩效自评报告</h1>{paragraphs}
<table><tr><td>项目</td><td>金额</td></tr><tr><td>水利</td><td>12.50</td></tr></table></body></html>"""


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_page_printed_by_a_browser_reads_paragraph_by_paragraph(tmp_path: Path) -> None:
    assert CHROMIUM is not None
    told = "青禾市按照“应评尽评”的要求对专项资金开展了绩效自评，"
    words = [f"第{nth}年，{told}{'涉及项目若干个，' * nth}情况良好。" for nth in range(1, 9)]
    page = tmp_path / "page.html"
    page.write_text(WEB.format(paragraphs="".join(f"<p>{one}</p>" for one in words)), encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    places = [f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'page.pdf'}", str(page)]
    subprocess.run([*command, *places], check=True, capture_output=True, timeout=120)
    doc = read((tmp_path / "page.pdf").read_bytes(), "page.pdf")
    assert paragraphs(doc) == ["青禾市2023年度专项资金绩效自评报告", *words]
    assert [cell.text for table in doc.tables for cell in table.cells] == ["项目", "金额", "水利", "12.50"]
