"""Gouji (勾稽) reads Chinese government performance reports and cross-checks every number in them.

    >>> from extractor import extract
    >>> doc = extract("report.txt")           # text, tables, quantities, facts, findings
    >>> [finding.message for finding in doc.findings if finding.severity == "error"]

The names below are the public face; everything else may move between versions. They are loaded at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.errors import ExtractorError, ReadError
    from extractor.patterns import quantities
    from extractor.pipeline import process
    from extractor.readers import read, read_all
    from extractor.run import extract, extract_all
    from extractor.types import Doc
    from extractor.writers import write

__version__ = "0.1.0"

_HOMES = {
    "Doc": "extractor.types",
    "ExtractorError": "extractor.errors",
    "ReadError": "extractor.errors",
    "extract": "extractor.run",
    "extract_all": "extractor.run",
    "process": "extractor.pipeline",
    "quantities": "extractor.patterns",
    "read": "extractor.readers",
    "read_all": "extractor.readers",
    "write": "extractor.writers",
}

__all__ = [
    "Doc",
    "ExtractorError",
    "ReadError",
    "extract",
    "extract_all",
    "process",
    "quantities",
    "read",
    "read_all",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
