"""A stated count against the things that are listed for it: `设4个股室，分别为甲股、乙股、丙股、丁股`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks import check
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger
from extractor.ledger.likeness import core
from extractor.ledger.verdicts import fails, holds
from extractor.ledger.wording import quoted
from extractor.types import Fact, Finding, Span, squeeze

_NAME = r"[^，,。；;：:（）()、\n\d]{0,18}"
_CUE = re.compile(
    rf"(?P<noun>{_NAME}?)(?P<cue>[，,：:（(]?\s*(?:分别为|分别是|分别系|依次为|即为|具体为|具体是|即)[：:]?|[：:（(]|[，,]为)"
)
_OPEN = re.compile(r"等(?:[\d一二三四五六七八九十]+[个家项]?[一-龥]{0,8})?$|等等$|…|\.\.\.$")
_JOINED = re.compile(r"(?<=.)(?:以及|和|及|与)(?=.)")
_MARKER = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?|[①-⑳]|一是|二是|三是)\s*")
_THINGS = frozenset("个家项名处类支所只座条大人")
_PREDICATE = re.compile(r"[已被将了着过均]|负责|开展|完成|组织|进行|工作情况|其中|下设|编制\d")
_OPENED = re.compile(
    r"内设|下设|设有|设立|设置|下辖|管辖|分为|分别为|包括|包含|涵盖|成立|组建|增设|开展了?|完成了?|出台了?|制定了?"
)
_BODY = re.compile(r"(?:科|室|股|处|部|中心|站|所|队|大队|组|办公室|委员会)$")
_DOING = re.compile(r"完成了?|开展了?|组织了?|实施了?|举办了?|召开了?")
_SORT = re.compile(r"[省市州盟县区旗镇乡村户]|街道|社区|开发区|园区|师|团场?|农场|林场|居")
_LONGEST, _MANY = 160, 40


@check("match.listed")
def listed(ledger: Ledger) -> Iterator[Finding]:
    """A count of named things against the length of the list behind it; open lists (等) tell nothing."""
    for fact in ledger.of_kind("count"):
        quantity = fact.quantity
        if quantity.comparator != "eq" or fact.role not in ("actual", "final"):
            continue
        if ledger.table(fact) is not None and len(squeeze(ledger.doc[ledger.paragraph(fact)])) < 12:
            continue
        if quantity.value is None or not 1 <= quantity.value <= _MANY or quantity.value != int(quantity.value):
            continue
        if not quantity.unit or quantity.unit[0] not in _THINGS or quantity.unit in ("人次", "项次"):
            continue
        before = _list_before(ledger, fact)
        usable = before is not None and (before[2] or quantity.value in before[1])
        found = before if usable else _list_behind(ledger, fact)
        if found is None:
            continue
        span, sizes, exact = found
        count = int(quantity.value)
        if count in sizes:
            message = f"{quoted(ledger, fact)}与所列名称的个数一致"
            yield holds("match.listed", "match", (quantity.span, span), f"{count} = {count}项", message)
        elif exact and count > 1 and abs(count - max(sizes)) <= max(3, count // 2):
            nearest = min(sizes, key=lambda size: abs(size - count))
            yield fails(
                "match.listed",
                "match",
                "warning",
                (quantity.span, span),
                f"{count} ≠ {nearest}项",
                f"{quoted(ledger, fact)}，但列出{nearest}项：{squeeze(ledger.doc[span])[:40]}，请核对",
                computed=str(nearest),
                stated=str(count),
                difference=str(nearest - count),
            )


@check("match.listed_result")
def listed_results(ledger: Ledger) -> Iterator[Finding]:
    """实际完成值 of an indicator against a list in the prose that ends with its name: 完成甲、乙、丙专项整改评估 for 3.
    It only confirms: the prose need not name every one."""
    text = ledger.doc.text
    for row in indicator_rows(ledger):
        cell = row.actual_fact
        value = cell.quantity.value if cell is not None else None
        name = core(ledger.name(cell)) if cell is not None else ""
        if cell is None or cell.quantity.kind != "count" or value is None or not 2 <= value <= _MANY or len(name) < 4:
            continue
        for at in _places(text, name[-4:]):
            span = Span(_clause_start(text, at), at + 4)
            if ledger.table(span) is not None and len(squeeze(ledger.doc[ledger.paragraph(span)])) < 24:
                continue
            words = squeeze(ledger.doc[span])
            items = _split(words)
            joints = sum(len(_JOINED.findall(item)) for item in items)
            if len(items) > 1 and not re.search(r"\d", words) and len(items) <= value <= len(items) + joints:
                message = f"{quoted(ledger, cell)}与文中所列“{words[:30]}”的个数一致"
                spans = (cell.quantity.span, span)
                yield holds("match.listed_result", "match", spans, f"{value} = {value}项", message)


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _clause_start(text: str, end: int) -> int:
    """Where the clause begins, behind its verb of doing."""
    start = max(text.rfind(mark, max(end - _LONGEST, 0), end) for mark in "，。；：\n") + 1
    doing = [match.end() for match in _DOING.finditer(text, start, end)]
    return doing[0] if doing else start


def _list_before(ledger: Ledger, fact: Fact) -> tuple[Span, frozenset[int], bool] | None:
    """The list right before the count, as `_list_behind` gives it; it is complete where bodies are set up (内设) and
    every item is the name of one, else it may belong to something else."""
    text, end = ledger.doc.text, fact.quantity.span.start
    floor = max(ledger.sentence(fact).start, end - _LONGEST)
    if text.find("、", floor, end) < 0:
        return None
    start = max(floor, *(text.rfind(mark, floor, end) + 1 for mark in "，。；：,;:\n"))
    opened = [match.end() for match in _OPENED.finditer(text, start, end)]
    span = Span(opened[-1] if opened else start, end).trimmed(text)
    words = squeeze(ledger.doc[span])
    if _OPEN.search(words):
        return None
    items, count = _split(words.removesuffix("共")), fact.quantity.value or 0
    if len(items) < 2 or any(not item or len(item) > 22 or re.search(r"\d", item) for item in items):
        return None
    if count < 3 and (not opened or _PREDICATE.search(items[-1])):
        return None
    joints = sum(len(_JOINED.findall(item)) for item in items)
    sizes = frozenset(range(len(items), len(items) + joints + 1))
    return span, sizes, bool(opened) and all(_BODY.search(item) for item in items)


def _list_behind(ledger: Ledger, fact: Fact) -> tuple[Span, frozenset[int], bool] | None:
    """Span of the list, the numbers of items that it can be read as, and whether a cue says that it is complete."""
    text = ledger.doc.text
    start = fact.quantity.span.end
    match = _CUE.match(text, start, start + 60)
    if match is None:
        return None
    cue = squeeze(match["cue"])
    bracket = cue in ("（", "(")
    named = bool(match["noun"].strip()) or bool(fact.indicator and fact.indicator.end <= fact.quantity.span.start)
    if not named:
        return None
    end = _end(text, match.end(), bracket=bracket)
    if end is None or not match.end() < end <= match.end() + _LONGEST:
        return None
    span = Span(match.end(), end).trimmed(text)
    words = squeeze(ledger.doc[span])
    if not words or _OPEN.search(words) or re.search(r"\d+[个名人家项条%％]", words):
        return None
    items = [_MARKER.sub("", item) for item in _split(words)]
    items = [item for item in items if item]
    if all(_SORT.fullmatch(item) for item in items):
        return None  # 5个县（市、区）: sorts of them, not their names
    if not items or any(len(item) > 22 or _PREDICATE.search(item) for item in items):
        return None
    if len(items) == 1 and (cue not in ("，为", ",为", "：", ":", "即", "，即") or len(items[0]) < 2):
        return None
    joints = sum(len(_JOINED.findall(item)) for item in items)
    sizes = frozenset(range(len(items), len(items) + joints + 1))
    exact = ("分别" in cue or bracket or cue.rstrip("：:").endswith(("为", "是", "即"))) and len(items) > 1
    return span, sizes, exact


def _end(text: str, start: int, *, bracket: bool) -> int | None:
    """Where the list ends: the closing bracket, or the first mark outside brackets that is no 、."""
    depth = 0
    for at in range(start, min(start + _LONGEST + 1, len(text))):
        char = text[at]
        if char in "（(":
            depth += 1
        elif char in "）)":
            if depth == 0:
                return at if bracket else None
            depth -= 1
        elif (depth == 0 and char in "，,。；;\n\r") or (depth == 0 and char in "：:"):
            return None if bracket else at
    return len(text) if not bracket and len(text) - start <= _LONGEST else None


def _split(words: str) -> list[str]:
    """Items between 、 outside brackets."""
    items, depth, last = [], 0, 0
    for at, char in enumerate(words):
        if char in "（(《“":
            depth += 1
        elif char in "）)》”":
            depth -= 1
        elif char == "、" and depth <= 0:
            items.append(words[last:at])
            last = at + 1
    return [*items, words[last:]]
