"""Names of WordprocessingML, and how its on/off and number attributes are read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"

ALTERNATE = f"{{{MC}}}AlternateContent"
CHOICE, FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
MATH_TEXT = f"{{{M}}}t"


def w(name: str) -> str:
    """The tag or attribute `w:name` as lxml spells it."""
    return f"{{{W}}}{name}"


TEXT, PARAGRAPH, TABLE, ROW, CELL = w("t"), w("p"), w("tbl"), w("tr"), w("tc")
SDT, SDT_CONTENT = w("sdt"), w("sdtContent")
TEXT_BOX = w("txbxContent")
DELETED = frozenset({w("del"), w("moveFrom")})
"""What a tracked change has taken away."""
WRAPPERS = frozenset(w(name) for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
"""Elements that only stand around others of the same kind."""


def attribute(element: Element | None, name: str = "val") -> str | None:
    """Attribute `w:name` of an element that may be absent."""
    return None if element is None else element.get(w(name))


def integer(element: Element | None, name: str = "val") -> int | None:
    """Attribute `w:name` as a whole number; None if the element, the attribute or the number is missing."""
    value = attribute(element, name)
    try:
        return None if value is None else int(value)
    except ValueError:
        return None


def switched_on(element: Element | None) -> bool:
    """Whether an on/off property is there and on; `<w:b/>` is on, `<w:b w:val="0"/>` is off."""
    return element is not None and attribute(element) not in ("0", "false", "off")


def child(element: Element | None, *path: str) -> Element | None:
    """First grandchild along `path` of `w:` names, such as `pPr`, `numPr`."""
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def branch(alternate: Element) -> Element | None:
    """The one branch of mc:AlternateContent to read: the first with text, so that none is lost and none read twice."""
    branches = [*alternate.iterchildren(CHOICE), *alternate.iterchildren(FALLBACK)]
    return next((one for one in branches if next(one.iter(TEXT), None) is not None), None)


def content(parent: Element) -> Iterator[Element]:
    """Children of `parent` with wrappers opened (content controls, tracked insertions) and deletions left out."""
    for element in parent.iterchildren("*"):
        if element.tag in DELETED:
            continue
        if element.tag in WRAPPERS:
            yield from content(element)
        elif element.tag == SDT:
            for inner in element.iterchildren(SDT_CONTENT):
                yield from content(inner)
        elif element.tag == ALTERNATE:
            chosen = branch(element)
            if chosen is not None:
                yield from content(chosen)
        else:
            yield element
