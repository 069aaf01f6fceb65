"""Sentences and clauses partition paragraphs and cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.annotations import bare_doc
from extractor.stages.segment import segment
from extractor.structure.sentences import sentences
from extractor.types import Cell, Doc, Paragraph, Span, Table


def cut(text: str, *, cell: bool = False) -> list[list[str]]:
    found = sentences(text, Span(0, len(text)), cell=cell)
    return [[text[clause.start : clause.end] for clause in sentence.clauses] for sentence in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入5万元，支出3万元。结余2万元。", [["收入5万元，", "支出3万元。"], ["结余2万元。"]]),
        ("其中：甲1.5万元；乙2.5万元", [["其中：", "甲1.5万元；"], ["乙2.5万元"]]),
        ("支出1,200.5万元,下降3%;其余不变", [["支出1,200.5万元,", "下降3%;"], ["其余不变"]]),
        ("做好“再督办，再震慑；再回头”工作，见效。", [["做好“再督办，再震慑；再回头”工作，", "见效。"]]),
        ("村(社区；居委）共3个。", [["村(社区；居委）共3个。"]]),
        ("依据《甲办法；乙办法》执行。", [["依据《甲办法；乙办法》执行。"]]),
        ("他说：“可以。”随后离开。", [["他说：", "“可以。”随后离开。"]]),
        ("按要求下拨.（3）结余0万元.", [["按要求下拨."], ["（3）结余0万元."]]),
        ("一.基本情况", [["一.基本情况"]]),
        ("1.目标设定", [["1.目标设定"]]),
        ("热线时间8:30，网址http://a.cn", [["热线时间8:30，", "网址http://a.cn"]]),
        ("很好！！真的？是。", [["很好！！"], ["真的？"], ["是。"]]),
        ("完成任务；。下一步", [["完成任务；。"], ["下一步"]]),
        ("第一行\n\n  第二行。 第三句", [["第一行\n\n  "], ["第二行。 "], ["第三句"]]),
        ("缺右括号（一，二。三", [["缺右括号（一，", "二。"], ["三"]]),
    ],
)
def test_marks_outside_brackets_and_numbers_end_clauses_and_sentences(text: str, expected: list[list[str]]) -> None:
    assert cut(text) == expected


def test_a_bracket_around_a_whole_passage_is_cut_like_text() -> None:
    passage = "（" + "本项工作已经完成，情况良好。" * 10 + "）"
    assert len(cut(passage)) == 10


@pytest.mark.parametrize(
    ("text", "count"),
    [("巡察信息化\n系统使用率", 1), ("批复规模\n（㎡）", 1), ("1、加强领导，落实到处。\n2、完善机制，落实措施。", 2)],
)
def test_line_breaks_cut_cells_of_text_but_not_labels(text: str, count: int) -> None:
    assert len(cut(text, cell=True)) == count


@given(st.text(alphabet="甲乙1.,，。；：:;（）()“”《》\n 、一", max_size=120))
def test_clauses_together_are_the_text_whatever_it_holds(text: str) -> None:
    found = sentences(text, Span(0, len(text)))
    clauses = [clause for sentence in found for clause in sentence.clauses]
    assert "".join(text[clause.start : clause.end] for clause in clauses) == text
    assert all(s.span == (s.clauses[0].start, s.clauses[-1].end) for s in found)


def test_the_stage_covers_paragraphs_and_cells_in_text_order_and_skips_empty_cells() -> None:
    text = "\t收入\n\t5\n\n合计5万元。没有支出。"
    paragraph = Span(text.index("合计"), len(text))
    cells = (Cell(0, 0, Span(1, 3), "收入"), Cell(0, 1, Span(5, 6), "5"), Cell(0, 2, Span(7, 7), ""))
    doc = bare_doc("报告.txt", text)
    doc = Doc(
        doc.source, text, paragraphs=(Paragraph(paragraph),), tables=(Table(Span(0, 7), 1, 3, cells, exact=True),)
    )
    assert [doc[s.span] for s in segment(doc).sentences] == ["收入", "5", "合计5万元。", "没有支出。"]
