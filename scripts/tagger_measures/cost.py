"""What the model costs: its size, its loading, its share of a run. In time of the processor, so that a busy machine
does not count."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.pipeline import STAGES
from extractor.readers import read
from extractor.stages.link import link
from extractor.tagger.choices import Rules

ROUNDS = 7
_LOAD = """
import json, time
from extractor.tagger.choices import Table
from extractor.tagger.model import load_model
start = time.process_time()
model = load_model()
Table(model.weights["role"]).crossed
print(time.process_time() - start)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of the shipped model."""

    size: int
    """Bytes of its weights …"""
    packed: int
    """… and compressed, as in a wheel."""
    load: float
    """Seconds in a fresh process until it can answer, without the imports."""
    link: float
    """Share of the stage link in a run from bytes to findings, 0 … 1 …"""
    over_rules: float
    """… and how many times as long it takes as with the rules alone."""


def cost(weights: Path, reports: Sequence[Path]) -> Cost:
    """The cost of the shipped model, whose weights lie in the file `weights`, on `reports`; each time the best of some
    rounds."""
    data = weights.read_bytes()
    load = min(
        float(subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True).stdout)
        for _ in range(ROUNDS)
    )
    runs = [_times(reports) for _ in range(ROUNDS)]
    reading, by_rules, *stages = (min(times) for times in zip(*runs, strict=True))
    linking = stages[STAGES.index(link)]
    return Cost(
        len(data), len(gzip.compress(data, mtime=0)), load, linking / (reading + sum(stages)), linking / by_rules
    )


def _times(reports: Sequence[Path]) -> list[float]:
    """Seconds of reading, of linking by rules, and of each stage, over all reports."""
    rules = Rules()
    times = [0.0] * (2 + len(STAGES))
    for path in reports:
        data = path.read_bytes()
        start = time.process_time()
        doc = read(data, str(path))
        times[0] += time.process_time() - start
        for at, stage in enumerate(STAGES, 2):
            if stage is link:
                start = time.process_time()
                link(doc, rules)
                times[1] += time.process_time() - start
            start = time.process_time()
            doc = stage(doc)
            times[at] += time.process_time() - start
    return times
