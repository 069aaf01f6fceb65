"""Opening an OFD: whether its bytes are safe to unpack, and its XML parts by the names they call each other."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBERS, MAX_RATIO, MAX_TOTAL, SMALL, brief

MAX_XML = 64 << 20
"""Bytes of one XML part; a page full of small print has under one million."""
LOCKED = "the OFD is encrypted; open it in its reader and save it without protection"


@dataclass(frozen=True, slots=True)
class Package:
    """An open OFD; parts are asked for by their path from its root."""

    archive: zipfile.ZipFile
    names: dict[str, str]
    """Member by its path in lower case."""

    def xml(self, name: str) -> Element | None:
        """Root of an XML part, damaged ones as far as they go; None if it is not there or is none."""
        data = self.blob(name, MAX_XML)
        if data is None or b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
        try:
            return etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    def blob(self, name: str, most: int) -> bytes | None:
        """Bytes of a member of at most so many; None if there is none, or it is damaged."""
        member = self.names.get(name.lower())
        if member is None:
            return None
        try:
            return self.archive.read(member) if self.archive.getinfo(member).file_size <= most else None
        except BROKEN:
            return None


@contextmanager
def opened(data: bytes, path: str) -> Iterator[Package]:
    """The package in `data`.

    Raises:
        ReadError: Damaged, encrypted, or too large once unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise ReadError(path, f"the OFD package is damaged ({brief(error)}); {AGAIN}") from error
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise ReadError(path, f"the package has {len(members)} members, over {MAX_MEMBERS}; it is no honest OFD")
        total = sum(member.file_size for member in members)
        if total > MAX_TOTAL:
            raise ReadError(path, f"unpacked it has {total} bytes, over {MAX_TOTAL}; split the document")
        for member in members:
            if member.flag_bits & 1:
                raise ReadError(path, LOCKED)
            ratio = member.file_size / max(member.compress_size, 1)
            if member.file_size > SMALL and ratio > MAX_RATIO:
                what = f"{member.filename} unpacks to {ratio:.0f} times its size, over {MAX_RATIO}"
                raise ReadError(path, f"{what}; it is no honest OFD")
        yield Package(archive, {tidy(member.filename).lower(): member.filename for member in reversed(members)})


def tidy(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/").strip()).lstrip("/")


def resolved(location: str | None, base: str) -> str:
    """Path from the package's root of what the part `base` calls `location`; empty for nothing."""
    if not location or not location.strip():
        return ""
    location = location.replace("\\", "/").strip()
    return tidy(location if location.startswith("/") else posixpath.join(posixpath.dirname(base), location))


def local(element: Element) -> str:
    """Name of an element without its namespace, which writers spell in several ways; empty for a comment."""
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> list[Element]:
    """Children of these names."""
    return [] if element is None else [child for child in element if local(child) in names]


def child(element: Element | None, *names: str) -> Element | None:
    """The first child by a row of names, each the child of the one before."""
    for name in names:
        element = next(iter(children(element, name)), None)
    return element


def text(element: Element | None) -> str:
    return "" if element is None else (element.text or "").strip()
