"""Where things come from: the file and the way it was read, the page and the place on it, the sheet and the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle of a page in points (1/72 inch) from its top left corner, as the page is looked at."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes came from."""

    path: str
    format: str
    """What the bytes are, whatever the suffix says: `text`, `docx`, `doc`, `pdf`, `html` …"""
    sha256: str
    bytes: int
    member: str | None = None
    """Path inside an archive, the address of a WARC record; of an archive in an archive both, parted by `!`."""
    via: tuple[str, ...] = ()
    """How the text was got, step by step: `("msdoc2docx",)`, `("pypdfium2", "rapidocr")` …"""


class Origin(NamedTuple):
    """Where a paragraph or cell stands in the original file, and what was guessed to get it."""

    line: int | None = None
    """1-based line of a text file."""
    path: str | None = None
    """Place in a structured file, such as `body/tbl[2]/tr[3]/tc[1]`."""
    page: int | None = None
    """1-based page of a PDF, an OFD or a scan."""
    box: Box | None = None
    """On that page; of something that runs over pages, its part on the first."""
    sheet: str | None = None
    """Name of the worksheet."""
    ref: str | None = None
    """Cell of the worksheet: `B3`; of a merged cell its top left one."""
    confidence: float | None = None
    """0 … 1, the recogniser's own, of text read from an image: of its least certain line."""
    flags: tuple[str, ...] = ()
    """`hole`, `guessed-span`, `ambiguity-A` … `ambiguity-G`, `blank`, `automatic-numbering`, `footnote`, `endnote`,
    `stitched`, `running-head` …"""


NOWHERE = Origin()
"""Of what has no place in a file."""


@dataclass(frozen=True, slots=True)
class Margin:
    """A running head, a running foot or a page mark: printed on the page, no part of the running text."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page attaches."""

    title: str
    address: str
    """As the page states it; resolved where the page's own address is known."""
