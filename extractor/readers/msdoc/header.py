"""The streams of a binary Word file and what its header (FIB) says: which Word wrote it, where its text is."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

Generation = Literal["97", "95", "2", "none"]
"""Word 97 and later, 6 and 95, 1 and 2; `none`: an OLE file without a Word document that can be opened."""

_IDENT_97, _IDENT_95 = 0xA5EC, 0xA5DC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FIRST_PAIR = 154
"""Offset of the header's list of (offset, size) pairs; fixed, because the counts before it are."""
CLX, CHPX, PAPX = 33, 12, 13
"""Which pair tells where the piece table, the runs of character and of paragraph properties are."""
_STORY_LENGTHS = {"97": 76, "95": 52}
FKP_PAGE = 512
_COMPLEX = 0x0004
_CHINESE = 0x04
_SIMPLIFIED = (0x804, 0x1004)
"""Of China and of Singapore."""
_SEARCHED = 1 << 20
"""Bytes in which the header is looked for, where the file has lost its directory."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """A binary Word file, opened."""

    generation: Generation
    encrypted: bool = False
    word: bytes = b""
    """The stream WordDocument: the header and all characters."""
    table: bytes = b""
    """The stream 0Table or 1Table, whichever holds; empty if it is lost."""
    data: bytes = b""
    """The stream Data: pictures, and properties that find no room elsewhere; empty if there is none."""

    def part(self, pair: int) -> bytes:
        """What the header's pair points to in the table stream; empty if that is not all there."""
        at = _FIRST_PAIR + 8 * pair
        if len(self.word) < at + 8:
            return b""
        start, size = struct.unpack_from("<II", self.word, at)
        return self.table[start : start + size] if start + size <= len(self.table) else b""

    def code_page(self) -> str:
        """Python's codec of characters in single bytes, by the language of the program."""
        language = struct.unpack_from("<H", self.word.ljust(8, b"\0"), 6)[0]
        if language & 0x3FF != _CHINESE:
            return "cp1252"
        return "gb18030" if language in _SIMPLIFIED else "big5hkscs"

    def text_start(self) -> int | None:
        """Where the text begins in the stream, if all of it is in one piece."""
        flags, start = struct.unpack_from("<H12xI", self.word.ljust(28, b"\0"), 10)
        return None if flags & _COMPLEX else int(start)

    def stories(self) -> tuple[int, ...]:
        """Characters of body, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers."""
        at = _STORY_LENGTHS.get(self.generation, len(self.word))
        if len(self.word) < at + 32:
            return (0,) * 8
        return tuple(max(count, 0) for count in struct.unpack_from("<8i", self.word, at))

    def runs(self) -> int:
        """Stretches of text with properties of their own: what the time of a conversion depends on."""
        found = 0
        for pair in (CHPX, PAPX):
            pages = self.part(pair)
            count = max(len(pages) - 4, 0) // 8
            for number in struct.unpack_from(f"<{count}I", pages, 4 * (count + 1)) if count else ():
                last = (number & 0x3FFFFF) * FKP_PAGE + FKP_PAGE - 1
                found += self.word[last] if last < len(self.word) else 0
        return found + len(self.part(CLX)) // 12


def open_word(data: bytes) -> WordFile:
    """Open the streams; never raises, whatever the bytes are."""
    if data[:2] in (b"\xdb\xa5", b"\x9b\xa5", b"\x31\xbe", b"\xfe\x37"):
        return WordFile("2")
    word = _stream(data, "WordDocument")
    if len(word) < 32:
        # A file cut short has lost its directory; its first stream, at the start of a sector, is this one as a rule.
        found = next(
            (at for at in range(512, min(len(data), _SEARCHED), 512) if data.startswith(b"\xec\xa5", at)), None
        )
        if found is None:
            return WordFile("none")
        word = data[found:].ljust(32, b"\0")
    ident, _, _, _, _, flags = struct.unpack_from("<6H", word)
    encrypted = bool(flags & _ENCRYPTED)
    if ident != _IDENT_97:
        return WordFile("95", encrypted, word) if ident == _IDENT_95 else WordFile("none", encrypted)
    table = _stream(data, "1Table" if flags & _TABLE_1 else "0Table")
    return WordFile("97", encrypted, word, table, _stream(data, "Data"))


def _stream(data: bytes, name: str) -> bytes:
    from doc2docx.cfb import CompoundFile

    try:
        return bytes(CompoundFile(data).open_stream(name))
    except Exception:
        # Its own errors and, over hostile bytes, whatever it stumbles over: the stream cannot be had.
        return b""
