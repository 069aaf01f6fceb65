"""The weights of the tagger as a model of thinc: for each task a vector, and the features whose weights are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from thinc.api import Model, NumpyOps

from extractor.tagger.choices import Feature, Task, Weights
from extractor.training.examples import Example
from extractor.training.fit import Questions, as_arrays, as_weights, number_features

Asked = Mapping[Task, Questions]
"""The questions of a report."""
Scores = dict[Task, Any]
"""Of each option of each question."""
Ranker = Model[Asked, Scores]
TASKS: tuple[Task, ...] = ("name", "metric", "role", "trust")


def ranker(weights: Mapping[Task, Weights]) -> Ranker:
    """The model with these weights; tasks that are not there have none."""
    features: dict[Task, dict[Feature, int]] = {}
    vectors: dict[Task, Any] = {}
    for task in TASKS:
        known = weights.get(task, {})
        features[task] = {feature: number for number, feature in enumerate(known)}
        vectors[task] = np.array(list(known.values()), dtype="f")
    return _model(features, vectors)


def weights_of(model: Ranker) -> dict[Task, Weights]:
    """The weights as a model's weights.json has them; of tasks for which something was learned."""
    found = ((task, as_weights(_features(model, task), model.get_param(task).tolist())) for task in TASKS)
    return {task: weights for task, weights in found if weights}


def grown(model: Ranker, examples: Sequence[Example]) -> Ranker:
    """The model with a weight of 0 for every feature of `examples` that it lacks; itself, where it lacks none.

    To an optimizer it is another model: what it knows of the old one does not fit the longer vectors.
    """
    features = {task: number_features(_of(task, examples), _features(model, task)) for task in TASKS}
    more = {task: len(features[task]) - model.get_param(task).size for task in TASKS}
    if not any(more.values()):
        return model
    longer = _model(features, {task: _padded(model.get_param(task), more[task]) for task in TASKS})
    for task in TASKS:
        if model.has_grad(task):
            longer.set_grad(task, _padded(model.get_grad(task), more[task]))
    return longer


def asked(model: Ranker, examples: Iterable[Example]) -> Asked:
    """The examples of a report, with the numbers of the model's features."""
    by_task = {task: _of(task, examples) for task in TASKS}
    return {task: as_arrays(found, _features(model, task)) for task, found in by_task.items() if found}


def _of(task: Task, examples: Iterable[Example]) -> list[Example]:
    return [example for example in examples if example.task == task]


def _padded(vector: Any, more: int) -> Any:
    return np.pad(vector, (0, more))


def _features(model: Ranker, task: Task) -> dict[Feature, int]:
    features: dict[Feature, int] = model.attrs["features"][task]
    return features


def _model(features: Mapping[Task, Mapping[Feature, int]], vectors: Mapping[Task, Any]) -> Ranker:
    params: dict[str, Any] = {task: vectors[task] for task in TASKS}
    return Model("gouji_ranker", _forward, params=params, attrs={"features": features}, ops=NumpyOps())


def _forward(model: Ranker, questions: Asked, is_train: bool) -> tuple[Scores, Callable[[Scores], Asked]]:
    """Features that came with later reports are none of these questions'."""

    def backprop(slopes: Scores) -> Asked:
        for task, of_task in questions.items():
            slope = of_task.slope(slopes[task]).astype("f")
            model.inc_grad(task, _padded(slope, model.get_param(task).size - slope.size))
        return questions

    scores = {task: of_task.scores(model.get_param(task)[: of_task.size]) for task, of_task in questions.items()}
    return scores, backprop
