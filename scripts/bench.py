"""Speed of the whole pipeline and of the quantity finder, as ratios to a one-line number regex on the same text.

Everything is measured in one run of one process, each task the best of several rounds taken in turn, in time of the
processor, so that a busy machine slows all alike.
Reports: the real ones beside the checkout where present, the project's samples otherwise.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractor import process, quantities, read
from extractor.types import Doc

ROOT = Path(__file__).parents[1]
REAL = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))
SAMPLES = sorted((ROOT / "annotations" / "samples").glob("*.txt"))
NUMBER = re.compile(
    r"(?:[-+]?\d+(?:[.,]\d+)*|[〇零一二两三四五六七八九十百千万亿]+)\s*(?:[万亿]?元|%|％|[个件人次项条户])?"
)
"""The one line: an Arabic or Chinese numeral and a unit after it; no values, no kinds, no silences."""
ROUNDS = 20


def main() -> None:
    """Print one line a figure."""
    paths = REAL or SAMPLES
    docs = [read(path.read_bytes(), str(path)) for path in paths]
    texts = [doc.text for doc in docs]
    length = sum(map(len, texts))
    process(docs[0])  # load the lexicon and the dictionary once, outside the measurement

    regex, finder, pipeline = best(
        lambda: [[(m.start(), m.end(), m.group()) for m in NUMBER.finditer(text)] for text in texts],
        lambda: [quantities(text) for text in texts],
        lambda: [whole(path) for path in paths],
    )
    print(f"{len(paths)} reports ({'real' if REAL else 'samples'}), {length} characters, best of {ROUNDS} rounds")
    print(f"one-line regex   {length / regex:12,.0f} characters/s")
    print(f"quantity finder  {length / finder:12,.0f} characters/s   {finder / regex:5.1f} x the regex's time")
    print(f"whole pipeline   {length / pipeline:12,.0f} characters/s   {pipeline / regex:5.1f} x the regex's time")

    typer, help_ = best(
        lambda: run(sys.executable, "-c", "import typer"),
        lambda: run(str(Path(sys.executable).parent / "gouji"), "--help"),
        clock=time.perf_counter,
    )
    print(f"gouji --help     {help_:12.3f} s              {help_ / typer:5.1f} x python -c 'import typer'")


def whole(path: Path) -> Doc:
    """Bytes to findings."""
    return process(read(path.read_bytes(), str(path)))


def best(*tasks: Callable[[], object], clock: Callable[[], float] = time.process_time) -> list[float]:
    """Seconds of each task by `clock`: the fastest of ROUNDS, the tasks taken in turn."""
    times: list[list[float]] = [[] for _ in tasks]
    for _ in range(ROUNDS):
        for n, task in enumerate(tasks):
            start = clock()
            task()
            times[n].append(clock() - start)
    return [min(each) for each in times]


def run(*command: str) -> None:
    """Run a command and drop what it prints."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
