"""What spaCy Docs hold, as the records that scoring and training work on."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc
from spacy.training import Example

from extractor.annotations import Gold, bare_doc
from extractor.errors import ReadError
from extractor.readers import source
from extractor.readers.text import text_doc
from extractor.spacy.extensions import QUANTITIES, chars
from extractor.training.reports import Report as Annotated
from extractor.types import Doc as Report
from extractor.types import Fact, Quantity, Span


def bare(text: str) -> Report:
    """A text laid out as the text of a file is; nothing is found in it yet."""
    return text_doc(text, source(text.encode(), "", "text"))


def marked(doc: Doc) -> Report:
    """The quantities and facts that a spaCy Doc holds, marked by a component or by an annotator."""
    quantities = [_quantity(doc, span) for span in doc.spans.get(QUANTITIES, ())]
    facts = tuple(_fact(record, quantities) for record in doc._.gouji_facts)
    plain = bare_doc("", doc.text)
    return Report(plain.source, plain.text, quantities=tuple(quantities), facts=facts)


def gold(doc: Doc) -> Gold:
    """The same of an annotated Doc, and which quantities are optional."""
    optional = (span for span in doc.spans.get(QUANTITIES, ()) if span._.gouji_optional)
    return Gold(marked(doc), frozenset(Span(*chars(span)) for span in optional))


def key(example: Example) -> str:
    """The same for examples of the same text and facts, and for no others."""
    doc = example.reference
    marks = [(*chars(span), span._.gouji_optional) for span in doc.spans.get(QUANTITIES, ())]
    return hashlib.sha256(repr((doc.text, marks, doc._.gouji_facts)).encode()).hexdigest()[:12]


def annotated(example: Example) -> Annotated:
    """The annotated report that an example is, named by its key.

    Raises:
        ReadError: A fact is of no quantity.
    """
    name = key(example)
    try:
        return Annotated(name, "train", bare(example.reference.text), gold(example.reference), name)
    except (LookupError, TypeError) as error:
        raise ReadError(example.reference.text[:20], f"no annotated report: {error!r}") from error


def _quantity(doc: Doc, span: Any) -> Quantity:
    """`span`: of spaCy, with its attributes."""
    dated = span.label_ == "date"
    value, upper = span._.gouji_value, span._.gouji_value_to
    place = Span(*chars(span))
    return Quantity(
        place,
        doc.text[place.start : place.end],
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
