"""Quantities -> facts, in text order: what a number says can depend on the facts before it in its sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from extractor.tagger import contexts
from extractor.tagger.anchors import anchors
from extractor.tagger.choices import Chooser
from extractor.tagger.narrative import Setting, narrative_fact
from extractor.tagger.parts import partitions
from extractor.tagger.plans import goal_headings, planned_headings
from extractor.tagger.rows import Rows, label_fact, states_goals
from extractor.tagger.told import Told, next_sentence
from extractor.types import Doc, Fact, Span


def link_facts(doc: Doc, chooser: Chooser) -> Iterator[Fact]:
    """A fact for every quantity that is no date and no ordinal, in text order."""
    told = Told(Span(-1, -1))
    about = contexts.inspects(doc)
    dates = [quantity for quantity in doc.quantities if quantity.kind == "date"]
    date_starts = [date.span.start for date in dates]
    headings = [heading.span.start for heading in doc.outline]
    goals, planned = goal_headings(doc.outline), planned_headings(doc.outline, doc.meta.fiscal_year)
    tables = [table.span.start for table in doc.tables]
    wholes = partitions(doc)
    stated: dict[int, Fact] = {}
    at_table, rows = -1, Rows(doc, None, about)
    for anchor in anchors(doc):
        start = anchor.quantity.span.start
        if anchor.quantity.place is not None:
            at = bisect_right(tables, start) - 1
            if at != at_table:
                at_table, rows = at, Rows(doc, doc.tables[at] if at >= 0 else None, about, stated.values())
            yield rows.fact(doc, anchor, anchor.quantity.place, chooser)
            continue
        if anchor.cell is not None and (fact := label_fact(doc, anchor)):
            yield fact
            continue
        if told.span != anchor.sentence:
            told = next_sentence(doc, told, anchor)
        before = dates[bisect_left(date_starts, anchor.sentence.start) : bisect_left(date_starts, start)]
        above = bisect_right(headings, start) - 1
        heading = doc.outline[above] if above >= 0 else None
        plan = above >= 0 and planned[above]
        at = bisect_right(tables, start) - 1
        goal = (above >= 0 and goals[above]) or (
            anchor.cell is not None and at >= 0 and states_goals(doc.tables[at], anchor.cell)
        )
        whole = stated.get(wholes[start]) if start in wholes else None
        fact = narrative_fact(doc, anchor, told, chooser, Setting(before, heading, about, goal, plan, whole))
        stated[start] = fact
        yield fact
