"""Which of the numbers listed under a total are its parts: the reading that closes best wins.

A list may name a part and then its sub-parts (`人员20万元，工资15万元、保险5万元，公用10万元`). A reading leaves the
sub-parts out; every reading in which each run of sub-parts adds up to the part before it is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from extractor.ledger.amounts import Amount, Balance, balance

READINGS = 64
"""Readings tried at most; real lists have one to four."""
LONGEST = 40
"""Parts of a list up to which sub-parts are looked for; in a longer one, sums that close by chance abound."""


def closing(parts: Sequence[Amount], stated: Amount) -> tuple[tuple[int, ...], Balance]:
    """Indices of the parts that add up to `stated`, and how well they do; the best reading, the fullest of equals.

    `parts` are in text order, at least one, and all like `stated`.
    """
    everything = tuple(range(len(parts)))
    best = everything, balance([(1, part) for part in parts], stated)
    if best[1].agreement == "holds" or len(parts) > LONGEST:
        return best
    ends = [_subparts(parts, at) for at in range(len(parts))]
    for reading in islice(_readings(ends), READINGS) if any(ends) else ():
        result = balance([(1, parts[i]) for i in reading], stated)
        if result.agreement == "holds":
            return reading, result
        if abs(result.difference) < abs(best[1].difference):
            best = reading, result
    return _beginning(parts, stated) or best


def _beginning(parts: Sequence[Amount], stated: Amount) -> tuple[tuple[int, ...], Balance] | None:
    """The first parts, where they close on their own: the others cut the whole another way (夏粮、秋粮，小麦、玉米)."""
    total, slack = parts[0].value, parts[0].ulp + stated.ulp
    for end in range(2, len(parts)):
        total += parts[end - 1].value
        slack += parts[end - 1].ulp
        if abs(total - stated.value) > slack:
            continue
        first = parts[:end]
        result = balance([(1, part) for part in first], stated)
        if result.agreement == "holds" and sum(bool(part.value) for part in first) > 1:
            return tuple(range(end)), result
    return None


def _readings(ends: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The whole list first, then with ever more sub-parts left out; `ends`: where those of each part may end."""
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack:
        at, chosen = stack.pop()
        if at == len(ends):
            yield chosen
            continue
        stack.extend((end, (*chosen, at)) for end in reversed(ends[at]))
        stack.append((at + 1, (*chosen, at)))


def _subparts(parts: Sequence[Amount], at: int) -> list[int]:
    """Where runs of two or more parts end that add up to part `at`, as ends of half-open ranges."""
    whole, ends = parts[at], []
    sum_ = whole.value * 0
    for end in range(at + 1, len(parts)):
        sum_ += parts[end].value
        slack = (whole.ulp + parts[end].ulp) * (end - at)
        if end - at < 2 or not parts[end].value or not whole.value or abs(sum_ - whole.value) > slack:
            if sum_ > whole.value * 2:
                break
            continue
        if balance([(1, part) for part in parts[at + 1 : end + 1]], whole).agreement == "holds":
            ends.append(end + 1)
    return ends
