"""How findings are sorted and named for people: gravest first, in the two words of the trade."""

from __future__ import annotations

from extractor.records import FindingRecord

KINDS = {
    "error": "强制性",
    "warning": "核实性",
    "info": "提示",
    "unverifiable": "无法核实",
    "consistent": "相符",
}
"""Severities of the inconsistent ones, then the other verdicts; gravest first, with their Chinese names."""

_ORDER = {kind: order for order, kind in enumerate(KINDS)}


def kind_of(finding: FindingRecord) -> str:
    """The severity of an inconsistent finding, the verdict of another."""
    return finding["severity"] if finding["verdict"] == "inconsistent" else finding["verdict"]


def gravity(kind: str) -> int:
    """Sorts kinds: 0 is the gravest."""
    return _ORDER[kind]
