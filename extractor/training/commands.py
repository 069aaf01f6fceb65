"""What `gouji train` and `gouji score` do, apart from their flags."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from extractor.errors import ConfigError
from extractor.run import extract_all
from extractor.tagger.choices import Chooser, Linear, Rules
from extractor.tagger.model import load_model
from extractor.training.examples import Example
from extractor.training.reports import Report, content, find_reports, without
from extractor.training.scores import Scores, measure
from extractor.training.train import weights_of, write_model
from extractor.training.weak import weak_examples
from extractor.types import Fact

OK = 0
SPLITS = ("train", "dev", "test")
_FIELDS: Mapping[str, Callable[[Fact], str]] = {
    "kind": lambda fact: fact.quantity.kind,
    "role": lambda fact: fact.role,
    "metric": lambda fact: str(fact.metric),
}
_WORDLESS = frozenset(
    {"source", "source kind", "source unit", "source sides", "clause start", "behind", "distance", "between", "again"}
    | {"rule", "rule source", "rule kind", "rule span", "rule start", "rule end", "proposed", "proposed source"}
    | {"known", "known source", "known end", "joint", "bracket", "gap", "longer gap"}
)
"""Templates of the name that need no words."""
ABLATIONS: Mapping[str, Callable[[str], bool]] = {
    "model alone": lambda template: not template.startswith(("rule", "proposed", "origins", "how", "sums")),
    "without catalogue": lambda template: not template.startswith(("known", "how")),
    "without jieba": lambda template: "char" in template or template in _WORDLESS,
}
"""What is left of the model -> whether a template of features stays in it."""


def train(data: Sequence[Path], out: Path, unlabelled: Sequence[Path], say: Callable[[str], None]) -> int:
    """Learn from the annotated reports in `data` that are not for the test, write the model, say what it is worth.

    The reports in `unlabelled`, which need no annotation, add what the rules and the catalogue agree on.
    """
    reports = find_reports(data)
    seen = [report for report in reports if report.split != "test"]
    unseen = [report for report in reports if report.split == "test"]
    weights = weights_of(seen, say, weak=weak_of(unlabelled, say))
    write_model(out, weights, seen, unseen)
    say(f"{out}: {(out / 'weights.json').stat().st_size / 1024:.0f} KB")
    if unseen:
        say(_line(f"test, {len(unseen)} reports", measure(unseen, Linear(weights))))
        say(_line("rules alone", measure(unseen, Rules())))
    else:
        say("no report is left for the test: list some under test in splits.yaml beside the data")
    return OK


def weak_of(folders: Sequence[Path], say: Callable[[str], None]) -> list[Example]:
    """The examples of the reports in `folders`, which need no annotation; those that cannot be read are passed over."""
    found: list[Example] = []
    for outcome in extract_all(folders, until="normalise"):
        if outcome.doc is None:
            say(f"passed over: {outcome.error}")
        else:
            found += weak_examples(outcome.doc, f"{outcome.path}!{outcome.member}")
    if folders:
        say(f"{len(found)} examples without annotation")
    return found


def score(
    data: Sequence[Path],
    learn: Sequence[Path],
    model: str | None,
    split: str | None,
    leave_one_out: bool,
    ablate: bool,
    confusions: int,
    as_json: bool,
    say: Callable[[str], None],
) -> int:
    """Score a model on annotated reports and print the figures, as text or as JSON.

    The reports in `learn` that are not for the test are learned from, too, where `leave_one_out` or `ablate` learns.
    """
    if learn and not (leave_one_out or ablate):
        raise ConfigError("--learn", "nothing is learned; add --leave-one-out or --ablate")
    if split is not None and split not in SPLITS:
        raise ConfigError(f"split {split!r}", f"not known; one of: {', '.join(SPLITS)}")
    reports = find_reports(data)
    chosen = [report for report in reports if split is None or report.split == split]
    if not chosen:
        raise ConfigError(f"split {split}", "has no report; splits.yaml beside the data lists them")
    others = [report for report in (find_reports(learn) if learn else ()) if report.split != "test"]
    choosers: dict[str, Callable[[Report], Chooser]] = {}
    if leave_one_out:
        choosers["model, its report left out"] = _left_out([*reports, *others], say)
    else:
        shipped = Linear(load_model(model).weights if model else load_model().weights)
        choosers["model"] = lambda _: shipped
    choosers["rules alone"] = lambda _: Rules()
    if ablate:
        unseen = {content(report) for report in chosen}
        learned = [report for report in (*reports, *others) if content(report) not in unseen]
        if not learned:
            raise ConfigError(
                "--ablate", "needs reports to learn from; name a --split to be scored, or others with --learn"
            )
        for name, keep in ABLATIONS.items():
            say(f"learning {name}")
            choosers[name] = _always(Linear(weights_of(learned, lambda _: None, keep)))
    results = {name: _measured(chosen, of) for name, of in choosers.items()}
    if as_json:
        print(json.dumps({name: _record(scores) for name, scores in results.items()}, ensure_ascii=False, indent=1))
        return OK
    print(f"{len(chosen)} reports, {len(results['rules alone'].answers):,} facts")
    for name, scores in results.items():
        print(_line(name, scores))
    _details(next(iter(results.values())), confusions)
    return OK


def _always(chooser: Chooser) -> Callable[[Report], Chooser]:
    return lambda _: chooser


def _left_out(reports: Sequence[Report], say: Callable[[str], None]) -> Callable[[Report], Chooser]:
    def chooser(left: Report) -> Chooser:
        say(f"learning without {left.name}")
        return Linear(weights_of(without(reports, left), lambda _: None))

    return chooser


def _measured(reports: Sequence[Report], of: Callable[[Report], Chooser]) -> Scores:
    total = Scores()
    for report in reports:
        total += measure([report], of(report))
    return total


def _line(name: str, scores: Scores) -> str:
    return f"{name:28}" + "  ".join(f"{figure} {value:.3f}" for figure, value in scores.figures().items())


def _record(scores: Scores) -> dict[str, object]:
    return {
        "figures": scores.figures(),
        "by": {
            field: {
                value: {"gold": s.gold, "predicted": s.predicted, "hit": s.hit, "f1": round(s.f1, 4)}
                for value, s in scores.by(key).items()
            }
            for field, key in _FIELDS.items()
        },
        "reliability": scores.reliability(),
    }


def _details(scores: Scores, confusions: int) -> None:
    for field, key in _FIELDS.items():
        print(f"\n{field:32}  gold  found  precision  recall     F1")
        for value, s in scores.by(key).items():
            precision = s.hit / s.predicted if s.predicted else 0.0
            print(f"{value:32} {s.gold:5} {s.predicted:6} {precision:10.3f} {s.share:7.3f} {s.f1:6.3f}")
        for gold, found, number in scores.confusions(key)[:confusions]:
            print(f"    {number:4} times {gold} taken for {found}")
    print("\nconfidence   right  facts")
    for sure, right, number in scores.reliability():
        print(f"{sure:10.3f} {right:7.3f} {number:6}")
