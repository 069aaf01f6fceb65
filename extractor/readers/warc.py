"""Web archives (WARC, packed or not): the pages and documents that a crawler was given, record by record."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from extractor.errors import ReadError
from extractor.readers import Member, container
from extractor.readers.packing import MAX_MEMBER, brief
from extractor.readers.sniffing import sniff

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_DRESSING = ("image/", "font/", "audio/", "video/", "text/css", "text/javascript", "application/javascript",
             "application/x-javascript", "application/ecmascript", "application/json", "application/font",
             "application/x-font", "application/vnd.ms-fontobject", "application/manifest", "application/wasm",
             "application/x-shockwave-flash")  # fmt: skip
"""Types of what pages are made of beside their text."""
_XML = ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml")
_BREAKS_OFF = "the web archive is damaged or breaks off here ({}); what follows is lost, download it again"


@container("warc")
def unpack_warc(data: bytes, path: str) -> Iterator[Member]:
    """As `records`, of a web archive in memory."""
    return records(io.BytesIO(data))


def records(stream: IO[bytes]) -> Iterator[Member]:
    """The pages and documents of a web archive by their addresses, one held at a time.

    Responses with status 200 and resources, without their encodings; what dresses pages (images, scripts, styles,
    fonts, data) is passed over, as are revisits. A record that cannot be unpacked is a member with an error, and so is
    the place where the archive breaks off.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource
    address = "…"
    try:
        for record in ArchiveIterator(stream, record_types=wanted, strict_mode=False):
            address = (record.headers.get("WARC-Target-URI") or record.record_id or "…").strip().strip("<>")
            yield from _document(record, address)
    except (OSError, ValueError, EOFError, RuntimeError) as error:
        yield Member(address, error=_BREAKS_OFF.format(brief(error)))


def _document(record: WarcRecord, address: str) -> Iterator[Member]:
    from fastwarc.warc import WarcRecordType

    http = record.http_headers if record.is_http_parsed else None
    if record.record_type == WarcRecordType.response and (http is None or http.status_code != 200):
        return
    kind = (http.get("Content-Type") if http is not None else record.headers.get("Content-Type")) or ""
    kind = kind.partition(";")[0].strip().lower()
    if kind.startswith(_DRESSING):
        return
    if record.content_length > MAX_MEMBER:
        yield Member(address, error=f"over the limit of {MAX_MEMBER >> 20} MB; split the file")
        return
    body = record.reader.read()
    if len(body) < record.content_length:
        raise EOFError("unexpected end of file")
    try:
        if http is not None:
            if "chunked" in (http.get("Transfer-Encoding") or "").lower():
                body = dechunked(body)
            body = decoded(body, http.get("Content-Encoding") or "")
    except ValueError as error:
        yield Member(address, error=str(error))
        return
    if _is_document(body, kind, address):
        yield Member(address, body, address=address)


def _is_document(body: bytes, kind: str, address: str) -> bool:
    """Whether a body is read: by what it is, since servers say of anything that it is a page."""
    if not body.strip():
        return False
    try:
        found = sniff(body, address)
    except ReadError:
        return True  # of a kind that people must hear about
    if found != "text":
        return found != "image"
    if kind in _XML or body.lstrip()[:1] in (b"{", b"["):
        return False
    return kind in ("text/plain", "text/html", "application/xhtml+xml") or address.lower().endswith((".txt", ".md"))


def dechunked(body: bytes) -> bytes:
    """A body without the marks of chunked transfer; as it is where a crawler took them away already."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 100)
        size = body[at:end].partition(b";")[0].strip()
        if end < 0 or not size or size.strip(b"0123456789abcdefABCDEF"):
            return b"".join(pieces) or body
        length = int(size, 16)
        if not length:
            break
        pieces.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(pieces)


def decoded(body: bytes, encodings: str) -> bytes:
    """A body without its content encodings; as it is where a crawler took them away already.

    Raises:
        ValueError: An encoding that is not known, a damaged body or one over the limit; the message is for people.
    """
    for encoding in reversed([name.strip().lower() for name in encodings.split(",") if name.strip()]):
        if encoding in ("gzip", "x-gzip"):
            if body.startswith(b"\x1f\x8b"):
                body = _inflated(body, 31)
        elif encoding == "deflate":
            if not body.lstrip().startswith(b"<"):
                body = _inflated(body, 15 if body.startswith(b"\x78") else -15)
        elif encoding != "identity" and not body.lstrip()[:1].isascii():
            raise ValueError(f"packed with {encoding}, which is not read; crawl it without")
    return body


def _inflated(body: bytes, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    try:
        data = unpacker.decompress(body, MAX_MEMBER)
    except zlib.error as error:
        raise ValueError(f"damaged on its way ({error}); download it again") from error
    if unpacker.unconsumed_tail:
        raise ValueError(f"over the limit of {MAX_MEMBER >> 20} MB unpacked; it is no honest page")
    if not unpacker.eof:
        raise ValueError("damaged on its way (it breaks off); download it again")
    return data
