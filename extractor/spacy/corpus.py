"""Annotated reports as examples: the corpus reader `gouji.reports.v1` for `spacy train` and `nlp.evaluate`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from extractor.errors import ReadError
from extractor.spacy.extensions import QUANTITIES, register, set_reading

register()


@registry.readers("gouji.reports.v1")  # type: ignore[untyped-decorator]
def reports(path: str | Path) -> Callable[[Language], Iterator[Example]]:
    """Read the rows of `path`, a file `.jsonl` or `.jsonl.gz` or a folder of them, as annotations/README.md tells.

    An example is a report: its text to predict on; its quantities and facts as the components set them to compare with.

    Raises:
        ReadError: `path` is not there or a row is no report; when the corpus is read.
    """

    def read(nlp: Language) -> Iterator[Example]:
        for row in _rows(Path(path)):
            yield Example(nlp.make_doc(row["text"]), _annotated(nlp.make_doc(row["text"]), row))

    return read


def _annotated(doc: Doc, row: dict[str, Any]) -> Doc:
    spans = []
    for quantity in row["quantities"]:
        span = doc.char_span(quantity["start"], quantity["end"], label=quantity["kind"], alignment_mode="expand")
        if span is None:
            raise ReadError(row["report"], f"a quantity at {quantity['start']} is not in the text")
        set_reading(span, quantity)
        span._.gouji_optional = quantity["optional"]
        spans.append(span)
    doc.spans[QUANTITIES] = spans
    doc._.gouji_facts = [
        {
            "quantity": fact["quantity"],
            "metric": fact["metric"],
            "indicator": [fact["indicator_start"], fact["indicator_end"]],
            "role": fact["role"],
            "period": fact["period"],
            "scope": fact["scope"],
        }
        for fact in row["facts"]
    ]
    return doc


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    files = sorted(path.glob("*.jsonl*")) if path.is_dir() else [path]
    if not files:
        raise ReadError(str(path), "no .jsonl file in it; name the folder of one split")
    for file in files:
        try:
            data = file.read_bytes()
            lines = (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode().splitlines()
            rows = [json.loads(line) for line in lines]
        except (OSError, ValueError, EOFError) as error:
            raise ReadError(str(file), f"no annotated reports: {error}") from error
        for row in rows:
            if not isinstance(row, dict) or not {"report", "text", "quantities", "facts"} <= row.keys():
                raise ReadError(str(file), "a row is no annotated report; annotations/README.md lists its columns")
            yield row
