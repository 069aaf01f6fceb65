"""configs/forms.yaml: what the columns of official tables mean, and the official forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.types import Kind, Role, squeeze

Means = Literal["value", "entry", "figure", "label", "prose", "mark"]

_FILE = "configs/forms.yaml"
_MEANS = frozenset(get_args(Means))
_KINDS = frozenset(get_args(Kind))
_ROLES = frozenset(get_args(Role))

_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?|本年度?(?=.*(?:预算|决算|执行))|上年度?(?=.*(?:预算|决算|执行))")
_NOTE = re.compile(r"[（(\[【][^（）()\[\]【】]*[）)\]】]")
_BUDGET_BOOK = re.compile(
    "预算(?:(?<=一般公共预算)|(?<=公共财政预算)|(?<=政府性基金预算)|(?<=国有资本经营预算)|(?<=社会保险基金预算))"
)
"""There 预算 is part of a name, not the stage before 决算."""
_QUOTES = re.compile(r"[“”\"'‘’《》]")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of an official table means."""

    id: str
    means: Means
    pattern: re.Pattern[str]
    kind: Kind | None = None
    """What a bare number in it measures; None: its own text tells."""
    unit: str | None = None
    """Of a bare number, where the meaning of the column alone gives one."""
    role: Role | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """An official form and how to know it."""

    id: str
    zh: str
    labels: tuple[str, ...]
    """Looked for in title, headings and row labels; `needs` of them must be there."""
    needs: int
    rows: tuple[str, ...] = ()
    """Labels that begin the rows whose columns stand in `orders`."""
    orders: tuple[tuple[str, ...], ...] = ()
    """Usual columns from left to right, for a table without heading rows."""
    money: bool = False
    """Numbers in its unknown columns are money."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Everything in the file."""

    columns: dict[str, Column]
    fields: re.Pattern[str]
    field_examples: tuple[str, ...]
    totals: re.Pattern[str]
    total_examples: tuple[str, ...]
    blocks: re.Pattern[str]
    units: dict[str, Kind]
    """Unit -> what it measures."""
    forms: tuple[Form, ...]


@cache
def load_forms() -> Forms:
    """The file's content.

    Raises:
        LexiconError: An entry lacks a key, has an unknown value, or a pattern that does not compile.
    """
    raw = read_yaml("forms.yaml")
    columns = {id_: _column(id_, entry) for id_, entry in raw["columns"].items()}
    units: dict[str, Kind] = {}
    for kind, names in raw["units"].items():
        if kind not in _KINDS:
            raise LexiconError(f"{_FILE}: units.{kind}", f"no kind; one of {', '.join(sorted(_KINDS))}")
        units.update(dict.fromkeys(map(str, names), kind))
    return Forms(
        columns=columns,
        fields=_any("fields", raw["fields"]),
        field_examples=tuple(raw["fields"].get("examples", ())),
        totals=_any("totals", raw["totals"]),
        total_examples=tuple(raw["totals"].get("examples", ())),
        blocks=_any("blocks", raw["blocks"]),
        units=units,
        forms=tuple(_form(id_, entry, columns) for id_, entry in raw["forms"].items()),
    )


@lru_cache(maxsize=1 << 12)
def plain(label: str) -> str:
    """A label without white space, years, notes in brackets, quotes and a final colon: how headings are compared."""
    bare = _NOTE.sub("", _QUOTES.sub("", squeeze(label)))
    return _BUDGET_BOOK.sub("", _YEAR.sub("", bare)).rstrip("：:") or bare


@lru_cache(maxsize=1 << 12)
def column_of(label: str) -> Column | None:
    """The meaning of the column under heading `label`; None for a heading that means nothing official."""
    bare = plain(label)
    if not bare or len(bare) > 30:
        return None
    for column in load_forms().columns.values():
        if column.pattern.search(bare):
            return None if column.id == "unit" and bare != squeeze(label).rstrip("：:") else column
    return None


def _column(id_: str, entry: Any) -> Column:
    place = f"{_FILE}: columns.{id_}"
    if not isinstance(entry, dict) or entry.get("means") not in _MEANS or not entry.get("patterns"):
        raise LexiconError(place, f"needs patterns and means (one of {', '.join(sorted(_MEANS))})")
    for key, known in (("kind", _KINDS), ("role", _ROLES)):
        if entry.get(key) is not None and entry[key] not in known:
            raise LexiconError(place, f"{key} {entry[key]!r} is none of {', '.join(sorted(known))}")
    return Column(
        id=id_,
        means=entry["means"],
        pattern=_any_of(place, entry["patterns"]),
        kind=entry.get("kind"),
        unit=entry.get("unit"),
        role=entry.get("role"),
        examples=tuple(entry.get("examples", ())),
    )


def _form(id_: str, entry: Any, columns: dict[str, Column]) -> Form:
    place = f"{_FILE}: forms.{id_}"
    if not isinstance(entry, dict) or not entry.get("labels") or not entry.get("needs") or "zh" not in entry:
        raise LexiconError(place, "needs zh, labels and needs")
    orders = tuple(tuple(order) for order in entry.get("orders", ()))
    unknown = sorted({name for order in orders for name in order} - set(columns))
    if unknown:
        raise LexiconError(place, f"orders name unknown columns: {', '.join(unknown)}")
    return Form(
        id=id_,
        zh=entry["zh"],
        labels=tuple(map(plain, entry["labels"])),
        needs=int(entry["needs"]),
        rows=tuple(map(plain, entry.get("rows", ()))),
        orders=orders,
        money=bool(entry.get("money", False)),
    )


def _any(place: str, entry: Any) -> re.Pattern[str]:
    if not isinstance(entry, dict) or not entry.get("patterns"):
        raise LexiconError(f"{_FILE}: {place}", "needs patterns")
    return _any_of(f"{_FILE}: {place}", entry["patterns"])


def _any_of(place: str, patterns: Sequence[str]) -> re.Pattern[str]:
    """One pattern for all: a text is searched once."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise LexiconError(place, f"pattern {pattern!r} does not compile: {error}") from error
    return re.compile("|".join(patterns))
