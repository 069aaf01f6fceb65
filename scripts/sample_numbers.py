"""Draw numbers at random from the corpus beside the checkout, with what Gouji makes of each, to be judged by hand.

A file is drawn first, then a numeral of its text, so that long files weigh no more than short ones. A numeral is any
run of digits or of Chinese numerals, whether Gouji takes it for a quantity or not. Lists of table cells that come
with other files of the corpus, as their answers (csv, json, xls), are no texts and left out. The verdicts are in
`annotations/number-check.jsonl`: file, offset, number, reading and whether it is right, without the sentences;
`--check` runs the finder over that list again.

    python scripts/sample_numbers.py --seed 1 --count 200
    python scripts/sample_numbers.py --check
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractor import process, read
from extractor.errors import ExtractorError
from extractor.numerals import ARABIC_DIGITS, HAN_NUMERALS
from extractor.types import Doc

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
VERDICTS = ROOT / "annotations" / "number-check.jsonl"
NUMERAL = re.compile(
    rf"[{ARABIC_DIGITS}]+(?:,[{ARABIC_DIGITS}]{{3}})*(?:[.．][{ARABIC_DIGITS}]+)?[十百千万亿]*|[{HAN_NUMERALS}]+"
)
_ANSWERS = ("MANIFEST", "README", "csv/", "json/", "xls/")
AROUND = 12
"""Characters on both sides whose digest finds a number again where a reader has moved it."""


class Drawn(NamedTuple):
    """A numeral of a file and what Gouji makes of it."""

    file: str
    offset: int
    number: str
    reading: str
    around: str


def main() -> None:
    """Print a draw for judging, or check the verdicts again."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--reach", type=int, default=60, help="characters of context shown")
    options.add_argument("--check", action="store_true", help="run the finder over the list of verdicts again")
    chosen = options.parse_args()
    if chosen.check:
        changed = list(differences())
        for line in changed:
            print(line)
        print(f"{len(changed)} of {sum(1 for _ in verdicts())} read otherwise")
        return
    for one in draw(chosen.seed, chosen.count):
        text = document(one.file).text
        left = text[max(0, one.offset - chosen.reach) : one.offset]
        right = text[one.offset + len(one.number) : one.offset + len(one.number) + chosen.reach]
        print(json.dumps(one._asdict(), ensure_ascii=False))
        print("   ", repr(f"{left}【{one.number}】{right}")[1:-1])


def draw(seed: int, count: int) -> Iterator[Drawn]:
    """`count` different numerals of the corpus, the same for the same seed and corpus."""
    chance = random.Random(seed)  # noqa: S311
    files = sorted(str(path.relative_to(CORPUS)) for path in CORPUS.rglob("*") if path.is_file())
    files = [file for file in files if not file.startswith(_ANSWERS)]
    seen: set[tuple[str, int]] = set()
    while len(seen) < count:
        file = chance.choice(files)
        try:
            numerals = list(NUMERAL.finditer(document(file).text))
        except ExtractorError:
            continue
        if not numerals:
            continue
        found = chance.choice(numerals)
        if (file, found.start()) not in seen:
            seen.add((file, found.start()))
            text = document(file).text
            yield Drawn(file, found.start(), found[0], reading(file, *found.span()), digest(text, *found.span()))


@cache
def document(file: str) -> Doc:
    """The file of the corpus, read up to its quantities."""
    return process(read((CORPUS / file).read_bytes(), file), until="normalise")


def reading(file: str, start: int, end: int) -> str:
    """What Gouji makes of the numeral at `start`: kind, value, unit and comparator, or the reason of its silence."""
    doc = document(file)
    for quantity in doc.quantities:
        if quantity.span.start < end and start < quantity.span.end:
            value = str(quantity.date or quantity.value)
            upper = "" if quantity.value_to is None else f"..{quantity.value_to}"
            return " ".join((quantity.kind, value + upper, quantity.unit or "-", quantity.comparator))
    for silence in doc.silences:
        if silence.span.start < end and start < silence.span.end:
            return f"silent {silence.reason}"
    return "silent mark"


def verdicts() -> Iterator[dict[str, str | int | bool]]:
    """The judged numbers."""
    for line in VERDICTS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def differences() -> Iterator[str]:
    """One line for each judged number that is now read otherwise than judged right, or as judged wrong."""
    for verdict in verdicts():
        file, number = str(verdict["file"]), str(verdict["number"])
        at = locate(file, number, int(verdict["offset"]), str(verdict["around"]))
        if at is None:
            yield f"{file} {verdict['offset']}: {number} is no more in the text"
            continue
        now = reading(file, at, at + len(number))
        if now != verdict.get("should", verdict["reading"]):
            yield f"{file} {at}: {number} is now {now!r}, should be {verdict.get('should', verdict['reading'])!r}"


def locate(file: str, number: str, offset: int, around: str) -> int | None:
    """Where the judged number stands now."""
    text = document(file).text
    if text.startswith(number, offset) and digest(text, offset, offset + len(number)) == around:
        return offset
    places = (found.start() for found in re.finditer(re.escape(number), text))
    return next((at for at in places if digest(text, at, at + len(number)) == around), None)


def digest(text: str, start: int, end: int) -> str:
    """What a number stands between, white space aside, as a short digest: it tells places apart and no sentence."""
    left = "".join(text[max(0, start - 3 * AROUND) : start].split())[-AROUND:]
    right = "".join(text[end : end + 3 * AROUND].split())[:AROUND]
    return hashlib.sha256(f"{left}|{right}".encode()).hexdigest()[:8]


if __name__ == "__main__":
    main()
