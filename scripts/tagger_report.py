"""What the tagger is worth, measured: the tables of docs/tagger.md and docs/reliability.svg.

    python scripts/tagger_report.py                          print the tables
    python scripts/tagger_report.py --write docs/tagger.md   and put them between the marks in that file

Models are learned anew for the ablations, the learning curve and the real reports, so this takes minutes. Exit status 1
where the shipped model takes too long to load.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tagger_measures.cost import Cost, cost
from tagger_measures.diagram import diagram
from tagger_measures.intervals import interval, measured
from tagger_measures.learning import Learner, curve, left_out
from tagger_measures.tables import figures_table, percent, ranged, table
from tagger_measures.votes import Votes, votes

from extractor.tagger.choices import Linear, Rules, Task
from extractor.tagger.model import load_model, trained
from extractor.training.commands import ABLATIONS, weak_of
from extractor.training.reports import Report, find_reports
from extractor.training.scores import Scores, measure
from extractor.training.train import weights_of

ROOT = Path(__file__).resolve().parents[1]
DATA = (ROOT / "annotations" / "samples", ROOT / "annotations" / "training" / "reports")
REAL = ROOT.parent / "shared" / "gold"
CORPUS = ROOT.parent / "shared" / "corpus"
WEIGHTS = ROOT / "models" / "default" / "weights.json"
DIAGRAM = "reliability.svg"
LOAD = 0.05
"""Seconds that the shipped model may take to load."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", type=Path, metavar="PAGE")
    args = parser.parse_args(arguments)
    reports = find_reports(DATA)
    splits = {split: [report for report in reports if report.split == split] for split in ("train", "dev", "test")}
    shown: dict[str, str] = {}
    model, shown["test"] = shipped(splits["test"])
    shown["votes"] = asked(*votes(splits["test"], trained()), model)
    shown["reliability"] = reliability(model)
    price = cost(WEIGHTS, sorted(DATA[0].glob("*.txt")))
    start = time.process_time()
    full = Linear(weights_of(splits["train"], say))
    spent = time.process_time() - start
    shown["cost"] = costs(price, len(splits["train"]), spent)
    learner = Learner()
    shown["ablations"], whole = ablations(learner, full, splits)
    shown["curve"] = learning(curve(learner, splits["train"], splits["dev"]), len(splits["train"]), whole)
    shown["weak"] = unlabelled(learner, splits, whole)
    shown["real"] = real(learner, [*splits["train"], *splits["dev"]])
    for name, block in shown.items():
        print(f"\n{name}\n\n{block}")
    if args.write:
        args.write.write_text(filled(args.write.read_text(encoding="utf-8"), shown), encoding="utf-8")
        title = f"Shipped model, {len(splits['test'])} reports of the test split"
        (args.write.parent / DIAGRAM).write_text(diagram(model.reliability(), title), encoding="utf-8")
    if price.load >= LOAD:
        print(f"the model takes {price.load * 1000:.0f} ms to load, {LOAD * 1000:.0f} are allowed")
    return int(price.load >= LOAD)


def say(line: str) -> None:
    """Progress."""
    print(line, file=sys.stderr, flush=True)


def filled(page: str, blocks: Mapping[str, str]) -> str:
    """`page` with each block between its marks `<!-- name -->` and `<!-- /name -->`; exits where marks are missing."""
    for name, block in blocks.items():
        first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
        if page.count(first) != 1 or page.count(last) != 1:
            sys.exit(f"tagger_report: the page needs the marks {first} and {last} once")
        before, _, rest = page.partition(first)
        page = f"{before}{first}\n\n{block}\n\n{last}{rest.partition(last)[2]}"
    return page


def shipped(reports: Sequence[Report]) -> tuple[Scores, str]:
    """The scores of the shipped model, and the table of it, the rules and the difference."""
    say("test")
    (model, mine), (rules, theirs) = measured(reports, trained()), measured(reports, Rules())
    ours, other = model.figures(), rules.figures()
    rows = []
    for name in ("exact", "overlap", "fact", "strict", "metric", "role", "period"):
        row = [percent(ours[name]), percent(other[name]), f"{100 * (ours[name] - other[name]):+.1f}"]
        if name in ("exact", "fact"):
            own, rival = ([getattr(count, name) for count in counts] for counts in (mine, theirs))
            row = [ranged(interval(own)), ranged(interval(rival)), ranged(interval(own, rival), "+")]
        rows.append([name, *row])
    text = sum(answer.narrative for answer in model.answers)
    said = (
        f"Model `{load_model().digest}`, {len(reports)} reports, {len(model.answers):,} facts, {text:,} of them in "
        "running text."
    )
    sure = (
        f"Expected calibration error {ours['calibration_error']:.3f}. {percent(ours['sure'])} % of the facts have a "
        f"confidence of 0.9 or more; {percent(ours['sure_right'])} % of these are right."
    )
    head = ["figure", "model", "rules alone", "difference"]
    return model, f"{said}\n\n{table(head, rows)}\n\n{sure}"


