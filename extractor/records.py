"""The output format `gouji/1`: what a result file holds, key by key.

These types are the format: the JSON writer fills them, the type checker holds it to them, and the committed
JSON Schema is generated from them. Offsets are half-open code points of `text`; decimals are strings, digits as
printed; an index counts from 0 in the list of the same report.
"""

from __future__ import annotations

from decimal import Decimal

from typing_extensions import TypedDict

from extractor import __version__
from extractor.lexicon import digest
from extractor.origins import Origin
from extractor.tagger.model import load_model
from extractor.types import (
    Cell,
    Comparator,
    Doc,
    Fact,
    Finding,
    FindingKind,
    Kind,
    Quantity,
    ReportKind,
    Role,
    Severity,
    Span,
    Table,
    UnitSource,
    Verdict,
)

SCHEMA = "gouji/1"


class SourceRecord(TypedDict):
    path: str
    format: str
    sha256: str
    bytes: int
    member: str | None
    via: list[str]


class MetaRecord(TypedDict):
    organisation: str | None
    title: str | None
    fiscal_year: int | None
    report_kind: ReportKind
    report_date: str | None
    index_number: str | None
    published: str | None


class HeadingRecord(TypedDict):
    level: int
    number: str | None
    title: str
    start: int
    end: int


class OriginRecord(TypedDict):
    line: int | None
    path: str | None
    page: int | None
    box: list[float] | None
    sheet: str | None
    ref: str | None
    confidence: float | None
    flags: list[str]


class ParagraphRecord(TypedDict):
    start: int
    end: int
    origin: OriginRecord


class MarginRecord(TypedDict):
    text: str
    origin: OriginRecord


class LinkRecord(TypedDict):
    title: str
    address: str


class CellRecord(TypedDict):
    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    start: int
    end: int
    origin: OriginRecord


class ValueRecord(TypedDict):
    row_path: list[str]
    col_path: list[str]
    text: str
    start: int
    end: int
    column: str | None
    inferred: bool


class TableRecord(TypedDict):
    start: int
    end: int
    title: str | None
    unit: str | None
    form: str | None
    rows: int
    cols: int
    exact: bool
    flags: list[str]
    cells: list[CellRecord]
    values: list[ValueRecord]


class BoundsRecord(TypedDict):
    """What the text allows, in `normal_unit`; null where it bounds no side."""

    low: str | None
    high: str | None
    low_open: bool
    high_open: bool


class QuantityRecord(TypedDict):
    start: int
    end: int
    num_start: int | None
    num_end: int | None
    text: str
    kind: Kind
    value: str | None
    value_to: str | None
    unit: str | None
    unit_source: UnitSource | None
    comparator: Comparator
    normal_value: str | None
    normal_unit: str | None
    bounds: BoundsRecord | None
    approximate: bool


class FactRecord(TypedDict):
    quantity: int
    metric: str | None
    indicator: list[int] | None
    indicator_text: str | None
    role: Role
    period: str | None
    scope: str | None
    confidence: float
    by: str


class EvidenceRecord(TypedDict):
    start: int
    end: int
    quote: str


class ElsewhereRecord(TypedDict):
    path: str
    member: str | None
    start: int
    end: int
    quote: str


class FindingRecord(TypedDict):
    check: str
    kind: FindingKind
    verdict: Verdict
    severity: Severity
    evidence: list[EvidenceRecord]
    elsewhere: list[ElsewhereRecord]
    formula: str
    computed: str | None
    stated: str | None
    difference: str | None
    tolerance: str | None
    message: str
    cause: int | None
    repair: str | None


class MadeByRecord(TypedDict):
    gouji: str
    lexicon: str
    model: str


class ReportRecord(TypedDict):
    schema: str
    source: SourceRecord
    meta: MetaRecord
    flags: list[str]
    text: str | None
    paragraphs: list[ParagraphRecord]
    margins: list[MarginRecord]
    links: list[LinkRecord]
    outline: list[HeadingRecord]
    tables: list[TableRecord]
    quantities: list[QuantityRecord]
    facts: list[FactRecord]
    findings: list[FindingRecord]
    made_by: MadeByRecord


def report(doc: Doc, text: bool = True) -> ReportRecord:
    """The Doc as the record that files hold; objects become indices here and nowhere else.

    `text`: keep the canonical text in it.
    """
    source, meta, model = doc.source, doc.meta, load_model()
    return {
        "schema": SCHEMA,
        "source": {
            "path": source.path,
            "format": source.format,
            "sha256": source.sha256,
            "bytes": source.bytes,
            "member": source.member,
            "via": list(source.via),
        },
        "meta": {
            "organisation": meta.organisation,
            "title": meta.title,
            "fiscal_year": meta.fiscal_year,
            "report_kind": meta.report_kind,
            "report_date": meta.report_date,
            "index_number": meta.index_number,
            "published": meta.published,
        },
        "flags": list(doc.flags),
        "text": doc.text if text else None,
        "paragraphs": [{"start": p.span.start, "end": p.span.end, "origin": _origin(p.origin)} for p in doc.paragraphs],
        "margins": [{"text": margin.text, "origin": _origin(margin.origin)} for margin in doc.margins],
        "links": [{"title": link.title, "address": link.address} for link in doc.links],
        "outline": [
            {"level": h.level, "number": h.number, "title": h.title, "start": h.span.start, "end": h.span.end}
            for h in doc.outline
        ],
        "tables": [_table(table) for table in doc.tables],
        "quantities": quantities(doc),
        "facts": facts(doc),
        "findings": findings(doc),
        "made_by": {"gouji": __version__, "lexicon": digest(), "model": f"{model.name}-{model.digest}"},
    }


