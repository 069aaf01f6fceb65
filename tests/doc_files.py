"""Binary Word files: one that LibreOffice made of a known package, and bare ones written by hand."""

from __future__ import annotations

import struct
from pathlib import Path

from word_files import abstract, cell, level, listed, num, package, paragraph, row

MADE = Path(__file__).parent / "doc" / "form.doc"
"""What LibreOffice saves of `as_package()` as a file of Word 97."""

_DOWN, _DOWN_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def as_package() -> bytes:
    """A report with what binary files hold in their own ways: numbers, fields, changes, signs, merges, nesting."""
    form = _table(
        6,
        row(_cell("项目名称"), _cell("云溪县农村道路养护", 5)),
        row(_cell("主管部门"), _cell("云溪县交通运输局", 2), _cell("实施单位"), _cell("养护中心", 2)),
        row(_cell("资金", 1, _DOWN), *map(_cell, ("　", "年初预算数", "全年预算数", "全年执行数", "执行率"))),
        row(_cell("", 1, _DOWN_ON), *map(_cell, ("年度资金总额", "120.00", "130.50", "128.25", "98.28%"))),
        row(_cell("指标", 1, _DOWN), _cell("数量指标", 2, _DOWN), *map(_cell, ("≥50公里", "52公里", ""))),
        row(_cell("", 1, _DOWN_ON), _cell("", 2, _DOWN_ON), *map(_cell, ("=3座", "3座", "5"))),
        row(_cell("总分", 4), _cell("100"), _cell("96.5")),
    )
    inner = _table(2, row(_cell("内一"), _cell("内二")))
    nested = cell(inner=paragraph("前") + inner + paragraph("后"), properties=_width(1))
    numbering = abstract(
        0, level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'), level(1, "decimal", "%2.")
    ) + num(1, 0)
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1">{paragraph("脚注一文。")}</w:footnote>'
    )
    body = (
        paragraph("云溪县2023年度绩效自评报告")
        + listed("项目概况")
        + paragraph("本项目投入120万元，䶮龘𠮷。")
        + listed("资金情况")
        + listed("到位", level=1)
        + listed("使用", level=1)
        + paragraph(runs=_text("见") + _field('HYPERLINK "http://yunxi.example/"', "云溪县政府网") + _text("。"))
        + paragraph(runs=_text("支出") + _change("ins", "t", "20") + _change("del", "delText", "30") + _text("万元"))
        + paragraph(runs='<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>' + _text("是"))
        + paragraph(runs=_text("甲") + "<w:r><w:tab/></w:r>" + _text("乙") + "<w:r><w:br/></w:r>" + _text("丙"))
        + paragraph(runs=_text("有注") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + form
        + paragraph("表后")
        + _table(2, row(_cell("甲"), nested), row(_cell("乙"), _cell("丙")))
        + paragraph("末段。")
    )
    return package(body, numbering=numbering, footnotes=notes)


def _width(columns: int) -> str:
    return f'<w:tcW w:w="{1200 * columns}" w:type="dxa"/>'


def _cell(text: str = "", columns: int = 1, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    return cell(text, _width(columns) + span + merge)


def _table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="1200"/>' * columns
    width = f'<w:tblW w:w="{1200 * columns}" w:type="dxa"/>'
    return f"<w:tbl><w:tblPr>{width}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inside = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return mark("begin") + inside + mark("separate") + _text(result) + mark("end")


def _change(kind: str, tag: str, text: str) -> str:
    return (
        f'<w:{kind} w:id="1" w:author="x" w:date="2024-01-01T00:00:00Z"><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>'
    )


def bare(
    *pieces: str | bytes,
    stories: tuple[int, ...] = (),
    ident: int = 0xA5EC,
    flags: int = 0,
    marks: tuple[tuple[int, bytes], ...] = (),
    data: bytes = b"",
) -> bytes:
    """A Word file of a header and a piece table alone: text is a piece in UTF-16, bytes a piece of single bytes.

    `stories`: lengths of the body, the footnotes, the headers … in characters; all is body if not given. `marks`: for
    stretches of that many bytes of the text their paragraph properties; `data`: what the stream Data holds.
    """
    text, places, lengths = bytearray(), [], []
    for piece in pieces:
        raw = piece if isinstance(piece, bytes) else piece.encode("utf-16-le")
        at = 1024 + len(text)
        places.append(at * 2 | 0x40000000 if isinstance(piece, bytes) else at)
        lengths.append(len(raw) if isinstance(piece, bytes) else len(raw) // 2)
        text += raw + b"\0" * (len(raw) % 2)
    starts = [sum(lengths[:number]) for number in range(len(lengths) + 1)]
    table = struct.pack(f"<{len(starts)}I", *starts) + b"".join(struct.pack("<HIH", 0, one, 0) for one in places)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    text += b"\0" * (-len(text) % _SECTOR)
    pages = (1024 + len(text)) // _SECTOR
    text += _properties(marks)
    bins = struct.pack("<3I", 1024, 1024 + sum(size for size, _ in marks), pages) if marks else b""
    header = bytearray(1024)
    struct.pack_into("<6H", header, 0, ident, 193, 0, 0x804, 0, flags | 0x200)
    struct.pack_into("<H", header, 32, 14)
    struct.pack_into("<H", header, 62, 22)
    counts = stories or (starts[-1],)
    struct.pack_into(f"<{len(counts)}I", header, 76, *counts)
    struct.pack_into("<H", header, 152, 93)
    struct.pack_into("<II", header, 154 + 8 * 33, 0, len(clx))
    struct.pack_into("<II", header, 154 + 8 * 13, len(clx), len(bins))
    return ole({"WordDocument": bytes(header) + bytes(text), "1Table": clx + bins, "Data": data})


def _properties(marks: tuple[tuple[int, bytes], ...]) -> bytes:
    """A page of paragraph properties."""
    places = struct.pack(f"<{len(marks) + 1}I", *(1024 + sum(s for s, _ in marks[:n]) for n in range(len(marks) + 1)))
    page = bytearray(places + bytes(13 * len(marks))).ljust(_SECTOR, b"\0")
    end = _SECTOR - 2
    for number, (_, properties) in enumerate(marks):
        stored = b"\0\0" + properties + b"\0" * (len(properties) % 2)
        end -= end % 2 + len(stored) + 2
        page[end : end + 2 + len(stored)] = bytes((0, len(stored) // 2)) + stored
        page[len(places) + 13 * number] = end // 2
    page[-1] = len(marks)
    return bytes(page)


def word_95(text: str, stories: tuple[int, ...] = (), language: int = 0x804, flags: int = 0) -> bytes:
    """A file of Word 95 with its characters in the code page of its language; `stories`: their lengths in bytes."""
    raw = text.encode({0x804: "gb18030", 0x404: "big5", 0x409: "cp1252"}[language])
    header = bytearray(1024)
    struct.pack_into("<6H", header, 0, 0xA5DC, 104, 0, language, 0, flags)
    struct.pack_into("<II", header, 24, 1024, 1024 + len(raw))
    counts = stories or (len(raw),)
    struct.pack_into(f"<{len(counts)}I", header, 52, *counts)
    return ole({"WordDocument": bytes(header) + raw})


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file; its streams are padded so that none is short enough to need a stream of short ones."""
    chains: list[int] = [_FAT]
    body = b""
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for number, (name, data) in enumerate(streams.items(), 1):
        padded = data.ljust(4096, b"\0") + b"\0" * (-max(len(data), 4096) % _SECTOR)
        first, count = len(chains), len(padded) // _SECTOR
        chains += [*range(first + 1, first + count), _END]
        body += padded
        entries.append(_entry(name, 2, _FREE, first, len(padded), right=number + 1 if number < len(streams) else _FREE))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    chains.append(_END)
    table = struct.pack(f"<{_SECTOR // 4}I", *chains, *[_FREE] * (_SECTOR // 4 - len(chains)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, len(chains) - 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<I", 0)
    return header.ljust(_SECTOR, b"\xff") + table + body + directory


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    return (
        raw.ljust(64, b"\0") + struct.pack("<HBB3I", len(raw), kind, 1, _FREE, right, child) + bytes(36)
        + struct.pack("<IQ", first, size)
    )  # fmt: skip
