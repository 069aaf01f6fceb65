"""Compare the quantity finder with other projects' on other projects' tests; write the table into docs/quantities.md.

Needs the conformance suite beside the checkout and an environment with the peers (`make peers` makes both meet).

    python scripts/compare_peers.py .venv-peers/bin/python
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import quantity_conformance
from bench import NUMBER
from peers import PEERS

from extractor import __version__, quantities, read

ROOT = Path(__file__).parents[1]
SUITE = ROOT.parent / "shared" / "quantity"
DOC = ROOT / "docs" / "quantities.md"
MARKED = re.compile(r"(<!-- peers -->\n).*?(<!-- /peers -->)", re.DOTALL)
KINDS = ("number", "percent", "money", "dimension", "ordinal", "date")
WANTED = ("F1", "e2e")


def main() -> None:
    """Ask every peer, score the answers, write the table."""
    if len(sys.argv) != 2:
        sys.exit("compare_peers: give the Python of the environment with the peers; `make peers` does")
    if not (SUITE / "score.py").is_file():
        sys.exit("compare_peers: the conformance suite is not beside the checkout")
    score = _module(SUITE / "score.py")
    items = list(score.load(sorted(SUITE.glob("*.jsonl"))))
    texts = [item["text"] for item in items]
    samples = sorted((ROOT / "annotations" / "samples").glob("*.txt"))
    reports = [read(path.read_bytes(), str(path)).text for path in samples]
    lines = [line for text in reports for line in text.splitlines() if line.strip()]
    regex = _speed(lambda line: [m.span() for m in NUMBER.finditer(line)], lines)
    rows = [_row("**Gouji**", __version__, score, items, quantity_conformance.find, _speed(quantities, lines), regex)]
    for name in PEERS:
        version, answers, speed = _ask(sys.argv[1], name, texts, lines)
        known = dict(zip(texts, answers, strict=True))
        rows.append(_row(name, version, score, items, lambda text, known=known: known[text] or [], speed, regex))
    table = "\n".join(rows)
    head = "| finder | version | F1 | end to end | " + " | ".join(KINDS) + " | characters/s | × regex time |"
    rule = "| --- | --- | --- | --- |" + " --- |" * (len(KINDS) + 2)
    text = DOC.read_text(encoding="utf-8")
    DOC.write_text(MARKED.sub(lambda m: f"{m[1]}{head}\n{rule}\n{table}\n{m[2]}", text), encoding="utf-8")
    print(table)


def _row(name: str, version: str, score: ModuleType, items: list[Any], find: Any, speed: float, regex: float) -> str:
    """A line of the table: F1 and end to end over all, F1 / end to end a kind (a dash: not tried), speed."""
    totals, _, _ = score.evaluate(find, items)
    whole = score.fmt(totals["ALL", "ALL"])[0]
    cells = [name, version, *(f"{100 * whole[key]:.1f}" for key in WANTED)]
    for kind in KINDS:
        count = totals["ALL", kind]
        figures, _ = score.fmt(count)
        cells.append(f"{100 * figures['F1']:.1f} / {100 * figures['e2e']:.1f}" if count["pred"] else "–")
    return "| " + " | ".join([*cells, f"{speed:,.0f}", f"{regex / speed:,.0f}"]) + " |"


def _ask(python: str, name: str, texts: list[str], lines: list[str]) -> tuple[str, list[Any], float]:
    """Version, answers and speed of a peer."""
    code = f"from importlib.metadata import version; print(version({name!r}))"
    version = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()
    request = json.dumps({"peer": name, "texts": texts, "lines": lines}, ensure_ascii=False)
    command = [python, str(ROOT / "scripts" / "peers.py")]
    done = subprocess.run(command, input=request, check=True, stdout=subprocess.PIPE, text=True)
    answer = json.loads(done.stdout)
    return version, answer["answers"], answer["speed"]


def _speed(find: Any, lines: list[str]) -> float:
    """Characters a second, a line a call: the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        begun = time.process_time()
        for line in lines:
            find(line)
        best = min(best, time.process_time() - begun)
    return sum(map(len, lines)) / best


def _module(path: Path) -> ModuleType:
    """The scorer of the suite, from its file."""
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        sys.exit(f"compare_peers: cannot load {path.name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
