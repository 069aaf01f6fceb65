"""The second way to read a page, slower and by another hand: pdfplumber."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from extractor.readers.page.model import Glyph, Page, Rule
from extractor.readers.pdfium.drawings import SHORTEST, THICKEST
from extractor.readers.pdfium.signs import plain


def read_again(data: bytes, number: int, count: int) -> Page | None:
    """The page with that number, from 1, of `count` as pdfplumber sees it.

    None if it cannot read it, sees no text on it, or counts the pages in another way, leaving damaged ones out.
    """
    plumber = import_module("pdfplumber")
    logs = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)  # that the file is damaged is known
    try:
        with plumber.open(io.BytesIO(data)) as document:
            if len(document.pages) != count:
                return None
            page = _page(document.pages[number - 1], number)
    except Exception:
        return None
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)
    return page if page.glyphs else None


def _page(page: Any, number: int) -> Page:
    left, top, right, bottom = page.cropbox
    glyphs = tuple(
        Glyph(sign, char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top, char["size"])
        for char in page.chars
        if char["upright"] and (sign := "".join(plain(ord(code)) for code in char["text"]))
    )
    rules = tuple(dict.fromkeys(_rules(page, left, top)))
    return Page(number, float(right - left), float(bottom - top), glyphs, rules)


def _rules(page: Any, left: float, top: float) -> Iterator[Rule]:
    for edge in page.edges:
        x0, y0, x1, y1 = edge["x0"] - left, edge["top"] - top, edge["x1"] - left, edge["bottom"] - top
        if edge["orientation"] == "h" and x1 - x0 >= SHORTEST and y1 - y0 <= THICKEST:
            yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif edge["orientation"] == "v" and y1 - y0 >= SHORTEST and x1 - x0 <= THICKEST:
            yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
