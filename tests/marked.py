"""Docs for the tests of checks, written as marked text and as rows of cells.

In text a number is `[12.5万元 spend.basic final 2022 项目甲]`: what is printed, then metric (or -), role, year and
scope, of which all but the first may be left out. Its name is what stands before it back to a mark of punctuation. A
listing is `〔head｜cue｜item｜item〕`; the bars are not printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import cast, get_args

from extractor.origins import Source
from extractor.types import (
    Cell,
    Comparator,
    Doc,
    Fact,
    Heading,
    Kind,
    Listing,
    Paragraph,
    Quantity,
    Role,
    Sentence,
    Span,
    Table,
    TableValue,
)

_MARK = re.compile(r"\[([^\[\]]+)\]|[〔｜〕]")
_NUMBER = re.compile(r"(近|约|≥|≤)?(-?\d+(?:\.\d+)?)(余)?(.*)")
_KINDS: dict[str, Kind] = {"元": "money", "%": "percent", "分": "score", "月": "duration", "点": "percent"}
_COMPARATORS: dict[str, Comparator] = {"近": "approx", "约": "approx", "≥": "ge", "≤": "le"}
YEAR = "2022"


def quantity(printed: str, span: Span, place: TableValue | None = None, unit: str | None = None) -> Quantity:
    """A quantity as the stages before would give it; `unit` for a bare number."""
    found = _NUMBER.fullmatch(printed)
    assert found, printed
    mark, digits, more, own = found.groups()
    unit = own or unit
    kind: Kind = _KINDS.get((unit or " ")[-1], "count")
    comparator: Comparator = "more" if more else _COMPARATORS.get(mark, "eq")
    value = Decimal(digits)
    return Quantity(span, printed, kind, value, unit=unit, unit_source="text", comparator=comparator, place=place)


def marked(text: str, *tables: Table) -> Doc:
    """A Doc of marked text; each line is a paragraph, a line that starts with # a heading of level 1."""
    printed, at = "", 0
    facts, listings = list[Fact](), list[Listing]()
    stack = list[list[tuple[str, int]]]()
    pending = list[tuple[int, int, list[str]]]()
    for mark in _MARK.finditer(text):
        printed += text[at : mark.start()]
        at = mark.end()
        if mark[0] == "〔":
            stack.append([("〔", len(printed))])
        elif mark[0] == "｜":
            stack[-1].append(("｜", len(printed)))
        elif mark[0] == "〕":
            places = [place for _, place in stack.pop()] + [len(printed)]
            spans = [Span(a, b) for a, b in pairwise(places)]
            listings.append(Listing(spans[0], printed[spans[1].start : spans[1].end], tuple(spans[2:])))
        else:
            number, *fields = mark[1].split(" ")
            pending.append((len(printed), len(printed) + len(number), fields))
            printed += number
    printed += text[at:]
    for start, end, fields in pending:
        metric, role, year, scope = (*fields, *("",) * (4 - len(fields)))
        name = re.search(r"[^，、。；：:\n（）()〔〕]*$", printed[:start])
        indicator = Span(name.start(), start) if name and name.start() < start else None
        facts.append(
            Fact(
                quantity(printed[start:end], Span(start, end)),
                None if metric in ("", "-") else metric,
                indicator,
                cast(Role, role or "final"),
                year or YEAR,
                scope or None,
                1.0,
                "test",
            )
        )
    lines = [Span(found.start(), found.end()) for found in re.finditer(r"[^\n]+", printed)]
    sentences = (Span(found.start(), found.end()) for found in re.finditer(r"[^。；\n]+[。；]?", printed))
    return Doc(
        Source("报告.txt", "text", "", 0),
        printed,
        paragraphs=tuple(Paragraph(line) for line in lines),
        outline=tuple(
            Heading(line, 1, None, printed[line.start : line.end]) for line in lines if printed[line.start] == "#"
        ),
        sentences=tuple(Sentence(span, (span,)) for span in sentences),
        listings=tuple(listings),
        facts=tuple(facts),
        tables=tables,
    )


def sheet(rows: Sequence[str], roles: Sequence[str], metrics: Sequence[str | None] = (), unit: str = "万元") -> Doc:
    """A Doc that is one table: cells are split at |, the first row is the heading.

    `roles` by column, `` for a label column; `metrics` by row below the heading. A label cell of ^ continues the one
    above; a label such as 产出指标（50分） gives a weight of its own.
    """
    text, cells, facts = "", list[Cell](), list[Fact]()
    heads: list[Cell] = []
    above: dict[int, int] = {}
    for r, row in enumerate(rows):
        labels = list[Cell]()
        for c, printed in enumerate(row.split("|")):
            printed = printed.strip()
            if printed == "^":
                old = cells[above[c]]
                cells[above[c]] = Cell(old.row, old.col, old.span, old.text, old.row_span + 1)
                labels.append(cells[above[c]])
                continue
            start = len(text)
            text += printed + "\n"
            cell = Cell(r, c, Span(start, start + len(printed)), printed)
            cells.append(cell)
            above[c] = len(cells) - 1
            if r == 0:
                heads.append(cell)
                continue
            role = roles[c]
            if not role:
                if printed:
                    labels.append(cell)
                own = re.search(r"(\d+)分", printed)
                if own:
                    span = Span(start + own.start(), start + own.end())
                    facts.append(_cell_fact(quantity(own[0], span), "score.item", cell, "weight"))
            elif re.match(r"-?\d", printed):
                column_unit = "分" if role in ("weight", "score") else unit
                value = TableValue(cell.span, printed, cell, tuple(labels), (heads[c],))
                metric = metrics[r - 1] if r <= len(metrics) else None
                if role in ("weight", "score"):
                    metric = "score.total" if labels and labels[-1].text == "总分" else "score.item"
                facts.append(
                    _cell_fact(
                        quantity(printed, cell.span, value, column_unit), metric, labels[-1] if labels else cell, role
                    )
                )
    table = Table(
        Span(0, len(text)),
        len(rows),
        len(roles),
        tuple(cells),
        exact=True,
        values=tuple(f.quantity.place for f in facts if f.quantity.place),
    )
    return Doc(Source("报告.txt", "text", "", 0), text, tables=(table,), facts=tuple(facts))


def _cell_fact(found: Quantity, metric: str | None, label: Cell, role: str) -> Fact:
    assert role in get_args(Role), role
    return Fact(found, metric, label.span, cast(Role, role), YEAR, None, 1.0, "test")
