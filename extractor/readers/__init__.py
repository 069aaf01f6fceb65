"""Readers: bytes of one file format -> Doc with text, paragraphs, raw tables and origins.

A reader is a function `(data: bytes, path: str) -> Doc` registered under the formats that `sniffing` names. A container
is a function `(data: bytes, path: str) -> Iterator[Member]` registered likewise: an archive, a web archive.
The libraries a format needs are imported inside its functions, so that reading one format loads no other's.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import urljoin

from extractor.errors import ReadError
from extractor.origins import Source
from extractor.readers.packing import MAX_RATIO, MAX_TOTAL
from extractor.readers.sniffing import sniff
from extractor.registry import Registry
from extractor.types import Doc


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: its bytes, or why they cannot be had."""

    name: str
    """Path in the archive, or the address of a WARC record."""
    data: bytes = b""
    error: str | None = None
    address: str | None = None
    """Of the page, against which its links are resolved."""


Reader = Callable[[bytes, str], Doc]
Container = Callable[[bytes, str], Iterator[Member]]
reader: Registry[Reader] = Registry("extractor.readers")
container: Registry[Container] = Registry("extractor.readers")

MAX_DEPTH = 1
"""Containers in a container: a zip of zips is read, a zip of zips of zips is not."""

_LITTER = ("thumbs.db", "desktop.ini", "ehthumbs.db")
"""What Windows leaves in folders; what others leave has a dot in front."""
_DRESSING = (".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".ico", ".svg", ".gif")
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".webp")


def is_litter(name: str) -> bool:
    """Whether a path below a folder or in an archive is no document.

    It is hidden, left by a system or by an open Word, or what a saved page is dressed with.
    """
    parts = PurePosixPath(name.replace("\\", "/").casefold()).parts
    if not parts or any((part.startswith(".") and part != "..") or part == "__macosx" for part in parts):
        return True
    beside_page = any(part.endswith(("_files", ".files")) for part in parts[:-1])
    return (
        parts[-1] in _LITTER
        or parts[-1].startswith("~$")
        or parts[-1].endswith(_DRESSING)
        or (beside_page and parts[-1].endswith(_PICTURES))
    )


def source(data: bytes, path: str, format: str, via: tuple[str, ...] = ()) -> Source:
    """The record of a file's bytes; `path` as the user gave it."""
    return Source(path=path, format=format, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data), via=via)


def read(data: bytes, path: str) -> Doc:
    """Turn the bytes of a file into a Doc, by what they are; `path` is for the record and for errors.

    Raises:
        ReadError: Empty, damaged or of no known format; or a container of several documents (`read_all` reads those).
    """
    found = list(islice(read_all(data, path), 2))
    if len(found) > 1:
        raise ReadError(path, "an archive of several documents, not one; read it with extract_all")
    [one] = found
    if isinstance(one, ReadError):
        raise one
    return one


def read_all(data: bytes, path: str) -> Iterator[Doc | ReadError]:
    """Every document in the bytes of a file: itself, or the members of the container that it is, in their order.

    What cannot be read is an error in the place of its Doc, so that nothing else is lost because of it.
    """
    yield from _documents(data, path, None, MAX_DEPTH, [max(MAX_TOTAL, MAX_RATIO * len(data))])


def read_web_archive(stream: IO[bytes], path: str) -> Iterator[Doc | ReadError]:
    """As `read_all`, of a web archive of any size, one record held at a time."""
    from extractor.readers.warc import records

    try:
        yield from _unpacked(records(stream), path, None, MAX_DEPTH, [sys.maxsize])
    except ReadError as error:
        yield error


def _documents(data: bytes, path: str, member: str | None, depth: int, left: list[int]) -> Iterator[Doc | ReadError]:
    """`left`: the bytes that may still be unpacked, of archives in archives all together."""
    shown = path if member is None else f"{path}!{member}"
    try:
        if not data:
            raise ReadError(shown, "the file is empty; download it again")
        kind = sniff(data, shown)
        plugin = reader.get(kind)
        if plugin is not None:
            doc = _read_one(plugin, data, shown, kind)
            yield replace(doc, source=replace(doc.source, path=path, member=member))
            return
        unpack = container.get(kind)
        if unpack is None:
            known = " ".join(sorted({name for name, _ in (*reader, *container)}))
            raise ReadError(shown, f"no reader for {kind}; known: {known}")
        if depth < 0:
            raise ReadError(shown, "an archive in an archive in an archive; unpack it first")
        yield from _unpacked(unpack(data, shown), path, member, depth, left)
    except ReadError as error:
        yield error


def _unpacked(
    members: Iterator[Member], path: str, outer: str | None, depth: int, left: list[int]
) -> Iterator[Doc | ReadError]:
    """The documents in the members of a container, which is the member `outer` of another, or the file itself."""
    count = 0
    for count, one in enumerate(members, 1):  # noqa: B007 - counted
        name = one.name if outer is None else f"{outer}!{one.name}"
        left[0] -= len(one.data)
        if left[0] < 0:
            raise ReadError(f"{path}!{name}", "from here on the archive unpacks to more than is safe; split it")
        if one.error is not None:
            yield ReadError(f"{path}!{name}", one.error)
            continue
        for found in _documents(one.data, path, name, depth - 1, left):
            yield _resolved(found, one.address) if isinstance(found, Doc) and one.address else found
    if not count:
        shown = path if outer is None else f"{path}!{outer}"
        raise ReadError(shown, "an archive without any document in it; look for the file that was meant")


def _resolved(doc: Doc, address: str) -> Doc:
    """Links of a page as absolute addresses."""
    return replace(doc, links=tuple(replace(link, address=_joined(address, link.address)) for link in doc.links))


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link)
    except ValueError:
        return link


def _read_one(plugin: Reader, data: bytes, path: str, format: str) -> Doc:
    try:
        return plugin(data, path)
    except ReadError:
        raise
    except Exception as error:
        # What a library stumbled over in one file must not cost the others of an archive or a run.
        brief = " ".join(str(error).split())[:200]
        reason = f"the reader of {format} failed ({type(error).__name__}: {brief}); save the file anew and try again"
        raise ReadError(path, reason) from error
