"""Writers: the record of a report -> the bytes of one file.

A writer is a function `(report: ReportRecord) -> bytes` registered under its format's name.
"""

from __future__ import annotations

from collections.abc import Callable

from extractor.errors import ConfigError
from extractor.records import ReportRecord
from extractor.registry import Registry

Writer = Callable[[ReportRecord], bytes]
writer: Registry[Writer] = Registry("extractor.writers")


def write(report: ReportRecord, format: str = "json") -> bytes:
    """Serialise the record of a report.

    Raises:
        ConfigError: No writer of that name; lists the known ones.
    """
    plugin = writer.get(format)
    if plugin is None:
        raise ConfigError(f"format {format!r}", f"not known; one of: {', '.join(sorted(name for name, _ in writer))}")
    return plugin(report)
