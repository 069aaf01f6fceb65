"""Archives: zip, tar (packed or not) and single packed files, member by member in their own order."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from extractor.errors import ReadError
from extractor.readers import Member, container, is_litter
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBER, MAX_MEMBERS, MAX_RATIO, MAX_TOTAL, SMALL, brief

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
"""Extra field of a zip member with its name in UTF-8."""
_FULL = f"the archive unpacks to over {MAX_TOTAL >> 20} MB; split it"
_TOO_LARGE = f"over the limit of {MAX_MEMBER >> 20} MB unpacked; split the file"


@container("zip")
def unpack_zip(data: bytes, path: str) -> Iterator[Member]:
    """The files of a zip archive; names without a mark are taken for UTF-8 if they can be, else for GB18030.

    A member that is encrypted, damaged or too large becomes one with an error.

    Raises:
        ReadError: The directory of the archive cannot be read.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        reason = f"the archive is damaged or one volume of several ({brief(error)}); {AGAIN}"
        raise ReadError(path, reason) from error
    total = 0
    with archive:
        members = [(zip_name(info), info) for info in archive.infolist() if not info.is_dir()]
        wanted = [(name, info) for name, info in members if not is_litter(name)]
        for name, info in wanted[:MAX_MEMBERS]:
            problem = _refusal(info)
            if problem is None and total + info.file_size > MAX_TOTAL:
                problem = _FULL
            if problem is not None:
                yield Member(name, error=problem)
                continue
            total += info.file_size
            try:
                unpacked = archive.read(info)
            except BROKEN as error:
                yield Member(name, error=f"damaged in the archive ({brief(error)}); {AGAIN}")
                continue
            yield Member(name, unpacked)
    yield from _beyond([name for name, _ in wanted[MAX_MEMBERS:]])


@container("tar")
def unpack_tar(data: bytes, path: str) -> Iterator[Member]:
    """The files of a tar archive, itself packed or not; links and devices are passed over.

    What follows the place where it is damaged or over the limit is one member with an error.
    """
    import tarfile

    stream = _Limited(_opened(data), MAX_TOTAL)
    count = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                name = _named(info.name.encode("utf-8", errors="surrogateescape"))
                if not info.isfile() or is_litter(name):
                    continue
                count += 1
                if count > MAX_MEMBERS:
                    yield from _beyond([name])
                    return
                if info.size > MAX_MEMBER:
                    yield Member(name, error=_TOO_LARGE)
                    continue
                file = archive.extractfile(info)
                yield Member(name, file.read() if file is not None else b"")
    except (tarfile.TarError, *BROKEN) as error:
        yield Member("…", error=f"the archive breaks off or is damaged here ({brief(error)}); {AGAIN}")


@container("gzip", "bzip2", "xz")
def unpack_one(data: bytes, path: str) -> Iterator[Member]:
    """The file that is packed in a .gz, .bz2 or .xz, named like it without that suffix.

    Raises:
        ReadError: Damaged, or over the limit once unpacked.
    """
    shown = PurePosixPath(path.rpartition("!")[2].replace("\\", "/"))
    try:
        unpacked = _opened(data).read(MAX_MEMBER + 1)
    except BROKEN as error:
        raise ReadError(path, f"the packed file is damaged or breaks off ({brief(error)}); {AGAIN}") from error
    if len(unpacked) > MAX_MEMBER:
        raise ReadError(path, _TOO_LARGE)
    yield Member(shown.stem if shown.suffix.lower() in (".gz", ".bz2", ".xz") else shown.name, unpacked)


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member as whoever packed it saw it."""
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        kind, size = int.from_bytes(extra[at : at + 2], "little"), int.from_bytes(extra[at + 2 : at + 4], "little")
        if kind == _UNICODE_PATH:
            return extra[at + 9 : at + 4 + size].decode("utf-8", errors="replace").replace("\\", "/")
        at += 4 + size
    name = (
        info.filename if info.flag_bits & _UTF8_NAME else _named(info.orig_filename.encode("cp437", errors="replace"))
    )
    return name.replace("\\", "/")


def _named(raw: bytes) -> str:
    """UTF-8 if it is that and more than Latin or Greek by chance; else what Chinese Windows writes."""
    try:
        name = raw.decode("utf-8")
        if raw.isascii() or any(character >= "\u0800" for character in name):
            return name
    except UnicodeDecodeError:
        name = ""
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return name or raw.decode("gb18030", errors="replace")


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Why a member is not unpacked, by the directory; zipfile never reads past the sizes in it."""
    if info.flag_bits & _ENCRYPTED:
        return "protected by a password; unpack the archive and give the files in it"
    if info.file_size > MAX_MEMBER:
        return _TOO_LARGE
    ratio = info.file_size / max(info.compress_size, 1)
    if info.file_size > SMALL and ratio > MAX_RATIO:
        return f"unpacks to {ratio:.0f} times its size, over {MAX_RATIO}; it is no honest document"
    return None


def _beyond(names: list[str]) -> Iterator[Member]:
    if names:
        yield Member(names[0], error=f"from here on over the limit of {MAX_MEMBERS} members; split the archive")


def _opened(data: bytes) -> IO[bytes] | gzip.GzipFile:
    stream = io.BytesIO(data)
    if data.startswith(b"\x1f\x8b"):
        return gzip.open(stream)
    if data.startswith(b"BZh"):
        return bz2.open(stream)
    return lzma.open(stream) if data.startswith(b"\xfd7zXZ\0") else stream


class _Limited(io.RawIOBase):
    """A stream that fails once more than `limit` bytes were read from it."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, limit: int) -> None:
        self._stream, self._left = stream, limit

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(_FULL)
        return data
