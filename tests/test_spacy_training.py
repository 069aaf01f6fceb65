"""`gouji_facts` learns from examples in spaCy, and its weights are those of `gouji train`'s models."""

from __future__ import annotations

import gzip
import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor import process, records
from extractor.errors import ModelError, WriteError
from extractor.readers import read
from extractor.scoring import score_doc
from extractor.stages.link import link
from extractor.tagger.choices import Linear, Rules, Task
from extractor.tagger.model import load_model
from extractor.training.fit import fit
from extractor.training.train import STRENGTH, as_json

spacy = pytest.importorskip("spacy", reason="needs the extra gouji[train]")

from extractor.spacy.reports import annotated  # noqa: E402 -- needs spaCy
from extractor.training.examples import examples as questions_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
TRAIN = ROOT / "annotations" / "dataset" / "reports" / "train"
REPORTS = sorted(TRAIN.glob("*.gz"), key=lambda path: (path.stat().st_size, path.name))[:3]
"""The shortest."""
LENGTH = 900
"""Characters of each that are taught: enough to learn from, and fast."""
SAMPLE = ROOT / "annotations" / "samples" / "s03_cangning_veterans.txt"
TEXT = "2023年基本支出315.68万元，占总支出的62%。培训干部210余人次。"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The beginnings of three annotated reports, each a corpus, in a folder of their own."""
    folder = tmp_path_factory.mktemp("taught")
    for path in REPORTS:
        row = json.loads(gzip.decompress(path.read_bytes()))
        row["text"] = row["text"][:LENGTH]
        row["quantities"] = [quantity for quantity in row["quantities"] if quantity["end"] <= LENGTH]
        row["facts"] = [fact for fact in row["facts"] if fact["quantity"] < len(row["quantities"])]
        (folder / f"{row['report']}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return sorted(folder.iterdir())


def corpus(nlp: Any, *paths: Path) -> list[Any]:
    reader = spacy.registry.readers.get("gouji.reports.v1")
    return [example for path in paths for example in reader(path)(nlp)]


def blank() -> Any:
    nlp = spacy.blank("zh")
    nlp.add_pipe("gouji_facts")
    return nlp


def optimizer(nlp: Any) -> Any:
    made = nlp.create_optimizer()
    made.learn_rate, made.grad_clip, made.L2 = 0.05, 0.0, 0.0
    return made


@pytest.fixture(scope="module")
def trained(taught: list[Path]) -> tuple[Any, list[float]]:
    """A pipeline that learned three reports, and its losses."""
    nlp = blank()
    examples = corpus(nlp, *taught)
    nlp.initialize(lambda: examples)
    sgd = optimizer(nlp)
    losses = [nlp.update(examples, sgd=sgd)["gouji_facts"] for _ in range(15)]
    return nlp, losses


@pytest.fixture(scope="module")
def fitted(taught: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model's folder with weights as `gouji train` writes them, of one report."""
    (example,) = corpus(blank(), taught[0])
    found = list(questions_of(annotated(example)))
    tasks: tuple[Task, ...] = ("name", "metric", "role")
    folder = tmp_path_factory.mktemp("models") / "own"
    folder.mkdir()
    weights = {task: fit([question for question in found if question.task == task], STRENGTH[task]) for task in tasks}
    (folder / "weights.json").write_bytes(as_json(weights))
    return folder


def facts_by(folder: Path, path: Path) -> list[records.FactRecord]:
    """What the command line would say with the model in `folder`."""
    doc = process(read(path.read_bytes(), path.name), until="normalise")
    return records.facts(link(doc, Linear(load_model(str(folder)).weights)))


def test_training_lowers_the_loss_and_finds_what_the_rules_miss(
    trained: tuple[Any, list[float]], taught: list[Path]
) -> None:
    nlp, losses = trained
    assert losses[-1] < losses[0] / 4
    examples = corpus(nlp, *taught)
    reports = [annotated(example) for example in examples]
    by_rules = [
        score_doc(report.gold, link(process(report.doc, until="normalise"), Rules()))["strict"] for report in reports
    ]
    rules = sum(score.hit for score in by_rules) / sum(score.gold for score in by_rules)
    assert nlp.evaluate(examples)["gouji_facts_strict_f"] > rules


