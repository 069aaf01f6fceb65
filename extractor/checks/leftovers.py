"""What a form's text leaves behind in a report: notes for authors, blanks marked XX, both words of a choice, and the
purpose of one item copied to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.checks import check
from extractor.checks.account_names import Told, told_accounts_of
from extractor.ledger.ledger import Ledger
from extractor.ledger.verdicts import fails
from extractor.lexicon.relations import load_relations
from extractor.types import Finding, Span, squeeze

_SIGNS = re.compile("[XxＸ×＊*]{2}")
_BLANK = re.compile(
    r"(?<![A-Za-z0-9Xx×＊*])(?:[XxＸ×]{2,}|[＊*]{2,})(?:\.[XxＸ×]+)?(?=万元|亿元|元|[%％]|个|项|人次|人|辆|批次|台|平方米)"
)
_RISE = frozenset({"增加", "增长", "上升", "提高", "大于", "高于", "多于"})
_FALL = frozenset({"减少", "下降", "降低", "小于", "低于", "少于"})
_WORD = "|".join(sorted(_RISE | _FALL))
_CHOICE = re.compile(rf"(?:{_WORD})[（(/、]或?(?P<other>{_WORD})[）)]?\s*(?=(?P<number>\d[\d,.]*))")
_PURPOSE = re.compile(r"主要用于[：:]?(?P<purpose>[^。；\n]{4,80})")
_WORN = "支出、经费、费用、单位、行政、事业单位、行政单位人员支出、其他、资金、项目、方面、机关、开展、相关、工作"
_GENERIC = frozenset(_WORN[at : at + 2] for at in range(len(_WORN) - 1))
"""Pairs of characters that the purposes of many items share."""
_LONGEST = 24
"""Characters of a note that are quoted."""


@check("logic.instruction")
def instructions(ledger: Ledger) -> Iterator[Finding]:
    """A sentence that tells the author how to fill in the form; one finding for the same sentence printed twice."""
    seen: dict[str, list[Span]] = {}
    for match in _instruction().finditer(ledger.doc.text):
        sentence = ledger.sentence(Span(*match.span())).trimmed(ledger.doc.text)
        seen.setdefault(match[0], []).append(sentence)
    for word, sentences in seen.items():
        places = tuple(dict.fromkeys(sentences))
        shown = squeeze(ledger.doc[places[0]])[:_LONGEST]
        yield fails(
            "logic.instruction",
            "logic",
            "warning",
            places,
            f"“{shown}”",
            f"“{word}”是填报模板的说明文字，不应出现在正式文本中，请删除",
        )


@cache
def _instruction() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(load_relations().instructions, key=len, reverse=True))))


@check("logic.blank")
def blanks(ledger: Ledger) -> Iterator[Finding]:
    """Numbers that were never filled in: XX万元. One finding for all of them."""
    if not _SIGNS.search(ledger.doc.text):
        return
    places = [Span(*match.span()) for match in _BLANK.finditer(ledger.doc.text)]
    places = [place for place in places if ledger.table(place) is None]
    if places:
        shown = ledger.doc[places[0]]
        message = f"模板中待填的空格“{shown}”等{len(places)}处没有填写数字，请补填"
        yield fails("logic.blank", "logic", "warning", places, f"“{shown}”", message)


@check("logic.choice")
def choices(ledger: Ledger) -> Iterator[Finding]:
    """Both words of a choice before an amount: 增加（减少）3万元 does not say which. Of 0 either is as good."""
    for match in _CHOICE.finditer(ledger.doc.text):
        number = match["number"].replace(",", "").strip("0.")
        place = Span(match.start(), match.end())
        if (match[0][:2] in _RISE) == (match["other"] in _RISE):
            continue
        if not number or ledger.table(place) is not None:
            continue
        facts = ledger.within(Span(match.end(), match.end() + 12))[:1]
        evidence = (place, *(fact.quantity.span for fact in facts))
        words = squeeze(match[0])
        message = f"“{words}”两种说法并列，没有说明是增是减，请按实际情况保留一种"
        yield fails("logic.choice", "logic", "warning", evidence, f"“{words}”", message)


@check("logic.purpose")
def copied_purposes(ledger: Ledger) -> Iterator[Finding]:
    """An item with the purpose of the item before it: its own name has nothing of it, the other one's has."""
    purposes: dict[str, list[tuple[Told, Span]]] = {}
    for told in told_accounts_of(ledger):
        match = _PURPOSE.search(ledger.doc.text, told.span.end, ledger.paragraph(told.span).end)
        if match is not None:
            purposes.setdefault(squeeze(match["purpose"]), []).append((told, Span(*match.span("purpose"))))
    for purpose, owners in purposes.items():
        fitting = [(told, place) for told, place in owners if (_pairs(told.name) & _pairs(purpose)) - _GENERIC]
        for told, place in owners:
            if fitting and told.name != fitting[0][0].name and not (_named(told) & _pairs(purpose)) - _GENERIC:
                own, its = told.name, fitting[0][0].name
                yield fails(
                    "logic.purpose",
                    "logic",
                    "warning",
                    (place, fitting[0][1]),
                    f"“{own}”：“{purpose[:_LONGEST]}”",
                    f"“{own}”的用途“{purpose[:_LONGEST]}”与“{its}”的完全相同，而与本科目名称无关，疑为复制时未改，请核对",
                )


def _named(told: Told) -> set[str]:
    return {pair for _, name in told.names for pair in _pairs(name)}


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}
