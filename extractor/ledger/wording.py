"""How a finding is worded: the formula with its numbers, and a Chinese message for the clerk who must act on it.

An error must be corrected (应更正); anything weaker asks for an explanation (需说明), as the accounts software of the
finance offices distinguishes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.ledger.amounts import Amount, Balance, Term, balance, plain, stated_amount
from extractor.ledger.ledger import Ledger
from extractor.types import Fact, Finding, FindingKind, Severity, Span, Verdict

MUST = "（强制性：应更正）"
EXPLAIN = "（核实性：需说明）"


def sum_formula(terms: Sequence[Term], stated: Amount, result: Balance) -> str:
    """`12.5 + 7.5 = 20.0`, in the unit of the stated number; `≠` where the sum does not close."""
    shown = ""
    for sign, part in terms:
        digits = shown_in(part, stated)
        if not shown:
            shown = digits if sign > 0 else f"-{digits}"
        else:
            shown += f" + {digits}" if sign > 0 else f" - {digits}"
    if len(terms) > 1:
        relation = "=" if result.agreement == "holds" else f"= {units(result.computed, stated)} ≠"
        if result.agreement == "holds" and result.computed != result.stated:
            relation = f"= {units(result.computed, stated)} ≈"
    else:
        relation = "=" if result.computed == result.stated else "≈" if result.agreement == "holds" else "≠"
    return f"{shown} {relation} {shown_in(stated, stated)}"


def shown_in(part: Amount, stated: Amount) -> str:
    """The digits of `part` in the unit of `stated`, with its printed decimals where the units are the same."""
    if part.scale != stated.scale:
        return units(part.value, stated)
    value = part.value / part.scale
    places = -exponent_of(part)
    return format(value, f".{places}f") if places > 0 else plain(value)


def exponent_of(part: Amount) -> int:
    """Power of ten of the last printed place in the stated unit; 0 for an exact number."""
    if not part.ulp:
        return 0
    return (part.ulp / part.scale).adjusted()


def units(value: Decimal, stated: Amount) -> str:
    """A number of base units in the unit of `stated`, plain digits."""
    return plain(value / stated.scale)


def quoted(ledger: Ledger, fact: Fact) -> str:
    """What a message calls a fact: `“项目支出”73.57万元`."""
    name, number = ledger.name(fact), ledger.quote(fact)
    unit = fact.quantity.unit or ""
    if not number.endswith(unit):
        number += unit
    return named(name) + number


def named(name: str) -> str:
    """A name in quotation marks, unless it brings its own: `“项目支出”`, `“三公”经费`."""
    return name if not name or "“" in name else f"“{name}”"


def arithmetic(
    ledger: Ledger,
    check: str,
    kind: FindingKind,
    terms: Sequence[tuple[int, Fact]],
    stated: Fact,
    message: str,
    *,
    verdict: Verdict,
    severity: Severity = "info",
    amounts: tuple[Sequence[Term], Amount] | None = None,
    result: Balance | None = None,
    repair: str | None = None,
) -> Finding:
    """A finding about a signed sum of facts against a stated fact.

    `amounts` gives the numbers where they are not as printed (a part read in another unit), `result` the outcome where
    it is known already.
    """
    if amounts is None:
        target = _known(ledger, stated)
        parts = [(sign, _known(ledger, fact)) for sign, fact in terms]
    else:
        parts, target = list(amounts[0]), amounts[1]
    result = result or balance(parts, target)
    evidence: tuple[Span, ...] = (stated.quantity.span, *(fact.quantity.span for _, fact in terms))
    return Finding(
        check=check,
        kind=kind,
        verdict=verdict,
        severity=severity if verdict == "inconsistent" else "info",
        evidence=tuple(dict.fromkeys(evidence)),
        formula=sum_formula(parts, target, result),
        message=message,
        computed=units(result.computed, target),
        stated=units(result.stated, target),
        difference=units(result.difference, target),
        tolerance=plain(_short(result.tolerance / target.scale)),
        repair=repair,
    )


def _known(ledger: Ledger, fact: Fact) -> Amount:
    return ledger.amount(fact) or stated_amount(fact.quantity)


def _short(value: Decimal) -> Decimal:
    """A tolerance to three significant digits: more would only look exact."""
    if not value:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 2))
