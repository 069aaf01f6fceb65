"""Gold files <-> Doc. Indices end here: inside the program values hold each other.

A gold file (`NNN.gold.json`, annotations/GUIDE.md) has `doc` (the report's file name), `meta`, `outline`, `quantities`
(with `optional`), `facts` (quantity by index) and `tables` (cells and values by text, in reading order).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import ReadError
from extractor.origins import Source
from extractor.types import Cell, Doc, Fact, Heading, Meta, Quantity, Span, Table, TableValue, squeeze


@dataclass(frozen=True, slots=True)
class Gold:
    """A report as annotators see it."""

    doc: Doc
    """Layers outline, tables, quantities and facts filled from the annotation; read the rest with a stage."""
    optional: frozenset[Span]
    """Spans of quantities that are never scored."""


def load_gold(path: Path, doc: Doc) -> Gold:
    """Fill `doc`, the report as its reader gives it, with the annotation in `path`.

    Raises:
        ReadError: The file is no gold file, or a span does not fit the text; names the entry.
    """
    try:
        gold = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReadError(str(path), f"not a gold file: {error}") from error
    try:
        return _gold(doc, gold, path)
    except (LookupError, TypeError, AttributeError, ArithmeticError) as error:
        raise ReadError(
            str(path), f"not a gold file: {error!r}; compare it with annotations/samples/s01.gold.json"
        ) from error


def _gold(doc: Doc, gold: dict[str, Any], path: Path) -> Gold:
    tables = tuple(_table(doc, entry) for entry in gold["tables"])
    places = {value.span.start: value for table in tables for value in table.values}
    quantities = [_quantity(doc, entry, places, path) for entry in gold["quantities"]]
    facts = [_fact(entry, quantities) for entry in gold["facts"]]
    outline = (
        Heading(Span(h["start"], h.get("end", h["start"] + 1)), h["level"], h["number"], h["title"])
        for h in gold["outline"]
    )
    filled = replace(
        doc,
        meta=Meta(**gold["meta"]),
        outline=tuple(outline),
        tables=tables,
        quantities=tuple(quantities),
        facts=tuple(facts),
    )
    optional = frozenset(Span(q["start"], q["end"]) for q in gold["quantities"] if q.get("optional"))
    return Gold(filled, optional)


def bare_doc(path: str, text: str) -> Doc:
    """A Doc that has a text and nothing else."""
    return Doc(Source(path=path, format="text", sha256="", bytes=len(text.encode())), text)


def _table(doc: Doc, entry: dict[str, Any]) -> Table:
    """Gold cells carry their text only: they are found in reading order inside the table's span."""
    cells: list[Cell] = []
    at = entry["start"]
    for cell in sorted(entry["cells"], key=lambda c: (c["row"], c["col"])):
        text = cell["text"]
        start = max(doc.text.find(text, at, entry["end"]), at) if text else at
        at = start + len(text)
        cells.append(
            Cell(cell["row"], cell["col"], Span(start, at), text, cell.get("row_span", 1), cell.get("col_span", 1))
        )
    return Table(
        Span(entry["start"], entry["end"]),
        entry["rows"],
        entry["cols"],
        tuple(cells),
        exact=True,
        title=entry.get("title"),
        unit=entry.get("unit"),
        values=tuple(_value(value, cells) for value in entry["values"]),
    )


def _value(entry: dict[str, Any], cells: list[Cell]) -> TableValue:
    """The value with the label cells that its paths name: left of it in its row, above it in its column."""
    start, row_path, col_path = entry["start"], entry["row_path"], entry["col_path"]
    cell = next((c for c in cells if c.span.start <= start < max(c.span.end, c.span.start + 1)), cells[0])
    left = (c for c in cells if _spans_row(c, cell.row) and c.col < cell.col and squeeze(c.text) in row_path)
    above = [c for c in cells if c.row < cell.row and _spans_col(c, cell) and squeeze(c.text) in col_path]
    return TableValue(
        Span(start, start + len(entry["text"])),
        entry["text"],
        cell,
        tuple(left),
        tuple(above[-len(col_path) :] if col_path else ()),
    )


def _spans_row(cell: Cell, row: int) -> bool:
    return cell.row <= row < cell.row + cell.row_span


def _spans_col(cell: Cell, other: Cell) -> bool:
    return cell.col < other.col + other.col_span and other.col < cell.col + cell.col_span


def _quantity(doc: Doc, q: dict[str, Any], places: dict[int, TableValue], path: Path) -> Quantity:
    span = Span(q["start"], q["end"])
    if doc[span] != q["text"]:
        raise ReadError(str(path), f"quantity {q['text']!r} does not stand at {span.start}")
    dated = q["kind"] == "date"
    return Quantity(
        span=span,
        text=q["text"],
        kind=q["kind"],
        value=None if dated or q.get("value") is None else Decimal(q["value"]),
        value_to=None if q.get("value_to") is None else Decimal(q["value_to"]),
        unit=q.get("unit"),
        unit_source=q.get("unit_source"),
        comparator=q.get("comparator", "eq"),
        date=q["value"] if dated else None,
        place=places.get(span.start) or next((v for v in places.values() if v.span.contains(span)), None),
    )


def _fact(f: dict[str, Any], quantities: list[Quantity]) -> Fact:
    indicator = f.get("indicator")
    return Fact(
        quantity=quantities[f["quantity"]],
        metric=f.get("metric"),
        indicator=Span(*indicator) if indicator else None,
        role=f["role"],
        period=f.get("period"),
        scope=f.get("scope"),
        confidence=1.0,
        by="gold",
    )
