"""configs/identities.yaml: the accounting identities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.lexicon.metrics import load_metrics
from extractor.types import Role

_FILE = "configs/identities.yaml"
_ROLES = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class IdentityTerm:
    """One metric in an identity."""

    metric: str
    sign: int = 1
    roles: tuple[Role, ...] = ()
    """Roles that it may have, the likeliest first; empty: the role of the whole."""
    about: str | None = None
    """A word that its name or scope must contain."""
    optional: bool = False
    """Counts as 0 where it is not stated."""
    maybe: bool = False
    """May lie inside or outside the whole."""


@dataclass(frozen=True, slots=True)
class IdentityExample:
    """Amounts by metric, `whole` for the whole, and whether the identity holds for them."""

    numbers: dict[str, str]
    holds: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Metrics that add up to another one of the same role, year and scope."""

    id: str
    zh: str
    source: str
    whole: str
    roles: tuple[Role, ...]
    terms: tuple[IdentityTerm, ...]
    """Plus-terms first, in the order in which they are written."""
    exhaustive: bool
    confirms_only: bool
    examples: tuple[IdentityExample, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Items that are listed in several places and stated as a whole in one."""

    items: tuple[str, ...]
    whole_beside: str
    """The metric in whose sentence or table the whole stands."""
    owners: tuple[str, ...]
    """Metrics under which the items are listed."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An economic item and the functional account that it is paid out of, by their codes."""

    zh: str
    economic: str
    functional: str


@cache
def load_identities() -> tuple[Identity, ...]:
    """The identities in file order.

    Raises:
        LexiconError: An entry lacks a field or names an unknown metric or role.
    """
    return tuple(_identity(entry) for entry in read_yaml("identities.yaml")["identities"])


@cache
def load_spread() -> Spread:
    """The items that occur in several lists."""
    entry = read_yaml("identities.yaml")["spread"]
    for metric in (*entry["items"], entry["whole_beside"], *entry["owners"]):
        _known(metric, "spread")
    return Spread(tuple(entry["items"]), entry["whole_beside"], tuple(entry["owners"]))


@cache
def load_narrowed() -> dict[str, tuple[str, ...]]:
    """Metrics whose id narrower things share, with the words that name the whole."""
    entry = read_yaml("identities.yaml")["narrowed"]
    for metric in entry:
        _known(metric, "narrowed")
    return {metric: tuple(words) for metric, words in entry.items()}


@cache
def load_foreign() -> tuple[str, ...]:
    """Words that make a name narrower than any whole."""
    return tuple(read_yaml("identities.yaml")["foreign"])


@cache
def load_counterparts() -> tuple[Counterpart, ...]:
    """Items and accounts that are one amount.

    Raises:
        LexiconError: An entry lacks a code, or one that is no code of 3, 5 or 7 digits.
    """
    found = []
    for entry in read_yaml("identities.yaml")["counterparts"]:
        codes = [str(entry.get(field, "")) for field in ("economic", "functional")]
        if any(not code.isdecimal() or len(code) not in (3, 5, 7) for code in codes):
            raise LexiconError(f"{_FILE}: counterparts", f"{entry} needs two codes of 3, 5 or 7 digits")
        found.append(Counterpart(entry["zh"], *codes))
    return tuple(found)


def _identity(entry: dict[str, Any]) -> Identity:
    name = str(entry.get("id", "?"))
    missing = [field for field in ("id", "zh", "source", "whole", "roles", "plus", "examples") if not entry.get(field)]
    if missing:
        raise LexiconError(f"{_FILE}: {name}", f"needs {', '.join(missing)}")
    terms = (
        *(_term(term, name) for term in entry["plus"]),
        *(_term(term, name, optional=True) for term in entry.get("optional", ())),
        *(_term(term, name, optional=True, maybe=True) for term in entry.get("maybe", ())),
        *(_term(term, name, sign=-1, optional="about" in term) for term in entry.get("minus", ())),
    )
    _known(entry["whole"], name)
    examples = tuple(IdentityExample(example["numbers"], example["holds"]) for example in entry["examples"])
    return Identity(
        entry["id"],
        entry["zh"],
        entry["source"],
        entry["whole"],
        _roles(entry["roles"], name),
        terms,
        bool(entry.get("exhaustive")),
        bool(entry.get("confirms_only")),
        examples,
    )


def _term(
    term: str | dict[str, Any], name: str, *, sign: int = 1, optional: bool = False, maybe: bool = False
) -> IdentityTerm:
    fields: dict[str, Any] = {"metric": term} if isinstance(term, str) else term
    _known(fields.get("metric"), name)
    roles = _roles(fields.get("roles", ()), name)
    adjustment = roles == ("change",)
    return IdentityTerm(fields["metric"], sign, roles, fields.get("about"), optional or adjustment, maybe)


def _known(metric: object, name: str) -> None:
    if metric not in load_metrics():
        raise LexiconError(f"{_FILE}: {name}", f"{metric} is no metric of configs/metrics.yaml")


def _roles(roles: Any, name: str) -> tuple[Role, ...]:
    unknown = [role for role in roles if role not in _ROLES]
    if unknown:
        raise LexiconError(f"{_FILE}: {name}", f"{unknown[0]} is no role")
    return tuple(roles)
