from pathlib import Path

import pytest

from extractor.errors import ModelError
from extractor.tagger import model


def test_the_shipped_model_has_weights_for_every_task() -> None:
    shipped = model.load_model()
    assert set(shipped.weights) == {"name", "metric", "role", "trust"}
    assert all(shipped.weights.values())


@pytest.mark.parametrize("content", [None, "{", "[]", '{"name": {"first:": "1"}}'])
def test_a_missing_or_broken_model_names_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setattr(model, "_INSIDE", tmp_path)
    if content is not None:
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "weights.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"broken/weights\.json.*gouji train"):
        model.load_model("broken")
