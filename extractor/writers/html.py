"""`html`: one self-contained page a report: its text with the evidence marked, the findings beside it.

Every finding leads to the places of its numbers and every marked number back to its findings. The page holds its own
style and script, fetches nothing, works without script (links, no filters) and prints as text first, findings after.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from extractor.records import CellRecord, ElsewhereRecord, FindingRecord, ReportRecord, TableRecord
from extractor.writers import writer
from extractor.writers.kinds import KINDS, gravity, kind_of

_PARTS = Path(__file__).parent / "review"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the same findings lie."""

    start: int
    end: int
    findings: tuple[int, ...]


@writer("html")
def write_html(report: ReportRecord) -> bytes:
    """The review page of a report; needs its `text`."""
    text = report["text"]
    if text is None:
        raise ValueError("the review page shows the text; write the record with it")
    title = report["meta"]["title"] or report["source"]["path"]
    page = _Page(text, report)
    parts = {
        "title": escape(title),
        "style": _part("style.css"),
        "script": _part("script.js"),
        "head": _head(report, title),
        "filters": _filters(report["findings"]),
        "findings": "\n".join(page.finding(number) for number in page.order),
        "text": page.body(),
    }
    html = _part("page.html")
    for name, part in parts.items():
        html = html.replace(f"<!-- {name} -->", part)
    return html.encode()


