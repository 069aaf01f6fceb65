"""Scope: verbatim words that tell a fact from others of the same metric."""

from __future__ import annotations

import re

from extractor.tagger.anchors import Anchor
from extractor.types import Doc

_ROUND = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}届[省市县区州旗]委)?第[一二三四五六七八九十]{1,3}轮(?:[、和至]第?[一二三四五六七八九十]{1,3}轮)*(?:巡察|常规巡察|专项巡察)?"
)
_PROGRAMME = re.compile(r"(?:常规|专项|机动|交叉|提级|村（社区）|村\(社区\)|村居|联动)巡[察查]")


def narrative_scope(doc: Doc, anchor: Anchor, metric: str | None) -> str | None:
    """The nearest round or programme of inspection work before the number in its sentence."""
    if metric is None or not metric.startswith("inspection."):
        return None
    words = doc.text[anchor.sentence.start : anchor.quantity.span.end]
    rounds = [m.group() for m in _ROUND.finditer(words)]
    programmes = [m.group() for m in _PROGRAMME.finditer(words)]
    found = rounds or programmes
    return found[-1] if found else None
