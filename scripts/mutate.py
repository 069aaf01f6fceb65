"""Mutation testing of the reconciler: change one number of a report at a time and see whether it is noticed.

Changed are the numbers that take part in a gold check. A change is noticed if some finding on that number is another
one afterwards: new, gone, of another verdict or over other numbers (整改 ≤ 反馈 holds after many a change). It is
contradicted if an inconsistent finding on it is new. An unrelated finding is a new inconsistent one that neither holds
the changed number nor follows from a finding that does.

    python scripts/mutate.py                  the sample reports, and the real ones where present
    python scripts/mutate.py --missed 20      list changes that nobody noticed, and findings that should not be there
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from gate import SETS, GoldSet, pairs

from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc, Finding, Paragraph, Span, Table

Change = tuple[str, Span, str]
"""Its kind, the place in the text, what stands there afterwards."""


@dataclass(slots=True)
class Tally:
    """What became of the changes of one kind."""

    made: int = 0
    noticed: int = 0
    contradicted: int = 0
    unrelated: int = 0


def main() -> None:
    """Print one line a kind of change and set of reports."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", type=int, default=0, metavar="N")
    args = parser.parse_args()
    for gold_set in SETS:
        if not gold_set.gold.is_dir():
            print(f"{gold_set.name}: skipped, not here")
            continue
        tallies, stories = measure(gold_set)
        for kind, tally in tallies.items():
            print(
                f"{gold_set.name:8} {kind:11} {tally.made:5} changes   {tally.noticed / tally.made:6.3f} noticed   "
                f"{tally.contradicted / tally.made:6.3f} contradicted   "
                f"{tally.unrelated / tally.made:6.3f} unrelated findings a change"
            )
        for story in stories[: args.missed]:
            print(f"  {story}")


def measure(gold_set: GoldSet) -> tuple[dict[str, Tally], list[str]]:
    """The tallies by kind of change, and what went wrong, a line each."""
    tallies: dict[str, Tally] = {}
    stories: list[str] = []
    checks = [json.loads(line) for line in gold_set.checks.read_text(encoding="utf-8").splitlines() if line]
    for path, _ in pairs(gold_set):
        raw = read(path.read_bytes(), str(path))
        spans = {
            Span(side["start"], side["end"])
            for check in checks
            if path.stem.startswith(check["doc"])
            for side in (*check["left"], *check["right"])
            if side.get("start") is not None
        }
        base = process(raw)
        for quantity in base.quantities:
            if quantity.number is None or not any(quantity.span.overlaps(span) for span in spans):
                continue
            for change in changes(raw.text, quantity.number, quantity.unit):
                tally = tallies.setdefault(change[0], Tally())
                noticed, contradicted, unrelated = judge(base, process(changed(raw, change)), change)
                tally.made += 1
                tally.noticed += noticed
                tally.contradicted += contradicted
                tally.unrelated += len(unrelated)
                kind, place, after = change
                story = f"{path.stem}@{place.start} {kind}: {raw[place]} -> {after}"
                if not noticed:
                    around = raw.text[max(0, place.start - 25) : place.end + 10].replace("\n", "⏎").replace("\t", "⇥")
                    stories.append(f"missed    {story}   …{around}…")
                stories += [f"unrelated {story}   {finding.check}: {finding.formula}" for finding in unrelated]
    return tallies, stories


def changes(text: str, number: Span, unit: str | None) -> Iterator[Change]:
    """The changes of one number in Arabic digits; nothing for any other."""
    printed = text[number.start : number.end]
    digits = printed.replace(",", "")
    if not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return
    value = Decimal(digits)
    places = len(digits.partition(".")[2])
    yield "last digit", number, printed[:-1] + str((int(printed[-1]) + 1) % 10)
    quantum = Decimal(1).scaleb(-places)
    for kind, factor in (("+10 %", Decimal("1.1")), ("-10 %", Decimal("0.9"))):
        after = (value * factor).quantize(quantum)
        if after != value:
            yield kind, number, format(after, "f")
    if value:
        yield "x 10", number, format((value * 10).quantize(quantum), "f")
    for at in range(len(digits) - 1):
        if digits[at].isdecimal() and digits[at + 1].isdecimal() and digits[at] != digits[at + 1]:
            yield "digit swap", number, digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            break
    for one, other in (("万元", "元"), ("元", "万元")):
        if unit == one and text.startswith(one, number.end) and value:
            yield "unit swap", Span(number.end, number.end + len(one)), other
            break


def changed(doc: Doc, change: Change) -> Doc:
    """A Doc as its reader made it, with another text at one place and every span moved along."""
    _, place, after = change
    moved = Moved(place, len(after))
    text = doc.text[: place.start] + after + doc.text[place.end :]

    def table(one: Table) -> Table:
        cells = []
        for cell in one.cells:
            span = moved.span(cell.span)
            cells.append(cell._replace(span=span, text=text[span.start : span.end]))
        return replace(one, span=moved.span(one.span), cells=tuple(cells))

    paragraphs = tuple(Paragraph(moved.span(each.span), each.origin) for each in doc.paragraphs)
    return replace(doc, text=text, paragraphs=paragraphs, tables=tuple(map(table, doc.tables)))


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a place of the unchanged text is in the changed one."""

    place: Span
    length: int

    def at(self, offset: int) -> int:
        """An offset outside the changed place, or at one of its ends."""
        return offset if offset <= self.place.start else offset + self.length - (self.place.end - self.place.start)

    def span(self, span: Span) -> Span:
        return Span(self.at(span.start), self.at(span.end))


def judge(base: Doc, after: Doc, change: Change) -> tuple[bool, bool, list[Finding]]:
    """Whether the change was noticed, whether contradicted, and the new findings that have nothing to do with it."""
    _, place, text = change
    moved = Moved(place, len(text))
    here = Span(max(0, place.start - 12 * (change[0] == "unit swap")), max(place.start + len(text), place.start + 1))
    before = Counter(key(finding, [moved.span(span) for span in finding.evidence]) for finding in base.findings)
    now = Counter(key(finding, finding.evidence) for finding in after.findings)
    noticed = any(span.overlaps(here) for _, _, _, evidence in ((before - now) + (now - before)) for span in evidence)
    fresh = [
        finding
        for finding in after.findings
        if finding.verdict == "inconsistent" and not before[key(finding, finding.evidence)]
    ]
    contradicted = [finding for finding in fresh if any(span.overlaps(here) for span in finding.evidence)]
    hit = set(map(id, contradicted))
    return noticed, bool(hit), [one for one in fresh if id(one) not in hit and id(one.cause) not in hit]


def key(finding: Finding, evidence: Sequence[Span]) -> tuple[str, str, str, tuple[Span, ...]]:
    """What makes a finding the same one in two versions of a report."""
    return finding.check, finding.verdict, finding.formula, tuple(evidence)


if __name__ == "__main__":
    main()
