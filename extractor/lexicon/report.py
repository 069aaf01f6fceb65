"""configs/report.yaml: the words by which a report's title, body, kind and day are recognised."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import cast, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.types import ReportKind

_FILE = "report.yaml"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The lists of configs/report.yaml; the file says what each is for."""

    titles: tuple[str, ...]
    captions: tuple[str, ...]
    organisation_labels: tuple[str, ...]
    organisation_ends: tuple[str, ...]
    title_subjects: tuple[str, ...]
    short_names: tuple[str, ...]
    performance: tuple[str, ...]
    date_labels: tuple[str, ...]
    list_heads: tuple[str, ...]
    kinds: tuple[tuple[ReportKind, tuple[str, ...]], ...]
    """In order of trial."""
    signs: tuple[tuple[ReportKind, tuple[str, ...]], ...]
    """The first of equals wins."""


@cache
def load_report_words() -> ReportWords:
    """The lists, read once.

    Raises:
        LexiconError: A list is missing or holds something else than words.
    """
    data = read_yaml(_FILE)
    names = [f.name for f in fields(ReportWords) if f.name not in ("kinds", "signs")]
    lists = {name: _words(data.get(name), name) for name in names}
    return ReportWords(kinds=_by_kind(data, "kinds"), signs=_by_kind(data, "signs"), **lists)


def _by_kind(data: dict[str, dict[str, object]], name: str) -> tuple[tuple[ReportKind, tuple[str, ...]], ...]:
    found = []
    for kind, words in data.get(name, {}).items():
        if kind not in get_args(ReportKind):
            kinds = ", ".join(get_args(ReportKind))
            raise LexiconError(f"configs/{_FILE}: {name}.{kind}", f"no kind of report; use {kinds}")
        found.append((cast(ReportKind, kind), _words(words, f"{name}.{kind}")))
    return tuple(found)


def _words(entry: object, name: str) -> tuple[str, ...]:
    if not isinstance(entry, list) or not entry or not all(isinstance(word, str) and word for word in entry):
        raise LexiconError(f"configs/{_FILE}: {name}", "must be a list of words")
    return tuple(entry)
