"""Scope: verbatim words that tell a fact from others of the same metric."""

from __future__ import annotations

import re

from extractor.tagger.anchors import Anchor
from extractor.tagger.candidates import Candidate
from extractor.tagger.metrics import is_narrower
from extractor.tagger.told import Told
from extractor.types import Doc

_ROUND = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}届[省市县区州旗]委)?第[一二三四五六七八九十]{1,3}轮(?:[、和至]第?[一二三四五六七八九十]{1,3}轮)*(?:巡察|常规巡察|专项巡察)?"
)
_PROGRAMME = re.compile(r"(?:常规|专项|机动|交叉|提级|村（社区）|村\(社区\)|村居|联动)巡[察查]")


def narrative_scope(doc: Doc, anchor: Anchor, metric: str | None, chosen: Candidate, told: Told) -> str | None:
    """Of money, the name of a part that has the metric of its whole; of inspection work, the nearest round or
    programme before the number in its sentence."""
    if metric is None:
        return None
    if anchor.quantity.kind == "money" and chosen.span:
        if chosen.source in ("left", "right", "earlier") and is_narrower(doc[chosen.span], metric):
            return doc[chosen.span]
        if chosen.source == "stage" and told.named and told.named.metric == metric:
            return told.named.scope
    if not metric.startswith("inspection."):
        return None
    words = doc.text[anchor.sentence.start : anchor.quantity.span.end]
    rounds = [m.group() for m in _ROUND.finditer(words)]
    programmes = [m.group() for m in _PROGRAMME.finditer(words)]
    found = rounds or programmes
    return found[-1] if found else None
