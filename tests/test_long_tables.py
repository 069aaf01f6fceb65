"""A table of thousands of rows is checked in seconds: nothing in the checks grows with the square of the rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest

from extractor import process, read
from extractor.stages.reconcile import reconcile

ROWS = 2_000
SECONDS = 2.0
Rows = list[Sequence[object]]


def accounts() -> Rows:
    """Spending by account: a code, two parts and their sum in each row, and the total of each column."""
    parts = [(at % 97 + 0.5, at % 53 + 0.25) for at in range(ROWS)]
    rows: Rows = [("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出")]
    rows += [
        (f"20{at % 90 + 10}{at % 89 + 10}", f"事项{at}", f"{a + b:.2f}", f"{a:.2f}", f"{b:.2f}")
        for at, (a, b) in enumerate(parts)
    ]
    basic, projects = (sum(part[at] for part in parts) for at in (0, 1))
    return [*rows, ("", "合计", f"{basic + projects:.2f}", f"{basic:.2f}", f"{projects:.2f}")]


def programmes() -> Rows:
    """Few names for many programmes, and a total that no reading gives."""
    rows: Rows = [("项目名称", "年初预算数", "决算数")]
    rows += [(f"水利项目{at % 7}", f"{at % 97 + 1}.50", f"{at % 91 + 1}.50") for at in range(ROWS)]
    return [*rows, ("合计", "12345.6", "23456.7")]


def marks() -> Rows:
    """A marking sheet."""
    rows: Rows = [("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")]
    rows += [
        ("产出指标", "数量指标", f"完成事项{at}数", f"≥{at % 40 + 1}件", f"{at % 40 + 1}件", 1, 1) for at in range(ROWS)
    ]
    return [*rows, ("总分", "", "", "", "", ROWS, ROWS)]


@pytest.mark.parametrize("rows", [accounts, programmes, marks])
def test_a_table_of_two_thousand_rows_is_checked_in_two_seconds(rows: Callable[[], Rows]) -> None:
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows())
    page = f"<h1>云溪县水利局2022年度部门决算</h1><p>附表<p>单位：万元<table border=1>{cells}</table>"
    doc = process(read(page.encode(), "云溪.html"), until="link")
    begun = time.process_time()
    findings = reconcile(doc).findings
    assert time.process_time() - begun < SECONDS
    assert len(findings) >= ROWS
