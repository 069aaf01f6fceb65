"""What the code points of a PDF stand for: ligatures, radicals and private signs made plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_HYPHEN = "\x02"
"""PDFium's sign for a hyphen at the end of a line."""
_DASH = "\ufffe"
_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_RADICALS = (0x2E80, 0x2FDF)
"""Signs of a radical and of the character look the same; fonts that share one glyph give the radical back."""
_RADICALS_WITHOUT_DECOMPOSITION = {
    0x2E81: "厂", 0x2E82: "乛", 0x2E84: "乙", 0x2E85: "亻", 0x2E88: "刀", 0x2E8B: "卩", 0x2E8C: "小", 0x2E8E: "兀",
    0x2E8F: "尣", 0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E95: "彐", 0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌",
    0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歹", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺",
    0x2EA3: "灬", 0x2EA4: "爫", 0x2EA6: "丬", 0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "目", 0x2EAC: "示",
    0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟", 0x2EB3: "罒", 0x2EB4: "网", 0x2EB6: "羊", 0x2EB9: "老",
    0x2EBC: "肉", 0x2EBE: "艹", 0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角",
    0x2EC8: "讠", 0x2EC9: "贝", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECF: "邑", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸",
    0x2ED3: "长", 0x2ED4: "门", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食",
    0x2EE0: "饣", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦",
    0x2EE9: "黄", 0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF3: "龟",
}  # fmt: skip
_COMPATIBILITY = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
"""Ideographs that differ from the unified ones in nothing that is seen."""
_LIGATURES = (0xFB00, 0xFB06)
_WINGDINGS = {
    0x4A: "☺", 0x51: "☐", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□",
    0x71: "□", 0x75: "◆", 0x76: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA3: "□", 0xA7: "▪", 0xA8: "□",
    0xD8: "➢", 0xE0: "→", 0xF0: "⇒", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SYMBOL = {0xA3: "≤", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "·", 0xE5: "∑"}
_PRIVATE = 0xF000
_ODD = frozenset("!\"#$&'+;<=>?@[\\]^`{|}~")
_ODDLY, _WRITTEN = 0.1, 0.2
"""Share of signs that no text has so many of, and of ideographs that a scrambled one has not."""


def plain(code: int) -> str:
    """The text of a code point as PDFium gives it; empty for what is not seen.

    >>> plain(0x2F00), plain(0xFB01), plain(2), plain(ord("：")), plain(0)
    ('一', 'fi', '-', '：', '')
    """
    sign = _mended.get(code)
    if sign is None:
        sign = _mended[code] = _mend(code)
    return sign


def private(code: int, font: str) -> str | None:
    """The text of a sign of the private use area that symbol fonts put there; None if only the font's shapes tell."""
    if not _PRIVATE + 0x20 <= code <= _PRIVATE + 0xFF:
        return None
    code -= _PRIVATE
    name = font.lower()
    if "wingdings" in name or "webdings" in name:
        return _WINGDINGS.get(code, "•")
    if "symbol" in name:
        return _SYMBOL.get(code, chr(code) if code < 0x80 else None)
    return chr(code) if code < 0x7F else None


def is_private(code: int) -> bool:
    """Whether only the font knows what the code point looks like."""
    return 0xE000 <= code <= 0xF8FF or 0xF0000 <= code <= 0x10FFFD


def is_unreadable(code: int) -> bool:
    """Whether the code point is no text: private, a replacement, a control sign, half a pair."""
    control = code < 0x20 and code not in (2, 9, 10, 13)
    return control or code == 0xFFFD or 0xD800 <= code <= 0xDFFF or is_private(code)


def is_scrambled(signs: Sequence[str]) -> bool:
    """Whether a page's signs are the bare numbers of a font's shapes, which come out as any ASCII.

    >>> is_scrambled(list('$"&=+;)<1%!#@>?*')), is_scrambled(list("(2023) 1,234.56 - 7.8%"))
    (True, False)
    """
    odd = sum(sign in _ODD for sign in signs)
    return odd > _ODDLY * len(signs) and sum(sign >= "\u2e80" for sign in signs) < _WRITTEN * len(signs)


_mended: dict[int, str] = {}


def _mend(code: int) -> str:
    sign = chr(code)
    if sign in (_HYPHEN, _DASH):
        return "-"
    if sign in _NOTHING or code < 0x20 or 0x7F <= code < 0xA0:
        return " " if sign == "\t" else ""
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if _RADICALS[0] <= code <= _RADICALS[1]:
        return _RADICALS_WITHOUT_DECOMPOSITION.get(code) or unicodedata.normalize("NFKC", sign)
    if _LIGATURES[0] <= code <= _LIGATURES[1] or any(first <= code <= last for first, last in _COMPATIBILITY):
        return unicodedata.normalize("NFKC", sign)
    return sign
