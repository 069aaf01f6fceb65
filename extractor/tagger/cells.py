"""Facts of table values: the row label says of what, the column in which role."""

from __future__ import annotations

import re

from extractor.lexicon import forms
from extractor.tagger.candidates import Candidate
from extractor.tagger.phrases import left_phrase
from extractor.types import Cell, Doc, Role, Span, TableValue, squeeze

_NUMBERING = re.compile(
    r"^(?:[\s　]|其中[:：]?|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[、.．](?!\d)"
    r"|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳⑴-⒇]|[*＊★△▲☆-]|指标[0-9]{1,2}[:：、.．])+"
)
_NOTE = re.compile(r"[\s　]*(?:[（(][^（）()]*[）)]|[:：])[\s　]*$")
_NOTE_ENDS = ("）", ")", "：", ":")
_KEPT_NOTE = re.compile(r"[（(](?:境|护|社区|街道|单位|镇|乡|工|党组|村|县|市|区|州|旗|处|室|一|二|三|四)[）)]\s*$")
_YEAR = re.compile(r"^(?:19|20)\d\d年?(?:度|末|初|底)?")
_RATIO = re.compile(r"[%％]$|率$|比率$|满意度$|幅度?$|进度$|比例$|占比$|比重$|构成$|[（(]%[）)]$")
_BLOCKS = re.compile(
    r"^(?:绩效指标|年度绩效指标|一级指标|二级指标|三级指标|指标名称|项目|年度总体目标|经费控制情况.*|财政供养人员情况.*|年度预算申请.*|项目资金.*|预算执行情况.*|资金情况.*|序号|合计)$"
)


def column_of(value: TableValue) -> str | None:
    """Meaning of the value's column: as the table says, else by its innermost heading that means something."""
    if value.column:
        return value.column
    return next(
        (column.id for heading in reversed(value.col_labels) if (column := forms.column_of(heading.text))), None
    )


def role_of(column: str | None) -> Role | None:
    """The role that a column gives; None where only the row can tell."""
    known = forms.load_forms().columns.get(column or "")
    return known.role if known else None


def label_span(cell: Cell, headings: bool = False) -> Span | None:
    """The name in a label cell: no numbering, no 其中, no note or unit at its end; of a heading no year either."""
    text = cell.text
    start, end = 0, len(text)
    if match := _NUMBERING.match(text):
        start = match.end()
    while text[start:end].rstrip().endswith(_NOTE_ENDS):
        match = None if _KEPT_NOTE.search(text[start:end]) else _NOTE.search(text[start:end])
        if match is None or match.start() == 0:
            break
        end = start + match.start()
    if headings and (match := _YEAR.match(text[start:end])):
        start += match.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "：:"):
        end -= 1
    return Span(cell.span.start + start, cell.span.start + end) if start < end else None


def value_candidates(doc: Doc, value: TableValue, number: Span) -> list[Candidate]:
    """Names that a table value can take: a name in its own cell, its row label, its column heading."""
    found = []
    own = doc.text[value.span.start : number.start]
    if own.strip() and not re.fullmatch(r"[\s　≥≤=<>＞＜≧≦]*", own):
        phrase = left_phrase(own)
        if phrase:
            found.append(Candidate(Span(value.span.start + phrase.start, value.span.start + phrase.end), "left"))
    label = own_label(value)
    if label and (span := label_span(label)):
        found.append(Candidate(span, "row"))
    if value.col_labels and (span := label_span(value.col_labels[-1], headings=True)):
        found.append(Candidate(span, "column"))
    if not found and value.row_labels and (span := label_span(value.row_labels[-1])):
        found.append(Candidate(span, "row"))
    return found


def own_label(value: TableValue) -> Cell | None:
    """The innermost row label, unless it is only the label of the whole block."""
    if not value.row_labels:
        return None
    label = value.row_labels[-1]
    block = (
        len(value.row_labels) == 1 and label.col == 0 and (_BLOCKS.match(squeeze(label.text)) or _names_staff(value))
    )
    if block and value.col_labels and squeeze(label.text) not in ("合计", "项目"):
        return None
    return label


def _names_staff(value: TableValue) -> bool:
    outermost = squeeze(value.row_labels[0].text)
    return "财政供养" in outermost or "编制" in outermost or "楼堂馆所" in outermost


def parent_label(value: TableValue) -> str | None:
    """Scope of a value: the label before its own, without numbering and notes."""
    if len(value.row_labels) < 2:
        return None
    cell, own = value.row_labels[-2:]
    if own.col > cell.col + cell.col_span and (cell.row, cell.row_span) == (own.row, own.row_span) == (own.row, 1):
        # Numbers part the two: the label of another table that stands left of this one.
        return None
    span = label_span(cell)
    if span is None or _BLOCKS.match(squeeze(cell.text)):
        return None
    return squeeze(cell.text[span.start - cell.span.start : span.end - cell.span.start])


def is_total(value: TableValue) -> bool:
    """The value stands in a total row."""
    return any(re.search(r"总分|合计|总计|总得分", squeeze(label.text)) for label in value.row_labels[-1:])


def ratio_heading(value: TableValue) -> str | None:
    """The heading of a ratio column, which names the metric."""
    for heading in reversed(value.col_labels):
        words = _YEAR.sub("", squeeze(_NOTE.sub("", heading.text)))
        if _RATIO.search(words):
            return words.rstrip("%％")
    return None
