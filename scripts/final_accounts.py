"""Score the findings on published final accounts against the gold checks of ../shared, where present.

A gold check names pages, quotes and values, not offsets. Each of its numbers (left, right unless it was computed, every
term) must be met by a piece of evidence of its own: on the same page, of the same value, one text containing the other.
A holding check is confirmed if a consistent finding meets two of its numbers (its only one, where it has one), and
confirmed in full if one meets all that are not 0. A real inconsistency is found if an inconsistent finding meets one of
its quotes. A difference of rounding is trusted unless a finding of severity error meets two of its numbers.

    python scripts/final_accounts.py             the figures
    python scripts/final_accounts.py --missed    what was not confirmed or found, and every error and warning reported
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple

from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc, Finding, Span, squeeze

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "gold" / "final-accounts.jsonl"
PDFS = SHARED / "corpus" / "pdf"

Check = Mapping[str, Any]


class Piece(NamedTuple):
    """A piece of evidence as a gold check can name it."""

    page: int | None
    text: str
    """Without white space."""
    value: Decimal | None


def main() -> int:
    """Print a line a document; exit status 0 also where the gold checks are not here."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true")
    args = parser.parse_args()
    if not GOLD.is_file():
        print("final accounts: skipped, ../shared is not beside the checkout")
        return 0
    checks = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines() if line]
    for name in sorted({check["doc"] for check in checks}):
        path = PDFS / name
        doc = process(read(path.read_bytes(), str(path)))
        figures, missed = score(doc, [check for check in checks if check["doc"] == name])
        print(f"{name}: " + "  ".join(f"{key} {value}" for key, value in figures.items()))
        if args.missed:
            for check in missed:
                print(f"    {check['status']:10} {check['id']} {check['kind']} p{check['page']} {check['formula']}")
            for finding in doc.findings:
                if finding.verdict == "inconsistent" and finding.severity != "info":
                    print(f"    {finding.severity:10} {finding.check}: {finding.formula}  {finding.message}")
    return 0


def score(doc: Doc, checks: Sequence[Check]) -> tuple[dict[str, int], list[Check]]:
    """Counts by name, and the checks that were not confirmed, not found or not trusted."""
    page_of, values = pages(doc), {quantity.span: quantity.value for quantity in doc.quantities}
    pieces = [
        (finding, [Piece(page_of(span), squeeze(doc[span]), values.get(span)) for span in finding.evidence])
        for finding in doc.findings
    ]
    counts: Counter[str] = Counter()
    missed: list[Check] = []
    for check in checks:
        sides = numbers(check)
        status = check["status"]
        counts[status] += 1
        if status == "consistent":
            best = max((met(sides, found) for f, found in pieces if f.verdict == "consistent"), default=0)
            good = best >= min(2, len(sides))
            counts["confirmed"] += good
            counts["confirmed in full"] += good and best >= sum(side.value != 0 for side in sides)
        elif status == "real":
            good = any(met(sides, found) for f, found in pieces if f.verdict == "inconsistent")
            counts["found"] += good
        else:
            good = not any(_error(f) and met(sides, found) >= min(2, len(sides)) for f, found in pieces)
            counts["trusted"] += good
        if not good:
            missed.append(check)
    counts["errors reported"] = sum(_error(finding) for finding in doc.findings)
    return dict(counts), missed


def numbers(check: Check) -> list[Piece]:
    """The numbers and quotes that take part in a gold check."""
    right = check["right"]
    sides = [check["left"], *check.get("terms", ())]
    if not right.get("computed") and not check.get("terms"):
        sides.append(right)
    return [Piece(side["page"], squeeze(side["quote"]), _value(side.get("value"))) for side in sides]


def met(sides: Sequence[Piece], found: Sequence[Piece]) -> int:
    """How many sides are met, each by a piece of evidence of its own."""
    left, hits = list(found), 0
    for side in sides:
        hit = next((piece for piece in left if _same(side, piece)), None)
        if hit is not None:
            left.remove(hit)
            hits += 1
    return hits


def _same(side: Piece, piece: Piece) -> bool:
    if side.page != piece.page or not (piece.text in side.text or side.text in piece.text):
        return False
    return side.value is None or side.value == piece.value


def _value(stated: str | None) -> Decimal | None:
    try:
        return None if stated is None else Decimal(stated)
    except InvalidOperation:
        return None


def _error(finding: Finding) -> bool:
    return finding.verdict == "inconsistent" and finding.severity == "error"


def pages(doc: Doc) -> Any:
    """A function from a span of the text to its page."""
    places = [(p.span, p.origin.page) for p in doc.paragraphs]
    places += [(cell.span, cell.origin.page) for table in doc.tables for cell in table.cells if cell.text]

    def page_of(span: Span) -> int | None:
        return next((page for place, page in places if place.contains(span) or place.overlaps(span)), None)

    return page_of


if __name__ == "__main__":
    sys.exit(main())
