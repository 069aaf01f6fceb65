"""The paragraphs and tables that lie on a worksheet.

What people rule is a table; what stands above it without rules is its title, its unit and who fills it in, what stands
below are its notes. On a sheet without rules a blank row parts one table from the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.origins import Origin
from extractor.readers.layout import Layout, Placed
from extractor.readers.spreadsheet.model import MAX_CELLS, Area, Sheet, column_name, reference

_SQUARES = 2 * MAX_CELLS
"""Squares of all tables of a sheet: a few cells far apart span more than anybody looks at."""
_GENERIC = re.compile(r"(?:sheet|工作表|表格?)\s*\d*(?:\s*\(\d+\))?$", re.IGNORECASE)
_CAPTION = re.compile(
    r"[（(]?\s*(?:填报|填表|编制|编报|申报|评价|公开|主管|预算|计量|货币|金额|报送)?"
    r"(?:单位|部门|机构|日期|时间)(?:名称)?(?:[（(](?:盖章|公章|签章)[）)])?\s*[：:]"
    r"|(?:附件|附表|公开|财决|财预|预算|决算|批复)\s*[\d一二三四五六七八九十]*\s*表?\s*(?:[-—–]?\d+)?\s*表?[：:]?$"
    r"|表\s*[\d一二三四五六七八九十]+(?:[-—–]\d+)?$"
    r"|(?P<year>[（(]?\s*(?:19|20)\d\d\s*年?度?\s*[）)]?$)"
)
"""What stands above a table beside its title."""
_NOTE = re.compile(r"[（(]?(?:注|备注|附注|说明|填表说明|填报说明|编制说明)\s*\d*\s*[：:．.、）)]")
_LONG = 40
"""Characters that only a note has, alone below a table without rules."""
_HEAD = 4
"""Rows that may be above a table within its rules."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A visible row with anything on it."""

    number: int
    shown: int
    """Its number among the visible rows: two that follow each other differ by one."""
    cells: tuple[tuple[int, str], ...]
    """Column and text of the cells that show anything, from left to right."""
    ruled: bool


@dataclass(frozen=True, slots=True)
class _Grid:
    """A sheet without what is hidden."""

    sheet: Sheet
    merged: dict[tuple[int, int], Area]
    """By the top left cell."""
    ruled: dict[int, list[int]]
    """Columns with rules, of each row."""
    hidden_rows: Sequence[int]
    hidden_cols: Sequence[int]

    def right(self, row: int, col: int) -> int:
        area = self.merged.get((row, col))
        return area.right if area is not None else col


def lay_out(sheet: Sheet, layout: Layout) -> bool:
    """Write what is visible on a sheet, from the top; whether there was anything.

    Cells and paragraphs know their sheet and address. A sheet whose first table has no title gets its name as one.
    """
    grid = _grid(sheet)
    rows = _rows(grid)
    squares = 0
    titled = bool(_GENERIC.match(sheet.name.strip()))
    for run in _runs(rows):
        before, table, after = _parted(grid, run)
        for row in before:
            titled = _paragraphs(grid, row, layout) or titled
        if table:
            placed, height, width = _placed(grid, table)
            squares += height * width
            if squares > _SQUARES:
                layout.flags[f"too-long:{sheet.name}"] = None
                return True
            if not titled:
                layout.paragraph(sheet.name.strip(), Origin(sheet=sheet.name))
                titled = True
            layout.table(placed, height, width)
        for row in after:
            _paragraphs(grid, row, layout)
    return bool(rows)


def hidden(sheet: Sheet) -> str | None:
    """Which rows and columns with anything on them are hidden, as people name them; None if none are."""
    rows = sorted({row for row, _ in sheet.cells if row in sheet.hidden_rows})
    cols = sorted({col for _, col in sheet.cells if col in sheet.hidden_cols})
    parts = [f"第{_ranges([str(row + 1) for row in rows], rows)}行"] if rows else []
    parts += [f"{_ranges([column_name(col) for col in cols], cols)}列"] if cols else []
    return f"{sheet.name}{'、'.join(parts)}" if parts else None


def _ranges(names: Sequence[str], numbers: Sequence[int]) -> str:
    """`3-5、8` of the names of rising numbers; the first few."""
    starts = [n for n in range(len(numbers)) if not n or numbers[n] > numbers[n - 1] + 1]
    ends = [n - 1 for n in starts[1:]] + [len(numbers) - 1]
    shown = [names[s] if s == e else f"{names[s]}-{names[e]}" for s, e in zip(starts, ends, strict=True)]
    return "、".join(shown[:5]) + ("…" if len(shown) > 5 else "")


