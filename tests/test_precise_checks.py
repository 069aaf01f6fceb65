"""Sentences in which a careless reader finds a contradiction, beside the contradiction that must be found."""

from __future__ import annotations

import pytest
from flattening import flat
from test_checked_text import checked

AGREEING = [
    # what 此外 or 扣除 begins is no part of the list before it
    "实有在职干部职工26人，其中高级职称3人，此外离退休人员41人。",
    "新设备实现检查收入1683.5万元，其中磁共振312.96万元、彩超859.2万元，扣除耗材等直接成本742.8万元，收支结余940.7万元。",
    # 分别 shares numbers out to things named before it
    "县道路况评分由83.1分提高到85.6分，乡道、村道分别为79.8分、77.2分。",
    "第五轮、第六轮巡察反馈问题分别为412个和358个，已整改到位396个和331个，整改率分别为96.12%和92.46%。",
    # the budget that a rate is said of is no list of parts
    "“三公”经费支出9.86万元，为预算12万元的82.17%，同比减少2.31万元，全部为公务用车运行维护费，车均运行费用2.47万元。",
    "年初预算380万元，追加58万元，年底收回3.5万元，实际支出421.6万元，为调整后预算的97.03%。",
    # for each guest, not in all
    "公务接待费支出3.25万元，接待来访团组31个、来宾248人次，人均接待费用131元。",
    # other things are settled than were handed over
    "3件问题线索全部办结，26件信访件办结25件，办结率96.15%。",
    # more than planned can be done
    "全省完成营造林72.9万亩，占年度任务的104.14%，其中人工造林32.6万亩。",
    # what was added is a change, whatever verb says so
    "资金3,341.40万元，其中区级1,905.00万元，区级比上年增列230.00万元，增幅13.73%。",
    # one amount by a bare name among several of its kind
    "收入总计449,470万元，其中上年结转14,870万元；减去当年支出412,760万元、上解支出8,350万元、债务还本支出12,400万元，结转下年10,860万元。",
    # the whole is not the amount right before 其中
    "全年预算85万元，实际支出83.96万元，预算执行率98.78%，结余1.04万元已收回。其中：差旅费41.2万元、办公费8.46万元、印刷费6.3万元、培训费4万元、劳务费14万元、委托业务费10万元。",
    "2022年“三公”经费支出中，公务接待费3.45万元，占26.08%，因公出国（境）费0万元，占0%，公务用车购置及运行维护费9.78万元，占73.92%。其中：1、因公出国（境）费支出0万元。2、公务接待费支出3.45万元。3、公务用车购置及运行维护费支出9.78万元。",
    "项目支出共60万元，年末结转12万元，其中：办案经费25万元，宣传经费35万元。",
    # full marks are no parts of a score
    "综合得分91分，其中：投入（满分10分）得9分，过程（满分40分）得36分，产出（满分30分）得28分，效果（满分20分）得18分。",
    # money of the projects is not the money of the year
    "2022年度年度资金总额860.5万元。基本支出620.3万元，项目支出240.2万元。纳入绩效目标管理的项目共4个，涉及预算114.62万元，执行数114.62万元。",
    # a share is no rate of execution
    "“三公”经费支出13.5万元。公务用车运行维护费预算12万元，支出决算9.68万元，完成预算的80.67%，占“三公”经费支出的71.70%。",
    # each paragraph is about what its first words name
    "检察（款）：2022年预算支出合计1644.36万元。\n住房改革支出（款）：2022年预算支出合计366.38万元。",
    "2022年支出合计975.94万元。其中：教育支出（类）446.17万元。一般公共预算财政拨款支出974.65万元，占支出合计的99.87%。",
    "2022年度收入总计846.27万元，支出总计846.27万元。与上年相比，收入总计增加61.24万元，增长7.8%（2021年度收入总计785.03万元）。",
    "农村低保支出年初预算为345万元，支出决算为386.27万元，完成年初预算的111.96%，决算数大于年初预算数的主要原因是提标。",
    # of budget and spending, the share is told of the spending
    "2022年“三公”经费支出13.5万元。公务用车运行维护费预算12万元，支出决算9.68万元，完成预算的80.67%，占“三公”经费支出的71.70%。",
    "先后开展三轮巡察。其中第六轮巡察12个单位党组织，发现问题186个；第七轮巡察10个单位党组织，发现问题164个；第八轮巡察8个单位党组织，发现问题131个。三轮共巡察30个单位党组织，发现问题481个。",
    # the rate is of the “三公” expenses, not of the staff
    "编制48名，实有在职人员39名。\n“三公”经费实际支出7.46万元，较预算数9.2万元节约1.74万元，控制率81.09%。",
    # a section for each project, a score for each section
    "（一）泵站建设\n自评得分92分。\n（二）渠道改造\n自评得分94分。",
    # income is no part of spending
    "2022年度财政拨款收入总计836.12万元，其中年初财政拨款结转和结余21.08万元；财政拨款支出822.14万元，年末财政拨款结转和结余13.98万元。",
    # the nearest 基本支出 is the one of 财政拨款
    "2022年支出合计950.6万元，其中：基本支出800.5万元，占84.21%；项目支出150.1万元，占15.79%。\n六、财政拨款基本支出情况\n2022年度财政拨款基本支出756.2万元，其中：\n人员经费738.1万元，占基本支出的97.61%，主要包括基本工资。\n公用经费18.1万元，占基本支出的2.39%，主要包括办公费。",
    "部门决策15分，得15分；部门管理20分，得19分；部门绩效60分，得58.5分；附加5分，得3.5分。合计得分96分，等次优秀。",
    # two comparisons, two bases
    "“三公”经费年初预算3万元，实际支出2.46万元，较预算减少0.54万元，较上年下降8.2%。",
    "“三公”经费实际支出7.46万元，其中因公出国（境）费1.9万元、公务用车运行维护费4.06万元、公务接待费1.5万元，较预算数9.2万元节约1.74万元，控制率81.09%，较上年增长5.2%。",
    "全年“三公”经费支出8.6万元，为年度预算10万元的86%，比去年的9.4万元下降8.51%。",
    "2022年支出120万元，比上年增加20万元，同比增长20%。",
    # one number is of the budget, the other of what was spent
    "批复2022年部门预算120.5万元，按性质分基本支出80.5万元（人员经费70.25万元、公用经费10.25万元），项目支出40万元。\n全年支出124.2万元，其中基本支出82.1万元，项目支出42.1万元。",
    "全年追加12.6万元（基本支出8.4万元、项目支出4.2万元）。\n决算显示，基本支出82.1万元，项目支出42.1万元。",
    "“三公”经费合计4.87万元，相对6.2万元的“三公”经费预算，控制率为78.55%。",
    # names stand behind the numbers
    "基本支出82.1万元，由71.8万元人员经费与10.3万元公用经费合成。",
    # the change is of the whole told before its parts
    "“三公”经费实际支出2.96万元，即公务接待费1.12万元、公务用车运行维护费1.84万元，较2021年减少0.37万元，降幅11.11%。",
    "专项资金180万元，其中省级100万元、自筹80万元，较2021年增加12.5万元，增幅7.46%。",
    # 其中 goes back to the whole list, or to another item of it
    "全县残疾人12,650人，分肢体7,400人、视力1,600人、听力3,130人、多重520人，其中一、二级重度残疾人5,230人。",
    "支出2.8万元，食宿1.2万元，讲课费0.8万元，场地维护0.8万元，其中讲课费里校外专家讲课费1.3万元。",
    "三家单位反馈问题27个、18个、15个，完成整改分别是26个、18个和14个。",
    # a total and its average, marks and rates of failure
    "专项自评得分93.8分，按任务分别为人才引进95.2分、平台建设94.6分、国际合作91.6分。",
    "抽检论文103篇，不合格1篇，抽检合格率99.03%。",
    # the budget was adjusted, but is not told; what was added is told with its parts; so are the points taken off
    "2022年年初预算186.43万元。\n实际支出277.89万元，预算执行率96.10%。",
    "年初预算864.2万元，追加预算110.54万元，其中追加人员经费98.62万元、公用经费11.92万元，预算调整率12.79%。",
    "综合得分91.7分，扣8.3分，其中预算执行扣0.3分、产出扣3分、效益扣2.5分、满意度扣2.5分。",
    # 一般公共预算 is no budget that something is compared with
    "2023年度一般公共预算财政拨款支出974.65万元。与2022年度相比，一般公共预算财政拨款支出增加119.32万元，增长13.95%。\n一般公共预算财政拨款支出年初预算为1021.03万元。",
    # grades that are counted, sorts in brackets, a programme beside all of them
    "“两庭”建设项目自评得分91.67分。\n全年开展项目自评6个，其中评价为“优”的项目5个、评价为“良”的项目1个。",
    "市局会同5个县（市、区）有关部门，对3个镇（街道）开展检查。",
    "年初批复预算120万元，其中基本支出84万元，项目支出36万元。全年支出124万元，其中基本支出84万元，项目支出40万元。失分原因是普法宣传项目支出超出预算33.33%。",
]
CONTRADICTING = [
    "全年预算85万元，实际支出83.96万元，预算执行率98.78%，结余1.04万元已收回。其中：差旅费44.2万元、办公费8.46万元、印刷费6.3万元、培训费4万元、劳务费14万元、委托业务费10万元。",
    "项目支出共60万元，年末结转12万元，其中：办案经费28万元，宣传经费35万元。",
    "“三公”经费年初预算3万元，实际支出2.46万元，较预算减少0.54万元，下降8.2%。",
    "全年“三公”经费支出8.6万元，为年度预算10万元的86%，比去年的9.4万元下降9.51%。",
    "2022年支出120万元，比上年增加20万元，同比增长25%。",
    "2022年度收入总计846.27万元，支出总计846.27万元。与上年相比，收入总计增加61.24万元，增长7.24%（2021年度收入总计785.03万元）。",
    "农村低保支出年初预算为345万元，支出决算为386.27万元，完成年初预算的111.96%，决算数小于年初预算数的主要原因是提标。",
    "先后开展三轮巡察。其中第六轮巡察12个单位党组织，发现问题186个；第七轮巡察10个单位党组织，发现问题164个；第八轮巡察8个单位党组织，发现问题131个。三轮共巡察30个单位党组织，发现问题491个。",
    "“三公”经费实际支出2.96万元，即公务接待费1.12万元、公务用车运行维护费1.84万元，较2021年减少0.37万元，降幅12.11%。",
    "支出决算显示，基本支出82.1万元，其中人员经费71.8万元、公务费用12.3万元。",
    "批复2022年部门预算120.5万元，实际支出中基本支出82.1万元。\n2022年决算基本支出83.1万元，人员经费70万元，公用经费13.1万元。",
    "2022年支出合计975.94万元。一般公共预算财政拨款支出874.65万元，占支出合计的99.87%。",
    "2022年年初预算20万元，支出决算30万元，完成年初预算的130%。",
    "部门决策15分，得15分；部门管理20分，得19分；部门绩效60分，得58.5分；附加5分，得3分。合计得分96分，等次优秀。",
    "2022年度财政拨款基本支出756.2万元，其中：人员经费738.1万元，占基本支出的94.61%；公用经费18.1万元，占基本支出的2.39%。",
]


