"""What makes a fact hard to read: tags that a script can tell from the annotation."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from .passages import Passages

TELL = {
    "cell": "the number stands in a table",
    "number_first": "the number stands before its indicator: 派出9个*巡察组*",
    "earlier_clause": "the indicator stands in an earlier clause of the sentence",
    "earlier_sentence": "the indicator stands in an earlier sentence or a heading",
    "list": "a number in a list of numbers: 3辆、12台和40套",
    "shared_noun": "one indicator for two or more numbers",
    "share": "a share: 占…的",
    "change": "a change: 比上年, 增加, 调减",
    "bracketed": "the indicator holds, or stands in, brackets, quotes or a title",
    "no_metric": "the catalogue has no metric for it",
    "scoped": "a programme, round or body tells it from others",
    "other_year": "its period is not in the report's fiscal year",
    "unit_elsewhere": "the unit is not printed with the number",
    "comparator": "with a comparator or an approximation",
}
"""Tag -> what it says. Narrative only: the order and clause tags, `list` and `shared_noun`."""
_BETWEEN = re.compile(r"[^，。；：:;,\n\t]*(?:、|和|及|与)[^，。；：:;,\n\t]*")
_CLAUSE = re.compile(r"[，；：,;:]")
_OPEN, _CLOSE = "（(“「『《〈‘【", "）)”」』》〉’】"


class Phenomena:
    """The tags of the facts of one report."""

    def __init__(self, text: str, gold: dict[str, Any], passages: Passages, cells: set[int]) -> None:
        """`cells`: the starts of quantities that stand in tables."""
        self._text, self._gold, self._passages, self._cells = text, gold, passages, cells
        narrative = [f for f in gold["facts"] if self._quantity(f)["start"] not in cells]
        self._named = Counter(tuple(fact["indicator"]) for fact in narrative)
        spans = [(self._quantity(f)["start"], self._quantity(f)["end"]) for f in narrative]
        self._listed = {
            start
            for (one, end), (other, last) in pairwise(spans)
            if passages.together(one, last - 1) and _BETWEEN.fullmatch(text, end, other)
            for start in (one, other)
        }

    def of(self, fact: dict[str, Any]) -> list[str]:
        """The tags of one fact, in the order of `TELL`."""
        quantity = self._quantity(fact)
        words, (start, end) = self._text[slice(*fact["indicator"])], fact["indicator"]
        narrative = quantity["start"] not in self._cells
        near = self._passages.together(start, quantity["start"])
        earlier = narrative and end <= quantity["start"]
        tags = {
            "cell": not narrative,
            "number_first": narrative and start >= quantity["end"],
            "earlier_clause": earlier and near and bool(_CLAUSE.search(self._text, end, quantity["start"])),
            "earlier_sentence": earlier and not near,
            "list": quantity["start"] in self._listed,
            "shared_noun": narrative and self._named[start, end] > 1,
            "share": fact["role"] == "share",
            "change": fact["role"] == "change",
            "bracketed": bool({*_OPEN, *_CLOSE} & {*words}) or self._enclosed(start, end),
            "no_metric": fact["metric"] is None,
            "scoped": fact["scope"] is not None,
            "other_year": not fact["period"].startswith(str(self._gold["meta"]["fiscal_year"])),
            "unit_elsewhere": quantity["unit_source"] in ("header", "caption", "context"),
            "comparator": quantity["comparator"] != "eq",
        }
        return [tag for tag in TELL if tags[tag]]

    def _enclosed(self, start: int, end: int) -> bool:
        around = self._text[start - 1 : start] + self._text[end : end + 1]
        return len(around) == 2 and around[0] in _OPEN and around[1] in _CLOSE

    def _quantity(self, fact: dict[str, Any]) -> dict[str, Any]:
        quantity: dict[str, Any] = self._gold["quantities"][fact["quantity"]]
        return quantity
