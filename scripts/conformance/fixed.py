"""The pages of a PDF as an OFD, as converters write it: a run of signs with its steps, a stroke a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

from conformance.containers import zipped
from extractor.readers.page.model import Glyph, Page, Rule
from extractor.readers.pdfium.pages import opened, read_page

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_MM = 25.4 / 72
_BASE = 0.88
"""Of a sign's height, what is above its base line."""


def fixed(pdf: bytes) -> bytes:
    """The OFD of a PDF."""
    with opened(pdf, "form.pdf") as document:
        pages = [read_page(document, number) for number in range(1, len(document) + 1)]
    named = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    members = {
        "OFD.xml": (
            f'<ofd:OFD {_NAMESPACE} Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>'
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f"<ofd:Document {_NAMESPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>"
            f"<ofd:PageArea>{_box(pages[0])}</ofd:PageArea></ofd:CommonData><ofd:Pages>{named}</ofd:Pages></ofd:Document>"
        ),
    }
    for number, page in enumerate(pages):
        drawn = "".join((*map(_stroke, page.rules), *map(_text, _runs(page.glyphs))))
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f"<ofd:Page {_NAMESPACE}><ofd:Area>{_box(page)}</ofd:Area><ofd:Content>"
            f'<ofd:Layer ID="2" Type="Body">{drawn}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return zipped({name: content.encode() for name, content in members.items()})


def _box(page: Page) -> str:
    return f"<ofd:PhysicalBox>0 0 {page.width * _MM:.3f} {page.height * _MM:.3f}</ofd:PhysicalBox>"


def _runs(glyphs: tuple[Glyph, ...]) -> Iterator[list[Glyph]]:
    """Signs that follow each other on a line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            continue
        if run and not (abs(glyph.top - run[-1].top) < 0.5 and 0 <= glyph.x0 - run[-1].x1 < glyph.size):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _text(run: list[Glyph]) -> str:
    first, last = run[0], run[-1]
    x, y, size = first.x0 * _MM, first.top * _MM, first.size * _MM
    steps = " ".join(f"{(after.x0 - one.x0) * _MM:.3f}" for one, after in pairwise(run))
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.3f} {y:.3f} {last.x1 * _MM - x:.3f} {1.2 * size:.3f}" Font="3" '
        f'Size="{size:.3f}"><ofd:TextCode X="0" Y="{_BASE * size:.3f}" DeltaX="{steps}">'
        f"{escape(''.join(one.text for one in run))}</ofd:TextCode></ofd:TextObject>"
    )


def _stroke(rule: Rule) -> str:
    x, y, wide, high = (one * _MM for one in (rule.x0, rule.top, rule.x1 - rule.x0, rule.bottom - rule.top))
    return (
        f'<ofd:PathObject ID="1" Boundary="{x:.3f} {y:.3f} {wide + 0.1:.3f} {high + 0.1:.3f}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {wide:.3f} {high:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
    )
