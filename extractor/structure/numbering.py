"""The numbers that stand before headings and list items, and where they lie in the tree."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN = "一二三四五六七八九十"
_HAN_NUMBER = rf"[{_HAN}]{{1,3}}"
_BLANK = r"[ \t  　]"
_FORMS: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?:{_HAN_NUMBER}|\d{{1,2}})(?:部分|篇)(?![是为主的，,])"),
    ("chapter", rf"第(?:{_HAN_NUMBER}|\d{{1,2}})章"),
    ("section", rf"第(?:{_HAN_NUMBER}|\d{{1,2}})节"),
    ("han", rf"{_HAN_NUMBER}{_BLANK}?[、.．]"),
    ("han-bracket", rf"[（(]{_BLANK}?{_HAN_NUMBER}{_BLANK}?[)）]、?|{_HAN_NUMBER}[)）]"),
    ("decimal", r"\d{1,2}(?:[.．]\d{1,2}){1,3}(?![\d%％万亿元个分倍])[.．、]?"),
    ("digit", r"\d{1,2}[.．、](?!\d)"),
    ("digit-bracket", rf"[（(]{_BLANK}?\d{{1,2}}{_BLANK}?[)）]、?"),
    ("digit-half", r"\d{1,2}[)）]、?"),
    ("han-bare", rf"{_HAN_NUMBER}(?={_BLANK})"),
)
_FIRST = frozenset(f"第（({_HAN}")
"""What a number begins with, if not with a digit."""
_MARK = re.compile("|".join(f"(?P<{form.replace('-', '_')}>{pattern})" for form, pattern in _FORMS))
RANK = {
    form: rank
    for rank, form in enumerate(
        ("part", "chapter", "section", "han", "han-bracket", "digit", "decimal", "digit-bracket", "digit-half")
    )
}
"""Usual order of the forms from the outside in."""
_DIGITS = re.compile(r"\d+")
_WITHOUT = "none before "


class Number(NamedTuple):
    """A number at the start of a line."""

    form: str
    """A key of `RANK`; a decimal's form also tells its parts, `decimal2` for 1.1."""
    values: tuple[int, ...]
    """The number; of a decimal all its parts."""
    start: int
    end: int
    """Of the marker as printed."""
    blank: bool
    """A blank follows, as Word leaves where it turned `一、` into `1、 `."""

    @property
    def value(self) -> int:
        return self.values[-1]


def read_number(text: str, start: int, end: int) -> Number | None:
    """The number at `start` of a line, or None: ① ⑴ 目标1 and 一是 are none."""
    first = text[start : start + 1]
    match = _MARK.match(text, start, end) if first in _FIRST or first.isdecimal() else None
    if not match or match.lastgroup is None:
        return None
    form = match.lastgroup.replace("_", "-").replace("han-bare", "han")
    marker = match.group()
    blank = match.end() < end and text[match.end()] in "  "
    if form == "decimal":
        values = tuple(int(part) for part in _DIGITS.findall(marker))
        return Number(f"decimal{len(values)}", values, start, match.end(), blank)
    digits = _DIGITS.search(marker)
    value = int(digits.group()) if digits else han_value("".join(c for c in marker if c in _HAN))
    return Number(form, (value,), start, match.end(), blank)


def han_value(text: str) -> int:
    """`七` -> 7, `十二` -> 12, `二十` -> 20."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_HAN.index(c) + 1) for c in text) or 0)
    return 10 * (_HAN.index(tens) + 1 if tens else 1) + (_HAN.index(ones) + 1 if ones else 0)


def rank(form: str) -> float:
    """Place in the usual order; a line without a number stands just outside the numbers that it heads."""
    if form.startswith(_WITHOUT):
        return rank(form.removeprefix(_WITHOUT)) - 0.5
    return RANK["decimal" if form.startswith("decimal") else form]


def restore(numbers: list[Number]) -> list[str]:
    """The form that each number really has: `1、 ` is `han` and `（1） ` is `han-bracket` where a converter made it so.

    The blank behind it and its place in the sequence tell. Without a blank the place must fit on both sides.
    """
    forms = [number.form for number in numbers]
    _restore(numbers, forms, "digit", "han", ())
    _restore(numbers, forms, "digit-bracket", "han-bracket", ("part", "chapter", "section", "han"))
    return forms


def _restore(numbers: list[Number], forms: list[str], broken: str, real: str, above: tuple[str, ...]) -> None:
    following = _following(numbers, forms, broken, real, above)
    last = run = 0
    run_blank = False
    for n, number in enumerate(numbers):
        form = forms[n]
        if form in above or (real == "han" and form in ("part", "chapter")):
            last = run = 0
        elif form == real:
            last, run = number.value, 0
        elif form == broken:
            after = following[n]
            in_run = run > 0 and number.value == run + 1 and (run_blank or not number.blank)
            next_fits = number.value == last + 1 and not in_run
            opens = number.value == 1 and last == 0
            if number.blank and (
                (next_fits and (not opens or after > 1 or _opens_level(numbers, forms, n, real)))
                or (number.value <= 1 < last + 1 < after == last + 2)
            ):
                forms[n] = real
                last, run = last + 1, 0
            elif next_fits and not opens and run == 0 and after == last + 2:
                forms[n] = real
                last = number.value
            else:
                run, run_blank = number.value, number.blank
        elif rank(form) < rank(broken) and form != real:
            run = 0


def _following(numbers: list[Number], forms: list[str], broken: str, real: str, above: tuple[str, ...]) -> list[int]:
    """For each number the value of the next one printed in the real form under the same parent; else 0."""
    following = [0] * len(numbers)
    after = 0
    for n in range(len(numbers) - 1, -1, -1):
        following[n] = after
        if forms[n] in above:
            after = 0
        elif forms[n] == real:
            after = numbers[n].value
    return following


def _opens_level(numbers: list[Number], forms: list[str], at: int, real: str) -> bool:
    """Whether a first `1、 ` opens the top level: （一） comes right under it."""
    return real == "han" and at + 1 < len(numbers) and forms[at + 1] == "han-bracket" and numbers[at + 1].value == 1


class Tree:
    """The open headings while a report is read from top to bottom."""

    def __init__(self) -> None:
        self._open: list[tuple[str, int]] = []

    def place(self, form: str, values: tuple[int, ...]) -> int:
        """Level of the next number, 1 for the top; it becomes the innermost open one."""
        value = values[-1]
        at = self._find(form, value)
        if at is None:
            at = self._below(form, values)
        del self._open[at:]
        self._open.append((form, value))
        return at + 1

    def place_unnumbered(self, following: str) -> int:
        """Level of a line without a number whose part starts with a number of the form `following`: it takes the
        place of the row that ends before it, or opens a level."""
        at = self._find(following, 0)
        at = len(self._open) if at is None else at
        del self._open[at:]
        self._open.append((_WITHOUT + following, 0))
        return at + 1

    def assume(self, form: str, value: int) -> None:
        """Open a level whose first heading is lost."""
        self._open.append((form, value))

    def _find(self, form: str, value: int) -> int | None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at][0] == form:
                return at
        return None

    def _below(self, form: str, values: tuple[int, ...]) -> int:
        at = len(self._open)
        if values[-1] == 1 and rank(form) >= RANK["digit"]:
            return at
        if values[-1] == 1 and form == "han-bracket" and at == 1:
            return at
        while at > 0 and rank(self._open[at - 1][0]) >= rank(form):
            at -= 1
        return at
