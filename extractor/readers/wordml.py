"""Word in one XML file, often named .doc: Word 2003, which report systems fill in, and packages written flat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.docx import lay_out
from extractor.readers.ooxml.names import PARAGRAPH, TEXT, W, attribute, child, w
from extractor.readers.ooxml.package import MAX_XML, Parts, parse, unparsable
from extractor.types import Doc

MAX_BYTES = 256 << 20
"""With its pictures, which are left out before it is parsed."""

_PICTURES = re.compile(rb"<(w:binData|pkg:binaryData)\b[^>]*>[^<]*</\1\s*>")
_DOCUMENT_TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_AUX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_RENAMED = {
    w("vmerge"): w("vMerge"),
    w("hmerge"): w("hMerge"),
    f"{_AUX}sect": w("customXml"),
    f"{_AUX}sub-section": w("customXml"),
    f"{_AUX}pBdrGroup": w("customXml"),
    f"{_AML}content": w("customXml"),
}
"""What Word 2003 spells otherwise, and wrappers that it knows alone."""
_CHANGES = {"Word.Deletion": w("del"), "Word.Insertion": w("ins")}


@reader("wordml")
def read_wordml(data: bytes, path: str) -> Doc:
    """Read a Word document in one XML file; origins and tables as of a .docx.

    Raises:
        ReadError: Damaged, too large, of another kind of XML, or without any text.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(path, f"it has {len(data)} bytes, over {MAX_BYTES}; remove pictures or split it")
    xml = _PICTURES.sub(b"", data.lstrip())
    if len(xml) > MAX_XML:
        raise ReadError(path, f"without pictures it has {len(xml)} bytes, over {MAX_XML}; split the document")
    if any(sign in xml for sign in _DOCUMENT_TYPES):
        raise ReadError(path, "it declares a document type, as entity bombs do; save the document anew in Word")
    try:
        root = parse(xml.replace(_WORD_2003, W.encode()))
    except etree.XMLSyntaxError as error:
        raise ReadError(path, unparsable(error)) from error
    except ValueError as error:
        raise ReadError(path, "its XML is damaged; open it in Word or WPS and save it as .docx") from error
    parts = _flat(root) if root.tag == f"{_PKG}package" else _single(root)
    if parts is None:
        raise ReadError(path, "it is no Word document in XML; open it in Word or WPS and save it as .docx")
    return lay_out(parts, source(data, path, "wordml"))


def _flat(root: Element) -> Parts | None:
    """The parts of a package that is written as one file."""
    found: dict[str, Element] = {}
    for part in root.iterchildren(f"{_PKG}part"):
        inner = next((one for data in part.iterchildren(f"{_PKG}xmlData") for one in data.iterchildren("*")), None)
        if inner is not None:
            found.setdefault((part.get(f"{_PKG}name") or "").rsplit("/", 1)[-1].lower(), inner)
    document = found.get("document.xml")
    if document is None:
        return None
    styles, numbering = found.get("styles.xml"), found.get("numbering.xml")
    return Parts(document, styles, numbering, found.get("footnotes.xml"), found.get("endnotes.xml"))


def _single(root: Element) -> Parts | None:
    """A document of Word 2003, its elements renamed to what they are called in a package."""
    if root.tag != w("wordDocument"):
        return None
    for element in list(root.iter("*")):
        if element.tag in _RENAMED:
            element.tag = _RENAMED[element.tag]
        elif element.tag == f"{_AML}annotation":
            element.tag = _CHANGES.get(attribute(element, "type") or "", element.tag)
        elif element.tag == PARAGRAPH:
            _print_number(element)
    return Parts(root, footnotes=_taken_out(root, "footnote"), endnotes=_taken_out(root, "endnote"))


def _print_number(paragraph: Element) -> None:
    """Write the automatic number, which the file states as it is printed, before the text."""
    hint = child(paragraph, "pPr", "listPr")
    printed = None if hint is None else next((one.get(f"{_AUX}val") for one in hint.iterchildren(f"{_AUX}t")), None)
    if not printed or not any(map(str.isalnum, printed)):
        return
    run = etree.Element(w("r"))
    etree.SubElement(run, TEXT).text = f"{printed} "
    paragraph.insert(1, run)


def _taken_out(root: Element, name: str) -> Element | None:
    """The notes, which stand in the middle of the text that they are about, as a part of their own."""
    notes = etree.Element(w(f"{name}s"))
    for number, note in enumerate(_anchored(root, name), 1):
        note.set(w("id"), str(number))
        notes.append(note)
    return notes if len(notes) else None


def _anchored(root: Element, name: str) -> Iterator[Element]:
    for note in list(root.iter(w(name))):
        if (parent := note.getparent()) is not None and parent.tag == w("r"):
            yield note
