"""What stands around a table: its title and the unit in its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.tables.units import caption_unit
from extractor.types import Doc, Paragraph, Span, Table, squeeze

_REACH = 6
"""Lines above a table that may hold its caption."""
_SIDE = re.compile(
    r"^[（(]?(?:填报|填表|编制|编报|申报|评价|公开|部门|预算|金额|计量|货币|报送)?(?:单位|部门|机构|日期|时间|年度)(?:名称|（盖章）|\(盖章\)|（公章）)?[：:）)]"
    r"|^(?:附件|附表|附)\s*[\d一二三四五六七八九十]*(?:[-—–]\d+)?[：:]?$|^公开\d+(?:表)?$|^财决\S{0,6}表?$|^表\s*\d+(?:[-—–]\d+)?$"
    r"|^[（(]?\s*(?:19|20)\d\d\s*年?度?\s*[）)]?$|^第?\d+页"
)
_TITLE_END = re.compile(r"(?:表|清单|一览|台账|明细|目录|评分|汇总)(?:[（(][^（）()]{1,20}[）)])*[\d一二三]?[：:]?$")
_OUTLINE = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])")
_FORM_NUMBER = re.compile(r"\s*(?:财决)?公开\s*\d+\s*表?\s*[：:]?\s*(?=\S)")
"""The number of a published form before its title: 公开04表：财政拨款收支预算总表."""
_LONGEST_TITLE = 60


def caption(doc: Doc, table: Table, before: Sequence[Paragraph]) -> tuple[Span | None, str | None]:
    """The title's span and the unit of a table; `before` are the paragraphs between it and the table before it."""
    unit = None
    title: Span | None = None
    fallback: Span | None = None
    for nth, paragraph in enumerate(reversed(before[-_REACH:])):
        text = doc[paragraph.span]
        if len(text) > 2 * _LONGEST_TITLE:
            break
        unit = unit or caption_unit(text)
        bare = squeeze(text)
        if len(bare) > _LONGEST_TITLE or bare.endswith(("。", "；", "！")):
            break
        if _SIDE.search(bare):
            continue
        if _TITLE_END.search(bare) and not re.match(r"(?:说明|备注|注)[：:]", bare):
            number = _FORM_NUMBER.match(text)
            title = Span(paragraph.span.start + (number.end() if number else 0), paragraph.span.end)
            break
        if _OUTLINE.match(bare) or nth > 2:
            break
        fallback = fallback or paragraph.span
    head = [cell for cell in table.cells if cell.row < 3 and cell.text]
    for cell in head:
        unit = unit or caption_unit(cell.text)
    if title is None:
        alone = (cell for cell in head if cell.col_span == table.cols > 1 and _TITLE_END.search(squeeze(cell.text)))
        title = next((cell.span for cell in alone if len(cell.text) <= _LONGEST_TITLE), None)
    if title is None and fallback is not None and not re.search(r"[，；：:]", doc[fallback]):
        title = fallback
    if title is not None:
        unit = unit or caption_unit(doc[title])
    return title, unit
