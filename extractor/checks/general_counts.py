"""Counts of kinds that together are a count told elsewhere: 常规巡察1轮次, 专项巡察1轮次 against 巡察2轮次.

The general name ends every special one. Another statement may count other things, so a sum that does not close says
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.amounts import balance
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.wording import arithmetic, quoted
from extractor.types import Fact, Finding

_SHORTEST_NAME = 2
_MOST_PARTS = 12


@check("sum.kinds")
def kinds(ledger: Ledger) -> Iterator[Finding]:
    """Counts of one metric and unit in a sentence or row against one count of the same metric elsewhere."""
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in ledger.of_kind("count"):
        if fact.metric and fact.role == "actual" and ledger.amount(fact) is not None:
            groups[fact.metric, fact.quantity.unit, year(fact), ledger.sentence(fact)].append(fact)
    for parts in groups.values():
        names = {ledger.name(part) for part in parts}
        if 1 < len(parts) <= _MOST_PARTS and len(names) == len(parts):
            yield from _wholes(ledger, parts, names)


def _wholes(ledger: Ledger, parts: list[Fact], names: set[str]) -> Iterator[Finding]:
    near = ledger.statements_near(parts[0].metric or "", "actual", parts[0].period, parts[0])
    for whole in near:
        name, stated = ledger.name(whole), ledger.amount(whole)
        special = all(other.endswith(name) and other != name for other in names)
        if whole in parts or stated is None or len(name) < _SHORTEST_NAME or not special:
            continue
        known = [(1, amount) for part in parts if (amount := ledger.amount(part)) is not None and amount.like(stated)]
        if len(known) == len(parts) and balance(known, stated).agreement == "holds":
            terms = [(1, part) for part in parts]
            message = f"{quoted(ledger, whole)}等于分类所列{len(parts)}项之和。"
            yield arithmetic(ledger, "sum.kinds", "sum", terms, whole, message, verdict="consistent")
            return
