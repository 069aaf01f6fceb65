"""Gouji in spaCy: the components mark what the pipeline finds, at the same places, and only they load spaCy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor import process, records
from extractor.readers import read

spacy = pytest.importorskip("spacy", reason="needs the extra gouji[train]")

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "annotations" / "samples").glob("*.txt"))
TEXT = (
    "一、收支情况\n2023年基本支出315.680万元，占总支出的62%。\n培训干部210余人次，占全县干部的三成。\n"
    "\t项目\n\t金额（万元）\n\n\t办公费\n\t2.10\n\n"
)


@pytest.fixture(scope="module")
def nlp() -> Any:
    """A pipeline of both components, by name: nothing of Gouji is imported for it."""
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("gouji_quantities")
    pipeline.add_pipe("gouji_facts")
    return pipeline


def test_a_pipeline_finds_the_components_by_name_alone() -> None:
    code = (
        "import spacy; nlp = spacy.blank('zh'); nlp.add_pipe('gouji_facts'); doc = nlp('基本支出3万元。');"
        "print(doc._.gouji_facts[0]['metric'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "spend.basic\n"


def test_a_number_carries_its_reading_and_its_fact(nlp: Any) -> None:
    doc = nlp(TEXT)
    spans = {span.text: span for span in doc.spans["gouji_quantities"]}
    basic = spans["315.680万元"]
    assert (basic.label_, basic._.gouji_kind, basic._.gouji_value, basic._.gouji_unit) == (
        "money", "money", "315.680", "万元",
    )  # fmt: skip
    assert (basic._.gouji_normal_value, basic._.gouji_normal_unit) == ("3156800.000", "元")
    assert spans["210余人次"]._.gouji_comparator == "more"
    assert spans["2023年"]._.gouji_value == "2023"
    assert spans["2023年"]._.gouji_fact is None
    assert basic._.gouji_fact == doc._.gouji_facts[0]
    assert (basic._.gouji_fact["role"], basic._.gouji_fact["period"]) == ("final", "2023")
    assert (basic._.gouji_indicator.text, basic._.gouji_indicator.label_) == ("基本支出", "spend.basic")
    cell = spans["2.10"]
    assert (cell._.gouji_unit, cell._.gouji_indicator.text) == ("万元", "办公费")


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_a_report_gives_the_same_in_spacy_as_outside(nlp: Any, path: Path) -> None:
    outside = process(read(path.read_bytes(), path.name))
    doc = nlp(outside.text)
    quantities, facts = records.quantities(outside), records.facts(outside)
    found = [(s.start_char, s.end_char, s.text, s.label_) for s in doc.spans["gouji_quantities"]]
    assert found == [(q["start"], q["end"], q["text"], q["kind"]) for q in quantities]
    assert doc._.gouji_facts == facts
    named = {(s.start_char, s.end_char, s.text, s.label_) for s in doc.spans["gouji_indicators"]}
    assert named == {(*f["indicator"], f["indicator_text"], f["metric"] or "") for f in facts if f["indicator"]}
    assert len(named) == len(doc.spans["gouji_indicators"])


def test_what_was_found_is_stored_with_the_doc(nlp: Any) -> None:
    from spacy.tokens import Doc, DocBin

    doc = nlp(TEXT)
    (binned,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    for again in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), binned):
        for before, after in zip(doc.spans["gouji_quantities"], again.spans["gouji_quantities"], strict=True):
            assert (after.text, after._.gouji_value) == (before.text, before._.gouji_value)
            assert str(after._.gouji_indicator) == str(before._.gouji_indicator)
        assert len(again._.gouji_facts) == len(doc._.gouji_facts) > 0


def test_texts_in_a_stream_do_not_mix(nlp: Any) -> None:
    texts = [f"{name}支出{n}万元。" for n, name in enumerate(("基本", "项目", "基本", "培训费"), 2)]
    streamed = [[fact["metric"] for fact in doc._.gouji_facts] for doc in nlp.pipe(texts, batch_size=2)]
    assert streamed == [[fact["metric"] for fact in nlp(text)._.gouji_facts] for text in texts]
    assert streamed[:2] == [["spend.basic"], ["spend.project"]]


def test_facts_alone_mark_the_quantities_too() -> None:
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("gouji_facts")
    doc = pipeline(TEXT)
    assert doc.spans["gouji_quantities"][doc._.gouji_facts[0]["quantity"]].text == "315.680万元"


def test_other_tokens_are_taken_whole() -> None:
    """The tokens of English hold the number and its unit in one; the reading stays exact."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("gouji_facts")
    doc = pipeline("本年 基本支出315.68万元。")
    (span,) = doc.spans["gouji_quantities"]
    assert "315.68万元" in span.text
    assert span._.gouji_value == "315.68"


@pytest.mark.parametrize("text", ["", " \n\t", "没有数字。", "\ufeff\r\n", "\0"])
def test_a_text_without_numbers_gives_empty_groups(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert (len(doc.spans["gouji_quantities"]), len(doc.spans["gouji_indicators"]), doc._.gouji_facts) == (0, 0, [])


@pytest.mark.parametrize("command", ["extract", "check", "tables", "explain"])
def test_the_command_line_does_not_import_spacy(command: str, tmp_path: Path) -> None:
    arguments = [command, str(SAMPLES[0]), *(["1453"] if command == "explain" else [])]
    arguments += ["-o", str(tmp_path)] if command == "extract" else []
    code = (
        "import sys, extractor.cli\n"
        "try:\n    extractor.cli.main()\n"
        "except SystemExit as end:\n    assert end.code in (None, 0, 1), end.code\n"
        "sys.exit(bool({'spacy', 'thinc', 'datasets'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
