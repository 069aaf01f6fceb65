"""Where the name of a measured thing begins and ends (annotations/GUIDE.md 2, indicator).

Text -> spans of text; a span here counts from the start of the piece it is given.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.lexicon.wording import any_of, load_wording
from extractor.tagger.words import Word, cut
from extractor.types import Span

_OPEN, _CLOSE = "（(“‘《【[〔", "）)”’》】]〕"
_BRACKETS = frozenset(_OPEN + _CLOSE)
_MARKS = "：:。；;，,！？"
"""Cannot stand inside a name."""
_INNER = _BRACKETS | frozenset(_MARKS)
_PAIR = dict(zip(_CLOSE, _OPEN, strict=True))
_ENUMERATOR = re.compile(
    r"\s*(?:[（(][0-9０-９一二三四五六七八九十]{1,3}[）)]|[0-9０-９]{1,2}[、.．](?!\d)|[一二三四五六七八九十]{1,3}、|[①-⑳⑴-⒇]|[一二三四五六七八九十]是)\s*"
)
_EDGE = re.compile(r"[\s、:：，,;；·\-—~～]+")
_JOINING = frozenset("、和与及暨或/／-—·")
_ADVERBS = frozenset("已均共又还也再才就仍都将较约仅只并已曾便即")
_THING_IN_HAND = re.compile(
    r"(?P<thing>问题线索|问题|线索|事项|项目|单位|党组织|乡镇|案件|信访件)(?:整改|办理|落实|建设|实施|处置|督办|推进)+(?:落实)?(?:情况|工作|进展|进度|台账|清单)$"
)
"""What is counted, before words for the work on it: 120个|问题|整改情况."""
_REACH = 48
"""Longest name, in characters; longer stretches are cut to their end."""


@cache
def _leading() -> re.Pattern[str]:
    w = load_wording()
    words = sorted({*w.time_words, *w.owner_words, *w.quantifiers, *w.light_verbs}, key=lambda x: (-len(x), x))
    return re.compile(any_of(tuple(words)))


@cache
def _fixed() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().fixed_names))


@cache
def _stage_first() -> re.Pattern[str]:
    return re.compile(any_of(load_wording().stage_words))


@cache
def _stage_last() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(load_wording().stage_words)})$")


@lru_cache(maxsize=20_000)
def left_phrase(piece: str) -> Span | None:
    """The noun phrase that ends `piece`, the text between a boundary and a number; None if there is no word."""
    offset = max(0, len(piece) - _REACH)
    piece_ = piece[offset:]
    end = without_introducers(piece_)
    start = innermost(piece_, end)
    if start >= end:
        return None
    stage = _stage_last().search(piece_[start:end])
    bare = Span(start + stage.start(), end) if stage else None
    if bare:
        end = _before_stage(piece_, start, bare)
    words = [Word(w.start + start, w.end + start, w.text, w.tag) for w in cut(piece_[start:end])]
    first = words[_first_word(words)].start
    span = _trim(piece_, first, end, _edges(words) | {end})
    if bare and (span is None or bare.start <= first or _leading().fullmatch(piece_, span.start, span.end)):
        span = bare
    return Span(span.start + offset, span.end + offset) if span else None


def _before_stage(piece: str, start: int, stage: Span) -> int:
    """End of the name beside a stage word; the end of the stage word where it belongs to the name."""
    wording = load_wording()
    head = piece[start : stage.start].rstrip("的 　:：")
    kept = not head or head in wording.bare_heads or piece.endswith(wording.role_names, start, stage.end)
    if kept or head.endswith((*wording.directions, "和", "与", "及", "、", "由", "比", "较", "按", "对")):
        return stage.end
    last = cut(head)[-1]
    return stage.end if last.is_verb and last.text not in wording.light_verbs else start + len(head)


def _edges(words: list[Word]) -> set[int]:
    """Where words begin; a set phrase of a general dictionary (单位预算) is no word here."""
    edges = {word.start for word in words}
    edges.update(at for word in words if word.tag == "l" for at in range(word.start, word.end))
    return edges


def without_introducers(piece: str) -> int:
    """End of `piece` without the words that only lead to the number: 为, 达, 共."""
    wording = load_wording()
    end = len(piece)
    while True:
        stripped = len(piece[:end].rstrip(" \t\r\n　:：、-—~～"))
        head = piece[:stripped]
        if head.endswith(wording.introducer_words):
            return stripped
        if not head.endswith(wording.introducers):
            return stripped
        end = stripped - len(next(w for w in wording.introducers if head.endswith(w)))


def innermost(piece: str, end: int) -> int:
    """Behind the last mark that cannot stand inside a name, or the last bracket left open."""
    if _INNER.isdisjoint(piece[:end]):
        return 0
    depth: list[str] = []
    for at in range(end - 1, -1, -1):
        char = piece[at]
        if char in _CLOSE:
            depth.append(_PAIR[char])
        elif char in _OPEN:
            if not depth:
                return at + 1
            depth.pop()
        elif not depth and char in _MARKS:
            return at + 1
    return 0


def _first_word(words: list[Word]) -> int:
    """Index of the word where the name begins, walking left from its head."""
    wording = load_wording()
    at = len(words) - 1
    while at > 0 and words[at].tag == "w" and words[at].text not in _CLOSE:
        at -= 1
    nominal = words[at].text.endswith(wording.nominal_heads)
    depth = 1 if words[at].text in _CLOSE else 0
    while at > 0:
        word, right = words[at - 1], words[at]
        noun_before = at >= 2 and words[at - 2].tag[0] in "nv" and words[at - 2].text not in wording.hard_verbs
        if word.text in _CLOSE:
            depth += 1
        elif word.text in _OPEN:
            depth -= 1
        elif not depth and word.tag == "p" and words[-1].is_verb:
            return len(words) - 1
        elif not depth and _stops(word, nominal, noun_before, _has_verb(words[: at - 1]), wording.hard_verbs):
            return at
        at -= 1
        if depth or not word.is_verb:
            continue
        rate = words[-1].text.endswith(("率", "度"))
        inside = nominal and (rate or word.text not in wording.governing_verbs)
        if inside and (right.text in wording.nominal_heads or noun_before):
            continue
        # The verb that governs the name is its first word; verbs before it go along: 健全完善制度.
        while at > 0 and words[at - 1].is_verb and words[at - 1].text not in wording.hard_verbs:
            at -= 1
        return at
    return at


def _has_verb(words: list[Word]) -> bool:
    """A verb governs the words, back to a mark."""
    for word in reversed(words[-8:]):
        if word.tag == "w" and word.text not in _OPEN + _CLOSE:
            return False
        if word.is_verb:
            return True
    return False


def _stops(word: Word, nominal: bool, noun_before: bool, relative: bool, hard_verbs: frozenset[str]) -> bool:
    """`word` cannot stand inside the name; `relative`: a verb stands before it, as in 纳入预算的单位."""
    if word.text in hard_verbs:
        return True
    tag = word.tag[0]
    if tag == "p":
        return not (nominal and noun_before)
    if tag == "c":
        return word.text not in ("和", "与", "及", "暨", "或", "以及")
    if tag == "u":
        return word.text not in ("的", "之") or (not nominal and relative)
    if tag == "d":
        return len(word.text) > 1 or word.text in _ADVERBS
    if tag == "w":
        return word.text not in _JOINING and not word.text.isspace() and word.text not in _OPEN + _CLOSE
    return tag in "ry" or (tag == "f" and word.text in ("后", "前", "中", "内", "期间", "以来"))


def _trim(piece: str, start: int, end: int, edges: set[int]) -> Span | None:
    """Without leading time, owner, quantifier and stage words and light verbs, brackets balanced."""
    wording = load_wording()
    while start < end:
        if match := _EDGE.match(piece, start, end) or _ENUMERATOR.match(piece, start, end):
            start = match.end()
            continue
        if piece[start] in _CLOSE:
            start += 1
            continue
        fixed = _fixed().match(piece, start, end)
        if fixed and (fixed.end() in edges or fixed.end() < end):
            break
        match = _leading().match(piece, start, end)
        if match and match.end() < end and match.end() in edges:
            start = match.end()
            continue
        match = _stage_first().match(piece, start, end)
        if (
            match
            and match.end() < end
            and piece[match.end() : end].strip("的 ") not in wording.bare_heads
            and match.end() in edges
        ):
            start = match.end()
            continue
        break
    while end > start and piece[end - 1] in " \t的了　":
        end -= 1
    if start >= end:
        return None
    return _balanced(piece, start, end)


def _balanced(piece: str, start: int, end: int) -> Span | None:
    """Marks that lost their partner at either edge go."""
    if _BRACKETS.isdisjoint(piece[start:end]):
        return Span(start, end) if start < end else None
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        text = piece[start:end]
        if text.count(opening) > text.count(closing):
            if text.startswith(opening):
                start += 1
            else:
                start += text.rfind(opening) + 1
        elif text.count(closing) > text.count(opening):
            if text.endswith(closing):
                end -= 1
            else:
                start += text.find(closing) + 1
    return Span(start, end) if start < end else None


@lru_cache(maxsize=20_000)
def right_phrase(piece: str, governed: bool) -> Span | None:
    """The noun phrase that begins `piece`, the text between a number and the end of its clause.

    `governed`: the number stands inside 对… or 把…, so that a verb behind the noun is the clause's own.
    """
    piece = piece[:_REACH]
    skipped = re.match(r"\s*的?\s*", piece)
    start = skipped.end() if skipped else 0
    words = [Word(w.start + start, w.end + start, w.text, w.tag) for w in cut(piece[start:])]
    if not words or words[0].text in load_wording().after_number_stops or words[0].tag[0] in "pcdruyf":
        return None
    if words[0].tag == "w" and words[0].text not in _OPEN:
        return None
    end, at = start, 0
    nouns = 0
    while at < len(words):
        word = words[at]
        if word.text in _OPEN:
            close = next((i for i in range(at + 1, len(words)) if words[i].text in _CLOSE), None)
            if close is None or words[close].start - word.end > 4 or not nouns:
                if word.text in "“‘《" and close is not None:
                    end, at, nouns = words[close].end, close + 1, nouns + 1
                    continue
                break
            end, at = words[close].end, close + 1
            continue
        if word.tag == "w" and word.text not in _JOINING:
            break
        if word.text in load_wording().after_number_stops and word.text not in ("和", "与", "及"):
            break
        if word.tag[0] in "pdryf" or (word.tag[0] == "u" and word.text != "之"):
            break
        if word.is_verb and nouns:
            if not governed and _only_verbs(words[at:]):
                end = words[-1].end
            break
        if word.tag == "w" or word.text in ("和", "与", "及", "以及", "暨", "或"):
            if word.text == "、" and words[at - 1].text != "乡镇":
                break
            at += 1
            continue
        nouns += 1
        end, at = word.end, at + 1
    if about := _THING_IN_HAND.match(piece, start, end):
        end = about.end("thing")
    elif governed and nouns > 1:
        end = _without_last_verb(words, end)
    while end > start and piece[end - 1] in " 　、和与及":
        end -= 1
    return Span(start, end) if end > start and nouns else None


def _only_verbs(words: list[Word]) -> bool:
    """A verb without an object: 整改到位, but not 参加巡察."""
    rest = [w for w in words if w.tag != "w"]
    return all(w.text in ("完毕", "到位", "完成", "办结", "销号", "见效") or w.is_verb for w in rest)


def _without_last_verb(words: list[Word], end: int) -> int:
    """巡察 of 完成对27个党组织巡察 is what was done to them."""
    last = [w for w in words if w.end <= end]
    while len(last) > 1 and last[-1].tag[0] == "v":
        last.pop()
    return last[-1].end
