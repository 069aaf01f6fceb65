"""Tables that run over pages: which parts belong together, repeated heads, cut rows, labels over the break."""

from __future__ import annotations

import pytest
from drawn_pages import across, down, drawn, inside, lattice, page, sheet, spans, texts, without, words

from extractor.origins import Source
from extractor.readers.page.compose import compose
from extractor.readers.page.grid import Grid
from extractor.readers.page.model import Page
from extractor.readers.page.stitching import Stitched, stitch
from extractor.readers.page.tables import find_tables

XS = [60.0, 130.0, 230.0, 300.0, 480.0]
HEAD = ["一级指标", "三级指标", "分值", "评分标准"]
WIDE = "县级部门按照批复的绩效目标组织实"
"""With one sign more as long as the last column is wide."""


def stitched(*pages: Page, parted: bool = False) -> list[Stitched]:
    grids: list[Grid] = []
    for one in pages:
        grids += find_tables(one, grids[-1] if grids else None)
    return stitch(grids, lambda one, other: parted)


def ending(rows: list[list[str]], xs: list[float] | None = None) -> Page:
    """Page 1 with the rows at its foot."""
    height = sheet(rows, xs or XS)[1][-1] - 100
    return drawn(rows, xs or XS, 1, 770 - height)


def starting(rows: list[list[str]], xs: list[float] | None = None, number: int = 2) -> Page:
    """Another page with the rows at its head."""
    return drawn(rows, xs or XS, number, 70)


ROW = ["产出", "新建灌渠", "10", "完成得满分"]
TWO = [["项目", "金额"], ["水利", "3"]]
NEXT = ["效益", "培训农户", "20", "达标得满分"]


def test_a_table_goes_on_on_the_next_page() -> None:
    (table,) = stitched(ending([HEAD, ROW]), starting([NEXT]), starting([ROW], number=3))
    assert texts(table) == [HEAD, ROW, NEXT, ROW]
    assert table.flags == ("stitched",)
    assert [cell.origin.page for cell in table.placed if cell.col == 0] == [1, 1, 2, 3]
    assert [part.page for part in table.parts] == [1, 2, 3]


def test_the_head_that_each_page_prints_is_told_once() -> None:
    (table,) = stitched(ending([HEAD, ROW]), starting([HEAD, NEXT]))
    assert texts(table) == [HEAD, ROW, NEXT]


def test_a_head_of_two_rows_with_merged_cells_is_told_once() -> None:
    xs = [60.0, 180.0, 260.0, 340.0]

    def headed(number: int, top: float, row: list[str]) -> Page:
        ys = [top, top + 20, top + 40, top + 60]
        rules = without(lattice(xs, ys), (61, top + 15, 179, top + 25), (255, top + 1, 265, top + 19))
        glyphs = [*inside("科目", 60, top, 180), *inside("决算数（万元）", 180, top, 340)]
        glyphs += [*inside("上年", 180, top + 20, 260), *inside("本年", 260, top + 20, 340)]
        for text, x0, x1 in zip(row, xs, xs[1:], strict=False):
            glyphs += inside(text, x0, top + 40, x1)
        return page(glyphs, rules, number)

    (table,) = stitched(headed(1, 700, ["教育支出", "3.5", "4.5"]), headed(2, 70, ["卫生支出", "1.5", "2.5"]))
    assert texts(table) == [
        ["科目", "决算数（万元）"],
        ["上年", "本年"],
        ["教育支出", "3.5", "4.5"],
        ["卫生支出", "1.5", "2.5"],
    ]
    assert spans(table) == {(0, 0): (2, 1), (0, 1): (1, 2)}


def test_a_first_row_of_values_that_repeats_is_no_head() -> None:
    (table,) = stitched(ending([ROW, NEXT, ROW]), starting([NEXT, NEXT]))
    assert len(texts(table)) == 5


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        pytest.param(
            ["产出", "新建灌渠", "10", f"①{WIDE}\n{WIDE}施"],
            ["", "", "", "项目得5分；"],
            ["产出", "新建灌渠", "10", f"①{WIDE}{WIDE}施项目得5分；"],
            id="a long text goes on under blank keys",
        ),
        pytest.param(
            ["产出", "新建灌渠", "10", f"①{WIDE}\n得5分；\n②{WIDE}\n得5分。"],
            ["", "", "", "③全部完成得10分。"],
            ["产出", "新建灌渠", "10", f"①{WIDE}得5分；\n②{WIDE}得5分。\n③全部完成得10分。"],
            id="with its next item",
        ),
        pytest.param(
            ["效益指标", "受益农户满意度有所", "10", "达标得满分"],
            ["（30分）", "提升情况", "", ""],
            ["效益指标（30分）", "受益农户满意度有所提升情况", "10", "达标得满分"],
            id="labels go on while values have nothing below them",
        ),
        pytest.param(
            ["效益指标（30", "培训农户", "10", "达标得满分"],
            ["分）", "", "", ""],
            ["效益指标（30分）", "培训农户", "10", "达标得满分"],
            id="a bracket is closed",
        ),
    ],
)
def test_a_row_cut_by_the_break_is_one_row(last: list[str], first: list[str], joined: list[str]) -> None:
    (table,) = stitched(ending([HEAD, ROW, last]), starting([HEAD, first, NEXT]))
    assert texts(table) == [HEAD, ROW, joined, NEXT]
    cut = [cell for cell in table.placed if cell.row == 2]
    assert all("stitched" in cell.origin.flags and cell.origin.page == 1 for cell in cut)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        pytest.param(ROW, NEXT, id="full rows"),
        pytest.param(["一、教育", "", "12.5", ""], ["二、卫生", "", "", ""], id="the next item without a value"),
        pytest.param(["", "七、文化旅游体育与", "", ""], ["", "八、住房", "", ""], id="the next item of a full line"),
        pytest.param(["教育支出", "", "12.5", ""], ["", "", "", ""], id="an empty row"),
        pytest.param(["甲", "", "12.5", ""], ["", "乙", "", ""], id="a text under an empty cell"),
        pytest.param(["小计", "", "12.5", ""], ["合计", "", "15.5", ""], id="totals"),
        pytest.param(["教育", "", "12.5", ""], ["卫生", "", "", ""], id="short labels with room beside them"),
    ],
)
def test_a_new_row_stays_one(last: list[str], first: list[str]) -> None:
    (table,) = stitched(ending([HEAD, ROW, last]), starting([first, NEXT]))
    assert texts(table) == [HEAD, ROW, last, first, NEXT]


