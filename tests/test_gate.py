"""The scorer and the gate: they count what they say, and a worse figure fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import gate
import pytest

from extractor.annotations import Gold, load_gold
from extractor.pipeline import process
from extractor.readers import read
from extractor.scoring import score_doc, score_findings
from extractor.types import Doc, Finding, Span

SAMPLES = Path(__file__).parents[1] / "annotations" / "samples"


@pytest.fixture(scope="module")
def gold() -> Gold:
    bare = read((SAMPLES / "s01_yunxi_xuncha.txt").read_bytes(), "s01.txt")
    return load_gold(SAMPLES / "s01.gold.json", bare)


def test_gold_scored_against_itself_is_perfect(gold: Gold) -> None:
    scores = score_doc(gold, gold.doc)
    assert {name: (score.f1, score.share, score.misses) for name, score in scores.items() if name != "value"} == {
        name: (1.0, 1.0, []) for name in scores if name != "value"
    }
    assert scores["value"].share == 1.0


def test_each_layer_counts_its_own_mistakes(gold: Gold) -> None:
    facts = tuple(replace(fact, metric="asset.total") for fact in gold.doc.facts)
    worse = replace(gold.doc, facts=facts, outline=gold.doc.outline[1:], tables=())
    scores = score_doc(gold, worse)
    assert scores["fact"].share < 0.1
    assert scores["outline"].hit == len(gold.doc.outline) - 1
    assert scores["cell"].hit == scores["triple"].hit == 0
    assert scores["quantity"].f1 == 1.0


def test_a_fact_with_another_role_is_right_but_not_strictly(gold: Gold) -> None:
    facts = tuple(replace(fact, role="change", period="1999") for fact in gold.doc.facts)
    scores = score_doc(gold, replace(gold.doc, facts=facts))
    assert (scores["fact"].f1, scores["strict"].hit) == (1.0, 0)


def finding(verdict: str, *spans: tuple[int, int]) -> Finding:
    return Finding("sum.x", "sum", verdict, "error", tuple(Span(*span) for span in spans), "1 = 1", "一致")  # type: ignore[arg-type]


def quote(start: int, end: int) -> dict[str, int]:
    return {"start": start, "end": end}


def test_a_check_is_met_where_two_of_its_quotes_are_in_the_evidence() -> None:
    row: dict[str, Any] = {"id": "a", "check": "sum", "status": "inconsistent", "severity": "error"}
    row |= {"formula": "1 + 1 = 3", "left": [quote(0, 3), quote(5, 8)], "right": [quote(10, 12)]}
    assert score_findings([row], [finding("inconsistent", (6, 7), (10, 11))])["causes"].hit == 1
    assert score_findings([row], [finding("inconsistent", (6, 7))])["causes"].hit == 0
    assert score_findings([row], [finding("inconsistent", (20, 21))])["alarms"].hit == 1
    assert score_findings([row], [finding("consistent", (6, 7), (10, 11))])["causes"].hit == 0


@pytest.mark.parametrize(
    ("name", "value", "floor", "fails"),
    [("fact", 0.91, 0.92, True), ("fact", 0.92, 0.92, False), ("alarms", 0.5, 0.0, True), ("alarms", 0.0, 0.0, False)],
)
def test_a_figure_below_its_floor_fails_and_alarms_above_it(name: str, value: float, floor: float, fails: bool) -> None:
    assert gate.below(name, value, floor) is fails
    assert gate.below(name, value, gate.pinned(name, value)) is False


def test_every_pinned_layer_is_measured() -> None:
    import json

    floors = json.loads(gate.BASELINE.read_text("utf-8"))
    assert floors.keys() == {gold_set.name for gold_set in gate.SETS}
    bare: Doc = read((SAMPLES / "s03_cangning_veterans.txt").read_bytes(), "s03.txt")
    measured = {**score_doc(load_gold(SAMPLES / "s03.gold.json", bare), process(bare)), **score_findings([], [])}
    assert all(layers.keys() == measured.keys() for layers in floors.values())
