"""LibreOffice, where it is installed: formats that only an office suite reads become .docx, in a watched child."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

from extractor.errors import ReadError
from extractor.readers import reader, source
from extractor.readers.docx import lay_out
from extractor.readers.ooxml.package import open_parts
from extractor.types import Doc

SECONDS = 120
"""For one conversion; a report takes one or two, the first of a process some more."""
MEMORY = 4 << 30
"""Bytes of address space of the child, where the system can bound it; a report takes under 3 GB, mostly libraries."""
MAX_BYTES = 256 << 20
MAX_OUTPUT = 512 << 20
_KIND = 256
"""Bytes in which an OpenDocument file says what it is."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">\
<value>2</value></prop></item>
</oor:items>
"""
"""No macros, nothing fetched from elsewhere, no links updated."""

_ONE_AT_A_TIME = threading.Lock()
_profiles: dict[int, Path] = {}
"""By process: two running instances cannot share one."""


def command() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_package(data: bytes, path: str, suffix: str, import_filter: str | None = None) -> bytes:
    """The bytes of a .docx that LibreOffice makes of a file.

    `suffix`: `.doc`, by which it knows formats that bytes do not tell; `import_filter`: the one to use, so that damaged
    files are not taken for plain text.

    Raises:
        ReadError: Not installed, not converted, not in time; says the remedy.
    """
    program = command()
    if program is None:
        raise ReadError(path, "reading it takes LibreOffice, which is not installed; install it, or save it as .docx")
    if len(data) > MAX_BYTES:
        raise ReadError(path, f"it has {len(data)} bytes, over {MAX_BYTES}; remove pictures or split it")
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="gouji-office-") as folder:
        given, made = Path(folder, f"in{suffix}"), Path(folder, "out", "in.docx")
        given.write_bytes(data)
        line = [program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore", "--nolockcheck"]
        if import_filter is not None:
            line.append(f"--infilter={import_filter}")
        line += ["--convert-to", "docx", "--outdir", str(made.parent), str(given)]
        _run(line, path)
        try:
            if made.stat().st_size > MAX_OUTPUT:
                raise ReadError(path, "LibreOffice makes a document of it that is too large; split it")
            return made.read_bytes()
        except OSError as error:
            reason = "LibreOffice cannot open it, it is damaged; ask for it again, or open it in WPS and save it anew"
            raise ReadError(path, reason) from error


def _run(line: list[str], path: str) -> None:
    try:
        # The launcher starts the program proper; a session of its own makes both one group to end.
        child = subprocess.Popen(  # noqa: S603
            line, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError as error:
        raise ReadError(path, f"LibreOffice does not start ({error.strerror}); install it again") from error
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        child.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ReadError(path, f"LibreOffice has not converted it in {SECONDS} seconds; save it as .docx") from error
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child and whatever it started, if anything of it still runs."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()


def _profile() -> Path:
    """The profile of this process: made at first use with its settings, removed at the end."""
    owner = os.getpid()
    if owner not in _profiles:
        folder = Path(tempfile.mkdtemp(prefix="gouji-profile-"))
        settings = folder / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_SETTINGS, encoding="utf-8")
        _profiles[owner] = folder
        atexit.register(_remove, owner)
    return _profiles[owner]


def _remove(owner: int) -> None:
    if owner == os.getpid():
        shutil.rmtree(_profiles.pop(owner), ignore_errors=True)


@reader("odf")
def read_odf(data: bytes, path: str) -> Doc:
    """Read an OpenDocument text (.odt) through LibreOffice.

    Raises:
        ReadError: LibreOffice is not installed or cannot read it; says the remedy.
    """
    if b"opendocument." in data[:_KIND] and b"opendocument.text" not in data[:_KIND]:
        raise ReadError(path, "an OpenDocument file of another kind than text; save it as .xlsx or PDF")
    parts = open_parts(to_package(data, path, ".odt"), path)
    return lay_out(parts, source(data, path, "odf", ("libreoffice",)))
