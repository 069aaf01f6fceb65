"""Laid-out blocks -> the gold annotation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .layout import Laid
from .literal import read
from .markup import MarkupError, Name, Number, Piece
from .source import Grid, GridCell, Source

CANDIDATE = re.compile(r"[0-9０-９][0-9０-９,，.．]*(?<![,，.．])|[〇零一二两三四五六七八九十百千万亿]+")
_FINAL = ("spend.", "income.", "budget.total")
_NOTE = re.compile(r"\s+")


@dataclass
class Gold:
    """A gold file being made, with the ids that its findings use."""

    data: dict[str, Any]
    ids: dict[str, int] = field(default_factory=dict)
    """Id of a mark -> index of its quantity."""
    anchors: dict[str, tuple[int, int]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def annotate(source: Source, laid: Laid, file_name: str) -> Gold:
    """Build the gold of a sample.

    Raises:
        MarkupError: A mark states too little or something unknown.
    """
    header = source.header
    year = int(header["fiscal_year"])
    meta = {
        "organisation": header["organisation"],
        "title": header["title"],
        "fiscal_year": year,
        "report_kind": header["report_kind"],
        "report_date": header.get("report_date") or None,
    }
    gold = Gold(
        {"doc": file_name, "meta": meta, "outline": [], "quantities": [], "none": [], "facts": [], "tables": []}
    )
    for at, para in laid.paragraphs:
        if para.level:
            gold.data["outline"].append(
                {
                    "level": para.level,
                    "number": para.number,
                    "title": para.piece.text[slice(*para.title)].rstrip("。：: ").strip(),
                    "start": at + para.start,
                }
            )
    found: list[tuple[int, int, dict[str, Any], dict[str, Any] | None, str | None]] = []
    for at, para in laid.paragraphs:
        found += _numbers(gold, laid.text, at, para.piece, para.defaults, str(year), None)
    for grid in laid.grids:
        gold.data["tables"].append(_table(grid, laid.text))
        for cell in grid.cells:
            fields = (cell.defaults if is_value(cell) else {}) | _column(cell)
            label = _label_span(grid, cell)
            found += _numbers(
                gold, laid.text, cell.offset, cell.piece, fields, str(year), (label, _heading_span(grid, cell))
            )
    for start, end, quantity, fact, mark in sorted(found, key=lambda f: f[:2]):
        index = len(gold.data["quantities"])
        gold.data["quantities"].append({"start": start, "end": end, "text": laid.text[start:end]} | quantity)
        if mark:
            if mark in gold.ids:
                raise MarkupError(f"#{mark} is used twice")
            gold.ids[mark] = index
        if fact:
            words = {"indicator_text": laid.text[slice(*fact["indicator"])]}
            gold.data["facts"].append(
                {"quantity": index, "metric": fact["metric"], "indicator": fact["indicator"]} | words | fact
            )
    spans = [(q["start"], q["end"]) for q in gold.data["quantities"]]
    for n, candidate in enumerate(CANDIDATE.finditer(laid.text)):
        if not any(s < candidate.end() and candidate.start() < e for s, e in spans):
            gold.data["none"].append(n)
    return gold


Spans = tuple[tuple[int, int] | None, tuple[int, int] | None]


def _numbers(
    gold: Gold, text: str, at: int, piece: Piece, defaults: dict[str, str], year: str, cell: Spans | None
) -> Iterator[tuple[int, int, dict[str, Any], dict[str, Any] | None, str | None]]:
    labels = {name.label: name for name in piece.names if name.label}
    gold.anchors |= {label: (at + n.start, at + n.end) for label, n in labels.items()}
    for number in piece.numbers:
        fields = defaults | number.fields
        quantity = _quantity(piece, number, fields)
        fact = None
        if quantity["kind"] not in ("date", "ordinal") and not quantity.get("optional"):
            indicator = _indicator(piece, at, number, fields.get("indicator"), labels, cell)
            if indicator is None:
                raise MarkupError(f"{piece.text[number.start : number.end]!r} in {piece.text[:40]!r} has no indicator")
            metric = fields.get("metric")
            if metric is None:
                raise MarkupError(f"{piece.text[number.start : number.end]!r} in {piece.text[:40]!r} has no metric")
            fact = {
                "metric": metric or None,
                "indicator": list(indicator),
                "role": fields.get("role") or _role(metric, quantity["kind"]),
                "period": fields.get("period") or year,
                "scope": fields.get("scope") or None,
            }
            _check_period(gold, piece, number, str(fact["period"]), year)
        yield at + number.start, at + number.end, quantity, fact, fields.get("id")


def _quantity(piece: Piece, number: Number, fields: dict[str, str]) -> dict[str, Any]:
    literal = piece.text[number.start : number.end]
    stated = {
        key: fields[key] for key in ("kind", "value", "value_to", "unit", "unit_source", "comparator") if key in fields
    }
    try:
        reading = read(literal)
    except ValueError:
        reading = None
        if "kind" not in number.fields or "value" not in number.fields:
            raise
    kind = (reading and reading.kind) or stated.get("kind")
    if "kind" in number.fields:
        kind = number.fields["kind"]
    if kind is None:
        raise MarkupError(f"{literal!r} in {piece.text[:30]!r} has no kind")
    value = number.fields.get("value") or (reading.value if reading else None)
    quantity: dict[str, Any] = {"kind": kind, "value": value}
    if "value_to" in stated:
        quantity["value_to"] = stated["value_to"]
    if kind in ("date", "ordinal"):
        unit = source = None
    elif reading and reading.unit and "unit" not in number.fields:
        unit, source = reading.unit, "text"
    else:
        unit = stated.get("unit") or None
        source = stated.get("unit_source") or ("text" if unit else None)
    comparator = number.fields.get("comparator") or (reading.comparator if reading else "eq")
    if comparator == "eq" and "comparator" in stated:
        comparator = stated["comparator"]
    quantity |= {"unit": unit, "unit_source": source, "comparator": comparator}
    if fields.get("optional"):
        quantity["optional"] = True
    return quantity


def _indicator(
    piece: Piece, at: int, number: Number, wanted: str | None, labels: dict[str, Name], cell: Spans | None
) -> tuple[int, int] | None:
    names = [n for n in piece.names if not n.anchor]
    if wanted == ">":
        name = next((n for n in names if n.start >= number.end), None)
    elif wanted == "col":
        return cell[1] if cell else None
    elif wanted == "row":
        return cell[0] if cell else None
    elif wanted:
        name = labels[wanted]
    else:
        before = [n for n in names if n.end <= number.start]
        name = max(before, key=lambda n: n.end, default=None)
        if name is None and cell:
            return cell[0]
    return (at + name.start, at + name.end) if name else None


def _role(metric: str, kind: str) -> str:
    if metric.startswith(_FINAL):
        return "final"
    if metric in ("budget.added", "budget.reduced"):
        return "change"
    return "score" if metric.startswith("score.") else "actual"


def _check_period(gold: Gold, piece: Piece, number: Number, period: str, year: str) -> None:
    """Warn where the last date before the number in its sentence is not the period: for a person to look at."""
    begin = max((piece.text.rfind(mark, 0, number.start) for mark in "。；\n"), default=-1)
    last = None
    for other in piece.numbers:
        if begin < other.start < number.start:
            date = _quantity(piece, other, other.fields)
            if date["kind"] == "date" and piece.text[other.start - 1 : other.start] not in ("比", "较", "《"):
                last = re.sub(r"^(\d{4})-01-01$", r"\1", date["value"])
    if (last or year) != period:
        gold.warnings.append(
            f"period {period} but last date {last}: …{piece.text[max(0, number.start - 25) : number.end]}"
        )


def squeeze(text: str) -> str:
    """Without any white space, as labels are compared."""
    return _NOTE.sub("", text)


def _column(cell: GridCell) -> dict[str, str]:
    return cell.columns.get(cell.col, {})


def is_value(cell: GridCell) -> bool:
    """A cell that states a result or a plan."""
    if cell.flag or cell.heading:
        return cell.flag == "="
    whole = cell.piece.text.strip()
    return any(
        whole == cell.piece.text[n.start : n.end]
        and _quantity(cell.piece, n, cell.defaults | _column(cell) | n.fields)["kind"] != "date"
        for n in cell.piece.numbers
    )


def _labels(grid: Grid, cell: GridCell) -> list[GridCell]:
    left = [c for c in grid.cells if c.row <= cell.row < c.row + c.row_span and c.col < cell.col]
    return [
        c
        for c in sorted(left, key=lambda c: c.col)
        if c.piece.text.strip(" \u3000—-/\n") and not c.flag and not is_value(c)
    ]


def _headings(grid: Grid, cell: GridCell) -> list[GridCell]:
    """The heading cells over `cell`: of the nearest block of heading rows above it."""
    rows = sorted({c.row for c in grid.cells if c.heading and c.row < cell.row}, reverse=True)
    block: list[int] = []
    for row in rows:
        if block and row != block[-1] - 1:
            break
        block.append(row)
    return [
        c
        for c in sorted(grid.cells, key=lambda c: (c.row, c.col))
        if c.heading and c.row in block and c.col <= cell.col < c.col + c.col_span and c.piece.text.strip()
    ]


def _label_span(grid: Grid, cell: GridCell) -> tuple[int, int] | None:
    labels = _labels(grid, cell)
    return _words(labels[-1]) if labels else None


def _heading_span(grid: Grid, cell: GridCell) -> tuple[int, int] | None:
    headings = _headings(grid, cell)
    return _words(headings[-1]) if headings else None


def _words(label: GridCell) -> tuple[int, int]:
    names = [n for n in label.piece.names if not n.anchor]
    if names:
        return label.offset + names[0].start, label.offset + names[0].end
    text = label.piece.text
    start = len(text) - len(text.lstrip())
    return label.offset + start, label.offset + len(text.rstrip())


def _table(grid: Grid, text: str) -> dict[str, Any]:
    cells, values = [], []
    for cell in sorted(grid.cells, key=lambda c: (c.row, c.col)):
        shown = cell.piece.text.strip()
        cells.append(
            {"row": cell.row, "col": cell.col, "row_span": cell.row_span, "col_span": cell.col_span, "text": shown}
        )
        if is_value(cell) and shown:
            start = cell.offset + len(cell.piece.text) - len(cell.piece.text.lstrip())
            values.append(
                {
                    "row_path": [squeeze(c.piece.text) for c in _labels(grid, cell)],
                    "col_path": [squeeze(c.piece.text) for c in _headings(grid, cell)],
                    "text": shown,
                    "start": start,
                }
            )
    return {
        "start": grid.start,
        "end": grid.end,
        "title": grid.options.get("title") or None,
        "unit": grid.options.get("unit") or None,
        "rows": len(grid.lines),
        "cols": grid.cols,
        "cells": cells,
        "values": values,
    }
