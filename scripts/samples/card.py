"""The figures of the data card, counted from the dataset's rows and written between the card's markers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .dataset import Annotated
from .phenomena import TELL
from .split import SHARES

BLOCK = re.compile(r"(<!-- counts -->\n).*?(?=<!-- /counts -->)", re.DOTALL)
KINDS = ("department", "project", "execution", "final_account", "budget", "other")
SIZES: Mapping[str, Callable[[Annotated], int]] = {
    "reports": lambda _: 1,
    "characters": lambda one: len(one.report["text"]),
    "headings": lambda one: len(one.report["outline"]),
    "tables": lambda one: len(one.report["tables"]),
    "quantities": lambda one: len(one.report["quantities"]),
    "facts": lambda one: len(one.facts),
}


def written(card: str, reports: Sequence[Annotated], splits: Mapping[str, str]) -> str:
    """`card` with its counts made anew."""
    return BLOCK.sub(lambda match: match[1] + counts(reports, splits), card)


def counts(reports: Sequence[Annotated], splits: Mapping[str, str]) -> str:
    """Three tables: sizes, genres and phenomena by split."""
    sizes, genres, tags, tables = (Counter[tuple[str, str]]() for _ in range(4))
    for one in reports:
        split = splits[one.name]
        for name, size in SIZES.items():
            sizes[name, split] += size(one)
        genres[one.report["report_kind"], split] += 1
        for fact in one.facts:
            tags.update((tag, split) for tag in fact["phenomena"])
            tables[fact["role"], split] += 1
    lines = _table("size", SIZES, sizes)
    lines += _table("`report_kind`, in reports", [k for k in KINDS if any(genres[k, s] for s in SHARES)], genres, "`")
    roles = sorted({role for role, _ in tables})
    lines += _table("`role`, in facts", roles, tables, "`")
    told = {f"`{tag}`: {tell}": tag for tag, tell in TELL.items()}
    by_words = Counter({(words, s): tags[tag, s] for words, tag in told.items() for s in SHARES})
    lines += _table("`phenomena`, in facts", told, by_words)
    return "\n" + "\n".join([*lines, *_twins(reports, splits)]) + "\n"


def _twins(reports: Iterable[Annotated], splits: Mapping[str, str]) -> Iterator[str]:
    """How much of the narrative facts of the other splits the training split has too."""
    facts = [(splits[one.name], fact) for one in reports for fact in one.facts if "cell" not in fact["phenomena"]]
    passages, names = ({seen(fact) for split, fact in facts if split == "train"} for seen in (_masked, _name))
    for split in SHARES:
        mine = [fact for other, fact in facts if other == split]
        if split != "train" and mine:
            same = sum(_masked(fact) in passages for fact in mine)
            named = sum(_name(fact) in names for fact in mine)
            yield (
                f"- Of the {len(mine):,} facts of `{split}` outside tables, {same} stand in a passage that `train` has "
                f"too, digits apart; {100 * named // len(mine)} % have an indicator that `train` has too."
            )


def _masked(fact: Mapping[str, Any]) -> str:
    return re.sub(r"[0-9.,，]+", "0", fact["passage"])


def _name(fact: Mapping[str, Any]) -> str:
    return str(fact["indicator"])


def _table(title: str, names: Iterable[str], counted: Counter[tuple[str, str]], mark: str = "") -> list[str]:
    head = [f"| {title} | {' | '.join(SHARES)} | all |", "|---|" + "--:|" * (len(SHARES) + 1)]
    for name in names:
        row = [counted[name, split] for split in SHARES]
        head.append(f"| {mark}{name}{mark} | {' | '.join(f'{n:,}' for n in (*row, sum(row)))} |")
    return [*head, ""]
