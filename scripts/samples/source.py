"""A source file -> header, blocks (paragraphs, headings, tables) and the lines of its findings."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from .markup import MarkupError, Piece, read_fields, read_piece


@dataclass(frozen=True)
class Para:
    """A body paragraph or heading; `piece` holds its whole text."""

    piece: Piece
    defaults: dict[str, str]
    level: int = 0
    """0: no heading."""
    number: str | None = None
    title: tuple[int, int] = (0, 0)
    start: int = 0
    """Where the heading begins in the piece."""
    auto: str = ""
    """The part of the text that Word numbers by itself (.docx)."""


@dataclass
class GridCell:
    """A cell of the grid with its place, its marks and what it is."""

    row: int
    col: int
    piece: Piece
    col_span: int = 1
    row_span: int = 1
    flag: str = ""
    """`=` value, `!` neither value nor label."""
    heading: bool = False
    lost: bool = False
    defaults: dict[str, str] = field(default_factory=dict)
    columns: dict[int, dict[str, str]] = field(default_factory=dict)
    offset: int = 0
    """Of the piece in the report text, set by the layout."""


@dataclass(frozen=True)
class Line:
    """A row as it is written: one entry a physical cell; None is the continuation of a merge above."""

    entries: tuple[tuple[GridCell, bool], ...]
    """Cell, and whether it begins here."""


@dataclass
class Grid:
    """A table with true or canonical spans."""

    options: dict[str, str]
    cols: int
    cells: list[GridCell] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Source:
    """A whole source file."""

    path: Path
    header: dict[str, str]
    blocks: tuple[Para | Grid, ...]
    findings: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.header['id']}_{self.header['slug']}"

    @property
    def word(self) -> bool:
        """Whether the report is a Word file."""
        return self.header["format"] == "docx"

    @property
    def file_name(self) -> str:
        """Of the report, as a portal publishes it."""
        return f"{self.name}.{'docx' if self.word else 'txt'}"


def load(path: Path) -> Source:
    """Read a source file.

    Raises:
        MarkupError: Names the line.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
    header = {k.strip(): v.strip() for k, v in (line.split(":", 1) for line in head.splitlines() if line.strip())}
    body, _, findings = body.partition("\n%findings\n")
    blocks: list[Para | Grid] = []
    lines = iter(enumerate(body.splitlines(), head.count("\n") + 3))
    defaults: dict[str, str] = {}
    for number, line in lines:
        try:
            line = line.strip()
            if not line or line.startswith("%%"):
                continue
            if line.startswith("%default"):
                defaults = read_fields(line[8:])
            elif line.startswith("%table"):
                rows = []
                for _, row in lines:
                    if row.strip() == "%end":
                        break
                    if row.strip() and not row.startswith("%%"):
                        rows.append(row.strip())
                blocks.append(_grid(line[6:], rows, defaults))
            else:
                blocks.append(_para(line, defaults))
        except (MarkupError, ValueError, IndexError, AssertionError) as error:
            raise MarkupError(f"{path.name}:{number}: {error}") from error
    rows = [line.strip() for line in findings.splitlines() if line.strip() and not line.startswith("%%")]
    return Source(path, header, tuple(blocks), tuple(rows))


def _para(line: str, defaults: dict[str, str]) -> Para:
    if line == "¶":
        return Para(Piece(""), defaults)
    found = re.match(r"#([0-9]) (\S+) ", line)
    if not found:
        return Para(read_piece(line), defaults)
    level, marker, rest = int(found[1]), found[2], line[found.end() :]
    auto = marker.startswith("auto:")
    marker = read_piece(marker.removeprefix("auto:")).text
    title, _, after = rest.partition("¦")
    named = "" if marker == "-" else marker
    head, tail = named + title, after
    whole = read_piece(head + tail)
    title_text = read_piece(title).text
    start = len(named) - len(named.lstrip())
    return Para(
        whole,
        defaults,
        level,
        named.strip() or None,
        (len(named), len(named) + len(title_text)),
        start,
        named if auto else "",
    )


def _split(row: str) -> tuple[list[str], str]:
    """Cells of a row line and its defaults after `//`."""
    cells, depth, current = [], 0, ""
    body = row[1:] if row[0] == "|" else row[2:]
    end = body.rfind("|")
    mark = body.find("//", end)
    defaults = body[mark + 2 :] if mark >= 0 else ""
    for char in body[: end + 1]:
        depth += (char == "{") - (char == "}")
        if char == "|" and not depth:
            cells.append(current.strip(" "))
            current = ""
        else:
            current += char
    return cells, defaults


def _grid(options: str, rows: list[str], defaults: dict[str, str]) -> Grid:
    settings = dict(part.split("=", 1) for part in shlex.split(options))
    grid = Grid(settings, int(settings["cols"]))
    columns: dict[int, dict[str, str]] = {}
    covered: dict[int, GridCell] = {}
    """Column -> the cell that stands there in the row above."""
    row = 0
    for line in rows:
        if line.startswith("%col"):
            where, _, what = line[5:].partition(" ")
            if where == "reset":
                columns = {}
                continue
            low, _, high = where.partition("-")
            columns = dict(columns) | {n: read_fields(what) for n in range(int(low), int(high or low) + 1)}
            continue
        heading = line.startswith("#|")
        sources, own = _split(line)
        fields = defaults | read_fields(own)
        entries: list[tuple[GridCell, bool]] = []
        now: dict[int, GridCell] = {}
        at = 0
        for source in sources:
            span = re.match(r"([0-9]+)\*", source)
            width = int(span[1]) if span else 1
            text = source[span.end() :] if span else source
            if text == "^":
                cell = covered[at]
                if cell.row + cell.row_span == row:
                    cell.row_span += 1
                if (cell.col, cell.col_span) != (at, width):
                    raise MarkupError(f"row {row}: ^ at column {at} does not fit the cell above")
                begins = False
            else:
                flag = text[0] if text[:1] in ("=", "!") else ""
                lost = text == "~"
                piece = read_piece("" if lost else text[len(flag) :])
                cell = GridCell(row, at, piece, width, 1, flag, heading, lost, fields, columns)
                grid.cells.append(cell)
                begins = True
            entries.append((cell, begins))
            now |= dict.fromkeys(range(at, at + width), cell)
            at += width
        if at != grid.cols:
            raise MarkupError(f"row {row} has {at} columns, not {grid.cols}: {line}")
        grid.lines.append(Line(tuple(entries)))
        covered = now
        row += 1
    return grid
