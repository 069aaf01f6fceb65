"""The command as its user runs it: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOUJI = str(Path(sys.executable).parent / "gouji")
REPORT = """云溪县水务局2023年度部门整体支出绩效自评报告

一、部门基本情况
云溪县水务局内设3个股室，编制12名，实有人数11人。
二、一般公共预算支出情况
2023年全年基本支出215.5万元，其中人员经费160万元，公用经费45.5万元。项目支出60.89万元。
"""


def gouji(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [GOUJI, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_extract_prints_one_json_object_a_report(report: Path) -> None:
    done = gouji("extract", report)
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert result["schema"] == "gouji/1"
    assert result["meta"]["fiscal_year"] == 2023
    values = {result["quantities"][fact["quantity"]]["text"]: fact["metric"] for fact in result["facts"]}
    assert values["215.5万元"] == "spend.basic"


def test_extract_writes_stem_json_into_the_folder(report: Path, tmp_path: Path) -> None:
    done = gouji("extract", report, "-o", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "out" / "报告.json").read_text("utf-8"))["text"] == REPORT


def test_two_inputs_of_one_stem_do_not_overwrite_each_other(report: Path, tmp_path: Path) -> None:
    (tmp_path / "报告.md").write_text(REPORT, encoding="utf-8")
    gouji("extract", report, tmp_path / "报告.md", "-o", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["报告.md.json", "报告.txt.json"]


def test_a_folder_is_read_file_by_file_and_the_results_lie_as_the_files_do(report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "甲县"
    for name in ("乙局/自评.txt", "丙局/自评.txt", "~$自评.txt", ".隐藏.txt", "Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORT, encoding="utf-8")
    done = gouji("extract", folder, report, "-o", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.json"))
    assert written == ["丙局/自评.json", "乙局/自评.json", "报告.json"]


def test_the_text_can_be_left_out(report: Path) -> None:
    assert json.loads(gouji("extract", report, "--no-text").stdout)["text"] is None


def test_jsonl_is_one_line_a_report(report: Path) -> None:
    lines = gouji("extract", report, report, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines] == [str(report)] * 2


def test_check_names_the_inconsistency_and_exits_1(report: Path) -> None:
    done = gouji("check", report)
    assert done.returncode == 1
    assert "核对" in done.stdout
    assert "215.5" in done.stdout


def test_check_of_a_report_whose_numbers_agree_exits_0(tmp_path: Path) -> None:
    path = tmp_path / "好.txt"
    path.write_text(REPORT.replace("45.5", "55.5"), encoding="utf-8")
    done = gouji("check", path)
    assert done.returncode == 0, done.stdout
    assert "不符0项" in done.stdout


def test_check_for_programs_is_json(report: Path) -> None:
    [result] = json.loads(gouji("check", report, "--format", "json").stdout)
    assert result["path"] == str(report)
    assert any(finding["verdict"] == "inconsistent" for finding in result["findings"])


def test_explain_says_how_a_number_was_read(report: Path) -> None:
    done = gouji("explain", report, str(REPORT.index("160万元")))
    assert done.returncode == 0
    assert "spend.personnel" in done.stdout


def test_explain_says_why_a_numeral_was_passed_over(report: Path) -> None:
    assert "outline" in gouji("explain", report, str(REPORT.index("一、"))).stdout


def test_schema_is_the_json_schema_of_the_output() -> None:
    assert json.loads(gouji("schema").stdout)["$id"] == "gouji/1"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.txt", b"", "empty"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "图.txt"),
        ("断.docx", b"PK\x03\x04" + b"\x00" * 40, "断.docx"),
        ("报告.xyz", b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        ("长.txt", "字".encode() * 17_500_000, "limit"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_and_exit_2(
    tmp_path: Path, report: Path, name: str, content: bytes, says: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)
    done = gouji("extract", bad, report, "-o", tmp_path / "out")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert str(bad) in line
    assert says in line
    assert (tmp_path / "out" / "报告.json").exists() or (tmp_path / "out" / "报告.txt.json").exists()


@pytest.mark.parametrize(
    ("command", "path", "says"),
    [("check", "空", "is a folder"), ("tables", "空", "is a folder"), ("check", "nowhere.txt", "no such file")],
)
def test_an_empty_folder_or_a_missing_path_says_what_to_do(tmp_path: Path, command: str, path: str, says: str) -> None:
    (tmp_path / "空").mkdir()
    done = gouji(command, tmp_path / path)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extract", "--format", "xml"], "json, jsonl"),
        (["check", "--format", "xml"], "json, text"),
        (["tables", "-o", "表.ods"], ".xlsx"),
        (["explain", "99999"], "outside the text"),
    ],
)
def test_a_wrong_option_names_the_right_ones(report: Path, arguments: list[str], says: str) -> None:
    done = gouji(arguments[0], report, *arguments[1:])
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_same_input_gives_the_same_bytes_in_every_process(report: Path) -> None:
    runs = [
        subprocess.run(
            [GOUJI, "extract", str(report)], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "1", "2")
    ]
    assert len(set(runs)) == 1
