"""The library, loaded when the first PDF is read."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


def pdfium() -> Any:
    """PDFium's own functions; not to be called from two threads at once."""
    return import_module("pypdfium2.raw")


def wrapper() -> Any:
    """The objects around them."""
    return import_module("pypdfium2")


@cache
def quick(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The function of that name for loops over signs and segments, where the usual call costs more than the work.

    It keeps the interpreter's lock and checks no types: the signature must be the one of PDFium's headers, pointers
    are addresses (`ctypes.c_void_p`, `address`).
    """
    function = ctypes.cast(getattr(pdfium(), name), ctypes.c_void_p).value
    assert function is not None  # noqa: S101 - the library is loaded
    return ctypes.PYFUNCTYPE(result, *arguments)(function)


def address(pointer: Any) -> int:
    """The address that a pointer of PDFium holds; 0 of none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
