"""Mention -> Quantity: exact values in the stated unit, ISO dates, comparators and inherited units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.lexicon.units import measure
from extractor.numerals import LONGEST, myriad_power, parse, parse_fraction, parse_pair, split_myriad
from extractor.patterns.amounts import Amount
from extractor.patterns.comparators import comparator
from extractor.patterns.dates import iso
from extractor.types import Comparator, Mention, Quantity, Span

_COIN_WORTH = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}
_MILLE = {"千": "‰", "万": "‱"}
_CONTEXT_UNIT = {"score.bare": "分", "staff.bare": "人"}
"""Units of numbers whose label alone says what they count."""
_UNITLESS = ("date", "ordinal")
_DASHES = "-－–—―~～−﹣至到"


def evaluate(text: str, mentions: Sequence[Mention], year: int | None) -> tuple[Quantity, ...]:
    """The quantities of `mentions` of `text`, in order; `year` stands in where a date prints none.

    A mention that does not parse is left out: a doubtful number is absent, not an error.
    """
    quantities: list[Quantity] = []
    patterns: list[str] = []
    date: str | None = None
    for mention in mentions:
        quantity = _evaluate(text, mention, year, date)
        if quantity is None:
            continue
        if quantity.kind == "date":
            date = quantity.date
        quantities.append(quantity)
        patterns.append(mention.pattern)
    if all(quantity.unit is not None or quantity.kind in _UNITLESS for quantity in quantities):
        return tuple(quantities)
    return tuple(_inherit(quantities, patterns))


def _evaluate(text: str, mention: Mention, year: int | None, date: str | None) -> Quantity | None:
    if mention.kind == "date":
        joined = mention.pattern == "date.day"
        printed = _slice(text, mention.span)
        value = iso(printed, _year_of(date) if joined and date else year, date)
        if not value:
            return None
        return Quantity(mention.span, printed, "date", None, date=value, number=mention.number, place=mention.value)
    if mention.kind == "ordinal":
        return _ordinal(text, mention)
    if not isinstance(mention.parsed, Amount):
        return _bare(text, mention)
    if mention.pattern == "percent.words":
        return _from_words(text, mention, mention.parsed)
    if mention.pattern == "fraction":
        return _from_fraction(text, mention, mention.parsed)
    return _from_amount(text, mention, mention.parsed)


def _quantity(
    text: str, mention: Mention, value: Decimal, upper: Decimal | None, unit: str, sign: Comparator, blurred: bool
) -> Quantity:
    """A quantity whose unit is printed; an empty `unit` is none."""
    return Quantity(
        mention.span, _slice(text, mention.span), mention.kind, value, upper, unit or None, "text" if unit else None,
        sign, None, mention.number, mention.value, measure(unit), blurred or sign == "approx",
    )  # fmt: skip


def _from_amount(text: str, mention: Mention, amount: Amount) -> Quantity | None:
    first, stem_unit = _value(text, amount.first, amount)
    if first is None:
        return None
    second: Decimal | None = None
    blurred = amount.blurred
    if amount.second is not None:
        second, stem_unit = _value(text, amount.second, amount)
        if stem_unit and split_myriad(_slice(text, amount.first))[1] != stem_unit:
            first = parse(_slice(text, amount.first))
    else:
        numeral = _slice(text, amount.first)
        pair = None if numeral[0].isdigit() else parse_pair(split_myriad(numeral)[0] if stem_unit else numeral)
        if pair is not None:
            (first, second), blurred = pair, True
    if first is None:
        return None
    if amount.half:
        first += Decimal("0.5")
    if amount.coins is not None and amount.unit is not None:
        printed = _slice(text, amount.coins)
        first += _coins(printed) if amount.unit.kind == "money" else (parse(printed) or Decimal(0)) / 10
    if amount.below_zero:
        first = -first
    name = amount.unit.name if amount.unit else ""
    if amount.unit is None and mention.kind == "money":
        name = "元"
    sign = comparator(amount.prefix, amount.suffix, amount.blurred)
    quantity = _quantity(text, mention, first, second, f"{stem_unit}{amount.great}{name}{amount.per}", sign, blurred)
    return replace(quantity, unit_source="context") if mention.pattern == "unit.label" else quantity


def _value(text: str, span: Span, amount: Amount) -> tuple[Decimal | None, str]:
    """Value of a numeral in the printed unit; the 万 or 亿 that ends a Chinese or mixed numeral goes to the unit."""
    numeral = _slice(text, span)
    if numeral == "半":
        return Decimal("0.5"), ""
    stem, scale = split_myriad(numeral)
    if not scale or amount.unit is None or amount.great:
        value = parse(numeral)
        if value is None:
            pair = parse_pair(numeral)
            value = pair[0] if pair else None
        return value, ""
    value = parse(numeral)
    if value is None:
        pair = parse_pair(numeral)
        return (parse_pair(stem) or (None,))[0] if pair else None, scale
    return _shortest(value.scaleb(-myriad_power(scale))) if len(numeral) <= LONGEST else None, scale


def _shortest(value: Decimal) -> Decimal:
    """`value` without the zeros that only its scaling brought: they would claim digits that nobody printed."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def _from_words(text: str, mention: Mention, amount: Amount) -> Quantity | None:
    """百分之八十 -> 80 %, 千分之五 -> 5 ‰."""
    low, high = (_slice(text, s).rpartition("分之")[2] if s else "" for s in (amount.first, amount.second))
    value, upper, blurred = parse(low), parse(high), amount.blurred
    if value is None:
        pair = parse_pair(low)
        if pair is None:
            return None
        (value, upper), blurred = pair, True
    value = -abs(value) if amount.below_zero else value
    bound = comparator(amount.prefix, amount.suffix, amount.blurred)
    return _quantity(text, mention, value, upper, _MILLE.get(text[amount.first.start], "%"), bound, blurred)


