"""What the bytes of a file are. The suffix is not asked: portals publish RTF, HTML and .docx under `.doc`."""

from __future__ import annotations

import bz2
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol

from extractor.errors import ReadError


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


HEAD = 8192
"""Bytes looked at where no signature decides."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER_WORD = (b"\xdb\xa5", b"\x31\xbe", b"\xfe\x37", b"\x9b\xa5")
_BARE_WORKBOOK = (b"\x09\x08", b"\x09\x04", b"\x09\x02")
_WORKBOOK_HEAD = b"\x09\x08\x10\0\0\x06\x05\0"
"""How the stream of an Excel 97 workbook begins."""
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|title|div)[\s>]", re.IGNORECASE)
_FRAGMENT = re.compile(rb"<(?:p|span|font|center|h[1-6]|section|article|strong)[\s>]", re.IGNORECASE)
"""Where a page without a frame may begin; elsewhere in a text it makes no page."""
_TABLE = re.compile(rb"</table\s*>", re.IGNORECASE)
_MHTML = re.compile(rb"(?:^|\n)(?:mime-version:\s*1|content-type:\s*multipart/related)", re.IGNORECASE)

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", "a RAR archive; unpack it and give the files in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it and give the files in it"),
    (b"%!PS", "a PostScript file; convert it to PDF"),
    (b"SQLite format 3\0", "a database; export its reports as files"),
)
_PACKAGES: tuple[tuple[str, str], ...] = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("OFD.xml", "ofd"),
    ("ppt/", "pptx"),
    ("content.xml", "odf"),
)
"""What a zip archive is by the name of a member, or of a folder in it."""
_PACKED: tuple[tuple[bytes, str, Callable[[], _Unpacker]], ...] = (
    (b"\x1f\x8b", "gzip", lambda: zlib.decompressobj(31)),
    (b"BZh", "bzip2", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", "xz", lzma.LZMADecompressor),
)
"""What packs a single file, a tar archive or a web archive."""
_PACKED_HEAD = 1 << 20
"""Bytes of a packed file that are unpacked to see its head: the first block of bzip2."""
_TABLES, _END = 109, 0xFFFFFFFE
"""Sectors of an OLE file's table that its head names; the mark of the end of a chain."""
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""What an OLE file is by the name of a stream at its top."""


def sniff(data: bytes, path: str) -> str:
    """The format of `data`: a name under which a reader or a container is registered.

    `path` is for errors only. What looks like nothing else is `text`; its reader says if it is none.

    Raises:
        ReadError: A known format that Gouji does not read; says what to do.
    """
    if data.startswith(_OLE):
        return _ole(data, path)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data, path)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_IMAGES) or (data.startswith(b"BM") and data[6:10] == bytes(4)):
        return "image"
    for signature, name, unpacker in _PACKED:
        if data.startswith(signature):
            return _packed(data, name, unpacker)
    if _is_tar(data[:512]):
        return "tar"
    for signature, reason in _REFUSED:
        if data.startswith(signature):
            raise ReadError(path, reason)
    if data.startswith(_OLDER_WORD):
        return "doc"
    if data.startswith(_BARE_WORKBOOK):
        return "xls"
    return _textual(data)


def is_web_archive(head: bytes) -> bool:
    """Whether the first `HEAD` bytes of a file, packed or not, are those of a WARC."""
    if head.startswith(b"\x1f\x8b"):
        return _packed(head, "gzip", lambda: zlib.decompressobj(31)) == "warc"
    return head.startswith(b"WARC/")


def _textual(data: bytes) -> str:
    head = data[:HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(b"WARC/"):
        return "warc"
    if b":" in head.split(b"\n", 1)[0] and _MHTML.search(head[:2048]):
        return "mhtml"
    if head.startswith(b"<?xml"):
        if b"schemas-microsoft-com:office:spreadsheet" in head:
            return "spreadsheetml"
        if b"schemas.microsoft.com/office/word/2003" in head or b"schemas.microsoft.com/office/2006/xmlPackage" in head:
            return "wordml"
    head = head.replace(b"\0", b"")
    # Text recognition and converters to Markdown write tables in HTML into a text, anywhere.
    marked = b"<" in data and (_HTML.search(head) or _FRAGMENT.match(head) or _TABLE.search(data))
    return "html" if marked else "text"


def _ole(data: bytes, path: str) -> str:
    streams = _root_streams(data)
    found = [name for stream, name in _STREAMS if stream in streams]
    # A file that has lost its directory still has names of streams in it somewhere.
    found = found or [name for stream, name in _STREAMS if stream.encode("utf-16-le") in data]
    if "encrypted" in found:
        raise ReadError(path, "the file is protected by a password; save it without one")
    if found[:1] == ["ppt"]:
        raise ReadError(path, "a PowerPoint file; save it as PDF")
    if found:
        return found[0]
    return "xls" if _WORKBOOK_HEAD in data else "doc"


def _root_streams(data: bytes) -> set[str]:
    """Names of the streams at the top of an OLE file, not those of embedded objects; empty where they are lost."""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    entries: list[bytes] = []
    sector, seen = int.from_bytes(data[48:52], "little"), set[int]()
    while sector not in seen and len(data) > (start := (sector + 1) * size) and size >= 128:
        seen.add(sector)
        block = data[start : start + size]
        entries += [block[at : at + 128] for at in range(0, len(block) - 127, 128)]
        table = int.from_bytes(data[76 + 4 * (sector * 4 // size) :][:4], "little")
        at = (table + 1) * size + sector * 4 % size
        sector = int.from_bytes(data[at : at + 4], "little") if sector * 4 // size < _TABLES else _END
    names: set[str] = set()
    open_entries = [int.from_bytes(entries[0][76:80], "little")] if entries else []
    passed: set[int] = set()
    while open_entries:
        number = open_entries.pop()
        if number in passed or number >= len(entries):
            continue
        passed.add(number)
        entry = entries[number]
        names.add(entry[: max(int.from_bytes(entry[64:66], "little") - 2, 0)].decode("utf-16-le", errors="replace"))
        open_entries += [int.from_bytes(entry[68:72], "little"), int.from_bytes(entry[72:76], "little")]
    return names


def _zip(data: bytes, path: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        # Its reader says what is damaged; a package's first member gives it away.
        if b"word/" in data:
            return "docx"
        return "xlsx" if b"xl/" in data else "zip"
    for sign, name in _PACKAGES:
        if any(member == sign or (sign.endswith("/") and member.startswith(sign)) for member in names) and (
            name in ("ofd", "odf") or "[Content_Types].xml" in names or _main_part(names, sign)
        ):
            if name == "pptx":
                raise ReadError(path, "a PowerPoint file; save it as PDF")
            if name == "xlsx" and "xl/workbook.bin" in names:
                return "xlsb"
            return "ods" if name == "odf" and b"opendocument.spreadsheet" in data[:HEAD] else name
    return "docx" if "_rels/.rels" in names else "zip"


def _main_part(names: set[str], folder: str) -> bool:
    return bool(names & {f"{folder}document.xml", f"{folder}workbook.xml", f"{folder}presentation.xml"})


def _packed(data: bytes, name: str, unpacker: Callable[[], _Unpacker]) -> str:
    """What is in a packed file decides who reads it; of a damaged one its reader says so."""
    try:
        head = unpacker().decompress(data[:_PACKED_HEAD], HEAD)
    except (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
        return name
    if head.startswith(b"WARC/") and name == "gzip":
        return "warc"
    return "tar" if _is_tar(head[:512]) else name


def _is_tar(head: bytes) -> bool:
    return head[257:262] == b"ustar"
