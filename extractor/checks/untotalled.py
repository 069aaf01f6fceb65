"""What can be no more than noted or bounded: numbers of several rounds without a total, parts of all there are, and
rounds told in prose against the number of all of them in the score table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.checks import check
from extractor.ledger.amounts import plain
from extractor.ledger.indicator_rows import indicator_rows
from extractor.ledger.ledger import Ledger, year
from extractor.ledger.likeness import family
from extractor.ledger.verdicts import fails, holds, open_question
from extractor.ledger.wording import quoted
from extractor.lexicon.identities import load_identities
from extractor.types import Fact, Finding, Span, squeeze

_ALL = re.compile(r"(?:全[国省市州县区旗镇乡街盟]|全系统|辖区内?|所辖|下辖|现有|共有)(?:现有|共有|共)?$")
_NOUN = re.compile(r"[一-龥][一-龥（）()]{1,7}")
_BODIES = re.compile(r"党组织|单位|乡镇|街道|部门|学校|小学|医院|村|社区|企业")
_OBJECT = re.compile(r"(?:对|完成对|完成了?|巡察了?|检查了?|巡视了?|覆盖)$")
_LEAST, _MOST = 3, 24
_LONG_CELL = 24
"""Characters of a cell from which on it tells a story, as prose does."""
_SHORT = 10
"""Characters between two counts that belong together: 2个*乡镇（街道）*27个村."""


@check("sum.untotalled")
def untotalled(ledger: Ledger) -> Iterator[Finding]:
    """Counts of one metric and year, told of several rounds in several sentences, that no number is the total of."""
    groups: dict[tuple[str | None, str | None], list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("count"):
        if fact.metric is not None and fact.role == "actual" and ledger.amount(fact) is not None:
            groups[fact.metric, year(fact)].append(fact)
    for facts in groups.values():
        told = _distinct(facts)
        places = {ledger.sentence(fact) for fact in told}
        apart = {ledger.paragraph(fact) for fact in told}
        several = len(places) >= _LEAST or (len(told) == len(apart) == 2 and _of_rounds(told))
        if not several or len(told) > _MOST or _has_total(ledger, told):
            continue
        formula = " + ".join(plain(fact.quantity.value or Decimal(0)) for fact in told) + " = ?"
        spans = [fact.quantity.span for fact in told]
        message = f"{quoted(ledger, told[0])}等{len(told)}处分别说明不同轮次或范围，没有列出合计数，无法核对总数"
        yield open_question("sum.untotalled", "sum", spans, formula, message)


def _of_rounds(facts: Sequence[Fact]) -> bool:
    """Whether both are of a kind that rounds of inspection count each for itself."""
    return all((fact.metric or "").startswith("inspection.") for fact in facts)


@check("sum.without_whole")
def without_whole(ledger: Ledger) -> Iterator[Finding]:
    """Parts of an identity in a table that states their total for no stage of that year: nothing to check them by."""
    wholes: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for identity in load_identities():
        plus = [term.metric for term in identity.terms if term.sign > 0 and not term.optional and not term.roles]
        if identity.exhaustive and len(plus) > 1:
            wholes[tuple(plus)].append(identity.whole)
    for metrics, totals in wholes.items():
        for first in ledger.stated(metrics[0]):
            table, period = ledger.table(first), year(first)
            if table is None or any(ledger.stated(total, None, period) for total in totals):
                continue
            parts = [first]
            for metric in metrics[1:]:
                near = [f for f in ledger.stated(metric, first.role, period) if ledger.table(f) is table]
                parts += [f for f in near if _in_column(ledger, f, first)][:1]
            if len(parts) == len(metrics) and all(ledger.amount(fact) is not None for fact in parts):
                formula = " + ".join(ledger.quote(fact) for fact in parts) + " = ?"
                message = f"表中列有{quoted(ledger, first)}等{len(parts)}项，没有列出{period or ''}年的合计数，无法核对"
                yield open_question("sum.without_whole", "sum", [f.quantity.span for f in parts], formula, message)


def _in_column(ledger: Ledger, one: Fact, other: Fact) -> bool:
    a, b = ledger.cell(one), ledger.cell(other)
    return a is not None and b is not None and a.col == b.col


def _distinct(facts: Sequence[Fact]) -> list[Fact]:
    """The first statement of each value: the same number again restates it."""
    first: dict[object, Fact] = {}
    for fact in facts:
        first.setdefault(fact.quantity.value, fact)
    return list(first.values())


def _has_total(ledger: Ledger, told: Sequence[Fact]) -> bool:
    """Whether one of the numbers, or another of the same metric, is the sum of the others."""
    values = [fact.quantity.value or Decimal(0) for fact in told]
    whole = sum(values, Decimal(0))
    alike = (*ledger.stated(told[0].metric or ""), *ledger.named(ledger.name(told[0])))
    return any(fact.quantity.value == whole for fact in alike) or any(value * 2 == whole for value in values)


@check("logic.of_all")
def of_all(ledger: Ledger) -> Iterator[Finding]:
    """全县445个村 and the villages told of otherwise: a part is not above all of them."""
    nouns: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in ledger.in_prose("count"):
        noun = _noun(ledger, fact)
        if noun and fact.role == "actual" and ledger.amount(fact) is not None:
            nouns[noun[:3], family(fact.quantity.unit)].append(fact)
    for facts in nouns.values():
        wholes = [fact for fact in facts if _ALL.search(squeeze(ledger.before(fact, 8)))]
        if len(wholes) != 1:
            continue
        whole = wholes[0]
        for part in facts:
            a, b = part.quantity.value, whole.quantity.value
            if part is whole or a is None or b is None:
                continue
            spans = (part.quantity.span, whole.quantity.span)
            if a <= b:
                message = f"{quoted(ledger, part)}不多于总数{quoted(ledger, whole)}"
                yield holds("logic.of_all", "logic", spans, f"{plain(a)} ≤ {plain(b)}", message)
            elif year(part) == year(whole):
                message = f"{quoted(ledger, part)}多于总数{quoted(ledger, whole)}，请核对数字或口径"
                yield fails("logic.of_all", "logic", "warning", spans, f"{plain(a)} > {plain(b)}", message)


def _noun(ledger: Ledger, fact: Fact) -> str:
    """What is counted, where it stands behind the number."""
    end = fact.quantity.span.end
    found = _NOUN.match(squeeze(ledger.doc.text[end : end + 10]))
    return found[0] if found else ""


@check("sum.rounds_booked")
def rounds_booked(ledger: Ledger) -> Iterator[Finding]:
    """Bodies inspected in each round (对12个县直单位党组织 … 对4个乡镇) and the number of all in the score table.

    Confirms only: rounds begun before the year may be left out of either.
    """
    told = [fact for fact in ledger.in_prose("count") if _inspected(ledger, fact)]
    chapters: dict[int, list[Fact]] = defaultdict(list)
    for fact in told:
        path = ledger.headings(fact)
        chapters[path[0].span.start if path else -1].append(fact)
    for row in indicator_rows(ledger):
        cell = row.actual_fact
        if cell is None or cell.quantity.kind != "count" or not _BODIES.search(row.label):
            continue
        for facts in chapters.values():
            parts = [fact for fact in facts if year(fact) == year(cell)]
            values = [fact.quantity.value or Decimal(0) for fact in parts]
            if len(parts) > 1 and sum(values, Decimal(0)) == cell.quantity.value:
                formula = " + ".join(map(plain, values)) + f" = {plain(cell.quantity.value)}"
                message = f"{quoted(ledger, cell)}等于文中各轮对象之和"
                spans = (cell.quantity.span, *(fact.quantity.span for fact in parts))
                yield holds("sum.rounds_booked", "sum", spans, formula, message)


def _inspected(ledger: Ledger, fact: Fact) -> bool:
    """The first bodies that a round went to: the villages below them are counted apart."""
    noun = _noun(ledger, fact)
    led = squeeze(ledger.before(fact, 6))
    return bool(fact.role == "actual" and _BODIES.search(noun) and _OBJECT.search(led) and ledger.amount(fact))


@check("match.names")
def counted_names(ledger: Ledger) -> Iterator[Finding]:
    """2个乡镇27个村 and, told again by name, 甲街道、乙镇27个村: as many names as were counted. Confirms only."""
    text = ledger.doc.text
    counts = [f for f in ledger.of_kind("count") if len(ledger.doc[ledger.paragraph(f)]) > _LONG_CELL]
    behind: dict[tuple[object, str], list[tuple[Fact, Fact]]] = defaultdict(list)
    for one, other in pairwise(counts):
        between = squeeze(text[one.quantity.span.end : other.quantity.span.start])
        if 2 <= len(between) <= _SHORT and _BODIES.search(between) and not re.search(r"[，。；、]", between):
            behind[other.quantity.value, _noun(ledger, other)[:3]].append((one, other))
    for fact in counts:
        for one, other in behind.get((fact.quantity.value, _noun(ledger, fact)[:3]), ()):
            names = _names_before(ledger, fact)
            if fact is not other and len(names) > 1 and len(names) == one.quantity.value:
                start = fact.quantity.span.start
                spans = (one.quantity.span, Span(text.rfind(names[0][:2], 0, start), start))
                message = f"{quoted(ledger, one)}与另一处所列名称的个数一致：{'、'.join(names)[:40]}"
                yield holds("match.names", "match", spans, f"{len(names)} = {len(names)}项", message)


def _names_before(ledger: Ledger, fact: Fact) -> list[str]:
    """Names parted by 、 right before the number."""
    words = re.split(r"[，。；：:]", squeeze(ledger.before(fact, 40)))[-1]
    names = re.sub(r"^.*?对(?=[^对]*$)", "", words).split("、")
    return names if all(2 <= len(name) <= 10 and not re.search(r"\d", name) for name in names) else []
