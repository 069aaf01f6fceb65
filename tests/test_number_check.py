"""The finder against numbers of the corpus drawn at random and judged by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))
import sample_numbers  # noqa: E402


def test_the_verdicts_are_facts_without_sentences() -> None:
    entries = list(sample_numbers.verdicts())
    assert len(entries) == 200
    assert all(len(str(entry["number"])) < 24 for entry in entries)
    assert {"file", "offset", "number", "reading", "around", "right"} <= set(entries[0])


def test_of_the_judged_numbers_98_in_100_are_right() -> None:
    entries = list(sample_numbers.verdicts())
    assert sum(bool(entry["right"]) for entry in entries) >= 0.98 * len(entries)


@pytest.mark.skipif(not sample_numbers.CORPUS.is_dir(), reason="the corpus is not beside the checkout")
def test_the_judged_numbers_are_still_read_so() -> None:
    changed = list(sample_numbers.differences())
    assert len(changed) <= 4, "\n".join(changed)
