"""Gouji in spaCy: the components mark what the pipeline finds, at the same places, and only they load spaCy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor import ReadError, process, records
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


def annotated(tmp_path: Path, **changes: Any) -> Path:
    """A corpus of one invented report."""
    row = {
        "report": "t00",
        "text": "基本支出3.50万元，培训干部12人、党员一名。",
        "quantities": [
            {"start": 4, "end": 10, "kind": "money", "value": "3.50", "unit": "万元", "comparator": "eq"},
            {"start": 15, "end": 18, "kind": "count", "value": "12", "unit": "人", "comparator": "eq"},
            {"start": 21, "end": 23, "kind": "count", "value": "1", "unit": "名", "comparator": "eq", "optional": True},
        ],
        "facts": [
            {"quantity": 0, "metric": "spend.basic", "indicator_start": 0, "indicator_end": 4, "role": "final"},
            {"quantity": 1, "metric": None, "indicator_start": 11, "indicator_end": 15, "role": "actual"},
        ],
        **changes,
    }
    for quantity in row["quantities"]:
        quantity.setdefault("optional", False)
    for fact in row["facts"]:
        fact |= {"period": "2023", "scope": None}
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


def examples(nlp: Any, path: Path) -> list[Any]:
    return list(spacy.registry.readers.get("gouji.reports.v1")(path)(nlp))


def test_a_pipeline_is_scored_on_annotated_reports(nlp: Any, tmp_path: Path) -> None:
    scores = nlp.evaluate(examples(nlp, annotated(tmp_path)))
    assert scores["gouji_quantities_f"] == scores["gouji_values_acc"] == 1.0
    assert scores["gouji_facts_f"] == 1.0


def test_what_the_pipeline_misses_lowers_its_scores(nlp: Any, tmp_path: Path) -> None:
    wrong = [{"start": 15, "end": 17, "kind": "count", "value": "12", "unit": None, "comparator": "eq"}]
    wrong_fact = [{"quantity": 0, "metric": "spend.total", "indicator_start": 0, "indicator_end": 4, "role": "final"}]
    scores = nlp.evaluate(examples(nlp, annotated(tmp_path, quantities=wrong, facts=wrong_fact)))
    assert scores["gouji_quantities_r"] == scores["gouji_facts_r"] == scores["gouji_facts_f"] == 0.0


def test_the_dataset_is_a_corpus_and_scores_as_the_gate_does(nlp: Any) -> None:
    from extractor.annotations import load_gold
    from extractor.scoring import score_doc

    folder = SAMPLES[0].parents[1] / "dataset" / "reports" / "train"
    scores = nlp.evaluate(examples(nlp, folder / "s03.jsonl.gz"))
    report = next(path for path in SAMPLES if path.name.startswith("s03"))
    bare = read(report.read_bytes(), report.name)
    layers = score_doc(load_gold(report.with_name("s03.gold.json"), bare), process(bare))
    assert scores["gouji_facts_f"] == layers["fact"].f1
    assert scores["gouji_facts_strict_f"] == layers["strict"].f1
    assert scores["gouji_quantities_f"] == layers["quantity"].f1
    assert len(examples(nlp, folder)) == len(list(folder.glob("*.gz"))) > 20


@pytest.mark.parametrize("content", ["", "{", "[]", '{"text": "一"}'])
def test_a_corpus_that_is_none_says_what_is_wrong(nlp: Any, tmp_path: Path, content: str) -> None:
    path = tmp_path / "corpus.jsonl"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=r"annotated report"):
        examples(nlp, path)
    with pytest.raises(ReadError, match=r"no \.jsonl file"):
        examples(nlp, Path(__file__).parent / "doc")


def test_the_page_about_spacy_shows_what_its_code_prints() -> None:
    page = (SAMPLES[0].parents[2] / "docs" / "spacy.md").read_text(encoding="utf-8")
    code, shown = page.split("```python\n")[1].split("```")[0], page.split("```text\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout == shown
