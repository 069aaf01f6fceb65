"""RTF -> paragraphs and tables: one pass over the tokens, with a stack of what each group changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from extractor.errors import ReadError
from extractor.readers.ooxml.runs import in_font, symbol
from extractor.readers.richtext import words
from extractor.readers.richtext.charsets import CHINESE, CODE_PAGES, SYMBOL_CHARSET, SYMBOLS, Bytes, codec_of
from extractor.readers.richtext.flow import Block, Flow, RowFormat

MAX_DEPTH = 10_000
"""Groups in groups; Word writes some dozen."""
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,64})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\'?",
    re.DOTALL,
)
_SKIPPED = re.compile(rb"[^{}\\]*+(?:([{}])|\\bin([0-9]{1,10}) ?|\\.)", re.DOTALL)
_SYMBOL_FIELD = re.compile(r'\s*SYMBOL\s+(0x[0-9A-Fa-f]{1,4}|[0-9]{1,5})\b(?:[^"]{0,40}\\f\s*"([^"]{1,60})")?')
LONGEST_NUMBER = 40
"""Characters of an automatic number; a longer one is no number."""


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


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of the body, of each footnote and of each endnote."""

    body: list[Block]
    footnotes: list[list[Block]]
    endnotes: list[list[Block]]
    replaced: bool
    """Whether bytes of the text meant nothing."""
    pictured: bool
    cut: bool
    """Whether the file ends within a group: its rest is lost."""


@dataclass(slots=True)
class Font:
    """An entry of the font table."""

    charset: int = 1
    code_page: int = 0
    name: str = ""