def labelled(number: int, top: float, label: str, rows: list[list[str]]) -> Page:
    """Rows beside one label that reaches over all of them."""
    glyphs, ys = sheet([["", *row] for row in rows], XS, top)
    rules = [
        *(across(y, XS[0] if y in (ys[0], ys[-1]) else XS[1], XS[-1]) for y in ys),
        *(down(x, ys[0], ys[-1]) for x in XS),
    ]
    return page([*glyphs, *inside(label, XS[0], top, XS[1])], rules, number)


@pytest.mark.parametrize("again", ["", "产出指标", "产出指标（续）"])
def test_a_label_reaches_over_the_break(again: str) -> None:
    parts = labelled(1, 720, "产出指标", [ROW[1:], NEXT[1:]]), labelled(2, 70, again, [NEXT[1:], ROW[1:], ROW[1:]])
    (table,) = stitched(*parts)
    assert spans(table) == {(0, 0): (5, 1)}
    assert [cell.text for cell in table.placed if not cell.col] == ["产出指标"]


def test_another_label_starts_its_own_rows() -> None:
    parts = labelled(1, 720, "产出指标", [ROW[1:], NEXT[1:]]), labelled(2, 70, "效益指标", [NEXT[1:], ROW[1:]])
    (table,) = stitched(*parts)
    assert spans(table) == {(0, 0): (2, 1), (2, 0): (2, 1)}


def test_parts_with_other_inner_columns_are_one_table_at_the_foot_and_head_of_the_pages() -> None:
    above, below = ending([["项目名称", "灌渠"]], [60.0, 230.0, 480.0]), starting([ROW])
    (table,) = stitched(above, below)
    assert texts(table) == [["项目名称", "灌渠"], ROW]
    assert spans(table) == {(0, 0): (1, 2), (0, 2): (1, 2)}


def test_columns_that_miss_each_other_slightly_are_the_same() -> None:
    (table,) = stitched(ending([HEAD, ROW]), starting([NEXT], [61.0, 132.0, 231.5, 301.0, 481.0]))
    assert table.cols == 4


def test_pages_shifted_for_binding_are_put_together() -> None:
    (table,) = stitched(ending([HEAD, ROW]), starting([NEXT], [x + 20 for x in XS]))
    assert texts(table) == [HEAD, ROW, NEXT]


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((ending([HEAD, ROW]), starting([NEXT], [60.0, 130.0, 230.0, 400.0])), id="another width"),
        pytest.param((ending([HEAD, ROW]), starting([NEXT], number=3)), id="a page between"),
        pytest.param(
            (drawn([["项目", "金额"], ["水利", "3"]], [60.0, 200.0, 480.0], 1, 100), drawn([ROW], XS, 2, 300)),
            id="other columns",
        ),
    ],
)
def test_tables_that_do_not_fit_stay_apart(pages: tuple[Page, Page]) -> None:
    assert len(stitched(*pages)) == 2


def test_text_between_two_tables_parts_them() -> None:
    assert len(stitched(ending([HEAD, ROW]), starting([NEXT]), parted=True)) == 2


@pytest.mark.parametrize(
    ("captions", "tables"),
    [
        ([], 1),
        (["续表"], 1),
        (["表2 绩效评分表（续）", "单位：万元"], 1),
        (["表3 支出决算表"], 2),
        (["单位：万元"], 2),
    ],
)
def test_a_caption_that_says_so_continues_a_table(captions: list[str], tables: int) -> None:
    above, below = ending([HEAD, ROW]), drawn([HEAD, NEXT], XS, 2, 110)
    said = [glyph for index, text in enumerate(captions) for glyph in words(text, 200, 70 + index * 18)]
    text = words("一、绩效评价情况如下表所示，具体情况见各栏。", 80, 80)
    pages = page([*text, *above.glyphs], above.rules, 1), page([*said, *below.glyphs], below.rules, 2)
    doc = compose(pages, Source("x.pdf", "pdf", "", 0))
    assert len(doc.tables) == tables
    assert [doc[one.span] for one in doc.paragraphs][1:] == captions


def test_a_label_over_pages_of_one_row_each_is_known_by_the_labels_of_its_column() -> None:
    one, other = labelled(1, 700, "产出指标", [ROW[1:]]), labelled(2, 70, "", [NEXT[1:]])
    (table,) = stitched(one, other, labelled(3, 70, "效益指标", [NEXT[1:], ROW[1:]]))
    assert spans(table) == {(0, 0): (2, 1), (2, 0): (2, 1)}
    (table,) = stitched(one, other, labelled(3, 70, "效益指标", [NEXT[1:]]))
    assert spans(table) == {}
