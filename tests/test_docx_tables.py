"""Grids of the .docx reader: every kind of merge, and the places cells say they come from."""

from __future__ import annotations

import io
from itertools import product

import docx
import pytest
from word_files import cell, package, paragraph, row, table

from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc, Table

DOWN, DOWN_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
RIGHT, RIGHT_ON = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'


def wide(columns: object) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def opened(body: str) -> Doc:
    return read(package(body), "表.docx")


def grid(found: Table) -> list[tuple[int, int, int, int, str]]:
    return [(one.row, one.col, one.row_span, one.col_span, one.text) for one in found.cells]


@pytest.mark.parametrize(
    ("rows", "size", "expected"),
    [
        pytest.param(
            [row(cell("甲"), cell("乙")), row(cell("丙"), cell())], (2, 2),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "")], id="plain",
        ),
        pytest.param(
            [row(cell("甲", wide(2)), cell("乙")), row(cell("1"), cell("2"), cell("3"))], (2, 3),
            [(0, 0, 1, 2, "甲"), (0, 2, 1, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
            id="columns joined",
        ),
        pytest.param(
            [row(cell("甲", DOWN), cell("1")), row(cell("", DOWN_ON), cell("2")), row(cell("乙", DOWN), cell("3"))],
            (3, 2), [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 0, 1, 1, "乙"), (2, 1, 1, 1, "3")],
            id="rows joined",
        ),
        pytest.param(
            [row(cell("甲", wide(2) + DOWN), cell("1")), row(cell("", wide(2) + DOWN_ON), cell("2"))], (2, 3),
            [(0, 0, 2, 2, "甲"), (0, 2, 1, 1, "1"), (1, 2, 1, 1, "2")], id="a block joined",
        ),
        pytest.param(
            [row(cell("甲", DOWN), cell("1")), row(cell("", wide(2) + DOWN_ON))], (2, 2),
            [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 2, "")], id="other columns are not continued",
        ),
        pytest.param(
            [row(cell("", DOWN_ON), cell("1"))], (1, 2), [(0, 0, 1, 1, ""), (0, 1, 1, 1, "1")],
            id="nothing to continue",
        ),
        pytest.param(
            [row(cell("甲", RIGHT), cell("", RIGHT_ON), cell("", "<w:hMerge/>"), cell("乙"))], (1, 4),
            [(0, 0, 1, 3, "甲"), (0, 3, 1, 1, "乙")], id="the old way to join columns",
        ),
        pytest.param(
            [row(cell("甲", DOWN + RIGHT), cell("", DOWN + RIGHT_ON)),
             row(cell("", DOWN_ON + RIGHT), cell("", RIGHT_ON))],
            (2, 2), [(0, 0, 2, 2, "甲")], id="the old way, both directions",
        ),
        pytest.param(
            [
                row(cell("甲"), cell("乙"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="2"/>'),
                row(*map(cell, "12345")),
            ],
            (2, 5), [(0, 1, 1, 1, "甲"), (0, 2, 1, 1, "乙"), *((1, at, 1, 1, str(at + 1)) for at in range(5))],
            id="an indented row",
        ),
        pytest.param(
            [f"<w:sdt><w:sdtContent>{row(cell('甲'))}</w:sdtContent></w:sdt>", f"<w:ins>{row(cell('乙'))}</w:ins>",
             row(cell("删"), properties="<w:del/>"),
             row("<w:sdt><w:sdtContent>" + cell("丙") + "</w:sdtContent></w:sdt>")],
            (3, 1), [(0, 0, 1, 1, "甲"), (1, 0, 1, 1, "乙"), (2, 0, 1, 1, "丙")], id="wrapped and deleted rows",
        ),
        pytest.param(
            [row(cell("甲"), cell("删", "<w:cellDel/>"), cell("乙"))], (1, 2), [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
            id="a deleted cell",
        ),
        pytest.param(
            [row(cell("甲", wide(bad)), cell("乙"))  for bad in ("0", "-2", "x", "100000000")], (4, 2),
            [(at, col, 1, 1, "甲乙"[col]) for at in range(4) for col in range(2)], id="absurd spans count as one",
        ),
    ],
)  # fmt: skip
def test_a_grid_is_the_file_s_own(rows: list[str], size: tuple[int, int], expected: list[object]) -> None:
    doc = opened(table(*rows))
    (found,) = doc.tables
    assert (found.rows, found.cols) == size
    assert grid(found) == expected
    assert found.exact
    assert all(doc[one.span] == one.text for one in found.cells)


def test_text_is_laid_out_as_converters_flatten_it() -> None:
    doc = opened(
        paragraph("表前")
        + table(
            row(cell("甲", DOWN), cell(inner=paragraph("乙一") + paragraph("乙二"))), row(cell("", DOWN_ON), cell("丙"))
        )
        + paragraph("表后")
    )
    assert doc.text == "表前\n\t甲\n\t乙一\n乙二\n\n\t\n\t丙\n\n\n表后\n"
    assert doc[doc.tables[0].cells[1].span] == "乙一\n乙二"
    assert doc.text[doc.tables[0].span.start] == "\t"


def test_a_nested_table_is_a_table_of_its_own_inside_the_outer_cell() -> None:
    inner = table(row(cell("内一"), cell("内二")))
    doc = opened(
        table(row(cell("甲"), cell(inner=paragraph("前") + inner + paragraph("后"))), row(cell("乙"), cell("丙")))
    )
    outer, nested = doc.tables
    assert doc.text == "\t甲\n\t前\n\t内一\n\t内二\n\n\n后\n\n\t乙\n\t丙\n\n\n"
    assert [one.text for one in outer.cells] == ["甲", "前\n\t内一\n\t内二\n\n\n后", "乙", "丙"]
    assert grid(nested) == [(0, 0, 1, 1, "内一"), (0, 1, 1, 1, "内二")]
    assert outer.cells[1].span.contains(nested.cells[0].span)
    assert nested.cells[1].origin.path == "body/tbl[1]/tr[1]/tc[2]/tbl[1]/tr[1]/tc[2]"


@pytest.mark.parametrize("around", [("前。", "后。"), ("", ""), ("前。", "")])
def test_sentences_of_a_nested_table_stand_once(around: tuple[str, str]) -> None:
    before, after = around
    inner = table(row(cell("投入5万元。其中：甲2万元、乙3万元。"), cell("内")))
    twice = paragraph(before) + inner + paragraph(after) + table(row(cell(inner=inner + paragraph("末"))))
    doc = process(opened(table(row(cell("甲"), cell(inner=twice)), row(cell("乙"), cell("丙")))))
    inside = ["投入5万元。", "其中：甲2万元、乙3万元。", "内"]
    quoted = [doc[sentence.span] for sentence in doc.sentences]
    assert quoted == ["甲", *filter(None, [before]), *inside, *filter(None, [after]), *inside, "末", "乙", "丙"]
    assert [doc[one.items[0]] for one in doc.listings] == ["甲2万元"] * 2


def test_origins_count_from_one_in_the_file() -> None:
    doc = opened(table(row(cell("甲"))) + table(row(cell("删"), properties="<w:del/>"), row(cell("乙"), cell("丙"))))
    assert [one.origin.path for found in doc.tables for one in found.cells] == [
        "body/tbl[1]/tr[1]/tc[1]",
        "body/tbl[2]/tr[2]/tc[1]",
        "body/tbl[2]/tr[2]/tc[2]",
    ]


def test_a_cell_blanked_out_on_purpose_is_flagged() -> None:
    (found,) = opened(table(row(cell("　"), cell(""), cell("甲")))).tables
    assert [one.origin.flags for one in found.cells] == [("blank",), (), ()]


def test_merges_made_by_another_program_come_out_as_it_sees_them() -> None:
    made = docx.Document()
    own = made.add_table(4, 5)
    for at, col in product(range(4), range(5)):
        own.cell(at, col).text = f"{at}{col}"
    for (top, left), (bottom, right) in (((0, 0), (1, 1)), ((2, 3), (3, 4)), ((0, 2), (0, 4)), ((2, 0), (3, 0))):
        own.cell(top, left).merge(own.cell(bottom, right))
    stream = io.BytesIO()
    made.save(stream)
    (found,) = read(stream.getvalue(), "表.docx").tables
    area = {
        (at, col): one.text
        for one in found.cells
        for at in range(one.row, one.row + one.row_span)
        for col in range(one.col, one.col + one.col_span)
    }
    assert area == {(at, col): own.cell(at, col).text for at, col in product(range(4), range(5))}


def test_a_long_table_is_read_in_linear_time() -> None:
    (found,) = opened(table(*(row(cell("甲", DOWN if at == 0 else DOWN_ON), cell("1")) for at in range(3000)))).tables
    assert (found.rows, found.cells[0].row_span) == (3000, 3000)
