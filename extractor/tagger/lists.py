"""Lists that give one number to each of several names: 水费、电费、差旅费分别为1万元、2万元、3万元."""

from __future__ import annotations

import re
from bisect import bisect_left

from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.phrases import left_phrase
from extractor.tagger.told import Told
from extractor.types import Doc, Span

_EACH = re.compile(r"分别(?P<share>占[^，。；]{0,24}?的?(?:比例|比重)?)?(?:约?[为是达有到]|完成|达到|实现|支出)*\s*$")
_JOIN = re.compile(r"\s*[、，,和及与]?\s*")
_AND = re.compile(r"以及|[和及与]")


def listed(doc: Doc, anchor: Anchor, told: Told) -> Candidate | None:
    """The name that belongs to the number by its place in the list; None where it is in no such list."""
    start = anchor.quantity.span.start
    if start not in told.listed:
        match = _EACH.search(doc[anchor.stretch]) if "分别" in doc[anchor.stretch] else None
        if match is None:
            return None
        numbers = _run(doc, anchor)
        if match["share"] and anchor.quantity.kind == "percent":
            told.listed.update(_by_facts(numbers, told))
        elif len(numbers) > 1:
            told.listed.update(_by_names(doc, anchor, numbers, match.start()))
    return told.listed.get(start)


def _run(doc: Doc, anchor: Anchor) -> list[int]:
    """Where the numbers of the list start, the one at hand first."""
    at = bisect_left(doc.quantities, anchor.quantity.span.start, key=lambda quantity: quantity.span.start)
    starts: list[int] = []
    end = anchor.quantity.span.start
    for quantity in doc.quantities[at:]:
        span = quantity.span
        if quantity.kind != anchor.quantity.kind or span.start >= anchor.sentence.end:
            break
        if not _JOIN.fullmatch(doc.text, end, span.start):
            break
        starts.append(span.start)
        end = span.end
    return starts


def _by_facts(numbers: list[int], told: Told) -> dict[int, Candidate]:
    """Shares of the things just told, one each."""
    facts = told.facts[-len(numbers) :]
    if len(numbers) < 2 or len(facts) < len(numbers) or any(fact.role in ("share", "change") for fact in facts):
        return {}
    return {
        start: Candidate(fact.indicator, "share")
        for start, fact in zip(numbers, facts, strict=True)
        if fact.indicator is not None
    }


def _by_names(doc: Doc, anchor: Anchor, numbers: list[int], end: int) -> dict[int, Candidate]:
    """As many names as numbers, in their order; nothing where their counts differ or two names share their head."""
    base = anchor.stretch.start
    pieces = _pieces(doc[anchor.stretch][:end], len(numbers))
    if pieces is None:
        return {}
    spans = []
    for start, stop in pieces:
        phrase = left_phrase(doc.text[base + start : base + stop])
        if phrase is None:
            return {}
        spans.append(Span(base + start + phrase.start, base + start + phrase.end))
    lengths = [span.end - span.start for span in spans]
    if len(spans) == 2 and 2 * lengths[0] < lengths[1]:
        return {}
    first = Candidate(spans[0], "left", spans[-1])
    return {numbers[0]: first} | {
        start: Candidate(span, "listed", spans[-1]) for start, span in zip(numbers[1:], spans[1:], strict=True)
    }


def _pieces(text: str, wanted: int) -> list[tuple[int, int]] | None:
    """The last `wanted` members of an enumeration, as start and end."""
    cuts = [(match.start(), match.end()) for match in re.finditer("、", text)]
    if len(cuts) + 1 < wanted:
        behind = cuts[-1][1] if cuts else 0
        joined = list(_AND.finditer(text, behind))
        if not joined or len(cuts) + 2 < wanted:
            return None
        cuts.append(joined[-1].span())
    starts = [0, *(stop for _, stop in cuts)]
    ends = [*(start for start, _ in cuts), len(text)]
    return list(zip(starts, ends, strict=True))[-wanted:]
