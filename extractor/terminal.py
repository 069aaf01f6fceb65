"""`gouji check` for people: a coverage line, then one row a cause with its consequences below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from extractor.readers.places import place
from extractor.types import Doc, Finding, Severity, Span, Verdict

_SEVERITY: dict[Severity, tuple[str, str]] = {
    "error": ("强制性", "bold red"),
    "warning": ("核实性", "yellow"),
    "info": ("提示", "cyan"),
}
"""The two words of the trade: an error must be corrected, a doubt only explained."""

_MARK: dict[Verdict, str] = {"consistent": "[green]相符[/green]", "unverifiable": "[cyan]无法核实[/cyan]"}

_RESERVATIONS: dict[str, str] = {
    "not-recognised": "是图片，文字没有识别",
    "recognised": "由图片识别而来，数字请与原件核对",
    "damaged": "损坏，没有读出",
    "replaced-bytes": "部分字节无法解码，已用“\ufffd”代替",
    "hole": "原文有缺失，缺口前后的表格可能不完整",
    "repaired-package": "文件有损坏，已尽量读出，可能缺少内容",
    "imported-part-left-out": "嵌入的其他文件没有读取",
    "bare-text": "只读出了文字，表格和自动编号没有保留",
    "truncated": "文件不完整，只读出了前面的部分",
    "too-long": "内容超过上限，只读出了前面的部分",
    "table-too-large": "有表格过大，没有读取",
    "hidden-left-out": "隐藏的工作表、行或列没有读取",
    "number-formats-lost": "单元格的数字格式没有读出，小数位数、百分号和日期可能与表面显示不同",
    "links-only": "页面没有正文，内容在附件中",
}
"""What the flags of a Doc mean to the person who must rely on what was read; after a colon in a flag stands where."""
_PAGE = re.compile(r"page-(\d+)-(.+)")


def reservations(doc: Doc) -> list[str]:
    """What a reader had to leave out or guess in the document, a line each, for people."""
    pages: dict[str, list[int]] = {}
    places: dict[str, list[str]] = {}
    for flag in doc.flags:
        if page := _PAGE.fullmatch(flag):
            pages.setdefault(page[2], []).append(int(page[1]))
        else:
            name, _, where = flag.partition(":")
            places.setdefault(name, []).extend([where] if where else [])
    found = [
        f"注意：第{_runs(numbers)}页{_RESERVATIONS[name]}" for name, numbers in pages.items() if name in _RESERVATIONS
    ]
    for name, named in places.items():
        if name in _RESERVATIONS:
            found.append(f"注意：{_RESERVATIONS[name]}" + (f"（{'；'.join(named)}）" if named else ""))
    return found


def _runs(numbers: Sequence[int]) -> str:
    """`3、5-7` of rising numbers."""
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda one: one[1] - one[0])]
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def print_findings(doc: Doc, all: bool = False) -> None:
    """Print the findings of a Doc to standard output; `all` lists what holds and what cannot be verified too."""
    console = Console(highlight=False, soft_wrap=False)
    titles = (table.title for table in doc.tables if table.title)
    name = doc.meta.title or doc.meta.organisation or next(titles, "（无标题）")
    console.print(f"[bold]{escape(name)}[/bold]")
    shown = doc.source.path if doc.source.member is None else f"{doc.source.path}!{doc.source.member}"
    console.print(f"[dim]{escape(shown)}[/dim]", soft_wrap=True)
    for line in reservations(doc):
        console.print(f"[yellow]{escape(line)}[/yellow]")
    console.print(coverage(doc.findings))
    wrong = [finding for finding in doc.findings if finding.verdict == "inconsistent"]
    if wrong:
        console.print(_table(doc, wrong))
    if all:
        for finding in doc.findings:
            if finding.verdict in _MARK:
                mark, where = _MARK[finding.verdict], escape(_place(doc, finding))
                console.print(f"{mark} {where} {escape(finding.formula)}  {escape(finding.message)}")
    console.print()


def coverage(findings: Sequence[Finding]) -> str:
    """What was checked, not only what failed: `核对79项：相符61项，不符12项（归为8个原因），无法核实6项`."""
    verdicts = [finding.verdict for finding in findings]
    wrong = verdicts.count("inconsistent")
    causes = sum(finding.verdict == "inconsistent" and finding.cause is None for finding in findings)
    because = f"（归为{causes}个原因）" if wrong else ""
    return (
        f"核对{len(verdicts)}项：相符{verdicts.count('consistent')}项，不符{wrong}项{because}，"
        f"无法核实{verdicts.count('unverifiable')}项"
    )


def _table(doc: Doc, wrong: Sequence[Finding]) -> Table:
    table = Table(show_lines=True, expand=False)
    table.add_column("性质", no_wrap=True)
    table.add_column("位置", overflow="fold", max_width=24)
    table.add_column("问题", overflow="fold")  # Chinese has no blanks to wrap at
    for finding, depth in _by_cause(wrong):
        word, style = _SEVERITY[finding.severity]
        text = Text("↳ " * depth + finding.message)
        text.append(f"\n{finding.formula}", style="dim")
        if finding.repair:
            text.append(f"\n可能的更正：{finding.repair}", style="green")
        table.add_row(Text(word, style=style), Text(_place(doc, finding)), text)
    return table


def _by_cause(wrong: Sequence[Finding]) -> Iterator[tuple[Finding, int]]:
    """Causes, errors first, each followed by what follows from it."""
    order = ("error", "warning", "info")
    causes = [finding for finding in wrong if finding.cause is None or finding.cause not in wrong]
    for cause in sorted(causes, key=lambda finding: order.index(finding.severity)):
        yield cause, 0
        for finding in wrong:
            if finding.cause is cause:
                yield finding, 1


def _place(doc: Doc, finding: Finding) -> str:
    """Where the first piece of evidence stands."""
    return place(doc, finding.evidence[0] if finding.evidence else Span(0, 0))
