"""Single-file web pages: as browsers save them, and as Word and Excel write them."""

from __future__ import annotations

import base64
import contextlib
import quopri

import portal_pages
import pytest
from portal_pages import ADDRESS, ATTACHED, LINES, TITLE

from extractor.errors import ReadError
from extractor.readers import read
from extractor.readers.mhtml import read_mhtml
from extractor.readers.sniffing import sniff


def part(
    content: str, location: str = "", *, kind: str = "text/html", charset: str = "utf-8", how: str = "quoted-printable"
) -> bytes:
    """A part with its header."""
    data = content.encode(charset)
    if how != "8bit":
        data = quopri.encodestring(data) if how == "quoted-printable" else base64.encodebytes(data)
    place = f"Content-Location: {location}\r\n" if location else ""
    head = f'Content-Type: {kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {how}\r\n{place}\r\n'
    return head.encode() + data.replace(b"\n", b"\r\n")


def archive(*parts: bytes, head: str = "From: <Saved by Blink>\r\n", kind: str = 'type="text/html"') -> bytes:
    """A file of these parts."""
    top = f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\t{kind};\r\n\tboundary="--X--"\r\n\r\n\r\n'
    return top.encode() + b"".join(b"----X--\r\n" + one + b"\r\n" for one in parts) + b"----X----\r\n"


def told(data: bytes) -> list[str]:
    doc = read_mhtml(data, "页.mht")
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


@pytest.mark.parametrize("how", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_a_saved_page_reads_as_the_page(how: str, charset: str) -> None:
    style = part("p{color:red}", "cid:css@mhtml.blink", kind="text/css")
    page = portal_pages.trs().replace('<meta charset="utf-8">', "").replace('<link rel="canonical"', "<link")
    doc = read_mhtml(archive(part(page, ADDRESS, charset=charset, how=how), style), "页.mht")
    assert [doc[one.span] for one in doc.paragraphs] == [*LINES, ATTACHED[0]]
    assert [(link.title, link.address) for link in doc.links] == [ATTACHED]
    assert (doc.source.format, doc.meta.title, len(doc.tables)) == ("mhtml", TITLE, 1)


def test_it_is_told_by_its_content_whatever_its_suffix() -> None:
    data = archive(part("<html><body><p>正文</p></body></html>"))
    assert sniff(data, "报告.doc") == "mhtml"
    assert read(data, "报告.doc").text == "正文\n"


def test_the_label_of_a_part_may_lie() -> None:
    data = archive(part("<p>云溪县财政局</p>", charset="utf-8").replace(b'charset="utf-8"', b'charset="gb2312"'))
    assert told(data) == ["云溪县财政局"]


def test_the_main_part_is_the_named_one_else_the_first_page() -> None:
    advert = part("<p>广告</p>", "http://a.example/ad.html")
    main = part("<p>正文</p>", "http://a.example/main.html").replace(
        b"Content-Type", b"Content-ID: <main>\r\nContent-Type"
    )
    assert told(archive(advert, main, kind='type="text/html"; start="<main>"')) == ["正文"]
    assert told(archive(part("x", kind="text/plain"), advert, main)) == ["广告"]


def test_a_page_that_is_no_multipart_is_read() -> None:
    assert told(b"MIME-Version: 1.0\r\n" + part("<html><body><p>正文</p></body></html>")) == ["正文"]


WORKBOOK = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet>'
    "<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets>"
    '<x:ExcelWorksheet><x:Name>收入</x:Name><x:WorksheetSource HRef="a.files/sheet002.htm"/></x:ExcelWorksheet>'
    '<x:ExcelWorksheet><x:Name>支出</x:Name><x:WorksheetSource HRef="a.files/sheet001.htm"/></x:ExcelWorksheet>'
    "</x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head>"
    '<frameset><frame src="a.files/sheet002.htm" name="frSheet"><frame src="a.files/tabstrip.htm"></frameset></html>'
)


def sheet(label: str, number: str) -> str:
    """A worksheet as Excel writes it."""
    head = "<meta name=ProgId content=Excel.Sheet><link rel=Stylesheet href=stylesheet.css><script>tabs()</script>"
    table = f"<table border=0><tr><td>{label}</td><td x:num>{number}</td></tr></table>"
    return f"<html><head>{head}</head><body>{table}</body></html>"


@pytest.mark.parametrize("names", [True, False])
def test_every_sheet_of_a_workbook_is_read_in_its_order(names: bool) -> None:
    frames = "".join(f"<frame src='a.files/sheet00{number}.htm'>" for number in (2, 1))
    main = WORKBOOK if names else f"<html><frameset>{frames}"
    data = archive(
        part(main, "file:///C:/2022/a.htm", charset="gb2312"),
        part(sheet("支出合计", "11"), "file:///C:/2022/a.files/sheet001.htm"),
        part(sheet("收入合计", "12"), "file:///C:/2022/a.files/sheet002.htm"),
        part("<html><body>标签</body></html>", "file:///C:/2022/a.files/tabstrip.htm"),
        head="",
    )
    doc = read_mhtml(data, "表.mht")
    assert [[cell.text for cell in table.cells] for table in doc.tables] == [["收入合计", "12"], ["支出合计", "11"]]
    sheets = [table.cells[0].origin.sheet for table in doc.tables]
    assert sheets == (["收入", "支出"] if names else [None, None])
    assert not doc.paragraphs


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive(part("x", kind="text/plain")), "no page"),
        (archive(), "no page"),
        (archive(part("<html><body></body></html>")), "no text"),
        (archive(part("<frameset><frame src=a.files/sheet001.htm></frameset>")), "frames"),
        (archive(*[part("x", kind="text/css")] * 4_100), "parts"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" * 200, "parts"),
    ],
)
def test_what_holds_no_page_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_mhtml(data, "页.mht")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("cut", [40, 130, 200, 400, 1_000, 3_000, 5_000])
def test_a_file_cut_short_reads_or_is_refused(cut: int) -> None:
    data = archive(part(portal_pages.trs(), ADDRESS))[:cut]
    with contextlib.suppress(ReadError):
        assert read_mhtml(data, "页.mht").text
