"""Numbers told in one report and again in another of the same body."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.across import compare, same_body, told
from extractor.pipeline import process
from extractor.readers import read
from extractor.types import Doc

BODY = "云溪县水利局"
GOUJI = Path(sys.executable).with_name("gouji")


def report(year: int, text: str, body: str = BODY, kind: str = "部门决算") -> Doc:
    """A report of a year, through the whole pipeline."""
    head = f"{body}{year}年度{kind}\n一、收支情况\n"
    return process(read(f"{head}{text}\n".encode(), f"{body}{year}.txt"))


def between(doc: Doc, other: Doc) -> list[tuple[str, str, str]]:
    """Check, verdict and formula of what is found between the two."""
    return [
        (finding.check, finding.verdict, finding.formula)
        for finding in compare(doc, [told(other)]).findings
        if finding.check.startswith("across.")
    ]


LAST = "2022年度支出合计80.50万元，其中：基本支出60.20万元，项目支出20.30万元。"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        pytest.param(
            "2023年度支出合计92.50万元，比上年增加12.00万元。",
            [("across.change", "consistent", "92.50万元 - 12.00万元 = 80.5 = 80.50万元")],
            id="a change that starts where last year ended",
        ),
        pytest.param(
            "2023年度支出合计92.50万元，比上年增加15.00万元。",
            [("across.change", "inconsistent", "92.50万元 - 15.00万元 = 77.5 ≠ 80.50万元")],
            id="a change that starts elsewhere",
        ),
        pytest.param("2023年度支出合计92.50万元。", [], id="nothing told of last year"),
    ],
)
def test_a_change_is_held_against_last_years_report(text: str, outcome: list[tuple[str, str, str]]) -> None:
    assert between(report(2023, text), report(2022, LAST)) == outcome


@pytest.mark.parametrize(
    ("budget", "outcome"),
    [
        ("2023年度支出预算为85.00万元。", ("consistent", "85.00万元 = 85.00万元")),
        ("2023年度支出预算为88.00万元。", ("inconsistent", "85.00万元 ≠ 88.00万元")),
    ],
)
def test_the_budget_in_a_final_account_is_held_against_the_published_budget(
    budget: str, outcome: tuple[str, str]
) -> None:
    final = report(2023, "2023年度支出预算85.00万元，支出决算84.10万元。")
    found = between(final, report(2023, budget, kind="部门预算"))
    assert ("across.restated", *outcome) in found


def test_a_difference_between_reports_asks_for_an_explanation_and_names_the_other() -> None:
    last = report(2022, LAST)
    doc = compare(report(2023, "2023年度支出合计92.50万元，比上年增加15.00万元。"), [told(last)])
    (finding,) = [finding for finding in doc.findings if finding.check.startswith("across.")]
    assert finding.severity == "warning"
    (there,) = finding.elsewhere
    assert there.path == last.source.path
    assert last[there.span] == there.quote == "80.50万元"
    assert "2022" in finding.message


def test_either_report_may_be_the_one_in_hand() -> None:
    this = report(2023, "2023年度支出合计92.50万元，比上年增加15.00万元。")
    doc = compare(report(2022, LAST), [told(this)])
    (finding,) = [finding for finding in doc.findings if finding.check == "across.change"]
    assert [doc[span] for span in finding.evidence] == ["80.50万元"]
    assert [this[there.span] for there in finding.elsewhere] == ["15.00万元", "92.50万元"]


def test_reports_of_other_bodies_and_copies_of_the_same_file_are_passed_over() -> None:
    this = report(2023, "2023年度支出合计92.50万元，比上年增加15.00万元。")
    assert between(this, report(2022, LAST, body="青禾市水务局")) == []
    assert between(this, this) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("云溪县水利局", "南川市云溪县水利局", True),
        ("云溪县水利局（本级）", "云溪县水利局", True),
        ("云溪县水利局", "云溪县农业农村局", False),
        ("水利局", "云溪县水利局", False),
    ],
)
def test_a_body_is_known_with_and_without_its_province(one: str, other: str, same: bool) -> None:
    docs = [told(report(2022, LAST, body=body)) for body in (one, other)]
    assert same_body(*docs) is same


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Last year's report and this year's, which starts elsewhere."""
    for year, text in ((2022, LAST), (2023, "2023年度支出合计92.50万元，比上年增加15.00万元。")):
        report_text = f"{BODY}{year}年度部门决算\n一、收支情况\n{text}\n"
        (tmp_path / f"{year}.txt").write_text(report_text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "compared"),
    [
        (["2023.txt"], False),
        (["2023.txt", "2022.txt"], False),
        (["2023.txt", "--with", "2022.txt"], True),
        (["."], True),
    ],
)
def test_the_command_compares_with_named_reports_and_in_a_folder(
    folder: Path, arguments: list[str], compared: bool
) -> None:
    done = subprocess.run(
        [GOUJI, "check", *arguments, "--format", "json"], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    checks = [finding["check"] for record in json.loads(done.stdout) for finding in record["findings"]]
    assert ("across.change" in checks) is compared
    assert done.returncode == (1 if compared else 0), done.stderr
