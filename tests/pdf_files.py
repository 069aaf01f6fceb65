"""PDF files made sign by sign, so that a test knows what stands where. Chinese without an embedded font."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) "
    b"/Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light "
    b"/Flags 4 /FontBBox "
    b"[0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >> >>] >>"
)
_DOUBLE = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>"
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Double def 1 begincodespacerange <00> "
    b"<FF> endcodespacerange 2 beginbfchar <41> <20142014> <42> <00660069> endbfchar endcmap end end"
)
"""In the font F2 the shape of A stands for two dashes, that of B for f and i."""
A4 = (595.0, 842.0)


@dataclass(frozen=True)
class PdfPage:
    """A page: its content in PDF operators, coordinates from the bottom left corner."""

    content: str
    size: tuple[float, float] = A4
    more: str = ""
    """Further entries: `/Rotate 90`, `/CropBox [...]`."""


def text(x: float, y: float, words: str, size: float = 12, matrix: str = "1 0 0 1", mode: int = 0) -> str:
    """Words whose base line starts at (x, y); `matrix`: the turn of the type; `mode` 3 is invisible."""
    return f"BT /F1 {size} Tf {mode} Tr {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"


def lines(x: float, y: float, words: Sequence[str], size: float = 12, pitch: float = 20) -> str:
    """Lines from top to bottom, the first at `y`."""
    return "".join(text(x, y - nth * pitch, line, size) for nth, line in enumerate(words))


def stroke(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> str:
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n"


def frame(xs: Sequence[float], ys: Sequence[float]) -> str:
    """All lines of a grid."""
    across = "".join(stroke(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(stroke(x, ys[0], x, ys[-1]) for x in xs)


def pdf(*pages: PdfPage | str, forms: Sequence[tuple[str, str]] = (), trailer: str = "") -> bytes:
    """The bytes of a file; `forms`: content streams with their matrix, drawn by `/X0 Do`; `/Im Do` draws a picture."""
    laid = [page if isinstance(page, PdfPage) else PdfPage(page) for page in pages]
    grey = "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    objects: list[bytes] = [b"", b"", _FONT, _stream(b"\xc0" * 64, grey), _stream(_TO_UNICODE), _DOUBLE]
    first_form = len(objects) + 1
    for content, matrix in forms:
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        head = f"/Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Matrix [{matrix}] {fonts}"
        objects.append(_stream(content.encode("latin-1"), head))
    names = " ".join(f"/X{nth} {first_form + nth} 0 R" for nth in range(len(forms)))
    resources = f"<< /Font << /F1 3 0 R /F2 6 0 R >> /XObject << /Im 4 0 R {names} >> >>"
    kids = []
    for page in laid:
        objects.append(_stream(page.content.encode("latin-1")))
        width, height = page.size
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Resources {resources} "
            f"/Contents {len(objects)} 0 R {page.more} >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _stream(data: bytes, head: str = "") -> bytes:
    packed = zlib.compress(data)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {head} >>\nstream\n".encode() + packed + b"\nendstream"
