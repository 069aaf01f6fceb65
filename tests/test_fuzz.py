"""Damaged files are read or refused, never more: a short run of scripts/fuzz_readers.py, and the run itself."""

from __future__ import annotations

from pathlib import Path

import fuzz_readers
import pytest
from conformance import making
from conformance.containers import zipped
from fuzz_readers import SEED, Case, damaged, main, run, whole_files

from extractor.readers import read


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("build")


def test_damaged_files_are_read_or_refused(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--cases", "20", "--workers", "2", "--build", str(build)])
    assert status == 0, capsys.readouterr().out


def test_a_case_is_the_same_in_every_run() -> None:
    whole = [bytes(range(256)) * 8]
    for kind in fuzz_readers.KINDS:
        first = damaged(whole, Case("pdf", kind, 3), SEED)
        assert first == damaged(whole, Case("pdf", kind, 3), SEED) != whole[0]
        assert first != damaged(whole, Case("pdf", kind, 4), SEED)


def test_members_of_a_package_are_damaged_inside_a_whole_package() -> None:
    package = zipped({"word/document.xml": b"<w:document/>" * 50})
    found = [damaged([package], Case("docx", "flip", n), SEED) for n in range(20)]
    assert any(len(data) != len(package) and data.startswith(b"PK") for data in found)


def test_what_is_damaged_can_be_read_whole(build: Path) -> None:
    files = whole_files(build)
    assert set(making.OWN) | {"zip", "warc"} <= set(files)
    for name in making.OWN:
        assert all(read(data, f"whole.{making.suffix(name)}").text for data in files[name])


def test_a_reader_that_raises_hangs_or_dies_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz_readers, "TIME_LIMIT", 3.0)
    cases = [Case("raise", "cut", 0), Case("die", "cut", 0), Case("hang", "cut", 0)]
    broken = {"raise": [b"x"], "die": [b"y"], "hang": [b"z"]}
    monkeypatch.setattr(fuzz_readers, "_serve", _misbehave)
    outcomes = {case.format: outcome for case, outcome, _ in run(cases, broken, SEED, 1, slow=False)}
    assert outcomes == {"raise": "raised", "die": "crashed", "hang": "hung"}


def _misbehave(pipe, files, seed, slow):  # type: ignore[no-untyped-def]
    import os
    import time

    pipe.send("ready")
    while True:
        case = pipe.recv()
        if case.format == "die":
            os.abort()
        if case.format == "hang":
            time.sleep(600)
        pipe.send(("raised", "KeyError: 'x'"))
