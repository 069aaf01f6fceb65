"""Ruled tables of a page: from signs and rules at places to cells."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from drawn_pages import across, down, drawn, inside, lattice, page, sheet, spans, texts, without, words

from extractor.readers.page.model import Glyph, Rule
from extractor.readers.page.tables import find_tables

XS = [60.0, 180.0, 260.0, 360.0]
ROWS = [["指标", "单位", "完成值"], ["新建灌渠", "公里", "12.6"], ["培训农户", "人次", "1,205"]]


def as_drawn(rules: list[Rule]) -> list[Rule]:
    return rules


def border_by_cell(_: list[Rule]) -> list[Rule]:
    return [
        rule
        for x0, x1 in pairwise(XS)
        for top, bottom in ((100, 120), (120, 140), (140, 160))
        for rule in lattice([x0, x1], [top, bottom])
    ]


def in_pieces(rules: list[Rule]) -> list[Rule]:
    pieces = []
    for rule in rules:
        if rule.across:
            pieces += [across(rule.top, x, min(x + 9.0, rule.x1)) for x in range(int(rule.x0), int(rule.x1), 11)]
        else:
            pieces += [down(rule.x0, y, min(y + 9.0, rule.bottom)) for y in range(int(rule.top), int(rule.bottom), 11)]
    return pieces


def dashed(rules: list[Rule]) -> list[Rule]:
    pieces = []
    for rule in rules:
        if rule.across:
            pieces += [across(rule.top, x, min(x + 3.0, rule.x1)) for x in range(int(rule.x0), int(rule.x1), 8)]
        else:
            pieces += [down(rule.x0, y, min(y + 3.0, rule.bottom)) for y in range(int(rule.top), int(rule.bottom), 8)]
    return pieces


def doubled(rules: list[Rule]) -> list[Rule]:
    return rules + [
        across(rule.top + 2.5, rule.x0, rule.x1) if rule.across else down(rule.x0 + 2.5, rule.top, rule.bottom)
        for rule in rules
    ]


def uneven(rules: list[Rule]) -> list[Rule]:
    return [
        across(rule.top + (index % 3) * 0.6, rule.x0 + 1.5, rule.x1 - 1.5)
        if rule.across
        else down(rule.x0 + (index % 3) * 0.6, rule.top - 1, rule.bottom + 1)
        for index, rule in enumerate(rules)
    ]


def open_at_the_sides(rules: list[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.across or rule.x0 not in (XS[0], XS[-1])]


def open_above_and_below(rules: list[Rule]) -> list[Rule]:
    return [rule for rule in rules if not rule.across or rule.top not in (100.0, 160.0)]


def without_upright(rules: list[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.across]


def of_three_lines(rules: list[Rule]) -> list[Rule]:
    return [rule for rule in rules if rule.across and rule.top != 140]


@pytest.mark.parametrize(
    "way",
    [
        as_drawn, border_by_cell, in_pieces, dashed, doubled, uneven, open_at_the_sides, open_above_and_below,
        without_upright, of_three_lines,
    ],
)  # fmt: skip
def test_a_table_is_the_same_however_its_rules_are_drawn(way: Callable[[list[Rule]], list[Rule]]) -> None:
    glyphs, ys = sheet(ROWS, XS)
    (grid,) = find_tables(page(glyphs, way(lattice(XS, ys))))
    assert texts(grid) == ROWS
    assert spans(grid) == {}
    assert (grid.rows, grid.cols) == (3, 3)


def test_squares_that_no_rule_parts_are_one_cell() -> None:
    xs, ys = [60.0, 120.0, 200.0, 280.0], [100.0, 120.0, 140.0, 160.0]
    rules = without(lattice(xs, ys), (61, 135, 119, 145), (195, 101, 205, 119))
    glyphs = [
        *inside("年份", 60, 100, 120), *inside("预算执行", 120, 100, 280), *inside("绩效指标", 60, 125, 120),
        *inside("预算", 120, 120, 200), *inside("决算", 200, 120, 280), *inside("3.5", 120, 140, 200),
    ]  # fmt: skip
    (grid,) = find_tables(page(glyphs, rules))
    assert texts(grid) == [["年份", "预算执行"], ["绩效指标", "预算", "决算"], ["3.5", ""]]
    assert spans(grid) == {(0, 1): (1, 2), (1, 0): (2, 1)}
    assert [cell.box for cell in grid.cells if cell.text == "绩效指标"] == [(60, 120, 120, 160)]


def test_a_region_that_is_no_rectangle_is_parted_and_says_so() -> None:
    xs, ys = [60.0, 120.0, 200.0], [100.0, 120.0, 140.0]
    rules = without(lattice(xs, ys), (115, 101, 125, 119), (61, 115, 119, 125))
    glyphs = [*inside("甲", 60, 100, 120), *inside("乙", 60, 120, 120), *inside("丙", 120, 120, 200)]
    (grid,) = find_tables(page(glyphs, rules))
    assert texts(grid) == [["甲"], ["乙", "丙"]]
    assert grid.flags == ("guessed-span",)
    assert [cell.flags for cell in grid.cells] == [("guessed-span",), ("guessed-span",), ()]


def test_every_square_is_covered_once_whatever_the_rules() -> None:
    rules = without(lattice(XS, [100.0, 120.0, 140.0, 160.0]), (100, 110, 300, 130), (170, 130, 190, 150))
    glyphs, _ = sheet(ROWS, XS)
    (grid,) = find_tables(page(glyphs, rules))
    squares = [
        (row, col)
        for cell in grid.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    ]
    assert sorted(squares) == [(row, col) for row in range(grid.rows) for col in range(grid.cols)]


def test_a_table_in_a_cell_reaches_to_the_edges_of_the_cell() -> None:
    outer = lattice([60.0, 120.0, 360.0], [100.0, 200.0])
    inner = lattice([130.0, 240.0, 350.0], [140.0, 170.0, 200.0])
    glyphs = [
        *inside("方法", 60, 100, 120), *inside("评定如下", 120, 100, 360), *inside("甲", 130, 140, 240),
        *inside("3", 240, 140, 350), *inside("乙", 130, 170, 240), *inside("4", 240, 170, 350),
    ]  # fmt: skip
    (grid,) = find_tables(page(glyphs, [*outer, *inner]))
    assert texts(grid) == [["方法", "评定如下"], ["甲", "3"], ["乙", "4"]]


def test_tables_come_in_reading_order_and_do_not_overlap() -> None:
    lower, upper = drawn(ROWS, XS, top=300), drawn(ROWS[::-1], XS, top=100)
    grids = find_tables(page(lower.glyphs + upper.glyphs, lower.rules + upper.rules))
    assert [texts(grid)[0] for grid in grids] == [ROWS[2], ROWS[0]]


BORDER = lattice([40.0, 555.0], [40.0, 800.0])


@pytest.mark.parametrize(
    ("rules", "glyphs"),
    [
        pytest.param(BORDER, words("云溪县水利局2023年度部门决算", 100, 300), id="page border"),
        pytest.param(lattice([60, 300], [100, 160]), inside("说明：\n数据来自年报", 60, 100, 300), id="frame"),
        pytest.param([across(112, 60, 160), across(132, 60, 300)], words("带下划线的一句话", 60, 100), id="underlines"),
        pytest.param([across(112, 61, 160), down(60, 90, 130)], words("旁边有一条竖线", 62, 100), id="side line"),
        pytest.param(
            [down(100, 100, 300), *(across(y, 100, 400) for y in (140, 180, 220, 260, 300))],
            [glyph for y in (140, 180, 220, 260) for glyph in words("120", 75, y - 5)],
            id="chart",
        ),
        pytest.param(
            [*lattice([100, 400], [100, 300]), *(across(y, 100, 400) for y in (140, 180, 220, 260))],
            [glyph for y in (140, 180, 220, 260) for glyph in words("45.2", 150 + y / 2, y - 5)],
            id="chart in a frame",
        ),
        pytest.param(lattice(XS, [100, 120, 140]), [], id="empty boxes"),
    ],
)
def test_rules_that_part_no_texts_are_no_table(rules: list[Rule], glyphs: list[Glyph]) -> None:
    assert find_tables(page(glyphs, rules)) == []


def test_a_table_within_a_page_border_is_found() -> None:
    table = drawn(ROWS, XS)
    (grid,) = find_tables(page(table.glyphs, [*table.rules, *BORDER]))
    assert texts(grid) == ROWS


def test_an_underlined_blank_parts_no_cell() -> None:
    glyphs, ys = sheet(ROWS, XS)
    (grid,) = find_tables(page(glyphs, [*lattice(XS, ys), across(135, 61, 120), across(134, 190, 240)]))
    assert texts(grid) == ROWS


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("一般公共预算财政拨款收入支\n出决算表", "一般公共预算财政拨款收入支出决算表"),
        ("人\n万元", "人\n万元"),
        ("绩\n效\n指\n标", "绩效指标"),
        ("绩效目标完成如下\n1.新建灌渠12公里", "绩效目标完成如下\n1.新建灌渠12公里"),
        ("1.新建灌渠十二公里完成；\n2.培训农户", "1.新建灌渠十二公里完成；\n2.培训农户"),
        ("完成率为百分之九十八点五\n（30分）", "完成率为百分之九十八点五（30分）"),
        ("National Statistics\nBureau of Yunxi", "National Statistics Bureau of Yunxi"),
        ("234,567,890,123,456,789,\n012.00", "234,567,890,123,456,789,012.00"),
        ("执行率不得低于百分之九\n十，按季考核", "执行率不得低于百分之九十，按季考核"),
    ],
)
def test_wrapped_lines_of_a_cell_are_joined_and_ended_ones_kept(lines: str, text: str) -> None:
    rows = [["标签", lines], ["甲", "乙"]]
    (grid,) = find_tables(drawn(rows, [60.0, 120.0, 260.0]))
    assert texts(grid)[0] == ["标签", text]
    assert grid.cells[1].lines == tuple(lines.split("\n"))


def test_a_cell_says_how_much_room_its_last_line_has() -> None:
    (grid,) = find_tables(drawn([["甲", "十个字长长长长长长长"], ["乙", "短"]], [60.0, 120.0, 235.0]))
    rooms = [cell.room for cell in grid.cells]
    assert rooms[1] < 1
    assert rooms[3] > 7


def test_the_least_certain_sign_of_a_cell_is_its_confidence() -> None:
    table = drawn(ROWS, XS)
    glyphs = [glyph._replace(confidence=0.5 if glyph.text == "渠" else 0.9) for glyph in table.glyphs]
    (grid,) = find_tables(page(glyphs, table.rules))
    assert [cell.confidence for cell in grid.cells[:4]] == [0.9, 0.9, 0.9, 0.5]


def test_lines_side_by_side_are_rows_where_no_rule_parts_them() -> None:
    rows = [["指标", "年末数", "比重（%）"], ["常住人口\n其中：城镇\n乡村", "86.6\n39.2\n47.4", "\n45.3\n54.7"]]
    glyphs, ys = sheet(rows, XS)
    (grid,) = find_tables(page(glyphs, lattice(XS, ys)))
    assert texts(grid) == [
        rows[0], ["常住人口", "86.6", ""], ["其中：城镇", "39.2", "45.3"], ["乡村", "47.4", "54.7"],
    ]  # fmt: skip
    assert grid.flags == ("guessed-row",)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["产出指标\n数量\n质量", "已完成全部任务\n并通过验收\n没有问题", "无"], id="no numbers"),
        pytest.param(["绩效指标", "一\n二\n三", "98"], id="one number"),
        pytest.param(["资金总额\n（万元）", "1,200.5\n900.3", "3"], id="two lines"),
    ],
)
def test_paragraphs_side_by_side_are_one_row(row: list[str]) -> None:
    glyphs, ys = sheet([ROWS[0], row], XS)
    (grid,) = find_tables(page(glyphs, lattice(XS, ys)))
    assert (grid.rows, grid.flags) == (2, ())


def test_a_number_broken_in_a_narrow_cell_makes_no_rows() -> None:
    xs = [60.0, 120.0, 165.0, 210.0]
    rows = [["资金名称", "预算", "决算"], ["年初安排\n财政拨款\n合计总额", "1,234,\n567.00\n", "1,234,\n567.00\n"]]
    glyphs, ys = sheet(rows, xs)
    (grid,) = find_tables(page(glyphs, lattice(xs, ys)))
    assert grid.rows == 2
    assert grid.cells[4].text == "1,234,567.00"


def test_a_grid_whose_rules_run_through_signs_is_doubtful() -> None:
    rows = [[f"第{index}项工作", "甲乙丙", "12.5"] for index in range(8)]
    glyphs, ys = sheet(rows, XS)
    moved = [
        across(y + 8, XS[0], XS[-1]) if index in (2, 5) else across(y, XS[0], XS[-1]) for index, y in enumerate(ys)
    ]
    (grid,) = find_tables(page(glyphs, [*moved, *(down(x, ys[0], ys[-1]) for x in XS)]))
    assert grid.flags == ("doubtful-grid",)


@pytest.mark.parametrize(("edge", "found"), [(0.0, 1), (40.0, 0)])
def test_a_single_cell_is_a_table_only_where_one_goes_on_over_the_page(edge: float, found: int) -> None:
    (before,) = find_tables(drawn(ROWS, XS, number=1, top=700))
    rest = page(inside("接上页的说明", 60, 60, 360), lattice([60.0 + edge, 360.0 + edge], [60, 90]), number=2)
    assert len(find_tables(rest, before)) == found
    assert find_tables(rest) == []


def test_a_drawing_of_countless_rules_is_passed_over() -> None:
    rules = [across(y / 7, 0, 500) for y in range(0, 28000, 25)] + [down(x / 7, 0, 4000) for x in range(0, 28000, 25)]
    assert find_tables(page(words("图", 10, 10), rules * 3)) == []


@pytest.mark.parametrize(
    ("text", "align", "cell"),
    [
        pytest.param("云溪县小型水库除险加固工程", "left", 1, id="from its left edge"),
        pytest.param("1234567890123456789012", "right", 1, id="from its right edge"),
        pytest.param("云溪县小型水库除险加固", "centre", 1, id="from its middle"),
    ],
)
def test_a_word_that_runs_over_its_cell_stays_whole(text: str, align: str, cell: int) -> None:
    xs = [60.0, 162.0, 240.0, 340.0]
    glyphs = [*inside("甲", 60, 100, 162), *inside(text, xs[cell], 100, xs[cell + 1], align=align)]
    glyphs += [*inside("乙", 60, 120, 162), *inside("丙", 240, 120, 340)]
    (grid,) = find_tables(page(glyphs, lattice(xs, [100, 120, 140])))
    assert texts(grid)[0] == ["甲", text, ""]


def test_full_cells_side_by_side_are_two() -> None:
    xs = [60.0, 101.0, 142.0]
    glyphs = [
        *words("采购名称", 61, 104),
        *words("组织形式", 101.5, 104),
        *words("甲", 61, 124),
        *words("乙", 102, 124),
    ]
    (grid,) = find_tables(page(glyphs, lattice(xs, [100, 120, 140])))
    assert texts(grid) == [["采购名称", "组织形式"], ["甲", "乙"]]
