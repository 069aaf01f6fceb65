"""The ledger: a view over a Doc for the checks, built once; every look-up is a bisection or a dictionary."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from extractor.ledger.amounts import Amount, amount_of
from extractor.types import Cell, Doc, Fact, Heading, Kind, Listing, Role, Span, Table, squeeze

SENTENCE_ENDS = "。！？；\n"
"""Where sentences end if the Doc has none."""

T = TypeVar("T")

WINDOW = 24
"""Statements looked at on either side of a place: a long report repeats a metric hundreds of times."""


_span_of = attrgetter("quantity.span")


class Place(NamedTuple):
    """Where a number stands."""

    table: Table | None
    cell: Cell | None
    paragraph: Span
    """The paragraph or the cell."""
    sentence: Span
    clause: Span
    headings: tuple[Heading, ...]

    def distance(self, other: Place) -> int:
        """0 same sentence or table row, 1 same paragraph, 2 same section or table, 3 same chapter, 4 elsewhere."""
        if self.table is not None and self.table is other.table:
            return 0 if self.cell is not None and other.cell is not None and self.cell.row == other.cell.row else 2
        if self.table is not None or other.table is not None:
            return 4
        if self.sentence == other.sentence:
            return 0
        if self.paragraph == other.paragraph:
            return 1
        path, other_path = self.headings, other.headings
        if not path or not other_path:
            return 4 if path or other_path else 2
        if path[-1].span.start == other_path[-1].span.start:
            return 2
        return 3 if path[0] is other_path[0] else 4


@dataclass(frozen=True)
class Ledger:
    """The stated numbers of one report, found by place and by meaning."""

    doc: Doc

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """All facts, in text order."""
        return tuple(sorted(self.doc.facts, key=_span_of))

    @cached_property
    def prose(self) -> tuple[Fact, ...]:
        """The facts outside tables, in text order."""
        return tuple(fact for fact in self.facts if self._places[fact.quantity.span].table is None)

    def of_kind(self, *kinds: Kind) -> tuple[Fact, ...]:
        """The facts of these kinds, in text order."""
        if kinds not in self._by_kinds:
            self._by_kinds[kinds] = tuple(fact for fact in self.facts if fact.quantity.kind in kinds)
        return self._by_kinds[kinds]

    def in_prose(self, *kinds: Kind) -> tuple[Fact, ...]:
        """The facts of these kinds outside tables, in text order."""
        if kinds not in self._prose_by_kinds:
            self._prose_by_kinds[kinds] = tuple(fact for fact in self.prose if fact.quantity.kind in kinds)
        return self._prose_by_kinds[kinds]

    @cached_property
    def _starts(self) -> list[int]:
        return [fact.quantity.span.start for fact in self.facts]

    def within(self, span: Span) -> tuple[Fact, ...]:
        """Facts whose number starts inside `span`, in text order."""
        return self.facts[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]

    # --- place ---------------------------------------------------------------------------------

    def place(self, place: Fact | Span) -> Place:
        """Everything that is known about where the number stands."""
        return self._places[_span(place)]

    def sentence(self, place: Fact | Span) -> Span:
        """The sentence that the number stands in; its line where the Doc has no sentence there."""
        return self._places[_span(place)].sentence

    def clause(self, place: Fact | Span) -> Span:
        """The clause that the number stands in; its sentence where the Doc has no clauses."""
        return self._places[_span(place)].clause

    def paragraph(self, place: Fact | Span) -> Span:
        """The paragraph or the cell that the number stands in."""
        return self._places[_span(place)].paragraph

    def table(self, place: Fact | Span) -> Table | None:
        """The table that the number stands in; None in narrative."""
        return self._places[place.quantity.span if isinstance(place, Fact) else place].table

    def cell(self, place: Fact | Span) -> Cell | None:
        """The cell that the number stands in; None in narrative."""
        return self._places[_span(place)].cell

    def headings(self, place: Fact | Span) -> tuple[Heading, ...]:
        """The headings above the number, outermost first; empty before the first one and in tables."""
        return self._places[_span(place)].headings

    def section(self, place: Fact | Span) -> int:
        """Start of the innermost heading above the number; of its table; -1 before the first heading."""
        found = self._places[_span(place)]
        if found.table is not None:
            return found.table.span.start
        return found.headings[-1].span.start if found.headings else -1

    def distance(self, one: Fact, other: Fact) -> int:
        """How far apart two numbers stand: 0 … 4 (`Place.distance`)."""
        return self._places[one.quantity.span].distance(self._places[other.quantity.span])

    # --- meaning -------------------------------------------------------------------------------

    def stated(
        self, metric: str, role: Role | None = None, period: str | None = None, scope: str | None = None
    ) -> tuple[Fact, ...]:
        """Facts of `metric`, in text order; role, period (by year) and scope narrow where they are given."""
        if role is not None and period is not None:
            found, _ = self._by_basis.get((metric, role, period[:4]), ((), ()))
            return found if scope is None else tuple(fact for fact in found if fact.scope == scope)
        found = self._by_metric.get(metric, ()) if period is None else self._by_year.get((metric, period[:4]), ())
        if role is None and scope is None:
            return found
        return tuple(
            fact for fact in found if (role is None or fact.role == role) and (scope is None or fact.scope == scope)
        )

    def statements_near(self, metric: str, role: Role, period: str | None, place: Fact) -> tuple[Fact, ...]:
        """Facts of one metric, role and year, of which no more than the nearest to `place`, in text order."""
        found, starts = self._by_basis.get((metric, role, period[:4] if period else None), ((), ()))
        at = bisect_left(starts, place.quantity.span.start)
        return found[max(0, at - WINDOW) : at + WINDOW]

    def heads_over(self, place: Fact | Span) -> tuple[Fact, ...]:
        """Facts in the heads of the lists in which the number is an item or stands in one, nearest list first."""
        span = _span(place)
        at = bisect_right(self._listing_starts, span.start)
        near = reversed(self._listings[max(0, at - WINDOW) : at])
        over = [listing.head for listing in near if any(item.contains(span) for item in listing.items)]
        return tuple(fact for head in over for fact in self.within(head))

    def named(self, name: str) -> tuple[Fact, ...]:
        """Facts whose number is called exactly `name`, in text order; none for an empty name."""
        return self._by_name.get(name, ()) if name else ()

    def amount(self, fact: Fact) -> Amount | None:
        """The number in its base unit with its precision; None where it is not one exact statement."""
        try:
            return self._amounts[fact.quantity.span]
        except KeyError:
            return amount_of(fact.quantity)

    def name(self, fact: Fact) -> str:
        """What the number is called, without white space; empty where nothing names it."""
        return self._squeezed[fact.indicator] if fact.indicator else ""

    def quote(self, fact: Fact) -> str:
        """The number as printed, without white space."""
        return self._squeezed[fact.quantity.span]

    def before(self, fact: Fact, limit: int = 40) -> str:
        """Up to `limit` characters of the paragraph directly before the number."""
        span = fact.quantity.span
        return self.doc.text[max(self._places[span].paragraph.start, span.start - limit) : span.start]

    def grid(self, table: Table) -> dict[tuple[int, int], tuple[Fact, ...]]:
        """Facts of a table by row and column of their cell, in text order."""
        return self._grids.get(table.span, {})

    def row(self, table: Table, row: int) -> tuple[Fact, ...]:
        """Facts in one row of a table, in text order."""
        return self._rows.get((table.span, row), ())

    def once(self, view: Callable[[Ledger], T]) -> T:
        """`view(self)`, worked out at the first call only: what several checks read off the same tables."""
        if view not in self._views:
            self._views[view] = view(self)
        found: T = self._views[view]
        return found

    # --- indexes -------------------------------------------------------------------------------

    @cached_property
    def _views(self) -> dict[Callable[[Ledger], Any], Any]:
        return {}

    @cached_property
    def _by_kinds(self) -> dict[tuple[Kind, ...], tuple[Fact, ...]]:
        return {}

    @cached_property
    def _prose_by_kinds(self) -> dict[tuple[Kind, ...], tuple[Fact, ...]]:
        return {}

    @cached_property
    def _squeezed(self) -> _Squeezed:
        return _Squeezed(self.doc.text)

    @cached_property
    def _places(self) -> _Places:
        return _Places(self.doc)

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
    def _by_year(self) -> dict[tuple[str, str | None], tuple[Fact, ...]]:
        found: dict[tuple[str, str | None], list[Fact]] = defaultdict(list)
        for metric, facts in self._by_metric.items():
            for fact in facts:
                found[metric, year(fact)].append(fact)
        return {key: tuple(facts) for key, facts in found.items()}

    @cached_property
    def _by_basis(self) -> dict[tuple[str, Role, str | None], tuple[tuple[Fact, ...], list[int]]]:
        found: dict[tuple[str, Role, str | None], list[Fact]] = defaultdict(list)
        for metric, facts in self._by_metric.items():
            for fact in facts:
                found[metric, fact.role, year(fact)].append(fact)
        return {key: (tuple(facts), [fact.quantity.span.start for fact in facts]) for key, facts in found.items()}

    @cached_property
    def _grids(self) -> dict[Span, dict[tuple[int, int], tuple[Fact, ...]]]:
        grids: dict[Span, dict[tuple[int, int], tuple[Fact, ...]]] = defaultdict(dict)
        for fact in self.facts:
            place = self._places[fact.quantity.span]
            if place.table is not None and place.cell is not None:
                grid, key = grids[place.table.span], (place.cell.row, place.cell.col)
                grid[key] = (*grid.get(key, ()), fact)
        return grids

    @cached_property
    def _rows(self) -> dict[tuple[Span, int], tuple[Fact, ...]]:
        rows: dict[tuple[Span, int], list[Fact]] = defaultdict(list)
        for table, grid in self._grids.items():
            for (row, _), facts in sorted(grid.items()):
                rows[table, row].extend(facts)
        return {key: tuple(facts) for key, facts in rows.items()}

    @cached_property
    def _listings(self) -> tuple[Listing, ...]:
        return tuple(sorted(self.doc.listings, key=lambda listing: listing.head))

    @cached_property
    def _listing_starts(self) -> list[int]:
        return [listing.head.start for listing in self._listings]


class _Squeezed(dict[Span, str]):
    """Parts of a text without white space."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, span: Span) -> str:
        self[span] = found = squeeze(self._text[span.start : span.end])
        return found


