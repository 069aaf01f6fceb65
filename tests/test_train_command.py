"""`gouji train` and `gouji score` as a user runs them, on a few short annotated reports."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.training.reports import find_reports, without

GOUJI = str(Path(sys.executable).parent / "gouji")
pytestmark = pytest.mark.skipif(importlib.util.find_spec("scipy") is None, reason="needs the extra gouji[train]")

_MARK = re.compile(r"<(?P<name>[^<>]+)>|\{(?P<number>[\d.]+)(?P<unit>[^{}|]+)\|(?P<metric>[^|]+)\|(?P<role>\w+)\}")
_KINDS = {"万元": "money", "%": "percent"}
TEXTS = {
    "r01": """云溪县水务局2023年度部门整体支出绩效自评报告

一、部门基本情况
云溪县水务局内设<股室>{3个|staff.departments|actual}，<实有人数>{11人|staff.actual|actual}。
全年开展<河道巡查>{26次|-|actual}，整改<安全隐患>{14处|-|actual}。
二、支出情况
2023年<基本支出>{215.5万元|spend.basic|final}，<项目支出>{60.89万元|spend.project|final}。
""",
    "r02": """青禾市图书馆2023年度部门整体支出绩效自评报告

一、部门基本情况
青禾市图书馆内设<股室>{5个|staff.departments|actual}，<实有人数>{23人|staff.actual|actual}。
全年开展<阅读讲座>{31次|-|actual}，修复<旧书>{240册|-|actual}。
二、支出情况
2023年<基本支出>{402.7万元|spend.basic|final}，<项目支出>{88.1万元|spend.project|final}。
""",
    "r03": """临川区林业站2023年度部门整体支出绩效自评报告

