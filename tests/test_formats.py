"""One content in many formats: what comes back from a file is what the specification says, whatever the format."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from conformance import making, office
from conformance.compare import compare, fact_keys, paired, plain, tally
from conformance.flatten import flattened
from conformance.specification import Form, expected, form_of, grid_of, load_forms
from conformance.word import word
from format_conformance import Result, add_facts, measured, opened, readable, sample_forms, table

from extractor.pipeline import process
from extractor.readers import read
from extractor.readers.layout import Placed
from extractor.stages.tabulate import tabulate
from extractor.types import squeeze

FORMS = load_forms()
BY_NAME = {form.name: form for form in FORMS}
needs_office = pytest.mark.skipif(office.SOFFICE is None, reason="needs LibreOffice (soffice)")
needs_tika = pytest.mark.skipif(importlib.util.find_spec("extractous") is None, reason="needs the package extractous")
needs_recognition = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr") is None, reason="needs text recognition: pip install 'gouji[ocr]'"
)


@pytest.mark.parametrize("format", ["docx", "html", "mhtml", "xlsx"])
def test_formats_that_say_their_merges_come_back_exactly(format: str, tmp_path: Path) -> None:
    result = measured(FORMS, format, tmp_path)
    assert {layer: result.scores[layer].misses for layer in ("cells", "values", "paragraphs")} == {
        "cells": [], "values": [], "paragraphs": [],
    }  # fmt: skip


def test_flattened_text_keeps_labels_and_nearly_all_cells(tmp_path: Path) -> None:
    result = measured(FORMS, "text", tmp_path)
    assert result.failures() == []
    assert result.scores["values"].misses == []


@pytest.mark.parametrize("name", ["final_summary", "project_list", "stacked_sub_tables", "marking_scheme"])
def test_flattened_text_of_forms_with_full_rows_is_exact_in_its_values(name: str) -> None:
    wanted, got = tabulate(expected(BY_NAME[name])), tabulate(read(flattened(BY_NAME[name]).encode(), "报告.txt"))
    assert compare(wanted, got)["values"].misses == []


@needs_tika
@pytest.mark.parametrize("name", ["final_summary", "performance_targets", "blanks"])
def test_our_flattening_is_that_of_a_real_converter(name: str, tmp_path: Path) -> None:
    made = making.make([BY_NAME[name]], "tika docx", tmp_path)[name].read_text(encoding="utf-8")
    assert made.strip("\n") == flattened(BY_NAME[name]).strip("\n")


@needs_office
@pytest.mark.parametrize("format", readable(list(making.OFFICE)))
def test_what_an_office_suite_writes_keeps_its_floor(format: str, tmp_path: Path) -> None:
    forms = FORMS if format != "odt" else [BY_NAME["blanks"], BY_NAME["performance_targets"]]
    result = measured(forms, format, tmp_path)
    assert result.failures() == []
    assert result.scores["values"].share >= 0.99


@needs_office
@needs_recognition
def test_a_page_of_pictures_gives_its_signs(tmp_path: Path) -> None:
    result = measured([BY_NAME["blanks"]], making.SCAN, tmp_path, pages=1)
    assert result.failures() == []


@pytest.mark.parametrize("format", ["docx", "html", "text"])
def test_a_report_states_the_same_facts_in_every_format(format: str, tmp_path: Path) -> None:
    reports = [one for one in sample_forms() if one.name in ("s02", "s05", "s06")]
    files = making.make(reports, format, tmp_path)
    for form in reports:
        wanted, got = process(expected(form)), process(opened(files[form.name]))
        assert tally(fact_keys(wanted.facts, wanted), fact_keys(got.facts, got)).misses == []


@needs_office
@pytest.mark.parametrize("format", ["doc", "rtf", "pdf"])
def test_a_report_states_the_same_facts_in_what_an_office_suite_writes(format: str, tmp_path: Path) -> None:
    reports = [one for one in sample_forms() if one.name in ("s02", "s05", "s08")]
    result = Result(format)
    add_facts(result, reports, tmp_path)
    assert result.scores["facts"].misses == []


def test_every_form_is_read_from_its_document_as_it_was_specified() -> None:
    for form in FORMS:
        doc, wanted = read(word(form), f"{form.name}.docx"), expected(form)
        assert [squeeze(doc[one.span]) for one in doc.paragraphs] == [
            squeeze(wanted[one.span]) for one in wanted.paragraphs
        ]
        for got, other in zip(doc.tables, wanted.tables, strict=True):
            assert [(one.row, one.col, one.row_span, one.col_span, one.text) for one in got.cells] == [
                (one.row, one.col, one.row_span, one.col_span, one.text) for one in other.cells
            ]


def test_a_third_of_the_forms_is_held_back() -> None:
    assert len(FORMS) >= 12
    assert 3 * sum(form.held for form in FORMS) >= len(FORMS)


def test_marks_draw_merges_blanks_and_paragraphs() -> None:
    grid = grid_of("甲 | < | 乙\n^ | ^ | ~\n丙//丁 | 1 |")
    assert grid.placed == (
        Placed(0, 0, "甲", 2, 2),
        Placed(0, 2, "乙"),
        Placed(1, 2, "\u3000"),
        Placed(2, 0, "丙\n丁"),
        Placed(2, 1, "1"),
        Placed(2, 2, ""),
    )


@pytest.mark.parametrize("text", ["甲 | 乙\n丙", "甲 | ^", "< | 甲", "甲 | 乙\n^ | <"])
def test_marks_that_draw_no_grid_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rows of unequal length|cells cover"):
        grid_of(text)


def test_a_report_written_out_as_a_form_is_the_same_report() -> None:
    wanted = expected(BY_NAME["blanks"])
    assert expected(form_of(wanted, "blanks")).text == wanted.text


def test_a_lost_table_and_a_wrong_label_cost_what_they_should() -> None:
    grid = grid_of("项目 | 预算数 | 决算数\n水费 | 1.2 | 1.1")
    other = grid_of("项目 | 预算数 | 决算数\n电费 | 1.2 | 1.1")
    wanted = tabulate(expected(Form("甲", ("表", grid, "表", grid))))
    got = tabulate(expected(Form("乙", ("表", other))))
    scores = compare(wanted, got)
    assert (scores["cells"].expected, scores["cells"].found, scores["cells"].hit) == (12, 6, 5)
    assert (scores["values"].expected, scores["values"].found, scores["values"].hit) == (4, 2, 0)
    assert paired(wanted.tables, got.tables) == [(wanted.tables[0], got.tables[0]), (wanted.tables[1], None)]


@pytest.mark.parametrize(
    ("printed", "same"), [("1,002.50", "1002.5"), ("0.00", "0"), ("03", "03"), ("-1.0", "-1"), ("97.0%", "97.0%")]
)
def test_numbers_are_compared_as_values_and_codes_as_they_stand(printed: str, same: str) -> None:
    assert plain(printed) == same


def test_the_table_shows_all_forms_and_those_held_back() -> None:
    result = Result("docx")
    result.add("cells", tally("甲乙", "甲乙"), held=False)
    result.add("cells", tally("甲乙", "甲丙"), held=True)
    assert table([result]).splitlines()[-1] == "| docx | 0.7500 (0.5000) | – | – | – | – |"
    assert result.failures() == ["docx: cells 0.7500 is below its floor 0.99"]
