"""What a file is, by its bytes: the suffix says what somebody hoped."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile

import pytest
from word_files import archive

from extractor.errors import ReadError
from extractor.readers.sniffing import sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def stream(name: str) -> bytes:
    """An OLE file's directory as far as sniffing looks at it."""
    return OLE + name.encode("utf-16-le")


def ole(*entries: tuple[str, int, int]) -> bytes:
    """An OLE file of a directory alone: the root and `entries` of name, next beside and first below, by number."""
    end = 0xFFFFFFFF
    head = OLE[:30] + (9).to_bytes(2, "little") + bytes(16) + (1).to_bytes(4, "little") + bytes(24)
    head += (0).to_bytes(4, "little")  # the first sector is the table
    table = b"".join(number.to_bytes(4, "little") for number in (0xFFFFFFFD, 0xFFFFFFFE))
    listed = b""
    for name, beside, below in (("Root Entry", -1, 1), *entries):
        spelt = name.encode("utf-16-le")
        links = b"".join((number if number >= 0 else end).to_bytes(4, "little") for number in (-1, beside, below))
        listed += spelt.ljust(64, b"\0") + (len(spelt) + 2).to_bytes(2, "little") + bytes(2) + links + bytes(48)
    return head.ljust(512, b"\xff") + table.ljust(512, b"\xff") + listed.ljust(512, b"\0")


def tarred() -> bytes:
    """A tar archive of an empty file."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("空.txt"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "format"),
    [
        pytest.param("云溪县2023年度报告\n".encode(), "text", id="text"),
        pytest.param(("云溪县" * 3000).encode("gb18030"), "text", id="text in gb18030"),
        pytest.param("一般文字<br>里有标签".encode(), "text", id="text with a tag"),
        pytest.param(stream("WordDocument"), "doc", id="doc"),
        pytest.param(b"\xdb\xa5\x2d\x00" + bytes(100), "doc", id="word 2"),
        pytest.param(stream("Workbook"), "xls", id="xls"),
        pytest.param(
            ole(("Workbook", 2, -1), ("MBD0001", -1, 3), ("WordDocument", -1, -1)), "xls", id="xls with a Word object"
        ),
        pytest.param(
            ole(("MBD0001", 2, 3), ("WordDocument", -1, -1), ("Workbook", -1, -1)),
            "doc",
            id="doc with a workbook in it",
        ),
        pytest.param(
            OLE + bytes(512) + b"\x09\x08\x10\0\0\x06\x05\0" + bytes(100), "xls", id="xls without its directory"
        ),
        pytest.param(b"\x09\x08\x10\x00" + bytes(100), "xls", id="a bare workbook stream"),
        pytest.param(b"{\\rtf1\\ansi text}", "rtf", id="rtf"),
        pytest.param(b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "html", id="html"),
        pytest.param(b"<html xmlns:w='urn'><body>x</body></html>", "html", id="html of word"),
        pytest.param(b"<meta charset=gbk><table><tr><td>1</table>", "html", id="html of a spreadsheet"),
        pytest.param("<HTML>云溪</HTML>".encode("utf-16"), "html", id="html in utf-16"),
        pytest.param(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x", "mhtml", id="mhtml"),
        pytest.param(b"From: <x>\r\nSubject: y\r\nMIME-Version: 1.0\r\n", "mhtml", id="mhtml of a browser"),
        pytest.param(b"\n%PDF-1.7\n", "pdf", id="pdf"),
        pytest.param(b"WARC/1.0\r\n", "warc", id="warc"),
        pytest.param(gzip.compress(b"WARC/1.1\r\n"), "warc", id="warc.gz"),
        pytest.param(gzip.compress(b"WARC/1.1\r\n" * 99)[:-20], "warc", id="a warc.gz that breaks off"),
        pytest.param(gzip.compress(b"hello"), "gzip", id="gzip"),
        pytest.param(b"\x1f\x8b\x08garbage", "gzip", id="damaged gzip"),
        pytest.param(bz2.compress(b"hello"), "bzip2", id="bzip2"),
        pytest.param(lzma.compress(b"hello"), "xz", id="xz"),
        pytest.param(tarred(), "tar", id="tar"),
        pytest.param(gzip.compress(tarred()), "tar", id="tar.gz"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(20), "image", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0" + bytes(20), "image", id="jpeg"),
        pytest.param(b"II*\0" + bytes(20), "image", id="tiff"),
        pytest.param(archive({"word/document.xml": "<x/>"}), "docx", id="docx"),
        pytest.param(archive({"xl/workbook.xml": "<x/>"}), "xlsx", id="xlsx"),
        pytest.param(archive({"OFD.xml": "<x/>"}), "ofd", id="ofd"),
        pytest.param(archive({"content.xml": "<x/>"}), "odf", id="odt"),
        pytest.param(archive({"a.txt": "x", "word/说明.txt": "x"}), "zip", id="a zip with a folder called word"),
        pytest.param(b"PK\x03\x04" + bytes(100), "zip", id="a zip without directory"),
    ],
)
def test_the_content_says_what_a_file_is(data: bytes, format: str) -> None:
    assert sniff(data, "报告.doc") == format


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(stream("EncryptedPackage"), "password", id="password"),
        pytest.param(stream("PowerPoint Document"), "PowerPoint", id="ppt"),
        pytest.param(archive({"ppt/presentation.xml": "<x/>"}), "PowerPoint", id="pptx"),
        pytest.param(b"Rar!\x1a\x07\x01\x00", "RAR", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1c", "7-Zip", id="7z"),
    ],
)
def test_what_is_not_read_is_refused_with_the_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        sniff(data, "报告.doc")
