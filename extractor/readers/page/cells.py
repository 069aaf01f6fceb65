"""The text of a cell from its lines: what wrapping cut is put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.readers.page.lines import Line, is_narrow

_SHORT = 3.0
"""Sizes between the end of a line and the right edge from which on it was not wrapped there."""
_FULL = 2.0
"""Sizes up to which it was."""
_MARKER = re.compile(
    r"(?:目标|指标)?\s?(?:\d{1,2}\s?[.．、)）](?!\d)|[（(]\s?[\d一二三四五六七八九十]{1,3}\s?[)）]"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳●○■□◆▪•·★☆√☑☒☐➢]|第[一二三四五六七八九十\d]{1,3}[，、])"
)
_NUMBER = re.compile(r"[-+−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d*)?%?")
_NUMBER_START = re.compile(r"[-+−]?[\d,，]+(?:\.\d*)?")


def joined(lines: Sequence[Line], right: float) -> str:
    """The text of a cell: wrapped lines are one, NL stands where a paragraph clearly ends; `right`: its right edge."""
    if not lines:
        return ""
    pieces = [lines[0].text]
    for above, line in pairwise(lines):
        pieces += [_between(above, line, right), line.text]
    return "".join(pieces)


def _between(above: Line, line: Line, right: float) -> str:
    """What stands between a line and the next one."""
    last, first = above.text[-1], line.text[0]
    room = (right - above.box.x1) / above.size
    if room > _SHORT and _MARKER.match(line.text):
        return "\n"
    if not (is_narrow(last) and is_narrow(first)):
        return ""
    if _NUMBER_START.fullmatch(above.text) and (first.isdigit() or first in ",.%"):
        return "" if room < _FULL and _NUMBER.fullmatch(above.text + line.text) else "\n"
    return "" if last in "-/(" or first in ",.%)" else " "
