"""Files in, processed Docs out; one bad file never costs another, one bad member never its archive."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ReadError
from extractor.pipeline import process
from extractor.readers import is_litter, read, read_all, read_web_archive
from extractor.readers.sniffing import HEAD, is_web_archive
from extractor.types import Doc

MAX_BYTES = 256 * 1024 * 1024
"""A larger file is refused before it is read into memory."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: a Doc, or the reason why there is none."""

    path: str
    """Of the file, as given; of a file in a folder that was given, with the folder."""
    doc: Doc | None = None
    error: ReadError | None = None
    member: str | None = None
    """Which document of an archive, as `Source.member`; None where the file itself is the document."""


def extract(path: str | Path, until: str | None = None) -> Doc:
    """Read one report and run the pipeline on it; `until` names the last stage to run.

    Raises:
        ReadError: The path is no readable file of a known format, or an archive of several documents
            (`extract_all` reads those); says what to do.
    """
    shown = _readable(str(path))
    return process(read(_bytes(Path(path), shown), shown), until)


def extract_all(paths: Iterable[str | Path], until: str | None = None) -> Iterator[Outcome]:
    """One Outcome a document: paths in the order given, files of a folder sorted, members as their archive has them.

    What cannot be read becomes an Outcome with its error. One document is held at a time.
    """
    for path in paths:
        for file in files_in(Path(path)):
            yield from _outcomes(file, until)


def files_in(path: Path) -> Iterator[Path]:
    """The path itself; of a folder the files in it and in its folders, sorted, without litter and hidden files.

    An empty folder is left in its place, to be refused like a file that is not there.
    """
    if not path.is_dir():
        yield path
        return
    found = (file for file in sorted(path.rglob("*")) if not is_litter(file.relative_to(path).as_posix()))
    files = [file for file in found if file.is_file()]
    yield from files or [path]


def _outcomes(path: Path, until: str | None) -> Iterator[Outcome]:
    shown = _readable(str(path))
    for found in _found(path, shown):
        if isinstance(found, ReadError):
            inside = found.place.startswith(f"{shown}!")
            yield Outcome(shown, error=found, member=found.place[len(shown) + 1 :] if inside else None)
        else:
            yield Outcome(shown, doc=process(found, until), member=found.source.member)


def _found(path: Path, shown: str) -> Iterator[Doc | ReadError]:
    """What is read of a file; a web archive is streamed, so that it may be of any size."""
    try:
        if path.is_file():
            with path.open("rb") as stream:
                if is_web_archive(stream.read(HEAD)):
                    stream.seek(0)
                    yield from read_web_archive(stream, shown)
                    return
        data = _bytes(path, shown)
    except ReadError as error:
        yield error
        return
    except OSError as error:
        yield ReadError(shown, f"cannot be opened: {error.strerror}")
        return
    yield from read_all(data, shown)


def _readable(path: str) -> str:
    """A path as it can be printed: names that another system left in GB18030 are no UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
    return path


def _bytes(path: Path, shown: str) -> bytes:
    if path.is_dir():
        raise ReadError(shown, "is a folder, not a file, or has none in it; name a file")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(shown, f"{size // 2**20} MB is over the limit of {MAX_BYTES // 2**20} MB; split the file")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(shown, "no such file; check the path") from error
    except OSError as error:
        raise ReadError(shown, f"cannot be opened: {error.strerror}") from error
