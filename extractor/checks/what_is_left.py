"""What is left or lacks of a number: 计划12座，完成11座，剩余1座; 4期 planned, 有1期未能举办, 3 in the score table.

They confirm only: what does not fit may be left of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from extractor.checks import check
from extractor.ledger.amounts import plain
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import counts_alike, family
from extractor.ledger.verdicts import holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, squeeze

_LEFT_BEFORE = re.compile(
    r"(?:剩余|其余|剩下|尚余|尚有|仍有|还有|余下|少|缺|差)[^，。；、\d]{0,14}$|剩余\d[^，。；]{0,12}[和及、]$|(?:^|[，。；])有$"
)
_LEFT_BEHIND = re.compile(r"[^，。；、\d]{0,8}(?:未|尚未|没有|推迟|延期|因)")
_ROLES = frozenset({"actual", "target", "final"})
_WORN = frozenset("的了年度计划完成实际全部工作项目个数量情况")
"""Characters that names of different things share."""
_NEAR = 3
_MOST = 60


@check("delta.rest")
def rests(ledger: Ledger) -> Iterator[Finding]:
    """A count that is called a rest, and the nearest two numbers of its unit that differ by it."""
    counts = [f for f in ledger.of_kind("count", "measure") if f.role in _ROLES and f.quantity.value is not None]
    by_family: dict[str, list[Fact]] = {}
    for fact in counts:
        by_family.setdefault(family(fact.quantity.unit), []).append(fact)
    for rest in ledger.in_prose("count"):
        if rest.quantity.value and rest.role != "share" and _called_rest(ledger, rest):
            found = _pair(ledger, rest, by_family.get(family(rest.quantity.unit), ())) or _of_row(ledger, rest)
            if found is not None:
                yield _left(ledger, rest, *found)


def _called_rest(ledger: Ledger, fact: Fact) -> bool:
    end = fact.quantity.span.end
    behind = squeeze(ledger.doc.text[end : end + 14])
    before = squeeze(ledger.before(fact, 20))
    if before.endswith("有"):
        return bool(_LEFT_BEHIND.match(behind))
    return bool(_LEFT_BEFORE.search(before))


def _pair(ledger: Ledger, rest: Fact, counts: Sequence[Fact]) -> tuple[Fact, Fact] | None:
    """The whole and the part before it in its chapter that differ by it and share a word with it."""
    before = [f for f in counts if f.quantity.span < rest.quantity.span and ledger.table(f) is None][-_MOST:]
    words, own = _words(ledger, rest), set(ledger.name(rest)) - _WORN
    alike = [f for f in reversed(before) if counts_alike(f, rest)]
    near = [f for f in alike if _words(ledger, f) & words or own & set(ledger.name(f))]
    for part, whole in product(near, near):
        a, b = whole.quantity.value, part.quantity.value
        if a is None or b is None or a <= b or a - b != rest.quantity.value:
            continue
        together = ledger.distance(whole, part) <= 1
        if together and (ledger.distance(part, rest) <= _NEAR or rest.role == "target"):
            return whole, part
    return None


def _of_row(ledger: Ledger, rest: Fact) -> tuple[Fact, Fact] | None:
    """Target and result of the row of the score table whose name shares a word with it."""
    words = _words(ledger, rest)
    for row in indicator_rows(ledger):
        target, actual = row.target_fact, row.actual_fact
        if target is None or actual is None or target.quantity.value is None or actual.quantity.value is None:
            continue
        alike = year(target) == year(rest) and target.quantity.kind == "count" and counts_alike(target, rest)
        gap = target.quantity.value - actual.quantity.value
        if alike and gap == rest.quantity.value and _pairs(row.label) & words:
            return target, actual
    return None


def _words(ledger: Ledger, fact: Fact) -> set[str]:
    """Pairs of characters of the name and of what stands behind the number."""
    end = fact.quantity.span.end
    behind = re.split(r"[，。；、（(\d]", squeeze(ledger.doc.text[end : end + 12]))[0]
    before = re.split(r"[，。；、（(\d]", squeeze(ledger.before(fact, 8)))[-1]
    return _pairs(ledger.name(fact)) | _pairs(behind) | _pairs(before)


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _left(ledger: Ledger, rest: Fact, whole: Fact, part: Fact) -> Finding:
    a, b, c = (fact.quantity.value or Decimal(0) for fact in (whole, part, rest))
    spans = (rest.quantity.span, whole.quantity.span, part.quantity.span)
    message = f"{quoted(ledger, rest)}等于{quoted(ledger, whole)}与{quoted(ledger, part)}之差"
    return holds("delta.rest", "delta", spans, f"{plain(a)} - {plain(b)} = {plain(c)}", message)
