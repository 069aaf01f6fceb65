"""The grammar of number formats: sections for positive numbers, negative ones, zero and text, of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,}|e+|b{2,})"
    r"|(?P<digit>[0#?])"
    r"|(?P<sign>[.,%/@])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(?P<sign>[<>]=?|=|<>)(?P<value>-?\d+(?:\.\d+)?)$")
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)")
_SCRIPT = re.compile(r"DBNum([12])$", re.IGNORECASE)
_ELAPSED = re.compile(r"(?:h+|m+|s+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a format, parted by `;`."""

    tokens: tuple[tuple[str, str], ...]
    """Kind and text: `digit` `literal` `date` `sign` …"""
    condition: tuple[str, Decimal] | None = None
    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tokens: list[tuple[str, str]], condition: tuple[str, Decimal] | None) -> Section:
        return cls(tuple(tokens), condition, frozenset(kind for kind, _ in tokens))


@lru_cache(maxsize=1024)
def parse(format: str) -> tuple[Section, ...]:
    """The sections of a number format."""
    sections: list[Section] = []
    tokens: list[tuple[str, str]] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKEN.finditer(format[:1000]):
        kind = match.lastgroup or "other"
        text = match[kind]
        if kind == "other" and text == ";":
            sections.append(Section.of(tokens, condition))
            tokens, condition = [], None
        elif kind == "bracket":
            if asked := _CONDITION.match(text):
                condition = (asked["sign"], Decimal(asked["value"]))
            elif currency := _CURRENCY.match(text):
                tokens.append(("literal", currency["sign"]))
            elif _ELAPSED.match(text):
                tokens.append(("elapsed", text.lower()))
            elif script := _SCRIPT.match(text):
                tokens.append(("script", script[1]))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        elif kind == "space":
            tokens.append(("literal", " "))
        elif kind == "date":
            tokens.append((kind, text.lower()))
        elif kind != "fill":
            tokens.append((kind, text))
    sections.append(Section.of(tokens, condition))
    return tuple(sections[:4])
