"""The rule ranker: which candidate names the number, by the rules of the annotation guide."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.lexicon.wording import load_wording
from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate, Source
from extractor.tagger.words import cut
from extractor.types import Doc

RELIABILITY: dict[Source, float] = {
    "left": 0.94,
    "right": 0.93,
    "change": 0.88,
    "share": 0.95,
    "stage": 0.9,
    "same": 0.85,
    "earlier": 0.6,
    "item": 0.9,
    "total": 0.95,
    "row": 0.97,
    "column": 0.97,
    "label": 0.97,
    "none": 0.3,
}
"""Share of facts with such an indicator that were right."""


class RuleRanker:
    """Applies the rules in a fixed order; the first that fits gets the reliability of its kind."""

    def rank(self, doc: Doc, anchor: Anchor, candidates: Sequence[Candidate]) -> Sequence[float]:
        """Probabilities in the order of `candidates`."""
        chosen = self._choose(doc, anchor, {c.source: c for c in candidates})
        sure = RELIABILITY[chosen]
        others = max(1, len(candidates) - 1)
        return [sure if c.source == chosen else (1 - sure) / others for c in candidates]

    def _choose(self, doc: Doc, anchor: Anchor, by: dict[Source, Candidate]) -> Source:
        for source in ("share", "item", "total", "same", "change"):
            if source in by:
                return source
        left, right = by.get("left"), by.get("right")
        if right and (
            not left
            or (anchor.quantity.kind in ("count", "duration", "measure")
            and self._follows(doc, anchor, left, right))
        ):
            if left or "stage" not in by or anchor.quantity.kind not in ("money", "percent"):
                return "right"
        if right and left and self._only_verbs(doc, left):
            return "right"
        if left and not (self._only_verbs(doc, left) and "earlier" in by and not right and len(doc[left.span]) < 2):
            return "left"
        for source in ("stage", "right", "earlier", "left"):
            if source in by:
                return source
        return "none"

    def _follows(self, doc: Doc, anchor: Anchor, left: Candidate, right: Candidate) -> bool:
        """The noun stands behind its number: 对20个县直单位."""
        if self._only_verbs(doc, left):
            return True
        if right.span is None:
            return False
        first = cut(doc[right.span])[0]
        if first.tag[0] == "v":
            return False
        return not (
            right.span.end == anchor.after.end
            and anchor.after.end < anchor.clause.end
            and doc.text[anchor.after.end].isdigit()
            and not self._ends_in_noun_unit(doc, anchor)
        )

    def _ends_in_noun_unit(self, doc: Doc, anchor: Anchor) -> bool:
        """The next number has a noun of its own behind it: 3个乡镇73个村."""
        follows = doc.text[anchor.after.end : anchor.clause.end].lstrip(
            "0123456789.余多近几百千万个名人项条份次户家件支所处"
        )
        return bool(follows) and follows[0] not in "，。；、,;）)" and cut(follows)[0].tag[0] in "nx"

    def _only_verbs(self, doc: Doc, candidate: Candidate) -> bool:
        if candidate.span is None:
            return True
        text = doc[candidate.span]
        wording = load_wording()
        if text in wording.light_verbs or text in wording.stage_words:
            return True
        return all(w.is_verb or w.tag[0] in "pdcu" for w in cut(text))