class _Places(dict[Span, Place]):
    """Where the parts of a report stand."""

    def __init__(self, doc: Doc) -> None:
        super().__init__()
        self._text = doc.text
        tables = sorted(doc.tables, key=attrgetter("span"))
        filled = (cell for table in doc.tables for cell in table.cells if cell.span.end > cell.span.start)
        cells = sorted(filled, key=attrgetter("span"))
        paragraphs = sorted(paragraph.span for paragraph in doc.paragraphs)
        sentences = sorted(_sentences(doc))
        clauses = sorted(clause for sentence in doc.sentences for clause in sentence.clauses)
        self._tables = _Index(tables, [table.span for table in tables])
        self._cells = _Index(cells, [cell.span for cell in cells])
        self._paragraphs = _Index(paragraphs, paragraphs)
        self._sentences = _Index(sentences, sentences)
        self._clauses = _Index(clauses, clauses)
        self._headings = sorted(doc.outline, key=attrgetter("span"))
        self._heading_starts = [heading.span.start for heading in self._headings]
        self._heading_paths = _paths(self._headings)

    def __missing__(self, span: Span) -> Place:
        start, end = span
        table, cell = self._tables.around(start, end), self._cells.around(start, end)
        paragraph = cell.span if cell is not None else self._paragraphs.around(start)
        if paragraph is None:
            paragraph = Span(self._text.rfind("\n", 0, start) + 1, _end(self._text, end))
        sentence = self._sentences.around(start) or paragraph
        clause = self._clauses.around(start) or sentence
        heading = bisect_right(self._heading_starts, start) - 1
        headings = self._heading_paths[heading] if heading >= 0 and table is None else ()
        self[span] = found = Place(table, cell, paragraph, sentence, clause, headings)
        return found


