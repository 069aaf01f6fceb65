"""The library, loaded when the first PDF is read."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def pdfium() -> Any:
    """PDFium's own functions; not to be called from two threads at once."""
    return import_module("pypdfium2.raw")


def wrapper() -> Any:
    """The objects around them."""
    return import_module("pypdfium2")
