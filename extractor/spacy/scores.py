"""Scores for `nlp.evaluate` and `spacy train`, by the rules of `extractor.scoring`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc
from spacy.training import Example

from extractor.annotations import Gold, bare_doc
from extractor.scoring import Score, score_doc
from extractor.spacy.extensions import QUANTITIES
from extractor.types import Doc as Report
from extractor.types import Fact, Quantity, Span


def score_quantities(examples: Iterable[Example]) -> dict[str, float]:
    """`gouji_quantities_p`, `_r`, `_f` (span and kind), `gouji_values_acc` (of these: value, unit and comparator)."""
    scores = _scores(examples)
    return {**_prf("gouji_quantities", scores["quantity"]), "gouji_values_acc": scores["value"].share}


def score_facts(examples: Iterable[Example]) -> dict[str, float]:
    """`gouji_facts_p`, `_r`, `_f` (quantity and metric), `gouji_facts_strict_f` (role and period too)."""
    scores = _scores(examples)
    return {**_prf("gouji_facts", scores["fact"]), "gouji_facts_strict_f": scores["strict"].f1}


def _scores(examples: Iterable[Example]) -> dict[str, Score]:
    total = {layer: Score() for layer in ("quantity", "value", "fact", "strict")}
    for example in examples:
        layers = score_doc(_gold(example.reference), _report(example.predicted))
        total = {layer: total[layer] + layers[layer] for layer in total}
    return total


def _prf(name: str, score: Score) -> dict[str, float]:
    return {
        f"{name}_p": score.hit / score.predicted if score.predicted else float(not score.gold),
        f"{name}_r": score.share,
        f"{name}_f": score.f1,
    }


def _gold(doc: Doc) -> Gold:
    optional = (span for span in doc.spans.get(QUANTITIES, ()) if span._.gouji_optional)
    return Gold(_report(doc), frozenset(Span(span.start_char, span.end_char) for span in optional))


def _report(doc: Doc) -> Report:
    """The quantities and facts that a spaCy Doc holds, marked by a component or by an annotator."""
    quantities = [_quantity(span) for span in doc.spans.get(QUANTITIES, ())]
    facts = tuple(_fact(record, quantities) for record in doc._.gouji_facts)
    bare = bare_doc("", doc.text)
    return Report(bare.source, bare.text, quantities=tuple(quantities), facts=facts)


def _quantity(span: Any) -> Quantity:
    """`span`: of spaCy, with its attributes."""
    dated = span.label_ == "date"
    value, upper = span._.gouji_value, span._.gouji_value_to
    return Quantity(
        Span(span.start_char, span.end_char),
        span.text,
        span.label_,
        value=None if dated or value is None else Decimal(value),
        value_to=None if upper is None else Decimal(upper),
        unit=span._.gouji_unit,
        comparator=span._.gouji_comparator,
        date=value if dated else None,
    )


def _fact(record: dict[str, Any], quantities: list[Quantity]) -> Fact:
    indicator = record["indicator"]
    return Fact(
        quantities[record["quantity"]],
        record["metric"],
        Span(*indicator) if indicator else None,
        record["role"],
        record["period"],
        record["scope"],
        record.get("confidence", 1.0),
        record.get("by", "gold"),
    )
