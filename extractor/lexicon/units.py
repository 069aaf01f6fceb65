"""configs/units.yaml: units, measure words and what they convert to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.numerals import MYRIADS, SCALES, myriad_power
from extractor.types import Kind, Measure

_FILE = "configs/units.yaml"
_PART_OF_ONE = re.compile("1/(?P<below>[0-9]{1,30})")
_TWIN = re.compile("[（(][^（）()]*[）)]$")
_GREAT = frozenset(MYRIADS) | frozenset(SCALES)


@dataclass(frozen=True, slots=True)
class Unit:
    """A word that may follow a number."""

    word: str
    """As printed, without 万 or 亿 before it."""
    kind: Kind
    dimension: str
    """Amounts are comparable inside one dimension only."""
    factor: Fraction
    """How many base units of the dimension it is."""
    offset: Decimal
    """Added to a value before it is multiplied."""
    base: str
    """The base unit of the dimension; the word itself where nothing converts it."""
    name: str
    """How the unit is reported: 百分点 for 个百分点."""
    han: bool
    """Whether it may follow a Chinese numeral."""
    noun: bool = False
    """A noun that a digit counts without a measure word; no part of the quantity."""
    not_before: tuple[str, ...] = ()
    """What may not stand after it."""
    only_before: tuple[str, ...] = ()
    """What alone may stand after it; empty: anything."""


@dataclass(frozen=True, slots=True)
class Units:
    """Every unit, ready for look-up at a place of a text."""

    by_word: dict[str, Unit]
    by_first: dict[str, tuple[Unit, ...]]
    """By first character, the longest word first."""
    symbols: dict[str, Unit]
    """Signs before a number that say its currency: ¥, US$, USD; the longest first."""
    names: dict[str, tuple[str, ...]]
    """Unit -> what after it makes number and unit part of a name: 九年义务教育."""
    classes: frozenset[str]
    """Units whose number belongs to the noun that follows: 7岁以下儿童."""
    not_named: tuple[str, ...]
    """What may follow a number of `classes` that stands for itself."""
    sized: tuple[str, ...]
    """What follows a bound that is part of its name: 500万元以上项目."""
    unsized: tuple[str, ...]
    """What follows a bound that stands for itself: 3天以上完成."""

    def at(self, text: str, start: int) -> Unit | None:
        """The longest unit that begins at `start` of `text` and may stand before what follows it."""
        for unit in self.by_first.get(text[start : start + 1], ()):
            if text.startswith(unit.word, start):
                end = start + len(unit.word)
                if unit.only_before and not text.startswith(unit.only_before, end):
                    continue
                if not text.startswith(unit.not_before, end):
                    return unit
        return None


@lru_cache(maxsize=1 << 12)
def measure(unit: str | None) -> Measure | None:
    """What a printed unit (`万元`, `亿千瓦时`, `元/人`, `1/3`) is worth; None for one that is not known."""
    if not unit:
        return None
    part = _PART_OF_ONE.fullmatch(unit)
    if part:
        return Measure("percent", "%", Fraction(100, int(part["below"]))) if int(part["below"]) else None
    stem, slash, per = unit.replace("／", "/").partition("/")
    stem = stem if stem.rstrip("）)") == stem or stem.lstrip("".join(_GREAT)) in _names() else _TWIN.sub("", stem)
    at = 0
    while at < len(stem) and stem[at] in _GREAT:
        at += 1
    for cut in range(at + 1):
        known = _names().get(stem[cut:])
        if known is not None:
            ratio = known.factor * 10 ** myriad_power(stem[:cut])
            return Measure(known.dimension + slash + per, known.base + slash + per, ratio, known.offset)
    return None


def kind_of(printed: str) -> tuple[Kind, str] | None:
    """Kind of a printed unit and the great units before it: 万吨 -> measure, 万; None for one that is not known."""
    at = 0
    while at < len(printed) and printed[at] in _GREAT:
        at += 1
    known = load_units().by_word.get(printed[at:])
    return None if known is None or known.noun else (known.kind, printed[:at])


@cache
def load_units() -> Units:
    """The units of configs/units.yaml."""
    data = read_yaml("units.yaml")
    if not isinstance(data, dict) or not isinstance(data.get("blocks"), list):
        raise LexiconError(_FILE, "needs a list `blocks`")
    bans = {word: tuple(after) for word, after in data.get("not_before", {}).items()}
    needs = {word: tuple(after) for word, after in data.get("only_before", {}).items()}
    by_word: dict[str, Unit] = {}
    for number, block in enumerate(data["blocks"]):
        for unit in _block(block, f"{_FILE}: block {number + 1}", bans, needs, data.get("bases", {})):
            by_word.setdefault(unit.word, unit)
    names = {word: tuple(after) for word, after in data.get("names", {}).items()}
    signs = sorted(data.get("symbols", {}).items(), key=lambda pair: (-len(pair[0]), pair[0]))
    symbols = {sign: by_word[word] for sign, word in signs if word in by_word}
    classes = tuple(data.get("classes", ()))
    for section, words in (
        ("not_before", tuple(bans)),
        ("only_before", tuple(needs)),
        ("names", tuple(names)),
        ("classes", classes),
    ):
        stray = [word for word in words if word not in by_word]
        if stray:
            raise LexiconError(f"{_FILE}: {section}", f"no such unit: {'、'.join(stray)}")
    by_first: dict[str, list[Unit]] = {}
    for unit in sorted(by_word.values(), key=lambda u: (-len(u.word), u.word)):
        by_first.setdefault(unit.word[0], []).append(unit)
    return Units(
        by_word, {c: tuple(us) for c, us in by_first.items()}, symbols,
        names, frozenset(classes), *(tuple(data.get(name, ())) for name in ("not_named", "sized", "unsized")),
    )  # fmt: skip


def examples() -> tuple[tuple[str, Kind], ...]:
    """The examples in the file, with the kind of their block."""
    return tuple((e, b["kind"]) for b in read_yaml("units.yaml")["blocks"] for e in b.get("examples", ()))


@cache
def _names() -> dict[str, Unit]:
    """By printed word and by reported name."""
    known = dict(load_units().by_word)
    for unit in load_units().by_word.values():
        known.setdefault(unit.name, unit)
    return known


def _block(
    block: Any,
    place: str,
    bans: dict[str, tuple[str, ...]],
    needs: dict[str, tuple[str, ...]],
    bases: dict[str, str],
) -> list[Unit]:
    if not isinstance(block, dict) or block.get("kind") not in get_args(Kind) or "dimension" not in block:
        raise LexiconError(place, f"needs kind (one of {', '.join(get_args(Kind))}), dimension and words")
    words = block.get("words")
    if isinstance(words, list):
        words = dict.fromkeys(words, 1)
    if not isinstance(words, dict) or not words:
        raise LexiconError(place, "`words` must be a list of words or a map word -> factor")
    kind, dimension, han = block["kind"], block["dimension"], block.get("han", True)
    offset, noun = Decimal(block.get("offset", 0)), block.get("noun", False)
    units = []
    for word, factor in words.items():
        try:
            value = Fraction(str(factor))
        except ValueError as error:
            raise LexiconError(f"{place}: {word}", f"{factor!r} is no number") from error
        name = block.get("as", word)
        base = bases.get(dimension, name)
        after = bans.get(word, ()), needs.get(word, ())
        units.append(Unit(word, kind, dimension, value, offset, base, name, han, noun, *after))
    return units
