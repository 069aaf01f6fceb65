"""The accuracy gate: score the pipeline on gold reports and fail below the floors of annotations/baseline.json.

Sets: `samples`, the project's own gold; `training`, the reports that the shipped model has learned from, whose checks
are hardly annotated; `test`, those like them that it has not seen, where it must be better than the rules alone; and
`real`, the reports in ../shared beside the checkout, where present.

    python scripts/gate.py              measure, compare, exit 1 below a floor
    python scripts/gate.py --misses 20  list what went wrong, up to N a layer
    python scripts/gate.py --pin        write the measured figures, rounded down, as the new floors
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.annotations import load_gold
from extractor.pipeline import process
from extractor.readers import read
from extractor.scoring import Score, score_doc, score_findings
from extractor.tagger.choices import Rules
from extractor.tagger.model import trained
from extractor.training.reports import find_reports, find_splits
from extractor.training.scores import measure as compare

ROOT = Path(__file__).parents[1]
BASELINE = ROOT / "annotations" / "baseline.json"
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A folder of reports, a folder of gold files for them, a file of gold checks."""

    name: str
    reports: Path
    gold: Path
    checks: Path
    splits: tuple[str, ...] = ()
    """Only the reports of these splits."""


SAMPLES = ROOT / "annotations" / "samples"
TRAINING = ROOT / "annotations" / "training" / "reports"
SETS = (
    GoldSet("samples", SAMPLES, SAMPLES, SAMPLES / "findings.jsonl"),
    GoldSet("training", TRAINING, TRAINING, TRAINING / "findings.jsonl", ("train", "dev")),
    GoldSet("test", TRAINING, TRAINING, TRAINING / "findings.jsonl", ("test",)),
    GoldSet("real", SHARED / "reports", SHARED / "gold", SHARED / "gold" / "findings.jsonl"),
)


def main() -> int:
    """Exit status 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, metavar="N")
    parser.add_argument("--pin", action="store_true")
    args = parser.parse_args()
    floors = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    failed = False
    for gold_set in SETS:
        if not gold_set.gold.is_dir():
            print(f"{gold_set.name}: skipped, {gold_set.gold.relative_to(ROOT.parent)} is not here")
            continue
        scores, documents = measure(gold_set)
        figures = {name: figure(name, score, documents) for name, score in scores.items()}
        print(f"{gold_set.name} ({documents} reports): " + "  ".join(f"{k} {v:.4f}" for k, v in figures.items()))
        for name, score in scores.items():
            for miss in score.misses[: args.misses]:
                print(f"    {name:9} {miss}")
        for name, floor in floors.get(gold_set.name, {}).items():
            if below(name, figures[name], floor):
                print(f"    {name} {figures[name]:.4f} is worse than its floor {floor}")
                failed = True
        if gold_set.name == "test":
            failed |= not beats_rules(gold_set)
        if args.pin:
            floors[gold_set.name] = {name: pinned(name, value) for name, value in figures.items()}
    if args.pin:
        BASELINE.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
        return 0
    return int(failed)


def beats_rules(gold_set: GoldSet) -> bool:
    """Whether the shipped model reads the set better than the rules alone; says by how much."""
    reports = [report for report in find_reports([gold_set.gold]) if report.split in gold_set.splits]
    model, rules = compare(reports, trained()).figures(), compare(reports, Rules()).figures()
    figures = ("exact", "fact", "strict")
    print("    model over rules: " + "  ".join(f"{name} {model[name] - rules[name]:+.4f}" for name in figures))
    return all(model[name] > rules[name] for name in figures)


def measure(gold_set: GoldSet) -> tuple[dict[str, Score], int]:
    """Scores of a set, summed over its reports, and how many reports there are."""
    checks = [json.loads(line) for line in gold_set.checks.read_text(encoding="utf-8").splitlines()]
    total: dict[str, Score] = {}
    documents = 0
    for report, gold_path in pairs(gold_set):
        bare = read(report.read_bytes(), str(report))
        doc, gold = process(bare), load_gold(gold_path, bare)
        name = gold_path.name.split(".")[0]
        mine = [check for check in checks if check["doc"] == name]
        for layer, score in {**score_doc(gold, doc), **score_findings(mine, doc.findings)}.items():
            score.misses = [f"{name}: {miss}" for miss in score.misses]
            total[layer] = total.get(layer, Score()) + score
        documents += 1
    return total, documents


def pairs(gold_set: GoldSet) -> Iterator[tuple[Path, Path]]:
    """Each report with its gold file `NAME.gold.json`; the report's name starts with NAME."""
    splits = find_splits(gold_set.gold)
    for gold_path in sorted(gold_set.gold.glob("*.gold.json")):
        name = gold_path.name.split(".")[0]
        if gold_set.splits and splits.get(name, "train") not in gold_set.splits:
            continue
        reports = [p for p in sorted(gold_set.reports.glob(f"{name}*")) if p.suffix in (".txt", ".docx")]
        if not reports:
            sys.exit(f"gate: no report for {gold_path.name} in {gold_set.reports.name}/")
        yield reports[0], gold_path


def figure(name: str, score: Score, documents: int) -> float:
    """The one number of a layer: F1, a share, or false alarms a report."""
    if name == "alarms":
        return score.hit / documents
    return score.share if name in ("value", "causes", "holding") else score.f1


def below(name: str, value: float, floor: float) -> bool:
    """Alarms are better when fewer, everything else when more."""
    return value > floor if name == "alarms" else value < floor


def pinned(name: str, value: float) -> float:
    """The floor for a measured figure, rounded to the safe side at three digits."""
    scaled = value * 1000
    return (math.ceil(scaled) if name == "alarms" else math.floor(scaled)) / 1000


if __name__ == "__main__":
    sys.exit(main())
