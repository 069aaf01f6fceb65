"""configs/wording.yaml: the words that bound names of measured things and tell roles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractor.errors import LexiconError
from extractor.lexicon import configs, read_yaml


@dataclass(frozen=True, slots=True)
class Wording:
    """The lists of configs/wording.yaml; the file says what each is for."""

    introducers: tuple[str, ...]
    introducer_words: tuple[str, ...]
    time_words: tuple[str, ...]
    owner_words: tuple[str, ...]
    quantifiers: tuple[str, ...]
    stage_words: tuple[str, ...]
    bare_heads: tuple[str, ...]
    light_verbs: tuple[str, ...]
    fixed_names: tuple[str, ...]
    nominal_verbs: frozenset[str]
    verbs: frozenset[str]
    hard_verbs: frozenset[str]
    governing_verbs: frozenset[str]
    nominal_heads: tuple[str, ...]
    directions: tuple[str, ...]
    adjustments: tuple[str, ...]
    direction_names: tuple[str, ...]
    role_words: dict[str, tuple[str, ...]]
    role_names: tuple[str, ...]
    plan_words: tuple[str, ...]
    no_plan_words: tuple[str, ...]
    done_words: tuple[str, ...]
    outside_money: tuple[str, ...]
    booked_money: tuple[str, ...]
    total_scores: tuple[str, ...]
    weight_words: tuple[str, ...]
    item_suffixes: tuple[str, ...]
    after_number_stops: tuple[str, ...]


_SETS = ("nominal_verbs", "verbs", "hard_verbs", "governing_verbs")


@cache
def load_wording() -> Wording:
    """The word lists, longest word first."""
    data = read_yaml("wording.yaml")
    fields: dict[str, Any] = {}
    for name in Wording.__slots__:
        if name not in data:
            raise LexiconError(f"configs/wording.yaml: {name}", "the list is missing")
        if name == "role_words":
            fields[name] = {role: _words(f"{name}.{role}", words) for role, words in data[name].items()}
        else:
            words = _words(name, data[name])
            fields[name] = frozenset(words) if name in _SETS else words
    unknown = sorted(set(data) - set(fields))
    if unknown:
        raise LexiconError(f"configs/wording.yaml: {unknown[0]}", "no such list")
    return Wording(**fields)


def _words(name: str, words: Any) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise LexiconError(f"configs/wording.yaml: {name}", "must be a list of words")
    return tuple(sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)))


def any_of(words: tuple[str, ...]) -> str:
    """A pattern that matches one of `words`; give them longest first."""
    return "(?:" + "|".join(map(re.escape, words)) + ")"


@cache
def load_dictionary() -> tuple[str, ...]:
    """configs/words.txt: words that a general dictionary lacks, one a line; `#` starts a comment."""
    lines = (configs() / "words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))
