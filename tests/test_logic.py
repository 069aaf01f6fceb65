"""What cannot be, and what only looks impossible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet
from test_sums import ERROR, HOLDS, WARNING, found, verdicts

from extractor.types import Doc, Meta, Quantity, Span

OPEN = [("unverifiable", "info")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("反馈问题[168个 - actual]，完成整改[151个 - actual]。", HOLDS),
        ("反馈问题[168个 - actual]，完成整改[168个 - actual]。", HOLDS),
        ("反馈问题[151个 - actual]，完成整改[168个 - actual]。", ERROR),
        ("发现问题[34个 - actual]，立行立改问题[35项 - actual]。", WARNING),  # may be counted over several rounds
        ("移交问题线索[14件 - actual]，办结[12件 - actual]。", HOLDS),
        ("移交问题线索[14件 - actual]，办结[15件 - actual]。", ERROR),
        ("移交问题线索[4条 - actual]，立案查处[6人 - actual]。", OPEN),  # people and clues
        ("发现问题[20个 - actual 2022 第一轮]，完成整改[30个 - actual 2022 第二轮]。", []),
        ("发现问题[20个 - actual]。完成整改[30个 - actual]。", []),  # another sentence, another scope
        ("发现问题[20个 - actual]，完成整改近[30个 - target]。", []),
    ],
)
def test_a_part_does_not_exceed_its_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "logic.bound") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("群众满意度[103% rate.satisfaction actual]。", ERROR),
        ("群众满意度[100% rate.satisfaction actual]。", []),
        ("预算执行率[116% rate.execution actual]。", []),  # against the budget of the year's beginning
        ("任务完成率[120% rate.completion actual]。", []),
        ("满意度提高[120% - change]。", []),
        ("培训人数[-3人 - actual]。", ERROR),
    ],
)
def test_rates_with_a_ceiling(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "logic.capped") == expected


def dated(text: str) -> Doc:
    return replace(marked(text), meta=Meta(fiscal_year=2022, report_kind="department"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年无政府采购支出。\n政府采购金额[0万元 spend.procurement]。", HOLDS),
        ("2022年无政府采购支出。\n政府采购金额[14.2万元 spend.procurement]。", ERROR),
        ("2021年无三公经费支出。\n三公经费[0.4万元 spend.three_public]。", []),  # another year
        ("上年无三公经费支出。\n三公经费[0.4万元 spend.three_public]。", []),
        ("无三公经费超支现象。\n三公经费[0.4万元 spend.three_public]。", []),
        ("三公经费无违规情况。\n三公经费[0.4万元 spend.three_public]。", []),
    ],
)
def test_a_denied_amount_is_nothing(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(dated(text), "logic.denied") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("固定资产利用率[100% rate.assets_in_use actual]。\n部分固定资产已损坏、无法使用。", WARNING),
        ("固定资产利用率[95% rate.assets_in_use actual]。\n部分固定资产已损坏、无法使用。", []),
        ("固定资产利用率[100% rate.assets_in_use actual]。\n固定资产无闲置现象。", []),
        ("固定资产利用率[100% rate.assets_in_use actual]。\n按规定对损坏的固定资产及时处置。", []),
        ("固定资产利用率[100% rate.assets_in_use actual]。\n道路损坏需要修补。", []),
    ],
)
def test_full_use_beside_damaged_assets(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "logic.full_use") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("核定编制[18名 staff.authorised actual]，实有在职[17人 staff.actual actual]。", HOLDS),
        ("核定编制[18名 staff.authorised actual]，实有在职[20人 staff.actual actual]。", WARNING),
        ("核定编制[18名 staff.authorised actual]。年末实有在职[20人 staff.actual actual]。", WARNING),
        ("行政编制[8名 staff.authorised actual]，实有在职[20人 staff.actual actual]。", []),  # others may be elsewhere
    ],
)
def test_staff_against_posts(text: str, expected: list[tuple[str, str]]) -> None:
    assert verdicts(marked(text), "logic.staff") == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2023-04-17", HOLDS), ("2022-12-28", []), ("2022-04-17", WARNING), ("2021-04-17", WARNING)],
)
def test_a_report_is_dated_after_its_year(date: str, expected: list[tuple[str, str]]) -> None:
    text = "2022年度绩效自评报告\n落款日"
    stamps = (
        Quantity(Span(0, 5), text[0:5], "date", None, date="2022"),
        Quantity(Span(13, 16), text[13:16], "date", None, date=date),
    )
    meta = Meta(fiscal_year=2022, report_kind="department", report_date=date)
    doc = replace(marked(text), meta=meta, quantities=stamps)
    assert verdicts(doc, "logic.date") == expected


def test_messages_speak_to_the_clerk() -> None:
    (finding,) = found(marked("反馈问题[151个 - actual]，完成整改[168个 - actual]。"), "logic.bound")
    assert "多于" in finding.message
    assert "应更正" in finding.message


@pytest.mark.parametrize(("spent", "expected"), [("200", []), ("199.99", []), ("200.01", []), ("212.5", WARNING)])
def test_nothing_is_paid_beyond_the_adjusted_budget(spent: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(
        ["资金|年初预算数|全年预算数|全年执行数", f"年度资金总额|180|200.00|{spent}"],
        ["", "budget_initial", "budget_adjusted", "final"],
        ["budget.total"],
    )
    assert verdicts(doc, "logic.overspent") == expected


@pytest.mark.parametrize(("year", "expected"), [("2022", []), ("2021", WARNING), ("2023", [])])
def test_a_table_keeps_the_year_of_its_report(year: str, expected: list[tuple[str, str]]) -> None:
    doc = sheet(["指标|分值", "产出|50"], ["", "weight"])
    title = f"{year}年度部门整体支出绩效自评表\n"
    text = doc.text + title
    (table,) = doc.tables
    span = Span(len(doc.text), len(text) - 1)
    meta = Meta(title="云溪县教育局2022年度部门整体支出绩效自评报告", fiscal_year=2022)
    doc = replace(doc, text=text, tables=(replace(table, title=title.strip(), title_span=span),), meta=meta)
    assert verdicts(doc, "logic.stale_year") == expected


def test_staff_of_others_is_not_measured_against_these_posts() -> None:
    doc = marked(
        "局机关编制[18名 staff.authorised actual]，在职[17人 staff.actual actual]。"
        "全系统在职[174人 staff.actual actual]。"
    )
    assert verdicts(doc, "logic.staff") == HOLDS
