"""Running heads, running feet and page marks: what is printed around the text of every page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
_FEW = 3
"""Pages of a document so short that a line on each of them proves little …"""
_NEAR = 64.0
"""… unless it is the same and as near to the edge, in points, as only running heads and feet are."""
_LARGER, _SMALLER = 1.15, 0.85
"""Of the usual type, from which on a line is a title, and up to which it is none."""
_TITLE = re.compile(r"(?:表|清单|明细|目录|目标)(?:[（(][^（）()]{1,20}[）)])*$")
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
    bare: list[tuple[int, float, Line]] = []
    found: dict[int, dict[Line, str]] = defaultdict(dict)
    for page in pages:
        for line, from_edge, foot in _outer(page, bodies.get(page.number, ())):
            if _CLEAR.match(squeeze(line.text)) or _CLEAR.match(line.text):
                found[page.number][line] = "page-mark"
            elif _BARE.match(squeeze(line.text)):
                bare.append((page.number, from_edge, line))
            else:
                places[re.sub(r"\d+", "#", squeeze(line.text)), foot].append((page.number, from_edge, line))
    for number, line in _bare_marks(bare, len(pages)):
        found[number][line] = "page-mark"
    usual = _usual_size(bodies)
    for (shape, foot), lines in places.items():
        for group in _same_place(lines):
            kind = _kind(foot, group, shape, pages, usual)
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


def _same_place(lines: Sequence[tuple[int, float, Line]]) -> list[list[tuple[int, float, Line]]]:
    groups: list[list[tuple[int, float, Line]]] = []
    for one in sorted(lines, key=lambda one: (one[1], one[0])):
        if groups and one[1] - groups[-1][0][1] <= _PLACE:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _kind(
    foot: bool, group: Sequence[tuple[int, float, Line]], shape: str, pages: Sequence[Page], usual: float
) -> str | None:
    numbers = [number for number, _, _ in group]
    if len(shape) > _LONGEST or is_caption_part(shape) or len(set(numbers)) < 2 or not _often(numbers, pages):
        return None
    if len(pages) < _FEW and (len({line.text for _, _, line in group}) > 1 or group[0][1] > _NEAR):
        return None
    far, size = group[0][1] > _NEAR, group[0][2].size
    if size > _LARGER * usual or (far and size > _SMALLER * usual and _TITLE.search(shape)):
        # Forms of one kind, a page each, repeat their title at the same place.
        return None
    return "running-foot" if foot else "running-head"


def _usual_size(bodies: Mapping[int, Sequence[Line]]) -> float:
    """The height of most type outside tables."""
    sizes: Counter[float] = Counter()
    for lines in bodies.values():
        for line in lines:
            sizes[round(line.size, 1)] += len(line.glyphs)
    return max(sorted(sizes.items()), key=lambda one: one[1], default=(0.0, 0))[0]


def _bare_marks(lines: Sequence[tuple[int, float, Line]], pages: int) -> Iterator[tuple[int, Line]]:
    """The bare numbers that count pages, from wherever they begin, as they do on other pages too."""
    offsets = Counter(int(text) - number for number, _, line in lines if (text := squeeze(line.text)).isdigit())
    for number, _, line in lines:
        text = squeeze(line.text)
        if not text.isdigit():
            if len(lines) > 1:
                yield number, line
        elif offsets[int(text) - number] > 1 or (text == str(number) and (pages == 1 or len(lines) > 1)):
            yield number, line


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