@pytest.mark.parametrize("sentence", AGREEING)
def test_a_reading_that_closes_keeps_the_alarm_silent(sentence: str) -> None:
    assert [f.formula for f in checked(sentence).findings if f.verdict == "inconsistent"] == []


@pytest.mark.parametrize("sentence", CONTRADICTING)
def test_a_contradiction_that_no_reading_closes_is_found(sentence: str) -> None:
    assert [f.formula for f in checked(sentence).findings if f.verdict == "inconsistent"] != []


def marking(output: int, label: str) -> str:
    """A marking sheet whose first block has `label` in front of its third row."""
    return flat(
        ["", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["绩效指标", f"产出指标（{output}分）", "数量指标", "建成泵站", "3座", "3座", "20", "20"],
        ["", "", "", "改造渠道", "12公里", "12公里", "10", "10"],
        ["", label, "质量指标", "验收合格率", "100%", "100%", "20", "20"],
        ["", "效益指标（40分）", "社会效益", "受益人口", "2万人", "2万人", "40", "40"],
        ["", "满意度指标（10分）", "满意度", "群众满意度", "≥90%", "95%", "10", "10"],
        ["总分", "100", "100"],
    )


@pytest.mark.parametrize("label", ["产出指标", "产出指标（50分）", ""])
def test_a_block_whose_label_is_printed_again_after_a_page_break_is_one_block(label: str) -> None:
    found = checked(marking(50, label)).findings
    assert [f.formula for f in found if f.verdict == "inconsistent"] == []
    assert "20 + 10 + 20 = 50" in [f.formula for f in found]


def test_a_block_that_falls_short_of_its_points_is_found() -> None:
    found = checked(marking(60, "产出指标")).findings
    assert "20 + 10 + 20 = 50 ≠ 60" in [f.formula for f in found if f.verdict == "inconsistent"]


def test_marks_are_measured_by_the_full_marks_of_their_own_row() -> None:
    scheme = flat(
        ["一级指标", "分值", "二级指标", "分值", "三级指标", "分值", "得分", "扣分原因"],
        ["投入", "12", "目标设定", "5", "目标合理性", "3", "3", ""],
        ["", "", "", "", "指标明确性", "2", "1", "指标不够细化"],
        ["", "", "预算配置", "7", "在职人员控制率", "4", "4", ""],
        ["", "", "", "", "经费变动率", "3", "3", ""],
        ["合计", "12", "", "12", "", "12", "11", ""],
    )
    assert [f.formula for f in checked(scheme).findings if f.verdict == "inconsistent"] == []


def money(personal: str, project: str) -> str:
    """The money block of a form, with sources and kinds of spending in cells below the three columns."""
    return flat(
        ["年度预算申请（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "374.15", "412.36", "405.12", "10", "98.24%", "9.82"],
        ["", "按收入性质分：", "按支出性质分："],
        ["", "其中：一般公共预算：412.36", f"其中：基本支出：{personal}"],
        ["", "政府性基金拨款：", f"项目支出：{project}"],
    )


@pytest.mark.parametrize(
    ("personal", "project"), [("262.88", "142.24"), ("262.88", "149.48"), ("262.88", "111.27"), ("262.88", "")]
)
def test_sources_below_three_columns_of_money_may_be_parts_of_any(personal: str, project: str) -> None:
    assert [f.formula for f in checked(money(personal, project)).findings if f.verdict == "inconsistent"] == []


def test_sources_that_are_parts_of_no_column_are_found() -> None:
    found = checked(money("262.88", "150.24")).findings
    assert [f.check for f in found if f.verdict == "inconsistent"] == ["sum.identity"]


@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("巡察干部力量不足，编制48名仅配备39名，缺编率18.75%。", "ratio.gap"),
        ("巡察覆盖率设定值偏低，仅设为60%，实际完成达到68.7%，偏离度14.5%。", "ratio.gap"),
        ("共救助困难群众3526人次，发放救助金486万元，人均1378元。", "ratio.average"),
        ("公务用车运行维护费6.5万元（2辆车，平均每辆3.25万元）。", "ratio.average"),
        ("高血压患者管理人数38,912人，完成任务数37,500人的103.77%。", "ratio.told"),
        ("糖尿病患者管理人数11,206人，任务数11500人，完成97.44%。", "ratio.told"),
        ("上级反馈我县问题43个，目前已整改问题38个，占88.4%。", "ratio.share"),
        ("预算控制单价35万元，每公里综合造价34.42万元，低于预算控制单价0.58万元。", "delta.gap"),
    ],
)
def test_what_two_numbers_before_it_give_is_confirmed(sentence: str, check: str) -> None:
    assert (check, "consistent") in [(f.check, f.verdict) for f in checked(sentence).findings]


