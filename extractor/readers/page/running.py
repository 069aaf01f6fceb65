"""Running heads, running feet and page marks: what is printed around the text of every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from extractor.readers.page.lines import Line
from extractor.readers.page.model import Page
from extractor.readers.page.paragraphs import is_caption_part
from extractor.types import squeeze

_DEEP = 0.14
"""Share of the page's height at its top and its foot where running heads, feet and page marks stand."""
_OUTERMOST = 3
"""Lines from an edge of the page that may be one."""
_PLACE = 4.0
"""Points within which two lines stand at the same place of their pages."""
_LONGEST = 80
_NUMBER = r"(?:\d{1,4}|[ivxlcIVXLC]{1,6})"
_CLEAR = re.compile(
    rf"^(?:[-—–－─~·•\s]+{_NUMBER}[-—–－─~·•\s]+|第\s*\d{{1,4}}\s*页(?:[\s,，、/|]*共\s*\d{{1,4}}\s*页)?|"
    rf"共\s*\d{{1,4}}\s*页[\s,，、/|]*第\s*\d{{1,4}}\s*页|[Pp]age\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?|\d{{1,4}}\s*/\s*\d{{1,4}})$"
)
_BARE = re.compile(rf"^{_NUMBER}$")


def running_lines(pages: Sequence[Page], bodies: Mapping[int, Sequence[Line]]) -> dict[int, dict[Line, str]]:
    """For each page number the lines that belong to no text, with what they are: `running-head` … `page-mark`.

    A line repeated, but for its digits, at the same place on half of the pages (or of the left or the right ones) is a
    running head or foot; a page mark is known by its form, a bare number only where it counts the pages.

    Args:
        pages: The pages of the document.
        bodies: The lines outside tables of each page, by its number, from top to bottom.
    """
    places: dict[tuple[str, bool], list[tuple[int, float, Line]]] = defaultdict(list)
    for page in pages:
        for line, from_edge, foot in _outer(page, bodies.get(page.number, ())):
            places[_shape(line.text), foot].append((page.number, from_edge, line))
    found: dict[int, dict[Line, str]] = defaultdict(dict)
    for (shape, foot), lines in places.items():
        for group in _same_place(lines):
            kind = _kind(shape, foot, group, pages)
            if kind is not None:
                for number, _, line in group:
                    found[number][line] = kind
    return found


def _outer(page: Page, lines: Sequence[Line]) -> list[tuple[Line, float, bool]]:
    """The outermost lines, with their distance from the edge, and whether that is the foot of the page."""
    heads = [line for line in lines[:_OUTERMOST] if line.box.bottom <= _DEEP * page.height]
    feet = [line for line in lines[-_OUTERMOST:] if line.box.top >= (1 - _DEEP) * page.height]
    return [(line, line.box.bottom, False) for line in heads] + [
        (line, page.height - line.box.bottom, True) for line in feet
    ]


def _shape(text: str) -> str:
    """The text with its digits alike; of a page mark only that it is one."""
    bare = squeeze(text)
    if _CLEAR.match(text.strip()) or _CLEAR.match(bare):
        return "#clear"
    if _BARE.match(bare):
        return "#bare"
    return re.sub(r"\d+", "#", bare)


def _same_place(lines: Sequence[tuple[int, float, Line]]) -> list[list[tuple[int, float, Line]]]:
    groups: list[list[tuple[int, float, Line]]] = []
    for one in sorted(lines, key=lambda one: (one[1], one[0])):
        if groups and one[1] - groups[-1][0][1] <= _PLACE:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _kind(shape: str, foot: bool, group: Sequence[tuple[int, float, Line]], pages: Sequence[Page]) -> str | None:
    if shape == "#clear":
        return "page-mark"
    numbers = [number for number, _, _ in group]
    if shape == "#bare":
        return "page-mark" if _counts(group, len(pages)) else None
    if len(shape) > _LONGEST or is_caption_part(shape) or len(pages) < 3 or len(set(numbers)) < 2:
        return None
    return ("running-foot" if foot else "running-head") if _often(numbers, pages) else None


def _counts(group: Sequence[tuple[int, float, Line]], pages: int) -> bool:
    """Whether bare numbers count the pages up, from wherever they begin."""
    steps = Counter(int(text) - number for number, _, line in group if (text := squeeze(line.text)).isdigit())
    if not steps:
        return len(group) > 1
    offset, times = steps.most_common(1)[0]
    return times * 2 > len(group) and (times > 1 or (offset == 0 and pages == 1))


def _often(numbers: Sequence[int], pages: Sequence[Page]) -> bool:
    """Whether these are half of all pages, or nearly all of the left or the right ones."""
    on = set(numbers)
    if 2 * len(on) >= len(pages):
        return True
    for parity in (0, 1):
        side = [page.number for page in pages if page.number % 2 == parity]
        if len(side) > 2 and len(on) > 2 and 4 * len(on.intersection(side)) >= 3 * len(side):
            return True
    return False
