"""Workbooks of Office Open XML (.xlsx, .xlsm, and what WPS saves so): sheets from the package's own XML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from extractor.errors import ReadError
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBER, MAX_MEMBERS, brief
from extractor.readers.spreadsheet.builtin import BUILT_IN
from extractor.readers.spreadsheet.formats import shown, shown_text
from extractor.readers.spreadsheet.model import MAX_CELLS, Sheet, parse_area, parse_reference

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BORDERS = ("left", "right", "top", "bottom", "start", "end")
_LAST_COL = 1 << 14


@dataclass(slots=True)
class Styles:
    """What the cell formats of a workbook say, by their number."""

    formats: list[str] = field(default_factory=list)
    ruled: list[bool] = field(default_factory=list)

    def format(self, style: int) -> str:
        return self.formats[style] if 0 <= style < len(self.formats) else "General"

    def is_ruled(self, style: int) -> bool:
        return 0 <= style < len(self.ruled) and self.ruled[style]


def read_xlsx_sheets(data: bytes, path: str) -> Iterator[Sheet | str]:
    """The sheets of a workbook in their order; a hidden one is its name only.

    A sheet whose XML breaks off keeps what came before, flagged `truncated`.

    Raises:
        ReadError: No workbook, or damaged so that its list of sheets cannot be read.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = _Package(archive)
            book = package.root(package.main)
            if book is None:
                raise ReadError(path, f"the package has no workbook in it, so it is no .xlsx; {AGAIN}")
            targets = package.targets(package.main)
            strings = _shared_strings(package, targets)
            styles = _styles(package, targets)
            since_1904 = any(_true(one.get("date1904")) for one in _named(book, "workbookPr"))
            left = MAX_CELLS
            for entry in _named(book, "sheet"):
                name = entry.get("name") or ""
                relation = next((value for key, value in entry.attrib.items() if _local(str(key)) == "id"), "")
                member = targets.get(str(relation))
                if (entry.get("state") or "visible") != "visible":
                    yield name
                elif member is not None and member[0] in ("worksheet", ""):
                    sheet = _sheet(package, member[1], name, strings, styles, since_1904, left)
                    left -= len(sheet.cells) + len(sheet.ruled)
                    yield sheet
    except etree.XMLSyntaxError as error:
        raise ReadError(path, f"the XML of the workbook is damaged ({brief(error)}); {AGAIN}") from error
    except BROKEN as error:
        raise ReadError(path, f"the .xlsx package is damaged ({brief(error)}); {AGAIN}") from error


