"""Files in, processed Docs out; one bad file never costs another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ReadError
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is refused before it is read into memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input file: a Doc, or the reason why there is none."""

    path: str
    doc: Doc | None = None
    error: ReadError | None = None


def extract(path: str | Path, until: str | None = None) -> Doc:
    """Read one report and run the pipeline on it; `until` names the last stage to run.

    Raises:
        ReadError: The path is no readable file of a known format; says what to do.
    """
    return process(read(_bytes(Path(path)), str(path)), until)


def extract_all(paths: Iterable[str | Path], until: str | None = None) -> Iterator[Outcome]:
    """Each path in the order given; a file that cannot be read becomes an Outcome with its error."""
    for path in paths:
        try:
            yield Outcome(str(path), doc=extract(path, until))
        except ReadError as error:
            yield Outcome(str(path), error=error)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError(str(path), f"is a folder; name the files in it: {path}/*.txt")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                str(path), f"{size // 2**20} MB is over the limit of {MAX_BYTES // 2**20} MB; split the file"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(str(path), "no such file; check the path") from error
    except OSError as error:
        raise ReadError(str(path), f"cannot be opened: {error.strerror}") from error
