"""Parts announced under a whole: 其中, 包括, 分别为, 由…组成, a colon, a bracket, an enumeration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.structure.brackets import is_sheltered, pairs
from extractor.structure.members import CUE, MOST_PIECES, Part, enumerated, next_number, parts_from
from extractor.structure.parts import Piece, amount, marker, past_marker, pieces
from extractor.structure.wholes import whole_before
from extractor.types import Listing, Span

_OPENING_CUE = re.compile(r"(?:由|为(?!(?:年初|全年|调整后?|当年|上年|去年)?(?:预算|计划|任务|目标))|即|含)(?=[^\d\s])")
_ANNOUNCED = re.compile(r"(?:具体|构成|明细|分项|分别|情况|如下|其中|包括|组成|用于|方面)[^\d]{0,8}$")
_BRACKET = re.compile("[（(]")
_HINT = re.compile(
    r"[：:（(其包分具构由为即含](?:(?<=[：:（(])|(?<=其)中|(?<=包)[括含]|(?<=[分具构])[别体成][为是]"
    r"|(?<=[由为即含])(?:(?<![一-鿿].)|(?<=[及其和与并].)))"
)
"""Whatever may announce parts; an opening cue begins a piece, so it follows a mark or a joint."""
_TWO_NUMBERS = re.compile(r"\d\D+\d")
_NEAR = 40
"""Lists back to which a cue is looked up; keeps the work linear."""


def listings(text: str, span: Span) -> tuple[Listing, ...]:
    """The lists of a paragraph or cell, outer before inner.

    A head holds an amount in the unit of the parts, which are one for 其中 and two or more otherwise. A part
    that is itself the head of a list is cut before that list, so that each part holds one amount of its own,
    with the shares (占…) that describe it.
    """
    first = _HINT.search(text, *span)
    if first is None or _TWO_NUMBERS.search(text, *span) is None:
        return ()
    hints = [hint.start() for hint in _HINT.finditer(text, first.start(), span.end)]
    found: list[Listing] = []
    cut = pieces(text, span)
    nth = 0
    for at, piece in enumerate(cut):
        while nth < len(hints) and hints[nth] < piece.start:
            nth += 1
        if nth == len(hints):
            break
        if hints[nth] > piece.end:
            continue
        for cue, head_end, body in _cues(text, cut, at):
            listing = _read(text, span, cut, at, cue, head_end, body, found[-_NEAR:])
            if listing:
                found.append(listing)
                found.extend(_shares(text, cut, at, listing))
        if _BRACKET.search(text, piece.start, piece.end):
            found.extend(_bracketed(text, piece))
    unique = {listing.items: listing for listing in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda listing: (listing.items[0].start, -listing.items[-1].end)))


def continued(text: str, spans: Sequence[Span]) -> list[Span]:
    """Paragraphs joined with the numbered lines that they announce: `具体为：` and (1), (2) … on lines of their own."""
    joined: list[Span] = []
    numbered: str | None = None
    for span in spans:
        own = marker(text, span.start, span.end)
        if joined and own and own == numbered:
            joined[-1] = Span(joined[-1].start, span.end)
            numbered = next_number(own)
            continue
        joined.append(span)
        numbered = None
        if text[span.end - 1] in "：:":
            follows = marker(text, span.end, len(text))
            numbered = follows if follows and follows.strip("（()）.．、") in ("1", "一", "①", "⑴") else None
    return joined


def _cues(text: str, cut: list[Piece], at: int) -> list[tuple[str, int, int]]:
    """Cue, end of the head and start of the body for the piece `at`: at most one."""
    piece = cut[at]
    start = past_marker(text, piece.start, piece.end)
    found = _OPENING_CUE.match(text, start, piece.end) or _first_cue(text, start, piece.end)
    if found:
        body = found.end()
        if not amount(text, body, piece.end) and piece.mark == "：" and body + 10 >= piece.end:
            body = piece.end + 1
        elif body == piece.end:
            body += 1
        return [(found.group(), found.start(), body)]
    if piece.mark == "：" and (amount(text, start, piece.end) or _ANNOUNCED.search(text, start, piece.end)):
        return [("：", piece.end, piece.end + 1)]
    return []


def _first_cue(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first cue outside brackets; a bracket's own is read with the bracket."""
    cues = CUE.finditer(text, start, end)
    return next((cue for cue in cues if not is_sheltered(text, cue.start(), start, end)), None)


def _read(
    text: str, span: Span, cut: list[Piece], at: int, cue: str, head_end: int, body: int, known: list[Listing]
) -> Listing | None:
    first = next((n for n in range(at, len(cut)) if cut[n].end > body), None)
    if first is None:
        return None
    items = enumerated(text, body, span.end) or parts_from(text, cut, first, body)
    if not items:
        return None
    head = whole_before(text, span, cut, at, head_end, items, known)
    nested = head is not None and any(head.start in range(i.start, i.end + 1) for one in known for i in one.items)
    if head is None or (len(items) < 2 and cue != "其中" and not (cue == "：" and nested)):
        return None
    return Listing(head, cue, tuple(Span(item.start, item.end) for item in items))


def _shares(text: str, cut: list[Piece], at: int, listing: Listing) -> list[Listing]:
    """Parts of a part that are shown by their shares: `基本支出20万元，占…，人员12万元，占基本支出的60%，…`."""
    found = []
    bounds = [item.end for item in listing.items]
    for n, item in enumerate(listing.items):
        if "占" not in text[item.start : item.end]:
            continue
        own = amount(text, item.start, item.end)
        if own is None or "占" not in text[own.end : item.end]:
            continue
        name = text[item.start : own.start].strip()
        until = listing.items[n + 1].start if n + 1 < len(bounds) else len(text)
        parts: list[Part] = []
        inner = [p for p in cut[at : at + MOST_PIECES] if item.end < p.end and p.start < until]
        for piece, share in pairwise(inner):
            part = amount(text, piece.start, piece.end)
            if "。" in piece.mark or "；" in piece.mark:
                break
            if part and part.unit == own.unit and text.startswith(f"占{name}", share.start):
                parts.append(Part(piece.start, share.end, part))
        if len(parts) > 1:
            found.append(Listing(item, "占", tuple(Span(p.start, p.end) for p in parts)))
    return found


def _bracketed(text: str, piece: Piece) -> list[Listing]:
    """Parts in a bracket behind their whole: `人员经费160万元（工资100万元、津贴60万元）`."""
    found = []
    for opening, closing in pairs(text, piece.start, piece.end):
        if text[opening] not in "（(" or closing - opening < 6:
            continue
        whole = amount(text, piece.start, opening)
        inner = pieces(text, Span(opening + 1, closing))
        cue = re.match(r"\s*(?:其中|包括|包含|含|分别为)[：:，]?", text[opening + 1 : closing])
        if not whole or opening - whole.end > 4 or not inner:
            continue
        body = opening + 1 + (cue.end() if cue else 0)
        first = next((n for n, p in enumerate(inner) if p.end > body), None)
        parts = parts_from(text, inner, first, body) if first is not None else []
        if parts and parts[0].amount.unit == whole.unit and (len(parts) > 1 or (cue and "其中" in cue.group())):
            head = Span(past_marker(text, piece.start, opening), opening)
            found.append(Listing(head, "其中" if cue else "（", tuple(Span(p.start, p.end) for p in parts)))
    return found
