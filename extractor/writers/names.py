"""Names of the files that results go to: readable, safe on any file system, never the same twice."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

_LONGEST = 120
"""UTF-8 bytes of a part of a path: half of what file systems take, so that suffixes fit."""
_DEEPEST = 12
"""Folders in one another; what lies deeper goes into the last."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_PACKED = re.compile(r"\.(?:tar|warc)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}$")
_SCHEME = re.compile(r"^[a-z]+://")


class Names:
    """Gives out names, each once, whatever the case of its letters; the same files in the same order, the same names.

    `报告.docx` gives `报告`; where two files share that, each gives its full name. A member of an archive goes into a
    folder named after the archive, below the folders that it has in it.
    """

    def __init__(self, files: Sequence[str]) -> None:
        """`files`: the paths that will be asked for, below the folder that was given."""
        self._stems = Counter(_bare(file) for file in files)
        self._taken: set[str] = set()

    def take(self, file: str, member: str | None, suffix: str) -> PurePosixPath:
        """A relative path, ending in `suffix`, for the result of `file`, one of those announced, or of its `member`."""
        name = file if self._stems[_bare(file)] > 1 else _bare(file)
        folders, whole = _parts(name), ""
        if member is not None:
            *containers, whole = member.split("!")
            for container in containers:
                folders += _parts(_bare(container))
            folders += _parts(whole)
        folder = PurePosixPath(*map(_safe, folders[:-1][:_DEEPEST]))
        last = folders[-1]
        choices = [last] if member is None else [stem(last), last]
        number = 1
        while True:
            for choice in choices:
                path = folder / f"{_safe(choice)}{'' if number == 1 else f'-{number}'}{suffix}"
                if str(path).casefold() not in self._taken:
                    self._taken.add(str(path).casefold())
                    return path
            number += 1


def stem(name: str) -> str:
    """A file's name without its suffix, without both of `.tar.gz` and `.warc.gz`."""
    return _PACKED.sub("", _SUFFIX.sub("", name))


def _bare(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{stem(name)}"


def _parts(path: str) -> list[str]:
    """The parts of a path or an address; those that lead out of a folder go."""
    address = _SCHEME.sub("", path)
    parts = [part for part in re.split(r"[/\\]", address) if part.strip(" .")]
    if address != path and (len(parts) == 1 or address.endswith("/")):
        parts.append("index")
    return parts or ["_"]


def _safe(name: str) -> str:
    """`name` as one part of a path; a name that another system left in GB18030 is read as that."""
    if any("\udc80" <= character <= "\udcff" for character in name):
        name = name.encode("utf-8", errors="surrogateescape").decode("gb18030", errors="replace")
    clean = _UNSAFE.sub("_", name).strip(" .") or "_"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    data = clean.encode("utf-8", errors="replace")
    if len(data) <= _LONGEST:
        return data.decode()
    digest = hashlib.sha256(name.encode("utf-8", errors="replace")).hexdigest()[:8]
    return f"{data[: _LONGEST - 9].decode(errors='ignore')}-{digest}"
