"""Formats that other programs write: LibreOffice (.doc .rtf .odt .pdf .html .xls), a browser, Tika, a rasteriser."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

FILTERS = {
    "doc": "doc:MS Word 97", "rtf": "rtf:Rich Text Format", "odt": "odt", "pdf": "pdf",
    "html": "html:HTML (StarWriter)", "xls": "xls:MS Excel 97",
}  # fmt: skip
SOFFICE = shutil.which("soffice")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_TIME_LIMIT = 300
"""Seconds for all files of one format."""


def convert(files: Sequence[Path], suffix: str, into: Path) -> None:
    """Let LibreOffice write `into/NAME.suffix` of every file, in one run with a profile of its own.

    Raises:
        RuntimeError: A file did not come out.
    """
    if SOFFICE is None:
        raise RuntimeError("soffice is not installed")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [
            SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", FILTERS[suffix],
            "--outdir", str(into), *map(str, files),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=_TIME_LIMIT)
    missing = [one.name for one in files if not (into / f"{one.stem}.{suffix}").exists()]
    if missing:
        raise RuntimeError(f"LibreOffice wrote no {suffix} of {missing}")


def print_page(page: Path, into: Path) -> None:
    """Let a browser print an HTML page to a PDF.

    Raises:
        RuntimeError: It did not.
    """
    if BROWSER is None:
        raise RuntimeError("chromium is not installed")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={profile}", f"--print-to-pdf={into}", page.resolve().as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=_TIME_LIMIT)
    if not into.exists():
        raise RuntimeError(f"the browser printed nothing of {page.name}")


def tika(path: Path) -> str:
    """The text that a real Tika makes of a file."""
    from extractous import Extractor

    text, _ = Extractor().set_extract_string_max_length(5_000_000).extract_file_to_string(str(path))
    return str(text)


def pictured(pdf: bytes, dots: int = 200, most: int | None = None) -> bytes:
    """A PDF of pictures of the pages (`most` of them) of a PDF; `dots`: to an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    count = len(document) if most is None else min(most, len(document))
    images = [document[n].render(scale=dots / 72).to_pil().convert("L") for n in range(count)]
    out = io.BytesIO()
    images[0].save(out, "PDF", resolution=dots, save_all=True, append_images=images[1:])
    document.close()
    return out.getvalue()