一、部门基本情况
临川区林业站内设<股室>{4个|staff.departments|actual}，<实有人数>{17人|staff.actual|actual}。
全年开展<防火巡护>{52次|-|actual}，清理<枯木>{130吨|-|actual}。
二、支出情况
2023年<基本支出>{198.3万元|spend.basic|final}，<项目支出>{45.6万元|spend.project|final}。
""",
}


def annotate(folder: Path, name: str, marked: str) -> None:
    """Write a report and its gold from text in which `<name>` is followed by its number `{12万元|metric|role}`."""
    text, at, named = "", 0, (0, 0)
    quantities: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at, start = mark.end(), len(text)
        if mark["name"]:
            text += mark["name"]
            named = start, len(text)
            continue
        text += mark["number"] + mark["unit"]
        kind = _KINDS.get(mark["unit"], "measure" if mark["unit"] == "吨" else "count")
        facts.append({
            "quantity": len(quantities), "metric": None if mark["metric"] == "-" else mark["metric"],
            "indicator": named, "role": mark["role"], "period": "2023", "scope": None,
        })  # fmt: skip
        quantities.append({
            "start": start, "end": len(text), "text": text[start:], "kind": kind, "value": mark["number"],
            "unit": mark["unit"], "unit_source": "text", "comparator": "eq",
        })  # fmt: skip
    text += marked[at:]
    meta = {"organisation": None, "title": text.splitlines()[0], "fiscal_year": 2023, "report_kind": "department"}
    gold = {"doc": f"{name}.txt", "meta": {**meta, "report_date": None}, "outline": [], "quantities": quantities}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / f"{name}.gold.json").write_text(json.dumps({**gold, "facts": facts, "tables": []}), encoding="utf-8")


def gouji(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GOUJI, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three annotated reports, one of them for the test."""
    folder = tmp_path_factory.mktemp("annotated")
    for name, text in TEXTS.items():
        annotate(folder, name, text)
    (folder / "splits.yaml").write_text("train: [r01, r02]\ntest: [r03]\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(data: Path) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The folder of the model of two reports, and the run that made it."""
    out = data / "models" / "own"
    return out, gouji("train", data, "-o", out)


def test_train_writes_a_model_and_says_on_standard_error_how_far_it_is(
    trained: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    out, done = trained
    assert (done.returncode, done.stdout) == (0, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("2 reports, ")
    assert any(line.startswith("trust: part 2 of 2") for line in lines)
    assert any(line.startswith("test, 1 reports") and "exact" in line for line in lines)
    assert lines[-1].startswith("rules alone")
    assert set(json.loads((out / "weights.json").read_text("utf-8"))) >= {"name", "trust"}


def test_the_model_says_what_it_has_learned_from_and_what_it_is_worth(
    trained: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    meta = json.loads((trained[0] / "meta.json").read_text("utf-8"))
    assert (list(meta["reports"]), list(meta["scored on"])) == (["r01", "r02"], ["r03"])
    assert 0 <= meta["scores"]["exact"] <= 1
    assert set(meta["libraries"]) == {"numpy", "scipy", "jieba"}


def test_the_same_reports_give_the_same_bytes(
    trained: tuple[Path, subprocess.CompletedProcess[str]], data: Path, tmp_path: Path
) -> None:
    assert gouji("train", data, "-o", tmp_path / "own", PYTHONHASHSEED="7").returncode == 0
    for name in ("weights.json", "meta.json"):
        assert (tmp_path / "own" / name).read_bytes() == (trained[0] / name).read_bytes()


def test_score_prints_the_figures_of_a_model_beside_the_rules(
    trained: tuple[Path, subprocess.CompletedProcess[str]], data: Path
) -> None:
    done = gouji("score", data, "--model", trained[0])
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "3 reports, 18 facts"
    assert lines[1].startswith("model ")
    assert lines[2].startswith("rules alone ")
    assert any(line.startswith("spend.basic") for line in lines)
    assert any(line.startswith("confidence") for line in lines)


def test_score_for_programs_is_json(data: Path) -> None:
    done = gouji("score", data, "--split", "test", "--json")
    result = json.loads(done.stdout)
    assert list(result) == ["model", "rules alone"]
    assert set(result["model"]) == {"figures", "by", "reliability"}
    assert result["model"]["by"]["role"]["final"]["gold"] == 2
    assert result["rules alone"]["figures"]["fact"] == 1.0


def test_each_report_can_be_scored_by_a_model_of_the_others(data: Path) -> None:
    done = gouji("score", data, "--leave-one-out", "--json")
    assert done.stderr.splitlines() == [f"learning without r0{number}" for number in (1, 2, 3)]
    assert list(json.loads(done.stdout)) == ["model, its report left out", "rules alone"]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """One annotated report in a folder of its own."""
    annotate(tmp_path / "own", "x01", TEXTS["r01"].replace("云溪县", "沧宁市").replace("安全隐患", "破损护栏"))
    return tmp_path / "own"


def test_one_report_is_scored_by_a_model_of_reports_from_elsewhere(own: Path, data: Path) -> None:
    alone = gouji("score", own, "--leave-one-out")
    assert alone.returncode == 2
    assert "annotate at least one report" in alone.stderr
    helped = gouji("score", own, "--leave-one-out", "--learn", data, "--json")
    assert (helped.returncode, helped.stderr) == (0, "learning without x01\n")
    assert json.loads(helped.stdout)["model, its report left out"]["figures"]["fact"] > 0.5


def test_learn_takes_several_folders_and_serves_ablation_too(own: Path, data: Path, tmp_path: Path) -> None:
    annotate(tmp_path / "more", "y01", TEXTS["r02"].replace("青禾市", "云溪县"))
    done = gouji("score", own, "--ablate", "--learn", data, "--learn", tmp_path / "more", "--json")
    assert done.returncode == 0, done.stderr
    assert list(json.loads(done.stdout)) == [
        "model", "rules alone", "model alone", "without catalogue", "without jieba",
    ]  # fmt: skip
    alone = gouji("score", own, "--ablate")
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "--learn" in alone.stderr


def test_copies_of_a_report_are_left_out_with_it_whatever_they_are_called(data: Path, own: Path) -> None:
    text = TEXTS["r01"].replace("\n\n", "\n\n\n").replace("<河道巡查>", "河道<巡查>")
    annotate(own, "copy", text)
    annotate(own, "r02", TEXTS["r03"].replace("枯木", "朽木"))
    reports = find_reports([data, own])
    left = next(report for report in reports if report.name == "r01")
    assert [report.name for report in without(reports, left)] == ["r02", "r02", "r03", "x01"]


def test_reports_for_the_test_are_not_learned_from(own: Path, tmp_path: Path) -> None:
    annotate(tmp_path / "kept", "r03", TEXTS["r03"])
    (tmp_path / "kept" / "splits.yaml").write_text("test: [r03]\n", encoding="utf-8")
    done = gouji("score", own, "--leave-one-out", "--learn", tmp_path / "kept")
    assert done.returncode == 2
    assert "annotate at least one report" in done.stderr


def _without_reports(folder: Path) -> list[str | Path]:
    (folder / "empty").mkdir()
    return ["train", folder / "empty", "-o", folder / "model"]


def _gold_alone(folder: Path) -> list[str | Path]:
    annotate(folder / "alone", "r01", TEXTS["r01"])
    (folder / "alone" / "r01.txt").unlink()
    return ["score", folder / "alone"]


def _gold_of_another_text(folder: Path) -> list[str | Path]:
    annotate(folder / "moved", "r01", TEXTS["r01"])
    report = folder / "moved" / "r01.txt"
    report.write_text("附：" + report.read_text("utf-8"), encoding="utf-8")
    return ["train", folder / "moved", "-o", folder / "model"]


def _gold_without_tables(folder: Path) -> list[str | Path]:
    annotate(folder / "cut", "r01", TEXTS["r01"])
    gold = folder / "cut" / "r01.gold.json"
    gold.write_text(gold.read_text("utf-8").replace('"tables"', '"table"'), encoding="utf-8")
    return ["score", folder / "cut"]


def _gold_of_another_fact(folder: Path) -> list[str | Path]:
    annotate(folder / "cut", "r01", TEXTS["r01"])
    gold = folder / "cut" / "r01.gold.json"
    gold.write_text(gold.read_text("utf-8").replace('"quantity": 1,', '"quantity": 99,'), encoding="utf-8")
    return ["score", folder / "cut"]


def _unknown_split(folder: Path) -> list[str | Path]:
    annotate(folder / "data", "r01", TEXTS["r01"])
    return ["score", folder / "data", "--split", "exam"]


def _empty_split(folder: Path) -> list[str | Path]:
    annotate(folder / "data", "r01", TEXTS["r01"])
    return ["score", folder / "data", "--split", "dev"]


def _broken_model(folder: Path) -> list[str | Path]:
    annotate(folder / "data", "r01", TEXTS["r01"])
    (folder / "broken").mkdir()
    (folder / "broken" / "weights.json").write_text("{", encoding="utf-8")
    return ["score", folder / "data", "--model", folder / "broken"]


def _nothing_learned(folder: Path) -> list[str | Path]:
    annotate(folder / "data", "r01", TEXTS["r01"])
    return ["score", folder / "data", "--learn", folder / "data"]


def _file_in_the_way(folder: Path) -> list[str | Path]:
    annotate(folder / "data", "r01", TEXTS["r01"])
    (folder / "taken").touch()
    return ["train", folder / "data", "-o", folder / "taken"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (_without_reports, r"empty: holds no annotated report; name a folder"),
        (_gold_alone, r"r01\.gold\.json: has no report; put r01\.txt or r01\.docx beside it"),
        (_gold_of_another_text, r"r01\.gold\.json: quantity '3个' does not stand at"),
        (
            _gold_without_tables,
            r"r01\.gold\.json: not a gold file: KeyError\('tables'\); compare it with annotations/samples/",
        ),
        (_gold_of_another_fact, r"r01\.gold\.json: not a gold file: IndexError"),
        (_unknown_split, r"split 'exam': not known; one of: train, dev, test"),
        (_empty_split, r"split dev: has no report; splits\.yaml"),
        (_broken_model, r"broken/weights\.json: is no model .*gouji train -o broken"),
        (_nothing_learned, r"--learn: nothing is learned; add --leave-one-out or --ablate"),
        (_file_in_the_way, r"taken: cannot be written: .*choose another with -o"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_remedy(tmp_path: Path, arguments: Any, says: str) -> None:
    done = gouji(*arguments(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    line = done.stderr.splitlines()[-1]
    assert re.search(f"^gouji: .*{says}", line), line
    assert sum(each.startswith("gouji:") for each in done.stderr.splitlines()) == 1


@pytest.mark.parametrize("library", ["numpy", "scipy"])
def test_training_without_its_libraries_names_the_extra(data: Path, tmp_path: Path, library: str) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / f"{library}.py").write_text(f"raise ImportError('no {library}')", encoding="utf-8")
    done = gouji("train", data, "-o", tmp_path / "own", PYTHONPATH=str(tmp_path / "hidden"))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "gouji: training: needs numpy and scipy: pip install gouji[train]"
    assert not (tmp_path / "own").exists()
