"""What the .docx reader writes as text: inline content, tracked changes, boxes, notes, and automatic numbers."""

from __future__ import annotations

import pytest
from word_files import abstract, cell, level, listed, num, package, paragraph, row, table

from extractor.readers import read
from extractor.readers.ooxml.numberformat import format_number
from extractor.types import Doc


def opened(body: str, numbering: str = "", styles: str = "", footnotes: str = "") -> Doc:
    return read(package(body, numbering=numbering, styles=styles, footnotes=footnotes), "报告.docx")


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def text(content: str) -> str:
    return run(f'<w:t xml:space="preserve">{content}</w:t>')


FIELD = (
    run('<w:fldChar w:fldCharType="begin"/>') + run("<w:instrText> PAGE </w:instrText>")
    + run('<w:fldChar w:fldCharType="separate"/>') + text("7") + run('<w:fldChar w:fldCharType="end"/>')
)  # fmt: skip
NESTED_FIELD = FIELD.replace("<w:instrText> PAGE </w:instrText>", "</w:r>" + FIELD.replace("7", "9") + "<w:r>")
BOX = f"<w:txbxContent>{paragraph('框中一')}{paragraph('框中二')}</w:txbxContent>"
TWICE = (
    "<w:r><mc:AlternateContent>"
    f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (text("甲") + run("<w:br/>") + text("乙"), "甲\n乙\n"),
        (text("甲") + run('<w:br w:type="page"/>') + text("乙"), "甲\n乙\n"),
        (text("甲") + run("<w:cr/>") + text("乙"), "甲\n乙\n"),
        (text("甲") + run("<w:tab/>") + text("乙"), "甲\t乙\n"),
        (run("<w:tab/>") + text("甲") + run("<w:br/><w:tab/>") + text("乙"), "甲\n乙\n"),
        (text("2021") + run("<w:noBreakHyphen/>") + text("2023年"), "2021-2023年\n"),
        (text("完成") + run("<w:softHyphen/>") + text("率"), "完成率\n"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>30</w:t></w:r>" + text("20"), "20\n"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>30</w:t></w:r>', "30\n"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R\uf0a3是</w:t></w:r>', "☑□是\n"),
        ('<w:r><w:rPr><w:rFonts w:ascii="宋体"/></w:rPr><w:t>R</w:t></w:r>', "R\n"),
        (run('<w:sym w:font="Wingdings 2" w:char="F052"/>') + text("是"), "☑是\n"),
        (run('<w:sym w:font="Wingdings" w:char="F0A8"/>') + text("否"), "□否\n"),
        (run('<w:sym w:font="宋体" w:char="2605"/>') + text("重点"), "★重点\n"),
        (text("甲\n乙\u2028丙"), "甲 乙 丙\n"),
        (text("支出") + f"<w:ins>{text('20')}</w:ins><w:del><w:r><w:delText>30</w:delText></w:r></w:del>", "支出20\n"),
        (f"<w:moveFrom>{text('旧')}</w:moveFrom><w:moveTo>{text('新')}</w:moveTo>", "新\n"),
        (f"<w:del>{text('旧')}</w:del>" + text("新"), "新\n"),
        (f'<w:hyperlink r:id="rId9">{text("云溪县政府网")}</w:hyperlink>', "云溪县政府网\n"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{text('控件')}</w:sdtContent></w:sdt>", "控件\n"),
        (f"<w:smartTag><w:smartTagPr/>{text('2023年')}</w:smartTag>", "2023年\n"),
        (f'<w:fldSimple w:instr="PAGE">{text("3")}</w:fldSimple>', "3\n"),
        (text("第") + FIELD + text("页"), "第7页\n"),
        (text("第") + NESTED_FIELD + text("页"), "第7页\n"),
        (text("第") + run('<w:fldChar w:fldCharType="begin"/>') + text("页"), "第页\n"),
        (text("锚") + TWICE + text("点"), "锚点\n框中一\n框中二\n"),
        (text("锚") + run(f"<w:pict><v:textbox>{BOX}</v:textbox></w:pict>"), "锚\n框中一\n框中二\n"),
        (run(f"<w:ruby><w:rt>{text('xi')}</w:rt><w:rubyBase>{text('溪')}</w:rubyBase></w:ruby>"), "溪\n"),
        (text("甲") + run('<w:footnoteReference w:id="2"/>') + text("乙"), "甲乙\n"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_word_shows_it(runs: str, expected: str) -> None:
    assert opened(paragraph(runs=runs)).text == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("甲", "<w:rPr><w:del/></w:rPr>") + paragraph("乙"), "甲乙\n"),
        (
            paragraph(runs=f"<w:del>{text('旧')}</w:del>", properties="<w:rPr><w:del/></w:rPr>") + paragraph("乙"),
            "乙\n",
        ),
        (paragraph("甲", "<w:rPr><w:del/></w:rPr>") + table(row(cell("乙"))), "甲\n\t乙\n\n\n"),
        (paragraph("甲", "<w:rPr><w:del/></w:rPr>"), "甲\n"),
        (f"<w:sdt><w:sdtContent>{paragraph('甲')}{paragraph('乙')}</w:sdtContent></w:sdt>", "甲\n乙\n"),
        (f"<w:customXml>{paragraph('甲')}</w:customXml><w:ins>{paragraph('乙')}</w:ins>", "甲\n乙\n"),
        (paragraph("甲") + paragraph() + paragraph("乙"), "甲\n\n乙\n"),
    ],
)
def test_blocks_follow_each_other_as_word_shows_them(body: str, expected: str) -> None:
    assert opened(body).text == expected


def test_paragraphs_are_trimmed_lines_with_their_place() -> None:
    doc = opened(paragraph("　　甲 ") + table(row(cell("格"))) + paragraph("乙", runs=run("<w:br/>") + text("丙")))
    assert [(doc[found.span], found.origin.path) for found in doc.paragraphs] == [
        ("甲", "body/p[1]"),
        ("乙", "body/p[2]"),
        ("丙", "body/p[2]"),
    ]


def test_notes_stand_after_the_body() -> None:
    notes = (
        f'<w:footnote w:type="separator" w:id="-1">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("含上级资金。")}</w:footnote>'
    )
    doc = opened(paragraph("正文"), footnotes=notes)
    assert doc.text == "正文\n含上级资金。\n"
    assert doc.paragraphs[-1].origin.flags == ("footnote",)


def test_an_imported_part_is_flagged() -> None:
    assert opened(paragraph("甲") + '<w:altChunk r:id="rId5"/>').flags == ("imported-part-left-out",)


CHINESE = abstract(
    0, level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）", '<w:suff w:val="nothing"/>'), level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4", '<w:suff w:val="space"/>'), level(4, "bullet", "\uf06c"),
)  # fmt: skip


