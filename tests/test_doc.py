"""Binary Word files: they give what the same document gives as .docx; what cannot be read is told apart."""

from __future__ import annotations

import contextlib
import random
import struct
import subprocess
from pathlib import Path

import pytest
from doc_files import MADE, as_package, bare, ole, word_95
from word_files import package, paragraph

from extractor.errors import ReadError
from extractor.readers import doc as ladder
from extractor.readers import office, read
from extractor.readers.msdoc import conversion
from extractor.readers.msdoc.header import WordFile, open_word
from extractor.readers.msdoc.pieces import bare_text
from extractor.types import Doc, squeeze

FORM = MADE.read_bytes()
CORPUS = sorted((Path(__file__).parents[2] / "shared" / "corpus" / "doc").glob("*.doc"))
needs_office = pytest.mark.skipif(office.command() is None, reason="needs LibreOffice (soffice)")


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "command", lambda: None)


def refuse(*_: object) -> bytes:
    raise conversion.ConversionError("not for the test")


def patched(data: bytes, at: int, value: bytes) -> bytes:
    """`data` with `value` at offset `at` of its stream WordDocument."""
    start = next(place for place in range(512, len(data), 512) if data.startswith(b"\xec\xa5", place)) + at
    return data[:start] + value + data[start + len(value) :]


def grids(doc: Doc) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(one.row, one.col, one.row_span, one.col_span, one.text) for one in table.cells] for table in doc.tables]


@pytest.mark.usefixtures("no_office")
def test_a_binary_file_reads_like_the_package_it_was_made_of() -> None:
    made, whole = read(FORM, "报告.doc"), read(as_package(), "报告.docx")
    assert (made.source.format, made.source.via, made.flags) == ("doc", ("msdoc2docx",), ())
    assert (made.text, grids(made)) == (whole.text, grids(whole))
    assert [one.origin for one in made.paragraphs] == [one.origin for one in whole.paragraphs]


@needs_office
def test_libreoffice_is_the_second_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "to_package", refuse)
    made, whole = read(FORM, "报告.wps"), read(as_package(), "报告.docx")
    assert (made.source.format, made.source.via) == ("doc", ("msdoc2docx: refused", "libreoffice"))
    assert grids(made) == grids(whole)
    assert squeeze(made.text) == squeeze(whole.text)


@pytest.mark.usefixtures("no_office")
def test_its_own_marks_are_the_last_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "to_package", refuse)
    doc, whole = read(FORM, "报告.doc"), read(as_package(), "报告.docx")
    assert doc.source.via == ("msdoc2docx: refused", "libreoffice: absent", "piece-table")
    assert (doc.flags, grids(doc)) == (("bare-text",), grids(whole))
    assert "本项目投入120万元，䶮龘𠮷。\n" in doc.text
    assert "见云溪县政府网。\n" in doc.text
    assert doc.text.rstrip().endswith("末段。\n脚注一文。")
    assert (doc.paragraphs[0].origin.path, doc.paragraphs[0].origin.flags) == ("par[1]", ("bare-text",))
    assert doc.tables[2].cells[1].origin.path == "tbl[2]/tr[1]/cell[2]/tbl[1]/tr[1]/cell[2]"
    assert doc.paragraphs[-1].origin.path == "annex[1]"


@pytest.mark.usefixtures("no_office")
def test_text_that_a_conversion_loses_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "to_package", lambda *_: package(paragraph("云溪县")))
    doc = read(FORM, "报告.doc")
    assert (doc.text, doc.source.via, doc.flags) == ("云溪县\n", ("msdoc2docx",), ("hole",))


@pytest.mark.parametrize(
    ("pieces", "stories", "text"),
    [
        pytest.param(("云溪县\r支出", b"20.5", "万元\r"), (), "云溪县\n支出20.5万元\n", id="pieces of both kinds"),
        pytest.param(("云溪县".encode("gb18030"), b" 20"), (), "云溪县 20", id="chinese in single bytes"),
        pytest.param((b"caf\xe9 \x93a\x94",), (), "café “a”", id="western in single bytes"),
        pytest.param(("见\x13 PAGE \x14第\x13 X \x147\x15页\x15。",), (), "见第7页。", id="fields in fields"),
        pytest.param(("甲\x13 PAGE 乙",), (), "甲 PAGE 乙", id="a field that does not end"),
        pytest.param(("甲\x07乙\x07\x07丙\x0b丁\x0c戊\x0e",), (), "甲\n乙\n\n丙\n丁\n戊\n", id="breaks"),
        pytest.param(("2021\x1e2023\x1f年\x01",), (), "2021-2023年", id="hyphens and anchors"),
        pytest.param(("文\r注\r眉\r尾\r框\r",), (2, 2, 2, 0, 0, 2, 2), "文\n注\n尾\n框\n", id="heads are left out"),
        pytest.param(("𠮷",), (), "𠮷", id="beyond 16 bits"),
    ],
)  # fmt: skip
def test_pieces_make_the_text(pieces: tuple[str | bytes, ...], stories: tuple[int, ...], text: str) -> None:
    assert bare_text(open_word(bare(*pieces, stories=stories))) == text


