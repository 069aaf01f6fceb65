"""The ledger: a view over a Doc for the checks, built once; every look-up is a bisection or a dictionary."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.checks.amounts import Amount, amount_of
from extractor.types import Cell, Doc, Fact, Heading, Role, Span, Table, squeeze

SENTENCE_ENDS = "。！？；\n"
"""Where sentences end if the Doc has none."""

WINDOW = 24
"""Statements looked at on either side of a place: a long report repeats a metric hundreds of times."""


@dataclass(frozen=True)
class Ledger:
    """The stated numbers of one report, found by place and by meaning."""

    doc: Doc

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in text order."""
        return tuple(sorted(self.doc.facts, key=lambda fact: fact.quantity.span))

    @cached_property
    def _starts(self) -> list[int]:
        return [fact.quantity.span.start for fact in self.facts]

    def within(self, span: Span) -> tuple[Fact, ...]:
        """Facts whose number starts inside `span`, in text order."""
        return self.facts[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    # --- place ---------------------------------------------------------------------------------

    def sentence(self, place: Fact | Span) -> Span:
        """The sentence that the number stands in; its line where the Doc has no sentence there."""
        return _around(self._sentences, _span(place)) or self.paragraph(place)

    def clause(self, place: Fact | Span) -> Span:
        """The clause that the number stands in; its sentence where the Doc has no clauses."""
        return _around(self._clauses, _span(place)) or self.sentence(place)

    def paragraph(self, place: Fact | Span) -> Span:
        """The paragraph or the cell that the number stands in."""
        span = _span(place)
        cell = self.cell(span)
        if cell is not None:
            return cell.span
        found = _around(self._paragraphs, span)
        return found or Span(self.doc.text.rfind("\n", 0, span.start) + 1, _end(self.doc.text, span.end))

    def table(self, place: Fact | Span) -> Table | None:
        """The table that the number stands in; None in narrative."""
        span = _span(place)
        at = bisect_right(self._table_starts, span.start) - 1
        return self._tables[at] if at >= 0 and self._tables[at].span.contains(span) else None

    def cell(self, place: Fact | Span) -> Cell | None:
        """The cell that the number stands in; None in narrative."""
        span = _span(place)
        at = bisect_right(self._cell_starts, span.start) - 1
        return self._cells[at] if at >= 0 and self._cells[at].span.contains(span) else None

    def headings(self, place: Fact | Span) -> tuple[Heading, ...]:
        """The headings above the number, outermost first; empty before the first one and in tables."""
        if self.table(place) is not None:
            return ()
        at = bisect_right(self._heading_starts, _span(place).start) - 1
        return self._heading_paths[at] if at >= 0 else ()

    def section(self, place: Fact | Span) -> int:
        """Start of the innermost heading above the number; of its table; -1 before the first heading."""
        table = self.table(place)
        if table is not None:
            return table.span.start
        path = self.headings(place)
        return path[-1].span.start if path else -1

    def distance(self, one: Fact, other: Fact) -> int:
        """0 same sentence or table row, 1 same paragraph, 2 same section or table, 3 same chapter, 4 elsewhere."""
        table, other_table = self.table(one), self.table(other)
        if table is not None and table is other_table:
            mine, its = self.cell(one), self.cell(other)
            return 0 if mine is not None and its is not None and mine.row == its.row else 2
        if table is not None or other_table is not None:
            return 4
        if self.sentence(one) == self.sentence(other):
            return 0
        if self.paragraph(one) == self.paragraph(other):
            return 1
        if self.section(one) == self.section(other):
            return 2
        mine_, its_ = self.headings(one), self.headings(other)
        return 3 if mine_ and its_ and mine_[0] is its_[0] else 4

    # --- meaning -------------------------------------------------------------------------------

    def stated(
        self, metric: str, role: Role | None = None, period: str | None = None, scope: str | None = None
    ) -> tuple[Fact, ...]:
        """Facts of `metric`, in text order; role, period (by year) and scope narrow where they are given."""
        found = self._by_metric.get(metric, ())
        return tuple(
            fact
            for fact in found
            if (role is None or fact.role == role)
            and (period is None or year(fact) == period[:4])
            and (scope is None or fact.scope == scope)
        )

    def statements_near(self, metric: str, role: Role, period: str | None, place: Fact) -> tuple[Fact, ...]:
        """Facts of one metric, role and year, of which no more than the nearest to `place`, in text order."""
        found, starts = self._by_basis.get((metric, role, period[:4] if period else None), ((), ()))
        at = bisect_left(starts, place.quantity.span.start)
        return found[max(0, at - WINDOW) : at + WINDOW]

    def named(self, name: str) -> tuple[Fact, ...]:
        """Facts whose number is called exactly `name`, in text order; none for an empty name."""
        return self._by_name.get(name, ()) if name else ()

    def amount(self, fact: Fact) -> Amount | None:
        """The number in its base unit with its precision; None where it is not one exact statement."""
        return self._amounts[fact.quantity.span] if fact.quantity.span in self._amounts else amount_of(fact.quantity)

    def name(self, fact: Fact) -> str:
        """What the number is called, without white space; empty where nothing names it."""
        return squeeze(self.doc[fact.indicator]) if fact.indicator else ""

    def quote(self, fact: Fact) -> str:
        """The number as printed, without white space."""
        return squeeze(self.doc[fact.quantity.span])

    def before(self, fact: Fact, limit: int = 40) -> str:
        """Up to `limit` characters of the paragraph directly before the number."""
        start = max(self.paragraph(fact).start, fact.quantity.span.start - limit)
        return self.doc.text[start : fact.quantity.span.start]

    def grid(self, table: Table) -> dict[tuple[int, int], tuple[Fact, ...]]:
        """Facts of a table by row and column of their cell, in text order."""
        return self._grids.get(table.span, {})

    def row(self, table: Table, row: int) -> tuple[Fact, ...]:
        """Facts in one row of a table, in text order."""
        return self._rows.get((table.span, row), ())

    # --- indexes -------------------------------------------------------------------------------

    @cached_property
    def _amounts(self) -> dict[Span, Amount | None]:
        return {fact.quantity.span: amount_of(fact.quantity) for fact in self.facts}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[self.name(fact)].append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def _by_metric(self) -> dict[str, tuple[Fact, ...]]:
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.metric is not None:
                found[fact.metric].append(fact)
        return {metric: tuple(facts) for metric, facts in found.items()}

    @cached_property
    def _by_basis(self) -> dict[tuple[str, Role, str | None], tuple[tuple[Fact, ...], tuple[int, ...]]]:
        found: dict[tuple[str, Role, str | None], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            if fact.metric is not None:
                found[fact.metric, fact.role, year(fact)].append(fact)
        return {key: (tuple(facts), tuple(fact.quantity.span.start for fact in facts)) for key, facts in found.items()}

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        return tuple(sorted(self.doc.tables, key=lambda table: table.span))

    @cached_property
    def _table_starts(self) -> list[int]:
        return [table.span.start for table in self._tables]

    @cached_property
    def _cells(self) -> tuple[Cell, ...]:
        cells = (cell for table in self.doc.tables for cell in table.cells if cell.span.end > cell.span.start)
        return tuple(sorted(cells, key=lambda cell: cell.span))

    @cached_property
    def _cell_starts(self) -> list[int]:
        return [cell.span.start for cell in self._cells]

    @cached_property
    def _grids(self) -> dict[Span, dict[tuple[int, int], tuple[Fact, ...]]]:
        grids: dict[Span, dict[tuple[int, int], tuple[Fact, ...]]] = defaultdict(dict)
        for fact in self.facts:
            table, cell = self.table(fact), self.cell(fact)
            if table is not None and cell is not None:
                key = (cell.row, cell.col)
                grids[table.span][key] = (*grids[table.span].get(key, ()), fact)
        return grids

    @cached_property
    def _rows(self) -> dict[tuple[Span, int], tuple[Fact, ...]]:
        rows: dict[tuple[Span, int], list[Fact]] = defaultdict(list)
        for table, grid in self._grids.items():
            for (row, _), facts in sorted(grid.items()):
                rows[table, row].extend(facts)
        return {key: tuple(facts) for key, facts in rows.items()}

    @cached_property
    def _paragraphs(self) -> _Index:
        return _Index(paragraph.span for paragraph in self.doc.paragraphs)

    @cached_property
    def _sentences(self) -> _Index:
        if self.doc.sentences:
            return _Index(sentence.span for sentence in self.doc.sentences)
        text, spans, start = self.doc.text, [], 0
        for at, char in enumerate(text):
            if char in SENTENCE_ENDS:
                spans.append(Span(start, at + 1))
                start = at + 1
        return _Index([*spans, Span(start, len(text))])

    @cached_property
    def _clauses(self) -> _Index:
        return _Index(clause for sentence in self.doc.sentences for clause in sentence.clauses)

    @cached_property
    def _headings(self) -> tuple[Heading, ...]:
        return tuple(sorted(self.doc.outline, key=lambda heading: heading.span))

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [heading.span.start for heading in self._headings]

    @cached_property
    def _heading_paths(self) -> list[tuple[Heading, ...]]:
        paths: list[tuple[Heading, ...]] = []
        path: list[Heading] = []
        for heading in self._headings:
            while path and path[-1].level >= heading.level:
                path.pop()
            path.append(heading)
            paths.append(tuple(path))
        return paths


class _Index:
    """Spans that do not overlap, found by a place inside them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans: Sequence[Span] = sorted(spans)
        self.starts = [span.start for span in self.spans]


def _around(index: _Index, span: Span) -> Span | None:
    at = bisect_right(index.starts, span.start) - 1
    return index.spans[at] if at >= 0 and span.start < index.spans[at].end else None


def _span(place: Fact | Span) -> Span:
    return place.quantity.span if isinstance(place, Fact) else place


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def year(fact: Fact) -> str | None:
    """The year that the number is about, of whatever precision its period is."""
    return fact.period[:4] if fact.period else None
