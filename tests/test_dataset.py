"""The annotated reports as Hugging Face `datasets` reads them, and which of them are for training and for the test."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import build_samples
import pytest
import yaml
from samples import card, dataset, phenomena, split

from extractor import types

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "annotations"
HEAD: dict[str, Any] = yaml.safe_load((ANNOTATIONS / "README.md").read_text(encoding="utf-8").split("---\n")[1])
DECLARED: dict[str, list[dict[str, Any]]] = {info["config_name"]: info["features"] for info in HEAD["dataset_info"]}
LOAD = """
import json, sys
import datasets

datasets.disable_progress_bars()
for name in ("reports", "facts"):
    loaded = datasets.load_dataset(sys.argv[1], name)
    for split, rows in loaded.items():
        plain = {"name": name, "split": split, "features": rows.features._to_yaml_list(), "rows": rows.to_list()}
        print(json.dumps(plain, default=str))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    """(table, split) -> features and rows, loaded by a process of its own without network or cache."""
    pytest.importorskip("datasets", reason="needs the extra gouji[train]")
    home = str(tmp_path_factory.mktemp("huggingface"))
    done = subprocess.run(
        [sys.executable, "-I", "-c", LOAD, str(ANNOTATIONS)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"HF_HOME": home, "HOME": home, "HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr
    parts = [json.loads(line) for line in done.stdout.splitlines()]
    return {(part["name"], part["split"]): part for part in parts}


def rows(loaded: dict[tuple[str, str], dict[str, Any]], table: str) -> list[dict[str, Any]]:
    return [row for (name, _), part in loaded.items() if name == table for row in part["rows"]]


def labels(table: str, *path: str) -> list[str]:
    """The names of a class label, by the path of its column."""
    feature: dict[str, Any] = {"list": DECLARED[table]}
    for name in path:
        feature = next(entry for entry in feature["list"] if entry["name"] == name)
    return list(feature["dtype"]["class_label"]["names"].values())


def test_the_folder_loads_offline_with_the_declared_types(loaded: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert set(loaded) == {(name, part) for name in ("reports", "facts") for part in split.SHARES}
    for (name, part), content in loaded.items():
        assert content["features"] == DECLARED[name], (name, part)
        assert content["rows"], (name, part)


def test_what_is_loaded_is_what_was_annotated(loaded: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Strings that look like dates stay strings, nothing is cut, nulls are nulls."""
    found = {row["report"]: row for row in rows(loaded, "reports")}
    assert {one.name for one in REPORTS} == set(found)
    kinds, roles = labels("reports", "quantities", "kind"), labels("reports", "facts", "role")
    for one in REPORTS:
        row = found[one.name]
        for field in ("text", "title", "report_date", "outline", "none"):
            assert row[field] == one.report[field], (one.name, field)
        read = [(q["value"], q["value_to"], q["unit"], kinds[q["kind"]]) for q in row["quantities"]]
        assert read == [(q["value"], q["value_to"], q["unit"], q["kind"]) for q in one.report["quantities"]]
        said = [(f["metric"], roles[f["role"]], f["period"], f["scope"]) for f in row["facts"]]
        assert said == [(f["metric"], f["role"], f["period"], f["scope"]) for f in one.report["facts"]]
        values = [[(v["text"], v["row_path"], v["col_path"]) for v in table["values"]] for table in row["tables"]]
        assert values == [
            [(v["text"], v["row_path"], v["col_path"]) for v in table["values"]] for table in one.report["tables"]
        ]


def test_every_offset_quotes_its_text(loaded: dict[tuple[str, str], dict[str, Any]]) -> None:
    texts = {row["report"]: row["text"] for row in rows(loaded, "reports")}
    for row in rows(loaded, "facts"):
        passage, start = row["passage"], row["passage_start"]
        assert texts[row["report"]][start : start + len(passage)] == passage
        assert passage[row["start"] : row["end"]] == row["quantity"]
        assert passage[row["indicator_start"] : row["indicator_end"]] == row["indicator"]
    for row in rows(loaded, "reports"):
        for heading in row["outline"]:
            assert row["text"].startswith(heading["number"] or heading["title"][:1], heading["start"])
        for table in row["tables"]:
            assert all(row["text"].startswith(value["text"], value["start"]) for value in table["values"])


def test_both_tables_hold_the_same_facts_in_the_same_splits(loaded: dict[tuple[str, str], dict[str, Any]]) -> None:
    for part in split.SHARES:
        whole = Counter[str]()
        for row in loaded["reports", part]["rows"]:
            whole[row["report"]] = len(row["facts"])
        assert whole == Counter(row["report"] for row in loaded["facts", part]["rows"])


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (("reports", "quantities", "kind"), types.Kind),
        (("reports", "quantities", "comparator"), types.Comparator),
        (("reports", "facts", "role"), types.Role),
        (("reports", "report_kind"), types.ReportKind),
    ],
)
def test_the_class_labels_are_the_words_of_the_output_format(path: tuple[str, ...], values: object) -> None:
    assert labels(*path) == list(get_args(values))


REPORTS = list(dataset.annotated(path for folder, _ in build_samples.SETS for path in sorted(folder.glob("*.md"))))
GENRES = {one.name: one.report["report_kind"] for one in REPORTS}


def test_every_report_is_in_one_split_and_the_samples_are_for_training() -> None:
    recorded = yaml.safe_load(build_samples.SPLITS.read_text(encoding="utf-8"))
    listed = [name for part in split.SHARES for name in recorded[part]]
    assert sorted(listed) == sorted(GENRES)
    assert {name for name in listed if name.startswith("s")} <= set(recorded["train"])
    for part, tenths in split.SHARES.items():
        assert abs(len(recorded[part]) / len(listed) - tenths / 10) < 0.08, part


@pytest.mark.parametrize("genre", ["project", "department", "budget"])
def test_a_new_report_gets_a_place_without_moving_the_others(genre: str) -> None:
    recorded = split.load(build_samples.SPLITS)
    more = split.split_of(recorded, {**GENRES, "a00": genre, "t999": genre})
    assert {name: more[name] for name in recorded} == recorded
    assert {more["a00"], more["t999"]} <= set(split.SHARES)


def test_genres_are_spread_over_the_splits_and_the_order_of_the_files_does_not_matter() -> None:
    genres = {f"t{n:02}": ("project", "department", "other")[n % 3] for n in range(60)}
    placed = split.split_of({}, genres)
    assert placed == split.split_of({}, dict(reversed(genres.items())))
    counted = Counter((genres[name], part) for name, part in placed.items())
    assert counted == {(g, part): 2 * tenths for g in set(genres.values()) for part, tenths in split.SHARES.items()}
    few = split.split_of({"s01": "train"}, {"s01": "budget", "t01": "budget", "t02": "budget"})
    assert sorted(few.values()) == ["dev", "test", "train"]


def test_what_is_recorded_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "splits.yaml"
    assert split.load(path) == {}
    placed = {"s01": "train", "t01": "dev", "t02": "train"}
    path.write_text(split.dump(placed), encoding="utf-8")
    assert split.load(path) == placed


def test_the_committed_dataset_and_its_counts_are_what_the_sources_give() -> None:
    splits = split.split_of(split.load(build_samples.SPLITS), GENRES)
    made = dataset.files(REPORTS, splits)
    there = {str(path.relative_to(build_samples.DATASET)) for path in build_samples.DATASET.rglob("*.jsonl.gz")}
    assert there == set(made), "run make samples"
    for name, data in made.items():
        assert dataset.same((build_samples.DATASET / name).read_bytes(), data), f"run make samples: {name}"
    text = build_samples.CARD.read_text(encoding="utf-8")
    assert card.written(text, REPORTS, splits) == text, "run make samples"
    assert sum(len(data) for data in made.values()) < 2_000_000


SOURCE = """id: s99
slug: x
format: txt
organisation: 云溪县档案馆
title: 自评报告
fiscal_year: 2023
report_kind: other
---
#1 一、 收支
{2022年}<总支出>{10.5万元|spend.total p=2022}，占<“三公”经费>的{6.2%|- shr}。派出{9个|- @>}<巡察组>。
<车辆>，共{3辆|-}、{12台|-}和<设备（含软件）>{40套|-}。收到{近5件|- @>}<群众来信>。
%table cols=2 unit=万元
#|项目|金额|
%col 1 k=money u=万元 us=caption fin
|办公费|{2.1}| // spend.office
%end
"""


def test_phenomena_are_told_from_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "s99_x.md"
    path.write_text(SOURCE, encoding="utf-8")
    (one,) = dataset.annotated([path])
    told = {row["quantity"]: set(row["phenomena"]) for row in one.facts}
    assert told["10.5万元"] == {"other_year"}
    assert told["6.2%"] == {"share", "bracketed", "no_metric"}
    assert told["9个"] == {"number_first", "no_metric"}
    assert told["3辆"] == {"list", "shared_noun", "earlier_clause", "no_metric"}
    assert told["40套"] == {"list", "bracketed", "no_metric"}
    assert told["近5件"] == {"number_first", "comparator", "no_metric"}
    assert told["2.1"] == {"cell", "unit_elsewhere"}
    assert set(phenomena.TELL) >= set().union(*told.values())
    row = next(row for row in one.facts if row["quantity"] == "9个")
    assert (row["passage"], row["heading"]) == ("派出9个巡察组。", "收支")
    assert next(row for row in one.facts if row["quantity"] == "2.1")["passage"] == "办公费\n\t2.1"
