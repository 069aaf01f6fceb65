"""Characters of RTF, in bytes and in units of UTF-16, on their way to where their group sends them."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.readers.ooxml.runs import DINGBATS, in_font
from extractor.readers.richtext.charsets import SYMBOL_CHARSET, Bytes, codec_of
from extractor.readers.richtext.state import Sink, State


@dataclass(slots=True)
class Font:
    """An entry of the font table."""

    charset: int = 1
    code_page: int = 0
    name: str = ""

    @property
    def signs(self) -> str:
        """Its name in lower case, if it shows signs for letters."""
        name = self.name.strip().lower()
        return name if name in DINGBATS else ""


@dataclass(slots=True)
class Characters:
    """What is known of fonts and charsets, and what waits to be written."""

    code_page: int = 1252
    fonts: dict[int, Font] = field(default_factory=dict)
    raw: Bytes = field(default_factory=Bytes)
    to_skip: int = 0
    """Characters left of what stands in for a \\u."""
    unknown: Font = field(default_factory=Font)
    """Stands for a font that the table does not have."""
    waiting: Font = field(default_factory=Font)
    """Font of the bytes that wait."""
    high: int = 0
    """First half of a character beyond 16 bits."""
    collected: list[str] = field(default_factory=list)
    """Of a list number or the instruction of a field."""

    def unicode(self, number: int, state: State) -> None:
        """A \\u: a unit of UTF-16, negative from half of the range on; some write whole code points."""
        code = number & 0xFFFF if number < 0 else number
        high, self.high = self.high, 0
        if 0xD800 <= code < 0xDC00:
            self.high = code
        elif 0xDC00 <= code < 0xE000:
            if high:
                self.emit(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00), state)
        elif 0 < code < 0x110000:
            self.emit(chr(code), state)
        self.to_skip = state.fallback

    def bytes(self, raw: bytes, state: State) -> None:
        """Bytes of text, or of what stands in for a \\u."""
        if self.to_skip:
            skipped = min(self.to_skip, len(raw))
            self.to_skip -= skipped
            raw = raw[skipped:]
        if not raw or not state.visible:
            return
        font = self.fonts.get(state.font, self.unknown)
        codec = codec_of(font.charset, font.code_page or self.code_page)
        if not self.raw.accepts(codec) or (font.signs != self.waiting.signs and not self.raw.half):
            self.flush(state)
        if not self.raw.raw:
            self.waiting = font
        self.raw.add(raw, codec)

    def emit(self, text: str, state: State) -> None:
        """Write text after the bytes that wait."""
        self.flush(state)
        self.put(text, state)

    def flush(self, state: State) -> None:
        """Write the bytes that wait, where they were met."""
        if self.raw.raw:
            self._write(self.raw.take(), state, self.waiting)

    def put(self, text: str, state: State) -> None:
        """Send text where the group sends it, in signs if its font is one of signs."""
        self._write(text, state, self.fonts.get(state.font, self.unknown))

    def _write(self, text: str, state: State, font: Font) -> None:
        if not state.visible:
            return
        if state.sink is Sink.FONTS:
            if font is not self.unknown:
                font.name += text.rstrip(";")
        elif state.sink is not Sink.NUMBER or font.charset != SYMBOL_CHARSET:
            (state.flow.pieces if state.sink is Sink.TEXT else self.collected).append(in_font(text, font.signs))
