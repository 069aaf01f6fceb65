"""Pages that are made to hang a parser, told before one is asked."""

from __future__ import annotations

import re

MAX_TAGS = 1_000_000
"""A sheet of 25,000 rows and 20 columns."""
MAX_WORK = 400_000_000
"""Open elements, summed over all tags: what a parser looks through in about a second."""
MAX_REOPENED = 1_000_000
"""Formatting elements left open, summed over the paragraphs that take them over: each is copied into each."""
MAX_ATTRIBUTES = 2_000
"""Of one tag: comparing them is quadratic."""

_FEW_ATTRIBUTES = 20_000
"""Even one tag with all of them is read in about a second."""
_CHECKED = 2_000
"""Pages with fewer tags cannot do harm."""
_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
_OPENING = re.compile(r"<[a-zA-Z]")
_VALUE_OR_END = re.compile(r">|=\s{0,20}[\"']?")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{10000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LEFT_OPEN = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "li",
        "dt",
        "dd",
        "option",
        "html",
        "head",
        "body",
    ]
)
"""Elements that do not hold what follows them, or that the next of their kind closes."""
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_TAKING_OVER = frozenset(
    ["p", "div", "li", "td", "th", "h", "h1", "h2", "h3", "h4", "h5", "h6", "center", "blockquote"]
)


def refusal(text: str) -> str | None:
    """Why a page cannot be parsed in reasonable time and memory; None if it can."""
    tags = text.count("<")
    if tags > MAX_TAGS:
        return f"{tags:,} tags, the limit is {MAX_TAGS:,}; export the report in parts"
    if _attributes(text) > MAX_ATTRIBUTES:
        return f"a tag of more than {MAX_ATTRIBUTES:,} attributes; it is no honest page"
    if tags < _CHECKED:
        return None
    depth = formatting = work = reopened = 0
    for slash, name in _TAG.findall(text):
        lower = name.lower()
        if lower in _FORMATTING:
            formatting = max(0, formatting - 1) if slash else formatting + 1
        elif not slash and lower in _TAKING_OVER:
            reopened += formatting
        if lower not in _LEFT_OPEN:
            depth = max(0, depth - 1) if slash else depth + 1
        work += depth
    if work > MAX_WORK or reopened > MAX_REOPENED:
        return "its elements are nested too deeply; it is no honest page"
    return None


def _attributes(text: str) -> int:
    """Attributes of the tag that has most; only where it has too many is the number sure."""
    for found in _LONG_TAG.finditer(text):
        bare = len(_QUOTED.sub("", found[0]).split())
        if bare > MAX_ATTRIBUTES:
            return bare
    if text.count("=") <= _FEW_ATTRIBUTES:
        return 0
    at = 0
    while (tag := _OPENING.search(text, at)) is not None:
        at, count = tag.end(), 0
        while (sign := _VALUE_OR_END.search(text, at)) is not None and sign[0] != ">":
            count += 1
            at = sign.end()
            if sign[0][-1] in "\"'":
                closing = text.find(sign[0][-1], at)
                at = closing + 1 if closing >= 0 else len(text)
        if count > MAX_ATTRIBUTES:
            return count
        at = sign.end() if sign is not None else len(text)
    return 0
