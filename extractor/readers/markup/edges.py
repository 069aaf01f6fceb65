"""Lines around an article that are none of it: bylines, the way through the site, buttons, neighbours, its foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor.lexicon.pages import Pages, load_pages
from extractor.readers.markup.flow import Line
from extractor.readers.markup.tree import Element
from extractor.types import squeeze

HEAD, TAIL = 12, 30
"""Lines looked at before the article begins and after it ends."""
PROSE = 60
"""Characters of a line that is the article itself."""
_SHORT = 120
_BRIEF = 12
_DAY = r"20\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d)?)?"
_NUMBER = r"[\[【(（]?\s{0,4}\d{1,9}\s{0,4}[\]】)）]?"
_UNKNOWN = "?"
_OTHER = re.compile(r"[^\s\d【】\[\]|｜:：，。；]{1,8}(?=$|[\s【】\[\]|｜])")
_MARKS = r"[\s【】\[\]（）()<>＜＞《》|｜:：,，;；、·.…\-—_/\\+*]+"


def article(found: list[Line | Element], title: str | None, *, named: bool) -> list[Line | Element]:
    """What is left when the lines of the page before and after the article are taken away; tables stay.

    `title`: of the article, as the page says. `named`: the lines are of an element that portals name the body; what
    stands in it above the title is the report's own.
    """
    pages = load_pages()
    kept: list[Line | Element] = []
    for at, one in enumerate(found):
        if at >= HEAD or len(kept) > HEAD // 2 or not isinstance(one, Line) or len(one.text) > _SHORT:
            kept += found[at:]
            break
        if not _stands_before(one.text.strip(), pages):
            kept.append(one)
    kept = _without_others(_once(kept if named else _from_title(kept, title), title), pages)
    first = len(kept)
    while first and first > len(kept) - TAIL:
        last = kept[first - 1]
        if not isinstance(last, Line) or len(last.text) > _SHORT:
            break
        first -= 1
    tail = _without_links([one for one in kept[first:] if isinstance(one, Line)], pages)
    left = [one for one in (*kept[:first], *tail) if not (isinstance(one, Line) and _is_buttons(one))]
    return left or [one for one in found if isinstance(one, Line) and not one.linked and _is_word(one, pages)]


def _is_word(line: Line, pages: Pages) -> bool:
    """Whether a line is one of the words that bylines have too, and all that there is to read."""
    return line.text.strip() in pages.byline_words


def _without_links(tail: list[Line], pages: Pages) -> list[Line]:
    """The last lines of an article without those of the page: a link to another page goes with the day beside it."""
    kept: list[Line] = []
    followed = False
    for line in tail:
        text = line.text.strip()
        linked = line.linked > 0.8 * _length(text)
        if linked or (followed and is_byline(text)) or _stands_after(text, pages):
            followed = linked or followed
        else:
            kept.append(line)
            followed = False
    return kept


def with_title(found: list[Line | Element], body: Element, main: Element, title: str | None) -> list[Line | Element]:
    """`found` after the article's title, where that stands on the page before the main body and not in it."""
    if not title:
        return found
    wanted = squeeze(title)
    for one in found[:6]:
        if isinstance(one, Line) and wanted in squeeze(one.text):
            return found
    for element in body.walk():
        if element is main:
            break
        if element.tag in ("h1", "h2", "h3", "div", "p", "td", "span", "font", "strong", "b", "center") and (
            squeeze(element.text()) == wanted
        ):
            return [Line(title, element), *found]
    return found


def _from_title(found: list[Line | Element], title: str | None) -> list[Line | Element]:
    """Without the short lines that stand on the page above the article's title: the site's name, a search box."""
    wanted = squeeze(title or "")
    for at, one in enumerate(found[:HEAD]):
        if not isinstance(one, Line) or len(wanted) < _BRIEF or one.text.startswith("附"):
            break
        if squeeze(one.text) == wanted:
            return found[at:]
        if len(one.text) > PROSE:
            break
    return found


def _once(found: list[Line | Element], title: str | None) -> list[Line | Element]:
    """Without the page's own title, where the report repeats it."""
    wanted = squeeze(title or "")
    heads = [squeeze(one.text) if isinstance(one, Line) else "" for one in found[:HEAD]]
    for at, text in enumerate(heads):
        if wanted and text == wanted and wanted in heads[at + 1 : at + 4]:
            return [*found[:at], *found[at + 1 :]]
    return found


