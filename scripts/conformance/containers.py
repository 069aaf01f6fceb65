"""Archives of files: zip and WARC."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_DAY = "2024-03-18T09:00:00Z"


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def warc(pages: Sequence[bytes]) -> bytes:
    """A web archive of the answers to requests for HTML pages."""
    return b"".join(_record(number, page) for number, page in enumerate(pages, 1))


def _record(number: int, page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}.html\r\n"
        f"WARC-Date: {_DAY}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"
