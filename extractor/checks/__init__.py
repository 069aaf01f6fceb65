"""Checks: a Doc with facts -> findings. Each check is a small generator, silent where it finds nothing to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.registry import Registry
from extractor.types import Doc, Finding

Check = Callable[[Doc], Iterator[Finding]]
check: Registry[Check] = Registry("extractor.checks")
