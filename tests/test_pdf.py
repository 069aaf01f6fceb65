"""PDF files: what is read of a page, and what becomes of pages that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pdf_files import A4, PdfPage, frame, pdf, stroke, text

from extractor.errors import ReadError
from extractor.readers import ocr, read
from extractor.readers import pdf as pdf_reader
from extractor.readers.page.model import Glyph, Page
from extractor.readers.pdfium import pages
from extractor.readers.pdfium.pages import opened, read_page
from extractor.readers.pdfium.second import read_again
from extractor.readers.pdfium.signs import plain, private
from extractor.types import Doc

GRID = frame([90, 200, 300], [600, 620, 640])
CELLS = text(100, 625, "项目") + text(210, 625, "金额") + text(100, 605, "水利") + text(210, 605, "12.50")
TABLE = GRID + CELLS
PICTURE = "q 595 0 0 842 0 0 cm /Im Do Q\n"


def opened_page(data: bytes, number: int = 1) -> Page:
    with opened(data, "x.pdf") as document:
        return read_page(document, number)


def shown(data: bytes) -> Doc:
    return read(data, "x.pdf")


def texts(doc: Doc) -> list[str]:
    return [doc[one.span] for one in doc.paragraphs]


def cells(doc: Doc) -> list[str]:
    return [cell.text for table in doc.tables for cell in table.cells]


def test_paragraphs_and_cells_say_on_which_page_and_where_they_stand() -> None:
    doc = shown(pdf(text(90, 700, "收支总表"), text(90, 700, "支出明细") + TABLE))
    assert [one.origin.page for one in doc.paragraphs] == [1, 2]
    box = doc.paragraphs[0].origin.box
    assert box is not None
    assert (box.x0, round(box.bottom)) == (90, 143)
    assert {cell.origin.page for cell in doc.tables[0].cells} == {2}
    assert doc.tables[0].cells[3].origin.box == (200, 222, 300, 242)
    assert doc.source.via == ("pypdfium2",)


@pytest.mark.parametrize(
    ("code", "sign"),
    [(0x2F00, "一"), (0x2F8F, "行"), (0x2ED3, "长"), (0xF900, "豈"), (0xFB01, "fi"), (2, "-"), (0xAD, ""), (0, ""),
     (0xFF1A, "：")],
)  # fmt: skip
def test_signs_that_only_look_like_characters_become_them(code: int, sign: str) -> None:
    assert plain(code) == sign


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [(0xF0FE, "ABCDEF+Wingdings", "☑"), (0xF0A8, "Wingdings", "□"), (0xF0B3, "Symbol", "≥"), (0xF035, "SimSun", "5"),
     (0xE123, "SimSun", None)],
)  # fmt: skip
def test_symbol_fonts_tell_what_their_private_signs_are(code: int, font: str, sign: str | None) -> None:
    assert private(code, font) == sign


def sideways() -> str:
    """The table turned so that it is upright on a page that is turned clockwise."""
    words = [("项目", 100, 100), ("金额", 100, 210), ("水利", 120, 100), ("12.50", 120, 210)]
    return frame([85, 105, 125], [90, 200, 300]) + "".join(text(x, y, word, matrix="0 1 -1 0") for word, x, y in words)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize(("content", "size"), [(TABLE, A4), (sideways(), A4[::-1])])
def test_a_table_is_read_upright_however_page_and_type_are_turned(
    content: str, size: tuple[float, float], turn: int
) -> None:
    data = pdf(PdfPage(content, more=f"/Rotate {turn}"))
    page = opened_page(data)
    assert (page.width, page.height) == size
    assert cells(shown(data)) == ["项目", "金额", "水利", "12.50"]


@pytest.mark.parametrize("matrix", ["0 1 -1 0", "0 -1 1 0"])
def test_a_label_on_its_side_is_read_in_its_own_direction(matrix: str) -> None:
    y = 602 if matrix == "0 1 -1 0" else 658
    label = text(106, y, "产出指标", matrix=matrix)
    cell = text(130, 645, "数量指标完成情况") + text(130, 605, "质量指标完成情况")
    ruled = frame([90, 120, 300], [600, 660]) + stroke(120, 630, 300, 630)
    found = cells(shown(pdf(ruled + label + cell)))
    assert ["".join(one.split()) for one in found] == ["产出指标", "数量指标完成情况", "质量指标完成情况"]


def test_a_page_mark_on_its_side_is_no_text() -> None:
    mark = text(30, 400, "- 12 -", matrix="0 1 -1 0")
    assert texts(shown(pdf(text(90, 700, "预算执行情况良好。") + mark))) == ["预算执行情况良好。"]


def test_what_lies_outside_the_crop_box_is_not_on_the_page() -> None:
    doc = shown(pdf(PdfPage(text(90, 700, "页内文字") + text(90, 100, "裁去文字"), more="/CropBox [50 400 500 800]")))
    assert texts(doc) == ["页内文字"]
    assert doc.paragraphs[0].origin.box is not None
    assert doc.paragraphs[0].origin.box.x0 == 40


def test_lines_in_a_form_stand_where_its_matrices_put_them() -> None:
    form = (frame([45, 100, 150], [300, 310, 320]), "2 0 0 2 0 0")
    doc = shown(pdf("q 1 0 0 1 0 0 cm /X0 Do Q\n" + CELLS, forms=[form]))
    assert cells(doc) == ["项目", "金额", "水利", "12.50"]


def test_thin_boxes_are_lines_and_white_lines_are_none() -> None:
    boxes = "".join(f"90 {y} 210 0.5 re f\n" for y in (600, 620, 640))
    boxes += "".join(f"{x} 600 0.5 40 re f\n" for x in (90, 200, 300))
    assert cells(shown(pdf(boxes + CELLS))) == ["项目", "金额", "水利", "12.50"]
    page = opened_page(pdf("1 1 1 RG 1 1 1 rg\n" + GRID + boxes))
    assert page.rules == ()


def test_a_curve_and_a_broad_box_are_no_lines() -> None:
    assert opened_page(pdf("90 600 200 40 re f\n90 500 m 100 520 150 520 200 500 c S\n")).rules == ()
    assert opened_page(pdf(stroke(90, 600, 300, 600))).rules == ((90, 242, 300, 242),)


def test_invisible_text_of_a_recognised_scan_is_its_text() -> None:
    words = "这一页是扫描件，识别出的文字藏在图片下面，照样可以读出来。"
    assert texts(shown(pdf(PICTURE + text(90, 700, words, mode=3)))) == [words]


def test_signs_printed_twice_to_look_bold_are_one() -> None:
    bold = "".join(text(90 + shift, 700, "绩效自评", 14) for shift in (0, 0.3, 0.6))
    assert texts(shown(pdf(bold + text(90, 670, "三三两两")))) == ["绩效自评", "三三两两"]


def test_what_was_typed_into_a_form_is_on_its_page() -> None:
    field = "/Type /Annot /Subtype /Widget /FT /Tx /T (sum) /F 4 /Rect [210 600 300 620]"
    data = pdf(
        PdfPage(text(100, 605, "自评得分"), more=f"/Annots [<< {field} /AP << /N 7 0 R >> >>]"),
        forms=[(text(0, 5, "96.5"), "1 0 0 1 0 0")],
    )
    assert sorted(texts(shown(data))) == ["96.5", "自评得分"]


def test_signs_of_one_shape_share_its_place() -> None:
    page = opened_page(pdf("BT /F2 12 Tf 90 700 Td (ABC) Tj ET\n"))
    assert [glyph.text for glyph in page.glyphs] == ["—", "—", "f", "i", "C"]
    starts = [glyph.x0 for glyph in page.glyphs]
    assert starts == sorted(set(starts))


def test_a_slanted_watermark_is_no_text() -> None:
    watermark = text(150, 300, "内部资料", 60, "0.7071 0.7071 -0.7071 0.7071")
    assert texts(shown(pdf(text(90, 700, "预算执行情况良好") + watermark))) == ["预算执行情况良好"]


SCAN = PdfPage(PICTURE)


@pytest.fixture
def unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


@pytest.mark.usefixtures("unrecognised")
def test_scanned_pages_are_named_where_recognition_is_not_installed() -> None:
    doc = shown(pdf(text(90, 700, "本页有文字"), SCAN))
    assert texts(doc) == ["本页有文字"]
    assert "page-2-not-recognised" in doc.flags
    with pytest.raises(ReadError, match=r"^x\.pdf: pages 1-2, 4: .*pip install gouji\[ocr\]$"):
        shown(pdf(SCAN, SCAN, "", SCAN))


@pytest.mark.usefixtures("unrecognised")
def test_a_title_over_a_picture_is_a_cover_and_no_scan() -> None:
    doc = shown(pdf(PICTURE + text(150, 500, "云溪县部门预算", 30)))
    assert texts(doc) == ["云溪县部门预算"]
    assert doc.flags == ()


def fake(answer: Callable[[Any, int], Page]) -> Callable[[Any, int, float, float], Page]:
    return lambda image, number, width, height: replace(answer(image, number), width=width, height=height)


def test_a_scanned_page_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = []

    def answer(image: Any, number: int) -> Page:
        pictures.append(image.shape)
        signs = tuple(Glyph(sign, 90 + 12 * n, 100, 102 + 12 * n, 112, 12, 0.9) for n, sign in enumerate("扫描件"))
        return Page(number, 0, 0, signs, flags=("recognised",))

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", fake(answer))
    doc = shown(pdf(text(90, 700, "第一页的文字"), SCAN))
    assert texts(doc) == ["第一页的文字", "扫描件"]
    assert doc.paragraphs[1].origin.confidence == 0.9
    assert doc.source.via == ("pypdfium2", "rapidocr")
    assert doc.flags == ("page-2-recognised",)
    assert [(round(height / 100), round(width / 100), depth) for height, width, depth in pictures] == [(23, 17, 3)]


def test_a_page_that_recognition_fails_on_loses_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(image: Any, number: int) -> Page:
        raise RuntimeError("no memory")

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise", fake(answer))
    doc = shown(pdf(text(90, 700, "第一页的文字"), SCAN))
    assert texts(doc) == ["第一页的文字"]
    assert "page-2-not-recognised" in doc.flags


SCRAMBLED = "!\"#$%&'()*+,-./0123456789:;<=>?@[]^{|}~"
PRIVATE = "".join(chr(0xE000 + n) for n in range(40))


@pytest.mark.usefixtures("unrecognised")
@pytest.mark.parametrize("signs", [PRIVATE, SCRAMBLED])
def test_text_whose_codes_mean_nothing_is_not_passed_off_as_text(signs: str) -> None:
    doc = shown(pdf(text(90, 700, "可以读的一页"), text(90, 700, signs)))
    assert texts(doc) == ["可以读的一页"]
    assert "page-2-unmapped-font" in doc.flags
    assert "page-2-not-recognised" in doc.flags


def test_the_second_way_sees_the_same_page() -> None:
    data = pdf(
        text(90, 700, "项目支出绩效"), PdfPage(text(90, 700, "收支总表") + TABLE, more="/CropBox [20 10 500 800]")
    )
    one, other = opened_page(data, 2), read_again(data, 2, 2)
    assert other is not None
    assert (other.width, other.height) == (one.width, one.height)
    assert sorted(other.rules) == sorted(one.rules)
    assert [glyph.text for glyph in other.glyphs] == [glyph.text for glyph in one.glyphs]
    assert all(abs(a.x0 - b.x0) < 0.5 for a, b in zip(one.glyphs, other.glyphs, strict=True))


ENCRYPTED = f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >>"
GOOD = pdf(text(90, 700, "绩效"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(text(90, 700, "绩效"), trailer=ENCRYPTED), "password"),
        (b"%PDF-1.7\n" + b"nothing here", "damaged"),
        (GOOD[:300], "damaged"),
        (pdf(), "damaged"),
        (pdf(""), "no page has any text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        shown(data)


def test_a_file_of_endless_text_is_read_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "MOST_SIGNS", 20)
    doc = shown(pdf(text(90, 700, "第一页的文字"), text(90, 700, "文" * 30), text(90, 700, "第三页的文字")))
    assert texts(doc) == ["第一页的文字"]
    assert doc.flags == ("page-2-too-many-signs", "page-3-too-many-signs")


def test_a_file_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    with pytest.raises(ReadError, match="2 pages, the limit is 1"):
        shown(pdf("", ""))


def test_a_damaged_page_loses_no_other() -> None:
    data = pdf(text(90, 700, "第一页的文字"), text(90, 700, "第二页的文字"), text(90, 700, "第三页的文字"))
    kids = b"/Kids [8 0 R 10 0 R 12 0 R]"
    assert kids in data
    doc = shown(data.replace(kids, b"/Kids [8 0 R 4 0 R 12 0 R]"))
    assert texts(doc) == ["第一页的文字", "第三页的文字"]
    assert doc.flags == ("page-2-damaged",)