@dataclass(slots=True)
class Parser:
    """A file while it is read."""

    data: bytes
    path: str
    at: int = 0
    state: State = field(default_factory=lambda: State(Flow(), RowFormat()))
    stack: list[State] = field(default_factory=list)
    raw: Bytes = field(default_factory=Bytes)
    fonts: dict[int, Font] = field(default_factory=dict)
    default_font: int = -1
    code_page: int = 1252
    to_skip: int = 0
    """Characters left of what stands in for a \\u."""
    high: int = 0
    """First half of a character beyond 16 bits."""
    starred: bool = False
    fresh: bool = False
    """The group has just begun: a word here says what it is."""
    collected: list[str] = field(default_factory=list)
    footnotes: list[list[Block]] = field(default_factory=list)
    endnotes: list[list[Block]] = field(default_factory=list)
    pictured: bool = False

    def parse(self) -> Parsed:
        body = self.state.flow
        data, size = self.data, len(self.data)
        while self.at < size:
            found = _TOKEN.match(data, self.at)
            if found is None:
                break
            self.at = found.end()
            kind = found.lastindex
            if kind in (1, 2):
                self._word(found[1].decode("ascii"), None if found[2] is None else int(found[2]))
            elif kind == 5:
                if found[5] == b"{":
                    self._open()
                elif not self._close():
                    break
            elif kind == 3:
                self._bytes(bytes((int(found[3], 16),)))
            elif kind == 6:
                self._bytes(found[6])
            elif kind == 4:
                self._sign(found[4])
        cut = bool(self.stack)
        while self.stack:
            self._close()
        self._flush()
        return Parsed(body.finish(), self.footnotes, self.endnotes, self.raw.replaced, self.pictured, cut)

    # Groups

    def _open(self) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise ReadError(self.path, f"groups are nested deeper than {MAX_DEPTH}; it is no honest RTF")
        self.stack.append(self.state)
        self.state = self.state.copy()
        self.fresh, self.starred, self.to_skip = True, False, 0
        if self.stack[-1].alternatives and not self.data.startswith(b"\\*\\ud", self.at):
            self._skip_group()

    def _close(self) -> bool:
        """End a group; False at the end of the outermost, after which nothing belongs to the document."""
        if not self.stack:
            return False
        ended, self.state = self.state, self.stack.pop()
        if ended.flow is not self.state.flow or ended.sink is not self.state.sink or not self.state.visible:
            self._flush(ended)
        self.fresh = self.starred = False
        self.to_skip = 0
        if ended.flow is not self.state.flow:
            blocks = ended.flow.finish()
            if ended.part is Part.BOX:
                self.state.flow.boxes += blocks
            else:
                (self.footnotes if ended.part is Part.FOOTNOTE else self.endnotes).append(blocks)
        elif ended.sink is Sink.NUMBER and self.state.sink is Sink.TEXT:
            self._number()
        elif ended.sink is Sink.INSTRUCTION and self.state.sink is Sink.TEXT:
            self._field()
        return bool(self.stack)

    def _skip_group(self) -> None:
        """Go to the end of the group, at the pace of a search: pictures are most of many files."""
        depth, at = 1, self.at
        while depth:
            found = _SKIPPED.match(self.data, at)
            if found is None:
                self.at = len(self.data)
                return
            at = found.end()
            if found[1] == b"{":
                depth += 1
            elif found[1] == b"}":
                depth -= 1
            elif found[2] is not None:
                at += int(found[2])
        self.at = at - 1

    # Words

    def _word(self, word: str, number: int | None) -> None:
        fresh, starred = self.fresh, self.starred
        self.fresh = self.starred = False
        self.to_skip = 0
        if word in words.CHARACTERS:
            self._emit(words.CHARACTERS[word])
        elif word == "u":
            self._unicode(number or 0)
        elif word == "bin":
            self.at += max(number or 0, 0)
        elif word in words.PARAGRAPH or word in words.TABLE:
            self._structure(word, number)
        elif word in words.RUN:
            self._run(word, number)
        elif word in words.SKIPPED and fresh:
            self.pictured |= word in words.PICTURES
            self._skip_group()
        elif word in words.DESTINATIONS:
            self._destination(word)
        elif starred and fresh:
            self._skip_group()

    def _structure(self, word: str, number: int | None) -> None:
        state = self.state
        row = state.row
        if word == "pard":
            state.level = 0
        elif word == "intbl":
            state.level = max(state.level, 1)
        elif word == "itap":
            state.level = max(number or 0, 0)
        elif word == "trowd":
            row.clear()
        elif word == "trleft":
            row.left = number or 0
        elif word in words.MERGES:
            direction, kind = words.MERGES[word]
            row.merges[direction] = kind
        elif word == "cellx":
            row.close_cell(number or 0)
        elif state.sink is Sink.TEXT:
            self._flush()
            flow = state.flow
            if word in ("par", "sect"):
                # An end that a tracked change took away: the text runs on into the next paragraph.
                if state.visible:
                    flow.end_paragraph(state.level)
            elif word == "cell":
                flow.end_cell(1)
            elif word == "nestcell":
                flow.end_cell(max(state.level, 2))
            elif word == "row":
                flow.end_row(1, row)
            elif word == "nestrow":
                flow.end_row(max(state.level, 2), row)

    def _run(self, word: str, number: int | None) -> None:
        state = self.state
        on = number != 0
        if word == "f":
            state.font = -1 if number is None else number
            if state.sink is Sink.FONTS:
                self._flush()
                self.fonts.setdefault(state.font, Font())
        elif word == "plain":
            self._flush()
            state.font, state.hidden, state.deleted = self.default_font, False, False
        elif word == "v":
            self._flush()
            state.hidden = on
        elif word in ("deleted", "mvf"):
            self._flush()
            state.deleted = on
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), 64)
        elif word == "ansicpg":
            self.code_page = number or 1252
            self.raw.chinese |= CODE_PAGES.get(self.code_page) == CHINESE
        elif word in ("mac", "pc", "pca"):
            self.code_page = {"mac": 10000, "pc": 437, "pca": 850}[word]
        elif word == "deff":
            self.default_font = state.font = -1 if number is None else number
        elif state.sink is Sink.FONTS and state.font in self.fonts:
            if word == "fcharset":
                self.fonts[state.font].charset = number or 0
            else:
                self.fonts[state.font].code_page = number or 0

    def _destination(self, word: str) -> None:
        state = self.state
        if word == "upr":
            state.alternatives = True
        elif word == "nesttableprops":
            state.row = RowFormat()
        elif word == "fldrslt" and self.stack and self.stack[-1].shown:
            self._skip_group()
        elif word == "ftnalt" and state.part is Part.FOOTNOTE:
            state.part = Part.ENDNOTE
        elif word in _SINKS:
            self._flush()
            state.sink = _SINKS[word]
            if state.sink in (Sink.NUMBER, Sink.INSTRUCTION):
                self.collected = []
        elif word in _PARTS:
            self._flush()
            state.flow, state.row, state.sink, state.part = Flow(), RowFormat(), Sink.TEXT, _PARTS[word]
            state.level, state.hidden, state.deleted = 0, False, False

    def _number(self) -> None:
        """The printed number of a list becomes that of the paragraph; a mere sign in front is none."""
        number = "".join(self.collected).replace("\t", " ").lstrip()
        if any(map(str.isalnum, number)) and len(number) <= LONGEST_NUMBER:
            self.state.flow.marker = number

    def _field(self) -> None:
        """The instruction of a field: one that inserts a sign of a font has no result to read."""
        found = _SYMBOL_FIELD.match("".join(self.collected))
        if found is not None and self.state.sink is Sink.TEXT:
            self._put(symbol(f"{int(found[1], 0):x}", found[2] or ""), self.state)
            self.state.shown = True

    # Characters

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
            return
        self.fresh = self.starred = False
        if sign in b"\r\n":
            self._structure("par", None)
        elif self.to_skip:
            self.to_skip -= 1
        elif sign in words.SIGNS:
            self._emit(words.SIGNS[sign])

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF if number < 0 else number
        high, self.high = self.high, 0
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000:
            if high:
                self._emit(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00))
        elif 0 < code < 0x110000:
            self._emit(chr(code))
        self.to_skip = self.state.fallback

    def _bytes(self, raw: bytes) -> None:
        """Bytes of text, or of what stands in for a \\u."""
        self.fresh = self.starred = False
        if self.to_skip:
            skipped = min(self.to_skip, len(raw))
            self.to_skip -= skipped
            raw = raw[skipped:]
        if not raw or not self.state.visible:
            return
        font = self.fonts.get(self.state.font, _NO_FONT)
        codec = codec_of(font.charset, font.code_page or self.code_page)
        if not self.raw.accepts(codec) or (SYMBOLS in (codec, self.raw.codec) and not self.raw.half):
            self._flush()
        self.raw.add(raw, codec)
        if codec == SYMBOLS:
            self._flush()

    def _emit(self, text: str) -> None:
        self._flush()
        self._put(text, self.state)

    def _flush(self, state: State | None = None) -> None:
        """Write the bytes that wait, where they were met."""
        if self.raw.raw:
            self._put(self.raw.take(), state or self.state)

    def _put(self, text: str, state: State) -> None:
        if not state.visible:
            return
        if state.sink is Sink.FONTS:
            if state.font in self.fonts:
                self.fonts[state.font].name += text.rstrip(";")
            return
        font = self.fonts.get(state.font, _NO_FONT)
        if state.sink is Sink.NUMBER and font.charset == SYMBOL_CHARSET:
            return
        shown = in_font(text, font.name.strip().lower())
        (state.flow.pieces if state.sink is Sink.TEXT else self.collected).append(shown)


_NO_FONT = Font()
_SINKS = {
    "fonttbl": Sink.FONTS,
    "listtext": Sink.NUMBER,
    "pntext": Sink.NUMBER,
    "fldinst": Sink.INSTRUCTION,
    "shpinst": Sink.NOWHERE,
    "do": Sink.NOWHERE,
}
_PARTS = {"shptxt": Part.BOX, "dptxbxtext": Part.BOX, "footnote": Part.FOOTNOTE}