def _table(table: Table) -> TableRecord:
    return {
        "start": table.span.start,
        "end": table.span.end,
        "title": table.title,
        "unit": table.unit,
        "form": table.form,
        "rows": table.rows,
        "cols": table.cols,
        "exact": table.exact,
        "flags": list(table.flags),
        "cells": [_cell(cell) for cell in table.cells],
        "values": [
            {
                "row_path": list(value.row_path),
                "col_path": list(value.col_path),
                "text": value.text,
                "start": value.span.start,
                "end": value.span.end,
                "column": value.column,
                "inferred": value.inferred,
            }
            for value in table.values
        ],
    }


def _cell(cell: Cell) -> CellRecord:
    return {
        "row": cell.row,
        "col": cell.col,
        "row_span": cell.row_span,
        "col_span": cell.col_span,
        "text": cell.text,
        "start": cell.span.start,
        "end": cell.span.end,
        "origin": _origin(cell.origin),
    }


def _origin(origin: Origin) -> OriginRecord:
    return {
        "line": origin.line,
        "path": origin.path,
        "page": origin.page,
        "box": [round(side, 2) for side in origin.box] if origin.box is not None else None,
        "sheet": origin.sheet,
        "ref": origin.ref,
        "confidence": origin.confidence,
        "flags": list(origin.flags),
    }


def quantities(doc: Doc) -> list[QuantityRecord]:
    """The quantities of a Doc as records."""
    return [_quantity(quantity) for quantity in doc.quantities]


def _quantity(quantity: Quantity) -> QuantityRecord:
    number, measure, bounds = quantity.number, quantity.measure, quantity.bounds
    return {
        "start": quantity.span.start,
        "end": quantity.span.end,
        "num_start": number.start if number else None,
        "num_end": number.end if number else None,
        "text": quantity.text,
        "kind": quantity.kind,
        "value": quantity.date if quantity.kind == "date" else _decimal(quantity.value),
        "value_to": _decimal(quantity.value_to),
        "unit": quantity.unit,
        "unit_source": quantity.unit_source,
        "comparator": quantity.comparator,
        "normal_value": _decimal(quantity.normal),
        "normal_unit": measure.base if measure else None,
        "bounds": {
            "low": _decimal(bounds.low),
            "high": _decimal(bounds.high),
            "low_open": bounds.low_open,
            "high_open": bounds.high_open,
        }
        if bounds
        else None,
        "approximate": quantity.approximate,
    }


def facts(doc: Doc) -> list[FactRecord]:
    """The facts of a Doc as records; `quantity` becomes an index of its quantities."""
    numbers = {quantity.span: n for n, quantity in enumerate(doc.quantities)}
    return [_fact(fact, doc, numbers) for fact in doc.facts]


def _fact(fact: Fact, doc: Doc, numbers: dict[Span, int]) -> FactRecord:
    return {
        "quantity": numbers[fact.quantity.span],
        "metric": fact.metric,
        "indicator": list(fact.indicator) if fact.indicator else None,
        "indicator_text": doc[fact.indicator] if fact.indicator else None,
        "role": fact.role,
        "period": fact.period,
        "scope": fact.scope,
        "confidence": round(fact.confidence, 3),
        "by": fact.by,
    }


def findings(doc: Doc) -> list[FindingRecord]:
    """The findings of a Doc as records; `cause` becomes an index in this list."""
    numbers = {id(finding): n for n, finding in enumerate(doc.findings)}
    return [_finding(finding, doc, numbers) for finding in doc.findings]


def _finding(finding: Finding, doc: Doc, numbers: dict[int, int]) -> FindingRecord:
    return {
        "check": finding.check,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "evidence": [{"start": s.start, "end": s.end, "quote": doc[s]} for s in finding.evidence],
        "elsewhere": [
            {"path": e.path, "member": e.member, "start": e.span.start, "end": e.span.end, "quote": e.quote}
            for e in finding.elsewhere
        ],
        "formula": finding.formula,
        "computed": finding.computed,
        "stated": finding.stated,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "message": finding.message,
        "cause": numbers[id(finding.cause)] if finding.cause is not None else None,
        "repair": finding.repair,
    }


def _decimal(value: Decimal | None) -> str | None:
    """Plain digits: never 1E+8."""
    return None if value is None else format(value, "f")