@cache
def _part(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _head(report: ReportRecord, title: str) -> str:
    source, meta = report["source"], report["meta"]
    where = source["path"] + (f"!{source['member']}" if source["member"] else "")
    facts = [
        meta["organisation"],
        f"{meta['fiscal_year']}年度" if meta["fiscal_year"] else None,
        meta["report_date"],
        where,
    ]
    shown = " · ".join(escape(fact) for fact in facts if fact)
    return f"<h1>{escape(title)}</h1><p>{shown}</p>"


def _filters(findings: Sequence[FindingRecord]) -> str:
    """A box to tick for each kind that occurs; what holds is hidden at first."""
    counts = {kind: sum(kind_of(finding) == kind for finding in findings) for kind in KINDS}
    boxes = [
        f'<label class="{kind}"><input type="checkbox" value="{kind}"{"" if kind == "consistent" else " checked"}>'
        f"{KINDS[kind]} <b>{count}</b></label>"
        for kind, count in counts.items()
        if count
    ]
    return "".join(boxes) or "<p>没有可核对的数字。</p>"


class _Page:
    """The text of a report cut at the ends of its evidence."""

    def __init__(self, text: str, report: ReportRecord) -> None:
        self.text, self.report = text, report
        self.findings = report["findings"]
        self.order = self._by_cause()
        self.pieces = _pieces(self.findings)
        self.starts = [piece.start for piece in self.pieces]

    def _by_cause(self) -> list[int]:
        """Numbers of the findings, gravest first, each followed by what follows from it."""
        following: dict[int, list[int]] = defaultdict(list)
        causes = []
        for number, finding in enumerate(self.findings):
            if finding["cause"] is None:
                causes.append(number)
            else:
                following[finding["cause"]].append(number)
        causes.sort(key=lambda number: gravity(kind_of(self.findings[number])))
        return [number for cause in causes for number in (cause, *following[cause])]

    def finding(self, number: int) -> str:
        """One finding, with a link to each of its numbers."""
        finding = self.findings[number]
        kind = kind_of(finding)
        follows = " follows" if finding["cause"] is not None else ""
        quotes = "".join(
            f'<li><a href="#at-{evidence["start"]}">{escape(_tidy(evidence["quote"]))}</a></li>'
            for evidence in finding["evidence"]
        )
        parts = [
            f'<article id="finding-{number}" class="{kind}{follows}" data-kind="{kind}">',
            f'<header><span class="kind">{KINDS[kind]}</span><code>{escape(finding["check"])}</code></header>',
            f"<p>{escape(finding['message'])}</p>" if finding["message"] else "",
            f'<p class="formula">{escape(finding["formula"])}</p>' if finding["formula"] else "",
            f'<p class="repair">可能的更正：{escape(finding["repair"])}</p>' if finding["repair"] else "",
            f'<ul class="evidence">{quotes}{"".join(map(_elsewhere, finding["elsewhere"]))}</ul></article>',
        ]
        return "".join(parts)

    def body(self) -> str:
        """Paragraphs and tables in text order."""
        headings = {
            (heading["start"], heading["end"]): min(heading["level"] + 1, 6) for heading in self.report["outline"]
        }
        blocks: list[tuple[int, str]] = []
        inner = _nested(self.report["tables"])
        for paragraph in self.report["paragraphs"]:
            # A heading that runs into its paragraph is no line of its own.
            level = headings.get((paragraph["start"], paragraph["end"]))
            tag = f"h{level}" if level else "p"
            page = paragraph["origin"]["page"]
            place = f' data-page="{page}"' if page else ""
            blocks.append(
                (paragraph["start"], f"<{tag}{place}>{self.marked(paragraph['start'], paragraph['end'])}</{tag}>")
            )
        for number, table in enumerate(self.report["tables"]):
            if number not in inner:
                blocks.append((table["start"], self.table(table)))
        return "\n".join(block for _, block in sorted(blocks, key=lambda block: block[0]))

    def table(self, table: TableRecord) -> str:
        """A table with its merged cells."""
        rows: dict[int, list[CellRecord]] = defaultdict(list)
        for cell in table["cells"]:
            rows[cell["row"]].append(cell)
        lines = "".join(f"<tr>{''.join(self.cell(cell) for cell in rows[row])}</tr>" for row in range(table["rows"]))
        return f'<div class="table"><table>{lines}</table></div>'

    def cell(self, cell: CellRecord) -> str:
        """A cell; of the kind of the gravest finding on it."""
        spans = f' rowspan="{cell["row_span"]}"' if cell["row_span"] > 1 else ""
        spans += f' colspan="{cell["col_span"]}"' if cell["col_span"] > 1 else ""
        found = {number for piece in self.within(cell["start"], cell["end"]) for number in piece.findings}
        kinds = {kind_of(self.findings[number]) for number in found} & {"error", "warning", "info"}
        worst = f' class="{min(kinds, key=gravity)}"' if kinds else ""
        return f"<td{spans}{worst}>{self.marked(cell['start'], cell['end'])}</td>"

    def within(self, start: int, end: int) -> list[Piece]:
        """The pieces inside a stretch of text."""
        return self.pieces[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def marked(self, start: int, end: int) -> str:
        """The text from `start` to `end` with the evidence in it marked."""
        parts, at = [], start
        for piece in self.within(start, end):
            if piece.start > at:
                parts.append(self.plain(at, piece.start))
            parts.append(self.mark(piece))
            at = piece.end
        parts.append(self.plain(at, end))
        return "".join(parts)

    def mark(self, piece: Piece) -> str:
        kinds = [kind_of(self.findings[number]) for number in piece.findings]
        worst = min(kinds, key=gravity)
        numbers = sorted(piece.findings, key=self.order.index)
        return (
            f'<a id="at-{piece.start}" class="mark {worst}" href="#finding-{numbers[0]}"'
            f' data-findings="{" ".join(map(str, numbers))}">{self.plain(piece.start, piece.end)}</a>'
        )

    def plain(self, start: int, end: int) -> str:
        return escape(self.text[start:end]).replace("\n", "<br>")


def _pieces(findings: Iterable[FindingRecord]) -> list[Piece]:
    """The evidence of all findings as stretches that do not overlap, in text order."""
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        for evidence in finding["evidence"]:
            if evidence["end"] > evidence["start"]:
                opening[evidence["start"]].append(number)
                closing[evidence["end"]].append(number)
    pieces: list[Piece] = []
    over: dict[int, int] = defaultdict(int)
    before = 0
    for at in sorted(opening.keys() | closing.keys()):
        held = tuple(number for number, depth in sorted(over.items()) if depth)
        if held:
            pieces.append(Piece(before, at, held))
        for number in closing.get(at, ()):
            over[number] -= 1
            if not over[number]:
                del over[number]
        for number in opening.get(at, ()):
            over[number] += 1
        before = at
    return pieces


def _nested(tables: Sequence[TableRecord]) -> set[int]:
    """Numbers of the tables that stand inside a cell of the one before them."""
    inner, end = set(), -1
    for number, table in sorted(enumerate(tables), key=lambda pair: (pair[1]["start"], -pair[1]["end"])):
        if table["end"] <= end:
            inner.add(number)
        else:
            end = table["end"]
    return inner


def _elsewhere(number: ElsewhereRecord) -> str:
    """A number of another report: it has no place on this page."""
    where = number["path"] + (f"!{number['member']}" if number["member"] else "")
    return f'<li class="elsewhere" title="{escape(where)}">{escape(_tidy(number["quote"]))}（他处）</li>'


def _tidy(text: str) -> str:
    return " ".join(text.split())
