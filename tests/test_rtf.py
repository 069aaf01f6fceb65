"""What the RTF reader makes of characters, groups, lists and tables, of Word's manner and of looser ones."""

from __future__ import annotations

import contextlib
import random
import time
from itertools import product

import pytest

from extractor.errors import ReadError
from extractor.readers import read
from extractor.types import Doc, Table

HEAD = (
    rb"{\rtf1\ansi\ansicpg936\deff0"
    rb"{\fonttbl{\f0\fnil\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}"
    rb"{\f2\fnil\fcharset2 Wingdings 2;}{\f3\fnil\fcharset136 \'b7\'73;}{\f4\fnil Plain;}"
    rb"{\f5\fcharset0 Wingdings 2;}{\f6\fcharset134 Wingdings{\*\falt x} 2;}}"
    rb"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\title \'b2\'bb\'b6\'c1}{\author x}}"
    rb"{\*\generator Someone;}\pard\plain\f1 "
)


def opened(body: bytes | str, head: bytes = HEAD) -> Doc:
    raw = body if isinstance(body, bytes) else body.encode("gb18030")
    return read(head + raw + b"}", "报告.doc")


def quoted(text: str, encoding: str = "gb18030") -> bytes:
    """`text` as an RTF writer quotes it, byte by byte."""
    return b"".join(rb"\'%02x" % byte for byte in text.encode(encoding))


def coded(text: str) -> bytes:
    """`text` in UTF-16 units, with a question mark for readers that do not know them."""
    raw = text.encode("utf-16-le")
    return b"".join(
        rb"\u%d\'3f" % int.from_bytes(raw[at : at + 2], "little", signed=True) for at in range(0, len(raw), 2)
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(quoted("云溪县支出20万元"), "云溪县支出20万元\n", id="quoted bytes"),
        pytest.param("云溪县支出20万元", "云溪县支出20万元\n", id="raw bytes"),
        pytest.param(coded("云溪县䶮𠮷"), "云溪县䶮𠮷\n", id="utf-16 units"),
        pytest.param(quoted("㙓龘镕"), "㙓龘镕\n", id="beyond gbk"),
        pytest.param(rb"{\'d4}{\b\'c6}\'cf{\f0\'aa}", "云溪\n", id="a character in two groups"),
        pytest.param(rb"\'d4\b \'c6", "云\n", id="a word inside a character"),
        pytest.param(b"{\\f3 " + quoted("臺灣", "big5") + b"}", "臺灣\n", id="big5 by the font"),
        pytest.param(b"{\\f4 " + quoted("云") + b"}", "云\n", id="a font without charset has the code page"),
        pytest.param(b"{\\f0 " + quoted("元") + b"}", "元\n", id="chinese in a western font"),
        pytest.param(rb"{\f0 5\'b110\'b0}" + quoted("溪"), "5±10°溪\n", id="western signs in a chinese document"),
        pytest.param(rb"\uc2\u20113\'d4\'c6\uc1\u28330?", "云溪\n".replace("云", chr(20113)), id="fallback of two"),
        pytest.param(rb"\uc0\u20113\u28330", chr(20113) + "溪\n", id="no fallback"),
        pytest.param(rb"{\uc2{\u20113xy}}\u28330?", chr(20113) + "溪\n", id="fallback ends with its group"),
        pytest.param(rb"\u20113{?}", chr(20113) + "?\n", id="a group is no fallback"),
        pytest.param(rb"\u-4014\'3f{\f2\u-4014\'3f\'52R}", "\uf052☑☑☑\n", id="signs of a symbol font"),
        pytest.param(rb"{\f5 R}{\f6 R}", "☑☑\n", id="symbol fonts by their names"),
        pytest.param(rb"a{\deleted b{\footnote c}}", "a\n", id="a deleted note"),
        pytest.param(rb'{\field{\*\fldinst SYMBOL 163 \\f "Wingdings 2" \\s 12}{\fldrslt\f2 x}}', "□\n", id="symbol"),
        pytest.param(rb"a\{b\}c\\d\~e\_f\-g\emdash\ldblquote h\rdblquote", "a{b}c\\d\xa0e-fg—“h”\n", id="signs"),
        pytest.param(b"a\r\nb\nc", "abc\n", id="line breaks of the file are none of the text"),
        pytest.param(b"a\\\nb\\line c\\page d", "a\nb\nc\nd\n", id="paragraphs, lines and pages"),
        pytest.param(rb"a\tab b\par\tab c", "a\tb\nc\n", id="tabs, but none in front"),
        pytest.param(rb"{\upr{ab\'a3}{\*\ud{\u20113?}}}", chr(20113) + "\n", id="the unicode twin"),
        pytest.param(rb"20{\deleted 30}{\v 40}\v 5\v0 0\deleted 6\plain 7", "2007\n", id="deleted and hidden"),
        pytest.param(rb"a{\deleted\par}b\par", "ab\n", id="a deleted paragraph end"),
        pytest.param(rb"{\header x\par}{\footerf y}{\*\annotation z}{\*\unknown{\b w}}a", "a\n", id="what is left out"),
        pytest.param(rb"a{\*\shppict{\pict 89{\*\blipuid 1}4e47}}{\nonshppict{\pict 01}}b", "ab\n", id="pict"),
        pytest.param(b"a{\\pict\\bin5 }}}{{}b", "ab\n", id="binary in a picture"),
        pytest.param(b"a{\\b\\bin3 }{}c}b", "acb\n", id="binary in text"),
        pytest.param(rb'{\field{\*\fldinst HYPERLINK "http://a"}{\fldrslt{\ul ' + b"web}}}", "web\n", id="a link"),
        pytest.param(rb"{\object{\*\objclass W}{\*\objdata 01}{\result a}}", "a\n", id="result of an object"),
        pytest.param(rb"a{\footnote\pard{\chftn} n\par}b{\footnote\ftnalt e\par}\par c", "ab\nc\n n\ne\n", id="notes"),
        pytest.param(
            rb"a{\shp{\*\shpinst\shpleft0{\sp{\sn x}{\sv 1}}{\shptxt box\par}}{\shprslt{\*\do y}}}b\par c",
            "ab\nbox\nc\n", id="a text box follows its paragraph",
        ),
        pytest.param(rb"{\*\do\dobxpage{\dptxbxtext old\par}\dpx0}a", "a\nold\n", id="a text box of old"),
        pytest.param(rb"{\listtext\pard 1.\tab}a\par{\pntext\f2\'6c\tab}b{\*\pn\pnlvlblt}", "1. a\nb\n", id="list"),
    ],
)  # fmt: skip
def test_text_reads_as_word_shows_it(body: bytes | str, text: str) -> None:
    assert opened(body).text == text


