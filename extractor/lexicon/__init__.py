"""The only reader of configs/: YAML files become frozen values.

One module here for each data file; each offers a cached `load_…()` and raises `LexiconError` naming file and entry.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractor.errors import LexiconError

_INSIDE = Path(__file__).parents[1] / "configs"
"""In a wheel the data files lie inside the package …"""
_BESIDE = Path(__file__).parents[2] / "configs"
"""… in a checkout at the top level."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def configs() -> Path:
    """The folder of the data files."""
    return _INSIDE if _INSIDE.is_dir() else _BESIDE


def read_yaml(name: str) -> Any:
    """The content of configs/`name`.

    Raises:
        LexiconError: The file is missing or is not YAML; names file and line.
    """
    path = configs() / name
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 -- a safe loader, by name
    except OSError as error:
        raise LexiconError(f"configs/{name}", f"cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise LexiconError(f"configs/{name}{line}", f"not valid YAML: {getattr(error, 'problem', error)}") from error


_DATA = (".yaml", ".txt")


@cache
def digest() -> str:
    """First 12 hex digits of the SHA-256 over all data files, in name order."""
    state = hashlib.sha256()
    for path in sorted(configs().rglob("*")):
        if path.suffix in _DATA:
            state.update(path.relative_to(configs()).as_posix().encode())
            state.update(path.read_bytes())
    return state.hexdigest()[:12]
