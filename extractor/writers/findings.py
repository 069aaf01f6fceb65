"""`findings.xlsx`: the findings of a report as one sheet, gravest first, for the person who must answer each."""

from __future__ import annotations

import datetime
import io

from extractor.records import FindingRecord, ReportRecord
from extractor.writers import writer
from extractor.writers.kinds import KINDS, gravity, kind_of

_COLUMNS = (
    ("序号", 6),
    ("性质", 10),
    ("核对", 20),
    ("问题", 60),
    ("算式", 40),
    ("表述值", 14),
    ("计算值", 14),
    ("差额", 12),
    ("可能的更正", 30),
    ("依据", 50),
    ("起因序号", 10),
)
_COLOURS = {"error": "#FDECEA", "warning": "#FFF6E0", "info": "#EAF2FC"}


@writer("findings.xlsx")
def write_findings(report: ReportRecord) -> bytes:
    """Header row frozen, columns filtered; `起因序号` is the number of the finding that a finding follows from."""
    import xlsxwriter

    findings = report["findings"]
    order = sorted(range(len(findings)), key=lambda number: (gravity(kind_of(findings[number])), number))
    numbers = {number: row for row, number in enumerate(order, 1)}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same input gives the same bytes
        sheet = book.add_worksheet("核对结果")
        head = book.add_format({"bold": True, "bg_color": "#E8EAED", "border": 1, "valign": "vcenter"})
        plain = {"text_wrap": True, "valign": "top", "border": 1}
        formats = {
            kind: book.add_format({**plain, **({"bg_color": _COLOURS[kind]} if kind in _COLOURS else {})})
            for kind in KINDS
        }
        for col, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(col, col, width)
            sheet.write_string(0, col, name, head)
        for number in order:
            finding, row = findings[number], numbers[number]
            cause = finding["cause"]
            texts = _row(finding, str(numbers[cause]) if cause is not None else "")
            sheet.write_number(row, 0, row, formats[kind_of(finding)])
            for col, text in enumerate(texts, 1):
                sheet.write_string(row, col, text, formats[kind_of(finding)])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(order), len(_COLUMNS) - 1)
    return out.getvalue()


def _row(finding: FindingRecord, cause: str) -> tuple[str, ...]:
    quotes = "；".join(" ".join(evidence["quote"].split()) for evidence in finding["evidence"])
    return (
        KINDS[kind_of(finding)],
        finding["check"],
        finding["message"],
        finding["formula"],
        finding["stated"] or "",
        finding["computed"] or "",
        finding["difference"] or "",
        finding["repair"] or "",
        quotes,
        cause,
    )
