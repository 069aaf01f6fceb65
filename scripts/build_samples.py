"""Write the project's annotated reports, their gold and their findings from the mark-up of their sources.

Two sets: the samples (annotations/sources -> annotations/samples), which the tests, the gate and the demo use, and the
training set of the tagger (annotations/training/sources -> annotations/training/reports). Of both together: their split
(annotations/splits.yaml), the dataset that Hugging Face `datasets` reads (annotations/dataset), the counts of its card
(annotations/README.md).

Usage: python scripts/build_samples.py [--check] [--review] [NAME…]

    --check    write nothing; exit 1 where a file differs from what the sources give
    --review   also print what a person should look at: numerals left unmarked, periods that differ from the last date
    NAME       only the sources whose name contains it (findings.jsonl and the dataset are then left alone)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from samples import card, dataset, docx_file, findings, gold, layout, markup, source, split

ORDINARY = re.compile(
    r"(^|[\n\t ])[\s（(]*_\w+[、.．）)]|_[一二三四五六七八九]是|〔_|〕_|_三公|_一般|_[一二三]级|(附件|目标)_|"
    r"_一律|进_一步"
)
"""Numerals that nobody need look at: list markers, enumerators, document numbers, set words."""
ROOT = Path(__file__).resolve().parents[1] / "annotations"
SETS = ((ROOT / "sources", ROOT / "samples"), (ROOT / "training" / "sources", ROOT / "training" / "reports"))
"""Folders of sources, and what is made of them."""
SPLITS = ROOT / "splits.yaml"
DATASET = ROOT / "dataset"
CARD = ROOT / "README.md"


def build(path: Path, review: bool = False) -> tuple[dict[str, bytes], list[dict[str, object]]]:
    """File name -> bytes of one sample, and its rows of findings.jsonl."""
    one = source.load(path)
    laid = layout.lay_out(one)
    made = gold.annotate(one, laid, one.file_name)
    if review:
        for line in made.warnings:
            print(f"{path.name}: {line}")
        for n, found in enumerate(gold.CANDIDATE.finditer(laid.text)):
            around = (
                laid.text[max(0, found.start() - 8) : found.start()] + "_" + laid.text[found.start() : found.end() + 6]
            )
            if n in made.data["none"] and not ORDINARY.search(around):
                print(f"{path.name}: unmarked …{laid.text[max(0, found.start() - 8) : found.end() + 6]!r}")
    data = docx_file.write(one) if one.word else laid.text.encode(one.header.get("encoding", "utf-8"))
    shown = json.dumps(made.data, ensure_ascii=False, indent=1) + "\n"
    return (
        {one.file_name: data, f"{one.header['id']}.gold.json": shown.encode()},
        findings.build(made, laid.text, one.header["id"], one.findings),
    )


def canonical(path: Path) -> str:
    """The text that the gold offsets of a sample refer to."""
    return layout.lay_out(source.load(path)).text


def main(arguments: list[str]) -> int:
    """Build or check all sets."""
    review, check = "--review" in arguments, "--check" in arguments
    names = [a for a in arguments if not a.startswith("--")]
    stale = 0
    try:
        for sources, folder in SETS:
            files, count = build_set(sources, names, review)
            stale += sum(put(folder / name, data, check) for name, data in sorted(files.items()))
            if files:
                print(f"{folder.relative_to(ROOT.parent)}: {len(files)} files, {count} findings")
        if not names:
            stale += put_dataset(check)
    except markup.MarkupError as error:
        print(error, file=sys.stderr)
        return 2
    return 1 if check and stale else 0


def build_set(sources: Path, names: list[str], review: bool) -> tuple[dict[str, bytes], int]:
    """File name -> bytes of all samples of a set, and the number of their findings."""
    files: dict[str, bytes] = {}
    rows: list[dict[str, object]] = []
    for path in sorted(sources.glob("*.md")):
        if names and not any(name in path.name for name in names):
            continue
        try:
            made, found = build(path, review)
        except markup.MarkupError as error:
            raise markup.MarkupError(f"{path.name}: {error}") from error
        files |= made
        rows += found
    if files and not names:
        files["findings.jsonl"] = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()
    return files, len(rows)


def put_dataset(check: bool) -> int:
    """Write split, dataset and counts of all reports, or only say what differs; how many files differed."""
    reports = list(dataset.annotated(path for sources, _ in SETS for path in sorted(sources.glob("*.md"))))
    splits = split.split_of(split.load(SPLITS), {one.name: one.report["report_kind"] for one in reports})
    files = {DATASET / name: data for name, data in dataset.files(reports, splits).items()}
    files[SPLITS] = split.dump(splits).encode()
    files[CARD] = card.written(CARD.read_text(encoding="utf-8"), reports, splits).encode()
    stale = sum(put(path, data, check) for path, data in sorted(files.items()))
    for left in sorted(DATASET.rglob("*.jsonl.gz")):
        if left not in files:
            print(f"{'stale' if check else 'removed'}: {left.relative_to(ROOT)}")
            stale += 1
            if not check:
                left.unlink()
    return stale


def put(target: Path, data: bytes, check: bool) -> bool:
    """Write a file that says something else than `data`, or only say so; whether it did."""
    if target.exists() and dataset.same(target.read_bytes(), data):
        return False
    print(("stale: " if check else "wrote: ") + target.name)
    if not check:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
