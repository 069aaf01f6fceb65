"""Scans: rules and signs found in pictures, tables put together from them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
import scans

from extractor.errors import ReadError
from extractor.readers import image as reading
from extractor.readers import ocr, read
from extractor.readers.page.model import Page
from extractor.types import Doc

if TYPE_CHECKING:
    from PIL.Image import Image

XS, YS = [60, 240, 470, 700, 930], [150, 205, 260, 315, 370]
CELLS = [
    (0, 0, 1, 2, "项目名称"),
    (0, 2, 1, 2, "云溪县水库维修"),
    (1, 0, 3, 1, "项目资金"),
    (1, 1, 1, 1, "预算数"),
    (1, 2, 1, 1, "执行数"),
    (1, 3, 1, 1, "得分"),
    (2, 1, 1, 1, "1,280.00"),
    (2, 2, 1, 1, "1,152.64"),
    (2, 3, 1, 1, "9.01"),
    (3, 1, 1, 1, "350.75"),
    (3, 2, 1, 1, "—"),
    (3, 3, 1, 1, "8"),
]
TITLE = "项目支出绩效自评表"
WORDS = "临川区水务局负责小型水库的维修养护（含除险加固）。"


def form() -> Image:
    page = scans.sheet()
    scans.write(page, 350, 60, TITLE, 36)
    scans.table(page, CELLS, XS, YS)
    scans.write(page, 60, 420, WORDS)
    return page


def recognised(picture: Image) -> Page:
    import numpy as np

    width, height = (side * 72 / scans.DPI for side in picture.size)
    return ocr.recognise(np.asarray(picture, np.uint8), 1, width, height)


def read_picture(picture: Image) -> Doc:
    return read(scans.saved(picture, dpi=(scans.DPI, scans.DPI)), "扫描.png")


def grid(doc: Doc) -> list[tuple[int, int, int, int, str]]:
    (table,) = doc.tables
    return [(cell.row, cell.col, cell.row_span, cell.col_span, cell.text) for cell in table.cells]


def paragraphs(doc: Doc) -> list[str]:
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


@scans.needs_recognition
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda page: page, id="clean"),
        pytest.param(lambda page: scans.seal(page, 620, 300), id="under a seal"),
        pytest.param(scans.worse, id="askew and dirty"),
        pytest.param(lambda page: scans.worse(scans.seal(page, 300, 330), -1.8), id="all of it"),
        pytest.param(lambda page: page.convert("1").convert("RGB"), id="black and white"),
    ],
)
def test_a_scanned_form_is_its_table_and_its_text(spoil: Callable[[Image], Image]) -> None:
    doc = read_picture(spoil(form()))
    assert grid(doc) == CELLS
    assert paragraphs(doc) == [TITLE, WORDS]
    assert doc.flags == ("page-1-recognised",)
    assert doc.source.via == ("pillow", "rapidocr")


@scans.needs_recognition
def test_places_are_points_of_the_sheet_and_every_sign_has_its_confidence() -> None:
    doc = read_picture(form())
    cell = next(cell for cell in doc.tables[0].cells if cell.text == "1,280.00")
    assert cell.origin.box is not None
    assert [round(edge * scans.DPI / 72 / 5) for edge in cell.origin.box] == [48, 52, 94, 63]
    assert cell.origin.confidence is not None
    assert 0.5 < cell.origin.confidence <= 1
    page = recognised(form())
    assert page.flags == ("recognised",)
    assert all(len(glyph.text) == 1 and glyph.confidence is not None for glyph in page.glyphs)
    (first,) = [glyph for glyph in page.glyphs if glyph.text == "临"]
    assert first.x0 * scans.DPI / 72 == pytest.approx(60, abs=8)
    assert first.x1 * scans.DPI / 72 == pytest.approx(90, abs=8)


@scans.needs_recognition
def test_the_same_picture_gives_the_same_page() -> None:
    assert recognised(form()) == recognised(form())


@scans.needs_recognition
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_that_lies_wrong_is_turned(angle: int) -> None:
    doc = read_picture(form().rotate(angle, expand=True))
    assert grid(doc) == CELLS
    assert doc.flags == ("page-1-recognised", "page-1-turned")


@scans.needs_recognition
def test_strokes_of_large_signs_are_no_rules() -> None:
    page = scans.sheet(1000, 300)
    scans.write(page, 60, 80, "三二一工王十丰目田", 90)
    assert recognised(page).rules == ()


@scans.needs_recognition
def test_broken_rules_are_bridged() -> None:
    page = form()
    for x in (330, 500, 640, 820):
        scans.rule(page, x, 255, x, 265, width=9, ink="white")
    assert grid(read_picture(page)) == CELLS


@scans.needs_recognition
def test_a_count_in_ideographs_stays_one() -> None:
    page = scans.sheet()
    cells = [(row, col, 1, 1, text) for row, line in enumerate(COUNTED) for col, text in enumerate(line)]
    scans.table(page, cells, [60, 240, 600], [60, 115, 170, 225, 280])
    assert [cell.text for cell in read_picture(page).tables[0].cells if cell.col == 0] == [line[0] for line in COUNTED]


COUNTED = [("序号", "项目"), ("一", "基本支出"), ("二", "项目支出"), ("三", "经营支出")]


@scans.needs_recognition
def test_pages_of_a_tiff_are_pages_and_a_table_goes_on_over_them() -> None:
    first, second = form(), scans.sheet()
    scans.write(second, 60, 60, WORDS)
    data = scans.saved(first, "TIFF", save_all=True, append_images=[second], dpi=(scans.DPI, scans.DPI))
    doc = read(data, "扫描.tif")
    assert doc.flags == ("page-1-recognised", "page-2-recognised")
    assert [paragraph.origin.page for paragraph in doc.paragraphs] == [1, 1, 2]


@scans.needs_recognition
@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_read(mode: str) -> None:
    page = scans.sheet(600, 150)
    scans.write(page, 40, 50, "项目支出")
    picture = (
        page.convert("L").convert("I;16").point(lambda level: level * 257) if mode == "I;16" else page.convert(mode)
    )
    data = scans.saved(picture, "TIFF")
    assert paragraphs(read(data, "扫描.tif")) == ["项目支出"]


@scans.needs_recognition
def test_a_picture_that_does_not_say_its_size_is_a_sheet_of_paper() -> None:
    page = scans.sheet(1654, 700)
    scans.write(page, 100, 100, WORDS)
    doc = read(scans.saved(page.resize((3308, 1400))), "照片.png")
    assert paragraphs(doc) == [WORDS]


@scans.needs_recognition
@pytest.mark.parametrize("size", [(3000, 20), (20, 3000), (40, 40)])
def test_a_strip_is_no_burden(size: tuple[int, int]) -> None:
    assert recognised(scans.sheet(*size)).glyphs == ()


@scans.needs_recognition
def test_nothing_is_said_on_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    recognised(form())
    assert capfd.readouterr() == ("", "")


def huge() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@scans.needs_recognition
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda: scans.saved(form())[:5000], "damaged", id="cut PNG"),
        pytest.param(lambda: scans.saved(form(), "JPEG")[:5000], "damaged", id="cut JPEG"),
        pytest.param(lambda: scans.saved(form(), "TIFF")[:5000], "damaged", id="cut TIFF"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged", id="only a signature"),
        pytest.param(lambda: b"\xff\xd8\xff", "damaged", id="three bytes"),
        pytest.param(huge, "pixels", id="100,000 x 100,000"),
        pytest.param(lambda: scans.saved(scans.sheet(20, 20)), "too few", id="an icon"),
        pytest.param(lambda: scans.saved(scans.sheet()), "no text", id="white"),
    ],
)
def test_a_picture_that_cannot_be_read_is_refused_with_the_remedy(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(make(), "扫描.png")
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


@scans.needs_recognition
def test_a_damaged_page_of_a_tiff_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = reading._decoded

    def second_is_damaged(picture: Image) -> object:
        if picture.tell() == 1:
            raise OSError("image file is truncated")
        return usual(picture)

    monkeypatch.setattr(reading, "_decoded", second_is_damaged)
    data = scans.saved(form(), "TIFF", save_all=True, append_images=[form()], dpi=(scans.DPI, scans.DPI))
    assert read(data, "扫描.tif").flags == ("page-1-recognised", "page-2-damaged")


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(ReadError, match=r"pip install gouji\[ocr\]"):
        read(huge(), "扫描.png")
