"""Sentences and clauses of a paragraph or a cell. They partition it: nothing is lost, nothing is covered twice."""

from __future__ import annotations

import re

from extractor.structure.brackets import CLOSERS, sheltered
from extractor.types import Sentence, Span

_MARK = re.compile(r"[。！？；;!?，,：:\n.](?:(?<=[。！？；;!?])[。！？；;!?]*)?")
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
    if span.end <= span.start:
        return ()
    if _MARK.search(text, span.start, span.end) is None:
        return (Sentence(span, (span,)),)
    whole_lines = cell and _is_label(text[span.start : span.end])
    inside = sheltered(text, span.start, span.end)
    found: list[Sentence] = []
    clauses: list[Span] = []
    clause_start = at = span.start
    for match in _MARK.finditer(text, span.start, span.end):
        start, after = match.span()
        if start < at or inside[start - span.start]:
            continue
        ends = _ends(text, start, after, span)
        if ends is None or (whole_lines and text[start] == "\n"):
            continue
        at = _past(text, after, span.end)
        clauses.append(Span(clause_start, at))
        clause_start = at
        if ends:
            found.append(Sentence(Span(clauses[0].start, at), tuple(clauses)))
            clauses = []
    if clause_start < span.end:
        clauses.append(Span(clause_start, span.end))
    if clauses:
        found.append(Sentence(Span(clauses[0].start, span.end), tuple(clauses)))
    return tuple(found)


def _ends(text: str, start: int, end: int, span: Span) -> bool | None:
    """Whether the mark `text[start:end]` ends a sentence (True), a clause (False) or nothing (None)."""
    mark = text[start]
    if mark == "，":
        return False
    if mark == "\n" or mark in _SENTENCE_END:
        return True
    before = text[start - 1] if start > span.start else ""
    after = text[end] if end < span.end else ""
    if mark == ".":
        return True if _HAN.match(before) and not _is_number(text, start, span.start) else None
    if mark in ",:：" and before.isdigit() and after.isdigit():
        return None
    if mark == ":" and after == "/":
        return None
    return False


def _is_number(text: str, at: int, start: int) -> bool:
    """Whether the stop at `at` closes a number such as `一.` at the start of a line."""
    line = max(text.rfind("\n", start, at) + 1, start)
    return at - line <= 8 and _ORDINAL.fullmatch(text, line, at) is not None


def _past(text: str, at: int, end: int) -> int:
    """Past closing quotes, further marks and white space, up to and including one line break."""
    while at < end and (text[at] in CLOSERS or text[at] in _SENTENCE_END):
        at += 1
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_label(text: str) -> bool:
    return len("".join(text.split())) <= _LABEL and not any(mark in text for mark in "。；！？")
