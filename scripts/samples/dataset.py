"""The annotated reports as files that Hugging Face `datasets` reads: one gzipped JSONL file a report and table.

A file a report, so that a change of one report is a small change of the repository; gzipped, because the text that
surrounds a fact is written once for each fact.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import gold, layout, rows, source


@dataclass(frozen=True)
class Annotated:
    """One report in the form of the dataset."""

    name: str
    report: dict[str, Any]
    facts: list[dict[str, Any]]


def annotated(paths: Iterable[Path]) -> Iterator[Annotated]:
    """The reports of the sources, in order."""
    for path in paths:
        one = source.load(path)
        laid = layout.lay_out(one)
        data = gold.annotate(one, laid, one.file_name).data
        yield Annotated(one.header["id"], rows.report_row(one, laid, data), rows.fact_rows(one, laid, data))


def files(reports: Iterable[Annotated], splits: Mapping[str, str]) -> dict[str, bytes]:
    """Path below the dataset's folder -> bytes."""
    made = {}
    for one in reports:
        place = f"{splits[one.name]}/{one.name}.jsonl.gz"
        made[f"reports/{place}"] = _packed([one.report])
        made[f"facts/{place}"] = _packed(one.facts)
    return made


def _packed(lines: Iterable[Mapping[str, Any]]) -> bytes:
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    return gzip.compress(text.encode(), 9, mtime=0)


def same(one: bytes, other: bytes) -> bool:
    """Whether two files say the same; packed ones by their content, since another zlib packs them differently."""
    magic = b"\x1f\x8b"
    if one.startswith(magic) and other.startswith(magic):
        return gzip.decompress(one) == gzip.decompress(other)
    return one == other
