"""RTF -> paragraphs and tables: one pass over the tokens, with a stack of what each group changes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.errors import ReadError
from extractor.readers.ooxml.runs import symbol
from extractor.readers.richtext import words
from extractor.readers.richtext.characters import Characters, Font
from extractor.readers.richtext.charsets import CHINESE, CODE_PAGES
from extractor.readers.richtext.flow import Block, Flow, RowFormat
from extractor.readers.richtext.state import Part, Sink, State

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
class Parser:
    """A file while it is read."""

    data: bytes
    path: str
    at: int = 0
    state: State = field(default_factory=lambda: State(Flow(), RowFormat()))
    stack: list[State] = field(default_factory=list)
    characters: Characters = field(default_factory=Characters)
    default_font: int = -1
    starred: bool = False
    fresh: bool = False
    """The group has just begun: a word here says what it is."""
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
                self._plain(bytes((int(found[3], 16),)))
            elif kind == 6:
                self._plain(found[6])
            elif kind == 4:
                self._sign(found[4])
        cut = bool(self.stack)
        while self.stack:
            self._close()
        self.characters.flush(self.state)
        return Parsed(body.finish(), self.footnotes, self.endnotes, self.characters.raw.replaced, self.pictured, cut)

    def _open(self) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise ReadError(self.path, f"groups are nested deeper than {MAX_DEPTH}; it is no honest RTF")
        self.stack.append(self.state)
        self.state = self.state.copy()
        self.fresh, self.starred, self.characters.to_skip = True, False, 0
        if self.stack[-1].alternatives and not self.data.startswith(b"\\*\\ud", self.at):
            self._skip_group()

    def _close(self) -> bool:
        """End a group; False at the end of the outermost, after which nothing belongs to the document."""
        if not self.stack:
            return False
        ended, self.state = self.state, self.stack.pop()
        same = ended.flow is self.state.flow and ended.sink is self.state.sink and self.state.visible
        if not same or ended.sink is Sink.FONTS:
            self.characters.flush(ended)
        self.fresh = self.starred = False
        self.characters.to_skip = 0
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

    def _word(self, word: str, number: int | None) -> None:
        fresh, starred = self.fresh, self.starred
        self.fresh = self.starred = False
        self.characters.to_skip = 0
        if word in words.CHARACTERS:
            self.characters.emit(words.CHARACTERS[word], self.state)
        elif word == "u":
            self.characters.unicode(number or 0, self.state)
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
            self.characters.flush(state)
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
            if state.sink is Sink.FONTS:
                self.characters.flush(state)
            state.font = -1 if number is None else number
            if state.sink is Sink.FONTS:
                self.characters.fonts.setdefault(state.font, Font())
        elif word == "plain":
            self.characters.flush(self.state)
            state.font, state.hidden, state.deleted = self.default_font, False, False
        elif word == "v":
            self.characters.flush(self.state)
            state.hidden = on
        elif word in ("deleted", "mvf"):
            self.characters.flush(self.state)
            state.deleted = on
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), 64)
        elif word == "ansicpg":
            self.characters.code_page = number or 1252
            self.characters.raw.chinese |= CODE_PAGES.get(self.characters.code_page) == CHINESE
        elif word in ("mac", "pc", "pca"):
            self.characters.code_page = {"mac": 10000, "pc": 437, "pca": 850}[word]
        elif word == "deff":
            self.default_font = state.font = -1 if number is None else number
        elif state.sink is Sink.FONTS and state.font in self.characters.fonts:
            if word == "fcharset":
                self.characters.fonts[state.font].charset = number or 0
            else:
                self.characters.fonts[state.font].code_page = number or 0

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
            self.characters.flush(self.state)
            state.sink = _SINKS[word]
            if state.sink in (Sink.NUMBER, Sink.INSTRUCTION):
                self.characters.collected = []
        elif word in _PARTS and (state.hidden or state.deleted):
            self._skip_group()
        elif word in _PARTS:
            self.characters.flush(self.state)
            state.flow, state.row, state.sink, state.part = Flow(), RowFormat(), Sink.TEXT, _PARTS[word]
            state.level, state.hidden, state.deleted = 0, False, False

    def _number(self) -> None:
        """The printed number of a list becomes that of the paragraph; a mere sign in front is none."""
        number = "".join(self.characters.collected).replace("\t", " ").lstrip()
        if any(map(str.isalnum, number)) and len(number) <= LONGEST_NUMBER:
            self.state.flow.marker = number

    def _field(self) -> None:
        """The instruction of a field: one that inserts a sign of a font has no result to read."""
        found = _SYMBOL_FIELD.match("".join(self.characters.collected))
        if found is not None and self.state.sink is Sink.TEXT:
            self.characters.put(symbol(f"{int(found[1], 0):x}", found[2] or ""), self.state)
            self.state.shown = True

    def _plain(self, raw: bytes) -> None:
        self.fresh = self.starred = False
        self.characters.bytes(raw, self.state)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
            return
        self.fresh = self.starred = False
        if sign in b"\r\n":
            self._structure("par", None)
        elif self.characters.to_skip:
            self.characters.to_skip -= 1
        elif sign in words.SIGNS:
            self.characters.emit(words.SIGNS[sign], self.state)


_SINKS = {
    "fonttbl": Sink.FONTS,
    "listtext": Sink.NUMBER,
    "pntext": Sink.NUMBER,
    "fldinst": Sink.INSTRUCTION,
    "shpinst": Sink.NOWHERE,
    "do": Sink.NOWHERE,
}
_PARTS = {"shptxt": Part.BOX, "dptxbxtext": Part.BOX, "footnote": Part.FOOTNOTE}
