"""Questions of the tagger: the quick sums are those of the features that the training sees; words are jieba's."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import process, read
from extractor.stages.link import link
from extractor.tagger import words
from extractor.tagger.choices import Linear, Table
from extractor.tagger.model import load_model, trained
from extractor.training.examples import Recorder

SAMPLE = min((Path(__file__).parents[1] / "annotations" / "samples").glob("*.txt"))


def test_the_scores_of_every_question_are_the_sums_of_the_weights_of_its_features() -> None:
    recorder = Recorder(trained())
    link(process(read(SAMPLE.read_bytes(), SAMPLE.name), until="normalise"), recorder)
    weights = load_model().weights
    tables = {task: Table(known) for task, known in weights.items()}
    chooser = Linear(weights)
    assert {task for task, _ in recorder.asked} == {"name", "metric", "role", "trust"}
    for task, question in recorder.asked:
        sums = [sum(weights[task].get(name, 0.0) for name in features) for features in question.features()]
        chosen, _ = chooser.choose(task, question)
        first = next(at for at, score in enumerate(sums) if score > max(sums) - 1e-6)
        assert len(question.options) == 1 or chosen == first
        assert question.scores(tables[task]) == pytest.approx(sums, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE.read_text(encoding="utf-8"),
        "云溪县财政局A座2b室\r\n100%完成，x-y#1.5号。\u3000\t𠀀𠀁 全年收入",
        "",
        "\r\n",
        "abc",
        "龘龘龘a龘1",
    ],
)
def test_words_are_cut_as_jieba_cuts_them_without_its_model_of_unknown_words(text: str) -> None:
    cut = words.cut.__wrapped__(text)
    assert [word.text for word in cut] == list(words._tokenizer().cut(text, HMM=False))
    assert all(text[word.start : word.end] == word.text for word in cut)
