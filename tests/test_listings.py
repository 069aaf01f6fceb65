"""Lists of parts under a whole."""

from __future__ import annotations

import time

import pytest

from extractor.annotations import bare_doc
from extractor.stages.segment import segment
from extractor.structure.listings import listings
from extractor.types import Doc, Paragraph, Span


def found(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (text[one.head.start : one.head.end], one.cue, [text[item.start : item.end] for item in one.items])
        for one in listings(text, Span(0, len(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出30万元，其中：人员20万元，公用10万元。", [("支出30万元", "其中", ["人员20万元", "公用10万元"])]),
        ("支出3万元，其中甲2万元、乙1万元，比上年增加2万元。", [("支出3万元", "其中", ["甲2万元", "乙1万元"])]),
        ("编制12名，其中行政8名、事业4名，实有11名。", [("编制12名", "其中", ["行政8名", "事业4名"])]),
        ("实有19人，其中科级5人，科员14人，退休3户。", [("实有19人", "其中", ["科级5人", "科员14人"])]),
        ("立案20件，其中甲类12件、乙类8件，处分15人。", [("立案20件", "其中", ["甲类12件", "乙类8件"])]),
        ("支出9万元，由预算7万元和结转2万元组成，执行率100%。", [("支出9万元", "由", ["预算7万元", "结转2万元"])]),
        ("结余0.9万元，为养老0.5万元，医疗0.4万元。", [("结余0.9万元", "为", ["养老0.5万元", "医疗0.4万元"])]),
        ("人员16万元（工资10万元、津贴6万元），公用2万元。", [("人员16万元", "（", ["工资10万元", "津贴6万元"])]),
        ("资金1,200.5万元,包括甲800万元,乙400.5万元.", [("资金1,200.5万元", "包括", ["甲800万元", "乙400.5万元"])]),
        ("公用经费9万元：办公费4万元，差旅费5万元。", [("公用经费9万元", "：", ["办公费4万元", "差旅费5万元"])]),
        ("总收入9万元，分别为拨款8万元及其他收入1万元。", [("总收入9万元", "分别为", ["拨款8万元", "其他收入1万元"])]),
        ("水、电费共6万元，具体为水费2万元，电费4万元。", [("水、电费共6万元", "具体为", ["水费2万元", "电费4万元"])]),
    ],
)  # fmt: skip
def test_every_cue_announces_its_parts(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "after",
    [
        "决算支出28万元",
        "实际支出28万元",
        "年初预算32万元",
        "合计30万元",
        "超出预算2万元",
        "追加3万元",
        "主要原因是增加3万元",
    ],
)
def test_a_list_ends_where_a_stage_or_reason_is_told(after: str) -> None:
    assert [items for _, _, items in found(f"支出30万元，其中甲20万元，乙10万元，{after}。")] == [
        ["甲20万元", "乙10万元"]
    ]


def test_a_new_whole_in_the_next_sentence_has_a_list_of_its_own() -> None:
    text = "总收入9万元，其中：拨款8万元，其他1万元。总支出7万元，其中：人员4万元，公用3万元。年底结余2万元。"
    assert found(text) == [
        ("总收入9万元", "其中", ["拨款8万元", "其他1万元"]),
        ("总支出7万元", "其中", ["人员4万元", "公用3万元"]),
    ]


def test_an_enumeration_holds_a_list_in_each_of_its_items() -> None:
    text = (
        "支出为60万元，具体情况为：（1）工资40万元：基本30万元，津贴10元。"
        "（2）公用15万元：水费5万元，电费10万元。（3）设备5万元：购置5万元。"
    )
    assert found(text) == [
        ("支出为60万元，具体情况为", "：", ["工资40万元", "公用15万元", "设备5万元"]),
        ("工资40万元", "：", ["基本30万元", "津贴10元"]),
        ("公用15万元", "：", ["水费5万元", "电费10万元"]),
        ("设备5万元", "：", ["购置5万元"]),
    ]


def test_semicolons_keep_the_outer_list_open_around_an_inner_one() -> None:
    text = "总支出100万元，其中：基本支出60万元，其中人员40万元、公用20万元；项目支出40万元；年末结转0万元。"
    assert found(text) == [
        ("总支出100万元", "其中", ["基本支出60万元", "项目支出40万元", "年末结转0万元"]),
        ("基本支出60万元", "其中", ["人员40万元", "公用20万元"]),
    ]


def test_a_share_of_an_earlier_part_opens_a_list_under_it() -> None:
    text = (
        "支出合计为50万元。其中基本支出40万元，占80%，人员支出30万元，占基本支出的75%，"
        "公用支出10万元，占基本支出的25%；项目支出10万元，占20%。"
    )
    assert found(text) == [
        ("支出合计为50万元", "其中", ["基本支出40万元，占80%", "项目支出10万元，占20%"]),
        ("基本支出40万元，占80%", "占", ["人员支出30万元，占基本支出的75%", "公用支出10万元，占基本支出的25%"]),
    ]


def test_changes_in_head_and_parts_are_no_wholes_and_no_parts() -> None:
    text = "支出100万元，比上年增加10万元，其中：甲60万元，比上年增加5万元；乙40万元，增长8%。"
    assert found(text) == [("支出100万元", "其中", ["甲60万元", "乙40万元"])]


NATIONAL = {
    "支出合计100万元，其中：基本支出60万元，占60%；项目支出40万元，占40%；经营支出0万元。": [
        ("支出合计100万元", "其中", ["基本支出60万元，占60%", "项目支出40万元，占40%", "经营支出0万元"])
    ],
    "拨款支出90万元，主要用于以下方面：一般公共服务支出（类）50万元，占56%；社会保障支出（类）40万元，占44%。": [
        (
            "拨款支出90万元，主要用于以下方面",
            "：",
            ["一般公共服务支出（类）50万元，占56%", "社会保障支出（类）40万元，占44%"],
        )
    ],
    "基本支出9万元，其中：人员经费8万元，主要包括：基本工资、津贴；公用经费1万元，主要包括：办公费。": [
        ("基本支出9万元", "其中", ["人员经费8万元", "公用经费1万元"])
    ],
    "支出决算为3万元，完成预算80%，其中：出国决算0万元；用车决算2万元，其中购置0万元，运行2万元；接待决算1万元。": [
        ("支出决算为3万元", "其中", ["出国决算0万元", "用车决算2万元", "接待决算1万元"]),
        ("用车决算2万元", "其中", ["购置0万元", "运行2万元"]),
    ],
    "支出比上年增加5万元，增长8%，其中：基本支出增加3万元，项目支出增加2万元。": [
        ("支出比上年增加5万元，增长8%", "其中", ["基本支出增加3万元", "项目支出增加2万元"])
    ],
    "收入总计90万元，其中：本年收入80万元，年初结转和结余10万元；支出总计90万元，其中本年支出85万元，年末结转5万元。": [
        ("收入总计90万元", "其中", ["本年收入80万元", "年初结转和结余10万元"]),
        ("支出总计90万元", "其中", ["本年支出85万元", "年末结转5万元"]),
    ],
    "全年预算数100万元（其中：年初预算90万元，追加预算10万元），执行数98万元。": [
        ("全年预算数100万元", "其中", ["年初预算90万元", "追加预算10万元"])
    ],
    "资产总额86万元，其中流动资产3万元，固定资产83万元，负债总额2万元。": [
        ("资产总额86万元", "其中", ["流动资产3万元", "固定资产83万元"])
    ],
    "发现问题50个，其中党的领导方面10个、党的建设方面40个，移交线索5件8人。": [
        ("发现问题50个", "其中", ["党的领导方面10个", "党的建设方面40个"])
    ],
    "谈话90人次，发现问题50个，其中村级问题30个，推动立行立改问题8个。": [
        ("谈话90人次，发现问题50个", "其中", ["村级问题30个"])
    ],
    "自评得分98分，等级为优。其中：①产出50分；②效益30分；③满意度18分。": [
        ("自评得分98分，等级为优", "其中", ["产出50分", "效益30分", "满意度18分"])
    ],
    "游客90万人次，其中香港、澳门游客30万人次，台湾游客9万人次，从业人员2万人。": [
        ("游客90万人次", "其中", ["香港、澳门游客30万人次", "台湾游客9万人次"])
    ],
    "企业中心17个，其中国家级2个；实验室11个，其中国家级1个；研究所9个。": [
        ("企业中心17个", "其中", ["国家级2个"]),
        ("实验室11个", "其中", ["国家级1个"]),
    ],
    "保有量35万辆（包括货车6万辆），比上年增加1万辆，其中私人30万辆。": [("保有量35万辆", "其中", ["私人30万辆"])],
}


@pytest.mark.parametrize("text", NATIONAL)
def test_the_sentences_of_the_national_forms_are_read(text: str) -> None:
    assert found(text) == NATIONAL[text]


@pytest.mark.parametrize(
    "text",
    [
        "发现问题100个、线索20条，推动整改31个。其中，采取“片区协作”等方式，完成对甲乙等27个村（社区）党组织巡察。",
        "水费、电费、差旅费5万元。",
        "其中人员20万元，公用10万元。",
        "会议于8:30开始，其中一项为表彰。",
        "主要包括：工资、津贴、办公费。",
    ],
)
def test_without_a_whole_in_the_same_unit_there_is_no_list(text: str) -> None:
    assert not found(text)


def test_numbered_lines_below_a_colon_belong_to_the_line_above() -> None:
    lines = ["支出共60万元，具体如下：", "（1）甲20万元，其中房租5万元。", "（2）乙40万元。", "其他事项见附表。"]
    text = "\n".join(lines)
    spans = [Span(text.index(line), text.index(line) + len(line)) for line in lines]
    doc = Doc(bare_doc("报告.txt", text).source, text, paragraphs=tuple(Paragraph(span) for span in spans))
    assert [[doc[item] for item in one.items] for one in segment(doc).listings] == [
        ["甲20万元", "乙40万元"],
        ["房租5万元"],
    ]


def test_a_megabyte_of_lists_takes_seconds() -> None:
    text = "支出30万元，其中：人员20万元，其中工资15万元、津贴5万元；公用10万元（水费4万元、电费6万元）。" * 8000
    lines = [Span(at, min(at + 5000, len(text))) for at in range(0, len(text), 5000)]
    doc = Doc(bare_doc("报告.txt", text).source, text, paragraphs=tuple(Paragraph(span) for span in lines))
    start = time.perf_counter()
    assert len(segment(doc).listings) > 20000
    assert time.perf_counter() - start < 15
