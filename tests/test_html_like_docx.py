"""One content as .docx and as a page: the same canonical text, paragraphs and grids."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from word_files import cell, package, paragraph, row, table

from extractor.readers.docx import read_docx
from extractor.readers.html import read_html
from extractor.types import Doc, squeeze

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "docx"
DOWN, DOWN_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def wide(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def grids(doc: Doc) -> list[tuple[int, int, list[tuple[int, int, int, int, str]]]]:
    return [
        (one.rows, one.cols, [(c.row, c.col, c.row_span, c.col_span, squeeze(c.text)) for c in one.cells])
        for one in doc.tables
    ]


def test_forms_of_both_formats_are_laid_out_alike() -> None:
    word = read_docx(
        package(
            paragraph("云溪县财政局2022年度部门整体支出绩效自评表")
            + paragraph("单位：万元")
            + table(
                row(cell("部门", DOWN), cell("年度资金", wide(2)), cell("执行率")),
                row(cell("", DOWN_ON), cell("预算数"), cell("执行数"), cell("91.2%")),
                row(
                    cell("绩效目标", wide(2)), cell("", wide(2), paragraph("一是保障运转") + paragraph("二是完成项目"))
                ),
                row(cell("合计"), cell(), cell("315.68"), cell("287.90")),
                row(
                    cell("明细"),
                    cell("", wide(3), paragraph("如下：") + table(row(cell("甲"), cell("1"))) + paragraph("计1")),
                ),
            )
            + paragraph("一、基本情况")
            + paragraph("全年支出287.90万元，其中：基本支出200.00万元、项目支出87.90万元。")
        ),
        "表.docx",
    )
    page = read_html(
        (
            "<html><body><h1>云溪县财政局2022年度部门整体支出绩效自评表</h1><p align=right>单位：万元</p>"
            "<table border=1>"
            "<tr><td rowspan=2>部门<td colspan=2>年度资金<td>执行率<tr><td>预算数<td>执行数<td>91.2%"
            "<tr><td colspan=2>绩效目标<td colspan=2><p>一是保障运转</p><p>二是完成项目</p>"
            "<tr><td>合计<td>&nbsp;<td>315.68<td>287.90"
            "<tr><td>明细<td colspan=3>如下：<table border=1><tr><td>甲<td>1</table>计1</table><h2>一、基本情况</h2>"
            "<p>&nbsp;&nbsp;全年支出287.90万元，其中：基本支出200.00万元、项目支出87.90万元。</p></body></html>"
        ).encode(),
        "表.html",
    )
    assert page.text == word.text
    assert [one.span for one in page.paragraphs] == [one.span for one in word.paragraphs]
    assert [(one.span, one.rows, one.cols, one.exact) for one in page.tables] == [
        (one.span, one.rows, one.cols, one.exact) for one in word.tables
    ]
    assert [[(c.row, c.col, c.row_span, c.col_span, c.span, c.text) for c in one.cells] for one in page.tables] == [
        [(c.row, c.col, c.row_span, c.col_span, c.span, c.text) for c in one.cells] for one in word.tables
    ]


def test_documents_that_an_office_suite_saves_as_pages_keep_text_and_grids(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    files = sorted(CORPUS.glob("*.docx"))
    if not files:
        pytest.skip("the shared corpus is not here")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "html"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=240
    )
    for path in files:
        word = read_docx(path.read_bytes(), path.name)
        page = read_html((tmp_path / f"{path.stem}.html").read_bytes(), f"{path.stem}.html")
        assert squeeze(page.text) == squeeze(word.text), path.name
        assert [squeeze(page[one.span]) for one in page.paragraphs] == [
            squeeze(word[one.span]) for one in word.paragraphs
        ]
        assert grids(page) == grids(word), path.name