def _grid(sheet: Sheet) -> _Grid:
    ruled: dict[int, list[int]] = {}
    for row, col in sorted(sheet.ruled):
        if row not in sheet.hidden_rows and col not in sheet.hidden_cols:
            ruled.setdefault(row, []).append(col)
    grid = _Grid(sheet, {}, ruled, sorted(sheet.hidden_rows), sorted(sheet.hidden_cols))
    columns: dict[int, list[int]] = {}
    for row, col in sorted(sheet.cells):
        columns.setdefault(row, []).append(col)
    filled = sorted(columns)
    steps = 0
    for area in sorted(sheet.merged):
        steps += 1 + bisect_right(filled, area.bottom) - bisect_left(filled, area.top)
        if steps > MAX_CELLS:
            sheet.flags["too-long"] = None
            break
        corner = (_first(area.top, grid.hidden_rows), _first(area.left, grid.hidden_cols))
        if corner[0] > area.bottom or corner[1] > area.right or corner in grid.merged:
            continue
        grid.merged[corner] = area
        text = sheet.cells.get((area.top, area.left))
        for row in filled[bisect_left(filled, area.top) : bisect_right(filled, area.bottom)]:
            cols = columns[row]
            for col in cols[bisect_left(cols, area.left) : bisect_right(cols, area.right)]:
                sheet.cells.pop((row, col), None)
        if text is not None:
            sheet.cells[corner] = text
    return grid


def _rows(grid: _Grid) -> list[_Row]:
    sheet = grid.sheet
    cells: dict[int, list[tuple[int, str]]] = {}
    for (row, col), text in sorted(sheet.cells.items()):
        if text.strip() and row not in sheet.hidden_rows and col not in sheet.hidden_cols:
            cells.setdefault(row, []).append((col, text))
    if not cells:
        return []
    last = max(cells)
    numbers = sorted(cells.keys() | {row for row in grid.ruled if row <= last})
    rows = [
        _Row(row, row - bisect_left(grid.hidden_rows, row), tuple(cells.get(row, ())), row in grid.ruled)
        for row in numbers
    ]
    for order in (range(1, len(rows)), range(len(rows) - 2, -1, -1)):
        for n in order:
            beside = rows[n - order.step]
            if beside.ruled and abs(beside.shown - rows[n].shown) == 1 and _continues(rows[n], beside):
                rows[n] = replace(rows[n], ruled=True)
    return rows


