"""The characters of a binary Word file by its piece table: text without tables, numbers and formats."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterator

from extractor.readers.msdoc.header import CLX, WordFile

_PIECE = 12
"""Bytes of a piece in its table: 4 of where it begins in the text, 8 of where its characters are."""
_EIGHT_BIT = 0x40000000
_GB_PAIRS = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*+")
BREAKS = str.maketrans({"\r": "\n", "\x07": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"})
UNSEEN = re.compile(r"[\x00-\x08\x0f-\x1f]")
_FIELD = re.compile("[\x13\x14\x15]")
_SECTOR = 512
_STRETCH = 64
"""Characters judged together."""
_SENSIBLE = re.compile(
    "[\t-\r\x01-\x08\x13-\x15\x1e -~\xa0-\xff\u2000-\u27ff\u3000-\u303f\u3400-\u9fff\uf000-\uf0ff\uff00-\uffef]+"
)
ANNEXES = (1, 5, 6)
"""Stories beside the body: footnotes, endnotes, text boxes."""
BODY_LIKE = (0, *ANNEXES)


def bare_text(file: WordFile, read: Collection[int] = BODY_LIKE) -> str:
    """The text of the stories `read`, one paragraph or cell a line; empty if it cannot be had.

    Deleted text that a tracked change still holds is in it.
    """
    if file.generation == "95":
        code_page = file.code_page()
        stories = [raw.decode(code_page, errors="replace") for raw in _bytes_of_stories(file, read)]
    else:
        text = "".join(decoded(raw, wide) for raw, wide, _ in pieces(file)) or _contiguous(file)
        # Lengths count units of UTF-16.
        units = text.encode("utf-16-le", errors="surrogatepass")
        stories = [units[2 * a : 2 * b].decode("utf-16-le", errors="replace") for a, b in _ranges(file, read)]
    shown = "".join(_results(story) for story in stories)
    return UNSEEN.sub("", shown.translate(BREAKS))


def _ranges(file: WordFile, read: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where the stories begin and end that are read, in the file's own characters."""
    at = 0
    for number, length in enumerate(file.stories()):
        if number in read:
            yield at, at + length
        at += length


def _bytes_of_stories(file: WordFile, read: Collection[int]) -> Iterator[bytes]:
    """The stories of Word 6 and 95, whose characters are bytes, two of them a Chinese one; if they are in one piece."""
    start = file.text_start()
    if start is not None:
        for begin, end in _ranges(file, read):
            yield file.word[start + begin : start + end]


def chinese_in_bytes(file: WordFile) -> bool:
    """Whether pieces of single bytes hold Chinese in GB 2312, as some converters wrote it against the format."""
    return any(not wide and gb_bytes(raw) for raw, wide, _ in pieces(file))


def gb_bytes(raw: bytes, pairs: int = 2) -> bool:
    """Whether bytes are Chinese in GB 2312: `pairs` of them or more, and no high byte outside of a pair."""
    return sum(byte > 0x7F for byte in raw) >= 2 * pairs and _GB_PAIRS.fullmatch(raw) is not None


def pieces(file: WordFile) -> Iterator[tuple[bytes, bool, int]]:
    """The bytes of each piece in text order, whether they are UTF-16, and where they begin in the stream."""
    table = _piece_table(file.part(CLX))
    count = max(len(table) - 4, 0) // _PIECE
    starts = struct.unpack_from(f"<{count + 1}I", table) if count else ()
    left = len(file.word)
    for number in range(count):
        length = starts[number + 1] - starts[number]
        (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
        wide = not place & _EIGHT_BIT
        begin = place & ~_EIGHT_BIT if wide else (place & ~_EIGHT_BIT) // 2
        size = length * 2 if wide else length
        left -= size
        if length <= 0 or begin + size > len(file.word) or left < 0:
            # Pieces do not overlap: together they cannot be longer than what they are pieces of.
            return
        yield file.word[begin : begin + size], wide, begin


def _contiguous(file: WordFile) -> str:
    """The text of a file that has lost its piece table, if it is all in one piece; up to where it makes no sense."""
    start = file.text_start()
    if start is None or len(file.part(CLX)):
        return ""
    while start < len(file.word) and not any(file.word[start : start + _SECTOR]):
        # The header ends somewhere in what Word keeps free for it.
        start += _SECTOR
    raw = file.word[start : start + 2 * sum(file.stories())]
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", errors="replace")
    for at in range(0, len(text), _STRETCH):
        part = text[at : at + _STRETCH]
        if len(_SENSIBLE.sub("", part)) > len(part) // 8:
            return text[:at]
    return text


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while at + 5 <= len(clx):
        if clx[at] == 2:
            return clx[at + 5 : at + 5 + int(struct.unpack_from("<I", clx, at + 1)[0])]
        if clx[at] != 1:
            break
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    return b""


def decoded(raw: bytes, wide: bool) -> str:
    """The characters of a piece."""
    if wide:
        return raw.decode("utf-16-le", errors="replace")
    return raw.decode("gb18030" if gb_bytes(raw) else "cp1252", errors="replace")


def _results(story: str) -> str:
    """A story with its fields replaced by their results; a field that does not close is text."""
    return "".join(char for char, shown in zip(story, shown_of_fields(story), strict=True) if shown)


def shown_of_fields(story: str) -> Iterator[bool]:
    """For each character whether it is text: no mark of a field and not in its instruction."""
    begun: list[list[int]] = []
    edges: list[tuple[int, int]] = []
    for match in _FIELD.finditer(story):
        at = match.start()
        edges += [(at, 1), (at + 1, -1)]
        if match[0] == "\x13":
            begun.append([at, 0])
        elif match[0] == "\x14" and begun:
            begun[-1][1] = begun[-1][1] or at
        elif match[0] == "\x15" and begun:
            start, separator = begun.pop()
            edges += [(start, 1), (separator or at, -1)]
    edges.sort()
    depth = next_edge = 0
    for at in range(len(story)):
        while next_edge < len(edges) and edges[next_edge][0] <= at:
            depth += edges[next_edge][1]
            next_edge += 1
        yield depth == 0