class _Package:
    """The parts of a package by name, whatever case or slashes they are written with."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()[:MAX_MEMBERS]
        self._names = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        main = next((name for kind, name in self.targets("").values() if kind == "officeDocument"), "")
        self.main = main if main.lower() in self._names else "xl/workbook.xml"

    def open(self, name: str) -> IO[bytes] | None:
        """A part as a stream; None if there is none or it is too large to be honest."""
        info = self._names.get(name.lower())
        if info is None or info.file_size > MAX_MEMBER:
            return None
        return self._archive.open(info)

    def root(self, name: str) -> Element | None:
        from lxml import etree

        stream = self.open(name)
        if stream is None:
            return None
        with stream:
            return etree.parse(stream, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """Id of each relationship of a part -> its kind (`worksheet`, `styles` …) and the part it leads to."""
        folder, name = posixpath.split(part)
        root = self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for one in _named(root, "Relationship") if root is not None else ():
            target = (one.get("Target") or "").replace("\\", "/")
            joined = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[one.get("Id") or ""] = ((one.get("Type") or "").rpartition("/")[2], joined)
        return found


def _part(package: _Package, targets: dict[str, tuple[str, str]], kind: str) -> str:
    return next((name for found, name in targets.values() if found == kind), f"xl/{kind}.xml")


def _shared_strings(package: _Package, targets: dict[str, tuple[str, str]]) -> list[str]:
    from lxml import etree

    stream = package.open(_part(package, targets, "sharedStrings"))
    found: list[str] = []
    if stream is None:
        return found
    with stream:
        for _, item in etree.iterparse(stream, tag="{*}si", resolve_entities=False, no_network=True):
            found.append(_text(item))
            item.clear()
            while item.getprevious() is not None:
                del item.getparent()[0]
    return found


def _styles(package: _Package, targets: dict[str, tuple[str, str]]) -> Styles:
    """The number format and the borders of each cell format; none where the part is missing or damaged."""
    from lxml import etree

    try:
        root = package.root(_part(package, targets, "styles"))
    except (etree.XMLSyntaxError, *BROKEN):
        root = None
    if root is None:
        return Styles()
    own = {one.get("numFmtId") or "": one.get("formatCode") or "General" for one in _named(root, "numFmt")}
    bordered = [
        sum(_local(str(side.tag)) in _BORDERS and side.get("style") not in (None, "none") for side in border) > 1
        for group in _named(root, "borders")
        for border in _named(group, "border")
    ]
    styles = Styles()
    for group in _named(root, "cellXfs"):
        for xf in _named(group, "xf"):
            code = xf.get("numFmtId") or "0"
            styles.formats.append(own.get(code) or BUILT_IN.get(_number(code), "General"))
            border = _number(xf.get("borderId"))
            styles.ruled.append(0 <= border < len(bordered) and bordered[border])
    return styles


def _sheet(
    package: _Package, member: str, name: str, strings: list[str], styles: Styles, since_1904: bool, left: int
) -> Sheet:
    """One sheet, of which at most `left` cells with a text or rules are read."""
    from lxml import etree

    sheet = Sheet(name)
    stream = package.open(member)
    if stream is None:
        sheet.flags["truncated"] = None
        return sheet
    row = -1
    tags = ("{*}row", "{*}col", "{*}mergeCell")
    try:
        with stream:
            for _, one in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
                kind = _local(one.tag)
                if kind == "row":
                    row = _number(one.get("r"), row + 2) - 1
                    if _true(one.get("hidden")):
                        sheet.hidden_rows.add(row)
                    _row(sheet, row, one, strings, styles, since_1904)
                    one.clear()
                    while one.getprevious() is not None:
                        del one.getparent()[0]
                    if len(sheet.cells) + len(sheet.ruled) > left:
                        sheet.flags["too-long"] = None
                        break
                elif kind == "col" and _true(one.get("hidden")):
                    first, last = _number(one.get("min"), 1), _number(one.get("max"), 1)
                    sheet.hidden_cols.update(range(first - 1, min(last, _LAST_COL)))
                elif kind == "mergeCell" and (area := parse_area(one.get("ref") or "")) is not None:
                    sheet.merged.append(area)
    except (etree.XMLSyntaxError, *BROKEN):
        sheet.flags["truncated"] = None
    return sheet


def _row(sheet: Sheet, row: int, line: Element, strings: list[str], styles: Styles, since_1904: bool) -> None:
    col = -1
    for cell in line.iterchildren("{*}c"):
        col += 1
        place = cell.get("r")
        if place is not None and (found := parse_reference(place)) is not None:
            row, col = found
        if len(cell) or styles.is_ruled(_number(cell.get("s"))):
            _cell(sheet, (row, col), cell, strings, styles, since_1904)


def _cell(
    sheet: Sheet, place: tuple[int, int], cell: Element, strings: list[str], styles: Styles, since_1904: bool
) -> None:
    style = _number(cell.get("s"))
    if styles.is_ruled(style):
        sheet.ruled.add(place)
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        text = next((_text(one) for one in _named(cell, "is")), "")
    else:
        text = next((one.text or "" for one in _named(cell, "v")), "")
        if not text:
            return
        if kind == "s":
            number = _number(text, -1)
            text = strings[number] if 0 <= number < len(strings) else ""
        elif kind == "b":
            text = "TRUE" if text.strip() == "1" else "FALSE"
        elif kind == "n":
            text = shown(text.strip(), styles.format(style), since_1904=since_1904)
        elif kind == "str":
            text = _unescaped(text)
    if kind in ("s", "inlineStr", "str"):
        text = shown_text(text, styles.format(style))
    if text:
        sheet.cells[place] = text


def _text(item: Element) -> str:
    """The text of a string in its runs, without the pronunciation that Japanese files give beside it."""
    pieces = (one.text or "" for one in item.iter("{*}t") if _local(one.getparent().tag) != "rPh")  # type: ignore[union-attr]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _named(element: Element, name: str) -> Iterator[Element]:
    """Descendants of a name in any namespace: Strict and transitional packages differ in nothing else."""
    return element.iter(f"{{*}}{name}")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else default


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")