def test_every_task_is_learned(trained: tuple[Any, list[float]]) -> None:
    weights = json.loads(trained[0].get_pipe("gouji_facts").to_bytes())
    assert list(weights) == ["name", "metric", "role", "trust"]


def test_a_model_of_spacy_is_one_of_gouji(trained: tuple[Any, list[float]], tmp_path: Path) -> None:
    nlp, _ = trained
    nlp.to_disk(tmp_path / "pipeline")
    doc = nlp(read(SAMPLE.read_bytes(), SAMPLE.name).text)
    assert facts_by(tmp_path / "pipeline" / "gouji_facts", SAMPLE) == doc._.gouji_facts
    shipped = facts_by(ROOT / "models" / "default", SAMPLE)
    assert doc._.gouji_facts != shipped


def test_a_model_of_gouji_is_one_of_spacy(fitted: Path, tmp_path: Path) -> None:
    nlp = blank()
    component = nlp.get_pipe("gouji_facts").from_disk(fitted)
    assert nlp(read(SAMPLE.read_bytes(), SAMPLE.name).text)._.gouji_facts == facts_by(fitted, SAMPLE)
    component.to_disk(tmp_path)
    assert (tmp_path / "weights.json").read_bytes() == (fitted / "weights.json").read_bytes()


def test_the_shipped_weights_are_written_as_they_were_read() -> None:
    component = blank().get_pipe("gouji_facts")
    assert component.to_bytes() == (ROOT / "models" / "default" / "weights.json").read_bytes()


@pytest.mark.parametrize("again", ["disk", "bytes"])
def test_a_pipeline_comes_back_with_its_weights(trained: tuple[Any, list[float]], tmp_path: Path, again: str) -> None:
    nlp, _ = trained
    if again == "disk":
        nlp.to_disk(tmp_path)
        loaded = spacy.load(tmp_path)
    else:
        loaded = blank().from_bytes(nlp.to_bytes())
    assert loaded.get_pipe("gouji_facts").to_bytes() == nlp.get_pipe("gouji_facts").to_bytes()
    assert loaded(TEXT)._.gouji_facts == nlp(TEXT)._.gouji_facts


def test_a_trained_model_learns_on_from_reports_it_has_not_seen(fitted: Path, taught: list[Path]) -> None:
    nlp = blank()
    component = nlp.get_pipe("gouji_facts").from_disk(fitted)
    size = component.model.get_param("name").size
    sgd = optimizer(nlp)
    losses = []
    for path in (taught[1], taught[2], *taught[1:] * 6):
        losses.append(nlp.update(corpus(nlp, path), sgd=sgd)["gouji_facts"])
        assert component.model.get_param("name").size >= size
        size = component.model.get_param("name").size
    assert losses[-2] < losses[0] / 2
    assert losses[-1] < losses[1] / 2


def test_averages_of_the_weights_can_be_used_for_a_while(fitted: Path, taught: list[Path]) -> None:
    nlp = blank()
    nlp.get_pipe("gouji_facts").from_disk(fitted)
    sgd = optimizer(nlp)
    sgd.averages = {}
    for _ in range(3):
        nlp.update(corpus(nlp, taught[1]), sgd=sgd)
    last = nlp.get_pipe("gouji_facts").to_bytes()
    with nlp.use_params(sgd.averages):
        mean = nlp.get_pipe("gouji_facts").to_bytes()
    assert mean != last == nlp.get_pipe("gouji_facts").to_bytes()


def test_gradients_of_parts_of_a_batch_add_up_to_those_of_the_batch(fitted: Path, taught: list[Path]) -> None:
    steps = []
    for parts in ([taught[1:]], [taught[1:2], taught[2:]]):
        nlp = blank()
        component = nlp.get_pipe("gouji_facts").from_disk(fitted)
        examples = corpus(nlp, *taught)
        nlp.initialize(lambda examples=examples: examples)
        for part in parts:
            nlp.update(corpus(nlp, *part), sgd=False)
        steps.append(component.model.get_grad("name"))
    assert steps[0] == pytest.approx(steps[1], abs=1e-4)


