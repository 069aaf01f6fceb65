"""configs/metrics.yaml: the catalogue of metrics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml

DIMENSIONS = frozenset({"money", "percent", "count", "score", "area", "duration"})


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


@cache
def load_metrics() -> dict[str, Metric]:
    """The catalogue by id, in file order."""
    metrics = {}
    for id_, entry in read_yaml("metrics.yaml").items():
        if not isinstance(entry, dict) or entry.get("dim") not in DIMENSIONS or "zh" not in entry:
            raise LexiconError(f"configs/metrics.yaml: {id_}", f"needs zh and dim (one of {', '.join(sorted(DIMENSIONS))})")
        metrics[id_] = Metric(id_, entry["zh"], entry["dim"], tuple(entry.get("aliases", ())))
    return metrics
