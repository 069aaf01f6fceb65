"""Reads a model from models/: how often each way of naming a number was right (scripts/calibrate.py)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.errors import ModelError

_INSIDE = Path(__file__).parents[1] / "models"
"""In a wheel the models lie inside the package …"""
_BESIDE = Path(__file__).parents[2] / "models"
"""… in a checkout at the top level."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a ranker knows beyond its rules."""

    name: str
    digest: str
    """First 12 hex digits of the file's SHA-256."""
    reliability: Mapping[str, float]
    """Share of right facts for each source of a candidate, 0 … 1."""


@cache
def load_model(name: str = "rules") -> Model:
    """The model models/`name`.json.

    Raises:
        ModelError: The file is missing or holds no shares; says how to make it.
    """
    path = (_INSIDE if _INSIDE.is_dir() else _BESIDE) / f"{name}.json"
    remedy = "write it with python scripts/calibrate.py"
    try:
        data = path.read_bytes()
        rules = json.loads(data)["rules"]
        reliability = {source: float(entry["reliability"]) for source, entry in rules.items()}
    except OSError as error:
        raise ModelError(f"models/{path.name}", f"cannot be read: {error.strerror}; {remedy}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"models/{path.name}", f"is no model ({error!r}); {remedy}") from error
    return Model(name, hashlib.sha256(data).hexdigest()[:12], reliability)