def test_bytes_of_a_writer_that_states_no_charset_are_chinese_if_they_can_be() -> None:
    assert opened(quoted("云溪县") + rb"\par " + quoted("元"), rb"{\rtf1\ansi ").text == "云溪县\n元\n"
    assert opened(rb"caf\'e9 \'93a\'94", rb"{\rtf1\ansi ").text == "café “a”\n"


def test_printed_numbers_of_lists_are_flagged_and_places_counted() -> None:
    doc = opened(rb"{\listtext " + quoted("一、") + rb"}a\par b\par\trowd\cellx9\intbl{\listtext (1)\tab}c\cell\row")
    assert doc.text == "一、a\nb\n\t(1) c\n\n\n"
    origins = [one.origin for one in doc.paragraphs] + [one.origin for one in doc.tables[0].cells]
    assert [(one.path, one.flags) for one in origins] == [
        ("par[1]", ("automatic-numbering",)),
        ("par[2]", ()),
        ("tbl[1]/tr[1]/cell[1]", ("automatic-numbering",)),
    ]


def row(*cells: tuple[str, str, int], left: int = 0) -> str:
    """A row of (definition, text, right edge)."""
    shape = "".join(rf"{definition}\clbrdrt\brdrs\cellx{edge}" for definition, _, edge in cells)
    return rf"\trowd\trgaph108\trleft{left}{shape}\pard\intbl " + "".join(
        rf"{text}\cell " for _, text, _ in cells
    ) + r"\row"  # fmt: skip


def grid(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(one.row, one.col, one.row_span, one.col_span, one.text) for one in found.cells]


