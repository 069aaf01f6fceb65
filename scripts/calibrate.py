"""Write models/rules.json: how often each rule's facts are right on the gold of the sample reports.

A fact is right if its metric is gold's; without a gold metric, if it has none and the indicators overlap by half. The
reliability of a rule is the middle of the 95 % Wilson interval of its share of right facts, so that a rule seen rarely
claims little. The rules were written with these samples in view: unseen reports will do worse. Run it when the rules
or the samples change.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import gate

from extractor.annotations import load_gold
from extractor.pipeline import process
from extractor.readers import read
from extractor.scoring import same_metric
from extractor.tagger.candidates import Source

TARGET = Path(__file__).parents[1] / "models" / "rules.json"
Z = 1.96
"""Standard deviations of a 95 % interval."""


def main() -> None:
    """Measure and write."""
    right, seen = Counter[str](), Counter[str]()
    for report, gold_path in gate.pairs(gate.SETS[0]):
        bare = read(report.read_bytes(), str(report))
        doc, gold = process(bare), load_gold(gold_path, bare)
        wanted = {fact.quantity.span: fact for fact in gold.doc.facts if fact.quantity.span not in gold.optional}
        for fact in doc.facts:
            target = wanted.get(fact.quantity.span)
            if target is not None:
                source = fact.by.removeprefix("rule.")
                seen[source] += 1
                right[source] += same_metric(fact, target)
    rules = {
        source: {
            "right": right[source],
            "of": seen[source],
            "reliability": round(wilson(right[source], seen[source]), 3),
        }
        for source in get_args(Source)
    }
    TARGET.write_text(json.dumps({"measured_on": "annotations/samples", "rules": rules}, indent=1) + "\n", "utf-8")
    print(f"{right.total()} of {seen.total()} facts right; {TARGET.name} written")


def wilson(right: int, seen: int) -> float:
    """Middle of the 95 % Wilson score interval of `right` in `seen`; one half where nothing was seen."""
    return (right + Z * Z / 2) / (seen + Z * Z)


if __name__ == "__main__":
    main()
