import json
from pathlib import Path
from typing import get_args

import calibrate
import pytest

from extractor.errors import ModelError
from extractor.tagger import model
from extractor.tagger.candidates import Source


def test_every_source_of_a_candidate_has_a_reliability() -> None:
    reliability = model.load_model().reliability
    assert set(reliability) == set(get_args(Source))
    assert all(0 < share <= 1 for share in reliability.values())


@pytest.mark.parametrize(
    ("right", "seen", "low", "high"), [(0, 0, 0.5, 0.5), (1, 1, 0.5, 0.7), (95, 100, 0.9, 0.95), (1000, 1000, 0.99, 1)]
)
def test_a_rule_seen_rarely_claims_little(right: int, seen: int, low: float, high: float) -> None:
    assert low <= calibrate.wilson(right, seen) <= high


@pytest.mark.parametrize("content", [None, "{", "[]", '{"rules": {"left": {}}}'])
def test_a_missing_or_broken_model_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setattr(model, "_INSIDE", tmp_path)
    if content is not None:
        (tmp_path / "broken.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"models/broken\.json.*scripts/calibrate\.py"):
        model.load_model("broken")


def test_the_shares_are_those_of_the_counts() -> None:
    rules = json.loads(calibrate.TARGET.read_text("utf-8"))["rules"]
    for entry in rules.values():
        assert entry["reliability"] == round(calibrate.wilson(entry["right"], entry["of"]), 3)
