"""Write extractor/gouji-1.schema.json from the record types of extractor/records.py."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from extractor.records import SCHEMA, ReportRecord

TARGET = Path(__file__).parents[1] / "extractor" / "gouji-1.schema.json"


def schema_text() -> str:
    """The schema, indented, a newline at the end."""
    schema = TypeAdapter(ReportRecord).json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema_text(), encoding="utf-8")