def _continues(row: _Row, beside: _Row) -> bool:
    """Whether a row that somebody forgot to rule belongs to the table that `beside` is a row of."""
    aside = any("：" in text or ":" in text or _CAPTION.match(text.strip()) for _, text in row.cells)
    return not row.ruled and not aside and len(row.cells) > 1 and 2 * len(row.cells) >= len(beside.cells)


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that follow each other, all ruled or all not, without blank ones at their ends."""
    run: list[_Row] = []
    for row in rows:
        if run and (row.ruled != run[-1].ruled or row.shown > run[-1].shown + 1):
            yield from _trimmed(run)
            run = []
        run.append(row)
    yield from _trimmed(run)


def _trimmed(run: Sequence[_Row]) -> Iterator[list[_Row]]:
    filled = [n for n, row in enumerate(run) if row.cells]
    if filled:
        yield list(run[filled[0] : filled[-1] + 1])


def _parted(grid: _Grid, run: list[_Row]) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """The rows before the table, those of the table and those after it; without a table all are before it."""
    start, end = _captions(grid, run), len(run)
    end = _notes(grid, run[start:]) + start
    table = run[start:end]
    wide = sum(len(row.cells) > 1 for row in table)
    if run[0].ruled:
        columns = {col for row in table for col, _ in row.cells}
        is_table = len(columns) > 1 or any(len(grid.ruled.get(row.number, ())) > 1 and row.cells for row in table)
        is_table = is_table and not (len(table) == 1 and len(columns) == 1)
    else:
        is_table = wide > 1
    return (run[:start], table, run[end:]) if is_table else (run, [], [])


def _captions(grid: _Grid, run: Sequence[_Row]) -> int:
    """How many rows of a run stand above its table: its title, its unit, its year, who fills it in.

    Where all is ruled, a title alone stays in the table, as in a Word file: only a line of caption under it shows that
    the rules were drawn too far.
    """
    if run[0].ruled:
        asides = [n for n, row in enumerate(run[:_HEAD]) if _is_aside(grid, row, run)]
        return asides[-1] + 1 if asides and len(run) > asides[-1] + 1 else 0
    count = 0
    while count < len(run) and _is_caption(run[count]):
        count += 1
    return count


def _is_aside(grid: _Grid, row: _Row, run: Sequence[_Row]) -> bool:
    """A ruled row of nothing but unit, date and body; 部门名称： with its value in the next cell is one of the form."""
    texts = [text.strip() for _, text in row.cells]
    found = [_CAPTION.match(text) for text in texts]
    if not all(found) or all(match["year"] for match in found if match):
        return False
    return len(texts) > 1 or _is_full(grid, row, run) or not texts[0].endswith(("：", ":"))


def _is_caption(row: _Row) -> bool:
    """A row without rules that stands above a table."""
    texts = [text.strip() for _, text in row.cells]
    if len(texts) < 2 or all(_CAPTION.match(text) for text in texts):
        return True
    return texts[0].endswith(("：", ":")) and any(_CAPTION.match(text) for text in texts)


def _notes(grid: _Grid, run: Sequence[_Row]) -> int:
    """Where the notes below the table of a run begin: a line with their mark, with others to the end or alone."""
    end = len(run)
    for n in range(len(run) - 1, 0, -1):
        row = run[n]
        if len(row.cells) > 1 or (row.cells and row.ruled and not _is_full(grid, row, run)):
            break
        if not row.cells or _NOTE.match(row.cells[0][1].strip()) or (not row.ruled and len(row.cells[0][1]) > _LONG):
            end = n
    return end


def _is_full(grid: _Grid, row: _Row, run: Sequence[_Row]) -> bool:
    """Whether the only cell of a row goes over every column of the run."""
    col = row.cells[0][0]
    left = min(one.cells[0][0] for one in run if one.cells)
    right = max(max(c for c, _ in one.cells) for one in run if one.cells)
    return col <= left and right > left and grid.right(row.number, col) >= right


def _paragraphs(grid: _Grid, row: _Row, layout: Layout) -> bool:
    """Write the cells of a row as paragraphs, a label with what is beside it; whether one of them may be a title."""
    titled = False
    pieces: list[tuple[int, str]] = []
    for col, text in row.cells:
        if pieces and pieces[-1][1].rstrip().endswith(("：", ":")) and "\n" not in pieces[-1][1]:
            first, label = pieces[-1]
            pieces[-1] = (first, f"{label.rstrip()}{text.strip()}")
        else:
            pieces.append((col, text))
    for col, text in pieces:
        layout.paragraph(text.strip("\n"), Origin(sheet=grid.sheet.name, ref=reference(row.number, col)))
        titled = titled or not _CAPTION.match(text.strip())
    return titled


def _placed(grid: _Grid, rows: Sequence[_Row]) -> tuple[list[Placed], int, int]:
    """The cells of a table, its rows and its columns; a column without text or rules is none."""
    numbers = [row.number for row in rows]
    starts = {col for row in rows for col, _ in row.cells}
    left, right = min(starts), max(grid.right(row.number, col) for row in rows for col, _ in row.cells)
    cols = sorted(starts | {col for row in rows for col in grid.ruled.get(row.number, ()) if left <= col <= right})
    texts = {(row.number, col): text for row in rows for col, text in row.cells}
    placed: list[Placed] = []
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(numbers):
        for n, col in enumerate(cols):
            if (at, n) in taken:
                continue
            area = grid.merged.get((row, col))
            height = width = 1
            if area is not None:
                height = bisect_right(numbers, area.bottom) - at
                width = bisect_right(cols, area.right) - n
                width = next((k for k in range(1, width) if (at, n + k) in taken), width)
                taken.update((at + r, n + c) for r in range(height) for c in range(width))
            origin = Origin(sheet=grid.sheet.name, ref=reference(row, col))
            placed.append(Placed(at, n, texts.get((row, col), ""), height, width, origin))
    return placed, len(numbers), len(cols)


def _first(number: int, hidden: Sequence[int]) -> int:
    """The first of `number`, `number` + 1 … that is not hidden."""
    at = bisect_left(hidden, number)
    while at < len(hidden) and hidden[at] == number:
        number, at = number + 1, at + 1
    return number
