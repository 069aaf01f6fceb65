"""What a single cell says: nothing, a dash, a number, a label with its number, or words."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.types import Cell, Comparator, squeeze

_NUMERAL = r"[-－−+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?"
_BEFORE = (
    r"(?:[≥≤＞＜><=＝≧≦~～∽约近]|不低于|不少于|不高于|不超过|不大于|不小于|大于等于|小于等于|大于|小于|高于|低于|超过"
    r"|至少|达到|等于|共){0,2}"
)
_SUFFIX = r"(?:[%％‰]|(?![年月日号、.．:：])[^\d\s，。；、：:（）()%％]{1,6}(?:/[^\d\s，。；：]{1,4})?)?"
_AFTER = r"(?:以上|以下|以内|左右|及以上|及以下|（含）以上|（含）|\(含\))?"
_NUMBER = re.compile(
    rf"{_BEFORE}{_NUMERAL}{_SUFFIX}(?:[-－—–~～至]{_BEFORE}{_NUMERAL}{_SUFFIX})?{_AFTER}(?:[（(][^（）()\d]{{1,6}}[）)])?"
)
_FIRST = frozenset("-－−+≥≤＞＜><=＝≧≦~～∽约近不大小等高低超至达共")
"""What a number cell begins with, if not with a digit."""
_BARE = re.compile(rf"{_NUMERAL}")
_DASH = re.compile(r"[-－—–―─_/／\\·*※、.…]+|无|不适用|N/?A|n/?a")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")
_PAIR = re.compile(
    r"[^\d：:；;，,。]*[^\d：:；;，,。\s][^：:；;，,。]*[：:]\s*(?:[^\d：:；;，,。]{1,12}[：:]\s*)?"
    rf"({_BEFORE}{_NUMERAL}{_SUFFIX}{_AFTER})"
)
_BETWEEN_PAIRS = re.compile(r"[\n；;]|(?<=\d)[，,](?!\d{3})")
_NUMBERING = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]\d{1,2}[）)]|\d{1,2}[、.．](?!\d)|[①-⑳⑴-⒇])"
)
_LONGEST_NUMBER = 24
_COMPARATORS: dict[str, Comparator] = {
    **dict.fromkeys(("≥", "≧", "大于等于", "不低于", "不少于", ">="), "ge"),
    **dict.fromkeys((">", "＞", "大于"), "gt"),
    **dict.fromkeys(("≤", "≦", "小于等于", "不高于", "不超过", "<="), "le"),
    **dict.fromkeys(("<", "＜", "小于"), "lt"),
    **dict.fromkeys(("=", "＝", "等于"), "eq"),
}


_remembered = lru_cache(maxsize=1 << 12)
"""A cell is asked the same again and again while its table is read."""


@_remembered
def is_number(text: str) -> bool:
    """A cell that is a number and nothing else: `≥95%`, `1,234.5`, `3个`, but no year and no date."""
    return _states_number(squeeze(text))


def _states_number(bare: str) -> bool:
    first = bare[:1]
    if len(bare) > _LONGEST_NUMBER or (first not in _FIRST and not first.isdecimal()):
        return False
    if bare.replace(".", "", 1).isdecimal() and bare[-1] != ".":
        return True
    return _NUMBER.fullmatch(bare) is not None and ("年" not in bare or not _YEAR.fullmatch(bare))


@_remembered
def is_bare(text: str) -> bool:
    """A number without unit, comparator or percent sign."""
    return bool(_BARE.fullmatch(squeeze(text)))


@_remembered
def is_dash(text: str) -> bool:
    """A sign that stands for "nothing to state here"."""
    return bool(_DASH.fullmatch(squeeze(text)))


def is_pair(text: str) -> bool:
    """A label with its number in one cell, or several of them: `其他资金：11.25`."""
    if ("：" not in text and ":" not in text) or len(text) > 200:
        return False
    return _states_pairs(text)


@_remembered
def _states_pairs(text: str) -> bool:
    pieces = [piece for piece in _BETWEEN_PAIRS.split(text.strip()) if piece.strip()]
    if not pieces or len(pieces) > 8:
        return False
    return all(_PAIR.fullmatch(squeeze(piece)) for piece in pieces)


def comparator_of(text: str) -> Comparator | None:
    """The comparator that is all of a cell in a column 指标性质; None for 定性 and anything else."""
    return _COMPARATORS.get(squeeze(text))


@_remembered
def is_numbered(text: str) -> bool:
    """A label with a list number before it, as row labels have and headings have not."""
    return bool(_NUMBERING.match(squeeze(text)))


@_remembered
def is_words(text: str) -> bool:
    """A text that can be a label: neither empty nor a number nor a dash."""
    bare = squeeze(text)
    return bool(bare) and not _states_number(bare) and not _DASH.fullmatch(bare)


def is_open(cell: Cell) -> bool:
    """An empty cell that may continue the label above: nobody blanked it out with a wide blank."""
    return not cell.text and "blank" not in cell.origin.flags
