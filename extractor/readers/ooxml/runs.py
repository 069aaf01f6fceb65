"""Inline content of a paragraph -> its text, and the text boxes anchored in it."""

from __future__ import annotations

from lxml.etree import _Element as Element

from extractor.readers.ooxml.names import MATH_TEXT, TEXT, TEXT_BOX, attribute, child, content, switched_on, w

BLANKED = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""Breaks inside w:t are blanks to Word; here they would split the paragraph."""
CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
SKIPPED = frozenset({w("pPr"), w("rPr"), w("instrText"), w("sdtPr"), w("rt")})
FIELD, SYMBOL, RUN = w("fldChar"), w("sym"), w("r")

DINGBATS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA8: "□", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"},
}
"""Signs of Word's symbol fonts that forms use: boxes to tick, and comparison signs."""


def paragraph_text(paragraph: Element) -> tuple[str, list[Element]]:
    """The text of a w:p with NL for breaks and TAB for tabs, and its w:txbxContent elements in order."""
    pieces: list[str] = []
    boxes: list[Element] = []
    gather(paragraph, pieces, boxes, [])
    return "".join(pieces), boxes


def gather(element: Element, pieces: list[str], boxes: list[Element], fields: list[int]) -> None:
    """Append the text under `element`; `fields` holds, for each open field, where its instruction began."""
    for node in content(element):
        tag = node.tag
        if tag in (TEXT, MATH_TEXT):
            pieces.append(displayed(node))
        elif tag in CHARACTERS:
            pieces.append(CHARACTERS[tag])
        elif tag == SYMBOL:
            pieces.append(symbol(attribute(node, "char") or "", attribute(node, "font") or ""))
        elif tag == FIELD:
            kind = attribute(node, "fldCharType")
            if kind == "begin":
                fields.append(len(pieces))
            elif kind == "separate" and fields:
                del pieces[fields[-1] :]
            elif kind == "end" and fields:
                fields.pop()
        elif tag == TEXT_BOX:
            boxes.append(node)
        elif tag not in SKIPPED and not (tag == RUN and switched_on(child(node, "rPr", "vanish"))):
            gather(node, pieces, boxes, fields)


def displayed(text: Element) -> str:
    """The characters of a w:t; in a symbol font they are the signs that it shows for them."""
    plain = (text.text or "").translate(BLANKED)
    run = text.getparent()
    font = attribute(child(run, "rPr", "rFonts"), "ascii") if run is not None and run.tag == RUN else None
    return in_font(plain, font.lower()) if font else plain


def in_font(text: str, font: str) -> str:
    """What `font` (lower case) shows for `text`: of a symbol font its signs, of any other the text."""
    signs = DINGBATS.get(font)
    if signs is None:
        return text
    return "".join(signs.get(ord(char) & 0xFF if 0xF000 <= ord(char) <= 0xF0FF else ord(char), char) for char in text)


def symbol(char: str, font: str) -> str:
    """The character of a w:sym: by its font if that is a symbol font, else by its code."""
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    found = DINGBATS.get(font.lower(), {}).get(code & 0xFF if code >= 0xF000 else code)
    if found is not None:
        return found
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""


def mark_deleted(paragraph: Element) -> bool:
    """Whether a tracked change took the paragraph's end away, so that it runs on into the next one."""
    properties = child(paragraph, "pPr", "rPr")
    return child(properties, "del") is not None or child(properties, "moveFrom") is not None
