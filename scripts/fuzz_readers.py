"""Damage files of every format at random and read them: nothing may hang, crash or raise anything but ReadError.

    python scripts/fuzz_readers.py                       500 truncations and 500 byte flips of each format
    python scripts/fuzz_readers.py --cases 20 --format pdf
    python scripts/fuzz_readers.py --replay pdf:flip:17  one case, in this process, with its traceback

The cases depend on the seed alone. Every file is read in a watched child with a time and a memory limit; text
recognition and LibreOffice, which would be started for most damaged files, are out of its reach (--slow: within).
Exit status 1 where a file was not read or refused as it should be.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

from conformance import making
from conformance.containers import warc, zipped
from conformance.specification import load_forms

from extractor.errors import ReadError
from extractor.readers import read_all

ROOT = Path(__file__).resolve().parents[1]
SEED = 20240318
TIME_LIMIT = 20.0
"""Seconds for one file."""
MEMORY_LIMIT = 4 << 30
"""Bytes of address space of one child."""
KINDS = ("cut", "flip")
FORMS = ("final_summary", "small_tables", "performance_targets")
"""Small forms: what is damaged should be most of the structure, not one long table."""


@dataclass(frozen=True, slots=True)
class Case:
    """One damaged file."""

    format: str
    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.format}:{self.kind}:{self.number}"


@dataclass(slots=True)
class Child:
    """A process that reads damaged files, one at a time."""

    process: SpawnProcess
    pipe: Connection
    case: Case | None = None
    since: float = 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a case hung, crashed or raised."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=500, help="of each kind and format")
    parser.add_argument("--format", action="append", default=[])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--build", type=Path, default=ROOT / "out" / "conformance")
    parser.add_argument("--slow", action="store_true", help="with text recognition and LibreOffice")
    parser.add_argument("--replay", metavar="FORMAT:KIND:NUMBER")
    args = parser.parse_args(arguments)
    files = whole_files(args.build)
    if args.replay:
        name, kind, number = args.replay.split(":")
        data = damaged(files[name], Case(name, kind, int(number)), args.seed)
        print([type(one).__name__ for one in read_all(data, f"damaged.{making.suffix(name)}")])
        return 0
    unknown = [one for one in args.format if one not in files]
    if unknown:
        print(f"cannot make {' '.join(unknown)} here; there are {' '.join(files)}", file=sys.stderr)
        return 2
    formats = args.format or list(files)
    cases = [Case(name, kind, n) for name in formats for kind in KINDS for n in range(args.cases)]
    outcomes: dict[str, Counter[str]] = {name: Counter() for name in formats}
    faults = []
    for case, outcome, detail in run(cases, files, args.seed, args.workers, args.slow):
        outcomes[case.format][outcome] += 1
        if outcome not in ("read", "refused"):
            faults.append(f"{case} {outcome}: {detail}")
    for name, counted in outcomes.items():
        print(f"{name:6} " + "  ".join(f"{outcome} {count}" for outcome, count in sorted(counted.items())))
    print(*sorted(faults), sep="\n")
    return int(bool(faults))


def whole_files(build: Path) -> dict[str, list[bytes]]:
    """Format -> undamaged files of it, for every format that can be made on this machine."""
    forms = [form for form in load_forms() if form.name in FORMS]
    files = {
        name: [path.read_bytes() for _, path in sorted(making.make(forms, name, build).items())]
        for name in making.available()
        if name in (*making.OWN, "doc", "rtf", "odt", "pdf", "xls", "ofd")
    }
    members = {"自评表.docx": files["docx"][0], "网页/公开.html": files["html"][1], "说明.txt": files["text"][2]}
    return {**files, "zip": [zipped(members)], "warc": [warc(files["html"])]}


def damaged(wholes: Sequence[bytes], case: Case, seed: int) -> bytes:
    """A file of the case's format, cut short or with bytes changed; of a package, half the time inside a member."""
    chance = random.Random(f"{seed}:{case}")  # noqa: S311 - no secret
    data = chance.choice(wholes)
    if data[:2] == b"PK" and chance.random() < 0.5:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(members))
        members[name] = _damage(members[name], case.kind, chance)
        return zipped(members)
    return _damage(data, case.kind, chance)


def _damage(data: bytes, kind: str, chance: random.Random) -> bytes:
    if not data:
        return data
    if kind == "cut":
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def run(
    cases: Sequence[Case], files: dict[str, list[bytes]], seed: int, workers: int, slow: bool
) -> Iterator[tuple[Case, str, str]]:
    """Every case with its outcome (`read`, `refused`, `raised`, `hung`, `crashed`) and what is to be said of it."""
    waiting = iter(cases)
    children = [_start(files, seed, slow) for _ in range(min(workers, len(cases)))]
    busy = [child for child in children if _next(child, waiting)]
    while busy:
        left = min(child.since for child in busy) + TIME_LIMIT - time.monotonic()
        ready = wait([child.pipe for child in busy], timeout=max(0.0, left))
        for child in list(busy):
            assert child.case is not None
            if child.pipe in ready:
                try:
                    outcome, detail = child.pipe.recv()
                except EOFError:
                    child.process.join()
                    outcome, detail = "crashed", f"exit code {child.process.exitcode}"
            elif time.monotonic() - child.since >= TIME_LIMIT:
                outcome, detail = "hung", f"over {TIME_LIMIT:.0f} s"
            else:
                continue
            yield child.case, outcome, detail
            busy.remove(child)
            if outcome in ("crashed", "hung"):
                _stop(child)
                child = _start(files, seed, slow)
            if _next(child, waiting):
                busy.append(child)
            else:
                _stop(child)


def _start(files: dict[str, list[bytes]], seed: int, slow: bool) -> Child:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, files, seed, slow), daemon=True)
    process.start()
    theirs.close()
    ours.recv()  # it is up: its start does not count as reading
    return Child(process, ours)


def _stop(child: Child) -> None:
    child.process.kill()
    child.process.join()
    child.pipe.close()


def _next(child: Child, waiting: Iterator[Case]) -> bool:
    case = next(waiting, None)
    if case is None:
        return False
    child.case, child.since = case, time.monotonic()
    child.pipe.send(case)
    return True


def _serve(pipe: Connection, files: dict[str, list[bytes]], seed: int, slow: bool) -> None:
    """Read the cases that come through the pipe, and say how each went."""
    if not slow:
        os.environ["PATH"] = ""
        sys.modules["rapidocr"] = None  # type: ignore[assignment]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pipe.send("ready")
    while True:
        case = pipe.recv()
        data = damaged(files[case.format], case, seed)
        try:
            found = list(read_all(data, f"damaged.{making.suffix(case.format)}"))
        except BaseException as error:  # what escapes is what is looked for
            pipe.send(("raised", f"{type(error).__name__}: {error}"[:300]))
            continue
        pipe.send(("refused" if all(isinstance(one, ReadError) for one in found) else "read", ""))


if __name__ == "__main__":
    sys.exit(main())
