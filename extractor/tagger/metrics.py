"""Which metric of the catalogue a name stands for: the whole name, its end, or a name much like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.lexicon.metrics import load_metrics
from extractor.types import Kind

DIMENSION: Mapping[Kind, str] = {
    "money": "money",
    "percent": "percent",
    "count": "count",
    "score": "score",
    "duration": "duration",
    "measure": "area",
}
SIMILAR = 0.8
"""Least Dice similarity of character pairs; below it names of other things come in."""

_NOISE = re.compile(r"[\s“”\"'‘’《》（）()【】\[\]、，,·:：]+")
_CLASS_NOTE = re.compile(r"[（(][类款项][）)]")
_CLASS = re.compile(r"(?P<name>[^（()）]{2,24})[（(]类[）)]")
_ITEM_OF_CLASS = re.compile(r"[（(][款项][）)]")
_BELOW_CLASS = re.compile(r"(?<=支出)[（(]类[）)].*$", re.DOTALL)
"""A function is known by its class: 住房保障支出（类）住房改革支出（款）住房公积金（项）."""
_TAIL = re.compile(r"(?<=..)(?:合计|总计|总额|总数|金额|数额|经费|费用|资金|支出|指标|情况|数|额|费|款|的)$")
_CONTROL = re.compile(r"(?<=..)(?:控制|不超过?|支出控制)(?:在|于|数|情况|预算|$).*$")
_PER_HEAD = re.compile(r"生均|人均|户均|亩均|班均|村均|床均|单位成本|平均|标准$|单价$|[每/](?:人|户|亩|生|平方米|公里)")
"""Money for each, not in all: no metric of the catalogue is that."""
_PUBLIC_BENEFIT = re.compile(r"高龄|残疾|孤儿|低保|优待|老年|失能|困难|儿童|农户|群众|居民|发放")
"""Paid to citizens, no pay of the staff: 高龄津贴."""
_INCOME = re.compile(r"收入|拨款|结转|结余|来源")
_SPENDING = re.compile(r"支出|费|开支|购置")


_SHORT_ENDS = frozenset({"奖金", "线索", "问题", "立案", "津贴", "项目", "编制", "科室", "股室"})
_COUNT_ENDS = ("inspection.", "staff.authorised", "staff.departments")
"""Counts of other things are too many: 在职人员 in 培训在职人员 is no headcount."""


@dataclass(frozen=True, slots=True)
class Match:
    """A metric and how it was found."""

    metric: str
    how: str
    """`exact`, `stem`, `end`, `inside`, `similar`."""


@dataclass(frozen=True, slots=True)
class _Names:
    whole: dict[str, str]
    stems: dict[str, str]
    ends: dict[str, str]
    """Id by name; never shorter than three characters, but for 奖金 and the like …"""
    lengths: tuple[int, ...]
    """… their lengths, longest first …"""
    inside: tuple[tuple[str, str], ...]
    """… and those of inspection work, longest first."""
    shapes: tuple[tuple[str, re.Pattern[str]], ...]
    pairs: dict[str, list[str]]
    """Pair of characters -> the stems that have it."""


def squeeze_name(text: str) -> str:
    """`text` without marks, brackets and white space: how names are compared."""
    return _NOISE.sub("", _CLASS_NOTE.sub("", _BELOW_CLASS.sub("", text)))


@lru_cache(maxsize=20_000)
def match_metric(name: str, dim: str, inspection: bool, unit: str | None = None) -> Match | None:
    """The metric that `name` stands for, of dimension `dim`.

    `inspection`: the words are about inspection work, so that `inspection.*` may be meant.
    """
    text = squeeze_name(name)
    if dim == "money":
        text = _CONTROL.sub("", text)
        if _PER_HEAD.search(text):
            return None
    if not text:
        return None
    for how, id_ in _found(name, text, _names(dim, inspection), dim):
        metric = load_metrics()[id_]
        if metric.units and unit is not None and unit not in metric.units:
            continue
        if how != "exact" and not _plausible(text, id_):
            continue
        return Match(id_, how)
    return None


@lru_cache(maxsize=5_000)
def is_narrower(name: str, id_: str) -> bool:
    """`name` is that of a part of what `id_` stands for: 巡察工作经费, 社会福利（款）儿童福利（项）."""
    if _ITEM_OF_CLASS.search(name):
        return True
    narrower = _narrower_names(id_)
    return bool(narrower) and any(stem.endswith(narrower) for stem in _stems(squeeze_name(name)))


@cache
def _narrower_names(id_: str) -> tuple[str, ...]:
    return tuple(map(squeeze_name, load_metrics()[id_].narrower))


def class_of(name: str) -> str | None:
    """The metric of the class that an item of the accounts by function belongs to; None for other names."""
    match = _CLASS.match(name)
    if match is None:
        return None
    found = match_metric(match["name"], "money", False)
    return found.metric if found and found.metric.startswith("spend.") else "spend.total"


def _found(name: str, text: str, names: _Names, dim: str) -> list[tuple[str, str]]:
    if id_ := names.whole.get(text):
        return [("exact", id_)]
    stems = _stems(text)
    found = [("stem", id_) for stem in stems if (id_ := names.whole.get(stem))]
    if id_ := names.stems.get(stems[-1]):
        found.append(("stem", id_))
    last = squeeze_name(name.rpartition("、")[2]) if dim == "money" and "、" in name else ""
    found += [("shape", id_) for id_, pattern in names.shapes if pattern.search(text)]
    for tail in stems:
        for length in names.lengths:
            if (
                length <= len(tail)
                and (id_ := names.ends.get(tail[-length:]))
                and not (last and text.endswith(last) and length + len(text) - len(tail) <= len(last))
            ):
                found.append(("end", id_))
    if dim == "count":
        longest = next((n for n in names.lengths if n <= len(text) and ("end", names.ends.get(text[-n:])) in found), 0)
        joined = "和" in text or "与" in text
        inside = [
            ("inside", id_)
            for alias, id_ in names.inside
            if len(alias) > longest and alias in text and (not longest or joined)
        ]
        found = inside + found
    if not found and dim in ("money", "percent"):
        found += _similar(stems[-1], names)
    return found


def _plausible(text: str, id_: str) -> bool:
    """Income is not spending: 其他支出 is no 其他收入."""
    if id_.startswith("income.") and _SPENDING.search(text) and not _INCOME.search(text):
        return False
    if id_ == "spend.allowance" and _PUBLIC_BENEFIT.search(text):
        return False
    return not (id_.startswith("spend.") and id_ != "spend.carried_out" and text.endswith("收入"))


def _stems(text: str) -> list[str]:
    """`text` with ever less of a tail that adds nothing: 专项经费指标支出, 专项经费指标, 专项经费."""
    stems = [text]
    while match := _TAIL.search(stems[-1]):
        stems.append(stems[-1][: match.start()])
    return stems


@cache
def _names(dim: str, inspection: bool) -> _Names:
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    ends: dict[str, str] = {}
    shapes: list[tuple[str, re.Pattern[str]]] = []
    for metric in load_metrics().values():
        if metric.dim != dim or (metric.id.startswith("inspection.") and not inspection):
            continue
        shapes += [(metric.id, pattern) for pattern in metric.patterns]
        for name in (metric.zh, *metric.aliases, *metric.exact, *metric.narrower):
            whole.setdefault(squeeze_name(name), metric.id)
        for name in (metric.zh, *metric.aliases, *(word for word in metric.exact if word in _SHORT_ENDS)):
            alias = squeeze_name(name)
            stems.setdefault(_stems(alias)[-1], metric.id)
            long = len(alias) >= 3 or (len(alias) == 2 and alias in _SHORT_ENDS)
            if long and (dim != "count" or metric.id.startswith(_COUNT_ENDS)):
                ends.setdefault(alias, metric.id)
    inside = sorted(
        (item for item in ends.items() if item[1].startswith("inspection.")), key=lambda item: (-len(item[0]), item[0])
    )
    pairs: dict[str, list[str]] = {}
    for stem in stems:
        for pair in sorted(_pairs(stem)):
            pairs.setdefault(pair, []).append(stem)
    lengths = tuple(sorted({len(alias) for alias in ends}, reverse=True))
    return _Names(whole, stems, ends, lengths, tuple(inside), tuple(shapes), pairs)


def _similar(text: str, names: _Names) -> list[tuple[str, str]]:
    pairs = _pairs(text)
    best = (0.0, "")
    for alias, common in Counter(alias for pair in pairs for alias in names.pairs.get(pair, ())).items():
        score = 2 * common / (len(pairs) + len(_pairs(alias)))
        best = max(best, (score, names.stems[alias]))
    return [("similar", best[1])] if best[0] >= SIMILAR else []


@lru_cache(maxsize=5_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
