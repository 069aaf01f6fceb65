"""Bytes -> characters, for every format that is text: the ladder of guesses and how one is chosen."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
REPLACED = "replaced-bytes"

_FREQUENT = frozenset("，。、的一是不在了有和年月日人中大上工作目位市出为个发展标万元单县项支局為個發標萬單縣項")
"""Signs that make up a fifth of any Chinese text, simplified or traditional; bytes read wrongly hardly give one."""
_SIMPLIFIED, _TRADITIONAL = "gb18030", "big5hkscs"
_SAMPLE = 200_000
"""Characters by which guesses are compared."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was got."""

    text: str
    """The mark of UTF-8 stays as U+FEFF, other marks go: offsets are those of the file decoded as UTF-8."""
    encoding: str
    """Python's name of the codec."""
    flags: tuple[str, ...] = ()
    """`replaced-bytes`: some bytes meant nothing and are U+FFFD."""


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of `data`; None if it is none.

    Byte order mark, strict UTF-8, then the likeliest of GB18030, Big5 (with its Hong Kong supplement) and UTF-8; among
    equals what is `declared`, a charset label as found. Labels lie too often to be asked first.
    """
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _lenient(data if encoding == "utf-8" else data[len(bom) :], encoding)
    if b"\0" in data and (wide := _unmarked_utf16(data)):
        return _lenient(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    # The order decides among equals.
    names = dict.fromkeys(filter(None, (codec(declared), _SIMPLIFIED, "utf-8", _TRADITIONAL)))
    found = [_lenient(data, name) for name in names]
    best = max(found, key=lambda one: _likelihood(one.text))
    return None if best.text.count("\ufffd") > max(20, len(best.text) // 20) else best


def codec(label: str | None) -> str | None:
    """Python's codec for a charset label of a page or a mail; None for one that no Chinese text is in."""
    name = (label or "").strip().strip("\"'").lower().replace("_", "-")
    if name.startswith(
        ("gb", "x-gb", "cp936", "ms936", "windows-936", "euc-cn", "hz-gb", "x-euc-cn", "csgb", "chinese")
    ):
        return _SIMPLIFIED
    if name.startswith(("big5", "x-big5", "cp950", "ms950", "windows-950", "cn-big5", "csbig5", "x-x-big5")):
        return _TRADITIONAL
    return "utf-8" if name in ("utf-8", "utf8", "x-utf-8", "unicode-1-1-utf-8") else None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark by its zero bytes: line breaks, digits and markup have theirs all on one side."""
    head = data[:8192]
    even, odd = head[::2].count(0), head[1::2].count(0)
    few, many = sorted((even, odd))
    if many < 4 or many < len(head) // 100 or few > many // 10:
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(name, errors="replace")
    return name if text.count("\ufffd") <= len(text) // 50 else None


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return Decoded(data.decode(encoding, errors="replace"), encoding, (REPLACED,))


def _likelihood(text: str) -> float:
    """How much `text` looks like Chinese rightly decoded: frequent signs count for it, senseless ones against it."""
    beyond = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if not beyond:
        return 0.0
    good = sum(char in _FREQUENT for char in beyond)
    bad = sum(char == "\ufffd" or "\x80" <= char < "\xa0" or "\ue000" <= char <= "\uf8ff" for char in beyond)
    return (good - 2 * bad) / len(beyond)
