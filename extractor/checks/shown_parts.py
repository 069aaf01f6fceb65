"""其中 rows of a table: they list some parts of the row above, so together they are no more than it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.ledger.amounts import Amount, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.rows import UNNUMBERED, Row, sides
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted, shown_in, units
from extractor.types import Fact, Finding, Severity

_DEEPEST = 40
"""Blanks before a label."""


@check("logic.shown_parts")
def shown_parts(ledger: Ledger) -> Iterator[Finding]:
    """The parts of each column against its whole; where they add up to it, the sums of rows say so."""
    for rows in sides(ledger):
        for at, row in enumerate(rows):
            if row.of_which and at and not rows[at - 1].of_which and rows[at - 1].facts:
                parts = _listed(ledger, rows, at)
                for col, whole in rows[at - 1].facts.items():
                    listed = [part.facts[col] for part in parts if col in part.facts]
                    found = _bounded(ledger, whole, listed)
                    if found is not None and (found.verdict == "consistent" or not _of_outer(ledger, rows, at, col)):
                        yield found


def _of_outer(ledger: Ledger, rows: Sequence[Row], at: int, col: int) -> bool:
    """Whether the list may be a second one of a row further up: 粮食, 其中：夏粮, 秋粮, 其中：小麦."""
    earlier = [n for n in range(1, at - 1) if rows[n].of_which and not rows[n - 1].of_which]
    if not earlier:
        return False
    part, outer = rows[at].facts.get(col), rows[earlier[-1] - 1].facts.get(col)
    small, large = (ledger.amount(fact) if fact is not None else None for fact in (part, outer))
    return small is not None and large is not None and small.like(large) and small.value <= large.value


def _listed(ledger: Ledger, rows: Sequence[Row], at: int) -> list[Row]:
    """The 其中 row and the rows that go on with its list: 其中 rows, and rows indented at least as far."""
    first = _indent(ledger, rows[at])
    found = [rows[at]]
    for row in rows[at + 1 :]:
        deeper = first and row.depth == UNNUMBERED and not row.is_total and _indent(ledger, row) >= first
        if not row.facts or not (row.of_which or deeper):
            break
        found.append(row)
    return found


def _indent(ledger: Ledger, row: Row) -> int:
    """Blanks before the label in its cell."""
    place = next(iter(row.facts.values())).quantity.place if row.facts else None
    if place is None or not place.row_labels:
        return 0
    start = place.row_labels[-1].span.start
    before = ledger.doc.text[max(0, start - _DEEPEST) : start]
    return len(before) - len(before.rstrip(" \u3000\xa0"))


def _bounded(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> Finding | None:
    stated = ledger.amount(whole)
    if stated is None or whole.role in ("weight", "score") or whole.quantity.kind == "percent":
        return None
    alike: list[tuple[Fact, Amount]] = []
    for part in parts:
        amount = ledger.amount(part)
        if amount is not None and amount.like(stated):
            alike.append((part, amount))
    if not any(amount.value for _, amount in alike):
        return None
    result = balance([(1, amount) for _, amount in alike], stated)
    if result.agreement != "fails":
        return None
    evidence = (whole.quantity.span, *(part.quantity.span for part, _ in alike))
    total = " + ".join(shown_in(amount, stated) for _, amount in alike)
    if result.difference < 0:
        message = f"所列其中项合计不超过{quoted(ledger, whole)}"
        return holds("logic.shown_parts", "logic", evidence, f"{total} ≤ {shown_in(stated, stated)}", message)
    unit = whole.quantity.unit or ""
    message = (
        f"所列其中项合计{units(result.computed, stated)}{unit}，超过{quoted(ledger, whole)}，部分不能大于整体，请核对"
    )
    severity: Severity = "error" if len(alike) == 1 else "warning"
    return fails(
        "logic.shown_parts",
        "logic",
        severity,
        evidence,
        f"{total} > {shown_in(stated, stated)}",
        message,
        computed=units(result.computed, stated),
        stated=units(result.stated, stated),
        difference=units(result.difference, stated),
    )
