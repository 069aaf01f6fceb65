"""Binary Word documents (.doc, and .wps of WPS Office): converted to a package, which is read like any .docx."""

from __future__ import annotations

from dataclasses import replace

from extractor.errors import ReadError
from extractor.origins import Origin, Source
from extractor.readers import office, reader, source
from extractor.readers.docx import lay_out
from extractor.readers.layout import Layout
from extractor.readers.msdoc.conversion import ConversionError, to_package
from extractor.readers.msdoc.header import Generation, WordFile, open_word
from extractor.readers.msdoc.pieces import ANNEXES, bare_text, chinese_in_bytes, gb_bytes
from extractor.readers.msdoc.rows import blocks
from extractor.readers.ooxml.names import TEXT, w
from extractor.readers.ooxml.package import Parts, open_parts
from extractor.readers.richtext.writing import write
from extractor.types import Doc

BARE = "bare-text"
LEAST_SHARE = 0.7
"""A conversion with fewer of the file's letters has lost text; what tracked changes deleted is among them."""

_FILTERS: dict[Generation, str | None] = {"97": "MS Word 97", "95": None, "2": "MS WinWord 5", "none": "MS_Works"}
"""How LibreOffice is to read it: named, where it might take damage for plain text. It tells Word 6 from 95 itself."""
_NAMES: dict[Generation, str] = {
    "97": "the Word file is damaged",
    "95": "a file of Word 6 or 95",
    "2": "a file of Word 1 or 2",
    "none": "the file is damaged, or of a program that is not Word",
}


@reader("doc")
def read_doc(data: bytes, path: str) -> Doc:
    """Read a binary Word file; the first of these ways that gives its text is taken, and `via` says which were tried.

    Word 97 and later by doc2docx; that and older files by LibreOffice, where it is installed; at last the bare
    characters and tables of Word 6 to 2003, without automatic numbers and with deleted text, flagged `bare-text`.

    Raises:
        ReadError: Protected by a password, too old or too damaged for all of them; without any text.
    """
    file = open_word(data)
    if file.encrypted:
        raise ReadError(path, "the document is protected by a password; save it without one")
    letters = bare_text(file)
    tried: list[str] = []
    partial: Doc | None = None
    if file.generation == "97":
        try:
            doc = _by_doc2docx(data, path, file)
        except (ConversionError, ReadError):
            tried.append("msdoc2docx: refused")
        else:
            if _letters(doc.text) >= LEAST_SHARE * _letters(letters):
                return doc
            partial = doc
            tried.append("msdoc2docx: incomplete")
    try:
        package = office.to_package(data, path, ".doc", _FILTERS[file.generation])
        doc = lay_out(open_parts(package, path), source(data, path, "doc", (*tried, "libreoffice")))
    except ReadError:
        tried.append("libreoffice: refused" if office.command() else "libreoffice: absent")
    else:
        return doc if partial is None or _letters(doc.text) > _letters(partial.text) else partial
    if partial is not None:
        return replace(partial, flags=(*partial.flags, "hole"))
    if letters.strip():
        return _bare(letters, file, source(data, path, "doc", (*tried, "piece-table")))
    raise ReadError(path, _refusal(file))


def _by_doc2docx(data: bytes, path: str, file: WordFile) -> Doc:
    parts = open_parts(to_package(data, file), path)
    _mend(parts, chinese_in_bytes(file))
    return lay_out(parts, source(data, path, "doc", ("msdoc2docx",)))


def _mend(parts: Parts, chinese: bool) -> None:
    """Undo what doc2docx makes of control characters and, if there is any, of Chinese in single bytes."""
    for root in (root for root in (parts.document, parts.footnotes, parts.endnotes) if root is not None):
        for node in root.iter(TEXT):
            text = node.text or ""
            if text == "\ufffd":
                # A run of its own: a column break, the one control character that ends a line and is not known there.
                node.tag = w("br")
            elif "\ufffd" in text:
                node.text = text = text.replace("\ufffd", "")
            if chinese and not text.isascii():
                raw = text.encode("cp1252", errors="replace")
                if len(raw) == len(text) and gb_bytes(raw):
                    node.text = raw.decode("gb18030", errors="replace")


def _bare(text: str, file: WordFile, of: Source) -> Doc:
    cut = file.generation == "97" and not file.table
    layout = Layout(flags={BARE: None, "hole": None} if cut else {BARE: None})
    body = blocks(file)
    write(layout, body, flags=(BARE,))
    for number, line in enumerate((bare_text(file, ANNEXES) if body else text).split("\n"), 1):
        layout.paragraph(line, Origin(path=f"{'annex' if body else 'line'}[{number}]", flags=(BARE,)))
    return layout.doc(of)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _refusal(file: WordFile) -> str:
    reason = _NAMES[file.generation]
    if office.command() is None:
        return f"{reason}; install LibreOffice, which may read it, or open it in WPS and save it as .docx"
    return f"{reason} and LibreOffice cannot read it; open it in WPS and save it as .docx, or ask for it again"
