"""The output format: the committed schema is the generated one, and results obey it."""

from __future__ import annotations

import json
from pathlib import Path

import build_schema
import jsonschema
import pytest

from extractor import process, read, write
from extractor.records import report

SAMPLES = sorted(
    path
    for path in (Path(__file__).parents[1] / "annotations" / "samples").iterdir()
    if path.suffix in (".txt", ".docx")
)


def test_the_committed_schema_is_the_one_the_types_give() -> None:
    assert build_schema.TARGET.read_text("utf-8") == build_schema.schema_text(), "run make golden"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_results_obey_the_schema_and_quote_the_text(path: Path) -> None:
    record = report(process(read(path.read_bytes(), path.name)))
    jsonschema.validate(json.loads(write(record)), json.loads(build_schema.TARGET.read_text("utf-8")))
    text = record["text"]
    assert text is not None
    for quantity in record["quantities"]:
        assert text[quantity["start"] : quantity["end"]] == quantity["text"]
    for fact in record["facts"]:
        assert fact["indicator"] is None or text[slice(*fact["indicator"])] == fact["indicator_text"]
    for table in record["tables"]:
        for cell in table["cells"]:
            assert text[cell["start"] : cell["end"]] == cell["text"]
    for finding in record["findings"]:
        assert finding["cause"] is None or 0 <= finding["cause"] < len(record["findings"])
        assert finding["evidence"]
