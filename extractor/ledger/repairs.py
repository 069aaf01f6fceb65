"""Which single change of a printed number would close the most checks: a hypothesis for the clerk, never applied.

Slips of the hand are few: a decimal point that moved, two digits swapped, one digit mistyped, a unit of the
neighbours lost, a number copied from the line above. A change counts by the checks it closes less those it breaks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise

from extractor.ledger.amounts import Amount, balance, plain
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.unit_slips import MONEY_UNITS
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span

_RELATION = re.compile(r" [=≈≠≤] ")
_SIGN = re.compile(r" ([+-]) ")
_MOST_TERMS = 40
"""A longer sum has too many single changes that close it for any of them to be a hypothesis."""
_MOST_FAILING = 60
_SHIFTS = tuple(Decimal(10) ** power for power in (-3, -2, -1, 1, 2, 3))
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
    """A finding read back as arithmetic: the first number is the whole, the others are its terms."""

    finding: Finding
    facts: tuple[Fact, ...]
    amounts: tuple[Amount, ...]
    signs: tuple[int, ...]
    """1 or -1 for each term."""
    statements: tuple[int, ...]
    """What each of the numbers says (`_statements`)."""

    def closes(self, amounts: Sequence[Amount]) -> bool:
        """Whether it holds, but for rounding, with these amounts in place of its own."""
        whole, *terms = amounts
        return balance(list(zip(self.signs, terms, strict=True)), whole).agreement != "fails"


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


def equation(ledger: Ledger, finding: Finding) -> Equation | None:
    """A sum or restatement whose numbers are facts with an exact amount; None for other findings."""
    if finding.kind not in ("sum", "delta", "match") or finding.verdict == "unverifiable":
        return None
    by_place, statements = ledger.once(_by_place), ledger.once(_statements)
    facts = tuple(by_place[span] for span in finding.evidence if span in by_place)
    amounts = tuple(amount for fact in facts if (amount := ledger.amount(fact)) is not None)
    if not len(amounts) == len(facts) == len(finding.evidence) or len(facts) > _MOST_TERMS + 1:
        return None
    terms = _RELATION.split(finding.formula, maxsplit=1)[0]
    signs = (1, *(1 if sign == "+" else -1 for sign in _SIGN.findall(terms)))
    if len(signs) != len(facts) - 1:
        return None
    return Equation(finding, facts, amounts, signs, tuple(statements[fact.quantity.span] for fact in facts))


def best_repairs(ledger: Ledger, findings: Sequence[Finding]) -> list[Repair]:
    """For the failing sums the best change each, without changes that are no better than another one."""
    wrong = (finding for finding in findings if finding.verdict == "inconsistent" and finding.kind != "match")
    failing = list(islice((e for finding in wrong if (e := equation(ledger, finding)) is not None), _MOST_FAILING))
    if not failing:
        return []
    slips = [
        [(at, amount, slip) for at in range(len(failed.facts)) for amount, slip in _changes(ledger, failed, at)]
        for failed in failing
    ]
    changed = {failed.statements[at] for failed, found in zip(failing, slips, strict=True) for at, _, _ in found}
    using = _using(ledger, findings, changed)
    chosen = []
    for failed, found in zip(failing, slips, strict=True):
        repairs = sorted(
            (_weigh(failed, at, amount, slip, using[failed.statements[at]]) for at, amount, slip in found),
            key=lambda repair: repair.order,
        )
        if not repairs or repairs[0].order[0] >= 0:
            continue
        rivals = [repair for repair in repairs[1:] if repair.order[:2] == repairs[0].order[:2]]
        if rivals or (repairs[0].slip == "value" and len(repairs[0].closes) < 2):
            continue
        chosen.append(repairs[0])
    return chosen


def _using(ledger: Ledger, findings: Sequence[Finding], wanted: Set[int]) -> dict[int, list[Equation]]:
    """The equations in which each of the statements takes part."""
    statements = ledger.once(_statements)
    using: dict[int, list[Equation]] = defaultdict(list)
    for finding in findings:
        told = dict.fromkeys(statements[span] for span in finding.evidence if span in statements)
        shared = [statement for statement in told if statement in wanted]
        found = equation(ledger, finding) if shared else None
        if found is not None:
            for statement in shared:
                using[statement].append(found)
    return using


def _by_place(ledger: Ledger) -> dict[Span, Fact]:
    return {fact.quantity.span: fact for fact in ledger.facts}


def _statements(ledger: Ledger) -> dict[Span, int]:
    """What each number says, numbered: the same statement printed twice would be repaired twice."""
    known: dict[tuple[object, ...], int] = {}
    found: dict[Span, int] = {}
    for fact in ledger.facts:
        amount, span = ledger.amount(fact), fact.quantity.span
        place = span if fact.metric is None else None
        says = fact.metric, fact.role, year(fact), fact.scope, amount and amount.value, place
        found[span] = known.setdefault(says, len(known))
    return found


def _printed(ledger: Ledger) -> Counter[Decimal]:
    """How often each amount is printed."""
    return Counter(amount.value for fact in ledger.facts if (amount := ledger.amount(fact)) is not None)


def _changes(ledger: Ledger, failed: Equation, at: int) -> Iterator[tuple[Amount, str]]:
    """Amounts that close an equation in place of its number `at` and that a slip of the hand turns into that number."""
    fact, now = failed.facts[at], failed.amounts[at]
    if not now.value or fact.quantity.kind in ("score", "percent"):
        return
    needed, room = _needed(failed, at)
    same = (ledger.amount(other) for other in ledger.named(ledger.name(fact)))
    if any(amount is not None and amount.value == needed for amount in same):
        yield now._replace(value=needed), "restated"
        return
    for slip, value, ulp, scale in _slips(now):
        if abs(value - needed) <= room + ulp:
            changed = Amount(value, ulp, now.base, scale)
            if failed.closes((*failed.amounts[:at], changed, *failed.amounts[at + 1 :])):
                yield changed, slip
    printed = ledger.once(_printed)
    digits = _digits(now)
    target = format((needed / now.scale).normalize(), "f")
    if needed > 0 and len(target) == len(digits) and sum(a != b for a, b in zip(target, digits, strict=True)) == 1:
        yield now._replace(value=needed), "digit"
    elif needed > 0 and printed[now.value] > 1 and printed[needed] > 0:
        yield now._replace(value=needed), "copy"
    elif needed > 0 and at == 0:
        yield now._replace(value=needed), "value"


def _slips(now: Amount) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """What a lost unit, a moved point or two swapped digits make of a number: the slip, then value, ulp and scale."""
    for scale in MONEY_UNITS.values() if now.base == "元" else ():
        if scale != now.scale:
            factor = scale / now.scale
            yield "unit", now.value * factor, now.ulp * factor, scale
    for factor in _SHIFTS:
        yield "shift", now.value * factor, now.ulp * factor, now.scale
    for value in _swapped(_digits(now)):
        yield "swap", value * now.scale, now.ulp, now.scale


def _digits(amount: Amount) -> str:
    return format((amount.value / amount.scale).normalize(), "f")


def _swapped(digits: str) -> Iterator[Decimal]:
    places = [at for at, char in enumerate(digits) if char.isdecimal()]
    for one, other in pairwise(places):
        if digits[one] != digits[other]:
            chars = list(digits)
            chars[one], chars[other] = chars[other], chars[one]
            yield Decimal("".join(chars))


def _needed(failed: Equation, at: int) -> tuple[Decimal, Decimal]:
    """The value of number `at` that closes the equation exactly, and how far off rounding of the others lets it be."""
    rest, room = Decimal(0), Decimal(0)
    signs = (-1, *failed.signs)
    for other, (sign, amount) in enumerate(zip(signs, failed.amounts, strict=True)):
        if other != at:
            rest += amount.value if sign > 0 else -amount.value
            room += amount.ulp
    return -rest * signs[at], room


def _weigh(failed: Equation, at: int, amount: Amount, slip: str, using: Sequence[Equation]) -> Repair:
    """How many equations hold and fail once number `at` is another amount, wherever its statement is printed."""
    statement, closed, broken = failed.statements[at], [], 0
    for equation in using:
        told = zip(equation.statements, equation.amounts, strict=True)
        closes = equation.closes([amount if one == statement else own for one, own in told])
        if closes and equation.finding.verdict == "inconsistent":
            closed.append(equation.finding)
        elif not closes and equation.finding.verdict == "consistent":
            broken += 1
    return Repair(failed.facts[at], amount, slip, tuple(closed), broken)


def worded(ledger: Ledger, repair: Repair) -> str:
    """The hypothesis for the clerk: `“公务接待费”1.19万元 → 0.119万元（小数点错位），可消除2处不符`."""
    unit = repair.fact.quantity.unit or ""
    value = plain(repair.amount.value / repair.amount.scale)
    if repair.slip == "unit":
        unit = next((unit for unit, scale in MONEY_UNITS.items() if scale == repair.amount.scale), unit)
    return f"{quoted(ledger, repair.fact)} → {value}{unit}（{_WORDS[repair.slip]}？），可消除{len(repair.closes)}处不符"
