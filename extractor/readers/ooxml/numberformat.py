"""How Word prints the n-th number of a list: w:numFmt -> text."""

from __future__ import annotations

from collections.abc import Callable

MAX_NUMBER = 1_000_000
"""Beyond it a counter is printed in plain digits; Word itself stops at 32,767."""


def format_number(number: int, kind: str, pattern: str | None = None) -> str:
    """The text of `number` in w:numFmt `kind`; a kind that is not known prints decimal digits, as Word does.

    `pattern`: w:format of kind `custom`, such as `001, 002, 003, ...`.
    """
    if kind in ("none", "bullet"):
        return ""
    if kind == "custom" and pattern is not None:
        return str(number).zfill(len(pattern.split(",")[0].strip()))
    render = FORMATS.get(kind)
    if render is None or not 0 <= number <= MAX_NUMBER:
        return str(number)
    return render(number)


def counting(digits: str, units: str, big: str, *, zero: bool, bare_ten: bool, bare_unit: bool) -> Callable[[int], str]:
    """A counting system with place names.

    `digits`: 0 to 9. `units`: ten, hundred, thousand. `big`: ten thousand. `zero`: gaps are printed (一百零一).
    `bare_ten`: 10 to 19 start with ten (十一). `bare_unit`: no place name takes a one (百一, as Japanese has it).
    """

    def below(number: int) -> str:
        text, gap = "", False
        for place in (3, 2, 1, 0):
            digit = number // 10**place % 10
            if not digit:
                gap = bool(text)
                continue
            if gap and zero:
                text += digits[0]
            gap = False
            one = digit == 1 and place and (bare_unit or (bare_ten and place == 1 and not text and number < 20))
            text += ("" if one else digits[digit]) + (units[place - 1] if place else "")
        return text

    def render(number: int) -> str:
        if number == 0:
            return digits[0]
        high, low = divmod(number, 10_000)
        if not high:
            return below(low)
        link = digits[0] if zero and 0 < low < 1000 else ""
        return below(high) + big + link + below(low)

    return render


def digitwise(digits: str) -> Callable[[int], str]:
    """Place value in another script: 10 is 一〇."""
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def up_to_hundred(small: Callable[[int], str], large: Callable[[int], str]) -> Callable[[int], str]:
    """One system below a hundred, another from there on."""
    return lambda number: small(number) if number < 100 else large(number)


def enumerated(*signs: str) -> Callable[[int], str]:
    """The n-th sign, and plain digits where the signs end."""
    row = "".join(signs)
    return lambda number: row[number - 1] if 0 < number <= len(row) else str(number)


def cyclic(signs: str) -> Callable[[int], str]:
    """The n-th sign, beginning again after the last."""
    return lambda number: signs[(number - 1) % len(signs)] if number else "0"


def letters(first: str) -> Callable[[int], str]:
    """a … z, aa, bb … zz, aaa …: the letter is repeated, not counted on as in a spreadsheet."""

    def render(number: int) -> str:
        if number == 0 or number > 780:
            return str(number)
        turn, index = divmod(number - 1, 26)
        return chr(ord(first) + index) * (turn + 1)

    return render


def roman(number: int) -> str:
    """Roman numerals up to 32,767."""
    if not 0 < number <= 32_767:
        return str(number)
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, number = divmod(number, value)
        text += sign * count
    return text


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    last = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def signs(first: int, count: int) -> str:
    """`count` characters from code point `first`."""
    return "".join(map(chr, range(first, first + count)))


STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
SIMPLE = counting("零一二三四五六七八九", "十百千", "万", zero=True, bare_ten=True, bare_unit=False)
TRADITIONAL = counting("零一二三四五六七八九", "十百千", "萬", zero=True, bare_ten=True, bare_unit=False)
JAPANESE = counting("〇一二三四五六七八九", "十百千", "万", zero=False, bare_ten=True, bare_unit=True)
LEGAL = counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬", zero=True, bare_ten=False, bare_unit=False)
TRADITIONAL_LEGAL = counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", zero=True, bare_ten=False, bare_unit=False)
DIGITS, RINGS = digitwise("〇一二三四五六七八九"), digitwise("○一二三四五六七八九")
FULL_WIDTH = digitwise("０１２３４５６７８９")

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": FULL_WIDTH,
    "decimalFullWidth2": FULL_WIDTH,
    "numberInDash": lambda number: f"- {number} -",
    "ordinal": ordinal,
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters("A"),
    "lowerLetter": letters("a"),
    "chineseCounting": up_to_hundred(SIMPLE, RINGS),
    "chineseCountingThousand": SIMPLE,
    "chineseLegalSimplified": LEGAL,
    "taiwaneseCounting": up_to_hundred(SIMPLE, RINGS),
    "taiwaneseCountingThousand": TRADITIONAL,
    "taiwaneseDigital": RINGS,
    "japaneseCounting": JAPANESE,
    "japaneseLegal": counting("〇壱弐参四伍六七八九", "拾百阡", "萬", zero=False, bare_ten=False, bare_unit=False),
    "japaneseDigitalTenThousand": DIGITS,
    "koreanDigital2": digitwise("零一二三四五六七八九"),
    "ideographDigital": DIGITS,
    "ideographTraditional": enumerated(STEMS),
    "ideographZodiac": enumerated(BRANCHES),
    "ideographZodiacTraditional": lambda number: STEMS[(number - 1) % 10] + BRANCHES[(number - 1) % 12],
    "ideographLegalTraditional": TRADITIONAL_LEGAL,
    "ideographEnclosedCircle": enumerated(signs(0x3220, 10)),
    "decimalEnclosedCircle": enumerated(signs(0x2460, 20), signs(0x3251, 15), signs(0x32B1, 15)),
    "decimalEnclosedCircleChinese": enumerated(signs(0x2460, 20), signs(0x3251, 15), signs(0x32B1, 15)),
    "decimalEnclosedFullstop": enumerated(signs(0x2488, 20)),
    "decimalEnclosedParen": enumerated(signs(0x2474, 20)),
    "aiueo": cyclic("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"),
    "aiueoFullWidth": cyclic(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "iroha": cyclic("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"),
    "irohaFullWidth": cyclic(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
}
