"""What a page of an OFD draws: its layers, those of its templates, composite objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from extractor.origins import Box
from extractor.readers.fixedlayout.geometry import (
    POINT,
    Matrix,
    area,
    filled,
    is_line,
    numbers,
    outlines,
    placed,
    stroked,
)
from extractor.readers.fixedlayout.package import child, children, local
from extractor.readers.fixedlayout.signs import signs
from extractor.readers.page.model import Glyph, Rule

MAX_OBJECTS = 300_000
"""Objects of one page, composite ones each time they are drawn."""
MAX_DEPTH = 16
"""Blocks in blocks, composites in composites."""
_BLOCKS = ("Content", "Layer", "PageBlock")
_LINE = 0.353
"""Millimetres of a line whose width is not stated."""


@dataclass(slots=True)
class Drawing:
    """What has been drawn so far."""

    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: list[tuple[Box, str]] = field(default_factory=list)
    """Each with the id of its resource."""
    unmapped: int = 0
    """Signs that the file names by their numbers in the font only."""
    objects: int = 0


def draw(element: Element, units: Mapping[str, Element], into: Drawing, matrix: Matrix, depth: int = 0) -> None:
    """Draw the objects in a block; `units`: composite units by id; `matrix`: from its space to the page, in mm."""
    for one in element:
        into.objects += 1
        if into.objects > MAX_OBJECTS or depth > MAX_DEPTH:
            return
        name = local(one)
        if one.get("Visible", "").lower() in ("false", "0") or one.get("Alpha") == "0":
            continue
        if name in _BLOCKS:
            draw(one, units, into, matrix, depth + 1)
        elif name == "TextObject":
            for glyph in signs(one, matrix.after(placed(one.get("Boundary"), one.get("CTM")))):
                if glyph is None:
                    into.unmapped += 1
                else:
                    into.glyphs.append(glyph)
        elif name == "PathObject":
            _path(one, into, matrix.after(placed(one.get("Boundary"), one.get("CTM"))))
        elif name == "ImageObject":
            _picture(one, into, matrix)
        elif name == "CompositeObject":
            unit = units.get(one.get("ResourceID", ""))
            if unit is not None:
                draw(unit, units, into, matrix.after(placed(one.get("Boundary"), one.get("CTM"))), depth + 1)


def _path(element: Element, into: Drawing, matrix: Matrix) -> None:
    data = child(element, "AbbreviatedData")
    if data is None or not data.text:
        return
    width = next(iter(numbers(element.get("LineWidth"))), _LINE) * matrix.scale
    strokes = element.get("Stroke", "true").lower() not in ("false", "0") and not _pale(element, "StrokeColor")
    fills = element.get("Fill", "false").lower() in ("true", "1") and not _pale(element, "FillColor")
    for points, straight in outlines(data.text):
        if not straight:
            continue
        thin = list(filled(points, matrix)) if fills and len(points) > 2 else []
        into.rules += thin
        if strokes and not thin and is_line(width):
            into.rules += stroked(points, matrix)


def _pale(element: Element, name: str) -> bool:
    """Whether it is drawn in the colour of paper, or not seen at all."""
    colour = next(iter(children(element, name)), None)
    if colour is None:
        return False
    levels = numbers(colour.get("Value"))
    return colour.get("Alpha") == "0" or (len(levels) == 3 and min(levels) >= 250)


def _picture(element: Element, into: Drawing, matrix: Matrix) -> None:
    box = area(element.get("Boundary"))
    if box is None:
        return
    x, y, width, height = box
    corners = [matrix.at(x, y), matrix.at(x + width, y + height)]
    (x0, top), (x1, bottom) = corners
    found = Box(min(x0, x1) * POINT, min(top, bottom) * POINT, max(x0, x1) * POINT, max(top, bottom) * POINT)
    into.pictures.append((found, element.get("ResourceID", "")))