class _Index(Generic[T]):
    """Things in text order whose spans do not overlap, found by a place inside them."""

    def __init__(self, things: Sequence[T], spans: Sequence[Span]) -> None:
        self._things = things
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def around(self, start: int, end: int = 0) -> T | None:
        """What `start` stands in, and all up to `end` where that is given."""
        at = bisect_right(self._starts, start) - 1
        return self._things[at] if at >= 0 and start < self._ends[at] >= end else None


def _sentences(doc: Doc) -> Iterator[Span]:
    if doc.sentences:
        yield from (sentence.span for sentence in doc.sentences)
        return
    start = 0
    for at, char in enumerate(doc.text):
        if char in SENTENCE_ENDS:
            yield Span(start, at + 1)
            start = at + 1
    yield Span(start, len(doc.text))


def _paths(headings: Sequence[Heading]) -> list[tuple[Heading, ...]]:
    """Each heading with those above it, outermost first."""
    paths: list[tuple[Heading, ...]] = []
    path: list[Heading] = []
    for heading in headings:
        while path and path[-1].level >= heading.level:
            path.pop()
        path.append(heading)
        paths.append(tuple(path))
    return paths


def _span(place: Fact | Span) -> Span:
    return place.quantity.span if isinstance(place, Fact) else place


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def year(fact: Fact) -> str | None:
    """The year that the number is about, of whatever precision its period is."""
    return fact.period[:4] if fact.period else None