def is_byline(text: str, *, closing: bool = False) -> bool:
    """Whether a line is nothing but labels of the page with their values: `发布时间：2023-04-17 来源：…`.

    `closing`: it stands after the article, where a lone day or hour is the article's own.
    """
    if len(text) > 3 * _SHORT:
        return False
    tokens = list(_tokens(text))
    unknown = tokens.count(_UNKNOWN)
    if None in tokens or not tokens:
        return False
    if unknown and (closing or unknown > 2 or len(tokens) - unknown - tokens.count("") < 2):
        return False
    pages = load_pages()
    if all(token in ("", *pages.shared_labels) for token in tokens):
        # 2023-04-17 is how a page prints a day, 2023年4月17日 is how a report does.
        return not closing and "年" not in text
    return not closing or any(token and token not in pages.head for token in tokens)


def is_furniture(text: str, title: str | None) -> bool:
    """Whether a line that stands apart from the article is of the page; the article's title is, it is known."""
    pages, text = load_pages(), text.strip()
    return (title is not None and squeeze(text) == squeeze(title)) or (
        len(text) <= 3 * _SHORT
        and (_stands_before(text, pages) or _stands_after(text, pages) or text.startswith(pages.outside))
    )


def _tokens(text: str) -> Iterator[str | None]:
    """The labels and words of a byline in order, an empty one for a day, `?` for another short word; None where what
    stands there is no part of a byline."""
    token = _token()
    at = 0
    while at < len(text):
        found = token.match(text, at)
        if found is None:
            other = _OTHER.match(text, at)
            yield _UNKNOWN if other else None
            if other is None:
                return
            at = other.end()
            continue
        at = found.end()
        if found.lastgroup == "day":
            yield ""
        elif found.lastgroup is not None:
            yield "".join(found[found.lastgroup].split())


@cache
def _token() -> re.Pattern[str]:
    pages = load_pages()
    known = sorted({*pages.byline_labels, *pages.head}, key=lambda label: (-len(label), label))
    labels = "|".join(r"\s{0,3}".join(map(re.escape, label)) for label in known)
    words = "|".join(map(re.escape, pages.byline_words))
    value = rf"(?:{_DAY}|{_NUMBER}\s{{0,4}}人?次?|(?:(?!(?:{labels})\s{{0,3}}[:：])[^\s:：【】|｜]){{0,40}})"
    return re.compile(
        rf"{_MARKS}|(?P<day>{_DAY})|(?P<label>{labels})(?:\s{{0,3}}[:：]\s*{value}|\s{{0,3}}(?:{_DAY}|{_NUMBER}))"
        rf"|(?P<word>{words})(?![^\W_a-zA-Z]{{1,3}}[^\W_a-zA-Z])|{_NUMBER}"
    )


def _stands_before(text: str, pages: Pages) -> bool:
    return text.startswith(pages.before) or is_byline(text) or _is_foot(text, pages)


def _stands_after(text: str, pages: Pages) -> bool:
    return (
        text.startswith(pages.after)
        or text.lstrip("【[（( |>·").startswith(pages.after)
        or is_byline(text, closing=True)
        or _is_foot(text, pages)
        or text.strip("：: ") in pages.others
    )


def _is_foot(text: str, pages: Pages) -> bool:
    return pages.footer.search(text) is not None


def _is_buttons(line: Line) -> bool:
    """`【打印本页】【关闭窗口】` wherever it stands."""
    return "打印" in line.text and len(line.text) < PROSE and is_byline(line.text.strip())


def _without_others(found: list[Line | Element], pages: Pages) -> list[Line | Element]:
    """Cut where a heading such as 相关链接 is followed by links and nothing else."""
    for at, one in enumerate(found):
        if isinstance(one, Line) and one.text.strip("：:【】[]>》 \u3000") in pages.others:
            rest = [line for line in found[at + 1 :] if isinstance(line, Line)]
            own = sum(_length(line.text) - line.linked for line in rest if not _stands_after(line.text.strip(), pages))
            if len(rest) == len(found) - at - 1 and own <= sum(line.linked for line in rest):
                return found[:at]
    return found


def _length(text: str) -> int:
    return len("".join(text.split()))
