"""`json` and `jsonl`: the whole record of a report."""

from __future__ import annotations

import json

from extractor.records import ReportRecord
from extractor.writers import writer


@writer("json")
def write_json(report: ReportRecord) -> bytes:
    """One indented JSON object, keys in a fixed order, UTF-8, a newline at the end."""
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()


@writer("jsonl")
def write_jsonl(report: ReportRecord) -> bytes:
    """The same object on one line."""
    return (json.dumps(report, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