def asked(counts: Mapping[Task, Votes], numbers: int, model: Scores) -> str:
    """Who decides what, and who is right where the two differ."""
    said: Mapping[Task, str] = {"name": "indicator", "metric": "metric", "role": "role"}
    rows = [
        [said[task], f"{v.asked:,}", percent(v.asked / numbers), *map(str, (v.against, v.model_right, v.rules_right))]
        for task, v in counts.items()
    ]
    head = ["", "asked", "% of numbers", "answers otherwise", "model right", "rules right"]
    text = [a for a in model.answers if a.narrative]
    cells = [a for a in model.answers if not a.narrative]
    scope = sum(a.found is not None and a.found.scope == a.gold.scope for a in text) / len(text)
    in_cells = sum(a.right for a in cells) / len(cells)
    return (
        f"{table(head, rows)}\n\nBy the rules alone: {percent(model.figures()['period'])} % of the periods and "
        f"{percent(scope)} % of the scopes in running text are right, and {percent(in_cells)} % of the "
        f"{len(cells):,} facts in tables."
    )


def reliability(model: Scores) -> str:
    """The table beside the diagram."""
    rows = [[f"{sure:.3f}", f"{right:.3f}", f"{number:,}"] for sure, right, number in model.reliability()]
    return table(["mean confidence", "right", "facts"], rows)


def ablations(learner: Learner, full: Linear, splits: Mapping[str, list[Report]]) -> tuple[str, Mapping[str, float]]:
    """The table of what is left of the model, and the figures of the whole model."""
    dev = splits["dev"]
    figures = {"rules alone": measure(dev, Rules()).figures(), "model": measure(dev, full).figures()}
    for name, keep in ABLATIONS.items():
        say(name)
        figures[name] = measure(dev, learner.learn(splits["train"], keep)).figures()
    return figures_table("", figures), figures["model"]


def learning(steps: Mapping[int, Mapping[str, float]], number: int, whole: Mapping[str, float]) -> str:
    """The table of the learning curve."""
    return figures_table("reports", {str(step): figures for step, figures in {**steps, number: whole}.items()})


def unlabelled(learner: Learner, splits: Mapping[str, list[Report]], whole: Mapping[str, float]) -> str:
    """The table of what reports without annotation add, where there are some."""
    folders = [CORPUS / name for name in ("docx", "html", "txt") if (CORPUS / name).is_dir()]
    if not folders:
        return "The reports without annotation are not beside this checkout."
    weak = weak_of(folders, say)
    figures = measure(splits["dev"], learner.learn(splits["train"], weak=weak)).figures()
    return figures_table("", {"annotated alone": whole, f"with {len(weak):,} examples more": figures})


def real(learner: Learner, others: Sequence[Report]) -> str:
    """The table of the real reports, where they are."""
    if not REAL.is_dir():
        return "The real reports are not beside this checkout."
    reports = find_reports([REAL])
    model, rules = Scores(), Scores()
    figures: dict[str, Mapping[str, float]] = {}
    say("real reports")
    for report, scores in zip(reports, left_out(learner, reports, others), strict=True):
        figures[f"{report.name}, model"] = scores.figures()
        by_rules = measure([report], Rules())
        figures[f"{report.name}, rules alone"] = by_rules.figures()
        model += scores
        rules += by_rules
    figures |= {"all, model": model.figures(), "all, rules alone": rules.figures()}
    figures["all, shipped model"] = measure(reports, trained()).figures()
    text = sum(answer.narrative for answer in model.answers)
    return f"{len(model.answers):,} facts, {text:,} of them in running text.\n\n{figures_table('', figures)}"


def costs(price: Cost, number: int, spent: float) -> str:
    """Lines of what the model costs."""
    return "\n".join(
        f"- {line}"
        for line in (
            f"weights: {price.size / 1024:,.0f} KB, {price.packed / 1024:,.0f} KB compressed",
            f"loading in a fresh process: {price.load * 1000:.0f} ms",
            f"putting them in order at the first questions: {price.prepare * 1000:.0f} ms",
            f"linking: {price.link:.0%} of a run from bytes to findings",
            f"linking with the model: {price.over_rules:.1f} times as long as with the rules alone",
            f"learning from {number} reports: {spent:.0f} s",
        )
    )


if __name__ == "__main__":
    sys.exit(main())
