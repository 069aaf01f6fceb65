"""Reports as offices set them, made with python-docx and printed by LibreOffice: invented, the same every time."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

SOFFICE = shutil.which("soffice")
_SUBJECTS = ("云溪县农业农村局", "青禾市财政局", "临川区教育体育局", "项目主管单位", "县级有关部门", "各乡镇（街道）")
_DEEDS = (
    "按照年初批复的绩效目标组织实施项目",
    "全年完成高标准农田建设{a}.{b}万亩",
    "到位资金{a}{b}.{c}0万元，支出{a}{c}.{b}5万元，预算执行率{b}{c}.{a}%",
    "通过GIS系统和“一张图”平台核对了{a}{b}个地块",
    "组织培训{a}期，受益群众{b}{c}00人次，比上年增长{a}.{b}{c}%",
    "完善了《专项资金管理办法》等制度，明确了职责分工、工作流程和监督要求",
    "对资金使用情况开展了{a}次检查，发现的问题已经全部整改到位",
    "满意度调查发放问卷{b}{c}0份，收回{a}{b}0份，满意率为9{a}.{c}%",
)


def sentence(dice: random.Random) -> str:
    figures = {name: dice.randrange(1, 10) for name in "abc"}
    deeds = [dice.choice(_DEEDS).format(**figures) for _ in range(dice.randrange(1, 4))]
    return f"{dice.choice(_SUBJECTS)}{'，'.join(deeds)}。"


def prose(dice: random.Random, sentences: int) -> str:
    return "".join(sentence(dice) for _ in range(sentences))


def official(pages: int = 3) -> Any:
    """The manner of official letters: type of 16 points, lines 28 points apart, two signs of indent."""
    dice = random.Random(f"official {pages}")  # noqa: S311 - to be the same every time
    document = _document(16, 28)
    _numbered(document, "— ", " —")
    _centred(document, "云溪县农业农村局关于2023年度高标准农田建设项目绩效自评情况的报告", 22)
    _plain(document, "县财政局：")
    _indented(
        document, f"根据县财政局《关于开展2023年度绩效自评工作的通知》要求，现将有关情况报告如下。{prose(dice, 2)}"
    )
    for nth, title in enumerate(("一、项目概况", "二、绩效目标完成情况", "三、存在的问题和下一步打算")):
        _indented(document, title)
        for number in range(pages):
            _indented(
                document, f"（{'一二三四五六七八九十'[number]}）{dice.choice(('资金安排', '组织实施', '产出情况'))}情况"
            )
            _indented(document, prose(dice, dice.randrange(1, 5)))
            _indented(document, f"{number + 1}.{prose(dice, 1)}")
            _indented(document, f"{number + 2}.{sentence(dice)}")
        if nth == 1:
            _centred(document, "表1 资金使用情况表", 14)
            _right(document, "单位：万元")
            _table(document, 6)
    _right(document, "云溪县农业农村局")
    _right(document, "2024年3月18日")
    return document


def spaced() -> Any:
    """The manner of the web: no indent, space between paragraphs; a running head, a page mark, a list, Latin words."""
    dice = random.Random("spaced")  # noqa: S311 - to be the same every time
    document = _document(11, None)
    document.sections[0].header.paragraphs[0].text = "青禾市2023年度部门决算公开"
    _numbered(document, "第", "页")
    _centred(document, "青禾市2023年度部门决算说明", 18)
    for nth in range(1, 13):
        heading = document.add_paragraph(f"{nth}. 第{nth}项工作情况")
        heading.paragraph_format.space_after = Pt(10)
        for _ in range(2):
            paragraph = document.add_paragraph(prose(dice, dice.randrange(2, 6)))
            paragraph.paragraph_format.space_after = Pt(10)
    english = "The county government published its performance evaluation report for fiscal year 2023, which covers "
    for tail in (
        "agriculture and water.",
        "education, health care and housing for low-income families.",
    ):
        document.add_paragraph(english + "all programmes funded by the general public budget, among them " + tail)
    return document


def mixed() -> Any:
    """A table of contents, two columns, a section on its side, footers that differ, a long table."""
    dice = random.Random("mixed")  # noqa: S311 - to be the same every time
    document = _document(12, 20)
    _centred(document, "目  录", 16)
    for page, title in enumerate(("第一部分 部门概况", "第二部分 预算绩效情况", "第三部分 附表"), start=2):
        entry = document.add_paragraph(f"{title}\t{page}")
        stops = entry.paragraph_format.tab_stops
        stops.add_tab_stop(Cm(15), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    document.add_page_break()
    _centred(document, "第一部分 部门概况", 16)
    for _ in range(4):
        _indented(document, prose(dice, 3), 12)
    two = document.add_section(WD_SECTION.CONTINUOUS)
    _columns(two, 2)
    for _ in range(9):
        _indented(document, prose(dice, 3), 12)
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    _columns(wide, 1)
    wide.orientation, wide.page_width, wide.page_height = WD_ORIENT.LANDSCAPE, wide.page_height, wide.page_width
    _centred(document, "第三部分 附表", 16)
    _right(document, "金额单位：万元")
    _table(document, 40)
    _indented(document, f"注：{prose(dice, 2)}", 12)
    return document


def varied(seed: int) -> Any:
    """Type, spacing, indents, lists, tables and page marks as the dice fall."""
    dice = random.Random(seed)  # noqa: S311 - to be the same every time
    size = dice.choice([10.5, 12, 14, 16])
    document = _document(size, dice.choice([None, size * 1.5, size * 1.75, size * 2]))
    marks = dice.choice([("", ""), ("- ", " -"), ("第 ", " 页"), None])
    if marks is not None:
        _numbered(document, *marks)
    if dice.random() < 0.5:
        document.sections[0].header.paragraphs[0].text = "临川区2023年度绩效自评资料"
    first = dice.choice([0, 2, 2]) * size
    space = dice.choice([0, 6]) if first else 10
    alignment = dice.choice([None, WD_ALIGN_PARAGRAPH.JUSTIFY])

    def paragraph(text: str, left: float = 0, first: float = first) -> None:
        added = document.add_paragraph(text)
        added.alignment = alignment
        form = added.paragraph_format
        form.space_after, form.left_indent, form.first_line_indent = Pt(space), Pt(left), Pt(first)

    _centred(document, "临川区教育体育局2023年度部门整体支出绩效自评报告", dice.choice([18, 22]))
    for number in "一二三四五":
        paragraph(f"{number}、{dice.choice(('部门概况', '绩效目标设定及完成情况', '部门整体支出管理及使用情况分析'))}")
        for _ in range(dice.randrange(2, 5)):
            paragraph(prose(dice, dice.randrange(1, 5)))
        block = dice.randrange(4)
        if block == 0:
            for item in "①②③":
                paragraph(f"{item}{sentence(dice)}", left=2 * size, first=-size)
        elif block == 1:
            paragraph(prose(dice, 3), left=2 * size, first=0)
        elif block == 2:
            _centred(document, "项目支出情况表", size)
            _right(document, "单位：万元")
            _table(document, dice.randrange(3, 25))
    _right(document, "临川区教育体育局")
    _right(document, "2024年4月2日")
    return document


def printed(folder: Path, **documents: Any) -> dict[str, tuple[bytes, bytes]]:
    """Each document as .docx and as the .pdf that LibreOffice prints of it."""
    assert SOFFICE is not None
    for name, document in documents.items():
        document.save(str(folder / f"{name}.docx"))
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in documents]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=180)
    return {name: ((folder / f"{name}.docx").read_bytes(), (folder / f"{name}.pdf").read_bytes()) for name in documents}


def _document(size: float, pitch: float | None) -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    style = document.styles["Normal"]
    style.font.size = Pt(size)
    style.font.name = "Noto Sans CJK SC"
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Sans CJK SC")
    if pitch is not None:
        style.paragraph_format.line_spacing = Pt(pitch)
    style.paragraph_format.space_after = Pt(0)
    return document


def _indented(document: Any, text: str, size: float = 16) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(2 * size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _plain(document: Any, text: str) -> None:
    document.add_paragraph(text)


def _centred(document: Any, text: str, size: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).font.size = Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing = Pt(1.5 * size)


def _right(document: Any, text: str) -> None:
    document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(document: Any, rows: int) -> None:
    table = document.add_table(rows=rows + 1, cols=4, style="Table Grid")
    for at, text in enumerate(("序号", "项目名称", "预算数", "决算数")):
        table.cell(0, at).text = text
    for row in range(1, rows + 1):
        for at, text in enumerate((str(row), f"项目{row}", f"{row}00.00", f"{row}9.50")):
            table.cell(row, at).text = text


def _numbered(document: Any, before: str, after: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(before)
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
    paragraph.add_run(after)


def _columns(section: Any, number: int) -> None:
    columns = section._sectPr.find(qn("w:cols"))
    columns.set(qn("w:num"), str(number))
    columns.set(qn("w:space"), "720")
