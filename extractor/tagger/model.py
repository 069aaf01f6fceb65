"""Reads a model from models/: the weights of the tagger, made by `gouji train`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.errors import ModelError
from extractor.tagger.choices import Linear, Task, Weights

DEFAULT = "default"
_INSIDE = Path(__file__).parents[1] / "models"
"""In a wheel the models lie inside the package …"""
_BESIDE = Path(__file__).parents[2] / "models"
"""… in a checkout at the top level."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by task and feature."""

    name: str
    digest: str
    """First 12 hex digits of the SHA-256 of its weights."""
    weights: Mapping[Task, Weights]


@cache
def load_model(name: str = DEFAULT) -> Model:
    """The model models/`name`, or the one in the folder `name`.

    Raises:
        ModelError: Its weights are missing or are none; says how to make it.
    """
    folder = Path(name) if Path(name).is_dir() else (_INSIDE if _INSIDE.is_dir() else _BESIDE) / name
    path = folder / "weights.json"
    remedy = f"make it with gouji train -o {folder.name}"
    try:
        data = path.read_bytes()
        weights = read_weights(data)
    except OSError as error:
        raise ModelError(f"{folder.name}/{path.name}", f"cannot be read: {error.strerror}; {remedy}") from error
    except ValueError as error:
        raise ModelError(f"{folder.name}/{path.name}", f"is no model ({error}); {remedy}") from error
    return Model(folder.name, hashlib.sha256(data).hexdigest()[:12], weights)


def read_weights(data: bytes) -> Mapping[Task, Weights]:
    """The weights in the content of a weights.json.

    Raises:
        ValueError: They are none.
    """
    try:
        weights: Mapping[Task, Weights] = json.loads(data)
        if not all(isinstance(weight, float | int) for task in weights.values() for weight in task.values()):
            raise ValueError("a weight that is no number")
    except (TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    return weights


@cache
def trained(name: str = DEFAULT) -> Linear:
    """The chooser with the weights of a model."""
    return Linear(load_model(name).weights)
