"""Mention -> Quantity: exact values in the stated unit, ISO dates, comparators and inherited units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractor.lexicon.units import Units, load_units
from extractor.numerals import LONGEST, myriad_power, parse, parse_pair, split_myriad
from extractor.patterns.amounts import Amount, match_amount, match_percent_words
from extractor.patterns.comparators import comparator
from extractor.patterns.dates import iso
from extractor.types import Comparator, Kind, Mention, Quantity, Span, UnitSource

_SIGNS = "-－−﹣负負"
_COIN_WORTH = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}
_MILLE = {"千": "‰", "万": "‱"}


def evaluate(text: str, mentions: Sequence[Mention], year: int | None) -> tuple[Quantity, ...]:
    """The quantities of `mentions` of `text`, in order; `year` stands in where a date prints none.

    A mention that does not parse is left out: a doubtful number is absent, not an error.
    """
    units = load_units()
    quantities: list[Quantity] = []
    date: str | None = None
    for mention in mentions:
        quantity = _evaluate(text, mention, units, year, date)
        if quantity is None:
            continue
        if quantity.kind == "date" and quantity.date:
            date = quantity.date
        quantities.append(quantity)
    return tuple(_inherit(quantities, mentions))


def _evaluate(text: str, mention: Mention, units: Units, year: int | None, date: str | None) -> Quantity | None:
    printed = text[mention.span.start : mention.span.end]
    if mention.kind == "date":
        joined = mention.pattern == "date.day"
        value = iso(printed, _year_of(date) if joined and date else year, date)
        return (
            Quantity(mention.span, printed, "date", None, date=value, number=mention.number, place=mention.value)
            if value
            else None
        )
    if mention.kind == "ordinal":
        return _ordinal(text, mention, printed)
    start = mention.number.start + (text[mention.number.start] in _SIGNS)
    if mention.pattern == "percent.words":
        amount = match_percent_words(text, mention.number.start)
        return _from_words(text, mention, amount) if amount else None
    amount = (
        None
        if "bare" in mention.pattern or mention.pattern.startswith(("list", "count.noun"))
        else match_amount(text, start, units)
    )
    return _bare(text, mention, printed) if amount is None else _from_amount(text, mention, amount)


def _from_amount(text: str, mention: Mention, amount: Amount) -> Quantity | None:
    first, stem_unit = _value(text, amount.first, amount)
    if first is None:
        return None
    second: Decimal | None = None
    if amount.second is not None:
        second, stem_unit = _value(text, amount.second, amount)
        if stem_unit and split_myriad(_slice(text, amount.first))[1] != stem_unit:
            first = parse(_slice(text, amount.first))
    else:
        pair = parse_pair(split_myriad(_slice(text, amount.first))[0] if stem_unit else _slice(text, amount.first))
        if pair is not None:
            first, second = pair
    if first is None:
        return None
    if amount.half:
        first += Decimal("0.5")
    if amount.coins is not None and amount.unit is not None:
        first += _coins(_slice(text, amount.coins))
    name = amount.unit.name if amount.unit else ""
    if amount.unit is None and mention.kind == "money":
        name = "元"
    unit = f"{stem_unit}{amount.great}{name}{amount.per}"
    sign = comparator(amount.prefix, amount.suffix, amount.blurred)
    return Quantity(
        mention.span, text[mention.span.start : mention.span.end], mention.kind, first, second, unit or None,
        "text" if unit else None, sign, None, mention.number, mention.value,
    )  # fmt: skip


def _value(text: str, span: Span, amount: Amount) -> tuple[Decimal | None, str]:
    """Value of a numeral in the printed unit; the 万 or 亿 that ends a Chinese or mixed numeral goes to the unit."""
    numeral = _slice(text, span)
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
    ends = [s for s in (amount.first, amount.second) if s is not None]
    values = [parse(_slice(text, s).split("分之")[-1]) for s in ends]
    if not values or values[0] is None:
        return None
    sign = -1 if text[ends[0].start - 1 : ends[0].start] in ("负", "負", "-") else 1
    unit = _MILLE.get(text[ends[0].start], "%")
    upper = values[1] if len(values) > 1 else None
    bound = comparator(amount.prefix, amount.suffix, amount.blurred)
    return Quantity(
        mention.span, text[mention.span.start : mention.span.end], "percent", sign * values[0], upper,
        unit, "text", bound, None, mention.number, mention.value,
    )  # fmt: skip


def _ordinal(text: str, mention: Mention, printed: str) -> Quantity | None:
    numeral = _slice(text, mention.number)
    low, high = numeral, ""
    for separator in ("至", "到", "-", "—", "－", "～", "~"):
        if separator in numeral:
            low, _, high = numeral.partition(separator)
            break
    value = parse(low)
    if value is None:
        return None
    return Quantity(
        mention.span,
        printed,
        "ordinal",
        value,
        parse(high.strip(" 第")) if high else None,
        number=mention.number,
        place=mention.value,
    )


def _bare(text: str, mention: Mention, printed: str) -> Quantity | None:
    """A number without a unit of its own; the unit comes from its table value or, later, from its neighbours."""
    numeral = _slice(text, mention.number)
    value, upper = parse(numeral), None
    if value is None:
        for at, c in enumerate(numeral):
            if at and c in "-－–—―~～−至到":
                value, upper = parse(numeral[:at]), parse(numeral[at + 1 :].lstrip("-—"))
                break
    if value is None:
        return None
    unit, source = (mention.value.unit, mention.value.unit_source) if mention.value else (None, None)
    if mention.kind == "score" and unit is None:
        unit, source = "分", "context"
    sign: Comparator = comparator(
        text[mention.span.start : mention.number.start], text[mention.number.end : mention.span.end], False
    )
    if sign == "eq" and mention.value is not None and mention.value.comparator is not None:
        sign = mention.value.comparator
    return Quantity(
        mention.span,
        printed,
        mention.kind,
        value,
        upper,
        unit,
        source if unit else None,
        sign,
        None,
        mention.number,
        mention.value,
    )


def _inherit(quantities: list[Quantity], mentions: Sequence[Mention]) -> Iterable[Quantity]:
    """Give bare numbers the unit of their list, their clause or, for money, the narrative."""
    patterns = {m.span: m.pattern for m in mentions}
    narrative = dominant_money_unit(quantities)
    for at, quantity in enumerate(quantities):
        pattern = patterns[quantity.span]
        if quantity.unit is not None or quantity.kind in ("date", "ordinal"):
            yield quantity
            continue
        unit: str | None = None
        if pattern in ("list.before", "count.noun"):
            unit = next(
                (q.unit for q in reversed(quantities[max(0, at - 12) : at]) if q.kind == quantity.kind and q.unit), None
            )
        elif pattern == "list.after":
            unit = next((q.unit for q in quantities[at + 1 : at + 13] if q.kind == quantity.kind and q.unit), None)
        if unit is None and quantity.kind == "money":
            unit = narrative
        yield quantity if unit is None else _with_unit(quantity, unit, "context")


def dominant_money_unit(quantities: Iterable[Quantity]) -> str | None:
    """The unit that most amounts of the narrative print; the first of equals."""
    seen = Counter(q.unit for q in quantities if q.kind == "money" and q.unit_source == "text" and q.unit)
    return seen.most_common(1)[0][0] if seen else None


def _with_unit(quantity: Quantity, unit: str, source: UnitSource) -> Quantity:
    kind: Kind = quantity.kind
    return Quantity(
        quantity.span, quantity.text, kind, quantity.value, quantity.value_to, unit, source, quantity.comparator,
        quantity.date, quantity.number, quantity.place,
    )  # fmt: skip


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
