"""The body that a report is about: its full name, from where reports print it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import regex

from extractor.lexicon.report import load_report_words
from extractor.structure.calendar import is_day
from extractor.types import Cell, Table, squeeze

_SEAL = re.compile(r"\s*[（(]\s*(?:公|盖|签|印)\s*章\s*[^）)]{0,6}[)）]\s*|\s*（以下简称.*")
_LONGEST_NAME = 45
_LONGEST_LABEL = 40
"""Characters of a cell that is a label with its notes."""
_SURE_ENDS = ("局", "厅", "委员会", "办公室", "中心", "医院", "学院", "法院", "检察院", "管委会")
_NAME = regex.compile(r"[\p{Han}A-Za-z0-9（）()“”·、\-－—]{3,45}")
_YEARS = re.compile(r"(?:二[〇零○一二三四五六七八九]{3}|20\d\d)\s?(?:[-—–－~至、和]\s?20\d\d\s?)?(?:年度?|决算|预算)")
_SHORT_FOR = re.compile(r"(?:^|[。，；：\n])\s*([^。，；：\n（(]{4,45})[（(](?:以下|下)?(?:统一)?简称")
_NOW = re.compile(r"(?:现|特|兹)?(?:将|就)([^。；\n]{2,90}?)(?:报告|汇报|公开|公布|公示|说明|通报|总结|反馈)如下")
_IS = re.compile(r"([^。，；：\n\s]{4,40}?)(?:（[^）]{1,30}）)?(?:是|为|系|隶属于?|内设|下设|现有|核定|主要职[能责])")
_TAIL_LINES = 14
_HEAD_LINES = 25
_BYLINE = 6


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(load_report_words().organisation_labels, key=len, reverse=True)))
    return re.compile(rf"({labels})\s*(?:[（(][^）)\n]{{1,10}}[)）]\s*)?[:：]\s*([^\s：:]+)")


@cache
def _cell_label() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, sorted(load_report_words().organisation_labels, key=len, reverse=True)))
    return re.compile(rf"[\w（）()]{{0,4}}?({labels})(?:名称)?(?:[（(][^）)]{{1,10}}[)）])?[:：]?")


@cache
def _ends() -> tuple[str, ...]:
    return load_report_words().organisation_ends


def organisation(lines: list[str], tables: Iterable[Table], title: str | None) -> str | None:
    """Full name of the reporting body: the first full name among signature, labels, abbreviation notes, opening
    words, title and subject of the first sentences; the first short one where there is no full name.

    `lines` are the paragraphs in text order, without surrounding white space.
    """
    found = list(_candidates(lines, tables, title))
    full = [name for name in found if is_full_name(name)]
    best = next(iter(full), next(iter(found), None))
    if best is None:
        return None
    longer = [name for name in full if name.endswith(best)]
    return max(longer, key=len, default=best)


def is_full_name(name: str) -> bool:
    """Whether a name tells the body without its place being known: `云溪县财政局`, not `县财政局`."""
    return name.endswith(_ends()) and not name.startswith(load_report_words().short_names)


def opening(lines: Iterable[str]) -> str | None:
    """What the report announces in its first lines: `现将X报告如下` -> `X报告`; None where it does not."""
    for line in lines:
        for match in _NOW.finditer(line) if "如下" in line else ():
            return line[match.start(1) : match.end() - len("如下")].strip()
    return None


def _candidates(lines: list[str], tables: Iterable[Table], title: str | None) -> Iterator[str]:
    yield from _signatures(lines)
    labelled = [*_labelled(lines), *_in_cells(tables)]
    order = load_report_words().organisation_labels
    yield from (name for label, name in sorted(labelled, key=lambda found: order.index(found[0])))
    head = lines[:_HEAD_LINES]
    yield from (name for line in head[:_BYLINE] if (name := _name(line)) and name.endswith(_SURE_ENDS))
    for line in head:
        if "简称" in line:
            yield from filter(None, (_name(match[1]) for match in _SHORT_FOR.finditer(line)))
    announced = opening(lines)
    for source in (announced, title):
        if source and (name := _in_title(source)):
            yield name
    for line in head:
        match = _IS.match(line)
        if match and (name := _name(match[1])) and is_full_name(name):
            yield name


def _signatures(lines: list[str]) -> Iterator[str]:
    """Names before a day, near the end or under the title, and a last line that is nothing but a full name."""
    last = range(len(lines) - 1, max(len(lines) - _TAIL_LINES, 0) - 1, -1)
    for at in [*last, *range(min(_BYLINE, len(lines)))]:
        line, following = lines[at], lines[at + 1 : at + 3]
        bare, day = _before_day(line)
        name = _name(bare)
        if not name or not name.endswith(_ends()):
            continue
        dated = day or any(is_day(n) for n in following)
        if dated or (at == len(lines) - 1 and at > 0 and is_full_name(name)):
            yield name


def _before_day(line: str) -> tuple[str, bool]:
    words = line.split()
    if len(words) > 1 and is_day(words[-1]):
        return "".join(words[:-1]), True
    return line, False


def _labelled(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        for match in _label().finditer(line) if "：" in line or ":" in line else ():
            if name := _name(match[2]):
                yield match[1], name


def _in_cells(tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
    for table in tables:
        label: tuple[str, Cell] | None = None
        for cell in table.cells:
            text = squeeze(cell.text)
            if label and text and cell.row == label[1].row:
                if (name := _name(text)) and name.endswith(_ends()):
                    yield label[0], name
                label = None
            match = _cell_label().fullmatch(text) if 0 < len(text) <= _LONGEST_LABEL else None
            if match:
                label = match[1], cell
            elif ("：" in text or ":" in text) and (inline := _label().fullmatch(text)) and (name := _name(inline[2])):
                yield inline[1], name


def _in_title(title: str) -> str | None:
    """The body in `关于云溪县财政局2022年度整体支出…`: what stands before year and subject."""
    for part in _YEARS.sub("\n", title).split("\n"):
        part = re.sub(r"\s", "", part).removeprefix("关于").strip("《》")
        cuts = [at for word in load_report_words().title_subjects if (at := part.find(word)) > 0]
        for cut in sorted({*cuts, len(part)}, reverse=True):
            name = part[:cut].removesuffix("的").removesuffix("关于")
            if name.endswith(_ends()) and (good := _name(name)):
                return good
        for at in range(3, min(len(part), _LONGEST_NAME)):
            if part[:at].endswith(_SURE_ENDS) and is_full_name(part[:at]) and not part[at:].startswith(_ends()):
                return part[:at]
    return None


def _name(text: str) -> str | None:
    """`text` as a name, seals and blanks removed; None if it cannot be one."""
    words = (_SEAL.sub("", text) if "（" in text or "(" in text else text).split()
    if len(words) == 2 and all(is_full_name(word) for word in words):
        words = words[:1]
    name = "".join(words).strip("。，,；;、")
    return name if _NAME.fullmatch(name) and not name.isdigit() and not is_day(name) else None
