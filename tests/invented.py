"""Invented sentences and table values as Docs: numbers in braces become quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from extractor.annotations import bare_doc
from extractor.types import Cell, Doc, Fact, Heading, Kind, Meta, Quantity, Sentence, Span, Table, TableValue

FACTS = Path(__file__).parent / "facts"
_MARKED = re.compile(r"\{([^{}]*)\}")
_DATE = re.compile(r"(20\d\d)年(?:(\d{1,2})月(?:(\d{1,2})日)?|[末底初度])?")
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"元$", "money"),
    (r"[%％]$|百分点$", "percent"),
    (r"分$", "score"),
    (r"(?:天|个月|小时|年|日|周)$", "duration"),
    (r"(?:米|公里|亩|吨|千瓦|公斤|公顷)$", "measure"),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """A row of a data file: the indicator's words, metric, role and period."""

    indicator: str
    metric: str | None
    role: str
    period: str


@dataclass(frozen=True, slots=True)
class Case:
    """An invented text and the facts it should give, in text order."""

    name: str
    doc: Doc
    facts: tuple[Expected, ...]


def narrative_cases() -> list[Case]:
    """The sentences of facts/narrative.yaml, facts/second.yaml and facts/third.yaml."""
    entries = [
        e
        for name in ("narrative", "second", "third")
        for e in yaml.safe_load((FACTS / f"{name}.yaml").read_text("utf-8"))
    ]
    return [Case(entry["text"], _narrative(entry), tuple(map(_expected, entry["facts"]))) for entry in entries]


def cell_cases() -> list[Case]:
    """The table values of facts/cells.yaml."""
    entries = yaml.safe_load((FACTS / "cells.yaml").read_text(encoding="utf-8"))
    return [Case("|".join((*e["row"], *e["col"], e["cell"])), _cell_doc(e), (_expected(e["fact"]),)) for e in entries]


def agrees(doc: Doc, fact: Fact, expected: Expected) -> bool:
    """Metric, role and period are right and, where there is no metric, at least half of the indicator."""
    if (fact.metric, fact.role, fact.period) != (expected.metric, expected.role, expected.period):
        return False
    return expected.metric is not None or overlap(doc, fact, expected.indicator) >= 0.5


def overlap(doc: Doc, fact: Fact, words: str) -> float:
    """F1 by characters of the fact's indicator and the last occurrence of `words` that gives the most."""
    if fact.indicator is None:
        return 0.0
    best = 0.0
    for match in re.finditer(re.escape(words), doc.text):
        shared = max(0, min(match.end(), fact.indicator.end) - max(match.start(), fact.indicator.start))
        best = max(best, 2 * shared / (len(words) + fact.indicator.end - fact.indicator.start))
    return best


def _expected(row: list[Any]) -> Expected:
    return Expected(row[0], row[1], row[2], str(row[3]) if len(row) > 3 else "2023")


def _narrative(entry: dict[str, Any]) -> Doc:
    title = entry.get("heading")
    head = f"{title}\n" if title else ""
    marked = head + entry["text"]
    spans, plain, at = [], "", 0
    for match in _MARKED.finditer(marked):
        plain += marked[at : match.start()]
        spans.append(Span(len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    plain += marked[at:]
    stated = [_quantity(plain, span) for span in spans]
    dates = [_date(match) for match in _DATE.finditer(plain)]
    doc = _body(plain, entry)
    outline = (Heading(Span(0, len(title)), 1, None, title),) if title else ()
    sentences = tuple(
        Sentence(Span(*m.span()), (Span(*m.span()),)) for m in re.finditer(r"[^。！？；\n]+[。！？；\n]?", plain)
    )
    quantities = tuple(sorted((*stated, *dates), key=lambda quantity: quantity.span))
    return replace(doc, outline=outline, sentences=sentences, quantities=quantities)


def _cell_doc(entry: dict[str, Any]) -> Doc:
    labels = [*entry["col"], *entry["row"], entry["cell"]]
    text = "\n".join(labels)
    cells, at = [], 0
    for index, label in enumerate(labels):
        row = min(len(entry["col"]), index)
        col = len(entry["row"]) if index < len(entry["col"]) else index - len(entry["col"])
        cells.append(Cell(row, col, Span(at, at + len(label)), label))
        at += len(label) + 1
    heads, rows, cell = cells[: len(entry["col"])], cells[len(entry["col"]) : -1], cells[-1]
    value = TableValue(cell.span, cell.text, cell, tuple(rows), tuple(heads), entry.get("column"), entry["kind"])
    number = entry.get("number", entry["cell"])
    start = cell.span.start + entry["cell"].rindex(number)
    quantity = replace(_quantity(text, Span(start, start + len(number))), kind=entry["kind"], place=value)
    table = Table(Span(0, len(text)), len(heads) + 1, len(rows) + 1, tuple(cells), True, values=(value,))
    return replace(_body(text, entry), tables=(table,), quantities=(quantity,))


def _body(text: str, entry: dict[str, Any]) -> Doc:
    meta = Meta(entry.get("body", "云溪县教育局"), None, 2023, "department")
    return replace(bare_doc("invented.txt", text), meta=meta)


def _quantity(text: str, span: Span) -> Quantity:
    printed = text[span.start : span.end]
    number = re.search(r"-?[\d.,]+", printed)
    assert number, printed
    unit = printed[number.end() :].lstrip("余多") or None
    kind: Kind = next((kind for pattern, kind in _KINDS if unit and re.search(pattern, unit)), "count")
    return Quantity(span, printed, kind, Decimal(number[0].replace(",", "")), unit=unit)


def _date(match: re.Match[str]) -> Quantity:
    year, month, day = match[1], match[2], match[3]
    iso = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    iso = {"末": f"{year}-12-31", "底": f"{year}-12-31", "初": f"{year}-01-01"}.get(match[0][-1], iso)
    return Quantity(Span(*match.span()), match[0], "date", None, date=iso)
