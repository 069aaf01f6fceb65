"""Sums in running text: what is listed under a total must add up to it.

Only a list that is evidently complete (`具体为：`, `由…组成`, a colon right after the number) can fall short of its
total; what follows 其中 may leave parts out. More than the total is wrong in either, except that categories of people
and things may overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.checks import check
from extractor.ledger.amounts import PEOPLE, Amount, Balance, balance
from extractor.ledger.closing import closing
from extractor.ledger.ledger import Ledger
from extractor.ledger.unit_slips import slipped_total, slipped_unit
from extractor.ledger.wholes import parts_of, whole_of
from extractor.ledger.wording import EXPLAIN, MUST, arithmetic, named, quoted, units
from extractor.types import Fact, Finding, Listing, Span, squeeze

_COMPLETE = re.compile(r"[：:]|具体|如下|明细|[构组]成|分为|按.{1,8}分")
_PARTIAL = re.compile(r"主要|其中|包括|包含|含|等|重点|例如|用于|投入|安排|实施|开展|完成")
_OTHER = re.compile(r"其他|其它|其余|剩余")
_COMPOSED = re.compile(r"[组构]成")
_UP = re.compile(r"增加|增长|上升|提高|追加|新增|超出")
_DOWN = re.compile(r"减少|下降|降低|压减|调减|节约|结余")
_ENDS_LIST = re.compile(r"此外|另外|另有|扣除|减去|剔除")
_FULL_MARKS = 100
"""Points that add up to 100 under a score are the marks that could be had, not the score; scores of several things,
of which the score is the average, add up to far more."""
_NEARLY = 10
"""A list that leaves out less than a tenth looks complete."""
_LONGEST_BRIDGE = 16
"""Characters between a total and its list beyond which the colon introduces something else."""


@check("sum.listing")
def listed_sums(ledger: Ledger) -> Iterator[Finding]:
    """Parts that follow their total in the text: 其中, 具体为, 由…组成, a colon."""
    for listing in ledger.doc.listings:
        items = [ledger.within(item) for item in listing.items]
        whole = whole_of(ledger, listing.head, items)
        if whole is None:
            continue
        parts = _of_list(ledger, whole, [part for item in items for part in parts_of(ledger, whole, item)])
        if parts and whole.role == "change":
            yield from _net_change(ledger, whole, parts)
        elif parts:
            complete = 1 < len(parts) == len(items) and _complete(ledger, listing, whole)
            found = judge(ledger, "sum.listing", whole, parts, complete=complete)
            if _of_own_subjects(ledger, listing, whole, parts) or _one_of_several(ledger, listing, whole, parts):
                found = (finding for finding in found if finding.verdict == "consistent")
            yield from found


def _of_list(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> list[Fact]:
    """The parts before a word that ends the list: 此外, 扣除 begin something else."""
    kept: list[Fact] = []
    start = whole.quantity.span.end
    for part in parts:
        if part.quantity.span.start >= start and _ENDS_LIST.search(ledger.doc.text, start, part.quantity.span.start):
            break
        kept.append(part)
        start = max(start, part.quantity.span.end)
    return kept


def _of_own_subjects(ledger: Ledger, listing: Listing, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether 分别 shares the numbers out to things named before it, which need not be parts of anything.

    `县道由83.1分提高到85.6分，乡道、村道分别为79.8分、77.2分`.
    """
    bridge = ledger.doc.text[whole.quantity.span.end : listing.items[0].start]
    if not (listing.cue.startswith("分别") or "分别" in bridge) or "其中" in bridge:
        return False
    known = whole.quantity.kind != "score" and None not in {whole.metric, *(part.metric for part in parts)}
    return not known and bool(re.search(r"[、和及与][^，。；]*分别", bridge + listing.cue))


