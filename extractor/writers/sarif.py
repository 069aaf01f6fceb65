"""`sarif`: the inconsistent findings of a report in SARIF 2.1.0, which code hosts and editors show beside the text.

Regions are code points of the canonical text, which the log embeds. Source: OASIS, SARIF Version 2.1.0 (2020).
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from extractor.records import EvidenceRecord, FindingRecord, ReportRecord
from extractor.writers import writer

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


@writer("sarif")
def write_sarif(report: ReportRecord) -> bytes:
    """One run a report, one result an inconsistent finding; what follows from another names it in `properties`."""
    found = [(n, finding) for n, finding in enumerate(report["findings"]) if finding["verdict"] == "inconsistent"]
    checks = sorted({finding["check"] for _, finding in found})
    uri = _uri(report)
    artifact: dict[str, Any] = {"location": {"uri": uri}, "hashes": {"sha-256": report["source"]["sha256"]}}
    if report["text"] is not None:
        artifact["contents"] = {"text": report["text"]}
    run = {
        "tool": {
            "driver": {
                "name": "gouji",
                "version": report["made_by"]["gouji"],
                "rules": [{"id": check} for check in checks],
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [artifact],
        "results": [_result(number, finding, uri, checks) for number, finding in found],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode()


def _result(number: int, finding: FindingRecord, uri: str, checks: list[str]) -> dict[str, Any]:
    first, *others = finding["evidence"]
    result: dict[str, Any] = {
        "ruleId": finding["check"],
        "ruleIndex": checks.index(finding["check"]),
        "level": _LEVELS[finding["severity"]],
        "message": {"text": finding["message"] or finding["formula"]},
        "locations": [_location(first, uri)],
        "properties": {"finding": number, "formula": finding["formula"]},
    }
    if others:
        result["relatedLocations"] = [{"id": n, **_location(one, uri)} for n, one in enumerate(others, 1)]
    for name in ("cause", "repair", "computed", "stated", "difference", "tolerance"):
        value = finding[name]
        if value is not None:
            result["properties"][name] = value
    return result


def _location(evidence: EvidenceRecord, uri: str) -> dict[str, Any]:
    length = evidence["end"] - evidence["start"]
    region = {"charOffset": evidence["start"], "charLength": length, "snippet": {"text": evidence["quote"]}}
    return {"physicalLocation": {"artifactLocation": {"uri": uri, "index": 0}, "region": region}}


def _uri(report: ReportRecord) -> str:
    source = report["source"]
    return quote(source["path"] + (f"!{source['member']}" if source["member"] else ""), safe="/!:")
