"""Automatic numbers as Word prints them: numbering.xml and paragraph styles -> the marker of each paragraph in turn.

Lists that share an abstract definition share its counters; a w:num with its own start restarts them when it is first
used. A paragraph names its list itself, through its style, or through the style that style is based on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from extractor.readers.ooxml.names import CHOICE, attribute, child, integer, switched_on, w
from extractor.readers.ooxml.numberformat import format_number

LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts and prints."""

    start: int
    kind: str
    pattern: str | None
    """w:format of kind `custom`."""
    text: str
    """w:lvlText: `%1.%2`."""
    gap: str
    """What stands between marker and text: a blank for the tab and the space of Word, or nothing."""
    restart: int | None
    """1-based level that restarts this one; 0 never, None any level above."""
    legal: bool
    """All numbers in the marker are Arabic."""
    style: str | None
    """Paragraph style that uses this level."""


@dataclass(frozen=True, slots=True)
class Num:
    """A w:num: an abstract list with what this use of it overrides."""

    abstract: int
    starts: dict[int, int]
    levels: dict[int, Level]


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of numbering."""

    based_on: str | None
    num: int | None
    level: int | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document with the state of their counters; `marker` is asked once per paragraph, in text order."""

    abstracts: dict[int, dict[int, Level]] = field(default_factory=dict)
    nums: dict[int, Num] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)
    default_style: str | None = None
    counts: dict[int, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)

    def marker(self, paragraph: Element) -> str:
        """Count the paragraph and return its marker with the gap after it; empty if it has none."""
        place = self._place(paragraph)
        if place is None:
            return ""
        number, depth = place
        num = self.nums[number]
        level = self._level(num, depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(num.abstract, [None] * LEVELS)
        count = counts[depth]
        if depth in num.starts and (number, depth) not in self.begun:
            self.begun.add((number, depth))
            count = None
        counts[depth] = num.starts.get(depth, level.start) if count is None else count + 1
        for deeper in range(depth + 1, LEVELS):
            below = self._level(num, deeper)
            if below is None or below.restart is None or depth < below.restart:
                counts[deeper] = None
        if level.kind == "bullet":
            return ""
        text = PLACEHOLDER.sub(lambda match: self._number(num, counts, int(match[1]) - 1, level), level.text)
        return f"{text}{level.gap}" if text.strip() else ""

    def _number(self, num: Num, counts: list[int | None], depth: int, of: Level) -> str:
        level = self._level(num, depth)
        if level is None:
            return ""
        count = counts[depth]
        value = num.starts.get(depth, level.start) if count is None else count
        return format_number(value, "decimal" if of.legal and level.kind != "none" else level.kind, level.pattern)

    def _level(self, num: Num, depth: int) -> Level | None:
        return num.levels.get(depth) or self.abstracts.get(num.abstract, {}).get(depth)

    def _place(self, paragraph: Element) -> tuple[int, int] | None:
        """The w:num and the 0-based level of a paragraph."""
        properties = child(paragraph, "pPr", "numPr")
        number, depth = integer(child(properties, "numId")), integer(child(properties, "ilvl"))
        style = attribute(child(paragraph, "pPr", "pStyle")) or self.default_style
        if number is None:
            owner, number, inherited = self._of_style(style)
        else:
            owner, inherited = style, None
        if not number or number not in self.nums:
            return None
        if depth is None:
            num = self.nums[number]
            levels = {**self.abstracts.get(num.abstract, {}), **num.levels}
            linked = (at for at in sorted(levels) if owner is not None and levels[at].style == owner)
            depth = next(linked, inherited or 0)
        return (number, depth) if 0 <= depth < LEVELS else None

    def _of_style(self, style: str | None) -> tuple[str | None, int | None, int | None]:
        """The style that gives the list, the list and the level, along the chain of styles."""
        depth: int | None = None
        seen: set[str] = set()
        while style is not None and style in self.styles and style not in seen:
            seen.add(style)
            found = self.styles[style]
            depth = found.level if depth is None else depth
            if found.num is not None:
                return style, found.num, depth
            style = found.based_on
        return None, None, None


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Build the lists of a document from the roots of numbering.xml and styles.xml."""
    result = Numbering()
    for style in () if styles is None else styles.iterchildren(w("style")):
        name = attribute(style, "styleId")
        if name is None:
            continue
        properties = child(style, "pPr", "numPr")
        result.styles[name] = Style(
            attribute(child(style, "basedOn")), integer(child(properties, "numId")), integer(child(properties, "ilvl"))
        )
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
            result.default_style = name
    if numbering is None:
        return result
    linked: dict[int, str] = {}
    for abstract in numbering.iterchildren(w("abstractNum")):
        key = integer(abstract, "abstractNumId")
        if key is None:
            continue
        result.abstracts[key] = read_levels(abstract)
        link = attribute(child(abstract, "numStyleLink"))
        if link is not None:
            linked[key] = link
    for num in numbering.iterchildren(w("num")):
        key, abstract_key = integer(num, "numId"), integer(child(num, "abstractNumId"))
        if key is not None and abstract_key is not None:
            result.nums[key] = read_num(num, abstract_key)
    for key, link in linked.items():
        # The list is defined elsewhere, by a numbering style; both count together.
        target = result.nums.get(result.styles[link].num or 0) if link in result.styles else None
        if target is not None and target.abstract not in linked:
            for number, found in list(result.nums.items()):
                if found.abstract == key:
                    result.nums[number] = Num(target.abstract, found.starts, found.levels)
    return result


def read_num(num: Element, abstract: int) -> Num:
    """A w:num with its overrides."""
    starts: dict[int, int] = {}
    for override in num.iterchildren(w("lvlOverride")):
        depth, start = integer(override, "ilvl"), integer(child(override, "startOverride"))
        if depth is not None and start is not None:
            starts[depth] = start
    levels = {depth: level for override in num.iterchildren(w("lvlOverride"))
              for depth, level in read_levels(override).items()}  # fmt: skip
    return Num(abstract, starts, levels)


def read_levels(parent: Element) -> dict[int, Level]:
    """The w:lvl children by 0-based depth."""
    levels: dict[int, Level] = {}
    for level in parent.iterchildren(w("lvl")):
        depth = integer(level, "ilvl")
        if depth is None or not 0 <= depth < LEVELS:
            continue
        spelled = child(level, "numFmt")
        if spelled is None:
            # A format newer than the first edition stands in mc:AlternateContent, its plain form in the fallback.
            spelled = next((found for choice in level.iter(CHOICE) for found in choice.iter(w("numFmt"))), None)
        start = integer(child(level, "start"))
        levels[depth] = Level(
            start=0 if start is None else start,
            kind=attribute(spelled) or "decimal",
            pattern=attribute(spelled, "format"),
            text=clean(attribute(child(level, "lvlText")) or ""),
            gap="" if attribute(child(level, "suff")) == "nothing" else " ",
            restart=integer(child(level, "lvlRestart")),
            legal=switched_on(child(level, "isLgl")),
            style=attribute(child(level, "pStyle")),
        )
    return levels


def clean(text: str) -> str:
    """A marker pattern without tabs and line breaks: a TAB at the start of a line would open a cell."""
    return " ".join(re.split(r"[\t\r\n]+", text)).lstrip()
