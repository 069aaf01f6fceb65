"""Figures as tables of Markdown; shares in percent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tagger_measures.intervals import Estimate

FIGURES = ("exact", "overlap", "fact", "strict", "metric", "role")


def figures_table(corner: str, rows: Mapping[str, Mapping[str, float]]) -> str:
    """A row of figures for each name."""
    return table([corner, *FIGURES], [[name, *(percent(row[f]) for f in FIGURES)] for name, row in rows.items()])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """All columns but the first are numbers."""
    rule = "|---|" + "--:|" * (len(head) - 1)
    return "\n".join([f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)])


def percent(share: float) -> str:
    """A share of 0 … 1."""
    return f"{100 * share:.1f}"


def ranged(estimate: Estimate, sign: str = "") -> str:
    """An estimate with its interval; `sign` is that of a format."""
    low, high = (f"{100 * end:{sign}.1f}" for end in (estimate.low, estimate.high))
    return f"{100 * estimate.value:{sign}.1f} ({low} … {high})"
