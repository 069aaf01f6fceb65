"""What a group of RTF inherits from the one around it and changes for itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from extractor.readers.richtext.flow import Flow, RowFormat


class Sink(Enum):
    """Where the characters of a group go."""

    TEXT = auto()
    FONTS = auto()
    NUMBER = auto()
    INSTRUCTION = auto()
    NOWHERE = auto()


class Part(Enum):
    """What a flow of its own becomes when it ends."""

    BODY = auto()
    BOX = auto()
    FOOTNOTE = auto()
    ENDNOTE = auto()


@dataclass(slots=True)
class State:
    """What a group inherits, and what ends with it."""

    flow: Flow
    row: RowFormat
    part: Part = Part.BODY
    sink: Sink = Sink.TEXT
    font: int = -1
    fallback: int = 1
    """Characters that follow a \\u for readers that do not know it."""
    hidden: bool = False
    deleted: bool = False
    level: int = 0
    """How many tables the paragraph is in."""
    alternatives: bool = False
    """In \\upr: of its two groups the one with \\ud is read."""
    shown: bool = False
    """In \\field: the instruction says all there is to show."""

    @property
    def visible(self) -> bool:
        return not (self.hidden or self.deleted or self.sink is Sink.NOWHERE)

    def copy(self) -> State:
        return State(
            self.flow, self.row, self.part, self.sink, self.font, self.fallback, self.hidden, self.deleted, self.level
        )
