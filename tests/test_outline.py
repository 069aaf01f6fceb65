"""The outline: levels from the tree, broken numbers repaired, items told from headings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotations import bare_doc
from extractor.readers import read
from extractor.stages.segment import segment
from extractor.structure.numbering import Number, read_number
from extractor.structure.outline import outline
from extractor.types import Doc, Paragraph, Span

SHARED = Path(__file__).parents[2] / "shared"


def doc_of(text: str) -> Doc:
    """A Doc with one paragraph for each line."""
    spans, at = [], 0
    for line in text.split("\n"):
        start = at + len(line) - len(line.lstrip())
        if line.strip():
            spans.append(Span(start, start + len(line.strip())))
        at += len(line) + 1
    return Doc(bare_doc("报告.txt", text).source, text, paragraphs=tuple(Paragraph(span) for span in spans))


def levels(text: str) -> list[str]:
    """`level number title` of each heading."""
    return [f"{h.level} {h.number or '-'} {h.title}" for h in outline(doc_of(text))]


@pytest.mark.parametrize(
    ("marker", "form", "values"),
    [
        ("一、", "han", (1,)),
        ("十二．", "han", (12,)),
        ("二十、", "han", (20,)),
        ("（三）", "han-bracket", (3,)),
        ("(四)", "han-bracket", (4,)),
        ("1、", "digit", (1,)),
        ("12．", "digit", (12,)),
        ("（2）", "digit-bracket", (2,)),
        ("(3)", "digit-bracket", (3,)),
        ("4）", "digit-half", (4,)),
        ("1.1", "decimal2", (1, 1)),
        ("2.3.4", "decimal3", (2, 3, 4)),
        ("第一部分", "part", (1,)),
        ("第三章", "chapter", (3,)),
    ],
)
def test_numbers_of_every_habit_are_read(marker: str, form: str, values: tuple[int, ...]) -> None:
    text = f"{marker}项目概况"
    assert read_number(text, 0, len(text)) == Number(form, values, 0, len(marker), False)


@pytest.mark.parametrize(
    "line", ["一是抓学习", "①管理制度", "⑴管理制度", "目标1：完成", "1.5万元", "2022年工作", "3、5年内", "第三轮巡察"]
)
def test_enumerators_amounts_and_names_are_no_numbers(line: str) -> None:
    assert read_number(line, 0, len(line)) is None


CASES = {
    "levels follow the tree": (
        ("一、基本情况\n（一）机构\n正文。\n（二）人员\n正文。\n"
        "二、绩效情况\n1.预算情况\n正文。\n（1）收入\n正文。\n2.决算情况\n正文。"),
        ["1 一、 基本情况", "2 （一） 机构", "2 （二） 人员", "1 二、 绩效情况",
            "2 1. 预算情况", "3 （1） 收入", "2 2. 决算情况"],
    ),
    "a converted first level at the start": (
        ("1、 基本情况\n（一）机构\n正文。\n2、 支出情况\n（1） 预算\n1、收入：年初10万元。\n"
        "2、支出：年初9万元。\n（2） 执行\n正文。\n（三）公开\n正文。\n三、其他情况\n无。"),
        ["1 1、 基本情况", "2 （一） 机构", "1 2、 支出情况", "2 （1） 预算",
            "3 1、 收入", "3 2、 支出", "2 （2） 执行", "2 （三） 公开",
         "1 三、 其他情况"],
    ),
    "a converted number in the middle": (
        ("一、概况\n正文。\n二、支出\n（一）甲\n正文。\n3、 评价\n"
        "（1） 组织\n正文。\n（二）范围\n正文。\n四、其他\n无。"),
        ["1 一、 概况", "1 二、 支出", "2 （一） 甲", "1 3、 评价", "2 （1） 组织", "2 （二） 范围", "1 四、 其他"],
    ),
    "a converted number that began again at one": (
        "一、概况\n正文。\n1、 支出\n正文。\n三、其他\n无。",
        ["1 一、 概况", "1 1、 支出", "1 三、 其他"],
    ),
    "a typed list with blanks stays below": (
        "一、概况\n1、 机构\n正文。\n2、 人员\n正文。\n二、支出\n1、 基本支出\n正文。\n2、 项目支出\n正文。",
        ["1 一、 概况", "2 1、 机构", "2 2、 人员", "1 二、 支出", "2 1、 基本支出", "2 2、 项目支出"],
    ),
    "half-width brackets and stops after Chinese digits": (
        "一.概况\n(一)机构\n正文。\n（二）人员\n正文。\n二．支出\n正文。",
        ["1 一. 概况", "2 (一) 机构", "2 （二） 人员", "1 二． 支出"],
    ),
    "a report that starts at （一）": (
        "（一）概况\n正文。\n1.机构\n正文。\n（二）支出\n正文。",
        ["1 （一） 概况", "2 1. 机构", "1 （二） 支出"],
    ),
    "a report whose first heading is lost": (
        "（二）人员\n正文。\n二、支出\n正文。",
        ["2 （二） 人员", "1 二、 支出"],
    ),
    "decimals under their number": (
        ("1. 项目概况\n1.1 立项背景\n正文。\n1.2 实施内容\n正文。\n"
        "1.2.1 一期工程\n正文。\n2. 评价结论\n2.1 得分\n正文。"),
        ["1 1. 项目概况", "2 1.1 立项背景", "2 1.2 实施内容", "3 1.2.1 一期工程", "1 2. 评价结论", "2 2.1 得分"],
    ),
    "parts and chapters": (
        ("第一部分 单位概况\n一、主要职责\n正文。\n二、机构设置\n"
        "正文。\n第二部分 决算情况\n一、收入\n正文。\n二、支出\n正文。"),
        ["1 第一部分 单位概况", "2 一、 主要职责", "2 二、 机构设置",
            "1 第二部分 决算情况", "2 一、 收入", "2 二、 支出"],
    ),
    "a second report bound behind the first": (
        "一、概况\n正文。\n二、结论\n无。\n云溪县林业局项目支出绩效自评报告\n一、项目概况\n正文。\n二、评价结论\n无。",
        ["1 一、 概况", "1 二、 结论", "1 一、 项目概况", "1 二、 评价结论"],
    ),
    "half-bracket numbers": (
        "一、概况\n1)机构\n正文。\n2)人员\n正文。",
        ["1 一、 概况", "2 1) 机构", "2 2) 人员"],
    ),
    "run-in headings": (
        "一、履职\n1.抓学习，强队伍。全年培训3次。\n2.预算情况：年初9万元。\n二、其他\n无。",
        ["1 一、 履职", "2 1. 抓学习，强队伍", "2 2. 预算情况", "1 二、 其他"],
    ),
    "a longer run-in beside its like": (
        "一、履职\n（一）强化政治监督。开展3轮。\n（二）坚持以人民为中心持续推动巡察监督向群众身边延伸落地。完成2轮。",
        ["1 一、 履职", "2 （一） 强化政治监督", "2 （二） 坚持以人民为中心持续推动巡察监督向群众身边延伸落地"],
    ),
    "items under problems and measures": (
        ("七、存在的问题\n（一）主要问题\n1.编制不细。预算有偏差。\n"
        "2.执行偏慢。进度不均。\n八、下一步改进措施\n1、加强学习。提高水平。\n2、严格审批。"),
        ["1 七、 存在的问题", "2 （一） 主要问题", "1 八、 下一步改进措施"],
    ),
    "whole process is no process": (
        "四、建立全过程管理链条\n（一）加强监控。按季开展。\n（二）开展评价。按年开展。",
        ["1 四、 建立全过程管理链条", "2 （一） 加强监控", "2 （二） 开展评价"],
    ),
    "a short line with a stop": (
        ("六、评价情况\n（一）综合结论。\n总体良好。\n"
        "（二）具体情况。\n1.目标设定：合理。\n七、其他\n1.已完成。\n2.已归档。"),
        ["1 六、 评价情况", "2 （一） 综合结论", "2 （二） 具体情况", "3 1. 目标设定", "1 七、 其他"],
    ),
    "a line without a number": (
        "一、概况\n（一）目标\n正文。\n2023年完成情况：\n（一）工作开展\n正文。\n（二）亮点\n正文。\n二、支出\n无。",
        ["1 一、 概况", "2 （一） 目标", "2 - 2023年完成情况", "3 （一） 工作开展", "3 （二） 亮点", "1 二、 支出"],
    ),
    "an announcement is no heading": (
        "一、履职\n本单位认真履职，情况如下：\n1.抓学习。全年3次。\n二、其他\n无。",
        ["1 一、 履职", "2 1. 抓学习", "1 二、 其他"],
    ),
    "amounts and lists are no headings": (
        ("一、支出\n1.办公费3万元\n2.印刷费2万元\n（1）甲；\n（2）乙；\n"
        "附件1\n一是抓学习。\n①制度健全：有。\n部门管理方面：良好。"),
        ["1 一、 支出"],
    ),
    "attachments are no headings": (
        "一、概况\n正文。\n附件：\n1.评分表\n2.自评表\n云溪县林业局",
        ["1 一、 概况"],
    ),
    "a table of contents is passed over": (
        "目  录\n第一部分 概况\n一、职责……1\n第二部分 决算\n第一部分 概况\n一、职责\n正文。\n第二部分 决算\n正文。",
        ["1 第一部分 概况", "2 一、 职责", "1 第二部分 决算"],
    ),
    "Markdown hashes are no part of a heading": (
        "# 云溪县绩效报告\n## 一、概况\n正文。\n### （一）机构\n正文。",
        ["1 一、 概况", "2 （一） 机构"],
    ),
    "articles of a regulation": (
        "第一章 总则\n第一条 为了规范管理，制定本办法。\n第二章 附则\n第二条 依据：\n（一）预算法；\n（二）会计法。",
        ["1 第一章 总则", "1 第二章 附则"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_outline_of(name: str) -> None:
    text, expected = CASES[name]
    assert levels(text) == expected


def test_a_heading_spans_marker_and_title_as_printed() -> None:
    doc = doc_of("一、 概况：\n正文。\n（一）机构。设5个股。")
    assert [doc[h.span] for h in outline(doc)] == ["一、 概况", "（一）机构"]


@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_outline_of_the_annotated_reports_is_theirs(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the annotated reports are not beside this checkout")
    path = next((SHARED / "reports").glob(f"{name}_*.txt"))
    gold = json.loads((SHARED / "gold" / f"{name}.gold.json").read_text(encoding="utf-8"))["outline"]
    found = outline(read(path.read_bytes(), path.name))
    assert [(h.span.start, h.level, h.number, h.title) for h in found] == [
        (h["start"], h["level"], h["number"], h["title"]) for h in gold
    ]


@given(st.text(alphabet="一二1.2、（）()：。；，\n 甲万元附件目录第章节其中0", max_size=200))
def test_any_text_is_segmented_within_its_paragraphs(text: str) -> None:
    doc = segment(doc_of(text))
    spans = [p.span for p in doc.paragraphs]
    assert all(any(span.contains(h.span) for span in spans) for h in doc.outline)
    assert all(doc[h.span].endswith(h.title) for h in doc.outline)
    assert [h.span for h in doc.outline] == sorted(h.span for h in doc.outline)
    assert all(item.start < item.end for one in doc.listings for item in (one.head, *one.items))
