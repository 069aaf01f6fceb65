"""Whether a line goes on with the paragraph before it, and the text that lines make together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.readers.page.lines import Line, is_narrow
from extractor.readers.page.margins import Measure
from extractor.structure.numbering import read_number

_ENDS = frozenset("。！？；：…!?;:")
_LINKS = frozenset("，、,")
_OPEN = frozenset("，、,（(和与及或至到见按第为")
"""Before what looks like the number of a heading, and is a part of the sentence."""
_CANNOT_BEGIN = frozenset("，。、；：！？）》”’】〕」』％%…,.;:!?)")
_QUOTES = frozenset("“”‘’\"'")
"""Some programs break a line at neither of their sides."""
_OPENING = frozenset("（《“‘【〔「『(")
_ENTRY = re.compile(r"[.．…·•_\-—－⋯]{3,}\s*[（(]?\d{1,4}[）)]?$|[.．…·⋯]{6,}\s*$|(?:[.·…．]\s){3,}\s*\d{1,4}$")
"""An entry of a table of contents ends in leaders and a page."""
_LEADERS = re.compile(r"\s?(?:[.．…·•⋯_]\s?){3,}(?=[（(]?\d{1,4}[）)]?$)")
_CAPTION = re.compile(
    r"^[（(]?(?:金额|计量|货币|数量|填报|编制|编报|报送|申报)?单位(?:名称|（盖章）|\(盖章\))?[：:]|^公开\d+表$"
)
_TABLE_TITLE = re.compile(r"^(?:附?表|图)\s*\d+(?:[-—.．]\d+)*|^(?:附件|附表)\s*\d*[：:]?$")
_LIST_SIGNS = frozenset("●○■□◆◇▪•➢✓☑☐①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_ALIKE, _ALIKE_RECOGNISED = 0.87, 0.78
"""Share of its size that the type of a paragraph may differ by; a recognised sign's size is that of its ink."""
_SENTENCE = 15
"""Signs of a line that is no title."""
_AMOUNT = re.compile(r"\d+(?:[.．,，]\d+)*\s?[%％‰万亿元千百个人项年月日]")
_DECIMAL = re.compile(r"\d{1,3}[.．]\d{1,2}(?![.．、\d])")
"""A heading's number, or any number that a line was broken before."""
_ITEM = re.compile(r"\d{1,2}[.．、](?=(?:19|20)\d\d\s?年)")
_ROOM = 0.6
"""Sizes that a line may lack beyond the room its next word needs."""
_INDENT = 1.0
"""Sizes to the right of the margin from which on a line is indented."""
_ASIDE = 4.2
"""Sizes to the right of the margin from which on a line is no indented paragraph: centred, set to the right."""
_DEEPEST = 3.2
"""Sizes up to which a line is indented as the first of a paragraph is."""
_RAGGED = 5.0
"""Sizes that a line may lack where the next one is not indented and others begin so."""
_SPREAD = 1.3
"""Of the usual distance of two lines, from which on a blank space parts them."""


def continues(
    line: Line,
    after: Line,
    measure: Measure,
    *,
    indented: bool,
    near: bool = True,
    above: Line | None = None,
    following: Line | None = None,
) -> bool:
    """Whether `after`, the next line, goes on with the paragraph that `line` is in.

    Args:
        line: The line before.
        after: The line in question.
        measure: Of the column; both lines are set in it, on one page or two.
        indented: The document begins its paragraphs with an indent.
        near: Both are in one column, so that their distance tells something; False over a page break.
        above: The line before `line` in its paragraph.
        following: The line after `after` in its column.
    """
    size = line.size
    alike = _ALIKE if line.confidence is None else _ALIKE_RECOGNISED
    if not alike < after.size / size < 1 / alike or stands_alone(line) or stands_alone(after):
        return False
    step = after.box.bottom - line.box.bottom if near else 0.0
    if is_centred(line, measure) or is_centred(after, measure):
        return near and is_centred(after, measure) and not _marked(after.text) and _one_title(line, measure, step)
    inset, before = ((one.box.x0 - measure.left) / size for one in (after, line))
    last = line.text[-1]
    ends = last in _ENDS
    if step > max(_SPREAD * measure.pitch, 1.2 * size) and measure.pitch and (ends or step > 1.8 * measure.pitch):
        return False
    if _marked(after.text) and (ends or not _DECIMAL.match(after.text)):
        return last in _OPEN and inset < before + 0.5 and _reaches(line, after, measure)
    if not _reaches(line, after, measure):
        room = (measure.right - line.box.x1) / size
        return not ends and inset < 0.6 and (last in _LINKS or room < (_RAGGED if indented else _RAGGED / 2))
    if inset > _ASIDE and (inset > before + 1 or line.box.x0 > measure.middle):
        return False
    if inset > before + _INDENT:
        # Set in more than the line before: a new paragraph, unless that one began with a mark that hangs out.
        return _marked(line.text) and not ends
    if inset > _INDENT and abs(inset - before) < 0.5:
        if indented and inset < _DEEPEST and _hangs_from(after, following, measure):
            return False
        return not ends or (above is not None and abs(above.box.x0 - line.box.x0) < 0.5 * size)
    return near or not ends or (indented and inset < _INDENT)


