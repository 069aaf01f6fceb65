"""A form as a clean HTML page, and as the .mhtml that a browser saves of it."""

from __future__ import annotations

import quopri
from html import escape

from conformance.specification import Form, Grid
from extractor.readers.layout import Placed


def page(form: Form) -> str:
    """HTML with `rowspan` and `colspan`."""
    body = "\n".join(_table(block) if isinstance(block, Grid) else f"<p>{escape(block)}</p>" for block in form.blocks)
    return (
        '<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>绩效信息公开</title>\n'
        f"<style>@page {{ size: A4 {'landscape' if form.landscape else 'portrait'}; margin: 2cm }}\n"
        "table { border-collapse: collapse; font-size: 9pt } td { border: 1px solid; padding: 2px 4px }</style>\n"
        "</head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _table(grid: Grid) -> str:
    rows = (
        "<tr>" + "".join(_cell(one) for one in grid.placed if one.row == row) + "</tr>\n" for row in range(grid.rows)
    )
    return f'<table border="1">\n{"".join(rows)}</table>'


def _cell(one: Placed) -> str:
    high = f' rowspan="{one.row_span}"' if one.row_span > 1 else ""
    wide = f' colspan="{one.col_span}"' if one.col_span > 1 else ""
    text = "<br>".join(map(escape, one.text.split("\n")))
    return f"<td{high}{wide}>{text}</td>"


def saved(form: Form) -> bytes:
    """MHTML: the page in quoted-printable, and a picture beside it."""
    html = quopri.encodestring(page(form).encode())
    head = (
        "From: <Saved by Browser>\r\nSubject: =?utf-8?B?57up5pWI?=\r\nDate: Mon, 18 Mar 2024 09:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--part--"\r\n\r\n'
    )
    text = (
        b"----part--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://example.org/report.html\r\n\r\n"
    )
    picture = (
        b"----part--\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://example.org/dot.gif\r\n\r\nR0lGODlhAQABAAAAACwAAAAAAQABAAA=\r\n"
    )
    return head.encode() + text + html.replace(b"\n", b"\r\n") + b"\r\n" + picture + b"\r\n----part----\r\n"
