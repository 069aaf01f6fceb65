"""Readers: bytes of one file format -> Doc with text, paragraphs, raw tables and origins.

A reader is a function `(data: bytes, path: str) -> Doc` registered under its suffixes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import PurePath

from extractor.errors import ReadError
from extractor.registry import Registry
from extractor.types import Doc, Source

Reader = Callable[[bytes, str], Doc]
reader: Registry[Reader] = Registry("extractor.readers")


def source(data: bytes, path: str, format: str) -> Source:
    """The record of a file's bytes; `path` as the user gave it."""
    return Source(path=path, format=format, sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def read(data: bytes, path: str) -> Doc:
    """Turn the bytes of a file into a Doc, by its suffix.

    Raises:
        ReadError: No reader knows the suffix, or the content is empty or damaged; says the remedy.
    """
    if not data:
        raise ReadError(path, "the file is empty; download it again")
    suffix = PurePath(path).suffix.lower()
    plugin = reader.get(suffix)
    if plugin is None:
        known = " ".join(sorted(name for name, _ in reader))
        raise ReadError(path, f"no reader for {suffix or 'a file without suffix'}; known: {known}")
    return plugin(data, path)