@pytest.mark.parametrize(
    "sentence",
    [
        "巡察干部力量不足，编制48名仅配备39名，缺编率21.75%。",
        "共救助困难群众3526人次，发放救助金486万元，人均1478元。",
        "预算控制单价35万元，每公里综合造价34.42万元，低于周边地区0.85万元。",
    ],
)
def test_what_two_numbers_before_it_do_not_give_may_be_of_other_numbers(sentence: str) -> None:
    assert [f.formula for f in checked(sentence).findings if f.verdict == "inconsistent"] == []


@pytest.mark.parametrize(("told", "wrong"), [("1.4", 0), ("1.5", 1)])
def test_an_expense_in_prose_meets_the_same_one_in_the_table(told: str, wrong: int) -> None:
    table = flat(
        ["经费控制情况", "2021年决算数", "2022年预算数", "2022年决算数"],
        ["三公经费", "7.35", "9.2", "7.46"],
        ["1、公务用车运行维护", "4.05", "5.2", "4.16"],
        ["2、出国经费", "1.8", "2", "1.9"],
        ["3、公务接待", "1.5", "2", "1.4"],
    )
    text = f"2022年“三公”经费中，公务接待费支出{told}万元。\n\n部门整体支出基础数据表（单位：万元）\n{table}"
    found = [f for f in checked(text).findings if f.check == "match.restated" and f.verdict == "inconsistent"]
    assert len(found) == wrong


