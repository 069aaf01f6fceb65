"""The files of a run: every form in every format, kept in a build folder and made anew when the form changes."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Sequence
from pathlib import Path

from conformance import office
from conformance.fixed import fixed
from conformance.flatten import flattened
from conformance.specification import Form
from conformance.web import page, saved
from conformance.word import word
from conformance.workbook import workbook

OWN: dict[str, Callable[[Form], bytes]] = {
    "docx": word,
    "html": lambda form: page(form).encode(),
    "mhtml": saved,
    "xlsx": workbook,
    "text": lambda form: flattened(form).encode(),
}
"""Formats that need no other program."""
OFFICE = {
    "doc": "docx",
    "rtf": "docx",
    "odt": "docx",
    "pdf": "docx",
    "office html": "docx",
    "xls": "xlsx",
    "sheet pdf": "xlsx",
}
"""Formats that LibreOffice writes, and what it writes them from."""
TIKA = {"tika docx": "docx", "tika doc": "doc"}
"""Texts that a real Tika writes, and what of."""
OFD = "ofd"
BROWSER = "browser pdf"
"""The PDF that a browser prints of the HTML page."""
SCAN = "scan"
_SUFFIX = {
    "sheet pdf": "pdf",
    BROWSER: "pdf",
    "text": "txt",
    "office html": "html",
    "tika docx": "txt",
    "tika doc": "txt",
    SCAN: "pdf",
}


def suffix(format: str) -> str:
    """Of the files of a format."""
    return _SUFFIX.get(format, format)


def available() -> list[str]:
    """The formats that can be made on this machine, all but scans."""
    formats = list(OWN)
    if office.SOFFICE is not None:
        formats += OFFICE
        formats.append(OFD)
    if office.BROWSER is not None:
        formats.append(BROWSER)
    if importlib.util.find_spec("extractous"):
        formats += [one for one, of in TIKA.items() if of in formats]
    return formats


def make(forms: Sequence[Form], format: str, build: Path, pages: int | None = None) -> dict[str, Path]:
    """Form name -> its file in a format; `pages`: how many of a scan."""
    made = {
        form.name: build / _version(form) / f"{format}{pages or ''}" / f"{form.name}.{suffix(format)}" for form in forms
    }
    stale = [form for form in forms if not made[form.name].exists()]
    if not stale:
        return made
    for form in stale:
        made[form.name].parent.mkdir(parents=True, exist_ok=True)
    if format in OWN:
        for form in stale:
            made[form.name].write_bytes(OWN[format](form))
    elif format in OFFICE:
        before = make(stale, OFFICE[format], build)
        fresh = build / "fresh" / format
        office.convert([before[form.name] for form in stale], suffix(format), fresh)
        for form in stale:
            (fresh / f"{form.name}.{suffix(format)}").rename(made[form.name])
    elif format == OFD:
        before = make(stale, "pdf", build)
        for form in stale:
            made[form.name].write_bytes(fixed(before[form.name].read_bytes()))
    elif format == BROWSER:
        before = make(stale, "html", build)
        for form in stale:
            office.print_page(before[form.name], made[form.name])
    elif format in TIKA:
        before = make(stale, TIKA[format], build)
        for form in stale:
            made[form.name].write_text(office.tika(before[form.name]), encoding="utf-8")
    elif format == SCAN:
        before = make(stale, "pdf", build)
        for form in stale:
            made[form.name].write_bytes(office.pictured(before[form.name].read_bytes(), most=pages))
    else:
        raise ValueError(f"nothing writes {format}")
    return made


def _version(form: Form) -> str:
    """Changes with the form and with what writes it."""
    return hashlib.sha256(word(form) + page(form).encode() + repr(form.blocks).encode()).hexdigest()[:12]
