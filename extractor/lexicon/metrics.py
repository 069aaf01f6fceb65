"""configs/metrics.yaml: the catalogue of metrics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml

DIMENSIONS = frozenset({"money", "percent", "count", "score", "area", "duration"})
_FIELDS = frozenset({"zh", "dim", "aliases", "exact", "units", "patterns", "narrower"})


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that a report can put a number on."""

    id: str
    """Stable English name, `group.name`."""
    zh: str
    """The standard Chinese term."""
    dim: str
    """One of `DIMENSIONS`."""
    aliases: tuple[str, ...] = ()
    """Other names; a longer name that ends in one has this metric too."""
    exact: tuple[str, ...] = ()
    """Names too general to be found inside a longer one."""
    units: tuple[str, ...] = ()
    """Units that fit; empty: every unit of the dimension."""
    patterns: tuple[re.Pattern[str], ...] = ()
    """Shapes of names, without white space and marks."""
    narrower: tuple[str, ...] = ()
    """Names of parts that have no id of their own: such a number is told from the whole by its name."""


@cache
def load_metrics() -> dict[str, Metric]:
    """The catalogue by id, in file order."""
    metrics = {}
    for id_, entry in read_yaml("metrics.yaml").items():
        if not isinstance(entry, dict) or entry.get("dim") not in DIMENSIONS or "zh" not in entry:
            raise LexiconError(
                f"configs/metrics.yaml: {id_}", f"needs zh and dim (one of {', '.join(sorted(DIMENSIONS))})"
            )
        if unknown := sorted(set(entry) - _FIELDS):
            raise LexiconError(f"configs/metrics.yaml: {id_}", f"has no field {unknown[0]}")
        aliases, exact, units, narrower = (
            tuple(map(str, entry.get(name) or ())) for name in ("aliases", "exact", "units", "narrower")
        )
        try:
            patterns = tuple(re.compile(pattern) for pattern in entry.get("patterns") or ())
        except re.error as error:
            raise LexiconError(f"configs/metrics.yaml: {id_}", f"a pattern does not compile: {error}") from error
        metrics[id_] = Metric(id_, entry["zh"], entry["dim"], aliases, exact, units, patterns, narrower)
    return metrics
