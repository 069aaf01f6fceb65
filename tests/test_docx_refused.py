"""Files named .docx that cannot be read: one line that says what they are and what to do."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from word_files import W, abstract, archive, cell, level, listed, num, package, paragraph, row, table

from extractor.errors import ReadError
from extractor.readers import read
from extractor.readers.ooxml import package as opening

GOOD = package(paragraph("一、概况") + table(row(cell("甲"), cell("1"))))
DOCUMENT = "word/document.xml"


def document(inner: str, head: str = "", namespace: str = W) -> bytes:
    """A package of word/document.xml alone."""
    return archive({DOCUMENT: f'{head}<w:document xmlns:w="{namespace}"><w:body>{inner}</w:body></w:document>'})


def encrypted() -> bytes:
    data = bytearray(GOOD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def nested_tables(depth: int) -> str:
    inner = paragraph("芯")
    for _ in range(depth):
        inner = table(row(cell(inner=inner + paragraph())))
    return inner


LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a "哈哈哈哈">' + "]>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"PK\x03\x04" + bytes(100) + b"word/", "damaged", id="no directory"),
        pytest.param(archive({DOCUMENT: "<w:document"}), "XML is damaged", id="cut xml"),
        pytest.param(archive({DOCUMENT: f'<w:document xmlns:w="{W}"/>'}), "no body", id="no body"),
        pytest.param(archive({DOCUMENT: b""}), "XML is damaged", id="empty xml"),
        pytest.param(document(paragraph()), "no text", id="nothing in it"),
        pytest.param(document("<w:p><w:r><w:drawing/></w:r></w:p>"), "pictures", id="a scan"),
        pytest.param(document(paragraph("甲"), LAUGHS), "document type", id="entities"),
        pytest.param(
            archive({DOCUMENT: (LAUGHS + f'<w:document xmlns:w="{W}"/>').encode("utf-16")}),
            "document type",
            id="utf-16",
        ),
        pytest.param(document("<w:sdt><w:sdtContent>" * 140 + "</w:sdtContent></w:sdt>" * 140), "deeper", id="deep"),
        pytest.param(document(nested_tables(25)), "nested deeper than 20", id="tables in tables"),
        pytest.param(document(paragraph("甲" * 2_000_000)), "times its size", id="ratio"),
        pytest.param(archive({DOCUMENT: "", **{str(number): "" for number in range(10_000)}}), "members", id="members"),
        pytest.param(encrypted(), "encrypted", id="encrypted member"),
    ],
)
def test_a_file_that_is_no_docx_is_refused_with_the_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, "报告.docx")
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("limit", "reason"), [("MAX_TOTAL", "unpacked"), ("MAX_XML", "split the document")])
def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch, limit: str, reason: str) -> None:
    monkeypatch.setattr(opening, limit, 300)
    with pytest.raises(ReadError, match=reason):
        read(GOOD, "报告.docx")


@pytest.mark.parametrize("twentieth", range(20))
@pytest.mark.parametrize("packed", [True, False])
def test_a_truncated_file_is_refused(twentieth: int, packed: bool) -> None:
    data = package(paragraph("一、概况") + table(row(cell("甲"), cell("1"))), packed=packed)
    with pytest.raises(ReadError):
        read(data[: len(data) * twentieth // 20], "报告.docx")


@pytest.mark.parametrize("fortieth", range(40))
def test_a_flipped_byte_is_read_or_refused(fortieth: int) -> None:
    data = bytearray(GOOD)
    data[len(data) * fortieth // 40] ^= 0x55
    with contextlib.suppress(ReadError):
        doc = read(bytes(data), "报告.docx")
        assert doc.text.strip()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(package(paragraph("甲"), leave_out=("footnotes",)), id="a named part is missing"),
        pytest.param(document(paragraph("甲")), id="no relationships at all"),
        pytest.param(package(paragraph("甲"), styles="<w:style>"), id="damaged styles"),
        pytest.param(
            document(paragraph("甲"), namespace="http://purl.oclc.org/ooxml/wordprocessingml/main"),
            id="strict",
        ),
        pytest.param(
            archive({"_rels/.rels": '<R><r Type="x/officeDocument" Target="/w/main.xml"/></R>',
                     "w/main.xml": f'<w:document xmlns:w="{W}"><w:body>{paragraph("甲")}</w:body></w:document>'}),
            id="another place",
        ),
    ],
)  # fmt: skip
def test_a_package_that_word_would_open_is_read_all_the_same(data: bytes) -> None:
    doc = read(data, "报告.docx")
    assert (doc.text, doc.flags) == ("甲\n", ("repaired-package",))


def test_numbers_survive_where_the_package_is_repaired() -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')) + num(1, 0)
    data = package(listed("甲"), leave_out=("footnotes",), numbering=numbering)
    assert read(data, "报告.docx").text == "一、甲\n"


def test_a_damaged_picture_does_not_lose_the_text() -> None:
    stream = io.BytesIO(package(paragraph("甲")))
    with zipfile.ZipFile(stream, "a") as out:
        out.writestr("word/media/image1.png", b"0123456789" * 50)
    data = bytearray(stream.getvalue())
    data[data.index(b"0123456789") + 3] ^= 0xFF
    assert read(bytes(data), "报告.docx").text == "甲\n"