def test_without_facts_there_is_nothing_to_learn(fitted: Path) -> None:
    nlp = blank()
    component = nlp.get_pipe("gouji_facts").from_disk(fitted)
    before = component.to_bytes()
    nlp.initialize()
    assert component.to_bytes() == before
    empty = spacy.training.Example.from_dict(nlp.make_doc("没有数字。"), {})
    assert nlp.update([empty])["gouji_facts"] == 0.0


def test_exact_places_are_learned_from_tokens_that_hold_more(taught: list[Path]) -> None:
    words = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    cut, exact = (
        [
            (question.task, question.right)
            for example in corpus(nlp, *taught)
            for question in questions_of(annotated(example))
        ]
        for nlp in (words, blank())
    )
    assert cut == exact


@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"name": {"first": "1"}}'])
def test_what_are_no_weights_is_refused(tmp_path: Path, content: bytes | None) -> None:
    component = blank().get_pipe("gouji_facts")
    if content is not None:
        (tmp_path / "weights.json").write_bytes(content)
        with pytest.raises(ModelError, match=r"no weights.*to_bytes"):
            component.from_bytes(content)
    with pytest.raises(ModelError, match=r"weights\.json.*spacy train"):
        component.from_disk(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match=r"cannot be written"):
        component.to_disk(tmp_path / "file")


def spacy_train(out: Path, data: Path) -> Path:
    """The folder of the last pipeline that configs/gouji.cfg makes of the corpora in `data`."""
    from spacy.cli.train import train

    train(
        ROOT / "configs" / "gouji.cfg",
        out,
        overrides={"paths.train": str(data), "paths.dev": str(data), "training.max_epochs": 2},
    )
    return out / "model-last"


def test_the_config_trains_the_same_weights_again(
    taught: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (spacy_train(tmp_path / name, taught[0].parent) for name in ("first", "second"))
    weights = [(folder / "gouji_facts" / "weights.json").read_bytes() for folder in (first, second)]
    assert weights[0] == weights[1] != as_json(load_model().weights)
    assert "LOSS GOUJI" in capsys.readouterr().out
    assert "gouji_facts_strict_f" in spacy.load(first).meta["performance"]


def test_the_config_is_filled() -> None:
    from spacy.util import load_config, load_model_from_config

    paths = {"paths.train": str(TRAIN), "paths.dev": str(TRAIN)}
    config = load_config(ROOT / "configs" / "gouji.cfg", overrides=paths, interpolate=False)
    filled = load_model_from_config(config, auto_fill=True).config
    assert json.loads(json.dumps(config)) == json.loads(json.dumps(filled))


def _builds_wheels() -> bool:
    try:
        return bool(importlib.metadata.version("wheel"))
    except importlib.metadata.PackageNotFoundError:
        return int(importlib.metadata.version("setuptools").split(".")[0]) > 70


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not _builds_wheels(), reason="needs wheel, or setuptools from 71 on, to build without a network")
def test_a_packaged_pipeline_is_installed_and_loaded_by_name(
    fitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spacy.cli.package import package

    monkeypatch.setenv("PIP_NO_INDEX", "1")
    nlp = blank()
    nlp.get_pipe("gouji_facts").from_disk(fitted)
    nlp.to_disk(tmp_path / "pipeline")
    package(tmp_path / "pipeline", tmp_path, name="gouji_own", version="1.0.0", create_sdist=False, create_wheel=True)
    (wheel,) = tmp_path.rglob("*.whl")
    site = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)]
    subprocess.run(install, check=True)
    monkeypatch.syspath_prepend(str(site))
    loaded = spacy.load("zh_gouji_own")
    assert loaded(TEXT)._.gouji_facts == nlp(TEXT)._.gouji_facts
    assert loaded.get_pipe("gouji_facts").to_bytes() == (fitted / "weights.json").read_bytes()
    assert any(required.startswith("gouji>=") for required in loaded.meta["requirements"])
