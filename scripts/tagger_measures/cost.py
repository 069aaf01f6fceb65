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
import sys, time
from pathlib import Path
from extractor.pipeline import process
from extractor.readers import read
from extractor.stages.link import link
from extractor.tagger.choices import Rules
from extractor.tagger.model import trained

path = Path(sys.argv[1])
doc = process(read(path.read_bytes(), path.name), until="normalise")
link(doc, Rules())
start = time.process_time()
chooser = trained()
loaded = time.process_time()
link(doc, chooser)
first = time.process_time()
link(doc, chooser)
print(loaded - start, (first - loaded) - (time.process_time() - first))
"""
"""What the rules need is loaded before; what the first report takes longer than the same again is the model's, too."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of the shipped model."""

    size: int
    """Bytes of its weights …"""
    packed: int
    """… and compressed, as in a wheel."""
    load: float
    """Seconds to read them in a fresh process …"""
    prepare: float
    """… and to put them in order at the first questions."""
    link: float
    """Share of the stage link in a run from bytes to findings, 0 … 1 …"""
    over_rules: float
    """… and how many times as long it takes as with the rules alone."""


def cost(weights: Path, reports: Sequence[Path]) -> Cost:
    """The cost of the shipped model, whose weights lie in the file `weights`, on `reports`; each time the best of some
    rounds."""
    data = weights.read_bytes()
    starts = [_start(reports[0]) for _ in range(ROUNDS)]
    runs = [_times(reports) for _ in range(ROUNDS)]
    reading, by_rules, *stages = (min(times) for times in zip(*runs, strict=True))
    linking = stages[STAGES.index(link)]
    return Cost(
        size=len(data),
        packed=len(gzip.compress(data, mtime=0)),
        load=min(load for load, _ in starts),
        prepare=max(0.0, min(prepare for _, prepare in starts)),
        link=linking / (reading + sum(stages)),
        over_rules=linking / by_rules,
    )


def _start(report: Path) -> tuple[float, float]:
    """Seconds of loading and of preparing in a fresh process."""
    done = subprocess.run([sys.executable, "-c", _LOAD, report], check=True, capture_output=True, text=True)
    load, prepare = map(float, done.stdout.split())
    return load, prepare


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
