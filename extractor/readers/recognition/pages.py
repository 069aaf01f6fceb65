"""From the picture of a page to its Page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.readers.page.model import Glyph, Page, Rule
from extractor.readers.recognition.cleaning import skew, turned, without_seals
from extractor.readers.recognition.engine import Sign, find_lines, read_lines
from extractor.readers.recognition.orientation import on_its_head, quarter_turns, sideways
from extractor.readers.recognition.pieces import Piece, cut, overlooked, picture
from extractor.readers.recognition.ruling import Ruling, darkness, ruling, without_specks
from extractor.readers.recognition.signs import BARS, dashed, glyphs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CERTAIN = 0.75
"""Confidence from which ink that the detector passed over is text."""

_MOST = 30_000_000
"""Pixels of a page: A2 at 200 dots per inch has 15 million."""


def recognised(image: NDArray[np.uint8], number: int, width: float, height: float) -> Page:
    """Read the picture of a page: see `ocr.recognise`."""
    return _read_page(_shrunk(image), number, width, height)


def _read_page(image: NDArray[np.uint8], number: int, width: float, height: float, turned_by: int = 0) -> Page:
    """The page; `turned_by`: quarters against the clock by which it has been turned already."""
    dot = image.shape[1] / width
    clean = without_seals(_bounded(image), dot)
    gray = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), np.uint8)
    angle = skew(gray)
    if angle:
        clean = turned(clean, angle)
        gray = np.asarray(cv2.cvtColor(clean, cv2.COLOR_RGB2GRAY), np.uint8)
    found = ruling(gray, dot)
    bare = np.ascontiguousarray(_without_rules(clean, found)[..., ::-1])
    corners = find_lines(bare)
    if not turned_by and sideways(corners) and (turns := quarter_turns(bare, corners)):
        return _read_page(np.ascontiguousarray(np.rot90(image, turns)), number, height, width, turns)
    gray = np.asarray(cv2.cvtColor(bare, cv2.COLOR_BGR2GRAY), np.uint8)
    ink = without_specks(darkness(gray, dot), dot) & ~found.ink
    pieces = cut(corners, found, ink)
    lines = _read(bare, pieces)
    if not turned_by and on_its_head([picture(bare, piece) for piece, _ in lines], [signs for _, signs in lines]):
        return _read_page(np.ascontiguousarray(np.rot90(image, 2)), number, width, height, 2)
    lines += [one for one in _read(bare, overlooked(pieces, found, ink, gray, dot)) if _is_text(one[1])]
    corrected = dashed(lines, ink)
    glyphs = [
        glyph for (piece, _), signs in zip(lines, corrected, strict=True) for glyph in glyphs_of(piece, signs, ink)
    ]
    scale_x, scale_y = width / image.shape[1], height / image.shape[0]
    return Page(
        number,
        width,
        height,
        tuple(_scaled(glyph, scale_x, scale_y) for glyph in glyphs),
        _rules(found, scale_x, scale_y),
        flags=("recognised", "turned") if turned_by else ("recognised",),
    )


def _shrunk(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with no more pixels than memory allows."""
    height, width = image.shape[:2]
    scale = (_MOST / (height * width)) ** 0.5
    if scale >= 1:
        return image
    size = max(1, int(width * scale)), max(1, int(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _bounded(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture with paper right of or below it where it is a strip: the detector enlarges by the shorter side."""
    height, width = image.shape[:2]
    least = max(64, max(height, width) // 4)
    below, beside = max(0, least - height), max(0, least - width)
    if not below and not beside:
        return image
    whole = cv2.copyMakeBorder(image, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=(255,) * 3)
    return np.asarray(whole, np.uint8)


def _read(image: NDArray[np.uint8], pieces: list[Piece]) -> list[tuple[Piece, list[Sign]]]:
    """The pieces that have signs, and those; `image`: BGR."""
    lines = read_lines([picture(image, piece) for piece in pieces])
    return [(piece, signs) for piece, signs in zip(pieces, lines, strict=True) if signs]


def _is_text(signs: list[Sign]) -> bool:
    """Whether what the detector passed over is text: dirt is read as dots, or as signs that are doubtful."""
    certain = sum(sign.confidence for sign in signs) / len(signs) >= _CERTAIN
    return certain and any(sign.text.isalnum() or sign.text in BARS for sign in signs)


def _without_rules(image: NDArray[np.uint8], found: Ruling) -> NDArray[np.uint8]:
    """The picture with paper in the place of its rules."""
    if not found.ink.any():
        return image
    paper = cv2.morphologyEx(image, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    bare = image.copy()
    bare[found.ink] = paper[found.ink]
    return bare


def _scaled(glyph: Glyph, x: float, y: float) -> Glyph:
    return glyph._replace(
        x0=glyph.x0 * x, top=glyph.top * y, x1=glyph.x1 * x, bottom=glyph.bottom * y, size=glyph.size * y
    )


def _rules(found: Ruling, x: float, y: float) -> tuple[Rule, ...]:
    across = [Rule(one.start * x, one.at * y, one.end * x, one.at * y) for one in found.across]
    down = [Rule(one.at * x, one.start * y, one.at * x, one.end * y) for one in found.down]
    return (*across, *down)
