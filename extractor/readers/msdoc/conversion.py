"""Binary Word file -> Word package, by doc2docx: in this process where that is quick, else in a child."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.readers.msdoc.header import WordFile

MAX_BYTES = 32 << 20
"""A larger file, photographs mostly, is converted in a child, whose memory is bounded."""
MAX_RUNS = 5_000
"""So many runs take some three seconds, and the time grows with their square; beyond, a child with a time limit."""
CHILD_SECONDS = 60
CHILD_MEMORY = 2 << 30

_CHILD = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]),) * 2)
except (ImportError, ValueError, OSError):
    pass
import doc2docx
doc2docx.convert(sys.argv[1], sys.argv[2])
"""


class ConversionError(Exception):
    """doc2docx does not convert the file; says why in one line."""


def to_package(data: bytes, file: WordFile) -> bytes:
    """The bytes of a .docx with the content of a Word 97 file.

    Raises:
        ConversionError: It cannot be converted, or not in time.
    """
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        source, target = Path(folder, "in.doc"), Path(folder, "out.docx")
        source.write_bytes(data)
        if len(data) > MAX_BYTES or file.runs() > MAX_RUNS:
            _in_child(source, target)
        else:
            _here(source, target)
        try:
            return target.read_bytes()
        except OSError as error:
            raise ConversionError("nothing came of the conversion") from error


def _here(source: Path, target: Path) -> None:
    import doc2docx

    try:
        doc2docx.convert(source, target)
    except Exception as error:
        # Its own errors and, over hostile bytes, whatever it stumbles over, RecursionError and MemoryError included.
        raise ConversionError(" ".join(str(error).split()) or type(error).__name__) from error


def _in_child(source: Path, target: Path) -> None:
    command = [sys.executable, "-c", _CHILD, str(source), str(target), str(CHILD_MEMORY)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=CHILD_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise ConversionError(f"not converted in {CHILD_SECONDS} seconds") from error
    except OSError as error:
        raise ConversionError(f"no process for it ({error})") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        raise ConversionError(said[-1] if said else f"ended with {done.returncode}")
