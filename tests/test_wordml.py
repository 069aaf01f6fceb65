"""Word documents in one XML file: of Word 2003, and packages written flat."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile

import pytest
from doc_files import as_package

from extractor.errors import ReadError
from extractor.readers import office, read
from extractor.types import Doc

SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "command", lambda: None)


def word_2003(body: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>'
    return f"{head}<w:wordDocument {SPACES}><w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>".encode()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def opened(body: str) -> Doc:
    return read(word_2003(body), "报告.doc")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(f"<wx:sub-section>{paragraph('甲')}{paragraph('乙')}</wx:sub-section>", "甲\n乙\n", id="sections"),
        pytest.param(
            '<w:p><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>20</w:t></w:r></aml:content>'
            '</aml:annotation><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>30</w:delText></w:r>'
            '</aml:content></aml:annotation><aml:annotation w:type="Word.Bookmark.Start"/></w:p>',
            "20\n", id="changes",
        ),
        pytest.param(
            paragraph("甲", '<w:pPr><w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr></w:pPr>')
            + paragraph("乙", '<w:pPr><w:listPr><wx:t wx:val="·"/></w:listPr></w:pPr>'),
            "一、 甲\n乙\n", id="numbers as printed",
        ),
        pytest.param(
            f"<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnote>{paragraph('注')}</w:footnote></w:r></w:p>{paragraph('乙')}",
            "甲\n乙\n注\n", id="a note follows the body",
        ),
        pytest.param(
            f'<w:p><w:r><w:pict><w:binData w:name="a">{"QUJD" * 4_000_000}</w:binData><v:shape><v:textbox>'
            f"<w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
            "\n框\n", id="a picture and a text box",
        ),
        pytest.param(paragraph("甲") + f"<w:sectPr><w:hdr>{paragraph('眉')}</w:hdr></w:sectPr>", "甲\n", id="a head"),
    ],
)  # fmt: skip
def test_word_2003_reads_like_a_package(body: str, text: str) -> None:
    doc = opened(body)
    assert (doc.text, doc.source.format, doc.source.via) == (text, "wordml", ())


def test_tables_of_word_2003_keep_their_merges() -> None:
    top = cell("甲", '<w:gridSpan w:val="2"/>') + cell("乙", '<w:vmerge w:val="restart"/>')
    (found,) = opened(
        f"<w:tbl><w:tr>{top}</w:tr><w:tr>{cell('1')}{cell('2')}{cell('', '<w:vmerge/>')}</w:tr></w:tbl>"
    ).tables
    assert [(one.row, one.col, one.row_span, one.col_span, one.text) for one in found.cells] == [
        (0, 0, 1, 2, "甲"), (0, 2, 2, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"),
    ]  # fmt: skip


def flat() -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_package())) as archive:
        parts = "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{archive.read(name).decode()}</pkg:xmlData></pkg:part>'
            for name in archive.namelist()
            if name != "[Content_Types].xml"
        )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{parts}</pkg:package>'.encode()


def test_a_package_written_flat_reads_like_the_package() -> None:
    doc, whole = read(flat(), "报告.xml"), read(as_package(), "报告.docx")
    assert (doc.text, doc.paragraphs, doc.tables) == (whole.text, whole.paragraphs, whole.tables)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(word_2003(paragraph("甲"))[:-20], "XML is damaged", id="cut"),
        pytest.param(word_2003(""), "no text", id="empty"),
        pytest.param(b"<?xml?><!DOCTYPE a>" + word_2003("")[20:], "document type", id="dtd"),
        pytest.param(flat().replace(b"/word/document.xml", b"/word/other.xml"), "no Word document", id="no document"),
        pytest.param(word_2003("<wx:sect>" * 400 + "</wx:sect>" * 400), "nested", id="deep"),
        pytest.param(word_2003("x").replace(b"UTF-8", b"nonsense"), "damaged", id="unknown encoding"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_the_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read(data, "报告.doc")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("seed", range(200))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311
    whole = flat() if seed % 2 else word_2003(paragraph("甲") + f"<w:tbl><w:tr>{cell('1')}</w:tr></w:tbl>")
    data = bytearray(whole if seed % 5 else whole[: noise.randrange(200, len(whole))])
    for _ in range(noise.choice((1, 3, 10))):
        data[noise.randrange(200, len(data))] = noise.choice(b"\0<>/\"'wp\xff ")
    with contextlib.suppress(ReadError):
        assert read(bytes(data), "报告.doc").text.strip()
