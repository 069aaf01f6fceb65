"""Tables of aligned words, without upright rules; and what looks like one and is none."""

from __future__ import annotations

import pytest
from drawn_pages import SIZE, across, page, spans, texts, width, words

from extractor.readers.page.model import Glyph
from extractor.readers.page.tables import find_tables

ROWS = [
    ["指标", "单位", "2022年", "2023年"],
    ["地区生产总值", "亿元", "1,205.6", "1,288.3"],
    ["固定资产投资", "亿元", "688.2", "701.5"],
    ["社会消费品零售总额", "亿元", "402.7", "—"],
]
RIGHT = (80.0, 260.0, 370.0, 460.0)
"""Where the columns begin; numbers end 50 points after that."""


def aligned(rows: list[list[str]], top: float = 100.0, pitch: float = 18.0) -> list[Glyph]:
    glyphs = []
    for index, row in enumerate(rows):
        for text, x in zip(row, RIGHT, strict=False):
            start = x + 50 - width(text) if text[:1].isdigit() or text == "—" else x
            glyphs += words(text, start, top + index * pitch)
    return glyphs


PROSE = [
    glyph
    for index in range(6)
    for glyph in words(
        "云溪县农业农村局按照年初批复的绩效目标组织实施项目并对资金使用情况开展检查", 80, 400 + index * 18
    )
]


def test_aligned_words_with_a_column_of_numbers_are_a_table() -> None:
    (grid,) = find_tables(page(aligned(ROWS) + PROSE))
    assert texts(grid) == ROWS
    assert grid.flags == ("borderless",)
    assert grid.box.bottom < 200


def test_level_rules_tell_a_table_of_few_numbers() -> None:
    rows = [["项目", "内容"], ["立项依据", "县委文件"], ["资金来源", "财政拨款"]]
    rules = [across(96, 75, 520), across(116, 75, 520), across(154, 75, 520)]
    (grid,) = find_tables(page(aligned(rows), rules))
    assert texts(grid) == rows
    assert find_tables(page(aligned(rows))) == []


def test_a_rule_under_each_row_keeps_wrapped_cells_together() -> None:
    top = [["指标", "单位", "2022年", "2023年"], ["社会消费品", "亿元", "402.7", "431.0"], ["零售总额"]]
    rest = [["固定资产投资", "亿元", "688.2", "701.5"], ["一般公共收入", "亿元", "66.1", "70.3"]]
    rules = [across(y, 75, 520) for y in (96, 116, 152, 170, 188)]
    (grid,) = find_tables(page(aligned(top) + aligned(rest, 154), rules))
    assert texts(grid) == [top[0], ["社会消费品\n零售总额", "亿元", "402.7", "431.0"], *rest]


def test_a_heading_over_two_columns_spans_them() -> None:
    head = words("生产总值（亿元）", 375, 82)
    (grid,) = find_tables(page(head + aligned(ROWS), [across(y, 75, 520) for y in (80, 116, 172)]))
    assert spans(grid) == {(0, 2): (1, 2)}
    assert texts(grid)[1:] == ROWS


def test_a_title_above_and_a_note_below_are_no_rows() -> None:
    title, note = (
        words("表1 云溪县主要经济指标情况", 220, 82),
        words("注：数据来自年报，部分数据为初步核算数。", 80, 172),
    )
    (grid,) = find_tables(page(title + aligned(ROWS) + note))
    assert texts(grid) == ROWS


def leaders(number: int) -> list[Glyph]:
    return words("部门整体支出情况", 80, 100 + number * 18) + words("." * 60, 165, 100 + number * 18)


@pytest.mark.parametrize(
    "glyphs",
    [
        pytest.param(PROSE, id="prose"),
        pytest.param(
            [glyph for n in range(6) for glyph in leaders(n) + words(str(3 * n + 1), 500, 100 + n * 18)],
            id="contents with leaders",
        ),
        pytest.param(
            [
                glyph
                for n in range(6)
                for glyph in words("部门整体支出情况", 80, 100 + n * 18) + words(str(3 * n + 1), 500, 100 + n * 18)
            ],
            id="contents without leaders",
        ),
        pytest.param(
            [
                glyph
                for n, (left, right) in enumerate(
                    [("负责人：王五", "电话：0731"), ("单位（盖章）：", "日期："), ("经办人：", "2023年5月6日")]
                )
                for glyph in words(left, 80, 100 + n * 18) + words(right, 320, 100 + n * 18)
            ],
            id="signatures",
        ),
        pytest.param(
            [
                glyph
                for n in range(12)
                for x in (60, 310)
                for glyph in words("县级财政部门按照规定开展绩效评价工作并反馈", x, 100 + n * 16)
            ],
            id="two columns of prose",
        ),
        pytest.param(aligned(ROWS[:2]), id="two rows"),
        pytest.param(
            [glyph for n in range(5) for glyph in words(f"全年完成投资{n}5.6万元", 80, 100 + n * 18)],
            id="numbers in prose",
        ),
    ],
)
def test_words_that_only_stand_apart_are_no_table(glyphs: list[Glyph]) -> None:
    assert find_tables(page(glyphs)) == []


def test_rules_of_the_head_and_foot_of_a_page_bound_no_table() -> None:
    head, foot = across(60, 70, 520), across(790, 70, 520)
    assert find_tables(page(words("云溪县2023年决算", 80, 45) + PROSE + words("12", 290, 795), [head, foot])) == []


def test_gaps_are_measured_in_type_sizes() -> None:
    glyphs = [glyph for n in range(4) for glyph in words("甲 乙 丙 12", 80, 100 + n * 3 * SIZE, 2 * SIZE)]
    assert find_tables(page(glyphs)) == []


def test_a_short_rule_under_a_heading_tells_its_columns() -> None:
    head = [*words("生产总值（亿元）", 380, 102), *words("指标", 80, 112), *words("单位", 260, 112)]
    head += [*words("2022年", 370, 122), *words("2023年", 460, 122)]
    body = aligned(ROWS[1:], 142)
    rules = [across(98, 75, 520), across(118, 365, 520), across(138, 75, 520), across(198, 75, 520)]
    (grid,) = find_tables(page(head + body, rules))
    assert texts(grid) == [["指标", "单位", "生产总值（亿元）"], ["2022年", "2023年"], *ROWS[1:]]
    assert spans(grid) == {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2)}