def markers(doc: Doc) -> list[str]:
    return [doc[found.span] for found in doc.paragraphs]


def test_levels_print_and_restart_below_each_other() -> None:
    depths = (0, 1, 1, 2, 2, 3, 3, 2, 1, 2, 0, 1, 4)
    doc = opened("".join(listed("甲", level=depth) for depth in depths), numbering=CHINESE + num(1, 0))
    assert markers(doc) == [
        "一、甲", "（一）甲", "（二）甲", "1. 甲", "2. 甲", "① 甲", "② 甲", "3. 甲", "（三）甲", "1. 甲", "二、甲",
        "（一）甲", "甲",
    ]  # fmt: skip
    assert [found.origin.flags for found in doc.paragraphs] == [("automatic-numbering",)] * 12 + [()]


@pytest.mark.parametrize(
    ("numbering", "body", "expected"),
    [
        pytest.param(
            CHINESE + num(1, 0) + num(2, 0),
            listed("甲", 1) + listed("乙", 2) + listed("丙", 1),
            ["一、甲", "二、乙", "三、丙"],
            id="lists of one definition go on counting",
        ),
        pytest.param(
            CHINESE + num(1, 0) + num(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
            listed("甲", 1) + listed("乙", 1) + listed("丙", 2) + listed("丁", 2),
            ["一、甲", "二、乙", "一、丙", "二、丁"],
            id="a start of its own restarts the list",
        ),
        pytest.param(
            CHINESE + num(1, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'),
            listed("甲") + listed("乙"),
            ["C) 甲", "D) 乙"],
            id="a level can be replaced",
        ),
        pytest.param(
            abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/>'))
            + num(1, 0),
            listed("甲") + listed("乙", level=1) + listed("丙") + listed("丁", level=1),
            ["1 甲", "1.1 乙", "2 丙", "2.2 丁"],
            id="a level that never restarts",
        ),
        pytest.param(
            abstract(0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", before="<w:isLgl/>"))
            + num(1, 0),
            listed("甲") + listed("乙", level=1),
            ["第一章 甲", "1.1 乙"],
            id="legal numbering is Arabic throughout",
        ),
        pytest.param(
            abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num(1, 0),
            listed("甲", level=1) + listed("乙"),
            ["1.1 甲", "1. 乙"],
            id="a level that was skipped shows its start",
        ),
        pytest.param(CHINESE + num(1, 0), listed("甲", num=9), ["甲"], id="an unknown list has no marker"),
        pytest.param(CHINESE + num(1, 7), listed("甲"), ["甲"], id="an unknown definition has no marker"),
        pytest.param(
            abstract(0, level(0, "decimal", "\t%1.\t")) + num(1, 0), listed("甲"), ["1.  甲"], id="no tab in a marker"
        ),
        pytest.param(abstract(0, level(0, "none", "")) + num(1, 0), listed("甲"), ["甲"], id="an empty marker"),
    ],
)
def test_lists_count_as_word_counts(numbering: str, body: str, expected: list[str]) -> None:
    doc = opened(body, numbering=numbering)
    assert markers(doc) == expected
    assert "\t" not in doc.text


def style(name: str, inner: str, more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{name}"{more}><w:name w:val="{name}"/>{inner}</w:style>'


NUMBERED_STYLE = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'


@pytest.mark.parametrize(
    ("styles", "properties", "expected"),
    [
        (style("H1", NUMBERED_STYLE), '<w:pStyle w:val="H1"/>', "一、甲"),
        (style("H1", NUMBERED_STYLE) + style("Own", '<w:basedOn w:val="H1"/>'), '<w:pStyle w:val="Own"/>', "一、甲"),
        (style("Two", NUMBERED_STYLE), '<w:pStyle w:val="Two"/>', "（一）甲"),
        (style("H1", NUMBERED_STYLE), '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>', "甲"),
        (style("H1", NUMBERED_STYLE), '<w:pStyle w:val="H1"/><w:numPr><w:ilvl w:val="1"/></w:numPr>', "（一）甲"),
        (style("N", NUMBERED_STYLE, ' w:default="1"'), "", "一、甲"),
        (style("A", '<w:basedOn w:val="B"/>') + style("B", '<w:basedOn w:val="A"/>'), '<w:pStyle w:val="A"/>', "甲"),
        ("", '<w:pStyle w:val="Gone"/>', "甲"),
    ],
)
def test_a_style_can_number_its_paragraphs(styles: str, properties: str, expected: str) -> None:
    numbering = CHINESE.replace('w:val="chineseCounting"/>', 'w:val="chineseCounting"/><w:pStyle w:val="Two"/>')
    doc = opened(paragraph("甲", properties), numbering=numbering + num(1, 0), styles=styles)
    assert doc.text == f"{expected}\n"


def test_a_list_can_be_defined_by_a_numbering_style() -> None:
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Outline"/></w:abstractNum>'
    styles = f'<w:style w:type="numbering" w:styleId="Outline">{NUMBERED_STYLE}</w:style>'
    doc = opened(listed("甲", 2) + listed("乙", 1), numbering=CHINESE + linked + num(1, 0) + num(2, 5), styles=styles)
    assert markers(doc) == ["一、甲", "二、乙"]


def test_an_empty_numbered_cell_shows_its_number() -> None:
    numbering = abstract(0, level(0, "decimal", "%1", '<w:suff w:val="nothing"/>')) + num(1, 0)
    doc = opened(table(row(cell(inner=listed("")), cell("甲")), row(cell(inner=listed("")), cell("乙"))),
                 numbering=numbering)  # fmt: skip
    assert doc.text == "\t1\n\t甲\n\n\t2\n\t乙\n\n\n"
    assert doc.tables[0].cells[2].origin.flags == ("automatic-numbering",)


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {3: "03", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("numberInDash", {3: "- 3 -"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {2: "b", 28: "bb"}),
        ("upperRoman", {4: "IV", 1994: "MCMXCIV"}),
        ("lowerRoman", {9: "ix"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 12: "12th", 21: "21st", 112: "112th"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 99: "九十九"}),
        ("chineseCountingThousand", {
            10: "十", 15: "十五", 20: "二十", 100: "一百", 101: "一百零一", 110: "一百一十", 111: "一百一十一",
            1001: "一千零一",
            1010: "一千零一十", 10001: "一万零一", 12345: "一万二千三百四十五",
        }),
        ("taiwaneseCountingThousand", {20001: "二萬零一"}),
        ("japaneseCounting", {10: "十", 11: "十一", 20: "二十", 101: "百一", 111: "百十一"}),
        ("ideographDigital", {1: "一", 10: "一〇", 23: "二三"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 25: "贰拾伍"}),
        ("ideographLegalTraditional", {3: "參"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥", 61: "甲子"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {9: "⑨"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("decimalEnclosedParen", {2: "⑵"}),
        ("bullet", {1: ""}),
        ("none", {1: ""}),
        ("hebrew1", {7: "7"}),
        ("lowerRoman", {0: "0", -3: "-3", 10**9: "1000000000"}),
    ],
)  # fmt: skip
def test_a_number_prints_in_its_format(kind: str, printed: dict[int, str]) -> None:
    assert {number: format_number(number, kind) for number in printed} == printed


def test_a_custom_format_pads_to_its_pattern() -> None:
    assert format_number(7, "custom", "001, 002, 003, ...") == "007"


@pytest.mark.parametrize(
    "kind",
    [
        "chineseCountingThousand",
        "upperRoman",
        "lowerLetter",
        "ideographDigital",
        "decimalEnclosedCircle",
        "japaneseCounting",
    ],
)
def test_no_two_numbers_of_a_list_print_alike(kind: str) -> None:
    assert len({format_number(number, kind) for number in range(1, 700)}) == 699