def stands_alone(line: Line) -> bool:
    """Whether a line is a paragraph whatever stands around it: an entry of the contents, a unit, a table's number."""
    bare = line.text
    return bool(_ENTRY.search(bare) or _CAPTION.match(bare)) or (len(bare) < 40 and bool(_TABLE_TITLE.match(bare)))


def is_caption_part(text: str) -> bool:
    """Whether the text names the unit or the body of a table, so that it is a paragraph of its own in a line.

    >>> is_caption_part("单位：万元"), is_caption_part("单位名称")
    (True, False)
    """
    return bool(_CAPTION.match(text))


def is_centred(line: Line, measure: Measure) -> bool:
    """Whether a line stands in the middle of its column, clear of both margins."""
    left, right = line.box.x0 - measure.left, measure.right - line.box.x1
    return left > 2.6 * line.size and right > 1.5 * line.size and abs(left - right) < max(1.2 * line.size, 0.04 * right)


def ends_open(line: Line, measure: Measure) -> bool:
    """Whether a paragraph that ends with this line seems to go on elsewhere."""
    room = measure.right - line.box.x1
    return room < 2 * line.size and line.text[-1] not in _ENDS and not stands_alone(line) and len(line.text) > _SENTENCE


def joined(lines: Sequence[Line]) -> str:
    """The text of a paragraph's lines: ideographs without a blank between, words with one, hyphens repaired.

    The leaders of a table of contents are the TAB that office programs draw them for.
    """
    text = lines[0].text
    for line in lines[1:]:
        last, first = text[-1], line.text[0]
        if not (is_narrow(last) and is_narrow(first)):
            text += line.text
        elif last == "-" and len(text) > 1 and text[-2].isalpha() and first.isalpha() and first.islower():
            text = text[:-1] + line.text
        elif last in "-/@_([" or first in ",.;:!?)]%/" or (last == "." and "://" in text[-60:]):
            text += line.text
        else:
            text += f" {line.text}"
    return _LEADERS.sub("\t", text)


def _reaches(line: Line, after: Line, measure: Measure) -> bool:
    """Whether the line was full, so that the first word of the next one had no place in it."""
    return measure.right - line.box.x1 < _first_word(after) + _ROOM * line.size


def _first_word(line: Line) -> float:
    """Width of what cannot be parted from the first sign of a line."""
    first, *rest = line.glyphs
    end = first.x1
    narrow = is_narrow(first.text)
    previous = first
    for glyph in rest:
        sticks = narrow and is_narrow(glyph.text) and glyph.x0 - previous.x1 < 0.2 * line.size
        tied = glyph.text in _QUOTES or previous.text in _QUOTES or previous.text in _OPENING
        if not (sticks or tied or glyph.text in _CANNOT_BEGIN):
            break
        if not sticks and glyph.text not in _CANNOT_BEGIN:
            narrow = is_narrow(glyph.text)
        end = glyph.x1
        previous = glyph
    return end - first.x0


def _one_title(line: Line, measure: Measure, step: float) -> bool:
    """Whether a line and the centred one after it are one title: close, and the first one centred too, and long."""
    left, right = line.box.x0 - measure.left, measure.right - line.box.x1
    long = line.box.x1 - line.box.x0 > 0.6 * (measure.right - measure.left)
    return long and step < 2.5 * line.size and abs(left - right) < 1.2 * line.size and line.text[-1] not in _ENDS


def _marked(text: str) -> bool:
    """Whether a line begins with the number of a heading or the sign of a list; `8.85 %` and `3.5万` are none."""
    return (
        text[0] in _LIST_SIGNS
        or bool(_ITEM.match(text))
        or (read_number(text, 0, len(text)) is not None and not _AMOUNT.match(text))
    )


def _hangs_from(line: Line, following: Line | None, measure: Measure) -> bool:
    """Whether the next line goes on with this one at the margin, so that this one's indent is that of a first line."""
    if following is None or _marked(following.text):
        return False
    return following.box.x0 - measure.left < 0.6 * line.size and _reaches(line, following, measure)
