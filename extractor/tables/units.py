"""Units that labels, headings and captions print: 经费控制情况（万元）, 单位：万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractor.lexicon.forms import Column, load_forms
from extractor.lexicon.units import kind_of
from extractor.tables.content import is_dash
from extractor.types import Cell, Kind, UnitSource, squeeze

_BRACKETED = re.compile(r"[（(\[]([^（）()\[\]]{1,8})[）)\]]")
_BRACKETED_DEEP = re.compile(r"[（(]((?:台|个|人)[（(]\S[）)])[）)]")
_CAPTION = re.compile(r"(?:金额|计量|货币|预算)?单位\s*[:：]\s*(?:人民币)?[\s]*([^\s，。；:：（）()]{1,12})")
_MONEY = re.compile(r"(?:万|亿|千|百万)?元")
_CAPTIONED: frozenset[Kind] = frozenset({"money", "count", "measure"})
_AMOUNT = re.compile(r"费|资金|金额|支出|收入|拨款|拨付|投入|投资|补助|补贴|预算|决算|额$|款$")
"""What a heading says over amounts, where the caption prints another unit beside that of money."""
_EACH = re.compile(r"(?:[万亿千百]{0,2}元)(?:/[^/\d（）()]{1,5}){1,2}")
"""An amount for each: 元/人/月, 万元/台."""
_NOTES = frozenset("类款项级")
"""In brackets at the end of an account they tell its level: 行政运行（项）."""


@lru_cache(maxsize=1 << 12)
def printed_unit(label: str) -> tuple[str, Kind] | None:
    """The unit in brackets at the end of a label or heading, or all that a heading says, and what it measures."""
    bare = squeeze(label)
    units = load_forms().units
    if bare in units:
        return bare, units[bare]
    for match in reversed([*_BRACKETED.finditer(bare), *_BRACKETED_DEEP.finditer(bare)]):
        unit = match[1].removeprefix("单位").lstrip("：:").removeprefix("人民币")
        if unit in units:
            return unit, units[unit]
        if _EACH.fullmatch(unit):
            return unit, "money"
        known = kind_of(unit)
        if known is not None and (known[0] in ("money", "measure") or known[1] or _ends(bare, match, unit)):
            return unit, known[0]
    return None


def _ends(label: str, bracket: re.Match[str], unit: str) -> bool:
    """The bracket closes the label and holds no level of an account."""
    return bracket.end() == len(label) and unit not in _NOTES


def caption_unit(text: str) -> str | None:
    """The unit that a caption prints, or several of them: `单位：万元`, `单位：批次`, `单位：万元、人` (`万元、人`)."""
    for match in _CAPTION.finditer(text):
        listed = [unit.removeprefix("人民币") for unit in match[1].split("、")]
        known = [unit for unit in listed if (found := kind_of(unit)) is not None and found[0] in _CAPTIONED]
        if len(known) == len(listed) and len(set(known)) > 1:
            return "、".join(known)
        if money := _MONEY.search(match[1]):
            return money[0]
        if known:
            return known[0]
    return None


def unit_cell(text: str) -> tuple[str, Kind] | None:
    """The unit in a cell of a column 度量单位."""
    bare = squeeze(text)
    if not bare or len(bare) > 6 or is_dash(bare) or bare in ("定性", "定量"):
        return None
    known = kind_of(bare)
    fallback: Kind = "money" if _EACH.fullmatch(bare) else known[0] if known else "count"
    return bare, load_forms().units.get(bare, fallback)


def measured(
    column: Column | None,
    rows: Sequence[Cell],
    heads: Sequence[Cell],
    own: tuple[str, Kind] | None,
    caption: str | None,
    *,
    money: bool,
) -> tuple[Kind | None, str | None, UnitSource | None]:
    """What a bare number measures, in which unit, and what gives the unit.

    `rows` and `heads` are the labels beside and above it, outermost first; `own` is the unit that a column 度量单位
    prints in its row; `caption` the unit of the table; `money`: numbers in unknown columns of the form are money.
    """
    kind = column.kind if column is not None else None
    if kind == "score" and column is not None:
        return "score", column.unit, "header"
    near = printed_unit(rows[-1].text) if rows else None
    above = next((found for head in reversed(heads) if (found := printed_unit(head.text))), None)
    nearest = printed_unit(heads[-1].text) if heads else None
    if above is not None and above[1] == "percent":
        return "percent", "%", "header"
    if kind == "percent" and (nearest is None or nearest[1] == "score"):
        return "percent", "%", "header"
    if own is not None:
        return own[1], own[0], "header"
    if column is not None and column.means == "entry":
        found = next((unit for unit in (near, above) if unit is not None and unit[1] != "score"), None)
        return (found[1], found[0], "header") if found is not None else (None, None, None)
    of_caption, caption = _of_caption(caption, kind, heads)
    if kind is None and (money or of_caption == "money"):
        kind = "money"
    if near is not None and near[1] != "score" and _beats(near, kind, column, nearest):
        return near[1], near[0], "header"
    if nearest is not None and nearest[1] != "score" and nearest[0] not in _NOTES:
        return nearest[1], nearest[0], "header"
    if above is not None and (kind is None or above[1] == kind or kind in ("measure", "count")):
        return above[1], above[0], "header"
    if kind == "count" and column is not None and column.unit:
        return "count", column.unit, "header"
    outer = next((found for row in reversed(rows) if (found := printed_unit(row.text)) and found[1] == "money"), None)
    if kind in (None, "money") and outer is not None:
        return "money", outer[0], "header"
    if caption is not None and kind in (None, of_caption):
        return of_caption, caption, "caption"
    return kind, None, None


def _of_caption(caption: str | None, kind: Kind | None, heads: Sequence[Cell]) -> tuple[Kind | None, str | None]:
    """The unit of the caption for a column and what it measures; of several the one that suits the column."""
    if caption is None:
        return None, None
    units = [(known[0], unit) for unit in caption.split("、") if (known := kind_of(unit)) is not None]
    if len(units) > 1:
        wanted = kind or ("money" if heads and _AMOUNT.search(squeeze(heads[-1].text)) else "count")
        units = [(of, unit) for of, unit in units if of == wanted]
        if len(units) > 1 or (kind is None and wanted == "count" and not units):
            return None, None
    return units[0] if units else (None, None)


def _beats(near: tuple[str, Kind], kind: Kind | None, column: Column | None, head: tuple[str, Kind] | None) -> bool:
    """Whether the unit of the row label counts: not that of amounts among counts, nor of counts among amounts."""
    if near[1] == kind or kind is None:
        return True
    amounts = column is not None and column.id == "amount" and head is not None
    return kind != "count" and near[0] not in _NOTES and not amounts
