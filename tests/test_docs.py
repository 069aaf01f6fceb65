"""The docs tell the truth: the READMEs show real output, name every command, and link to files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import build_readme
import pytest

from extractor.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("*.md"))


@pytest.mark.parametrize("path", build_readme.READMES, ids=lambda path: path.name)
def test_the_output_shown_is_the_output_of_the_command(path: Path) -> None:
    text = path.read_text("utf-8")
    assert build_readme.BLOCK.search(text)
    assert build_readme.rendered(text) == text, "run make golden"


@pytest.mark.parametrize("path", build_readme.READMES, ids=lambda path: path.name)
def test_every_command_is_named(path: Path) -> None:
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    assert names
    assert [name for name in names if f"gouji {name}" not in path.read_text("utf-8")] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_file_that_a_page_names_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    folders = r"(?:extractor|configs|annotations|scripts|tests|models)"
    named = re.findall(rf"`({folders}/[\w./-]+)`", text)
    missing = [name for name in (*links, *named) if not (ROOT / name).exists()]
    assert missing == []