def test_a_total_is_doubted_only_if_all_its_rows_are_amounts_of_the_same_unit() -> None:
    table = flat(
        ["装备", "数量", "购置金额（万元）"],
        ["消防车（辆）", "2", "386.00"],
        ["呼吸器（具）", "40", "28.80"],
        ["无人机（架）", "1", "14.60"],
        ["合计", "", "429.40"],
    )
    errors = [f for f in checked(table).findings if f.check == "sum.rows" and f.severity == "error"]
    assert errors == []


def test_two_total_scores_that_differ_by_the_marks_for_execution_agree() -> None:
    text = marking(50, "") + "\n上表指标得分90.5分，另预算执行得9.5分，自评总分100分。"
    errors = [f.formula for f in checked(text).findings if f.check == "match.restated" and f.severity == "error"]
    assert errors == []


@pytest.mark.parametrize(("target", "doubted"), [("≥95%", False), ("100%", True)])
def test_marks_for_execution_follow_a_goal_of_their_own(target: str, doubted: bool) -> None:
    table = flat(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["过程", "预算执行", "预算执行率", target, "94.2%", "20", "18.6"],
        ["产出", "数量指标", "检查次数", "≥5次", "6次", "80", "80"],
    )
    found = [f.verdict for f in checked(table).findings if f.check == "score.execution"]
    assert ("inconsistent" in found) == doubted


def test_points_to_look_at_are_no_explanation_of_lost_marks() -> None:
    table = flat(
        ["一级指标", "二级指标", "三级指标", "评价要点", "分值", "得分"],
        ["过程", "预算管理", "制度健全性", "制度是否健全、执行是否有效", "10", "9"],
        ["产出", "数量指标", "检查次数", "是否完成检查", "90", "90"],
    )
    assert [f.formula for f in checked(table).findings if f.check == "logic.reason"] == []
