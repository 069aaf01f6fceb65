"""Serial numbers of days under a date format."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_DAY = 24 * 60 * 60
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEK = "一二三四五六日"
_LAST = 2_958_466
"""The first serial number after the year 9999."""


def shown_date(serial: Decimal, tokens: Sequence[tuple[str, str]], *, since_1904: bool) -> str | None:
    """The text of a serial number of days under the tokens of a date format; None if it is no date.

    Serial 60 is 29 February 1900, which never was: from 61 on the days are counted from 30 December 1899.
    """
    if serial < 0 or serial >= _LAST:
        return None
    seconds = int((serial * _DAY).quantize(Decimal(1), ROUND_HALF_UP))
    days, rest = divmod(seconds, _DAY)
    base = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 31 if days < 61 else 30)
    moment = base + datetime.timedelta(days=days, seconds=rest)
    noon = any(kind == "noon" for kind, _ in tokens)
    timed = [(n, text[0]) for n, (kind, text) in enumerate(tokens) if kind in ("date", "elapsed")]
    shown: list[str] = []
    for n, (kind, text) in enumerate(tokens):
        if kind == "elapsed":
            shown.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text)))
        elif kind == "noon":
            morning, afternoon = text.split("/") if "/" in text else ("AM", "PM")
            shown.append(morning if moment.hour < 12 else afternoon)
        elif kind == "date":
            shown.append(_part(moment, text, noon, text[0] == "m" and _is_minute(n, timed)))
        elif kind == "literal" or (kind == "sign" and text in "/.,"):
            shown.append(text)
    return "".join(shown).strip()


def _is_minute(at: int, timed: Sequence[tuple[int, str]]) -> bool:
    """An m after hours or before seconds is minutes, else months."""
    place = next(n for n, (token, _) in enumerate(timed) if token == at)
    before = timed[place - 1][1] if place else ""
    after = timed[place + 1][1] if place + 1 < len(timed) else ""
    return before == "h" or after == "s"


def _part(moment: datetime.datetime, text: str, noon: bool, minute: bool) -> str:
    letter, width = text[0], len(text)
    if letter in "ye":
        return f"{moment.year % 100:02}" if letter == "y" and width < 3 else str(moment.year)
    if letter == "b":
        return str(moment.year + 543)
    if letter == "a":
        return ("星期" if width > 3 else "") + _WEEK[moment.weekday()]
    if minute:
        return str(moment.minute).zfill(min(width, 2))
    if letter == "m" and width > 2:
        name = _MONTHS[moment.month - 1]
        return name[:3] if width == 3 else name[0] if width == 5 else name
    if letter == "d" and width > 2:
        name = _DAYS[moment.weekday()]
        return name[:3] if width == 3 else name
    number = {"m": moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[letter]
    if letter == "h" and noon:
        number = number % 12 or 12
    return str(number).zfill(min(width, 2))