def _one_of_several(ledger: Ledger, listing: Listing, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the number is the last of a list itself, so that 其中 may go back to all of them or to another one:
    `肢体7人、视力5人、多重2人，其中重度6人`; `讲课费8万元，场地费5万元，其中讲课费里校外专家6万元`."""
    if listing.cue.startswith(("：", ":")):
        return False
    amount = ledger.amount(whole)
    told = ledger.within(Span(ledger.sentence(whole).start, whole.quantity.span.start))
    earlier = told[-1:]
    if not earlier or amount is None:
        return False
    own, of = ledger.name(whole), {ledger.name(fact) for fact in told}
    led = [squeeze(ledger.doc.text[whole.quantity.span.end : part.quantity.span.start]) for part in parts[:1]]
    if any(len(name) > 1 and name not in own and name in words for name in of for words in led):
        return True
    before = ledger.amount(earlier[0])
    between = ledger.doc.text[earlier[0].quantity.span.end : whole.quantity.span.start]
    if before is None or not before.like(amount) or earlier[0].role != whole.role:
        return False
    return "、" in between[:2] or (bool(ledger.heads_over(whole)) and bool(ledger.heads_over(earlier[0])))


def _net_change(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> Iterator[Finding]:
    """Changes under a net change: rises add, falls subtract. Confirms only: such a list is seldom complete."""
    stated, direction = ledger.amount(whole), _direction(ledger, whole)
    signs = [(_direction(ledger, part) or direction) * direction for part in parts]
    known = [(sign, amount) for sign, part in zip(signs, parts, strict=True) if (amount := ledger.amount(part))]
    if stated is None or not all(signs) or len(known) < len(parts) or balance(known, stated).agreement != "holds":
        return
    terms = list(zip(signs, parts, strict=True))
    message = f"{quoted(ledger, whole)}等于所列{len(parts)}项增减之和。"
    yield arithmetic(ledger, "sum.listing", "sum", terms, whole, message, verdict="consistent")


def _direction(ledger: Ledger, fact: Fact) -> int:
    """1 for a rise, -1 for a fall, 0 where no word says so."""
    words = ledger.name(fact) + squeeze(ledger.before(fact, 8))
    up, down = _UP.search(words), _DOWN.search(words)
    return 0 if bool(up) == bool(down) else 1 if up else -1


def _complete(ledger: Ledger, listing: Listing, whole: Fact) -> bool:
    """Whether the words between the total and the list, and the list itself, leave nothing out."""
    if re.match(r"分别[为是]", listing.cue):
        return True
    bridge = squeeze(ledger.doc.text[whole.quantity.span.end : listing.items[0].start])
    tail = squeeze(ledger.doc.text[listing.items[-1].start : listing.items[-1].end])
    if _PARTIAL.search(bridge) or len(bridge) > _LONGEST_BRIDGE or tail.rstrip("。；").endswith("等"):
        return False
    last = listing.items[-1]
    composed = _COMPOSED.search(squeeze(ledger.doc.text[last.start : last.end + 4]))
    return bool(_COMPLETE.search(bridge) or ("由" in bridge and composed))


def judge(ledger: Ledger, check_: str, whole: Fact, parts: Sequence[Fact], *, complete: bool) -> Iterator[Finding]:
    """What `parts`, listed under `whole`, say about it; `complete`: nothing is left out."""
    amounts = [ledger.amount(part) for part in parts]
    known = [amount for amount in amounts if amount is not None]
    stated = ledger.amount(whole)
    if stated is None or len(known) < len(parts):
        return
    reading, result = closing(known, stated)
    chosen = [parts[i] for i in reading]
    terms = [(1, part) for part in chosen]
    if result.agreement == "holds":
        message = agreed(ledger, whole, chosen, stated, result)
        yield arithmetic(ledger, check_, "sum", terms, whole, message, verdict="consistent", result=result)
        return
    if whole.quantity.kind == "score" and (result.computed == _FULL_MARKS or result.computed > 2 * result.stated):
        return
    slips = list(slipped_unit(ledger, check_, whole, parts))
    if not slips:
        slips = [slip for slip in (slipped_total(ledger, check_, whole, chosen),) if slip is not None]
    if slips:
        yield from slips
        return
    over = result.difference > 0
    with_rest = len(parts) > 2 and any(_OTHER.match(ledger.name(part)) for part in parts)
    if not over and not complete and not with_rest:
        yield _bound(ledger, whole, chosen, stated, result)
    elif (
        over and not complete and whole.quantity.kind in ("count", "measure") and not _exclusive(ledger, whole, chosen)
    ):
        yield from _overlapping(ledger, whole, chosen, stated)
    else:
        certain = result.agreement == "fails" and (over or complete)
        yield arithmetic(
            ledger,
            check_,
            "sum",
            terms,
            whole,
            disagreed(ledger, whole, chosen, stated, result, certain=certain),
            verdict="inconsistent",
            severity="error" if certain else "warning",
            result=result,
        )


def _bound(ledger: Ledger, whole: Fact, parts: Sequence[Fact], stated: Amount, result: Balance) -> Finding:
    listed = units(result.computed, stated) + (whole.quantity.unit or "")
    message = f"{quoted(ledger, whole)}项下列出{len(parts)}项共{listed}，未超过总数；“其中”可以不列全，余额无法核实。"
    terms = [(1, p) for p in parts]
    if len(parts) > 2 and -result.difference * _NEARLY < result.stated:
        gap = units(-result.difference, stated) + (whole.quantity.unit or "")
        message = (
            f"{quoted(ledger, whole)}项下所列{len(parts)}项共{listed}，还差{gap}；是否列全无法核实，如已列全则不符。"
        )
        return arithmetic(ledger, "sum.bound", "sum", terms, whole, message, verdict="unverifiable", result=result)
    finding = arithmetic(ledger, "sum.bound", "logic", terms, whole, message, verdict="consistent", result=result)
    return _relation(finding, "≤")


def _overlapping(ledger: Ledger, whole: Fact, parts: Sequence[Fact], stated: Amount) -> Iterator[Finding]:
    """People and things can be counted in two categories; only a single part above the whole is impossible."""
    for part in parts:
        amount = ledger.amount(part)
        if amount is not None and amount.value > stated.value and _same_thing(ledger, part, whole):
            message = f"{quoted(ledger, part)}是{quoted(ledger, whole)}中的一部分，却大于总数，请核对{MUST}。"
            yield arithmetic(
                ledger, "sum.bound", "logic", [(1, part)], whole, message, verdict="inconsistent", severity="error"
            )
            return
    message = f"{quoted(ledger, whole)}项下所列{len(parts)}项之和大于总数，各类可能交叉计数，无法核实。"
    yield arithmetic(ledger, "sum.listing", "sum", [(1, p) for p in parts], whole, message, verdict="unverifiable")


def _exclusive(ledger: Ledger, whole: Fact, parts: Sequence[Fact]) -> bool:
    """Whether the parts are classes that cannot overlap: one is the rest, or all bear the name of the whole.

    Not so people: 党员干部 and 女干部 are both 干部.
    """
    if any(_OTHER.match(ledger.name(part)) for part in parts):
        return True
    name, amount = ledger.name(whole), ledger.amount(whole)
    people = amount is not None and (amount.base in PEOPLE or "人" in amount.base) and not name.endswith("编制")
    return not people and len(name) > 1 and all(ledger.name(part).endswith(name[-2:]) for part in parts)


def _same_thing(ledger: Ledger, part: Fact, whole: Fact) -> bool:
    """Whether a count that stands under another one counts the same: 单位 beside 问题 may be more of them."""
    if part.metric is not None and part.metric == whole.metric:
        return True
    stated, amount = ledger.amount(whole), ledger.amount(part)
    return stated is not None and amount is not None and stated.base in PEOPLE and amount.base in PEOPLE


def _relation(finding: Finding, sign: str) -> Finding:
    left, _, right = finding.formula.rpartition(" ")
    head = re.split(r" [=≈≠]", left)[0]
    return replace(finding, formula=f"{head} {sign} {right}")


def agreed(ledger: Ledger, whole: Fact, parts: Sequence[Fact], stated: Amount, result: Balance) -> str:
    """The message of a sum that closes."""
    unit = whole.quantity.unit or ""
    if len(parts) == 1 and not result.difference:
        return f"{quoted(ledger, whole)}与其下所列{quoted(ledger, parts[0])}一致。"
    if not result.difference:
        return f"{quoted(ledger, whole)}等于所列{len(parts)}项之和。"
    gap = units(abs(result.difference), stated)
    return f"{quoted(ledger, whole)}与所列{len(parts)}项之和相差{gap}{unit}，在四舍五入的误差之内。"


def disagreed(
    ledger: Ledger, whole: Fact, parts: Sequence[Fact], stated: Amount, result: Balance, *, certain: bool
) -> str:
    """The message of a sum that does not close; `certain`: no reading is left in which it does."""
    unit = whole.quantity.unit or ""
    way = "多" if result.difference > 0 else "少"
    listed, total = units(result.computed, stated), units(stated.value, stated)
    gap = units(abs(result.difference), stated)
    name = named(ledger.name(whole)) or "总数"
    start = f"{name}所列{len(parts)}项合计{listed}{unit}，比总数{total}{unit}{way}{gap}{unit}，"
    if certain:
        return f"{start}请核对各分项和总数{MUST}。"
    reasons = ["四舍五入"] if result.agreement == "rounding" else ["分项口径不同"]
    if result.difference < 0:
        reasons.append("漏列分项")
    reason = f"可能是{'或'.join(reasons)}"
    return f"{start}{reason}，请核对{EXPLAIN}。"


def spans(facts: Sequence[Fact]) -> tuple[Span, ...]:
    """The numbers of `facts` as evidence."""
    return tuple(fact.quantity.span for fact in facts)