def _from_fraction(text: str, mention: Mention, amount: Amount) -> Quantity | None:
    """三分之二 -> 2 of the unit 1/3, which is exact; the base unit makes it a percentage."""
    found = parse_fraction(_slice(text, amount.first))
    if found is None:
        return None
    sign = comparator(amount.prefix, amount.suffix, amount.blurred)
    return _quantity(text, mention, found[0], None, f"1/{found[1]}", sign, amount.blurred)


def _ordinal(text: str, mention: Mention) -> Quantity | None:
    low, high = _ends(_slice(text, mention.number))
    value = parse(low)
    if value is None:
        return None
    return Quantity(
        mention.span, _slice(text, mention.span), "ordinal", value, parse(high.strip(" 第")) if high else None,
        number=mention.number, place=mention.value,
    )  # fmt: skip


def _bare(text: str, mention: Mention) -> Quantity | None:
    """A number without a unit of its own; the unit comes from its table value or, later, from its neighbours."""
    numeral = _slice(text, mention.number)
    value, upper = parse(numeral), None
    if value is None:
        low, high = _ends(numeral)
        value, upper = parse(low), parse(high)
    if value is None:
        return None
    unit, source = (mention.value.unit, mention.value.unit_source) if mention.value else (None, None)
    if unit is None:
        unit = "分" if mention.kind == "score" else _CONTEXT_UNIT.get(mention.pattern)
        source = "context"
    sign: Comparator = comparator(
        text[mention.span.start : mention.number.start], text[mention.number.end : mention.span.end], False
    )
    if sign == "eq" and mention.value is not None and mention.value.comparator is not None:
        sign = mention.value.comparator
    return Quantity(
        mention.span, _slice(text, mention.span), mention.kind, value, upper, unit, source if unit else None, sign,
        None, mention.number, mention.value, measure(unit), sign == "approx",
    )  # fmt: skip


def _ends(numeral: str) -> tuple[str, str]:
    """The two ends of a range, the second empty where there is none."""
    for at, c in enumerate(numeral):
        if at and c in _DASHES:
            return numeral[:at], numeral[at + 1 :].lstrip(_DASHES)
    return numeral, ""


def _inherit(quantities: list[Quantity], patterns: Sequence[str]) -> Iterable[Quantity]:
    """Give bare numbers the unit of their list, their clause or, for money, the narrative."""
    narrative = dominant_money_unit(quantities)
    for at, quantity in enumerate(quantities):
        if quantity.unit is not None or quantity.kind in _UNITLESS:
            yield quantity
            continue
        unit: str | None = None
        if patterns[at] in ("list.before", "count.noun"):
            unit = next(
                (q.unit for q in reversed(quantities[max(0, at - 12) : at]) if q.kind == quantity.kind and q.unit), None
            )
        elif patterns[at] == "list.after":
            unit = next((q.unit for q in quantities[at + 1 : at + 13] if q.kind == quantity.kind and q.unit), None)
        if unit is None and quantity.kind == "money":
            unit = narrative
        if unit is None:
            yield quantity
        else:
            yield replace(quantity, unit=unit, unit_source="context", measure=measure(unit))


def dominant_money_unit(quantities: Iterable[Quantity]) -> str | None:
    """The unit that most amounts of the narrative print; the first of equals."""
    seen = Counter(q.unit for q in quantities if q.kind == "money" and q.unit_source == "text" and q.unit)
    return seen.most_common(1)[0][0] if seen else None


def _coins(printed: str) -> Decimal:
    """角 and 分 after 元, in 元."""
    total, numeral = Decimal(0), ""
    for c in printed:
        if c in _COIN_WORTH:
            total += (parse(numeral) or Decimal(0)) * _COIN_WORTH[c]
            numeral = ""
        else:
            numeral += c
    return total


def _year_of(date: str) -> int | None:
    return int(date[:4]) if date[:4].isdigit() else None


def _slice(text: str, span: Span) -> str:
    return text[span.start : span.end]
