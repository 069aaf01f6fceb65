"""What a cell shows: a stored number under its number format, as a Chinese Excel or WPS shows it.

Grammar of the formats: ECMA-376 part 1, 18.8.31. A number is a decimal of at most 15 significant digits, as Excel
itself reckons; further digits of a stored binary fraction are noise.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from functools import lru_cache

from extractor.readers.ooxml.numberformat import LEGAL, SIMPLE
from extractor.readers.spreadsheet.dates import shown_date
from extractor.readers.spreadsheet.sections import Section, parse

_PRECISION = Context(prec=15, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11
"""Characters that General shows of a fraction, sign apart."""
_TYPED_DECIMALS = 4
"""Decimals that people type: General may cut them, but they are what was stated."""
_LARGEST = Decimal("1e30")
"""Beyond it a number is shown with an exponent: no report has one."""

_PLAIN = re.compile(r"(?P<before>\0*)(?P<digits>(?:#,##|#*)0(?:\.0+)?)(?P<after>\0*%?\0*)")
_BRACKETED = re.compile(r"^[(（]([^()（）]*)[)）]")


def shown(number: str | float | Decimal, format: str, *, since_1904: bool = False) -> str:
    """The text of a stored number under a number format; what is no number stays as it is.

    `since_1904`: the workbook counts days from 1904, as those of old Macintoshes do.
    """
    try:
        value = _PRECISION.create_decimal(repr(number) if isinstance(number, float) else number)
    except InvalidOperation:
        return str(number)
    if not value.is_finite():
        return str(number)
    sections = parse(format or "General")
    section, signed = _choose(sections, value)
    text = _shown(value, section, signed, since_1904)
    script = next((text for kind, text in section.tokens if kind == "script"), None)
    return text if script is None else _in_chinese(text, section, script)


def _shown(value: Decimal, section: Section, signed: bool, since_1904: bool) -> str:
    kinds = section.kinds
    if "general" in kinds:
        return _around(section, _general(value if signed else abs(value)))
    if "date" in kinds or "elapsed" in kinds:
        text = shown_date(value, section.tokens, since_1904=since_1904)
        return _general(value) if text is None else text
    if "digit" not in kinds:
        return _around(section, _general(value)) if section.tokens else ""
    if "exponent" in kinds or ("sign", "/") in section.tokens:
        # An exponent or a fraction would only be turned back into the number.
        return _general(value)
    with localcontext(_PRECISION) as context:
        context.prec = 60
        text = _digits(abs(value), section)
    if value < 0 and any(character in "123456789" for character in text):
        # Accountants put a negative number in brackets, or print it in red only: in a text only a sign tells it.
        bare = _BRACKETED.sub(r"\1", text)
        signed = bare != text or signed or not re.search(r"[-−]", text)
        return f"-{bare}" if signed and not bare.startswith(("-", "−")) else bare
    return text


def shown_text(text: str, format: str) -> str:
    """A stored text under a number format, whose fourth section may add to it."""
    if format in ("General", "@") or "@" not in format:
        return text
    sections = parse(format or "General")
    section = sections[3] if len(sections) > 3 else sections[-1]
    return _around(section, text) if ("sign", "@") in section.tokens else text


def _choose(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """The section for a value, and whether a minus sign is to be added to what it shows."""
    tests = {
        "<": value.__lt__,
        ">": value.__gt__,
        "=": value.__eq__,
        "<=": value.__le__,
        ">=": value.__ge__,
        "<>": value.__ne__,
    }
    if any(section.condition for section in sections[:2]):
        for section in sections[:3]:
            if section.condition is None or tests[section.condition[0]](section.condition[1]):
                return section, value < 0
        return sections[-1], value < 0
    numeric = sections[:3]
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], value < 0


def _in_chinese(text: str, section: Section, script: str) -> str:
    """Digits as 一二三 (script 1) or 壹贰叁 (2): years and formats of digits sign by sign, else with 十, 百, 千."""
    digits = "〇一二三四五六七八九" if script == "1" else "零壹贰叁肆伍陆柒捌玖"
    counting = SIMPLE if script == "1" else LEGAL

    def written(match: re.Match[str]) -> str:
        number = match[0]
        plain = "digit" in section.kinds or (match.start() > 0 and text[match.start() - 1] == ".")
        if plain or len(number) > 8 or ("date" in section.kinds and len(number) > 2):
            return "".join(digits[int(digit)] for digit in number)
        return counting(int(number))

    return re.sub(r"[0-9]+", written, text)


def _around(section: Section, text: str) -> str:
    """`text` with the words that a format puts around it; a format of words alone shows those."""
    places = [kind == "general" or (kind, sign) == ("sign", "@") for kind, sign in section.tokens]
    if not section.tokens:
        return ""
    shown = "".join(
        text if place else sign if kind == "literal" else ""
        for place, (kind, sign) in zip(places, section.tokens, strict=True)
    )
    return shown.strip() if any(places) or shown.strip() or section.tokens else text


def _general(value: Decimal) -> str:
    """`General`: whole numbers in full, fractions in as many digits as fit."""
    if value == value.to_integral_value() and abs(value) < _LARGEST:
        return format(value.quantize(Decimal(1)) if abs(value) < 10**15 else value, "f").split(".")[0]
    text = format(value.normalize(), "f") if abs(value) < _LARGEST else str(value.normalize())
    bare = text.lstrip("-")
    if len(bare) <= _GENERAL_WIDTH or len(bare.partition(".")[2]) <= _TYPED_DECIMALS or "E" in text:
        return text
    whole = len(bare.partition(".")[0])
    places = max(_GENERAL_WIDTH - whole - 1, _TYPED_DECIMALS)
    rounded = value.quantize(Decimal(1).scaleb(-places), context=Context(prec=60, rounding=ROUND_HALF_UP))
    if not rounded:
        return str(value.normalize())
    return format(rounded.normalize(), "f")


def _digits(value: Decimal, section: Section) -> str:
    """A number that is not negative under a section with digits in it."""
    plain = _plain(section)
    if plain is not None:
        before, grouped, decimals, percent, after = plain
        value = value.scaleb(2 if percent else 0).quantize(Decimal(1).scaleb(-decimals))
        return f"{before}{value:{',' if grouped else ''}f}{after}"
    return _placed(value, section)


@lru_cache(maxsize=1024)
def _plain(section: Section) -> tuple[str, bool, int, bool, str] | None:
    """Of a section like `"约"#,##0.00%`: words before, thousands, decimals, percent, words after; None of any other."""
    signs = "".join(text if kind in ("digit", "sign") else "\0" for kind, text in section.tokens if kind != "script")
    match = _PLAIN.fullmatch(signs)
    if match is None:
        return None
    texts = [text for kind, text in section.tokens if kind != "script"]
    before = "".join(texts[: match.start("digits")]).lstrip()
    after = "".join(texts[match.end("digits") :]).rstrip()
    decimals = match["digits"].partition(".")[2]
    return before, "," in match["digits"], len(decimals), "%" in match["after"], after


def _placed(value: Decimal, section: Section) -> str:
    """As `_digits`, digit by digit."""
    tokens = section.tokens
    last = max(n for n, token in enumerate(tokens) if token[0] == "digit")
    point = next((n for n, token in enumerate(tokens) if token == ("sign", ".")), last + 1)
    value = value.scaleb(2 * sum(token == ("sign", "%") for token in tokens))
    scale = last + 1
    while scale < len(tokens) and tokens[scale] == ("sign", ","):
        value, scale = value.scaleb(-3), scale + 1
    wholes = [n for n, token in enumerate(tokens) if token[0] == "digit" and n < point]
    decimals = [n for n, token in enumerate(tokens) if token[0] == "digit" and n > point]
    grouped = any(token == ("sign", ",") and wholes and wholes[0] < n < wholes[-1] for n, token in enumerate(tokens))
    whole, _, fraction = format(value.quantize(Decimal(1).scaleb(-len(decimals))), "f").partition(".")
    whole = whole.lstrip("0")
    shown: list[str] = []
    rest = list(whole.rjust(len(wholes)))
    surplus = len(rest) - len(wholes)
    written = 0
    for n, (kind, text) in enumerate(tokens):
        if n in wholes:
            take = surplus + 1 if n == wholes[0] else 1
            for digit in rest[written : written + take]:
                left = len(rest) - written - 1
                shown.append(digit if digit != " " else "0" if text == "0" else "")
                if grouped and left and left % 3 == 0 and shown[-1]:
                    shown.append(",")
                written += 1
        elif n in decimals:
            digit = fraction[decimals.index(n)]
            optional = text != "0" and not fraction[decimals.index(n) :].strip("0")
            shown.append("" if optional else digit)
        elif kind == "literal" or text in "%.":
            shown.append(f"{whole}." if n == point and not wholes else text)
    text = re.sub(r" {2,}", " ", "".join(shown)).strip()
    # `#.##` shows .5 and 5. where people mean 0.5 and 5.
    text = re.sub(r"(?<![\d.])\.(?=\d)", "0.", text)
    return re.sub(r"(?<!\.)\.(?![\d.])", "", text)
