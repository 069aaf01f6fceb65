"""The rule ranker: which candidate names the number, by the rules of the annotation guide."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.wording import load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate, Source
from extractor.tagger.words import cut
from extractor.types import Doc

_FIRST: tuple[Source, ...] = ("listed", "reference", "execution", "share", "item", "total", "change")
_LAST: tuple[Source, ...] = ("left", "row", "column", "label", "stage", "right", "earlier")


_RISES = ("提高", "提升", "上升", "增加", "增长", "下降", "降低", "减少", "扩大", "缩短", "降", "升", "增", "减")


def preferred(doc: Doc, anchor: Anchor, candidates: Sequence[Candidate]) -> int:
    """Index of the candidate that names the number by the rules; `candidates` has each way of naming once."""
    by = {c.source: c for c in candidates}
    return candidates.index(by[_choose(doc, anchor, by)])


def _choose(doc: Doc, anchor: Anchor, by: dict[Source, Candidate]) -> Source:
    for source in _FIRST:
        if source in by:
            return source
    left, right = by.get("left"), by.get("right")
    if "same" in by and left and left.span and doc[left.span].endswith(_RISES):
        return "same"
    if "same" in by and not left and not right:
        return "same"
    if right and _right_wins(doc, anchor, left, right, by.get("stage")):
        return "right"
    for source in _LAST:
        if source in by:
            return source
    return "none"


def _right_wins(doc: Doc, anchor: Anchor, left: Candidate | None, right: Candidate, stage: Candidate | None) -> bool:
    """The name stands behind the number."""
    kind = anchor.quantity.kind
    if left is None:
        return stage is None or kind not in ("money", "percent") or _only_verbs(doc, stage)
    if _only_verbs(doc, left):
        return True
    if kind == "duration" and left.span and cut(doc[left.span])[-1].tag[0] not in "nx":
        return True
    return kind in ("count", "duration", "measure") and _follows(doc, anchor, right)


def _follows(doc: Doc, anchor: Anchor, right: Candidate) -> bool:
    """A noun directly behind the number is what is counted, unless it names the next number."""
    if right.span is None:
        return False
    words = cut(doc[right.span])
    if words[0].is_verb or all(word.tag[0] == "v" for word in words):
        return False
    names_next = right.span.end == anchor.after.end < anchor.clause.end
    return not names_next or _ends_in_noun_unit(doc, anchor)


def _ends_in_noun_unit(doc: Doc, anchor: Anchor) -> bool:
    """The next number has a noun of its own behind it: 3个乡镇73个村."""
    follows = doc.text[anchor.after.end : anchor.clause.end].lstrip(
        "0123456789.余多近几百千万个名人项条份次户家件支所处"
    )
    return bool(follows) and follows[0] not in "，。；、,;）)" and cut(follows)[0].tag[0] not in "vpdcrufwy"


def _only_verbs(doc: Doc, candidate: Candidate) -> bool:
    if candidate.span is None:
        return True
    text = doc[candidate.span]
    wording = load_wording()
    if text in wording.light_verbs or text.endswith(("安排", "下达", "批复")):
        return True
    return all(w.is_verb or w.text in wording.light_verbs or w.tag[0] in "pdcu" for w in cut(text))
