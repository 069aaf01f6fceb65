"""How much a packed file may unpack to, and what is said of one that cannot be unpacked."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

MAX_MEMBERS = 10_000
MAX_TOTAL = 1 << 30
"""Bytes of all members unpacked: a report full of photographs has tens of megabytes."""
MAX_MEMBER = 256 << 20
"""Bytes of one member unpacked: what a file by itself may have."""
MAX_RATIO = 250
"""Unpacked to packed, of a member over a megabyte; text packs at 5 to 60, a bomb near 1,000."""
SMALL = 1 << 20
"""Bytes below which no ratio is looked at."""

AGAIN = "ask for it again or download it again"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What the standard library raises over a damaged or encrypted archive."""


def brief(error: BaseException) -> str:
    """An exception in one line."""
    return " ".join(str(error).split()) or type(error).__name__
