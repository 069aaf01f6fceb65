"""The running text of pages: lines, paragraphs, columns, and what is printed around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractor.origins import Box, Source
from extractor.readers.page.compose import compose
from extractor.readers.page.lines import lines_of
from extractor.readers.page.model import Glyph, Page, Rule
from extractor.types import Doc

SIZE = 12.0
LEFT, RIGHT = 90.0, 90.0 + 34 * SIZE
FULL = "云溪县农业农村局按照年初批复的绩效目标组织实施项目对资金使用情况开展检查并督促整改"[:34]


def signs(x: float, y: float, words: str, size: float = SIZE) -> list[Glyph]:
    """Words on the base line `y`; ideographs are as wide as high, other signs half as wide."""
    found = []
    for sign in words:
        wide = size if ord(sign) > 0x2000 else size / 2
        found.append(Glyph(sign, x, y - 0.88 * size, x + wide, y + 0.12 * size, size))
        x += wide
    return found


def page(
    *lines: tuple[float, float, str] | tuple[float, float, str, float], number: int = 1, rules: Sequence[Rule] = ()
) -> Page:
    glyphs = tuple(glyph for line in lines for glyph in signs(*line))
    return Page(number, 595, 842, glyphs, tuple(rules))


def composed(*pages: Page) -> Doc:
    return compose(pages, Source("x.pdf", "pdf", "", 0))


def texts(*pages: Page) -> list[str]:
    doc = composed(*pages)
    return [doc[one.span] for one in doc.paragraphs]


def column(*lines: str, x: float = LEFT, y: float = 200, pitch: float = 20) -> list[tuple[float, float, str]]:
    """Lines below each other; one that begins with wide blanks is indented by them."""
    return [
        (x + SIZE * (len(line) - len(line.lstrip("　"))), y + nth * pitch, line.lstrip("　"))
        for nth, line in enumerate(lines)
    ]


IN, FULL_IN = "　　", "　　" + FULL[:32]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        pytest.param(
            ["　　" + FULL[:32], "　　" + FULL[:32], "　　完毕。"],
            [FULL[:32] * 2 + "完毕。"],
            id="a paragraph set in as a whole",
        ),
        pytest.param(
            [FULL_IN, FULL_IN, FULL, "完毕。"],
            [FULL[:32], FULL[:32] + FULL + "完毕。"],
            id="a full heading before a paragraph",
        ),
        pytest.param(
            ["　①" + FULL[:32], "　　" + FULL[:32], "　　完毕。", "　②完毕。"],
            ["①" + FULL[:32] + FULL[:32] + "完毕。", "②完毕。"],
            id="a mark that hangs out",
        ),
        pytest.param([FULL_IN, FULL, "到位。"], [f"{FULL[:32]}{FULL}到位。"], id="a full line goes on"),
        pytest.param(
            [FULL_IN, "完毕。", FULL_IN, "完毕。"], [f"{FULL[:32]}完毕。"] * 2, id="an indent begins a paragraph"
        ),
        pytest.param(
            [IN + "一、项目概况", FULL_IN, "完毕。"], ["一、项目概况", f"{FULL[:32]}完毕。"], id="a short line ends"
        ),
        pytest.param(["各有关单位：", FULL_IN, "完毕。"], ["各有关单位：", f"{FULL[:32]}完毕。"], id="a salutation"),
        pytest.param(
            [FULL_IN[:-1] + "。", "（一）资金情况", FULL_IN, FULL[:33] + "。", "1.预算数", FULL_IN],
            [FULL[:31] + "。", "（一）资金情况", FULL[:32] + FULL[:33] + "。", "1.预算数", FULL[:32]],
            id="numbers of headings",
        ),
        pytest.param(
            [FULL_IN[:-2] + "增长", "8.85 %。主要原因是调整。"],
            [FULL[:30] + "增长8.85 %。主要原因是调整。"],
            id="a rate is no heading",
        ),
        pytest.param(
            [FULL_IN[:-3] + "比上年", "2023.5万元。"],
            [FULL[:29] + "比上年2023.5万元。"],
            id="a number that had no room",
        ),
        pytest.param(
            [FULL_IN[:-2] + "道路", "42.5米。"], [FULL[:30] + "道路42.5米。"], id="a decimal that might be a heading's"
        ),
        pytest.param(
            [FULL_IN[:-1] + "GI", "S平台完毕。"],
            [FULL[:31] + "GI S平台完毕。"],
            id="words of Latin letters get a blank",
        ),
        pytest.param(
            [FULL_IN[:-5] + "Program-", "ming 完毕。"],
            [FULL[:27] + "Programming 完毕。"],
            id="a hyphen at the end of a line",
        ),
        pytest.param(
            ["一、概况…………………………1", "二、绩效……………………………………………………………2"], ["一、概况\t1", "二、绩效\t2"], id="contents"
        ),
        pytest.param(
            [FULL_IN, FULL[:-1] + "：", "1.2023年资金", "2.2024年资金"],
            [FULL[:32] + FULL[:-1] + "：", "1.2023年资金", "2.2024年资金"],
            id="items that begin with years",
        ),
    ],
)
def test_lines_become_paragraphs(lines: list[str], paragraphs: list[str]) -> None:
    before = [FULL_IN, FULL, "完毕。"]
    assert texts(page(*column(*before, *lines)))[1:] == paragraphs


def test_a_title_over_two_lines_is_one_paragraph_and_its_date_another() -> None:
    title = [
        (123.0, 100.0, "云溪县农业农村局关于二〇二三年度高标准"[:20], 18.0),
        (210.0, 130.0, "农田建设项目的报告", 18.0),
    ]
    date = [(238.0, 160.0, "2024年3月18日")]
    found = texts(page(*title, *date, *column(FULL_IN, FULL, FULL, FULL, "完毕。", y=200)))
    assert found[:2] == [title[0][2] + title[1][2], "2024年3月18日"]


def test_recognised_lines_of_one_paragraph_may_differ_in_size() -> None:
    lines = [(LEFT + 24, 200.0, FULL[:32], 12.0), (LEFT, 220.0, FULL, 12.0), (LEFT, 240.0, "完毕。", 10.0)]
    printed = page(*lines)
    seen = replace(printed, glyphs=tuple(glyph._replace(confidence=0.9) for glyph in printed.glyphs))
    assert texts(printed) == [FULL[:32] + FULL, "完毕。"]
    assert texts(seen) == [FULL[:32] + FULL + "完毕。"]


def test_signature_and_date_at_the_right_are_two_paragraphs() -> None:
    body = column(FULL_IN, FULL, FULL, "完毕。")
    signed = [(RIGHT - 96, 320.0, "云溪县财政局　"[:6]), (RIGHT - 66, 340.0, "2024年3月8日")]
    assert texts(page(*body, *signed))[1:] == ["云溪县财政局", "2024年3月8日"]


def test_space_parts_paragraphs_that_have_no_indent() -> None:
    first, second = column(FULL, FULL, FULL, FULL[:33] + "。"), column(FULL, FULL, "完毕。", y=295)
    assert texts(page(*first, *second)) == [FULL * 3 + FULL[:33] + "。", FULL * 2 + "完毕。"]


def test_a_paragraph_runs_over_the_page_and_its_mark() -> None:
    one = page(*column(FULL_IN, FULL, FULL, FULL, FULL, y=640), (280, 800, "- 1 -"))
    two = page(*column(FULL, "完毕。", FULL_IN, FULL, "完毕。", y=80), (280, 800, "- 2 -"), number=2)
    doc = composed(one, two)
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [
        FULL[:32] + FULL * 5 + "完毕。",
        FULL[:32] + FULL + "完毕。",
    ]
    assert [(mark.text, mark.origin.page, mark.origin.flags) for mark in doc.margins] == [
        ("- 1 -", 1, ("page-mark",)),
        ("- 2 -", 2, ("page-mark",)),
    ]
    first = doc.paragraphs[0].origin
    assert first.page == 1
    assert first.box is not None
    assert (first.box.x0, first.box.x1) == (LEFT, RIGHT)


def grid(x0: float, top: float, x1: float, bottom: float, rows: int = 2) -> list[Rule]:
    ys = [top + (bottom - top) * n / rows for n in range(rows + 1)]
    return [Rule(x0, y, x1, y) for y in ys] + [Rule(x, top, x, bottom) for x in (x0, (x0 + x1) / 2, x1)]


def test_a_table_at_the_page_break_does_not_cut_the_paragraph_around_it() -> None:
    one = page(*column(FULL_IN, FULL, FULL, FULL, y=660))
    words = [(100.0, 96.0, "项目"), (320.0, 96.0, "金额"), (100.0, 116.0, "水利"), (320.0, 116.0, "1.5")]
    two = page(*words, *column(FULL, "完毕。", y=160), number=2, rules=grid(LEFT, 80, RIGHT, 120))
    doc = composed(one, two)
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [FULL[:32] + FULL * 4 + "完毕。"]
    assert doc.paragraphs[0].span.end < doc.tables[0].span.start


def test_a_footnote_stands_after_the_paragraph_that_runs_over_the_page() -> None:
    note = [(LEFT, 780.0, "①指县级财政安排的专项资金，下同。", 9.0), (LEFT, 792.0, "②含结转资金。", 9.0)]
    one = page(*column(FULL_IN, FULL, FULL, FULL, y=660), *note)
    two = page(*column(FULL, "完毕。", FULL_IN, FULL, "完毕。", y=80), number=2)
    doc = composed(one, two)
    assert [doc[paragraph.span] for paragraph in doc.paragraphs] == [
        FULL[:32] + FULL * 4 + "完毕。",
        "①指县级财政安排的专项资金，下同。",
        "②含结转资金。",
        FULL[:32] + FULL + "完毕。",
    ]
    assert [paragraph.origin.flags for paragraph in doc.paragraphs] == [(), ("footnote",), ("footnote",), ()]


def test_title_and_unit_of_a_table_are_paragraphs_right_before_it() -> None:
    words = [(100.0, 256.0, "项目"), (320.0, 256.0, "金额"), (100.0, 276.0, "水利"), (320.0, 276.0, "1.5")]
    top = [
        *column(FULL_IN, FULL, "如下表。", y=140),
        (240, 210, "部门收支总表"),
        (LEFT, 230, "部门：云溪县水利局"),
        (RIGHT - 60, 230, "单位：万元"),
    ]
    doc = composed(page(*top, *words, rules=grid(LEFT, 240, RIGHT, 280)))
    assert [doc[one.span] for one in doc.paragraphs][1:] == ["部门收支总表", "部门：云溪县水利局", "单位：万元"]
    assert doc.paragraphs[-1].span.end < doc.tables[0].span.start


def test_running_heads_go_with_what_differs_only_in_numbers() -> None:
    pages = [
        page(
            (200, 60, f"青禾市{2020}年度部门决算 第{n}部分"),
            *column(FULL_IN, FULL, f"第{n}页完毕。"),
            (300, 810, str(n + 4)),
            number=n,
        )
        for n in (1, 2, 3, 4)
    ]
    doc = composed(*pages)
    assert [doc[one.span] for one in doc.paragraphs] == [f"{FULL[:32]}{FULL}第{n}页完毕。" for n in (1, 2, 3, 4)]
    assert [one.origin.flags for one in doc.margins] == [("running-head",), ("page-mark",)] * 4


def test_titles_of_forms_that_fill_a_page_each_are_no_running_heads() -> None:
    words = [(100.0, 116.0, "项目"), (320.0, 116.0, "金额"), (100.0, 136.0, "水利"), (320.0, 136.0, "1.5")]
    title = (200.0, 80.0, "项目支出绩效自评表（2023年度）", 16.0)
    pages = [page(title, *words, number=n, rules=grid(LEFT, 100, RIGHT, 140)) for n in (1, 2, 3, 4)]
    assert texts(*pages) == ["项目支出绩效自评表（2023年度）"] * 4


def test_a_head_of_two_pages_is_one_if_it_stands_where_only_heads_do() -> None:
    def two(y: float) -> list[str]:
        return texts(
            *(page((200.0, y, "云溪县绩效自评资料", 9.0), *column(FULL_IN, "完毕。"), number=n) for n in (1, 2))
        )

    assert "云溪县绩效自评资料" not in two(50)
    assert "云溪县绩效自评资料" in two(110)


def test_a_unit_repeated_on_every_page_is_no_running_head() -> None:
    pages = [page((400, 60, "单位：万元"), *column(FULL_IN, FULL, "完毕。"), number=n) for n in (1, 2, 3, 4)]
    assert texts(*pages).count("单位：万元") == 4


@pytest.mark.parametrize(
    ("mark", "kept"), [("- 1 -", False), ("第 1 页 共 1 页", False), ("2023", True), ("合计", True)]
)
def test_of_a_single_page_only_a_clear_page_mark_goes(mark: str, kept: bool) -> None:
    assert (mark in texts(page(*column(FULL_IN, FULL, "完毕。"), (280, 810, mark)))) is kept


def test_columns_are_read_one_after_the_other() -> None:
    half = FULL[:15]
    left = column("　　" + half[:13], *[half] * 6, "左完。")
    right = column("　　" + half[:13], *[half] * 6, "右完。", x=LEFT + 19 * SIZE)
    title = [(LEFT, 150.0, FULL)]
    spread = [line for pair in zip(left, right, strict=True) for line in pair]
    assert texts(page(*title, *spread)) == [FULL, half[:13] + half * 6 + "左完。", half[:13] + half * 6 + "右完。"]


def test_labels_beside_values_are_no_columns() -> None:
    rows = [(LEFT, 200.0 + 20 * n, f"填报事项{n}：") for n in range(8)] + [
        (330, 200.0 + 20 * n, f"内容{n}") for n in range(8)
    ]
    assert texts(page(*rows))[:2] == ["填报事项0： 内容0", "填报事项1： 内容1"]


@pytest.mark.parametrize(
    ("gap", "words", "text"),
    [
        (1.0, ("2023", "年度"), "2023年度"),
        (3.0, ("2023", "年度"), "2023年度"),
        (14.0, ("目", "录"), "目 录"),
        (3.0, ("fiscal", "year"), "fiscal year"),
        (0.5, ("12", "34"), "1234"),
    ],
)
def test_gaps_that_the_eye_sees_are_blanks(gap: float, words: tuple[str, str], text: str) -> None:
    first = signs(90, 100, words[0])
    found = lines_of([*first, *signs(first[-1].x1 + gap, 100, words[1])])
    assert [line.text for line in found] == [text]


def test_signs_of_one_line_come_together_in_whatever_order_the_file_has_them() -> None:
    glyphs = [*signs(90, 100, "绩效目标"), *signs(90, 120, "第二行")]
    raised = signs(138, 96, "2", 7)
    assert [line.text for line in lines_of([*reversed(glyphs), *raised])] == ["绩效目标2", "第二行"]
    assert lines_of(glyphs)[1].box == Box(90, 120 - 0.88 * 12, 126, 120 + 0.12 * 12)


def test_the_same_pages_give_the_same_document() -> None:
    pages = [page(*column(FULL_IN, FULL, "完毕。"), (300, 810, str(n)), number=n) for n in (1, 2, 3)]
    assert composed(*pages) == composed(*pages)
