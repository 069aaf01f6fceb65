"""The numbers that a browser prints before the items of a list."""

from __future__ import annotations

import re

from extractor.readers.markup.tree import Element

_OWN = re.compile(r"\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])(?:[、.．)）]|(?<=[①-⑳]))")
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([-a-z ]+)", re.IGNORECASE)
_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal"}
_HAN = frozenset(
    {"cjk-ideographic", "simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal", "cjk-decimal"}
)
_NUMBERLESS = frozenset({"none", "disc", "circle", "square"})


def marker(item: Element, next_numbers: dict[Element, int]) -> str:
    """What stands before a list item, a blank included: `1. `; empty in lists without numbers, and where the item
    begins with a number of its own (such a list is styled to print none).

    `next_numbers`: by list, the number of the item that comes next; kept up to date here.
    """
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return ""
    step = -1 if "reversed" in parent.attributes else 1
    number = _integer(item.get("value"))
    if number is None:
        number = next_numbers[parent] if parent in next_numbers else _first(parent, step)
    next_numbers[parent] = number + step
    kind = _kind(item, parent)
    return "" if kind in _NUMBERLESS or _OWN.match(item.text()[:200]) else _printed(number, kind)


def _first(parent: Element, step: int) -> int:
    start = _integer(parent.get("start"))
    if start is not None:
        return start
    return 1 if step > 0 else sum(1 for one in parent.elements if one.tag == "li" and not one.hidden)


def _kind(item: Element, parent: Element) -> str:
    for element in (item, parent):
        if found := _STYLE.search(element.get("style")):
            words = found[1].lower().split()
            return "none" if "none" in words else words[0] if words else "decimal"
        if kind := _TYPES.get(element.get("type")):
            return kind
    return "decimal"


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else None


def _printed(number: int, kind: str) -> str:
    from extractor.readers.ooxml.numberformat import format_number

    if kind in _HAN:
        return f"{format_number(number, 'chineseCounting')}、"
    word = {
        "lower-alpha": "lowerLetter",
        "lower-latin": "lowerLetter",
        "upper-alpha": "upperLetter",
        "upper-latin": "upperLetter",
        "lower-roman": "lowerRoman",
        "upper-roman": "upperRoman",
    }.get(kind)
    return f"{format_number(number, word) if word else number}. "
