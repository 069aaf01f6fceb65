"""A form as a .docx with real merges, byte for byte the same each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from conformance.specification import Form, Grid
from extractor.readers.layout import Placed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FONT = "Noto Serif CJK SC"
_LONG, _SHORT, _MARGIN = 16838, 11906, 1134
"""Sides and margins of A4 in twentieths of a point."""


def word(form: Form) -> bytes:
    """The .docx of a form."""
    width = (_LONG if form.landscape else _SHORT) - 2 * _MARGIN
    body = "".join(
        _table(block, width) if isinstance(block, Grid) else _paragraph(block, 21, indented=block.endswith("。"))
        for block in form.blocks
    )
    sides = (_LONG, _SHORT, ' w:orient="landscape"') if form.landscape else (_SHORT, _LONG, "")
    page = (
        f'<w:sectPr><w:pgSz w:w="{sides[0]}" w:h="{sides[1]}"{sides[2]}/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}" '
        'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_RELATIONS}" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


def _paragraph(text: str, size: int, *, indented: bool = False) -> str:
    """`size` in half points; the first line of running text is indented by two signs."""
    if not text:
        return "<w:p/>"
    indent = f'<w:pPr><w:ind w:firstLine="{20 * size}"/></w:pPr>' if indented else ""
    return (
        f'<w:p>{indent}<w:r><w:rPr><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:eastAsia="{_FONT}"/>'
        f'<w:sz w:val="{size}"/>'
        f'</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _table(grid: Grid, width: int) -> str:
    share = width / sum(grid.widths)
    widths = [round(one * share) for one in grid.widths]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = f'<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders>'
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    rows = "".join(_row(grid, line, row, widths) for row, line in enumerate(entries(grid)))
    return f'<w:tbl>{properties}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'


def _row(grid: Grid, line: list[Placed], row: int, widths: list[int]) -> str:
    cells = []
    for one in line:
        merges = f'<w:gridSpan w:val="{one.col_span}"/>' if one.col_span > 1 else ""
        if one.row_span > 1:
            merges += f'<w:vMerge w:val="{"restart" if one.row == row else "continue"}"/>'
        wide = sum(widths[one.col : one.col + one.col_span])
        paragraphs = [_paragraph(text, 18) for text in one.text.split("\n")] if one.row == row else ["<w:p/>"]
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merges}</w:tcPr>{"".join(paragraphs)}</w:tc>')
    heading = "<w:trPr><w:tblHeader/></w:trPr>" if row < grid.heading else ""
    return f"<w:tr>{heading}{''.join(cells)}</w:tr>"


def entries(grid: Grid) -> Iterator[list[Placed]]:
    """For each row the cells that stand in it from left to right, those that began above included."""
    for row in range(grid.rows):
        standing = [one for one in grid.placed if one.row <= row < one.row + one.row_span]
        yield sorted(standing, key=lambda one: one.col)
