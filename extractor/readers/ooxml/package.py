"""Opening a .docx: whether its bytes are safe to unpack, and the XML parts that carry text.

python-docx opens the package; where it refuses one that Word would open (a part that a relationship names is missing,
a macro or strict variant), the parts are taken from the zip by their relationships or usual names.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.readers.ooxml.names import W, w
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBERS, MAX_RATIO, MAX_TOTAL, SMALL, brief

MAX_XML = 64 << 20
"""Bytes of one XML part: about two thousand pages."""

STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""Namespaces of ISO 29500 Strict and what they are called everywhere else."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Roots of the XML parts that carry text; None where the package has no such part."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    flags: tuple[str, ...] = ()


def open_parts(data: bytes, path: str) -> Parts:
    """Parse the parts of a package.

    Raises:
        ReadError: Not a Word package, damaged, encrypted, or too large once unpacked; says the remedy.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bombs(archive, path)
            refuse_document_types(archive, path)
            return by_python_docx(data) or by_zip(archive, path)
    except etree.XMLSyntaxError as error:
        raise ReadError(path, unparsable(error)) from error
    except BROKEN as error:
        raise ReadError(path, f"the .docx package is damaged ({brief(error)}); {AGAIN}") from error


def refuse_bombs(archive: zipfile.ZipFile, path: str) -> None:
    """Judge the archive by its directory, before anything is unpacked; zipfile never reads past the sizes in it."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ReadError(path, f"the package has {len(members)} members, over {MAX_MEMBERS}; it is no honest .docx")
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL:
        raise ReadError(path, f"unpacked it has {total} bytes, over {MAX_TOTAL}; remove pictures or split it")
    for member in members:
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > SMALL and ratio > MAX_RATIO:
            reason = f"{member.filename} unpacks to {ratio:.0f} times its size, over {MAX_RATIO}; it is no honest .docx"
            raise ReadError(path, reason)
        if member.flag_bits & 1:
            raise ReadError(path, f"{member.filename} is encrypted; save the document without a password")


def refuse_document_types(archive: zipfile.ZipFile, path: str) -> None:
    """Refuse XML with a document type: OOXML has none, and entities are declared nowhere else."""
    for member in archive.infolist():
        try:
            with archive.open(member) as stream:
                head = stream.read(64)
                if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] != b"<":
                    continue
                if member.file_size > MAX_XML:
                    reason = f"{member.filename} has {member.file_size} bytes, over {MAX_XML}; split the document"
                    raise ReadError(path, reason)
                body = head + stream.read()
        except BROKEN:
            continue
        if any("<!DOCTYPE".encode(encoding) in body for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
            reason = f"{member.filename} declares a document type, as entity bombs do; save the document anew in Word"
            raise ReadError(path, reason)


def by_python_docx(data: bytes) -> Parts | None:
    """The parts as python-docx finds them; None if it refuses the package."""
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        related = {
            relation.reltype.rsplit("/", 1)[-1]: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        return gathered(document.element, lambda kind: parse(related[kind].blob) if kind in related else None)
    except Exception:
        # It raises whatever it stumbles over; what is wrong is found out, and said, by the other way.
        return None


def gathered(document: Element, find: Callable[[str], Element | None], *flags: str) -> Parts:
    """The parts, each asked for by its kind of relationship."""
    return Parts(document, find("styles"), find("numbering"), find("footnotes"), find("endnotes"), flags)


def by_zip(archive: zipfile.ZipFile, path: str) -> Parts:
    """The parts by the package's own relationships, or by their usual names."""
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}

    def load(name: str) -> Element | None:
        member = names.get(name.lower())
        return None if member is None else parse(archive.read(member))

    main = targets(load("_rels/.rels"), "").get("officeDocument", "word/document.xml")
    document = load(main)
    if document is None:
        document = load("word/document.xml")
        main = "word/document.xml"
    if document is None:
        raise ReadError(path, f"the archive has no word/document.xml, so it is no Word document; {AGAIN}")
    folder, base = posixpath.split(main)
    try:
        found = targets(load(f"{folder}/_rels/{base}.rels"), folder)
    except (etree.XMLSyntaxError, *BROKEN):
        found = {}

    def secondary(kind: str) -> Element | None:
        try:
            return load(found.get(kind, f"{folder}/{kind}.xml"))
        except (etree.XMLSyntaxError, *BROKEN):
            return None

    if document.find(w("body")) is None:
        raise ReadError(path, f"{main} has no body; open it in Word or WPS and save it as .docx")
    return gathered(document, secondary, "repaired-package")


def targets(relationships: Element | None, folder: str) -> dict[str, str]:
    """Kind of relationship (`styles`, `numbering` …) -> member name."""
    if relationships is None:
        return {}
    found: dict[str, str] = {}
    for relation in relationships.iterchildren("*"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External" and target:
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.setdefault((relation.get("Type") or "").rsplit("/", 1)[-1], name)
    return found


def parse(data: bytes) -> Element:
    """Root of an XML part: entities stay unresolved, nothing is fetched, depth and text length are bounded."""
    for strict, usual in STRICT.items():
        data = data.replace(strict, usual)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def unparsable(error: etree.XMLSyntaxError) -> str:
    """One line on XML that does not parse."""
    message = " ".join(str(error).split())
    if "depth" in message:
        return "its XML is nested deeper than 256 levels; it is no honest .docx"
    if "Resource limit" in message or "too long" in message:
        return "a single text in its XML is over 10 million characters; split the document"
    return f"its XML is damaged ({message}); open it in Word or WPS, let it repair the file and save it"
