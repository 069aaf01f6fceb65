"""Binary workbooks (.xlsb), through python-calamine: values without their formats."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator

from extractor.errors import ReadError
from extractor.readers.packing import AGAIN, BROKEN, MAX_MEMBER, brief
from extractor.readers.spreadsheet.formats import shown
from extractor.readers.spreadsheet.model import MAX_CELLS, Sheet

_ROW, _LAST_CELL = 0, 11
"""Records of a sheet: the head of a row, and from 1 on its cells by type."""
_LOST = "number-formats-lost"
_DAMAGED = f"the .xlsb workbook is damaged ({{}}); {AGAIN}, or save it as .xlsx"


def read_xlsb_sheets(data: bytes, path: str) -> Iterator[Sheet | str]:
    """The sheets of a workbook in their order; a hidden one is its name only.

    Raises:
        ReadError: Damaged, protected by a password, or with cells so far apart that the library cannot hold it.
    """
    import python_calamine

    _refuse_vast(data, path)
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        for found in book.sheets_metadata:
            if found.visible != python_calamine.SheetVisibleEnum.Visible:
                yield found.name
            elif found.typ == python_calamine.SheetTypeEnum.WorkSheet:
                yield _sheet(found.name, book.get_sheet_by_name(found.name))
    except python_calamine.PasswordError as error:
        raise ReadError(path, "the workbook is protected by a password; save it without one") from error
    except (python_calamine.CalamineError, *BROKEN) as error:
        raise ReadError(path, _DAMAGED.format(brief(error))) from error
    except BaseException as error:
        # What the library did not foresee is raised past Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ReadError(path, _DAMAGED.format(brief(error))) from error


def _sheet(name: str, found: object) -> Sheet:
    from python_calamine import CalamineSheet

    sheet = Sheet(name, flags={_LOST: None})
    if not isinstance(found, CalamineSheet) or found.start is None:
        return sheet
    top, left = found.start
    for row, line in enumerate(found.to_python(skip_empty_area=True), top):
        for col, content in enumerate(line, left):
            text = _shown(content)
            if text:
                sheet.cells[row, col] = text
    return sheet


def _shown(content: object) -> str:
    if isinstance(content, bool):
        return "TRUE" if content else "FALSE"
    if isinstance(content, int | float):
        return shown(repr(content), "General")
    if isinstance(content, datetime.datetime):
        return f"{content:%Y/%m/%d %H:%M:%S}" if content.time() != datetime.time() else f"{content:%Y/%m/%d}"
    return str(content).replace("\r\n", "\n").replace("\r", "\n")


def _refuse_vast(data: bytes, path: str) -> None:
    """Refuse sheets that the library would lay out as more squares than are read; it takes memory for each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                if not info.filename.startswith("xl/worksheets/") or not info.filename.endswith(".bin"):
                    continue
                if info.file_size > MAX_MEMBER or _squares(archive.read(info)) > MAX_CELLS:
                    raise ReadError(path, f"a sheet has more than {MAX_CELLS} cells; save it as .xlsx")
    except BROKEN as error:
        raise ReadError(path, _DAMAGED.format(brief(error))) from error


def _squares(part: bytes) -> int:
    """Rows times columns of what the records of a sheet span."""
    rows: list[int] = []
    cols: list[int] = []
    at = 0
    while at < len(part):
        kind, at = _varied(part, at, 2)
        size, at = _varied(part, at, 4)
        number = int.from_bytes(part[at : at + 4], "little")
        if kind == _ROW:
            rows.append(number)
        elif 0 < kind <= _LAST_CELL:
            cols.append(number)
        at += size
    return (max(rows) - min(rows) + 1) * (max(cols) - min(cols) + 1) if rows and cols else 0


def _varied(part: bytes, at: int, longest: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    value = 0
    for n in range(longest):
        byte = part[at] if at < len(part) else 0
        at += 1
        value |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            break
    return value, at
