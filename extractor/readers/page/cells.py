"""The text of a cell from its lines: what wrapping cut is put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.page.lines import Line, is_narrow

_PADDING = 6.5
"""Points that programs keep between text and the rule beside it."""
_SLACK = 0.5
"""Sizes more that the first word of the next line must have had room for."""
_CENTRED = 1.2
"""Sizes by which the room on both sides of a centred line may differ."""
_RIGHT = 3.0
"""Sizes of room before a line that ends at the right edge; less is an indent."""
_OPENING = "（(“‘《〈【［[{「『"
_CLOSING = "，。、；：！？）)”’》〉】］]}」』％%,.;:!?℃"
_WORD = re.compile(f"[{re.escape(_OPENING)}]*(?:[!-\u024f]+|.)[{re.escape(_CLOSING)}]*")
_ENDING = "。；;！？"
_MARKER = re.compile(
    r"\d{1,2}(?:[、)）]|[.．](?!\d))|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[一二三四五六七八九十]{1,3}、"
    r"|[①-⑳●○■□◆▪•★☆√☑☒☐➢]"
)
_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d*)?%?")
_UNIT = re.compile(r"(?:分|[万亿]?元|[个项次人天年月日户家件]|万人|公里|平方米)(?=[，。；、,;）)]|$)")
_NUMERIC = re.compile(r"[-+−]?[\d,，]+(?:\.\d*)?")


def joined(lines: Sequence[Line], left: float, right: float) -> str:
    """The text of a cell from its lines: NL stands where a line ends though the next word had room; `left`, `right`:
    the cell's edges.
    """
    if not lines:
        return ""
    if len(lines) > 1 and all(len(line.glyphs) == 1 and not is_narrow(line.text) for line in lines):
        return "".join(line.text for line in lines)
    ends = max(line.box.x1 for line in lines)
    pieces = [lines[0].text]
    for above, line in pairwise(lines):
        pieces += [_between(above, line, left, max(ends, right - _PADDING)), line.text]
    return "".join(pieces)


def room(line: Line, left: float, right: float) -> float:
    """Points by which a line could be longer between the cell's edges."""
    return _room(line, left, right - _PADDING)


def first_word(text: str) -> float:
    """Width in ideographs of what cannot be parted at the start of a text.

    >>> [first_word(text) for text in ("元）", "分", "（30分）", "2023 年", "")]
    [2.0, 1.0, 2.0, 2.0, 0.0]
    """
    word = _WORD.match(text)
    return sum(0.5 if is_narrow(sign) else 1.0 for sign in word[0]) if word else 0.0


def across_break(above: str, below: str, wrapped: bool) -> str:
    """What stands between a text and its other half on the next page; `wrapped`: the first had no room for more."""
    if not (above and below):
        return ""
    if not wrapped:
        return "\n"
    return " " if above[-1].isalpha() and below[0].isalpha() and is_narrow(above[-1]) and is_narrow(below[0]) else ""


def is_marked(text: str) -> bool:
    """Whether a text starts with the mark of an enumeration.

    >>> [is_marked(text) for text in ("1. 产出", "（三）效果", "①", "1.5万元", "（30分）", "一般公共预算")]
    [True, True, True, False, False, False]
    """
    return _MARKER.match(text) is not None


def _between(above: Line, line: Line, left: float, right: float) -> str:
    """What stands between a line and the next one."""
    last, first = above.text[-1], line.text[0]
    if last.isdigit() and _UNIT.match(line.text):
        # Some programs also keep a number together with the comma before it: the line had no room for `分，90%`.
        return ""
    if _room(above, left, right) > _first_word(line) + _SLACK * above.size:
        return "\n"
    if last in _ENDING and is_marked(line.text):
        return "\n"
    if not (is_narrow(last) and is_narrow(first)):
        return ""
    if _NUMERIC.fullmatch(above.text) and (first.isdigit() or first in ",.%"):
        return "" if _NUMBER.fullmatch(above.text + line.text) else " "
    return "" if last in "-/(" or first in ",.%)/" else " "


def _room(line: Line, left: float, right: float) -> float:
    """Points by which the line could have been longer; `right`: where text may end."""
    after, before = right - line.box.x1, line.box.x0 - left - _PADDING
    if after < line.size and before > _RIGHT * line.size:
        return before
    return after + max(before, 0) if abs(after - before) < _CENTRED * line.size else after


def _first_word(line: Line) -> float:
    """Width of what cannot be parted at the start of a line: brackets, a sign or a word, marks that close."""
    glyphs = line.glyphs
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    if is_narrow(glyphs[end].text):
        while end < len(glyphs) - 1 and is_narrow(glyphs[end + 1].text):
            if glyphs[end + 1].x0 - glyphs[end].x1 > 0.2 * line.size:
                break
            end += 1
    while end < len(glyphs) - 1 and glyphs[end + 1].text in _CLOSING:
        end += 1
    return glyphs[end].x1 - glyphs[0].x0