IN_CELL, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"
INNER = b"\x16\x24\x01\x49\x66\x02\0\0\0"


def defined(*cells: tuple[int, int]) -> bytes:
    """The definition of a row: right edge and merges of each cell."""
    edges = struct.pack(f"<{len(cells) + 1}h", 0, *(edge for edge, _ in cells))
    body = bytes((len(cells),)) + edges + b"".join(struct.pack("<H18x", merges) for _, merges in cells)
    return b"\x08\xd6" + struct.pack("<H", len(body) + 1) + body


def marked(*stretches: tuple[str, bytes], data: bytes = b"") -> bytes:
    """A Word file of stretches of text with their paragraph properties."""
    text = "".join(part for part, _ in stretches)
    return bare(text, marks=tuple((2 * len(part), properties) for part, properties in stretches), data=data)


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            marked(("甲\x07乙\x07", IN_CELL), ("\x07", ROW_END + defined((2000, 0), (3000, 0x60))),
                   ("1\x072\x07\x07", IN_CELL), ("\x07", ROW_END + defined((1000, 0), (2000, 0), (3000, 0x20))),
                   ("后\r", b"")),
            [[(0, 0, 1, 2, "甲"), (0, 2, 2, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")]], id="edges and merges",
        ),
        pytest.param(
            marked(("甲\x07\x07", IN_CELL), ("\x07", ROW_END + defined((1000, 1), (2000, 2))), ("后\r", b"")),
            [[(0, 0, 1, 2, "甲")]], id="joined to the left",
        ),
        pytest.param(
            marked(("甲\x07\x07乙\x07\x07", IN_CELL),
                   ("\x07", ROW_END + defined((1000, 2), (2000, 1), (3000, 2), (4000, 1))), ("后\r", b"")),
            [[(0, 0, 1, 2, "甲"), (0, 2, 1, 2, "乙")]], id="joined, as others write it",
        ),
        pytest.param(
            marked(("甲\x07", IN_CELL), ("\x07", b"\x46\x66\x04\0\0\0"), ("后\r", b""),
                   data=b"\0\0\0\0" + struct.pack("<H", 40) + ROW_END + defined((1000, 0x60))),
            [[(0, 0, 1, 1, "甲")]], id="properties kept elsewhere",
        ),
        pytest.param(
            marked(("前\r", IN_CELL), ("内\r", INNER + b"\x4b\x24\x01"), ("\r", INNER + b"\x4c\x24\x01"),
                   ("\x07", IN_CELL), ("\x07", ROW_END), ("后\r", b"")),
            [[(0, 0, 1, 1, "前\n\t内")], [(0, 0, 1, 1, "内")]], id="nested",
        ),
        pytest.param(
            marked(("甲\x07", IN_CELL), ("\x07", ROW_END + b"\x08\xd6\xff\xff\x03"), ("后\r", b"")),
            [[(0, 0, 1, 1, "甲")]], id="a damaged definition",
        ),
    ],
)  # fmt: skip
def test_rows_follow_the_file_s_own_marks(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[list[tuple[int, int, int, int, str]]]
) -> None:
    monkeypatch.setattr(ladder, "to_package", refuse)
    doc = read(data, "报告.doc")
    assert grids(doc) == expected
    assert [doc[one.span] for one in doc.paragraphs] == ["后"]


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(word_95("云溪县\r支出20万元\r"), "云溪县\n支出20万元\n", id="china"),
        pytest.param(word_95("臺灣\r", language=0x404), "臺灣\n", id="taiwan"),
        pytest.param(word_95("caf\xe9\r", language=0x409), "café\n", id="western"),
        pytest.param(word_95("文\r注\r眉\r", (3, 3, 3)), "文\n注\n", id="notes, no heads"),
    ],
)
def test_word_95_gives_its_characters(data: bytes, text: str) -> None:
    doc = read(data, "报告.doc")
    assert (doc.text.rstrip("\n"), doc.flags) == (text.rstrip("\n"), ("bare-text",))
    assert doc.source.via == ("libreoffice: absent", "piece-table")


