"""Annotated reports -> a model: weights of each task, and what the model is worth on reports it has not seen."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.errors import ConfigError, WriteError
from extractor.tagger.choices import Linear, Task, Weights, template
from extractor.training.examples import Example, examples, trust_examples
from extractor.training.fit import fit
from extractor.training.reports import Report
from extractor.training.scores import measure

STRENGTH: Mapping[Task, float] = {"name": 1.0, "metric": 1.0, "role": 1.0, "trust": 1.0}
"""L2 penalty of each task, chosen on the dev split."""
FOLDS = 5
"""Parts in which reports are left out in turn, so that trust is learned from answers about unseen reports."""
_LIBRARIES = ("numpy", "scipy", "jieba")

Say = Callable[[str], None]


def weights_of(
    reports: Sequence[Report],
    say: Say,
    keep: Callable[[str], bool] = lambda _: True,
    weak: Sequence[Example] = (),
) -> dict[Task, Weights]:
    """The weights of every task, learned from `reports`.

    `keep` tells by its template whether a feature may be used, so that groups of features can be left out; `weak` are
    examples without annotation, from which no trust is learned.
    """
    found = [example.restrict(keep) for report in reports for example in examples(report)]
    say(f"{len(reports)} reports, {len(found)} questions")
    if not found:
        raise ConfigError("the annotated reports", "have no facts to learn from; annotate at least one report")
    weights = learned([*found, *weak])
    say("weights: " + ", ".join(f"{task} {len(weights[task]):,}" for task in weights))
    if trust := fit(left_out(reports, found, say), STRENGTH["trust"]):
        weights["trust"] = trust
    return weights


def left_out(reports: Sequence[Report], found: Sequence[Example], say: Say) -> list[Example]:
    """Whether each fact is right that a model finds which learned from the `found` examples of other reports only."""
    names = sorted({report.name for report in reports})
    folds = min(FOLDS, len(names))
    trust: list[Example] = []
    for fold in range(folds if folds > 1 else 0):
        out = set(names[fold::folds])
        chooser = Linear(learned([example for example in found if example.report not in out]))
        trust += [e for report in reports if report.name in out for e in trust_examples(report, chooser)]
        say(f"trust: part {fold + 1} of {folds}")
    return trust


def learned(found: Sequence[Example]) -> dict[Task, Weights]:
    """The weights of every task but trust; tasks without a question to learn from are left to the rules."""
    tasks: tuple[Task, ...] = ("name", "metric", "role")
    fitted = ((task, fit([e for e in found if e.task == task], STRENGTH[task])) for task in tasks)
    return {task: weights for task, weights in fitted if weights}


def as_json(weights: Mapping[Task, Weights]) -> bytes:
    """The content of a model's weights.json; one weight a line."""
    return (json.dumps(weights, ensure_ascii=False, separators=(",", ":"), indent=0) + "\n").encode()


def write_model(
    folder: Path, weights: Mapping[Task, Weights], seen: Sequence[Report], unseen: Sequence[Report]
) -> None:
    """Write weights.json and meta.json into `folder`; the same reports give the same bytes.

    Raises:
        WriteError: The folder cannot be written.
    """
    meta: dict[str, Any] = {
        "name": folder.name,
        "gouji": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "tasks": {
            task: {"templates": len(set(map(template, weights[task]))), "weights": len(weights[task])}
            for task in weights
        },
        "strength": dict(STRENGTH),
        "reports": {report.name: report.digest for report in seen},
        "scored on": {report.name: report.digest for report in unseen},
        "scores": measure(unseen, Linear(weights)).figures() if unseen else {},
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "weights.json").write_bytes(as_json(weights))
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(str(folder), f"cannot be written: {error.strerror}; choose another with -o") from error
