"""Which single change of a printed number would close the most checks: a hypothesis for the clerk, never applied.

Slips of the hand are few: a decimal point that moved, two digits swapped, one digit mistyped, a unit of the
neighbours lost, a number copied from the line above. A change counts by the checks it closes less those it breaks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.unit_slips import MONEY_UNITS, rescaled
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span

_RELATION = re.compile(r" [=≈≠≤] ")
_SIGN = re.compile(r" ([+-]) ")
_MOST_TERMS = 40
"""A longer sum has too many single changes that close it for any of them to be a hypothesis."""
_MOST_FAILING = 60
_RANK = {"restated": -1, "unit": 0, "shift": 1, "copy": 2, "swap": 3, "digit": 4, "value": 5}
_WORDS = {
    "restated": "他处写作此数",
    "unit": "单位误写",
    "shift": "小数点错位",
    "copy": "误抄他处数字",
    "swap": "数字前后颠倒",
    "digit": "一位数字误写",
    "value": "数值误写",
}


@dataclass(frozen=True, slots=True)
class Equation:
    """A finding read back as arithmetic."""

    finding: Finding
    whole: Fact
    terms: tuple[tuple[int, Fact], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.whole, *(fact for _, fact in self.terms))


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of one number, wherever the report repeats it."""

    fact: Fact
    amount: Amount
    slip: str
    closes: tuple[Finding, ...]
    breaks: int

    @property
    def order(self) -> tuple[int, int, int]:
        """The better, the smaller."""
        return (self.breaks - len(self.closes), _RANK[self.slip], self.fact.quantity.span.start)


def equations(ledger: Ledger, findings: Sequence[Finding]) -> list[Equation]:
    """Sums and restatements among `findings` whose numbers are facts with an exact amount."""
    by_place = {fact.quantity.span: fact for fact in ledger.facts}
    found = []
    for finding in findings:
        if finding.kind not in ("sum", "delta", "match") or finding.verdict == "unverifiable":
            continue
        facts = [by_place.get(span) for span in finding.evidence]
        known = [fact for fact in facts if fact is not None and ledger.amount(fact) is not None]
        signs = [1, *(1 if sign == "+" else -1 for sign in _SIGN.findall(_RELATION.split(finding.formula)[0]))]
        if len(known) == len(facts) and len(signs) == len(known) - 1 <= _MOST_TERMS:
            found.append(Equation(finding, known[0], tuple(zip(signs, known[1:], strict=True))))
    return found


def best_repairs(ledger: Ledger, findings: Sequence[Finding]) -> list[Repair]:
    """For the failing sums the best change each, without changes that are no better than another one."""
    all_ = equations(ledger, findings)
    failing = [e for e in all_ if e.finding.verdict == "inconsistent" and e.finding.kind != "match"][:_MOST_FAILING]
    if not failing:
        return []
    using: dict[object, list[Equation]] = defaultdict(list)
    for equation in all_:
        for statement in dict.fromkeys(_statement(ledger, fact) for fact in equation.facts):
            using[statement].append(equation)
    printed: dict[Decimal, int] = defaultdict(int)
    for fact in ledger.facts:
        if (amount := ledger.amount(fact)) is not None:
            printed[amount.value] += 1
    chosen = []
    for equation in failing:
        repairs = sorted(
            (
                _weigh(ledger, fact, amount, slip, using[_statement(ledger, fact)])
                for fact in {fact.quantity.span: fact for fact in equation.facts}.values()
                for amount, slip in _changes(ledger, equation, fact, printed)
            ),
            key=lambda repair: repair.order,
        )
        if not repairs or repairs[0].order[0] >= 0:
            continue
        rivals = [repair for repair in repairs[1:] if repair.order[:2] == repairs[0].order[:2]]
        if rivals or (repairs[0].slip == "value" and len(repairs[0].closes) < 2):
            continue
        chosen.append(repairs[0])
    return chosen


def _statement(ledger: Ledger, fact: Fact) -> tuple[object, ...]:
    """What the number says: the same statement printed twice would be repaired twice."""
    return ledger.once(_statements)[fact.quantity.span]


def _statements(ledger: Ledger) -> dict[Span, tuple[object, ...]]:
    found: dict[Span, tuple[object, ...]] = {}
    for fact in ledger.facts:
        amount, span = ledger.amount(fact), fact.quantity.span
        place = span if fact.metric is None else None
        found[span] = fact.metric, fact.role, year(fact), fact.scope, amount and amount.value, place
    return found


