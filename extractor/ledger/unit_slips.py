"""A sum that closes as soon as one number is read in the unit of its neighbours: 57.8元 among 万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.ledger.amounts import Amount, balance
from extractor.ledger.ledger import Ledger
from extractor.ledger.wording import MUST, arithmetic, quoted, units
from extractor.types import Fact, Finding

MONEY_UNITS = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
"""Units that reports write money in, by their worth in 元."""


def slipped_unit(ledger: Ledger, check: str, whole: Fact, parts: Sequence[Fact]) -> Iterator[Finding]:
    """Where exactly one part closes the sum in the unit of the total: the slip, and the sum that then holds.

    Silent where no part is printed in another unit or the sum stays open.
    """
    stated = ledger.amount(whole)
    amounts = [ledger.amount(part) for part in parts]
    if stated is None or any(amount is None for amount in amounts):
        return
    known = [amount for amount in amounts if amount is not None]
    if not all(amount.like(stated) for amount in known):
        return
    for at, (part, amount) in enumerate(zip(parts, known, strict=True)):
        if amount.scale == stated.scale or not amount.value:
            continue
        read = [*known[:at], rescaled(amount, stated.scale), *known[at + 1 :]]
        terms = [(1, a) for a in read]
        if balance(terms, stated).agreement != "holds":
            continue
        unit, right = part.quantity.unit or "", whole.quantity.unit or ""
        change = f"{part.quantity.value}{unit} → {part.quantity.value}{right}"
        slip = (
            f"{quoted(ledger, part)}的单位应为“{right}”：按{unit}计，各分项与{quoted(ledger, whole)}不符；"
            f"按{right}计，{len(parts)}项合计正好相符，请更正单位{MUST}。"
        )
        yield arithmetic(
            ledger,
            f"{check}.unit",
            "unit",
            [(1, p) for p in parts],
            whole,
            slip,
            verdict="inconsistent",
            severity="error",
            repair=change,
        )
        message = f"按“{change}”更正后，{quoted(ledger, whole)}等于所列{len(parts)}项之和。"
        yield arithmetic(
            ledger, check, "sum", [(1, p) for p in parts], whole, message, verdict="consistent", amounts=(terms, stated)
        )
        return


def slipped_total(ledger: Ledger, check: str, whole: Fact, parts: Sequence[Fact]) -> Finding | None:
    """Where the sum closes as soon as the total is read in another unit of money: 6.09万元 for 6.09亿元."""
    stated = ledger.amount(whole)
    known = [amount for part in parts if (amount := ledger.amount(part)) is not None]
    if stated is None or stated.base != "元" or len(known) < len(parts) or not stated.value:
        return None
    for unit, scale in MONEY_UNITS.items():
        read = rescaled(stated, scale)
        terms = [(1, amount) for amount in known]
        if scale == stated.scale or balance(terms, read).agreement != "holds":
            continue
        number = f"{whole.quantity.value}"
        message = (
            f"{quoted(ledger, whole)}的单位应为“{unit}”：所列{len(parts)}项合计{units(sum_of(known), read)}{unit}，"
            f"按{unit}计正好相符，请更正单位{MUST}。"
        )
        return arithmetic(
            ledger,
            f"{check}.unit",
            "unit",
            [(1, part) for part in parts],
            whole,
            message,
            verdict="inconsistent",
            severity="error",
            repair=f"{number}{whole.quantity.unit or ''} → {number}{unit}",
        )
    return None


def sum_of(amounts: Sequence[Amount]) -> Decimal:
    """Sum in the base unit."""
    return sum((amount.value for amount in amounts), Decimal(0))


def rescaled(amount: Amount, scale: Decimal) -> Amount:
    """The same digits in another magnitude of the same base unit."""
    factor = scale / amount.scale
    return amount._replace(value=amount.value * factor, ulp=amount.ulp * factor, scale=scale)
