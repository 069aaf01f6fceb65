"""Pages a second of the PDF reader and of pdfplumber's text and tables, on the same files in one run.

    python scripts/bench_pdf.py [FILE …] [--memory N]

Both take every file in turn. Processor time is counted, so that a busy machine tells nothing. How well the tables agree
is told too: the share of pdfplumber's filled cells whose text some cell of ours on that page has, and the other way
round. `--memory N` reads the files again and again, N documents in all, and prints the memory that the process holds.
"""

from __future__ import annotations

import argparse
import gc
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from extractor import read
from extractor.types import Doc, squeeze

Result = TypeVar("Result")
ROOT = Path(__file__).parents[1]
REAL = sorted((ROOT.parent / "shared" / "corpus" / "pdf").glob("*.pdf"))


ROUNDS = 3


def main() -> None:
    """Print one line a file, their sum, and the memory if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path, default=REAL)
    parser.add_argument("--memory", type=int, default=0, metavar="N")
    options = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if not options.files:
        parser.error("no files given, and none in ../shared/corpus/pdf")
    read(options.files[0].read_bytes(), str(options.files[0]))  # load the libraries outside the measurement

    pages = ours = theirs = 0.0
    both = told = oracle = 0
    for path in options.files:
        data = path.read_bytes()
        quick, doc = timed(partial(read, data, str(path)))
        slow, (count, other) = timed(partial(plumbed, path))
        mine = Counter(cells_of(doc))
        common = sum((mine & other).values())
        pages, ours, theirs = pages + count, ours + quick, theirs + slow
        both, told, oracle = both + common, told + sum(mine.values()), oracle + sum(other.values())
        print(f"{path.name:44} {count:4} pages {count / quick:7.1f} {count / slow:6.1f} pages/s {slow / quick:5.1f} x")
    print(f"reader       {pages / ours:7.1f} pages/s")
    print(f"pdfplumber   {pages / theirs:7.1f} pages/s   the reader is {theirs / ours:.1f} x as fast")
    print(f"cells        {both / oracle:.4f} of pdfplumber's {oracle} are the reader's")
    print(f"             {both / told:.4f} of the reader's {told} are pdfplumber's")
    if options.memory:
        memory(options.files, options.memory)


def timed(task: Callable[[], Result]) -> tuple[float, Result]:
    """The fastest of `ROUNDS`, each on a tidied heap, so that neither reader pays for what the other left."""
    taken = []
    for _ in range(ROUNDS):
        gc.collect()
        start = time.process_time()
        result = task()
        taken.append(time.process_time() - start)
    return min(taken), result


def plumbed(path: Path) -> tuple[int, Counter[tuple[int, str]]]:
    """Pages of the file, and how often each cell's text stands on each page."""
    found: Counter[tuple[int, str]] = Counter()
    with import_module("pdfplumber").open(path) as document:
        for page in document.pages:
            page.extract_text()
            for table in page.extract_tables():
                found.update(
                    (page.page_number, squeeze(cell)) for row in table for cell in row if cell and squeeze(cell)
                )
            page.close()
        return len(document.pages), found


def cells_of(doc: Doc) -> Iterator[tuple[int, str]]:
    """Page and text of the filled cells."""
    for table in doc.tables:
        for cell in table.cells:
            if cell.text and cell.origin.page:
                yield cell.origin.page, squeeze(cell.text)


def memory(files: list[Path], count: int) -> None:
    """Read `count` documents and print what the process holds after each tenth of them."""
    for number in range(1, count + 1):
        path = files[number % len(files)]
        read(path.read_bytes(), str(path))
        if number % max(1, count // 10) == 0:
            gc.collect()
            print(f"after {number:5} documents {held():7.1f} MB")


def held() -> float:
    """Megabytes of memory that the process holds."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
