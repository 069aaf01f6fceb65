"""Words and their classes, from jieba's dictionary and the project's own; loaded on first use."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from math import inf, log
from typing import Any, NamedTuple

from extractor.lexicon.wording import load_dictionary, load_wording

_HAN = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%-]+)")
"""What jieba looks up; every other character is a word."""
_CHARACTER = re.compile(r"\r\n|(?s:.)")
_LETTER = re.compile("[a-zA-Z0-9]")
_SURE = 50_000
"""Frequency that keeps 全年|收入 from being read as 全|年收入."""


class Word(NamedTuple):
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
    for piece in _pieces(text):
        words.append(Word(at, at + len(piece), piece, tags.get(piece) or _guess(piece)))
        at += len(piece)
    return tuple(words)


def _pieces(text: str) -> Iterator[str]:
    """As jieba cuts without its model of unknown words, in half the time."""
    for at, block in enumerate(_HAN.split(text)):
        if at % 2:
            yield from _likeliest(block)
        else:
            yield from block if "\r\n" not in block else _CHARACTER.findall(block)


def _likeliest(block: str) -> Iterator[str]:
    """The words whose frequencies make the highest product; letters and digits that are no word together."""
    frequency, logs = _tokenizer().FREQ.get, _logs()
    length = len(block)
    best = [0.0] * (length + 1)
    ends = [0] * length
    for start in range(length - 1, -1, -1):
        highest, end = -inf, start + 1
        for stop in range(start + 1, length + 1):
            seen = frequency(block[start:stop])
            if seen is None:
                break
            if seen and (likely := logs[seen] + best[stop]) >= highest:
                highest, end = likely, stop
        best[start] = highest if highest > -inf else logs[1] + best[end]
        ends[start] = end
    start = loose = 0
    while start < length:
        end = ends[start]
        if end - start > 1 or not _LETTER.match(block, start):
            if loose < start:
                yield block[loose:start]
            yield block[start:end]
            loose = end
        start = end
    if loose < length:
        yield block[loose:]


class _Logs(dict[int, float]):
    """Frequency of a word -> logarithm of its share."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total = log(total)

    def __missing__(self, seen: int) -> float:
        found = self[seen] = log(seen) - self._total
        return found


@cache
def _logs() -> _Logs:
    return _Logs(_tokenizer().total)


def _guess(piece: str) -> str:
    if not piece.isalnum():
        return "w"
    return "n" if len(piece) > 1 else "x"
