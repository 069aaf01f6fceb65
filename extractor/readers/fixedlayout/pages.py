"""The documents of an OFD, their resources, and their pages in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from extractor.errors import ReadError
from extractor.readers.fixedlayout.content import MAX_OBJECTS, Drawing, draw
from extractor.readers.fixedlayout.geometry import POINT, Matrix, area
from extractor.readers.fixedlayout.package import LOCKED, Package, child, children, local, resolved, text
from extractor.readers.packing import AGAIN
from extractor.readers.page.model import Page

MAX_PAGES = 5000
_A4 = (0.0, 0.0, 210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Document:
    """One of the documents of a package."""

    root: Element
    base: str
    """Path of its Document.xml."""
    units: dict[str, Element] = field(default_factory=dict)
    """Composite units by id."""
    media: dict[str, str] = field(default_factory=dict)
    """Path of a picture by its id."""
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path and place in the order of drawing, by id."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page, and the members that hold its pictures in the order of `page.pictures`."""

    page: Page
    media: tuple[str, ...]


def documents(package: Package, path: str) -> list[Document]:
    """The documents that OFD.xml names.

    Raises:
        ReadError: Encrypted, or without one that can be read.
    """
    root = package.xml("OFD.xml")
    if any(name in package.names for name in ("encryptions.xml", "decryptseed.dat")):
        raise ReadError(path, LOCKED)
    if root is None:
        raise ReadError(path, f"the OFD is damaged: its OFD.xml cannot be read; {AGAIN}")
    if any(local(one).startswith("Encrypt") for one in root.iter()):
        raise ReadError(path, LOCKED)
    found = []
    for body in children(root, "DocBody"):
        base = resolved(text(child(body, "DocRoot")), "OFD.xml")
        document = package.xml(base)
        if document is not None and children(document, "Pages"):
            found.append(_document(package, document, base, signed=bool(text(child(body, "Signatures")))))
    if not found:
        raise ReadError(path, f"the OFD is damaged: it names no document that is in it; {AGAIN}")
    return found


def _document(package: Package, root: Element, base: str, *, signed: bool) -> Document:
    common = child(root, "CommonData")
    flags = [flag for flag, there in (("signed", signed), *_passed_over(root)) if there]
    found = Document(root, base, flags=tuple(flags))
    for resource in children(common, "PublicRes", "DocumentRes"):
        _resources(package, resolved(text(resource), base), found)
    for template in children(common, "TemplatePage"):
        place = resolved(template.get("BaseLoc"), base)
        found.templates[template.get("ID", "")] = place, template.get("ZOrder", "Background")
    return found


def _passed_over(root: Element) -> list[tuple[str, bool]]:
    """Parts that are drawn over a document or go with it, and are not read."""
    return [("annotations", bool(children(root, "Annotations"))), ("attachments", bool(children(root, "Attachments")))]


def _resources(package: Package, name: str, into: Document) -> None:
    root = package.xml(name) if name else None
    if root is None:
        return
    # A file's BaseLoc is a folder beside it.
    folder = resolved(f"{root.get('BaseLoc') or '.'}/x", name)
    for group in children(root, "CompositeGraphicUnits", "CompositeGraphicUnit", "MultiMedias"):
        for one in group if local(group) != "CompositeGraphicUnit" else [group]:
            if local(one) == "CompositeGraphicUnit":
                into.units[one.get("ID", "")] = one
            elif local(one) == "MultiMedia":
                location = text(child(one, "MediaFile"))
                place = resolved(location, folder)
                into.media[one.get("ID", "")] = place if place.lower() in package.names else resolved(location, name)


def drawn(package: Package, document: Document, first: int) -> Iterator[Drawn]:
    """The pages of a document, numbered from `first`; a damaged one is empty and flagged `damaged`."""
    for number, page in enumerate(children(child(document.root, "Pages"), "Page")[:MAX_PAGES], first):
        name = resolved(page.get("BaseLoc"), document.base)
        root = package.xml(name)
        box = _box(root, document)
        width, height = box[2] * POINT, box[3] * POINT
        if root is None:
            yield Drawn(Page(number, width, height, flags=("damaged",)), ())
        else:
            yield _drawn(package, document, root, name, number)


def _drawn(package: Package, document: Document, root: Element, name: str, number: int) -> Drawn:
    left, top, wide, high = _box(root, document)
    for resource in children(root, "PageRes"):
        _resources(package, resolved(text(resource), name), document)
    drawing = Drawing()
    origin = Matrix(e=-left, f=-top)
    under: list[Element] = []
    over: list[Element] = []
    for used in children(root, "Template"):
        place, order = document.templates.get(used.get("TemplateID", ""), ("", ""))
        template = package.xml(place) if place else None
        if template is not None:
            (over if used.get("ZOrder", order) == "Foreground" else under).append(template)
    for layer in (*under, root, *over):
        for content in children(layer, "Content"):
            draw(content, document.units, drawing, origin)
    width, height = wide * POINT, high * POINT
    glyphs = tuple(
        glyph for glyph in drawing.glyphs if 0 <= glyph.middle[0] <= width and 0 <= glyph.middle[1] <= height
    )
    flags = []
    if drawing.unmapped > max(2, len(glyphs) // 10):
        flags.append("unmapped-font")
    if drawing.objects > MAX_OBJECTS:
        flags.append("cut")
    pictures = tuple(box for box, _ in drawing.pictures)
    media = tuple(document.media.get(key, "") for _, key in drawing.pictures)
    return Drawn(Page(number, width, height, glyphs, tuple(drawing.rules), pictures, tuple(flags)), media)


def _box(page: Element | None, document: Document) -> tuple[float, float, float, float]:
    """The sheet of a page in millimetres: its own, the document's, A4."""
    for holder in (child(page, "Area"), child(document.root, "CommonData", "PageArea")):
        for name in ("PhysicalBox", "ApplicationBox", "ContentBox"):
            found = area(text(child(holder, name)))
            if found is not None and found[2] > 1 and found[3] > 1:
                return found
    return _A4
