"""configs/pages.yaml: where portals keep the report on a page, and what a page says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml

_FILE = "configs/pages.yaml"
By = Literal["id", "class", "tag", "meta"]
_ASKED = ("title", "published", "report_date", "organisation", "index_number", "site")


@dataclass(frozen=True, slots=True)
class MainRule:
    """An element that holds the body of an article."""

    by: By
    name: str
    """In lower case."""
    example: str
    """Opening tag of such an element."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a page says one thing about itself; best first."""

    metas: tuple[str, ...]
    """Names of <meta> elements, in lower case."""
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """The lists of configs/pages.yaml; the file says what each is for."""

    main: tuple[MainRule, ...]
    noise_tags: frozenset[str]
    noise_roles: frozenset[str]
    noise_words: frozenset[str]
    byline_labels: tuple[str, ...]
    byline_words: tuple[str, ...]
    shared_labels: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    outside: tuple[str, ...]
    others: frozenset[str]
    footer: re.Pattern[str]
    """Found in a line of the page's foot."""
    asked: dict[str, Asked]
    """By field: `title`, `published`, `report_date`, `organisation`, `index_number`, `site`."""
    head: frozenset[str]
    """Labels of a page's head, those in `asked` (titles and sources aside) among them."""
    site_ends: tuple[str, ...]
    attachments: frozenset[str]


@cache
def load_pages() -> Pages:
    """The lists, read once.

    Raises:
        LexiconError: A list is missing or holds something else than words.
    """
    data = read_yaml("pages.yaml")
    noise, byline = _part(data, "noise"), _part(data, "byline")
    asked = {name: _asked(_part(data, name), name) for name in _ASKED}
    head = {label for name, one in asked.items() for label in one.labels if name not in ("title", "organisation")}
    return Pages(
        main=tuple(_rule(entry, n) for n, entry in enumerate(data.get("main") or (), 1)),
        noise_tags=frozenset(_words(noise, "tags")),
        noise_roles=frozenset(_words(noise, "roles")),
        noise_words=frozenset(_words(noise, "words")),
        byline_labels=_longest_first(_words(byline, "labels")),
        byline_words=_longest_first(_words(byline, "words")),
        shared_labels=frozenset(_words(byline, "shared")),
        before=_words(data, "before"),
        after=_words(data, "after"),
        outside=_words(data, "outside"),
        others=frozenset(_words(data, "others")),
        footer=_pattern(_words(data, "footer"), "footer"),
        asked=asked,
        head=frozenset({*head, *_words(data, "head"), *asked["organisation"].labels}),
        site_ends=_words(data, "site_ends"),
        attachments=frozenset(_words(data, "attachments")),
    )


def byline_examples() -> tuple[tuple[str, bool], ...]:
    """Lines, and whether nothing in them is of the report."""
    byline = _part(read_yaml("pages.yaml"), "byline")
    return (
        *((line, True) for line in _words(byline, "examples")),
        *((line, False) for line in _words(byline, "no_examples")),
    )


def _rule(entry: object, number: int) -> MainRule:
    if isinstance(entry, dict) and isinstance(entry.get("example"), str):
        given = [name for name in get_args(By) if isinstance(entry.get(name), str)]
        if len(given) == 1:
            by = cast(By, given[0])
            return MainRule(by, entry[by].lower(), entry["example"])
    raise LexiconError(f"{_FILE}: main, entry {number}", "needs an id, a class, a tag or a meta, and an example")


def _asked(entry: dict[str, object], name: str) -> Asked:
    metas = _words({"meta": entry.get("meta") or []}, "meta", empty=True)
    labels = _words({"labels": entry.get("labels") or []}, "labels", empty=True)
    if not metas and not labels:
        raise LexiconError(f"{_FILE}: {name}", "needs meta or labels")
    return Asked(tuple(meta.lower() for meta in metas), labels)


def _part(data: dict[str, object], name: str) -> dict[str, object]:
    part = data.get(name)
    if not isinstance(part, dict):
        raise LexiconError(f"{_FILE}: {name}", "must hold lists by name")
    return part


def _words(part: dict[str, object], name: str, *, empty: bool = False) -> tuple[str, ...]:
    entry = part.get(name)
    if not isinstance(entry, list) or not (entry or empty) or not all(isinstance(w, str) and w for w in entry):
        raise LexiconError(f"{_FILE}: {name}", "must be a list of words")
    return tuple(entry)


def _pattern(words: tuple[str, ...], name: str) -> re.Pattern[str]:
    for word in words:
        try:
            re.compile(word)
        except re.error as error:
            raise LexiconError(f"{_FILE}: {name}", f"{word!r} is no pattern: {error}") from error
    return re.compile("|".join(words), re.IGNORECASE)


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))
