"""Single-file web pages (.mht): as browsers save them, and as Word and Excel write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from urllib.parse import unquote, urljoin

from extractor.errors import ReadError
from extractor.readers import reader
from extractor.readers.encoding import decode
from extractor.readers.html import Page
from extractor.types import Doc

LARGEST = 100_000_000
"""Bytes of the largest file that is read; pictures are in it."""
MAX_PARTS = 2_000
MAX_SHEETS = 200
MAX_HEADER = 10_000
"""Bytes of a Content-Type with its parameters: reading them is quadratic."""

_DAMAGED = "a damaged MHTML file; save the page again"
_FRAME = re.compile(r"<frame\b[^<>]{0,500}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,300})", re.IGNORECASE)
_SHEET = re.compile(
    r"<x:ExcelWorksheet>\s*<x:Name>([^<]{1,80})</x:Name>\s*<x:WorksheetSource\s+HRef=[\"']?([^\"'\s>]{1,300})",
    re.IGNORECASE,
)
_KIND = re.compile(rb"^content-(?:type|disposition):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_MARKUP = re.compile(rb"<(?:html|head|body|table|div|p)[\s>]", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")

_NO_PAGES = ("text/css", "text/javascript", "application/javascript", "text/xml", "application/xml")


@dataclass(frozen=True, slots=True)
class Part:
    """A page in the file."""

    address: str
    """Its Content-Location, as stated; empty where there is none."""
    ids: str
    """Its Content-ID without brackets."""
    charset: str | None
    data: bytes


@reader("mhtml")
def read_mhtml(data: bytes, path: str) -> Doc:
    """Read the main page of a single-file web page; of a workbook every sheet, with its name as `Origin.sheet`.

    Raises:
        ReadError: Over `LARGEST` bytes, damaged, without a page in it, or for what `read_html` raises it.
    """
    if len(data) > LARGEST:
        raise ReadError(
            path, f"{len(data) / 1e6:.0f} MB, the limit is {LARGEST // 1_000_000} MB; save it without pictures"
        )
    if data.count(b"Content-Type") + data.count(b"content-type") > MAX_PARTS * 2 or data.count(b"boundary=") > 100:
        raise ReadError(path, f"more than {MAX_PARTS} parts; save the page again without pictures")
    if any(len(found[0]) > MAX_HEADER for found in _KIND.finditer(data)):
        raise ReadError(path, _DAMAGED)
    try:
        # It ends at the first line that is no header; what a download put in front of the first header is none.
        message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf \t\r\n\0"))
        parts = _pages(message)
        start = str(message.get_param("start") or "").strip("<> ")
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise ReadError(path, _DAMAGED) from error
    if not parts:
        raise ReadError(path, "no page in it, only pictures or attachments; save the page again as MHTML")
    main = next((part for part in parts if start and start in (part.ids, part.address)), parts[0])
    page = Page()
    sheets = _sheets(main, parts)
    for part, name in sheets or [(main, None)]:
        page.read(part.data, path, part.charset, _address(part.address), name)
    return page.doc(data, path, "mhtml")


def _pages(message: Message) -> list[Part]:
    found = []
    for part in message.walk():
        if part.is_multipart() or part.get_content_maintype() not in ("text", "application"):
            continue
        content = part.get_payload(decode=True)
        # A damaged header, or a server that knows no better, makes plain text of a page.
        kind = part.get_content_type()
        is_page = kind in _PAGES or (
            kind not in _NO_PAGES and isinstance(content, bytes) and _MARKUP.search(content[:4096])
        )
        if isinstance(content, bytes) and content.strip() and is_page:
            charset = part.get_param("charset")
            found.append(
                Part(
                    "".join(str(part.get("Content-Location") or "").split()),
                    str(part.get("Content-ID") or "").strip("<> "),
                    charset if isinstance(charset, str) else None,
                    content,
                )
            )
    return found


def _sheets(main: Part, parts: list[Part]) -> list[tuple[Part, str | None]]:
    """The pages that a page of frames shows, in order, each with its sheet's name; tabs and the like left out."""
    decoded = decode(main.data, main.charset)
    if decoded is None:
        return []
    names = {unquote(address): name for name, address in _SHEET.findall(decoded.text)}
    wanted = [unquote(address) for address in names] or [
        unquote(address) for address in _FRAME.findall(decoded.text) if "tabstrip" not in address.lower()
    ]
    by_address = {unquote(part.address): part for part in parts if part is not main}
    found: list[tuple[Part, str | None]] = []
    for address in wanted[:MAX_SHEETS]:
        full = _joined(unquote(main.address), address)
        part = by_address.get(full) or by_address.get(address) or _by_name(by_address, address)
        if part is not None and all(part is not one for one, _ in found):
            found.append((part, names.get(address)))
    return found


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _by_name(parts: dict[str, Part], address: str) -> Part | None:
    name = address.rpartition("/")[2].lower()
    return next((part for place, part in parts.items() if place.rpartition("/")[2].lower() == name), None)


def _address(stated: str) -> str | None:
    return stated if stated.lower().startswith(("http://", "https://")) else None
