"""configs/relations.yaml: rates, bounds, grades and the words around them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml, relations
from extractor.lexicon.relations import load_relations


def test_every_rate_can_be_recognised_and_recomputed() -> None:
    for rate in load_relations().rates:
        assert rate.metric or rate.words, rate.name
        assert bool(rate.part.metrics) == bool(rate.whole.metrics), rate.name
        assert all(term.roles for term in (rate.part, rate.whole) if term.metrics), rate.name


def test_grades_cover_every_score_without_gaps() -> None:
    grades = load_relations().grades
    assert [grade.low for grade in grades[:-1]] == [grade.high for grade in grades[1:]]
    assert (grades[0].high, grades[-1].low) == (Decimal(100), Decimal(0))


def test_usual_full_marks_add_up_to_a_hundred() -> None:
    marks = load_relations().allocation
    assert sum(marks[name] for name in ("预算执行", "产出指标", "效益指标", "满意度指标")) == 100


def test_people_are_no_clues() -> None:
    families = load_relations().families
    assert families["条"] == families["件"] != families["人"] != families["人次"]


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        ({"unique": ["spend.nothing"]}, "spend.nothing"),
        ({"stages": {"预算": ["planned"]}}, "planned"),
        ({"grades": [{"names": ["优"]}]}, "low"),
        ({"rates": [{"name": "率", "part": {}, "whole": {"words": ["数"]}}]}, "率"),
    ],
)
def test_a_malformed_entry_is_named(entry: dict[str, object], named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_yaml("relations.yaml")
    monkeypatch.setattr(relations, "read_yaml", lambda name: {**whole, **entry})
    with pytest.raises(LexiconError, match=named):
        load_relations.__wrapped__()
