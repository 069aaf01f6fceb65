"""What a report says about itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.annotations import bare_doc
from extractor.errors import LexiconError
from extractor.lexicon import report as report_lexicon
from extractor.readers import read
from extractor.stages.segment import segment
from extractor.structure.calendar import is_day, iso_day, years
from extractor.types import Cell, Doc, Meta, Paragraph, Span, Table

SHARED = Path(__file__).parents[2] / "shared"


def doc_of(text: str) -> Doc:
    """A Doc with a paragraph for each line; `|a|b|` lines are rows of one table."""
    spans: list[Span] = []
    cells: list[Cell] = []
    at = 0
    for line in text.split("\n"):
        start = at + len(line) - len(line.lstrip())
        if line.startswith("|"):
            begin = at + 1
            for col, cell in enumerate(line.strip("|").split("|")):
                cells.append(
                    Cell(len({c.row for c in cells if c.span.start < at}), col, Span(begin, begin + len(cell)), cell)
                )
                begin += len(cell) + 1
        elif line.strip():
            spans.append(Span(start, start + len(line.strip())))
        at += len(line) + 1
    table = Table(Span(cells[0].span.start, cells[-1].span.end), 9, 9, tuple(cells), exact=True) if cells else None
    doc = bare_doc("报告.txt", text)
    return Doc(doc.source, text, paragraphs=tuple(map(Paragraph, spans)), tables=(table,) if table else ())


REPORTS: dict[str, tuple[str, Meta]] = {
    "whole department, name above the title": (
        "云溪县财政局\n2022年度部门整体支出绩效自评报告\n\n一、基本情况\n我局内设机构5个。\n云溪县财政局\n2023年4月3日",
        Meta("云溪县财政局", "云溪县财政局2022年度部门整体支出绩效自评报告", 2022, "department", "2023-04-03"),
    ),
    "project behind an attachment mark": (
        "附件3\n青禾市农业农村局2023年高标准农田建设项目支出绩效自评报告\n一、项目概况\n（一）立项。略。",
        Meta("青禾市农业农村局", "青禾市农业农村局2023年高标准农田建设项目支出绩效自评报告", 2023, "project", None),
    ),
    "final accounts with a table of contents": (
        ("2022年度\n云溪县教育局部门决算\n目  录\n第一部分 云溪县教育局概况\n"
         "一、职责\n第一部分 云溪县教育局概况\n一、职责\n正文。"),
        Meta("云溪县教育局", "2022年度云溪县教育局部门决算", 2022, "final_account", None),
    ),
    "budget of an institution": (
        "云溪县人民医院2024年单位预算公开说明\n一、主要职责\n正文。\n二、收支预算\n正文。",
        Meta("云溪县人民医院", "云溪县人民医院2024年单位预算公开说明", 2024, "budget", None),
    ),
    "execution, title on two lines": (
        ("2021年度区委巡察办预算执行情况\n绩效自评报告\n一、基本情况\n"
         "正文。\n中共临川区委巡察工作领导小组办公室\n2022年9月7日"),
        Meta("中共临川区委巡察工作领导小组办公室",
             "2021年度区委巡察办预算执行情况绩效自评报告", 2021, "execution", "2022-09-07"),
    ),
    "work of an inspection body": (
        ("县委巡察办2023年工作总结\n今年以来，县委巡察办完成5轮巡察。\n一、主要工作\n"
         "正文。\n中共云溪县委巡察办\n二〇二三年十二月二十八日"),
        Meta("中共云溪县委巡察办", "县委巡察办2023年工作总结", 2023, "other", "2023-12-28"),
    ),
    "no title line, announced in the opening": (
        ("根据《云溪县绩效办法》（云财绩〔2019〕5号），现将我局2022年度部门整体支出绩效自评报告如下：\n一、概况\n"
        "云溪县林业局（以下简称县林业局）是县政府工作部门。\n填报日期：2023.03.08"),
        Meta("云溪县林业局", "云溪县林业局2022年度部门整体支出绩效自评报告", 2022, "department", "2023-03-08"),
    ),
    "announced with the full name": (
        "为加强管理，现将中共云溪县委组织部2020年度财政支出绩效自评报告如下：\n一、部门整体支出情况\n正文。",
        Meta("中共云溪县委组织部", "中共云溪县委组织部2020年度财政支出绩效自评报告", 2020, "department", None),
    ),
    "a form alone": (
        ("项目支出绩效自评表\n（2023年度）\n"
         "填报单位（盖章）：青禾市水利局      填报日期：2024年2月28日\n|项目名称|河道治理|\n|预算数|30|"),
        Meta("青禾市水利局", "项目支出绩效自评表", 2023, "project", "2024-02-28"),
    ),
    "the name in a cell": (
        "2022年度部门整体支出绩效自评表\n|预算部门名称|云溪县公安局|\n|年度预算|30|",
        Meta("云溪县公安局", "2022年度部门整体支出绩效自评表", 2022, "department", None),
    ),
    "forms before the report": (
        ("附件1\n2023年度部门整体支出绩效评价基础数据表\n|编制数|12|\n说明：略。\n"
        "2023年度青禾市审计局整体支出绩效自评报告\n一、概况\n正文。"),
        Meta("青禾市审计局", "2023年度青禾市审计局整体支出绩效自评报告", 2023, "department", None),
    ),
    "several years": (
        "青禾市卫生健康委员会2021—2023年专项资金绩效评价报告\n一、概况\n正文。\n青禾市卫生健康委员会\n2024年5月",
        Meta("青禾市卫生健康委员会", "青禾市卫生健康委员会2021—2023年专项资金绩效评价报告", 2023, "project", "2024-05"),
    ),
    "an address to a superior": (
        ("云溪县应急管理局关于2022年度部门整体支出绩效评价的报告\n县财政局：\n"
        "根据要求，现将有关情况报告如下。\n一、概况\n正文。\n2023年5月10日"),
        Meta("云溪县应急管理局",
             "云溪县应急管理局关于2022年度部门整体支出绩效评价的报告", 2022, "department", "2023-05-10"),
    ),
    "a year in the headings only": (
        ("部门整体支出绩效自评报告\n一、2022年度工作情况\n"
         "2022年度支出30万元，2021年支出28万元。\n二、2022年度绩效\n正文。"),
        Meta(None, "部门整体支出绩效自评报告", 2022, "department", None),
    ),
    "the name under the title": (
        "部门整体支出绩效自评报告\n（2022年度）\n云溪县城市管理局\n一、基本情况\n正文。",
        Meta("云溪县城市管理局", "部门整体支出绩效自评报告", 2022, "department", None),
    ),
    "two bodies on a line": (
        "2022年度就业保障金项目支出绩效自评报告\n主管部门：云溪县财政局  项目实施单位：云溪县残联\n一、概况",
        Meta("云溪县残联", "2022年度就业保障金项目支出绩效自评报告", 2022, "project", None),
    ),
    "a covering letter": (
        "县财政局：\n现将《云溪县司法局2022年度整体支出绩效自评报告》报送贵局，请审阅。\n云溪县司法局\n2023年5月5日",
        Meta("云溪县司法局", None, 2022, "department", "2023-05-05"),
    ),
    "a year told by what was done until its end": (
        ("中共云溪区住房局党组关于巡察整改情况的通报\n2023年3月，区委巡察组进行巡察，并反馈意见。\n"
         "对2021年以来的问题逐项整改。2022年审计指出的问题2个。截至2023年12月31日，整改完成18个。\n"
         "计划2024年6月建成2处，力争2024年底清零。\n2024年1月18日"),
        Meta("中共云溪区住房局", "中共云溪区住房局党组关于巡察整改情况的通报", 2023, "other", "2024-01-18"),
    ),
    "plans for the year in which the report was written": (
        ("学校实验室建设专项绩效自评报告\n按照云财〔2025〕9号文件，安排120万元。\n一、概况\n到2025年底建成平台，2025年压缩论证时间。\n"
         "2025年3月14日"),
        Meta(None, "学校实验室建设专项绩效自评报告", 2024, "department", "2025-03-14"),
    ),
    "no sign of anything": ("今天天气很好。\n大家去公园。", Meta()),
}  # fmt: skip


@pytest.mark.parametrize("name", REPORTS)
def test_meta_of(name: str) -> None:
    text, expected = REPORTS[name]
    assert segment(doc_of(text)).meta == expected


def test_a_body_whose_name_has_a_rare_character_is_found() -> None:
    """㵲 lies outside the first block of Chinese characters."""
    text = "㵲水县财政局2023年度部门整体支出绩效自评报告\n\n一、基本情况\n本单位编制12名。\n"
    assert segment(doc_of(text)).meta.organisation == "㵲水县财政局"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2022年度部门整体支出绩效自评报告", "department"),
        ("2022年部门整体支出及项目支出绩效自评报告", "department"),
        ("2023年乡村道路建设项目绩效评价报告", "project"),
        ("2023年就业补助资金绩效自评报告", "project"),
        ("2022年度单位决算公开说明", "final_account"),
        ("2024年部门预算公开说明", "budget"),
        ("2023年预算执行情况和2024年预算草案的报告", "execution"),
        ("2023年重点项目推进工作总结", "other"),
        ("2023年度绩效自评报告", "department"),
        ("巡察工作情况通报", "other"),
    ],
)
def test_the_title_tells_the_kind(title: str, kind: str) -> None:
    assert segment(doc_of(f"{title}\n一、概况\n正文。")).meta.report_kind == kind


def test_headings_tell_the_kind_where_the_title_does_not() -> None:
    text = "2023年度绩效自评报告\n一、项目支出概况\n正文。\n二、项目支出绩效\n正文。\n三、项目绩效分析\n正文。"
    assert segment(doc_of(text)).meta.report_kind == "project"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022年9月7日", "2022-09-07"),
        ("2023-4-17", "2023-04-17"),
        ("2023.04.17", "2023-04-17"),
        ("2023/4/17", "2023-04-17"),
        ("20230417", "2023-04-17"),
        ("2023 年 6 月 1 日", "2023-06-01"),
        ("二〇二三年十二月三十一日", "2023-12-31"),
        ("二○二四年二十月", None),
        ("2024年5月", "2024-05"),
        ("2024年13月", None),
        ("2024年", None),
    ],
)
def test_days_become_iso_text(text: str, iso: str | None) -> None:
    assert iso_day(text) == iso
    assert is_day(text) is (iso is not None)


def test_years_are_read_in_both_scripts_and_at_both_ends_of_a_range() -> None:
    assert years("二〇二二年和2021—2023年，文号2019号") == [2022, 2021, 2023]


@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_meta_of_the_annotated_reports_is_theirs(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the annotated reports are not beside this checkout")
    path = next((SHARED / "reports").glob(f"{name}_*.txt"))
    gold = json.loads((SHARED / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))["meta"]
    assert segment(read(path.read_bytes(), path.name)).meta == Meta(**gold)


def test_a_malformed_list_of_words_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    report_lexicon.load_report_words.cache_clear()
    monkeypatch.setattr(report_lexicon, "read_yaml", lambda name: {"titles": "报告"})
    with pytest.raises(LexiconError, match=r"configs/report\.yaml: titles"):
        report_lexicon.load_report_words()
    report_lexicon.load_report_words.cache_clear()
