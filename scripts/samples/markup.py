"""The mark-up of a line or a cell: `<words>` names what is measured, `{number|fields}` is a quantity.

Its grammar is told in annotations/README.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

ROLES = {
    "act": "actual", "tgt": "target", "ini": "budget_initial", "adj": "budget_adjusted", "fin": "final",
    "chg": "change", "shr": "share", "wgt": "weight", "sco": "score",
}  # fmt: skip
KEYS = {"k": "kind", "v": "value", "v2": "value_to", "u": "unit", "us": "unit_source", "c": "comparator",
        "p": "period", "s": "scope"}  # fmt: skip
GLYPHS = {"␠": " ", "□": "\u3000", "⇥": "\t"}


class MarkupError(Exception):
    """A source that cannot be read; says where."""


@dataclass(frozen=True)
class Number:
    """A marked quantity; offsets are local to its piece."""

    start: int
    end: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Name:
    """Marked words: an indicator, or (`anchor`) words that only a finding quotes."""

    start: int
    end: int
    label: str | None
    anchor: bool


@dataclass(frozen=True)
class Piece:
    """Plain text of a paragraph, heading or cell with its marks."""

    text: str
    numbers: tuple[Number, ...] = ()
    names: tuple[Name, ...] = ()


@dataclass
class _Reader:
    source: str
    at: int = 0
    text: list[str] = field(default_factory=list)
    size: int = 0
    numbers: list[Number] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    def put(self, char: str) -> None:
        self.text.append(char)
        self.size += len(char)

    def run(self, closing: str) -> None:
        """Read up to `closing` (empty: to the end)."""
        while self.at < len(self.source):
            char = self.source[self.at]
            self.at += 1
            if char == closing:
                return
            if char == "\\":
                escaped = self.source[self.at]
                self.at += 1
                self.put("\n" if escaped == "n" else escaped)
            elif char == "<":
                self.name()
            elif char == "{":
                self.number()
            elif char == "|" and closing == "}":
                self.at -= 1
                return
            else:
                self.put(GLYPHS.get(char, char))
        if closing:
            raise MarkupError(f"no {closing!r} in {self.source!r}")

    def name(self) -> None:
        head = re.compile(r"(~?)(?:([a-z][a-z0-9_]*):)?").match(self.source, self.at)
        assert head
        self.at = head.end()
        start = self.size
        self.run(">")
        self.names.append(Name(start, self.size, head[2], bool(head[1])))

    def number(self) -> None:
        start = self.size
        self.run("}")
        end = self.size
        fields: dict[str, str] = {}
        if self.source[self.at : self.at + 1] == "|":
            close = self.source.index("}", self.at)
            fields = read_fields(self.source[self.at + 1 : close])
            self.at = close + 1
        self.numbers.append(Number(start, end, fields))


def read_piece(source: str) -> Piece:
    """Strip the marks off `source`."""
    reader = _Reader(source)
    reader.run("")
    return Piece(
        "".join(reader.text),
        tuple(sorted(reader.numbers, key=lambda n: n.start)),
        tuple(sorted(reader.names, key=lambda n: (n.start, n.end))),
    )


def read_fields(source: str) -> dict[str, str]:
    """The fields of a mark: metric, role, `opt`, `#id`, `@indicator`, `key=value`; `_` in a value is a space."""
    fields: dict[str, str] = {}
    for word in source.split():
        if word == "opt":
            fields["optional"] = "yes"
        elif word in ROLES:
            fields["role"] = ROLES[word]
        elif word[0] == "#":
            fields["id"] = word[1:]
        elif word[0] == "@":
            fields["indicator"] = word[1:]
        elif word == "-":
            fields["metric"] = ""
        elif "=" in word and word.split("=")[0] in KEYS:
            key, value = word.split("=", 1)
            fields[KEYS[key]] = value.replace("_", " ")
        elif re.fullmatch(r"[a-z]+\.[a-z_]+", word):
            fields["metric"] = word
        else:
            raise MarkupError(f"{word!r} is no field, in {source!r}")
    return fields