@pytest.mark.parametrize(
    ("rows", "size", "expected"),
    [
        pytest.param(
            row(("", "甲", 1000), ("", "乙", 2000)) + row(("", "丙", 1000), ("", "", 2000)), (2, 2),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "")], id="plain",
        ),
        pytest.param(
            row(("", "甲", 2000), ("", "乙", 3000)) + row(("", "1", 1000), ("", "2", 2000), ("", "3", 3000)), (2, 3),
            [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
            id="a wide cell",
        ),
        pytest.param(
            row(("", "甲", 998), ("", "乙", 2011), left=-108) + row(("", "丙", 1003), ("", "丁", 2000), left=-101),
            (2, 2), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "丁")], id="edges off",
        ),
        pytest.param(
            row((r"\clvmgf", "甲", 1000), ("", "1", 2000)) + row((r"\clvmrg", "", 1000), ("", "2", 2000)), (2, 2),
            [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")], id="rows joined",
        ),
        pytest.param(
            row((r"\clmgf", "甲", 1000), (r"\clmrg", "", 2000)) + row(("", "1", 1000), ("", "2", 2000)), (2, 2),
            [(0, 0, 1, 2, "甲"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")], id="columns joined",
        ),
        pytest.param(
            row(("", "甲", 3000), left=1000) + row(("", "1", 1000), ("", "2", 3000)), (2, 2),
            [(0, 1, 1, 1, "甲"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")], id="an indented row",
        ),
        pytest.param(
            row(("", "甲", 1000), ("", "乙", 900), ("", "丙", 2000)), (1, 3),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙")], id="edges that go back",
        ),
        pytest.param(
            r"\trowd\cellx1000\pard\intbl 甲\cell 乙\cell\row", (1, 2), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
            id="more cells than edges",
        ),
        pytest.param(
            r"\trowd\cellx1000\cellx2000\pard\intbl 甲\cell\row", (1, 1), [(0, 0, 1, 1, "甲")],
            id="more edges than cells",
        ),
        pytest.param(
            r"\pard\intbl 甲\cell 乙\cell\trowd\cellx1000\cellx3000\row\pard\intbl 1\cell 2\cell\row", (2, 2),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")], id="defined at its end",
        ),
        pytest.param(r"\trowd\cellx1000 甲\cell\row", (1, 1), [(0, 0, 1, 1, "甲")], id="without \\intbl"),
        pytest.param(r"\trowd\cellx1000\intbl 甲\cell", (1, 1), [(0, 0, 1, 1, "甲")], id="a row that does not end"),
    ],
)  # fmt: skip
def test_a_grid_follows_the_edges_of_its_cells(
    rows: str, size: tuple[int, int], expected: list[tuple[int, int, int, int, str]]
) -> None:
    doc = opened(rows + r"\pard 后")
    (found,) = doc.tables
    assert ((found.rows, found.cols), grid(found), found.exact) == (size, expected, True)
    assert all(doc[one.span] == one.text for one in found.cells)
    assert [doc[one.span] for one in doc.paragraphs] == ["后"]


def test_cells_hold_paragraphs_and_a_paragraph_parts_tables() -> None:
    doc = opened(row(("", r"甲\par 乙", 1000)) + row(("", "丙", 1000)) + r"\pard\par " + row(("", "丁", 1000)))
    assert doc.text == "\t甲\n乙\n\n\t丙\n\n\n\n\t丁\n\n\n"
    assert [one.text for table in doc.tables for one in table.cells] == ["甲\n乙", "丙", "丁"]
    assert doc.tables[1].cells[0].origin.path == "tbl[2]/tr[1]/cell[1]"


@pytest.mark.parametrize("again", ["", r"\trowd\cellx1000\cellx5000"])
def test_a_nested_table_is_a_table_of_its_own_inside_the_outer_cell(again: str) -> None:
    inner = (
        r"\pard\intbl\itap2 内一\nestcell\pard\intbl\itap2 内二\nestcell"
        r"{\*\nesttableprops\trowd\cellx1500\cellx2500\nestrow}{\nonesttables\par}"
    )
    outer = rf"\trowd\cellx1000\cellx5000\pard\intbl 甲\cell 前\par {inner}\pard\intbl 后\cell{again}\row"
    doc = opened(outer + r"\trowd\cellx1000\cellx5000\pard\intbl 乙\cell 丙\cell\row\pard 末\par")
    first, second = doc.tables
    assert doc.text == "\t甲\n\t前\n\t内一\n\t内二\n\n\n后\n\n\t乙\n\t丙\n\n\n末\n"
    assert grid(first) == [
        (0, 0, 1, 1, "甲"), (0, 1, 1, 1, "前\n\t内一\n\t内二\n\n\n后"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "丙"),
    ]  # fmt: skip
    assert grid(second) == [(0, 0, 1, 1, "内一"), (0, 1, 1, 1, "内二")]
    assert second.cells[1].origin.path == "tbl[1]/tr[1]/cell[2]/tbl[1]/tr[1]/cell[2]"


def test_absurd_numbers_and_depths_are_bounded() -> None:
    doc = opened(r"\trowd\cellx99999999999\intbl\itap999999999 甲\cell\u99999999 \row\bin99999999999 乙")
    assert "甲" in doc.text
    with pytest.raises(ReadError, match="nested deeper"):
        opened(b"{" * 20_000)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEAD + b"}", "no text"),
        (HEAD + rb"{\pict 0102}}", "pictures"),
        (b"{\\rtf1", "no text"),
        (b"{\\rtf1{\\pict " + b"0" * 100, "pictures"),
    ],
)
def test_a_file_without_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(data, "报告.rtf")


