"""configs/relations.yaml: how numbers depend on each other, other than by addition."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.lexicon.metrics import load_metrics
from extractor.types import Role

_FILE = "configs/relations.yaml"
_ROLES = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a rate: facts by metric and role, or by words of the indicator."""

    metrics: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """A named rate = part / whole."""

    name: str
    metric: str | None
    words: tuple[str, ...]
    part: Term
    whole: Term
    doubtful: bool
    """The official denominator may be another amount: a mismatch is never an error."""
    about: tuple[str, ...] = ()
    """Words of which the sentence must have one for a mismatch to say anything; empty: none is needed."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`small` never exceeds `large` inside one passage."""

    name: str
    small: tuple[str, ...]
    large: tuple[str, ...]
    strict: bool
    """An excess is an error, not a question."""
    nearby: bool = False
    """The words may stand right before the indicator."""
    apart: bool = False
    """People and things: noted, never compared."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade and its band of total scores; `high` belongs to the next grade, except 100."""

    names: tuple[str, ...]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that name the metric in `无…支出`."""

    metric: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rate of full use, and the words that deny it."""

    metric: str
    words: tuple[str, ...]
    full: Decimal
    denied_by: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Texts in the column 实际完成值, and words of indicators where less is better."""

    reached: frozenset[str]
    hedges: tuple[str, ...]
    """Before the target's own words: not quite reached."""
    partly: frozenset[str]
    missed: frozenset[str]
    lower_is_better: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """Everything in the file."""

    rates: tuple[Rate, ...]
    stages: dict[str, tuple[str, ...]]
    parts: dict[str, tuple[str, ...]]
    totals: frozenset[str]
    """Metrics that are one amount when a budget balances."""
    unique: frozenset[str]
    narrowing: tuple[str, ...]
    bounds: tuple[Bound, ...]
    families: dict[str, str]
    """Measure word -> family."""
    grades: tuple[Grade, ...]
    allocation: dict[str, Decimal]
    answers: Answers
    denials: tuple[Denial, ...]
    contradictions: tuple[Contradiction, ...]
    capped: tuple[str, ...]
    instructions: tuple[str, ...]
    """Words that only a form's notes for its authors have."""


@cache
def load_relations() -> Relations:
    """The file as values.

    Raises:
        LexiconError: An entry lacks a field, or names a metric or role that does not exist; names the entry.
    """
    raw = read_yaml("relations.yaml")
    try:
        return Relations(
            rates=tuple(_rate(entry) for entry in raw["rates"]),
            stages={word: _roles(roles, word) for word, roles in raw["stages"].items()},
            parts={_metric(whole): tuple(map(_metric, parts)) for whole, parts in raw["parts"].items()},
            totals=frozenset(map(_metric, raw["totals"])),
            unique=frozenset(map(_metric, raw["unique"])),
            narrowing=tuple(raw["narrowing"]),
            bounds=tuple(_bound(entry) for entry in raw["bounds"]),
            families={word: family for family, words in raw["families"].items() for word in words},
            grades=tuple(Grade(tuple(g["names"]), Decimal(g["low"]), Decimal(g["high"])) for g in raw["grades"]),
            allocation={name: Decimal(marks) for name, marks in raw["allocation"].items()},
            answers=_answers(raw["answers"]),
            denials=tuple(Denial(_metric(d["metric"]), tuple(d["words"])) for d in raw["denials"]),
            contradictions=tuple(_contradiction(entry) for entry in raw["contradictions"]),
            capped=tuple(raw["capped"]),
            instructions=tuple(raw["instructions"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise LexiconError(_FILE, f"malformed entry: {error}") from error


def _rate(entry: dict[str, Any]) -> Rate:
    metric = _metric(entry["metric"]) if "metric" in entry else None
    return Rate(
        entry["name"],
        metric,
        tuple(entry.get("words", ())),
        _term(entry["part"], entry["name"]),
        _term(entry["whole"], entry["name"]),
        entry.get("doubtful", False),
        tuple(entry.get("about", ())),
    )


def _bound(entry: dict[str, Any]) -> Bound:
    small, large = tuple(entry["small"]), tuple(entry["large"])
    return Bound(entry["name"], small, large, entry["strict"], entry.get("nearby", False), entry.get("apart", False))


def _term(entry: dict[str, Any], where: str) -> Term:
    metrics = tuple(map(_metric, entry.get("metrics", ())))
    words = tuple(entry.get("words", ()))
    if not metrics and not words:
        raise LexiconError(f"{_FILE}: {where}", "needs metrics or words")
    return Term(metrics, _roles(entry.get("roles", ()), where), words)


def _contradiction(entry: dict[str, Any]) -> Contradiction:
    return Contradiction(
        _metric(entry["metric"]),
        tuple(entry["words"]),
        Decimal(entry["full"]),
        tuple(entry["denied_by"]),
        tuple(entry["about"]),
    )


def _answers(entry: dict[str, Any]) -> Answers:
    reached, partly, missed = (frozenset(entry[key]) for key in ("reached", "partly", "missed"))
    return Answers(reached, tuple(entry["hedges"]), partly, missed, tuple(entry["lower_is_better"]))


def _metric(id_: str) -> str:
    if id_ not in load_metrics():
        raise LexiconError(f"{_FILE}: {id_}", "is no metric of configs/metrics.yaml")
    return id_


def _roles(roles: list[str] | tuple[str, ...], where: str) -> tuple[str, ...]:
    for role in roles:
        if role not in _ROLES:
            raise LexiconError(f"{_FILE}: {where}", f"{role!r} is no role")
    return tuple(roles)
