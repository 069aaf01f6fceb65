"""Characters of RTF that are written as bytes: in the charset of the font, else in the code page of the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.readers.msdoc.pieces import gb_bytes

WESTERN, CHINESE = "cp1252", "gb18030"
SYMBOLS = "latin-1"
"""In a symbol font a byte is the place of a sign."""
CODE_PAGES = {
    932: "cp932", 936: CHINESE, 949: "cp949", 950: "big5hkscs", 1361: "johab", 54936: CHINESE, 65001: "utf-8",
    437: "cp437", 850: "cp850", 874: "cp874", 10000: "mac-roman",
    **{number: f"cp{number}" for number in range(1250, 1259)},
}  # fmt: skip
CHARSETS = {
    2: SYMBOLS, 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: CHINESE, 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
"""By \\fcharset; 1, and a font that states none, mean the document's code page."""
ANSI, SYMBOL_CHARSET = 0, 2
DOUBLE_BYTE = frozenset({"cp932", CHINESE, "cp949", "big5hkscs", "johab"})


@dataclass(slots=True)
class Bytes:
    """Bytes of text in a row, until something else than bytes follows; a character may be in two groups."""

    raw: bytearray = field(default_factory=bytearray)
    codec: str = WESTERN
    half: bool = False
    """Whether the first byte of a double-byte character is the last one there."""
    chinese: bool = False
    """Whether Western bytes may be Chinese: the document is, or such bytes have been."""
    replaced: bool = False
    """Whether any bytes meant nothing."""

    def accepts(self, codec: str) -> bool:
        """Whether bytes in `codec` continue those that are there."""
        return not self.raw or self.half or codec == self.codec

    def add(self, raw: bytes, codec: str) -> None:
        if not self.raw:
            self.codec = codec
        self.raw += raw
        if self.codec in DOUBLE_BYTE:
            for byte in raw:
                self.half = not self.half and byte > 0x80

    def take(self) -> str:
        """The text of what is there, which goes."""
        raw, self.raw, self.half = bytes(self.raw), bytearray(), False
        if raw.isascii():
            return raw.decode("ascii")
        if self.codec == WESTERN and (gb_bytes(raw) or (self.chinese and gb_bytes(raw, pairs=1))):
            # Written by a program that left the charset out.
            self.chinese = True
            return raw.decode(CHINESE, errors="replace")
        try:
            return raw.decode(self.codec)
        except UnicodeDecodeError:
            self.replaced = True
            return raw.decode(self.codec, errors="replace")


def codec_of(charset: int, code_page: int) -> str:
    """Python's codec for a font's \\fcharset in a document of \\ansicpg `code_page`."""
    if charset == ANSI:
        return WESTERN
    return CHARSETS.get(charset) or CODE_PAGES.get(code_page, WESTERN)
