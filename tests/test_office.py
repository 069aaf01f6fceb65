"""LibreOffice as a child: what it reads for us, and what happens when it is missing, slow or fails."""

from __future__ import annotations

import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest
from word_files import package, paragraph

from extractor.errors import ReadError
from extractor.readers import office, read

needs_office = pytest.mark.skipif(office.command() is None, reason="needs LibreOffice (soffice)")
needs_posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell that runs scripts")

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODT = (
    f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2"><office:body><office:text>'
    "<text:p>云溪县</text:p><table:table><table:table-column/><table:table-column/>"
    '<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>甲</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row>"
    "<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p>"
    "</table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"
)


def odt() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        out.writestr("content.xml", ODT)
        out.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="/" '
            'm:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry m:full-path="content.xml" '
            'm:media-type="text/xml"/></m:manifest>',
        )
    return stream.getvalue()


def program(folder: Path, script: str) -> Path:
    """An executable that stands in for LibreOffice."""
    made = folder / "soffice"
    made.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return made


@needs_office
def test_an_open_document_keeps_its_grid() -> None:
    doc = read(odt(), "报告.odt")
    assert (doc.source.format, doc.source.via) == ("odf", ("libreoffice",))
    assert [(one.row, one.col, one.col_span, one.text) for one in doc.tables[0].cells] == [
        (0, 0, 2, "甲"), (1, 0, 1, "1"), (1, 1, 1, "2"),
    ]  # fmt: skip


def test_without_libreoffice_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match=r"LibreOffice, which is not installed; install it"):
        read(odt(), "报告.odt")


@needs_posix
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param("exit 1", "cannot open", id="fails"),
        pytest.param("exit 0", "cannot open", id="makes nothing"),
        pytest.param("kill -9 $$", "cannot open", id="is killed"),
        pytest.param("sleep 30 & sleep 30", "has not converted it in 1 seconds", id="hangs"),
    ],
)
def test_a_child_that_fails_is_one_clear_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, reason: str
) -> None:
    made = program(tmp_path, script)
    monkeypatch.setattr(office, "command", lambda: str(made))
    monkeypatch.setattr(office, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(ReadError, match=reason) as caught:
        read(odt(), "报告.odt")
    assert "\n" not in str(caught.value)
    assert time.monotonic() - start < 10


@needs_posix
def test_what_the_child_has_started_ends_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/started; sleep 60")
    monkeypatch.setattr(office, "command", lambda: str(made))
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(ReadError):
        read(odt(), "报告.odt")
    started = int((tmp_path / "started").read_text())
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and alive(started):
        time.sleep(0.05)
    assert not alive(started)


def alive(number: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


@needs_posix
def test_a_program_that_does_not_start_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "command", lambda: str(tmp_path / "missing"))
    with pytest.raises(ReadError, match="does not start"):
        read(odt(), "报告.odt")


@needs_posix
def test_one_profile_serves_a_process_with_macros_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(package(paragraph("甲")))
    made = program(
        tmp_path,
        f'echo "$@" >> {tmp_path}/calls\n'
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; '
        f'cp {tmp_path}/made.docx "$2/in.docx"',
    )
    monkeypatch.setattr(office, "command", lambda: str(made))
    assert [read(odt(), "报告.odt").text for _ in range(2)] == ["甲\n"] * 2
    profiles = {line.split()[0] for line in (tmp_path / "calls").read_text().splitlines()}
    (profile,) = profiles
    folder = Path(profile.removeprefix("-env:UserInstallation=file://"))
    assert "DisableMacrosExecution" in (folder / "user" / "registrymodifications.xcu").read_text()


def test_a_spreadsheet_is_no_text_document() -> None:
    with pytest.raises(ReadError, match=r"save it as \.xlsx"):
        read(odt().replace(b"opendocument.text", b"opendocument.shee", 1), "表.ods")


def test_a_file_beyond_all_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "command", lambda: "soffice")
    monkeypatch.setattr(office, "MAX_BYTES", 10)
    with pytest.raises(ReadError, match="over 10"):
        read(odt(), "报告.odt")
