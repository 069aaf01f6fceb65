"""Sentences and clauses of a paragraph or a cell. They partition it: nothing is lost, nothing is covered twice."""

from __future__ import annotations

import re

from extractor.structure.brackets import CLOSERS, shelters
from extractor.types import Sentence, Span

_MARK = re.compile(rf"[。！？；;!?，,：:\n.][。！？；;!?{re.escape(''.join(sorted(CLOSERS)))}]*\s*")
"""A mark, and what belongs to what it closes: further marks, closing quotes, white space."""
_SENTENCE_END = frozenset("。！？；;!?")
_LABEL = 24
"""A cell with no more text than this and no sentence mark is a label; its line breaks come from a narrow column."""
_HAN = re.compile(r"[一-鿿]")
_ORDINAL = re.compile(r"\s*第?[一二三四五六七八九十百]+")


def sentences(text: str, span: Span, *, cell: bool = False) -> tuple[Sentence, ...]:
    """Cut `text[span]` at 。！？； (also ; ! ? and a stop after a Chinese character) and at line breaks.

    Clauses end at these and at ，and ： too. Neither cuts inside a bracket, quote or title of up to
    `LONGEST_SHELTER` characters, nor between digits. White space after a mark belongs to what it closes.
    """
    start, end = span
    if end <= start:
        return ()
    mark = _MARK.search(text, start, end)
    if mark is None:
        return (Sentence(span, (span,)),)
    whole_lines = cell and _is_label(text[start:end])
    waiting = shelters(text, start, end)[::-1]
    found: list[Sentence] = []
    clauses: list[Span] = []
    clause = start
    while mark is not None:
        begin, after = mark.span()
        while waiting and waiting[-1][1] <= begin:
            waiting.pop()
        if waiting and waiting[-1][0] <= begin:
            after = waiting.pop()[1]
        else:
            sign = text[begin]
            ends = sign != "，" and (sign in _SENTENCE_END or _ends(text, begin, span))
            if ends is None or (whole_lines and sign == "\n"):
                after = begin + 1
            else:
                clauses.append(Span(clause, after))
                clause = after
                if ends:
                    found.append(_sentence(clauses))
                    clauses = []
        mark = _MARK.search(text, after, end)
    if clause < end:
        clauses.append(Span(clause, end))
    if clauses:
        found.append(_sentence(clauses))
    return tuple(found)


def _sentence(clauses: list[Span]) -> Sentence:
    whole = clauses[0] if len(clauses) == 1 else Span(clauses[0].start, clauses[-1].end)
    return Sentence(whole, tuple(clauses))


def _ends(text: str, at: int, span: Span) -> bool | None:
    """Whether a mark at `at` that may do either ends a sentence (True), a clause (False) or nothing (None)."""
    mark = text[at]
    if mark == "\n":
        return True
    before = text[at - 1] if at > span.start else ""
    after = text[at + 1] if at + 1 < span.end else ""
    if mark == ".":
        return True if _HAN.match(before) and not _is_number(text, at, span.start) else None
    if mark in ",:：" and before.isdigit() and after.isdigit():
        return None
    if mark == ":" and after == "/":
        return None
    return False


def _is_number(text: str, at: int, start: int) -> bool:
    """Whether the stop at `at` closes a number such as `一.` at the start of a line."""
    line = max(text.rfind("\n", start, at) + 1, start)
    return at - line <= 8 and _ORDINAL.fullmatch(text, line, at) is not None


def _is_label(text: str) -> bool:
    return len("".join(text.split())) <= _LABEL and not any(mark in text for mark in "。；！？")
