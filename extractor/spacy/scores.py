"""Scores for `nlp.evaluate` and `spacy train`, by the rules of `extractor.scoring`."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.training import Example

from extractor.scoring import Score, score_doc
from extractor.spacy.reports import gold, marked


def score_quantities(examples: Iterable[Example]) -> dict[str, float]:
    """`gouji_quantities_p`, `_r`, `_f` (span and kind), `gouji_values_acc` (of these: value, unit and comparator)."""
    scores = _scores(examples)
    return {**_prf("gouji_quantities", scores["quantity"]), "gouji_values_acc": scores["value"].share}


def score_facts(examples: Iterable[Example]) -> dict[str, float]:
    """`gouji_facts_p`, `_r`, `_f` (quantity and metric), `gouji_facts_strict_f` (role and period too)."""
    scores = _scores(examples)
    return {**_prf("gouji_facts", scores["fact"]), "gouji_facts_strict_f": scores["strict"].f1}


def _scores(examples: Iterable[Example]) -> dict[str, Score]:
    total = {layer: Score() for layer in ("quantity", "value", "fact", "strict")}
    for example in examples:
        layers = score_doc(gold(example.reference), marked(example.predicted))
        total = {layer: total[layer] + layers[layer] for layer in total}
    return total


def _prf(name: str, score: Score) -> dict[str, float]:
    return {
        f"{name}_p": score.hit / score.predicted if score.predicted else float(not score.gold),
        f"{name}_r": score.share,
        f"{name}_f": score.f1,
    }
