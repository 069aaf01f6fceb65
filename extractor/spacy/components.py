"""The factories of `gouji_quantities` and `gouji_facts`, which the package's entry points name.

The components read `doc.text` alone, with the stages that `gouji extract` runs on a text file, so they need no other
component and work on any tokens; tokens that a span cuts are taken whole.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.util import get_minor_version_range, split_requirement

from extractor import __version__
from extractor.spacy.extensions import register
from extractor.spacy.facts import Facts
from extractor.spacy.quantities import Quantities

register()


@Language.factory(
    "gouji_quantities",
    assigns=["doc.spans", "span._.gouji_kind", "span._.gouji_value", "span._.gouji_unit", "span._.gouji_comparator"],
    default_score_weights={"gouji_quantities_f": 0.0, "gouji_quantities_p": None, "gouji_quantities_r": None},
)
def gouji_quantities(nlp: Language, name: str) -> Quantities:
    """The component as spaCy makes it."""
    return Quantities()


@Language.factory(
    "gouji_facts",
    assigns=["doc.spans", "doc._.gouji_facts", "span._.gouji_fact", "span._.gouji_indicator"],
    default_score_weights={
        "gouji_facts_f": 0.5,
        "gouji_facts_strict_f": 0.5,
        "gouji_facts_p": None,
        "gouji_facts_r": None,
    },
)
def gouji_facts(nlp: Language, name: str) -> Facts:
    """The component as spaCy makes it, with the weights of the shipped model.

    A package of the pipeline will require this version of Gouji: the weights are of its features.
    """
    required = nlp.meta.setdefault("requirements", [])
    if not any(split_requirement(one)[0] == "gouji" for one in required):
        required.append(f"gouji{get_minor_version_range(__version__)}")
    return Facts(nlp.vocab, name)
