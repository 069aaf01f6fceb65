"""OFD packages written by hand: tables and paragraphs in the ways in which programs draw them."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 3.7
"""Millimetres of the type."""
Text = Callable[[float, float, str], str]
"""Left end and base line in millimetres, words -> objects."""
Line = Callable[[float, float, float, float], str]
"""From, to, in millimetres -> objects."""


def width(sign: str, size: float = SIZE) -> float:
    return size if unicodedata.east_asian_width(sign) in "WFA" else size / 2


def steps(words: str) -> list[float]:
    return [width(sign) for sign in words[:-1]]


def by_run(x: float, y: float, words: str) -> str:
    """One object a line, every step stated."""
    along = " ".join(f"{step:g}" for step in steps(words))
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - SIZE} {len(words) * SIZE} {1.3 * SIZE}" Font="3" Size="{SIZE}">'
        f'<ofd:TextCode X="0" Y="{SIZE}" DeltaX="{along}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def by_repeats(x: float, y: float, words: str) -> str:
    """Steps as `g n v`."""
    parts: list[list[float]] = []
    for step in steps(words):
        if parts and parts[-1][1] == step:
            parts[-1][0] += 1
        else:
            parts.append([1, step])
    along = " ".join(f"g {count:g} {step:g}" for count, step in parts)
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - SIZE} 50 5" Font="3" Size="{SIZE}">'
        f'<ofd:TextCode X="0" Y="{SIZE}" DeltaX="{along}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def by_sign(x: float, y: float, words: str) -> str:
    """One object a sign."""
    found = []
    for sign in words:
        found.append(
            f'<ofd:TextObject ID="1" Boundary="{x} {y - SIZE} {SIZE} {SIZE}" Font="3" Size="{SIZE}">'
            f'<ofd:TextCode X="0" Y="{SIZE}">{escape(sign)}</ofd:TextCode></ofd:TextObject>'
        )
        x += width(sign)
    return "".join(found)


def by_matrix(x: float, y: float, words: str) -> str:
    """A large type shrunk by a matrix, as converters from PDF write it."""
    along = " ".join(f"{step * 10:g}" for step in steps(words))
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - SIZE} 90 6" CTM="0.1 0 0 0.1 0 0" Font="3" Size="{SIZE * 10}">'
        f'<ofd:TextCode X="0" Y="{SIZE * 10}" DeltaX="{along}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def by_codes(x: float, y: float, words: str) -> str:
    """Several codes in one object that is the whole page."""
    middle = max(1, len(words) // 2)
    second = x + sum(width(sign) for sign in words[:middle])
    halves = ((x, words[:middle]), (second, words[middle:]))
    codes = "".join(
        f'<ofd:TextCode X="{left}" Y="{y}" DeltaX="{" ".join(f"{step:g}" for step in steps(half))}">'
        f"{escape(half)}</ofd:TextCode>"
        for left, half in halves
        if half
    )
    return f'<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="3" Size="{SIZE}">{codes}</ofd:TextObject>'


def stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line in a box of its own."""
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A filled rectangle as thin as a line."""
    wide, high = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0 - 0.1} {y0 - 0.1} {wide} {high}" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="0 0 0"/>'
        f"<ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} L 0 {high} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


def scaled(x0: float, y0: float, x1: float, y1: float) -> str:
    """A line in the units of a PDF, through a matrix that turns it upside down."""
    return (
        f'<ofd:PathObject ID="1" Boundary="0 0 210 297" CTM="0.5 0 0 -0.5 0 297" LineWidth="0.4">'
        f"<ofd:AbbreviatedData>S {x0 * 2} {(297 - y0) * 2} L {x1 * 2} {(297 - y1) * 2}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


Cells = Sequence[tuple[int, int, int, int, str]]
"""Row, column, rows, columns, lines of text parted by NL."""


def table(cells: Cells, xs: Sequence[float], ys: Sequence[float], text: Text, line: Line) -> str:
    """The objects of a ruled table whose columns and rows end at `xs` and `ys`."""
    found = []
    for row, col, rows, cols, words in cells:
        left, top, right, bottom = xs[col], ys[row], xs[col + cols], ys[row + rows]
        found += [line(left, top, right, top), line(left, bottom, right, bottom)]
        found += [line(left, top, left, bottom), line(right, top, right, bottom)]
        for index, part in enumerate(words.split("\n")):
            if part:
                found.append(text(left + 1, top + 5 + index * 4.5, part))
    return "".join(found)


def page(*content: str, more: str = "") -> str:
    """The XML of a page; `more`: its area, its templates."""
    layers = "".join(f'<ofd:Layer ID="2" Type="Body">{objects}</ofd:Layer>' for objects in content)
    return f"<ofd:Page {NAMESPACE}>{more}<ofd:Content>{layers}</ofd:Content></ofd:Page>"


def document(
    pages: Sequence[str],
    folder: str = "Doc_0",
    *,
    common: str = "",
    more: str = "",
    area: str = "0 0 210 297",
) -> dict[str, bytes]:
    """The members of one document; `common`: resources and templates."""
    named = "".join(
        f'<ofd:Page ID="{10 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    root = (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>{area}</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{named}</ofd:Pages>{more}</ofd:Document>"
    )
    members = {f"{folder}/Document.xml": root.encode()}
    for number, content in enumerate(pages):
        members[f"{folder}/Pages/Page_{number}/Content.xml"] = content.encode()
    return members


def package(
    members: dict[str, bytes], *, roots: Sequence[str] = ("Doc_0/Document.xml",), more: str = "", inside: str = ""
) -> bytes:
    """The bytes of an OFD; `inside`: of each body; `more`: of OFD.xml."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot>{inside}"
        "</ofd:DocBody>"
        for root in roots
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.1">{bodies}{more}</ofd:OFD>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", head)
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def whole(*content: str) -> bytes:
    """An OFD of one page."""
    return package(document([page(*content)]))
