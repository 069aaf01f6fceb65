"""Bytes to characters: marks, labels that lie, bad bytes, families of encodings."""

from __future__ import annotations

import pytest

from extractor.readers.encoding import codec, decode
from extractor.readers.html import read_html
from extractor.readers.text import read_text

SIMPLIFIED = "云溪县财政局2022年度部门整体支出绩效自评报告，全年支出315.68万元。"
TRADITIONAL = "雲溪縣財政局2022年度部門整體支出績效自評報告，全年支出315.68萬元。"


@pytest.mark.parametrize("label", [None, "gb2312", "utf-8", "big5", "iso-8859-1", "no-such-label"])
@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((SIMPLIFIED, name) for name in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")),
        *((TRADITIONAL, name) for name in ("utf-8", "big5", "big5hkscs", "gb18030", "utf-16-le")),
    ],
)
def test_the_encoding_is_found_whatever_the_label_says(text: str, encoding: str, label: str | None) -> None:
    found = decode(text.encode(encoding), label)
    assert found is not None
    assert found.text.removeprefix("\ufeff") == text
    assert not found.flags


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("at", [0, 30, 400])
def test_a_bad_byte_loses_at_most_its_neighbour(encoding: str, at: int) -> None:
    text = (TRADITIONAL if encoding == "big5" else SIMPLIFIED) * 20
    data = text[:at].encode(encoding) + b"\xff" + text[at:].encode(encoding)
    found = decode(data)
    assert found is not None
    assert found.flags == ("replaced-bytes",)
    assert found.text.replace("\ufffd", "")[-100:] == text[-100:]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_that_ends_within_a_character_is_read(cut: int) -> None:
    found = decode(SIMPLIFIED.encode()[:-cut])
    assert found is not None
    assert found.flags == ("replaced-bytes",)
    assert found.text.rstrip("\ufffd") == SIMPLIFIED[:-1]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("GB2312", "gb18030"), ("gbk", "gb18030"), ("x-gbk", "gb18030"), ('"gb_2312-80"', "gb18030"), ("CP936",
        "gb18030"),
        ("Big5", "big5hkscs"), ("UTF8", "utf-8"), ("latin1", None), ("hex", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_labels_of_a_family_mean_its_largest_member(label: str | None, name: str | None) -> None:
    assert codec(label) == name


def test_rare_characters_of_names_survive() -> None:
    text = f"{SIMPLIFIED}填表人：喆镕㙓䶮𠮷"
    found = decode(text.encode("gb18030"), "gb2312")
    assert found is not None
    assert found.text == text


def test_what_is_no_text_is_none() -> None:
    assert decode(b"\xff1" * 500) is None


def test_a_traditional_text_file_is_read_with_its_tables() -> None:
    doc = read_text(f"{TRADITIONAL}\n\t指標\n\t數值\n\n\n".encode("big5"), "自評.txt")
    assert doc[doc.paragraphs[0].span] == TRADITIONAL
    assert [cell.text for cell in doc.tables[0].cells] == ["指標", "數值"]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gb2312">', "utf-8"), ('<meta charset="utf-8">', "gb18030"), ("", "big5"), ("", "utf-16"), ("",
        "utf-16-le"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gbk"),
        ('<?xml version="1.0" encoding="GBK"?>', "gbk"),
    ],
)  # fmt: skip
def test_pages_in_every_encoding_say_the_same(head: str, encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    doc = read_html(f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(encoding), "页.html")
    assert doc.text == f"{text}\n"
    assert not doc.flags


def test_a_page_with_stray_zero_bytes_is_read() -> None:
    doc = read_html(f"<html><body>\0<p>{SIMPLIFIED}\0</p></body></html>".encode(), "页.html")
    assert doc.text == f"{SIMPLIFIED}\n"
