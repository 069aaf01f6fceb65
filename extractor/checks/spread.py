"""An economic item listed in several places and stated once as a whole: 公务接待费 of 基本支出 and of each programme
against 公务接待 of the “三公”经费."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.checks import check
from extractor.ledger.amounts import balance
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.wording import MUST, arithmetic, quoted, units
from extractor.lexicon.identities import Spread, load_spread
from extractor.types import Fact, Finding, squeeze


@check("sum.spread")
def spread_items(ledger: Ledger) -> Iterator[Finding]:
    """Items of the same kind under different owners against their whole; exceeding it is an error."""
    spread = load_spread()
    for metric in spread.items:
        facts = ledger.stated(metric, "final")
        for whole in _wholes(ledger, facts, spread):
            items = _items(ledger, [fact for fact in facts if year(fact) == year(whole)], spread)
            stated = ledger.amount(whole)
            if not items or stated is None or whole in items:
                continue
            amounts = [(1, amount) for fact in items if (amount := ledger.amount(fact)) is not None]
            result = balance(amounts, stated)
            terms = [(1, fact) for fact in items]
            if result.agreement == "holds" and len(items) > 1:
                message = f"各处所列{len(items)}项与{quoted(ledger, whole)}相符。"
                yield arithmetic(ledger, "sum.spread", "sum", terms, whole, message, verdict="consistent")
            elif result.agreement == "fails" and result.difference > 0:
                unit = whole.quantity.unit or ""
                message = (
                    f"各支出明细中所列共{units(result.computed, stated)}{unit}，"
                    f"比{quoted(ledger, whole)}多{units(result.difference, stated)}{unit}，两处应当一致，请核对{MUST}。"
                )
                yield arithmetic(
                    ledger, "sum.spread", "sum", terms, whole, message, verdict="inconsistent", severity="error"
                )


def _wholes(ledger: Ledger, facts: Sequence[Fact], spread: Spread) -> list[Fact]:
    """Statements beside the whole in narrative; the first of each amount."""
    found: dict[object, Fact] = {}
    for fact in facts:
        amount = ledger.amount(fact)
        if amount is not None and ledger.table(fact) is None and _beside_whole(ledger, fact, spread):
            found.setdefault((year(fact), amount.value), fact)
    return list(found.values())


def _beside_whole(ledger: Ledger, fact: Fact, spread: Spread) -> bool:
    before = [other for other in ledger.within(ledger.sentence(fact)) if other.quantity.span < fact.quantity.span]
    return any(other.metric == spread.whole_beside for other in before)


def _items(ledger: Ledger, facts: Sequence[Fact], spread: Spread) -> list[Fact]:
    """The first statement of the item under each owner, in narrative."""
    found: dict[object, Fact] = {}
    for fact in facts:
        if ledger.table(fact) is not None or ledger.amount(fact) is None or _beside_whole(ledger, fact, spread):
            continue
        owner = _owner(ledger, fact, spread)
        if owner is not None:
            found.setdefault((owner.metric, squeeze(owner.scope or "") or ledger.name(owner)), fact)
    return list(found.values())


def _owner(ledger: Ledger, fact: Fact, spread: Spread) -> Fact | None:
    """What the item is listed under: the last owner before it in its paragraph."""
    before = [other for other in ledger.within(ledger.paragraph(fact)) if other.quantity.span < fact.quantity.span]
    return next(
        (other for other in reversed(before) if other.metric in spread.owners and other.role == fact.role), None
    )
