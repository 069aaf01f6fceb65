"""The extension attributes of spaCy's Doc and Span; they hold what the output format `gouji/1` says of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.tokens import Doc, Span

QUANTITIES = "gouji_quantities"
INDICATORS = "gouji_indicators"
"""Groups of `doc.spans`, in text order. A quantity is labelled with its kind, an indicator with its metric, if any."""
_READING: tuple[str, ...] = ("value", "value_to", "unit", "comparator", "normal_value", "normal_unit")


def register() -> None:
    """Make the attributes known; once a process is enough, more does no harm."""
    Doc.set_extension("gouji_facts", default=[], force=True)
    for name in ("kind", "chars", *_READING):
        Span.set_extension(f"gouji_{name}", default=None, force=True)
    Span.set_extension("gouji_optional", default=False, force=True)
    Span.set_extension("gouji_fact", getter=_fact, force=True)
    Span.set_extension("gouji_indicator", getter=_indicator, force=True)


def set_reading(span: Span, quantity: Mapping[str, Any]) -> None:
    """What the number says, from a record of the output format or of the dataset.

    Values are text, since floats do not keep the printed digits and spaCy cannot store decimals.
    """
    span._.gouji_kind = quantity["kind"]
    span._.gouji_chars = [quantity["start"], quantity["end"]]
    for name in _READING:
        span._.set(f"gouji_{name}", quantity.get(name))


def chars(span: Span) -> tuple[int, int]:
    """Where a number stands in the text; of a span without a reading, where its tokens do."""
    start, end = span._.gouji_chars or (span.start_char, span.end_char)
    return start, end


def _fact(quantity: Span) -> dict[str, Any] | None:
    """The fact of a quantity, as in `doc._.gouji_facts`; None where it states none."""
    quantities = quantity.doc.spans.get(QUANTITIES, ())
    facts: list[dict[str, Any]] = quantity.doc._.gouji_facts
    here = (quantity.start, quantity.end)
    return next((f for f in facts if (quantities[f["quantity"]].start, quantities[f["quantity"]].end) == here), None)


def _indicator(quantity: Span) -> Span | None:
    """The words that name what a quantity measures; None where nothing does."""
    fact = _fact(quantity)
    if fact is None or fact["indicator"] is None:
        return None
    start, end = fact["indicator"]
    return quantity.doc.char_span(start, end, label=fact["metric"] or "", alignment_mode="expand")
