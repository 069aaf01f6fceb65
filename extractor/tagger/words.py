"""Words and their classes, from jieba's dictionary and the project's own; loaded on first use."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractor.lexicon.wording import load_dictionary, load_wording

_SURE = 50_000
"""Frequency that keeps 全年|收入 from being read as 全|年收入."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a piece of text; offsets count from the start of the piece."""

    start: int
    end: int
    text: str
    tag: str
    """Word class as in jieba's dictionary: `n`, `v`, `d`, `p` …; `x` unknown, `w` punctuation."""

    @property
    def is_verb(self) -> bool:
        return self.tag[0] == "v" and self.tag != "vn" and len(self.text) > 1


@cache
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    wording = load_wording()
    for word in load_dictionary():
        tokenizer.add_word(word)
    for word in (*wording.time_words, *wording.owner_words):
        if len(word) > 1:
            tokenizer.add_word(word, _SURE)
    return tokenizer


@cache
def _tags() -> dict[str, str]:
    """Class of every word; a word that is a name in this genre is `vn` or `n` even where it is a verb elsewhere."""
    import jieba

    tags = {}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, _, tag = line.decode("utf-8").split()
            tags[word] = tag
    wording = load_wording()
    tags.update(dict.fromkeys((*load_dictionary(), "其它"), "n"))
    tags.update(dict.fromkeys(sorted(wording.verbs), "v"))
    tags.update(dict.fromkeys(sorted(wording.nominal_verbs - wording.verbs), "vn"))
    tags.update(dict.fromkeys(wording.light_verbs, "v"))
    tags.update(dict.fromkeys((word for word in wording.owner_words if word[0] in "本我该各全"), "r"))
    return tags


@lru_cache(maxsize=20_000)
def cut(text: str) -> tuple[Word, ...]:
    """The words of `text`; no word crosses a bracket or a mark."""
    words = []
    at = 0
    tags = _tags()
    for piece in _tokenizer().cut(text, HMM=False):
        words.append(Word(at, at + len(piece), piece, tags.get(piece) or _guess(piece)))
        at += len(piece)
    return tuple(words)


def _guess(piece: str) -> str:
    if not piece.isalnum():
        return "w"
    return "n" if len(piece) > 1 else "x"