@needs_office
def test_libreoffice_reads_word_95() -> None:
    assert read(word_95("Annual report 2023\r", language=0x409), "报告.doc").source.via == ("libreoffice",)


@pytest.mark.usefixtures("no_office")
def test_what_a_conversion_makes_of_bytes_and_breaks_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in ("Ô¤Ëã10", "\ufffd", "甲\ufffd乙"))
    monkeypatch.setattr(ladder, "to_package", lambda *_: package(paragraph(runs=runs)))
    assert read(bare("预算".encode("gb18030"), "10\x0e甲\x05乙"), "报告.doc").text == "预算10\n甲乙\n"


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(patched(FORM, 10, struct.pack("<H", 0x1300)), "password", id="encrypted"),
        pytest.param(patched(FORM, 10, struct.pack("<H", 0x9300)), "password", id="obfuscated"),
        pytest.param(word_95("甲", flags=4), "Word 6 or 95", id="word 95 saved in pieces"),
        pytest.param(bare("甲", ident=0xA5DC, flags=0x100), "password", id="word 95 with a password"),
        pytest.param(b"\xdb\xa5\x2d\x00" + bytes(600), "Word 1 or 2", id="word 2"),
        pytest.param(ole({"CONTENTS": b"x"}), "not Word", id="another program"),
        pytest.param(FORM[:2000], "not Word", id="cut before its text"),
        pytest.param(bare(""), "damaged", id="nothing in it"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data, "报告.doc")
    assert reason in caught.value.reason
    assert "password" in reason or "LibreOffice" in caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("no_office")
def test_a_file_cut_after_its_text_gives_its_characters() -> None:
    doc = read(FORM[: len(FORM) * 8 // 10], "报告.doc")
    assert doc.flags == ("bare-text", "hole")
    assert doc.text.startswith("云溪县2023年度绩效自评报告\n项目概况\n")


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), KeyError("x"), struct.error("short\nand so on")])
@pytest.mark.usefixtures("no_office")
def test_whatever_the_conversion_stumbles_over_is_no_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    import doc2docx

    def stumble(*_: object) -> None:
        raise error

    monkeypatch.setattr(doc2docx, "convert", stumble)
    assert read(FORM, "报告.doc").flags == ("bare-text",)


def test_a_file_of_many_runs_is_converted_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_RUNS", 10)
    monkeypatch.setattr(conversion, "_here", refuse)
    assert open_word(FORM).runs() > 10
    assert read(FORM, "报告.doc").text == read(as_package(), "报告.docx").text


@pytest.mark.parametrize(
    ("limit", "value", "reason"),
    [("CHILD_SECONDS", 0.01, "seconds"), ("CHILD_MEMORY", 1 << 20, "MemoryError")],
)
def test_a_child_that_takes_too_much_is_ended(
    monkeypatch: pytest.MonkeyPatch, limit: str, value: float, reason: str
) -> None:
    monkeypatch.setattr(conversion, "MAX_RUNS", 10)
    monkeypatch.setattr(conversion, limit, value)
    with pytest.raises(conversion.ConversionError, match=reason):
        conversion.to_package(FORM, open_word(FORM))


def test_a_child_that_cannot_start_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError("no memory")

    monkeypatch.setattr(conversion, "MAX_BYTES", 10)
    monkeypatch.setattr(subprocess, "run", none)
    with pytest.raises(conversion.ConversionError, match="no process"):
        conversion.to_package(FORM, WordFile("97"))


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_file_is_read_or_refused(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311
    data = bytearray(FORM if seed % 4 else FORM[: noise.randrange(len(FORM))])
    for _ in range(noise.choice((1, 5, 50)) if data else 0):
        at = noise.randrange(len(data))
        data[at : at + 4] = noise.choice((b"\xff\xff\xff\x7f", b"\0\0\0\0", b"\xff", bytes((noise.randrange(256),))))
    with contextlib.suppress(ReadError):
        doc = read(FORM[:8] + bytes(data[8:]), "报告.doc")
        assert doc.text.strip()
        assert all(doc[one.span] == one.text for table in doc.tables for one in table.cells)


@needs_office
@pytest.mark.skipif(not CORPUS, reason="needs the documents in ../shared/corpus/doc")
def test_real_files_give_the_text_that_libreoffice_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [read(path.read_bytes(), path.name) for path in CORPUS]
    assert {one.source.via for one in ours} == {("msdoc2docx",)}
    monkeypatch.setattr(ladder, "to_package", refuse)
    assert [squeeze(one.text) for one in ours] == [squeeze(read(path.read_bytes(), path.name).text) for path in CORPUS]
