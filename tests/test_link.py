"""Numbers become facts: invented sentences and cells, and the reviewed reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from invented import Case, agrees, cell_cases, narrative_cases

from extractor.annotations import bare_doc, load_gold
from extractor.stages.link import link
from extractor.tagger.choices import Question, Rules, Task
from extractor.types import Doc, Fact

SHARED = Path(__file__).parents[2] / "shared"


@pytest.mark.parametrize("case", [*narrative_cases(), *cell_cases()], ids=lambda case: case.name)
def test_a_number_says_what_the_guide_says(case: Case) -> None:
    facts = link(case.doc, Rules()).facts
    assert [
        _shown(case.doc, fact) for fact, want in zip(facts, case.facts, strict=True) if not agrees(case.doc, fact, want)
    ] == []


@pytest.mark.parametrize("name", ["000", "001", "003"])
def test_facts_of_a_reviewed_report_are_right(name: str) -> None:
    """With the reviewed quantities and tables as input."""
    if not SHARED.is_dir():
        pytest.skip("the reviewed reports are not in this checkout")
    path = next((SHARED / "reports").glob(f"{name}*"))
    gold = load_gold(SHARED / "gold" / f"{name}.gold.json", bare_doc(str(path), path.read_bytes().decode("utf-8")))
    found = link(replace(gold.doc, facts=()))
    wanted = {fact.quantity.span: fact for fact in gold.doc.facts if fact.quantity.span not in gold.optional}
    right = [fact for fact in found.facts if (want := wanted.get(fact.quantity.span)) and _same(fact, want)]
    assert len(right) >= 0.95 * len(wanted)


def test_every_stated_number_gives_exactly_one_fact() -> None:
    for case in [*narrative_cases(), *cell_cases()]:
        stated = [q.span for q in case.doc.quantities if q.kind not in ("date", "ordinal")]
        assert [fact.quantity.span for fact in link(case.doc).facts] == stated


def test_a_chooser_can_be_replaced() -> None:
    class NothingIsNamed:
        def choose(self, task: Task, question: Question) -> tuple[int, float]:
            return (0, 1.0) if task == "name" else (question.preferred, 1.0)

    facts = [fact for case in narrative_cases() for fact in link(case.doc, NothingIsNamed()).facts]
    asked = [fact for fact in facts if fact.by == "model.none"]
    assert asked
    assert all(fact.indicator is None for fact in asked)


def test_the_model_reads_plain_sentences_as_the_rules_do() -> None:
    cases = [*narrative_cases(), *cell_cases()]
    pairs = [
        (case.doc, fact, want) for case in cases for fact, want in zip(link(case.doc).facts, case.facts, strict=True)
    ]
    wrong = [_shown(doc, fact) for doc, fact, want in pairs if not agrees(doc, fact, want)]
    assert len(wrong) <= 0.05 * len(pairs), wrong


def _same(fact: Fact, want: Fact) -> bool:
    if (fact.metric, fact.role, fact.period) != (want.metric, want.role, want.period):
        return False
    if want.metric is not None:
        return True
    if fact.indicator is None or want.indicator is None:
        return False
    shared = max(0, min(fact.indicator.end, want.indicator.end) - max(fact.indicator.start, want.indicator.start))
    return 4 * shared >= sum(span.end - span.start for span in (fact.indicator, want.indicator))


def _shown(doc: Doc, fact: Fact) -> tuple[object, ...]:
    return (fact.quantity.text, fact.indicator and doc[fact.indicator], fact.metric, fact.role, fact.period, fact.by)
