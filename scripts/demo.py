"""What `make demo` shows: facts and findings of the sample reports, as the command prints them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from extractor.lexicon.metrics import load_metrics
from extractor.run import extract

ROOT = Path(__file__).parents[1]
SAMPLES = sorted(p for p in (ROOT / "annotations" / "samples").iterdir() if p.suffix in (".txt", ".docx"))
OUT = ROOT / "out"
SHOWN = 8


def main() -> None:
    """Extract the samples into out/, show some facts of the first, then check them all."""
    gouji = str(Path(sys.executable).parent / "gouji")
    names = [path.relative_to(ROOT).as_posix() for path in SAMPLES]
    print(f"$ gouji extract {' '.join(names)} -o out")
    subprocess.run([gouji, "extract", *names, "-o", str(OUT)], cwd=ROOT, check=True)
    print(f"{len(names)} results in out/; the first facts of {names[0]}:\n")
    doc = extract(SAMPLES[0])
    metrics = load_metrics()
    for fact in doc.facts[:SHOWN]:
        term = metrics[fact.metric].zh if fact.metric else "（目录外）"
        words = doc[fact.indicator] if fact.indicator else "—"
        print(f"  {fact.quantity.text:12} {words:16} {term:16} {fact.role:14} {fact.period or '—'}")
    print(f"\n$ gouji check {' '.join(names)}", flush=True)
    subprocess.run([gouji, "check", *names], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
