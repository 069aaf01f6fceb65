"""Which reports are for training, which for development, which for the test: a rule, and what it decided so far.

A report that `annotations/splits.yaml` names keeps its place. One that it does not name gets, in the order of ids, the
split that has none of its genre, else the one that its genre lacks most; of equals the one that all reports lack most;
of equals the first. So a new report never moves another, and every genre of three reports or more is in every split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

SHARES = {"train": 6, "dev": 2, "test": 2}
"""Tenths of all reports, and of the reports of each genre."""
HEADER = """\
# The split of each annotated report. scripts/build_samples.py adds reports that are not here, by the rule in
# scripts/samples/split.py, and never moves one. The samples (s…) are for training: the rules were written with them in
# view.
"""


def split_of(recorded: Mapping[str, str], genres: Mapping[str, str]) -> dict[str, str]:
    """Report id -> split for every report of `genres` (id -> genre), recorded places first."""
    placed = {name: recorded[name] for name in genres if name in recorded}
    total = Counter(placed.values())
    by_genre = Counter((genres[name], split) for name, split in placed.items())
    for name in sorted(genres):
        if name in placed:
            continue
        genre = genres[name]
        mine = Counter({split: by_genre[genre, split] for split in SHARES})
        split = max(SHARES, key=lambda s: (not mine[s], _lack(s, mine), _lack(s, total)))
        placed[name] = split
        total[split] += 1
        by_genre[genre, split] += 1
    return dict(sorted(placed.items()))


def _lack(split: str, counts: Counter[str]) -> int:
    """What is missing in a split if one report more is shared out, in tenths of a report."""
    return SHARES[split] * (counts.total() + 1) - 10 * counts[split]


def load(path: Path) -> dict[str, str]:
    """Report id -> split, as recorded."""
    if not path.exists():
        return {}
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: split for split in SHARES for name in lists.get(split) or ()}


def dump(splits: Mapping[str, str]) -> str:
    """The content of the file."""
    lists = (f"{split}: [{', '.join(n for n in sorted(splits) if splits[n] == split)}]\n" for split in SHARES)
    return HEADER + "".join(lists)
