"""Blocks -> a .docx with real merges and automatic Chinese numbering, byte for byte the same each time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from .source import Grid, GridCell, Para, Source

_LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)
_SHAPES = (r"[一二三四五六七八九十]+、", r"（[一二三四五六七八九十]+）", r"[0-9]+\.", r"（[0-9]+）")


def write(source: Source) -> bytes:
    """The .docx of a source."""
    document = docx.Document()
    _define_numbering(document)
    for block in source.blocks:
        if isinstance(block, Para):
            _paragraph(document, block)
        else:
            _table(document, block)
    moment = datetime.datetime(2024, 1, 1)
    properties = document.core_properties
    properties.author, properties.title = source.header["organisation"], source.header["title"]
    properties.created = properties.modified = moment
    data = io.BytesIO()
    document.save(data)
    return _repack(data.getvalue())


def _define_numbering(document: Document) -> None:
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (form, text) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _paragraph(document: Document, para: Para) -> None:
    text = para.piece.text
    paragraph = document.add_paragraph()
    if para.auto:
        level = next(n for n, shape in enumerate(_SHAPES) if re.fullmatch(shape, para.auto))
        properties: Any = paragraph._p.get_or_add_pPr()  # its stubs lack numPr
        numbered = properties.get_or_add_numPr()
        numbered.get_or_add_ilvl().val = level
        numbered.get_or_add_numId().val = 90
        text = text.removeprefix(para.auto)
    paragraph.add_run(text)


def _table(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=grid.cols)
    table.style = "Table Grid"
    element = table._tbl
    for n, line in enumerate(grid.lines):
        row = OxmlElement("w:tr")
        for cell, begins in line.entries:
            row.append(_cell(cell, begins, last=n == cell.row + cell.row_span - 1))
        element.append(row)


def _cell(cell: GridCell, begins: bool, last: bool) -> Any:
    box = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    if cell.col_span > 1:
        span = OxmlElement("w:gridSpan")
        span.set(qn("w:val"), str(cell.col_span))
        properties.append(span)
    if cell.row_span > 1:
        merge = OxmlElement("w:vMerge")
        merge.set(qn("w:val"), "restart" if begins else "continue")
        properties.append(merge)
    box.append(properties)
    for text in cell.piece.text.split("\n") if begins else [""]:
        paragraph = OxmlElement("w:p")
        if text:
            run, words = OxmlElement("w:r"), OxmlElement("w:t")
            words.text = text
            words.set(qn("xml:space"), "preserve")
            run.append(words)
            paragraph.append(run)
        box.append(paragraph)
    return box


def _repack(data: bytes) -> bytes:
    """The same archive with fixed times, so that a rebuild changes nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return out.getvalue()
