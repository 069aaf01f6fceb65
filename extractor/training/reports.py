"""Finds annotated reports: gold files with their reports, and the split of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from extractor.annotations import Gold, load_gold
from extractor.errors import ConfigError
from extractor.readers import read
from extractor.types import Doc, squeeze

SPLITS = "splits.yaml"
"""In the folder of the gold files or one above it: lists of report ids under train, dev and test."""
_UP = 3
_SUFFIXES = (".txt", ".docx")


@dataclass(frozen=True, slots=True)
class Report:
    """An annotated report."""

    name: str
    """Its id: what its gold file is called before the first dot."""
    split: str
    """train, dev or test; train where no list names it."""
    doc: Doc
    """As its reader gives it."""
    gold: Gold
    digest: str
    """First 12 hex digits of the SHA-256 of the report and its gold."""


def find_reports(folders: Iterable[Path]) -> list[Report]:
    """The annotated reports of `folders` in the order of their ids.

    A report NAME….txt or .docx lies beside its NAME.gold.json or in the folder `reports` beside that folder.

    Raises:
        ConfigError: A folder holds no gold file, or a gold file has no report; names it.
        ReadError: A file cannot be read.
    """
    found = [report for folder in folders for report in _in_folder(folder)]
    return sorted(found, key=lambda report: report.name)


def content(report: Report) -> str:
    """The text of a report without white space: what a report and its copies share."""
    return squeeze(report.doc.text)


def without(reports: Sequence[Report], left: Report) -> list[Report]:
    """`reports` without `left` and copies of it, whatever they are called and however they are annotated."""
    return [report for report in reports if content(report) != content(left)]


def _in_folder(folder: Path) -> Iterator[Report]:
    gold_files = sorted(folder.glob("*.gold.json"))
    if not gold_files:
        raise ConfigError(str(folder), "holds no annotated report; name a folder with NAME.gold.json files")
    splits = find_splits(folder)
    for gold_file in gold_files:
        name = gold_file.name.split(".")[0]
        texts = [p for at in (folder, folder.parent / "reports") for p in sorted(at.glob(f"{name}*"))]
        texts = [path for path in texts if path.suffix in _SUFFIXES]
        if not texts:
            raise ConfigError(str(gold_file), f"has no report; put {name}.txt or {name}.docx beside it")
        data = texts[0].read_bytes()
        doc = read(data, str(texts[0]))
        digest = hashlib.sha256(data + gold_file.read_bytes()).hexdigest()[:12]
        yield Report(name, splits.get(name, "train"), doc, load_gold(gold_file, doc), digest)


def find_splits(folder: Path) -> dict[str, str]:
    """Report id -> split, as the list nearest to `folder` says; nothing where there is none."""
    for place in (folder, *list(folder.resolve().parents)[:_UP]):
        path = place / SPLITS
        if path.is_file():
            lists = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            return {str(name): split for split, names in lists.items() for name in names or ()}
    return {}