def _changes(
    ledger: Ledger, equation: Equation, fact: Fact, printed: Mapping[Decimal, int]
) -> Iterator[tuple[Amount, str]]:
    """Amounts that close `equation` in place of `fact` and that a slip of the hand turns into the printed one."""
    now = ledger.amount(fact)
    if now is None or not now.value or fact.quantity.kind in ("score", "percent"):
        return
    needed, room = _needed(ledger, equation, fact)
    if needed in ledger.once(_values_by_name).get(ledger.name(fact), ()):
        yield replace(now, value=needed), "restated"
        return
    for changed, slip in _slips(now):
        near = abs(changed.value - needed) <= room + changed.ulp
        if near and _closes(ledger, equation, {fact.quantity.span: changed}):
            yield changed, slip
    digits = _digits(now)
    target = format((needed / now.scale).normalize(), "f")
    if needed > 0 and len(target) == len(digits) and sum(a != b for a, b in zip(target, digits, strict=True)) == 1:
        yield replace(now, value=needed), "digit"
    elif needed > 0 and printed.get(now.value, 0) > 1 and printed.get(needed, 0) > 0:
        yield replace(now, value=needed), "copy"
    elif needed > 0 and fact is equation.whole:
        yield replace(now, value=needed), "value"


def _slips(now: Amount) -> Iterator[tuple[Amount, str]]:
    """What a lost unit, a moved point or two swapped digits make of a number."""
    for scale in MONEY_UNITS.values() if now.base == "元" else ():
        if scale != now.scale:
            yield rescaled(now, scale), "unit"
    for power in (-3, -2, -1, 1, 2, 3):
        yield Amount(now.value.scaleb(power), now.ulp.scaleb(power), now.base, now.scale), "shift"
    for value in _swapped(_digits(now)):
        yield Amount(value * now.scale, now.ulp, now.base, now.scale), "swap"


def _digits(amount: Amount) -> str:
    return format((amount.value / amount.scale).normalize(), "f")


def _values_by_name(ledger: Ledger) -> dict[str, set[Decimal]]:
    """The amounts that are printed under each name."""
    found: dict[str, set[Decimal]] = defaultdict(set)
    for fact in ledger.facts:
        name, amount = ledger.name(fact), ledger.amount(fact)
        if name and amount is not None:
            found[name].add(amount.value)
    return found


def _swapped(digits: str) -> Iterator[Decimal]:
    places = [at for at, char in enumerate(digits) if char.isdecimal()]
    for one, other in pairwise(places):
        if digits[one] != digits[other]:
            chars = list(digits)
            chars[one], chars[other] = chars[other], chars[one]
            yield Decimal("".join(chars))


def _needed(ledger: Ledger, equation: Equation, fact: Fact) -> tuple[Decimal, Decimal]:
    """The value of `fact` that closes the equation exactly, and how far off the rounding of the others lets it be."""
    rest, room, own = Decimal(0), Decimal(0), 0
    for sign, part in ((-1, equation.whole), *equation.terms):
        amount = ledger.amount(part)
        if part is fact:
            own += sign
        elif amount is not None:
            rest += sign * amount.value
            room += amount.ulp
    return (-rest / own, room) if own else (Decimal(0), Decimal("Infinity"))


def _closes(ledger: Ledger, equation: Equation, changed: Mapping[Span, Amount]) -> bool:
    amounts = [changed.get(fact.quantity.span) or ledger.amount(fact) for fact in equation.facts]
    known = [amount for amount in amounts if amount is not None]
    terms = [(sign, amount) for (sign, _), amount in zip(equation.terms, known[1:], strict=True)]
    gap = sum(amount.value if sign > 0 else -amount.value for sign, amount in terms) - known[0].value
    if abs(gap) > sum(amount.ulp for amount in known):
        return False
    return balance(terms, known[0]).agreement != "fails"


def _weigh(ledger: Ledger, fact: Fact, amount: Amount, slip: str, using: Sequence[Equation]) -> Repair:
    statement = _statement(ledger, fact)
    closed, broken = [], 0
    for equation in using:
        changed = {f.quantity.span: amount for f in equation.facts if _statement(ledger, f) == statement}
        closes = _closes(ledger, equation, changed)
        if closes and equation.finding.verdict == "inconsistent":
            closed.append(equation.finding)
        elif not closes and equation.finding.verdict == "consistent":
            broken += 1
    return Repair(fact, amount, slip, tuple(closed), broken)


def worded(ledger: Ledger, repair: Repair) -> str:
    """The hypothesis for the clerk: `“公务接待费”1.19万元 → 0.119万元（小数点错位），可消除2处不符`."""
    unit = repair.fact.quantity.unit or ""
    value = plain(repair.amount.value / repair.amount.scale)
    if repair.slip == "unit":
        unit = next((unit for unit, scale in MONEY_UNITS.items() if scale == repair.amount.scale), unit)
    return f"{quoted(ledger, repair.fact)} → {value}{unit}（{_WORDS[repair.slip]}？），可消除{len(repair.closes)}处不符"
