"""Pages of portals, and HTML that Word, WPS and Excel write: the report on them, exact tables, attached files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.errors import ReadError
from extractor.origins import Link
from extractor.readers import reader, source
from extractor.readers.encoding import decode
from extractor.readers.layout import Layout
from extractor.readers.markup.attached import attachments, base_address
from extractor.readers.markup.body import main_body, show_when_loaded
from extractor.readers.markup.edges import article, with_title
from extractor.readers.markup.flow import flow
from extractor.readers.markup.grid import is_layout, too_large
from extractor.readers.markup.guard import refusal
from extractor.readers.markup.laying import lay_out
from extractor.readers.markup.links import close_links, leads_away
from extractor.readers.markup.sayings import page_meta, take_heads
from extractor.readers.markup.tree import Element, parse
from extractor.types import Doc, Meta, squeeze

LARGEST = 50_000_000
"""Bytes of the largest page that is read."""
MENU = 5
"""Links to other pages that make a list of one without text."""
LINKS_ONLY = "links-only"
"""Flag of a page with less text of its own than names of attached files."""

_CHARSET = re.compile(
    rb"<(?:meta[^<>]{0,200}?charset|\?xml[^<>]{0,100}?encoding)\s*=\s*[\"']?\s*([-\w:.]{2,30})", re.IGNORECASE
)
_OFFICE = re.compile(
    r"urn:schemas-microsoft-com:office|<meta[^<>]{0,80}(?:Microsoft|WPS|LibreOffice|OpenOffice)[^<>]{0,80}>",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"<meta[^<>]{0,40}ProgId[^<>]{0,40}(?:Word\.Document|Excel\.Sheet)", re.IGNORECASE)
_PORTAL = re.compile(r"<(?:script|nav|footer|form|iframe)\b|<link[^<>]{0,200}stylesheet", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype|html|head|body|div|p|br|font|span|meta)\b", re.IGNORECASE)
_TEXT_LINE = re.compile(r"(?<![>\s])[ \t]*\r?\n")
"""The end of a line in a text that has tables in HTML and no other markup, as text recognition writes it."""
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_MEMBER = re.compile(r"!(https?://\S+)$", re.IGNORECASE)


@reader("html")
def read_html(data: bytes, path: str) -> Doc:
    """Read the report on a page: its main body, without what surrounds it.

    Cells and paragraphs have the place of their element (`body/div[2]/table[1]/tbody[1]/tr[3]/td[2]`); tables are
    exact. What the page says of itself is in `meta`, the files it attaches are in `links`. `Source.via` tells how the
    main body was found.

    Raises:
        ReadError: Over `LARGEST` bytes, no text, made to hang a parser, or nothing to read on it.
    """
    page = Page()
    page.read(data, path, address=_address(path))
    return page.doc(data, path, "html")


@dataclass(slots=True)
class Page:
    """A document while it is read from one page or several."""

    layout: Layout = field(default_factory=Layout)
    meta: Meta | None = None
    links: list[Link] = field(default_factory=list)
    via: dict[str, None] = field(default_factory=dict)
    menu: bool = False
    """A page without text leads to others."""
    frames: list[str] = field(default_factory=list)
    """Addresses of the pages that it only shows in frames."""

    def read(
        self, data: bytes, path: str, charset: str | None = None, address: str | None = None, sheet: str | None = None
    ) -> None:
        """Add what a page says.

        `charset`: what the carrier of the bytes says. `address`: of the page. `sheet`: name of the worksheet it is.
        """
        if len(data) > LARGEST:
            raise ReadError(path, f"{len(data) / 1e6:.0f} MB of HTML, the limit is {LARGEST // 1_000_000} MB; split it")
        declared = charset or _declared(data)
        decoded = decode(data, declared)
        if decoded is None:
            raise ReadError(path, "neither UTF-8 nor GB18030 nor Big5; save it as UTF-8")
        text = decoded.text.removeprefix("\ufeff").replace("\0", "")
        marked = _PAGE.search(text) is not None
        if not marked:
            text = _TEXT_LINE.sub("<br>", text)
        if (reason := refusal(text)) is not None:
            raise ReadError(path, reason)
        self.layout.flags.update(dict.fromkeys(decoded.flags))
        self.via["selectolax"] = None
        root = parse(text)
        body = next((element for element in root.elements if element.tag == "body"), None)
        self.frames += [one.get("src") for one in root.walk() if one.tag in ("frame", "iframe") and one.get("src")]
        if body is not None:
            self._body(root, body, address, sheet, whole=not marked or _is_office(text))

    def _body(self, root: Element, body: Element, address: str | None, sheet: str | None, *, whole: bool) -> None:
        if whole:
            main, how, said = body, "whole-page", Meta()
            found = flow(body, self._opens)
        else:
            show_when_loaded(body)
            close_links(body)
            heads = take_heads(body)
            said = page_meta(root, heads, body)
            main, how = main_body(body, said.title)
            found = article(flow(main, self._opens), said.title, named=how == "site-rule")
            if found:
                found = with_title(found, body, main, said.title)
            else:
                self.menu |= sum(1 for one in body.walk() if one.tag == "a" and leads_away(one)) >= MENU
        self.via[how] = None
        links = attachments(main, body, base_address(root, address))
        lay_out(found, self.layout, self._opens, sheet)
        self.meta = said if self.meta is None else self.meta
        self.links += links
        named = sum(len(squeeze(link.title)) for link in links)
        if links and not self.layout.tables and sum(len(squeeze(p)) for p in self.layout.pieces) < 2 * named + 40:
            self.layout.flags[LINKS_ONLY] = None

    def _opens(self, table: Element) -> bool:
        """Whether a table is read as text: it places what is on the page, or is too large for a grid."""
        if is_layout(table):
            return True
        if too_large(table):
            self.layout.flags["table-too-large"] = None
            return True
        return False

    def doc(self, data: bytes, path: str, format: str) -> Doc:
        """What was read, as the Doc of a file of these bytes."""
        if not self.layout.paragraphs and not any(cell.text for table in self.layout.tables for cell in table.cells):
            if self.frames and not self.links:
                shown = ", ".join(squeeze(frame) for frame in self.frames[:3])[:200]
                raise ReadError(path, f"only frames that show {shown}; give those files, or save it as one file")
            if not self.links and self.menu:
                raise ReadError(path, "a list of links to other pages; give the page that the report is on")
            if not self.links:
                raise ReadError(
                    path, "no text on the page, a script draws it perhaps; save it from the browser as MHTML or PDF"
                )
            self.layout.flags[LINKS_ONLY] = None
        return self.layout.doc(source(data, path, format, tuple(self.via)), self.meta or Meta(), links=self.links)


def _address(path: str) -> str | None:
    """The address of a page in a web archive, whose members are named by it."""
    found = _MEMBER.search(path)
    return found[1] if found else None


def _is_office(text: str) -> bool:
    """Whether Word, Excel or their like wrote the whole page: then all of it is the report."""
    start = _BODY.search(text)
    head = text[: start.start()] if start else text[:20_000]
    return bool(_PROGRAM.search(head)) or (bool(_OFFICE.search(head)) and not _PORTAL.search(text))


def _declared(data: bytes) -> str | None:
    found = _CHARSET.search(data[:8192])
    return found[1].decode("ascii", errors="replace") if found else None
