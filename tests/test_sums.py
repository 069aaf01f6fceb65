"""Sums in text and in tables: what closes, what does not, and what looks wrong and is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet

from extractor.checks import check as checks
from extractor.ledger.ledger import Ledger
from extractor.stages.reconcile import reconcile
from extractor.types import Doc, Finding, Span, TableValue


def found(doc: Doc, *checks: str) -> list[Finding]:
    return [finding for finding in reconcile(doc).findings if finding.check in checks]


def verdicts(doc: Doc, *checks: str) -> list[tuple[str, str]]:
    return [(finding.verdict, finding.severity) for finding in found(doc, *checks)]


HOLDS = [("consistent", "info")]
ERROR = [("inconsistent", "error")]
WARNING = [("inconsistent", "warning")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("〔项目支出[20.5万元]｜，具体为：｜甲项目[12.3万元]｜、乙项目[8.2万元]〕。", HOLDS),
        ("〔项目支出[20.5万元]｜，具体为：｜甲项目[12.3万元]｜、乙项目[9.2万元]〕。", ERROR),
        ("〔项目支出[20.5万元]｜：｜甲项目[12.3万元]｜，乙项目[7.2万元]〕。", ERROR),
        ("〔项目支出[20.5万元]｜，由｜甲项目[12.3万元]｜和乙项目[7.2万元]〕组成。", ERROR),
        ("〔项目支出[20.5万元]｜，其中：｜甲项目[12.3万元]｜、乙项目[9.2万元]〕。", ERROR),
    ],
)
def test_a_list_under_a_total_must_add_up_to_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "sum.listing") == expected


def test_of_which_may_leave_parts_out() -> None:
    doc = marked("〔项目支出[20.5万元]｜，其中：｜甲项目[12.3万元]｜、乙项目[3.2万元]〕。")
    (finding,) = found(doc, "sum.bound", "sum.listing")
    assert (finding.kind, finding.verdict) == ("logic", "consistent")
    assert finding.formula == "12.3 + 3.2 ≤ 20.5"


@pytest.mark.parametrize(
    "words", ["，主要用于：", "，主要包括：", "，重点用于以下几个方面，取得较好成效，具体做法如下所述："]
)
def test_a_list_of_main_uses_may_fall_short_of_its_total(words: str) -> None:
    doc = marked(f"〔项目支出[20.5万元]｜{words}｜培训[1.3万元]｜、设备[3.2万元]〕。")
    assert verdicts(doc, "sum.listing") == []


def test_a_list_that_falls_short_by_little_cannot_be_verified() -> None:
    doc = marked("〔实有[13人]｜，其中｜甲类[5人]｜、乙类[4人]｜、丙类[3人]〕。")
    (finding,) = found(doc, "sum.listing", "sum.bound")
    assert finding.verdict == "unverifiable"
    assert "还差1人" in finding.message


def test_a_list_that_ends_with_the_rest_and_falls_short_asks_for_an_explanation() -> None:
    doc = marked("〔公用经费[20.5万元]｜，其中：｜办公费[12.3万元]｜、差旅费[3.2万元]｜、其他[2万元]〕。")
    assert verdicts(doc, "sum.listing") == WARNING


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        (("52.39", "13.09", "8.1"), "73.57", HOLDS),
        (("33.33", "33.33", "33.33"), "100", HOLDS),
        (("11.34", "5.4", "12.52"), "29.3", WARNING),
        (("120.4", "80.4"), "201", WARNING),
        (("3", "4"), "8", WARNING),
        (("30", "40"), "80", ERROR),
    ],
)
def test_rounding_of_the_parts_is_no_error(parts: tuple[str, ...], total: str, expected: list[tuple[str, str]]) -> None:
    items = "｜、".join(f"{name}项[{number}万元]" for name, number in zip("甲乙丙", parts, strict=False))
    doc = marked(f"〔支出[{total}万元]｜，具体为：｜{items}〕。")
    assert verdicts(doc, "sum.listing") == expected


def test_a_total_in_a_greater_unit_is_rounded_on_purpose() -> None:
    doc = marked("〔总支出[1.2亿元]｜，具体为：｜甲项目[8123.45万元]｜、乙项目[3912.11万元]〕。")
    assert verdicts(doc, "sum.listing") == HOLDS


def test_sub_parts_in_a_flat_list_are_not_added_twice() -> None:
    text = "〔总支出[30万元]｜，其中：｜基本支出[20万元]｜、人员经费[15万元]｜、公用经费[5万元]｜、项目支出[10万元]〕。"
    (finding,) = found(marked(text), "sum.listing")
    assert finding.formula == "20 + 10 = 30"


def test_a_list_may_cut_its_total_in_two_ways() -> None:
    text = "〔支出[30万元]｜，其中：｜上半年[14.5万元]｜、下半年[15.5万元]｜、培训[9.3万元]｜、差旅[8.1万元]〕。"
    (finding,) = found(marked(text), "sum.listing")
    assert (finding.verdict, finding.formula) == ("consistent", "14.5 + 15.5 = 30")


@pytest.mark.parametrize(
    "text",
    [
        "〔在职[10人]｜，其中：｜党员[8人]｜、女性[5人]〕。",
        "〔居民出境[10万人次]｜，其中：｜因私出境[9万人次]｜、赴港出境[6万人次]〕。",
    ],
)
def test_people_counted_in_two_categories_may_exceed_their_number(text: str) -> None:
    doc = marked(text)
    assert verdicts(doc, "sum.listing", "sum.bound") == [("unverifiable", "info")]


@pytest.mark.parametrize(
    "text",
    [
        "〔编制[45名]｜，其中｜行政编制[20名]｜、事业编制[28名]〕。",
        "〔发现问题[236个]｜，其中｜党建方面[85个]｜，作风方面[72个]｜，其他方面[89个]〕。",
        "〔自评得分[95.5分]｜，其中｜产出指标[58.5分]｜，效益指标[38分]〕。",
    ],
)
def test_classes_that_cannot_overlap_may_not_exceed_their_total(text: str) -> None:
    assert verdicts(marked(text), "sum.listing") == ERROR


def test_another_thing_counted_under_a_count_may_exceed_it() -> None:
    doc = marked("〔发现问题[12个 inspection.issues_found]｜，其中：｜涉及单位[30个 inspection.units]〕。")
    assert verdicts(doc, "sum.listing", "sum.bound") == [("unverifiable", "info")]


def test_a_part_of_the_people_cannot_exceed_their_number() -> None:
    doc = marked("〔在职[10人]｜，其中：｜党员[12人]｜、女性[5人]〕。")
    assert verdicts(doc, "sum.listing", "sum.bound") == ERROR


@pytest.mark.parametrize(
    "text",
    [
        "〔举办培训[3期]｜，其中：｜甲班[120人]｜、乙班[80人]〕。",
        "〔项目支出[20万元 - final]｜，其中：｜增加[3万元 - change]｜、增加[30万元 - change]〕。",
        "〔项目支出[约20万元]｜，具体为：｜甲项目[12万元]｜、乙项目[9万元]〕。",
        "〔全年投入[约20万元]｜，用于：｜甲项目[12万元]｜、乙项目[3万元]〕。",
        "今年投入[20万元]，〔支出[约18万元]｜，具体为：｜甲项目[12万元]｜、乙项目[9万元]〕。",
        "〔支出增长[12%]｜，其中：｜甲项目[20%]｜、乙项目[30%]〕。",
    ],
)
def test_what_cannot_be_added_is_left_alone(text: str) -> None:
    assert verdicts(marked(text), "sum.listing", "sum.bound") == []


def test_a_number_in_the_unit_of_its_neighbours_closes_the_sum() -> None:
    doc = marked("〔工资[30.5万元]｜：｜基本工资[20.1万元]｜，绩效工资[7.3元]｜，奖金[3.1万元]〕。")
    slip, repaired = sorted(found(doc, "sum.listing.unit", "sum.listing"), key=lambda f: f.kind, reverse=True)
    assert (slip.kind, slip.verdict, slip.severity, slip.repair) == ("unit", "inconsistent", "error", "7.3元 → 7.3万元")
    assert (repaired.kind, repaired.verdict) == ("sum", "consistent")


def test_a_total_in_the_wrong_unit_of_money_is_a_slip() -> None:
    doc = marked("〔总支出[6.09万元]｜，其中｜基本支出[47586.32万元]｜，项目支出[13325.86万元]〕。")
    (finding,) = found(doc, "sum.listing.unit", "sum.listing")
    assert (finding.kind, finding.severity, finding.repair) == ("unit", "error", "6.09万元 → 6.09亿元")


def test_a_length_in_the_wrong_unit_is_a_slip() -> None:
    doc = marked("〔改造公路[92.6公里]｜，其中｜县道[18.4公里]｜、乡道[31.7公里]｜、村道[42.5米]〕。")
    slip, repaired = sorted(found(doc, "sum.listing.unit", "sum.listing"), key=lambda f: f.kind, reverse=True)
    assert (slip.severity, slip.repair, repaired.verdict) == ("error", "42.5米 → 42.5公里", "consistent")


def test_a_slip_in_a_breakdown_is_found_without_a_metric() -> None:
    doc = marked("改造公路[92.6公里]，造价[35.2万元]。按等级分：县道[18.4公里]，乡道[31.7公里]，村道[42.5米]。")
    assert verdicts(doc, "sum.classified.unit") == ERROR


def test_full_marks_under_a_score_are_not_its_parts() -> None:
    doc = marked("〔自评得分[94.3分]｜，其中｜投入[15分]｜，过程[35分]｜，产出[30分]｜，效果[20分]〕。")
    assert verdicts(doc, "sum.listing", "sum.bound") == []


def test_a_message_tells_the_clerk_what_to_change() -> None:
    doc = marked("〔交叉检查支出[52.39万元]｜：｜办公费[3.6万元]｜，差旅费[49.85万元]〕。")
    (finding,) = found(doc, "sum.listing")
    assert finding.message == (
        "“交叉检查支出”所列2项合计53.45万元，比总数52.39万元多1.06万元，请核对各分项和总数（强制性：应更正）。"
    )
    assert (finding.computed, finding.stated, finding.difference) == ("53.45", "52.39", "1.06")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲项目[12万元]，乙项目[8万元]，以上两项合计[20万元]。", HOLDS),
        ("甲项目[12万元]，乙项目[8万元]，以上两项合计[23万元]。", ERROR),
        ("丙项目[5万元]，甲项目[12万元]，乙项目[8万元]，合计[20万元]。", HOLDS),
        ("丙项目[5万元]，甲项目[12万元]，乙项目[8万元]，合计[21万元]。", []),
    ],
)
def test_a_total_after_its_parts(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "sum.trailing") == expected


ISSUES = "inspection.issues_found actual 2022"
ROUNDS = "inspection.rounds actual"
UNANNOUNCED = {
    "sum.run": ("全县学校[{}所]，小学[58所]，初中[21所]，高中[7所]。", "86", "89"),
    "sum.triple": ("控制价[1255.1万元]，合同价[1212.5万元]，差价[{}万元]。", "42.6", "43.7"),
    "sum.remainder": ("可用资金[1460.5万元]。\n#二\n支出[1386.27万元]，年末结转[{}万元]。", "74.23", "75.2"),
    "sum.siblings": (
        f"发现问题[236个 {ISSUES} 甲]。\n发现问题[318个 {ISSUES} 乙]。\n共发现问题[{{}}个 {ISSUES}]。", "554", "561"),
    "sum.kinds": (f"专项巡察[1轮 {ROUNDS}]，常规巡察[2轮 {ROUNDS}]。\n巡察[{{}}轮 {ROUNDS}]。", "3", "5"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNANNOUNCED)
def test_numbers_that_add_up_without_being_announced_confirm_and_never_accuse(name: str) -> None:
    text, right, wrong = UNANNOUNCED[name]
    run = checks.get(name)
    assert run is not None
    assert [f.verdict for f in run(Ledger(marked(text.format(right))))] == ["consistent"]
    assert list(run(Ledger(marked(text.format(wrong))))) == []


@pytest.mark.parametrize(
    ("issues", "clues", "expected"),
    [("22", "7", HOLDS * 2), ("25", "7", [*ERROR, *HOLDS]), ("25", "9", [])],
)
def test_a_summing_up_sentence_adds_up_the_paragraphs_before_it(
    issues: str, clues: str, expected: list[tuple[str, str]]
) -> None:
    rounds = "甲组发现问题，发现问题[12个]，移交线索[3条]。\n乙组，发现问题[10个]，移交线索[4条]。\n"
    doc = marked(f"{rounds}全年累计，发现问题[{issues}个]，移交线索[{clues}条]。")
    run = checks.get("sum.summary")
    assert run is not None
    assert [(f.verdict, f.severity) for f in run(Ledger(doc))] == expected


@pytest.mark.parametrize(("rise", "expected"), [("3.5", HOLDS), ("2.5", [])])
def test_rises_and_falls_make_a_net_change(rise: str, expected: list[tuple[str, str]]) -> None:
    text = "〔支出增加[2万元 - change]｜，其中｜人员经费增加[{}万元 - change]｜，公用经费减少[1.5万元 - change]〕。"
    assert verdicts(marked(text.format(rise)), "sum.listing", "sum.bound") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项目支出[20.5万元 spend.project]。按用途分：甲[12.3万元 spend.project]，乙[8.2万元 spend.project]。", HOLDS),
        ("项目支出[20.5万元 spend.project]。按用途分：甲[12.3万元 spend.project]，乙[9.2万元 spend.project]。", ERROR),
        (
            (
                "总支出[20.5万元 spend.total]，项目支出[9万元 spend.project]。"
                "按用途分：甲[12.3万元 spend.project]，乙[8.2万元 spend.project]。"
            ),
            HOLDS,
        ),
        ("基本支出[20.5万元 spend.basic]。按用途分：甲[12.3万元 spend.project]，乙[9.2万元 spend.project]。", []),
        ("项目支出[20.5万元 spend.project]。甲[12.3万元 spend.project]，乙[9.2万元 spend.project]。", []),
    ],
)
def test_a_breakdown_by_kind_is_complete(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "sum.classified") == expected


@pytest.mark.parametrize(
    ("shares", "expected"),
    [(("60.5%", "39.5%"), HOLDS), (("60.5%", "49.5%"), ERROR)],
)
def test_shares_of_parts_that_add_up_add_up_to_one_hundred(
    shares: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    first, second = (f"占总支出的[{share} - share]" for share in shares)
    text = f"总支出[20万元]，甲项目[12.1万元]，{first}，乙项目[7.9万元]，{second}。"
    assert verdicts(marked(text), "sum.shares") == expected


def test_shares_of_some_parts_need_not_add_up() -> None:
    text = "总支出[20万元]，甲项目[5万元]，占总支出的[25% - share]，乙项目[8万元]，占总支出的[40% - share]。"
    assert verdicts(marked(text), "sum.shares") == []


TWO_COLUMNS = ("", "final", "budget_initial")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["项目|决算|预算", "甲|12.5|10", "乙|7.5|8", "合计|20|18"], HOLDS * 2),
        (["项目|决算|预算", "甲|12.5|10", "乙|7.5|8", "合计|20|19.5"], [*HOLDS, *ERROR]),
        (["项目|决算|预算", "合计|20|18", "甲|12.5|10", "乙|7.5|8"], HOLDS * 2),
        (
            ["项目|决算|预算", "甲|2.5|1", "乙|2.5|1", "小计|5|2", "丙|3|1", "丁|4|1", "小计|7|2", "合计|12|4"],
            HOLDS * 6,
        ),
        (["项目|决算|预算", "一、甲|12.5|10", "1、子|2.5|4", "2、丑|10|6", "二、乙|7.5|8", "合计|20|18"], HOLDS * 4),
        (["项目|决算|预算", "甲|12.5|10", "其中：子|2.5|4", "乙|7.5|8", "合计|20|18"], HOLDS * 2),
        (["项目|决算|预算", "甲|12.5|", "乙||8", "合计|20|18"], []),
        (["项目|决算|预算", "甲|12.5|", "乙||8", "合计|12.5|18"], [*HOLDS, *WARNING]),
        (
            ["项目|决算|预算", "三公经费|20|18", "1、出国|2.5|1", "2、接待|17.5|17", "项目支出||", "1、甲|4|4"],
            HOLDS * 2,
        ),
        (["项目|决算|预算", "一、甲|20|18", "1、子|2.5|1", "2、丑|17|16", "二、乙|4|4"], WARNING * 2),
        (["项目|决算|预算", "甲|22.5|", "乙||8", "合计|20|"], ERROR),
    ],
)
def test_total_rows(rows: list[str], expected: list[tuple[str, str]]) -> None:
    assert verdicts(sheet(rows, TWO_COLUMNS), "sum.rows") == expected


def test_both_sides_of_a_balance_sheet_are_added_up_on_their_own() -> None:
    rows = ["收入|决算|支出|决算", "一、财政拨款|18.5|一、一般公共服务|15", "二、其他收入|1.5|二、住房保障|4",
            "本年收入合计|20|本年支出合计|19", "年初结转和结余|2|年末结转和结余|3", "总计|22|总计|22"]  # fmt: skip
    doc = sheet(rows, ("", "final", "", "final"))
    closed = [f.formula for f in found(doc, "sum.rows") if f.verdict == "consistent"]
    assert closed == ["18.5 + 1.5 = 20", "15 + 4 = 19", "18.5 + 1.5 + 2 = 22", "15 + 4 + 3 = 22"]


def test_a_heading_printed_again_does_not_cut_a_table() -> None:
    rows = ["项目|决算|预算", "甲|12.5|10", "项目|决算|预算", "乙|7.5|8", "合计|20|18"]
    doc = sheet(rows, TWO_COLUMNS)
    again = {cell.col: cell for cell in doc.tables[0].cells if cell.row == 2}
    facts = []
    for fact in doc.facts:
        place = fact.quantity.place
        assert place is not None
        if place.cell.row > 2:
            place = replace(place, col_labels=(again[place.cell.col],))
        facts.append(replace(fact, quantity=replace(fact.quantity, place=place)))
    assert verdicts(replace(doc, facts=tuple(facts)), "sum.rows") == HOLDS * 2


def test_programme_rows_follow_their_parent_until_the_sum_closes() -> None:
    rows = ["项目|决算|预算", "3、县级专项资金（一个专项一行）|20|18", "甲|12.5|10", "乙|7.5|8", "政府采购金额|3|4"]
    assert [f.formula for f in found(sheet(rows, TWO_COLUMNS), "sum.rows")] == ["12.5 + 7.5 = 20", "10 + 8 = 18"]


def test_codes_add_up_level_by_level() -> None:
    rows = ["科目编码|科目|决算|预算", "201|一般公共服务|20|18", "20103|政府办公厅|20|18", "2010301|行政运行|12.5|10",
            "2010302|管理事务|7.5|9"]  # fmt: skip
    doc = sheet(rows, ("", "", "final", "budget_initial"))
    assert verdicts(doc, "sum.rows") == [*HOLDS, *HOLDS, *HOLDS, *WARNING]


def test_a_total_column_adds_up_the_columns_beside_it() -> None:
    rows = ["科目|合计|基本支出|项目支出", "甲|20|12|8", "乙|9.5|4|5.5", "丙|7|4|4.5"]
    doc = sheet(rows, ("", "final", "final", "final"))
    assert verdicts(doc, "sum.columns") == [*HOLDS, *HOLDS, *ERROR]


def test_a_column_of_remainders_is_the_difference_of_two_others() -> None:
    rows = ["项目|预算|支出|结余", "甲|20|12|8", "乙|9.5|4|5.5", "丙|7|4|3", "丁|7|5|1"]
    doc = sheet(rows, ("", "budget_initial", "final", "final"))
    assert verdicts(doc, "sum.difference") == [*HOLDS * 3, *WARNING]


SCORES = ("", "", "weight", "score")


def test_points_add_up_to_the_printed_levels_and_the_total() -> None:
    rows = ["一级|三级|分值|得分", "产出指标（50分）|甲|30|30", "^|乙|20|19", "效益指标（40分）|丙|40|40",
            "满意度指标（10分）|丁|10|9", "总分||100|98"]  # fmt: skip
    assert {verdict for verdict, _ in verdicts(sheet(rows, SCORES), "score.sum")} == {"consistent"}


def test_a_table_that_goes_on_after_a_page_break_is_one_table() -> None:
    first = sheet(["一级|三级|分值|得分", "产出|甲|30|30", "^|乙|30|29"], SCORES)
    second = sheet(["一级|三级|分值|得分", "效益|丙|40|40", "总分||100|99"], SCORES)
    offset, (table,) = len(first.text), second.tables
    moved = {value.span: _moved(value, offset) for value in table.values}
    going_on = replace(
        table,
        span=Span(table.span.start + offset, table.span.end + offset),
        cells=tuple(c._replace(span=_shift(c.span, offset)) for c in table.cells),
        values=tuple(moved.values()),
    )
    facts = []
    for fact in second.facts:
        quantity = fact.quantity
        assert quantity.place is not None
        placed = replace(quantity, span=_shift(quantity.span, offset), place=moved[quantity.place.span])
        facts.append(replace(fact, quantity=placed, indicator=None))
    doc = replace(first, text=first.text + second.text, tables=(*first.tables, going_on), facts=(*first.facts, *facts))
    assert [f.formula for f in found(doc, "score.sum")] == ["30 + 30 + 40 = 100", "30 + 29 + 40 = 99"]


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved(value: TableValue, by: int) -> TableValue:
    """A value further down in the text, whose heading row is lost."""
    return replace(value, span=_shift(value.span, by), col_labels=())


def test_points_that_do_not_add_up_to_their_level_are_an_error() -> None:
    rows = [
        "一级|三级|分值|得分",
        "产出指标（50分）|甲|30|30",
        "^|乙|25|19",
        "效益指标（50分）|丙|50|40",
        "总分||105|89",
    ]
    bad = [f.formula for f in found(sheet(rows, SCORES), "score.sum") if f.verdict == "inconsistent"]
    assert bad == ["30 + 25 = 55 ≠ 50"]


def test_every_sum_finding_quotes_the_total_first() -> None:
    doc = marked("〔项目支出[20.5万元]｜，具体为：｜甲项目[12.3万元]｜、乙项目[9.2万元]〕。")
    (finding,) = found(doc, "sum.listing")
    assert [doc[span] for span in finding.evidence] == ["20.5万元", "12.3万元", "9.2万元"]
    assert Ledger(doc).facts[0].quantity.span == finding.evidence[0]
