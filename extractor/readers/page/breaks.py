"""What a page break does to a table: heads printed again, rows cut in two, labels that reach over it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.origins import Origin
from extractor.readers.page.cells import first_word, is_marked
from extractor.types import squeeze

_LONG = 20
"""Signs from which on a text may end anywhere; a shorter one is a label or a value."""
_LONGER = 30
"""The same of a text that may go on with the next item of an enumeration, which in labels starts a row."""
_HEAD = 8
"""First rows of a table among which a head that is printed again is looked for."""
_HEADING = 20
_CONTINUES = "（(，。、；：！？）)”’》〉】］]}％%"
_ENDS = "。；！？;"
_VALUE = re.compile(r"[≥≤＞＜><=＝≈约]{0,2}[-+−]?\d[\d,，.]*[%％‰]?[^\W\d]{0,3}|[-—–/]+")
_AGAIN = re.compile(r"[（(]?(?:续|接上页|续上页|续表)[)）]?$")


_CONTINUED = re.compile(
    r".{0,40}(?:[（(]续[表一二三四五六七八九十\d]*[)）]|续表[一二三四五六七八九十\d]*|[接续][上前][页表])[：:]?"
)
_UNIT = re.compile(r"[（(]?(?:金额)?单位[：:].{1,8}")


@dataclass(slots=True)
class Part:
    """A cell of a table while it is put together."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    room: float
    """Ideographs that its last line has room for."""
    origin: Origin

    @property
    def interval(self) -> tuple[int, int]:
        return self.col, self.col_span

    @property
    def is_value(self) -> bool:
        return _VALUE.fullmatch(squeeze(self.text)) is not None


def says_continued(texts: Sequence[str]) -> bool:
    """Whether lines say nothing but that the table below them continues the one above, and its unit.

    >>> [says_continued(texts) for texts in (["表2（续）", "单位：万元"], ["续表1"], ["单位：万元"], ["附件2"], [])]
    [True, True, False, False, False]
    """
    texts = [squeeze(text) for text in texts]
    told = [_CONTINUED.fullmatch(text) is not None for text in texts]
    return any(told) and all(one or _UNIT.fullmatch(text) for one, text in zip(told, texts, strict=True))


def repeated_head(table: Sequence[Part], parts: Sequence[Part]) -> int:
    """How many first rows of the next page's part print rows from the start of the table again."""
    before, after = _rows(table, _HEAD), _rows(parts, _HEAD)
    best = 0
    for start in range(len(before)):
        same = 0
        while same < len(after) and start + same < len(before) and before[start + same] == after[same]:
            same += 1
        if same > best and (start == 0 or _is_heading(after[:same])):
            best = same
    while best and any(part.row < best < part.row + part.row_span for part in parts):
        best -= 1
    return best if any(text for row in after[:best] for *_, text in row) else 0


def is_cut(last: Mapping[tuple[int, int], Part], first: Sequence[Part]) -> bool:
    """Whether the first row of a page is the other half of the last one of the page before.

    `last`: the cells that reach to the table's end, by their columns.

    So it is if each of its texts can go on the one above it, while the values of the row above have nothing below them.
    """
    if {part.interval for part in first} != set(last):
        return False
    pairs = [(last[part.interval], part) for part in first if part.text]
    if not pairs or not all(_goes_on(above, part) for above, part in pairs):
        return False
    below = {part.interval for _, part in pairs}
    own = [part for part in last.values() if part.text and part.row_span == 1]
    values = [part for part in own if part.is_value]
    if values:
        return not all(value.interval in below for value in values)
    if any(part.interval not in below for part in own):
        return True
    severed = [is_wrapped(above, part.text) and above.text[-1] not in _ENDS for above, part in pairs]
    return all(severed) or any(len(above.text) > _LONG for (above, _), cut in zip(pairs, severed, strict=True) if cut)


def is_wrapped(above: Part, text: str) -> bool:
    """Whether `text` may follow a cell's text because its last line had no room for it, or closes its bracket."""
    return above.room < first_word(text) or _closes(above.text, text)


def _closes(above: str, text: str) -> bool:
    """Whether a bracket that is open at the end of one text is closed in the next."""
    for opening, closing in ("（）", "()", "《》", "“”"):
        if above.count(opening) > above.count(closing) and text.find(closing) >= 0:
            return opening not in text[: text.find(closing)]
    return False


def _goes_on(above: Part, part: Part) -> bool:
    """Whether a text can be the rest of the one above it."""
    if not above.text or squeeze(above.text) == squeeze(part.text):
        return False
    wrapped = is_wrapped(above, part.text)
    if part.is_value or above.is_value:
        return wrapped and part.is_value != above.is_value
    if is_marked(part.text):
        return len(above.text) > _LONGER
    return wrapped or len(above.text) > _LONG or part.text[0] in _CONTINUES


def reaching(
    last: Mapping[tuple[int, int], Part], first: Sequence[Part], labels: frozenset[tuple[int, int]]
) -> list[Part]:
    """Those of the first row's cells that are the rest of the label above them, from the left.

    `labels`: columns in which cells reach over several rows below the head.
    """
    found: list[Part] = []
    for part in sorted(first, key=lambda one: one.col):
        above = last.get(part.interval)
        if above is None or above.is_value:
            break
        spanning = above.row_span > 1 or part.row_span > 1
        if not above.text:
            # A label is printed once, at the foot of its cell perhaps: what is above it on the page before is blank.
            if part.is_value or not (above.row_span > 1 or (spanning and part.interval in labels)):
                break
            found.append(part)
            continue
        same = _AGAIN.sub("", squeeze(part.text)) == squeeze(above.text)
        if not (
            spanning and (same or part.text[0] in "（(" or _closes(above.text, part.text))
            if part.text
            else spanning or part.interval in labels
        ):
            break
        if same:
            part.text = ""
        found.append(part)
    return found if len(found) < len(first) else []


def _rows(parts: Sequence[Part], most: int) -> list[list[tuple[int, int, int, str]]]:
    """What the first rows hold."""
    rows: list[list[tuple[int, int, int, str]]] = [[] for _ in range(most)]
    for part in parts:
        if part.row < most:
            rows[part.row].append((part.col, part.col_span, part.row_span, _AGAIN.sub("", squeeze(part.text))))
    while rows and not rows[-1]:
        rows.pop()
    return [sorted(row) for row in rows]


def _is_heading(rows: Sequence[Sequence[tuple[int, int, int, str]]]) -> bool:
    """Whether rows hold nothing but short words."""
    texts = [text for row in rows for *_, text in row if text]
    return len(texts) > 1 and all(len(text) <= _HEADING and not any(map(str.isdigit, text)) for text in texts)
