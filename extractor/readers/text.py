"""Plain text, with the tables that a converter flattened into it (the grammar is in `flattened`)."""

from __future__ import annotations

from extractor.errors import ReadError
from extractor.origins import Origin, Source
from extractor.readers import reader, source
from extractor.readers.encoding import decode
from extractor.readers.flattened import BREAK, Line, RawCell, RawTable, lines_of, split, trim
from extractor.readers.mending import mend
from extractor.types import Cell, Doc, Paragraph, Span, Table

LARGEST = 20_000_000
"""Bytes of the largest text that is read: no report comes near, and what does is an export of something else."""


@reader("text")
def read_text(data: bytes, path: str) -> Doc:
    """Read a text file; line breaks stay as they are, so that offsets are the file's own.

    The encoding is found by `encoding.decode`; the byte order mark of UTF-8 stays as the first character. A few bad
    bytes are replaced and flagged `replaced-bytes`. Tables get raw rows: `Cell.col` is the ordinal in the
    row, no spans.

    Raises:
        ReadError: Over `LARGEST` bytes, not a text at all, or nothing but white space.
    """
    if len(data) > LARGEST:
        limit = LARGEST // 1_000_000
        raise ReadError(
            path, f"{len(data) / 1e6:.1f} MB of text, the limit is {limit} MB; split it into single reports"
        )
    decoded = decode(data)
    if decoded is None or "\0" in decoded.text:
        raise ReadError(
            path,
            "a binary file, not a text; give it the suffix of its real format"
            if b"\0" in data
            else "neither UTF-8 nor GB18030; save it as UTF-8",
        )
    text, flags = decoded.text, decoded.flags
    if not text.strip().strip("\ufeff\u200b"):
        raise ReadError(path, "nothing but white space; export the report again")
    return text_doc(text, source(data, path, "text"), flags)


def text_doc(text: str, origin: Source, flags: tuple[str, ...] = ()) -> Doc:
    """A Doc of a text that is at hand, laid out as `read_text` does it; `Doc.text` is `text`, sign for sign."""
    paragraphs: list[Paragraph] = []
    tables: list[Table] = []
    holed = False
    for part in split(lines_of(text)):
        if isinstance(part, RawTable):
            tables.append(_table(text, part))
            holed = holed or part.holed
        else:
            paragraph = _paragraph(text, part)
            paragraphs.append(paragraph)
            holed = holed or "hole" in paragraph.origin.flags
    if holed or text.endswith("\n "):
        flags = (*flags, "hole")
    return Doc(origin, text, tuple(paragraphs), tuple(tables), flags=flags)


def _paragraph(text: str, line: Line) -> Paragraph:
    flags = ("hole",) if line.after_hole else ()
    return Paragraph(trim(text, line.start, line.end), Origin(line.number, flags=flags))


def _table(text: str, raw: RawTable) -> Table:
    rows = mend(raw.rows)
    cells = tuple(
        _cell(text, cell, row, col) for row, raw_cells in enumerate(rows) for col, cell in enumerate(raw_cells)
    )
    found = {flag for cell in cells for flag in cell.origin.flags if flag.startswith("ambiguity")}
    flags = (("hole",) if raw.holed else ()) + tuple(sorted(found))
    start, end = raw.span
    ending = BREAK.match(text, end)
    span = Span(start, ending.end() if ending else end)
    return Table(span, len(rows), max(map(len, rows)), cells, exact=False, flags=flags)


def _cell(text: str, raw: RawCell, row: int, col: int) -> Cell:
    first, end = raw.lines[0], raw.lines[-1].end
    span = trim(text, first.start, end)
    flags = tuple(dict.fromkeys(raw.flags)) if raw.flags else ()
    if span.start == span.end:
        # An empty cell may continue the label above it; one that someone blanked out with a wide blank does not.
        shown = "".join(line.text for line in raw.lines)
        if "\u3000" in shown or "\xa0" in shown:
            flags = ("blank", *flags)
        start = min(first.start + len(first.text) - len(first.text.lstrip(" \t")), end)
        span = Span(start, start)
    return Cell(row, col, span, text[span.start : span.end], origin=Origin(first.number, flags=flags))