def test_a_cut_file_is_read_as_far_as_it_goes() -> None:
    doc = opened(quoted("云溪县") + rb"\par\trowd\cellx9\intbl " + quoted("甲") + rb"\cell{\b \'d4")
    assert (doc.text, len(doc.tables), doc.flags) == ("云溪县\n\t甲\n\n\n\ufffd\n", 1, ("replaced-bytes", "hole"))


SAMPLE = HEAD + (
    quoted("云溪县") + rb"\par{\listtext 1.\tab}" + coded("项目") + rb"\par "
    + (row((r"\clvmgf", "甲", 1000), (r"\clmgf", "乙", 2000), (r"\clmrg", "", 3000))
       + row((r"\clvmrg", "", 1000), ("", "1", 2000), ("", "2", 3000))).encode("gb18030")
    + rb"\pard{\shp{\*\shpinst{\shptxt box\par}}}{\footnote note}"
    + rb"{\field{\*\fldinst PAGE}{\fldrslt 3}}{\pict 0102}end\par}"
)  # fmt: skip


@pytest.mark.parametrize("seed", range(200))
def test_damaged_files_are_read_or_refused(seed: int) -> None:
    noise = random.Random(seed)  # noqa: S311
    data = bytearray(SAMPLE[: noise.randrange(len(SAMPLE))] if seed % 3 == 0 else SAMPLE)
    for _ in range(noise.choice((1, 3, 10)) if data else 0):
        data[noise.randrange(len(data))] = noise.choice(b"\0{}\\'\xff0129abu-\r")
    try:
        doc = read(b"{\\rtf1" + bytes(data[6:]), "报告.rtf")
    except ReadError:
        return
    for table in doc.tables:
        assert all(doc[one.span] == one.text for one in table.cells)
        taken = [
            square
            for one in table.cells
            for square in product(range(one.row, one.row + one.row_span), range(one.col, one.col + one.col_span))
        ]
        assert len(taken) == len(set(taken))
        assert all(line < table.rows and col < table.cols for line, col in taken)


@pytest.mark.parametrize(
    "part",
    [
        b"{\\b ", b"\\u20113?", b"\\'d4", b"\\trowd", b"\\cellx1", b"a\\cell ", b"\\row", b"\\intbl\\itap20\\nestcell ",
        b"{\\pict 0}", b"{\\listtext 1}", b"{\\field{\\*\\fldinst SYMBOL ", b"{\\upr{a}",
        b"\\trowd\\cellx9\\intbl a\\cell\\row ",
        b"{\\shp{\\*\\shpinst{\\shptxt a}}}", b"{\\footnote a}",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_only(part: bytes) -> None:
    start = time.perf_counter()
    with contextlib.suppress(ReadError):
        read(HEAD + part * (200_000 // len(part)), "报告.rtf")
    assert time.perf_counter() - start < 5
