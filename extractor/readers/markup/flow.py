"""The lines and tables that an element shows, in order: what a browser would print, without its layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from extractor.readers.layout import NUMBERED
from extractor.readers.markup.links import leads_away
from extractor.readers.markup.lists import marker
from extractor.readers.markup.tree import Element

IsLayout = Callable[[Element], bool]
SUPERSCRIPTS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "ul",
        "caption",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "xmp",
    ]
)
INLINE = frozenset(["span", "b", "strong", "em", "i", "font", "u", "sup", "sub"])
"""Elements that only dress text."""
_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table|list-item)", re.IGNORECASE)
_PRESERVED = re.compile(r"white-space\s*:\s*pre", re.IGNORECASE)
_IGNORED_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_LEFT_OUT = frozenset({"del", "iframe", "object", "embed", "head", "title"})
_COMMENTS = frozenset({"msocommentreference", "msocommentanchor", "msocomoff", "msocomtxt"})

_BREAK = re.compile(r"[ \t\f]*[\n\r][ \t\n\r\f]*")
_BLANKS = re.compile(r"[ \t\f]{2,}|[\t\f]")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\xad]")
_SPECIAL = re.compile("[\t-\r\x1c-\x1f\x85\xa0\xad\u2000-\u200f\u2028-\u202f\u205f\u2060\ufeff]|  ")
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f", " "))
_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))
_SYMBOL_FONT = re.compile(r"wingdings(?: 2)?|symbol(?=['\",;]|$)", re.IGNORECASE)
_WIDE_FROM = "\u2e80"
_ALSO_WIDE = frozenset("“”‘’—…·")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside data tables."""

    text: str
    element: Element
    """The block that holds it."""
    flags: tuple[str, ...] = ()
    linked: int = 0
    """How many of its characters lead to other pages."""


@dataclass(slots=True)
class Flow:
    """Lines and data tables while they are gathered."""

    holder: Element
    found: list[Line | Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    number: str = ""
    """Marker of a list that the next line takes."""
    flagged: bool = False
    next_numbers: dict[Element, int] = field(default_factory=dict)
    """Of each list, of its item that comes next."""

    def end(self) -> None:
        """End the line; one without text is none."""
        if not self.pieces:
            return
        text = printed("".join(self.pieces))
        if text:
            flags = (NUMBERED,) if self.number or self.flagged else ()
            self.found.append(Line(self.number + text, self.holder, flags, self.linked))
            self.number, self.flagged = "", False
        self.pieces, self.linked = [], 0


def flow(element: Element, is_layout: IsLayout) -> list[Line | Element]:
    """The lines of `element` and the tables in it that hold data; those that `is_layout` says only place are opened."""
    gathered = Flow(element)
    _visit(element, gathered, is_layout, pre=element.tag in ("pre", "xmp", "listing"), linked=False, font="")
    gathered.end()
    return gathered.found


def printed(text: str) -> str:
    """A line as printed: white space as CSS has it; the break between two lines of the source is none in Chinese."""
    if "&nbsp;" in text:
        # Escaped twice, by mistake.
        text = text.replace("&nbsp;", "\xa0")
    if not _SPECIAL.search(text):
        return text.strip(" ")
    text = _BREAK.sub(_joint, _INVISIBLE.sub("", text))
    return _BLANKS.sub(" ", text).translate(_SPACES).translate(_ENDS).strip(" ")


def _joint(found: re.Match[str]) -> str:
    text, (start, end) = found.string, found.span()
    if (start and _wide(text[start - 1])) or (end < len(text) and _wide(text[end])):
        return ""
    return " "


def _wide(char: str) -> bool:
    return char >= _WIDE_FROM or char in _ALSO_WIDE


def _visit(element: Element, into: Flow, is_layout: IsLayout, *, pre: bool, linked: bool, font: str) -> None:
    for child in element.children:
        if isinstance(child, str):
            _say(child, into, pre=pre, linked=linked, font=font)
            continue
        tag = child.tag
        if child.hidden or tag in _LEFT_OUT:
            continue
        if tag == "br":
            into.end()
        elif tag == "table" and not is_layout(child):
            into.end()
            into.found.append(child)
        elif tag == "sup":
            text = child.text()
            small = printed(text).translate(SUPERSCRIPTS)
            _say(text if re.search(r"[^⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]", small) else small, into, pre=pre, linked=linked, font=font)
        elif tag == "input":
            if child.get("type").lower() in ("checkbox", "radio"):
                into.pieces.append("☑" if "checked" in child.attributes else "□")
        else:
            _element(child, into, is_layout, pre=pre, linked=linked, font=font)


def _element(child: Element, into: Flow, is_layout: IsLayout, *, pre: bool, linked: bool, font: str) -> None:
    tag, attributes = child.tag, child.attributes
    style = attributes.get("style") or "" if attributes else ""
    if attributes and "class" in attributes and not _COMMENTS.isdisjoint(child.classes):
        return
    if tag in BLOCKS or (style and _BLOCK_STYLE.search(style)):
        into.end()
        outer, into.holder = into.holder, child
        if tag == "li":
            into.number = marker(child, into.next_numbers)
        kept = pre or tag in ("pre", "xmp", "listing") or (bool(style) and _PRESERVED.search(style) is not None)
        _visit(child, into, is_layout, pre=kept, linked=linked, font=font)
        into.end()
        into.holder = outer
        if tag == "li":
            into.number = ""
        return
    if style and _IGNORED_MARKER.search(style):
        # The blanks between marker and text only fill the line up to its indent.
        into.flagged = True
        into.pieces.append(f"{printed(child.text())} ")
        return
    pre = pre or (bool(style) and _PRESERVED.search(style) is not None)
    named = style or (attributes.get("face") or "" if tag == "font" else "")
    if named and (symbols := _SYMBOL_FONT.search(named)):
        font = symbols[0].lower()
    elif "font-family" in style:
        font = ""
    follows = linked or (tag == "a" and leads_away(child))
    _visit(child, into, is_layout, pre=pre, linked=follows, font=font)


def _say(text: str, into: Flow, *, pre: bool, linked: bool, font: str) -> None:
    if font:
        from extractor.readers.ooxml.runs import DINGBATS

        signs = DINGBATS.get(font, {})
        text = "".join(signs.get(ord(char) & 0xFF, char) if char > " " and char != "\xa0" else char for char in text)
    if linked:
        into.linked += len("".join(text.split()))
    if not pre:
        into.pieces.append(text)
        return
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            into.end()
        into.pieces.append(line.expandtabs().replace(" ", "\xa0"))
