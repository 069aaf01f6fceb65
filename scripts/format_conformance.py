"""One content in many formats: write forms with known grids in every format, read them back, compare.

    python scripts/format_conformance.py                       print the table, exit 1 below a floor
    python scripts/format_conformance.py --write docs/formats.md   and put it between the marks in that file
    python scripts/format_conformance.py --misses 20 --format pdf  list what went wrong
    python scripts/format_conformance.py --scans               pictures of pages, too (slow)

Generated files are kept in the folder of --build.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from conformance import making
from conformance.compare import Tally, compare, fact_keys, tally
from conformance.specification import Form, expected, form_of, load_forms

from extractor.errors import ReadError
from extractor.pipeline import process
from extractor.readers import container, read, reader
from extractor.stages.tabulate import tabulate
from extractor.types import Doc

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "annotations" / "samples"
LAYERS = ("cells", "values", "paragraphs", "signs", "facts")
FLOORS: dict[str, dict[str, float]] = {
    **{name: {"cells": 0.99, "values": 0.99} for name in ("docx", "doc", "html", "xlsx")},
    **{name: {"cells": 0.985} for name in ("pdf", "sheet pdf")},
    **{name: {"cells": 0.93, "values": 0.97} for name in ("text", "tika docx", "tika doc")},
    making.SCAN: {"signs": 0.97},
}
MARKS = ("<!-- measured -->", "<!-- end -->")


@dataclass(slots=True)
class Result:
    """Scores of one format."""

    format: str
    scores: dict[str, Tally] = field(default_factory=dict)
    held: dict[str, Tally] = field(default_factory=dict)
    """The same of the forms alone that were not looked at while tuning."""

    def add(self, layer: str, score: Tally, held: bool) -> None:
        for scores in (self.scores, self.held) if held else (self.scores,):
            scores.setdefault(layer, Tally())
            scores[layer] += score

    def failures(self) -> list[str]:
        """Layers below their floor."""
        return [
            f"{self.format}: {layer} {self.scores[layer].share:.4f} is below its floor {floor}"
            for layer, floor in FLOORS.get(self.format, {}).items()
            if layer in self.scores and self.scores[layer].share < floor
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=ROOT / "out" / "conformance")
    parser.add_argument(
        "--format",
        action="append",
        choices=[*making.OWN, *making.OFFICE, *making.TIKA, making.OFD, making.BROWSER, making.SCAN],
    )
    parser.add_argument("--form", action="append", default=[])
    parser.add_argument("--misses", type=int, default=0, metavar="N")
    parser.add_argument("--scans", action="store_true")
    parser.add_argument("--no-facts", action="store_true")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args(arguments)
    formats = args.format or [*readable(making.available()), *([making.SCAN] if args.scans else [])]
    forms = [form for form in load_forms() if not args.form or form.name in args.form]
    results = [measured(forms, one, args.build, args.misses) for one in formats]
    if not args.no_facts and not args.form:
        reports = sample_forms()
        for result in results:
            if result.format != making.SCAN:
                add_facts(result, reports, args.build, args.misses)
    shown = table(results)
    print(shown)
    if args.write:
        text = args.write.read_text(encoding="utf-8")
        before, _, rest = text.partition(MARKS[0])
        args.write.write_text(f"{before}{MARKS[0]}\n{shown}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")
    failures = [line for result in results for line in result.failures()]
    print(*failures, sep="\n")
    return int(bool(failures))


def readable(formats: Sequence[str]) -> list[str]:
    """Those of the formats that there is a reader for."""
    kinds = {"office html": "html", "odt": "odf", "tika docx": "text", "tika doc": "text"}
    kinds |= {"sheet pdf": "pdf", making.BROWSER: "pdf"}
    return [one for one in formats if reader.get(kinds.get(one, one)) or container.get(kinds.get(one, one))]


def measured(forms: Sequence[Form], format: str, build: Path, misses: int = 0, pages: int | None = None) -> Result:
    """Read every form in one format and compare it with its specification."""
    result = Result(format)
    files = making.make(forms, format, build, pages)
    for form in forms:
        wanted = tabulate(expected(form))
        for layer, score in compare(wanted, tabulate(opened(files[form.name]))).items():
            result.add(layer, score, form.held)
            for miss in score.misses[:misses] if layer != "signs" else ():
                print(f"{format} {form.name} {layer}: {'(held back)' if form.held else miss}")
    return result


def opened(path: Path) -> Doc:
    """The document of a file; an empty one, and a line, where it cannot be read."""
    data = path.read_bytes()
    try:
        return read(data, path.name)
    except ReadError as error:
        print(error, file=sys.stderr)
        return expected(Form(path.name, ()))


def sample_forms() -> list[Form]:
    """The sample reports as forms: what the pipeline makes of them, written out again."""
    reports = sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("*.docx")])
    return [form_of(tabulate(read(one.read_bytes(), one.name)), one.name.split("_")[0]) for one in reports]


def add_facts(result: Result, reports: Sequence[Form], build: Path, misses: int = 0) -> None:
    """Compare the facts of each report in this format with those of its .docx."""
    files = making.make(reports, result.format, build)
    for form in reports:
        wanted, got = process(expected(form)), process(opened(files[form.name]))
        score = tally(fact_keys(wanted.facts, wanted), fact_keys(got.facts, got))
        result.add("facts", score, held=False)
        for miss in score.misses[:misses]:
            print(f"{result.format} {form.name} facts: {miss}")


def table(results: Sequence[Result]) -> str:
    """The figures as Markdown; in brackets those of the forms that were held back."""
    lines = ["| format | " + " | ".join(LAYERS) + " |", "|---" * (len(LAYERS) + 1) + "|"]
    for result in results:
        figures = []
        for layer in LAYERS:
            score, held = result.scores.get(layer), result.held.get(layer)
            figures.append("–" if score is None else f"{score.share:.4f}" + (f" ({held.share:.4f})" if held else ""))
        lines.append(f"| {result.format} | " + " | ".join(figures) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
