"""Word packages written by hand, so that a test states exactly the XML it is about."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(text: str = "", properties: str = "", runs: str = "") -> str:
    """A w:p with one run of `text`, then `runs` as they are."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}{runs}</w:p>"


def listed(text: str, num: int = 1, level: int = 0) -> str:
    """A paragraph in a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(text: str = "", properties: str = "", inner: str | None = None) -> str:
    """A w:tc with `inner`, or one paragraph of `text`."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text) if inner is None else inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A w:tr."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A w:tbl."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(depth: int, kind: str, text: str, more: str = "", start: int = 1, before: str = "") -> str:
    """A w:lvl; `before`: elements between the format and the text, `more`: elements after the text."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{before}'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(key: int, *levels: str) -> str:
    """A w:abstractNum."""
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, overrides: str = "") -> str:
    """A w:num."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def package(
    body: str,
    *,
    leave_out: tuple[str, ...] = (),
    packed: bool = True,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
) -> bytes:
    """The bytes of a .docx with `body` and with those other parts that are not empty.

    `leave_out`: members that are named by a relationship and not there.
    """
    parts = {
        name: content
        for name, content in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes))
        if content
    }
    kinds = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{MIME}.{name}+xml"/>' for name in parts)
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate([*parts, *leave_out], 1)
    )
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MIME}.document.main+xml"/>{kinds}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{content}</w:{name}>" for name, content in parts.items()},
    }
    return archive(members, packed=packed)


def archive(members: dict[str, str] | dict[str, bytes], *, packed: bool = True) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return stream.getvalue()
