"""The command as its user runs it: what it prints, where, and how it exits."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from extractor.origins import Box, Origin, Source
from extractor.readers.layout import Layout, Placed
from extractor.readers.places import place
from extractor.terminal import reservations

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


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A zip of two reports of one name, a workbook with a hidden sheet and a file that cannot be read."""
    path = tmp_path / "批次.zip"
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as workbook:
        sheet, ruled = workbook.add_worksheet("收入表"), workbook.add_format({"border": 1})
        for row, line in enumerate([["科目", "金额（万元）"], ["拨款", 5], ["其他", 3], ["合计", 9]], 1):
            sheet.write_row(row, 1, line, ruled)
        workbook.add_worksheet("底稿").hide()
    with zipfile.ZipFile(path, "w") as members:
        for name in ("甲局/报告.txt", "乙局/报告.txt"):
            members.writestr(name, REPORT)
        members.writestr("收入.xlsx", book.getvalue())
        members.writestr("坏.docx", b"PK\x03\x04word/")
    return path


def test_extract_writes_a_file_for_each_document_of_an_archive(archive: Path, tmp_path: Path) -> None:
    done = gouji("extract", archive, "-o", tmp_path / "out")
    assert done.returncode == 2
    hidden, bad = done.stderr.splitlines()
    assert bad.startswith(f"gouji: {archive}!坏.docx: ")
    assert hidden == f"gouji: {archive}!收入.xlsx: 注意：隐藏的工作表、行或列没有读取（底稿）"
    written = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert written == ["批次/乙局/报告.json", "批次/收入.json", "批次/甲局/报告.json"]
    assert json.loads((tmp_path / "out" / "批次" / "甲局" / "报告.json").read_text("utf-8"))["source"] == {
        "path": str(archive),
        "member": "甲局/报告.txt",
        "format": "text",
        "bytes": len(REPORT.encode()),
        "sha256": hashlib.sha256(REPORT.encode()).hexdigest(),
        "via": [],
    }


def test_extract_prints_a_line_for_each_document_of_an_archive(archive: Path) -> None:
    lines = gouji("extract", archive, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["source"]["member"] for line in lines] == ["甲局/报告.txt", "乙局/报告.txt", "收入.xlsx"]


def test_check_names_the_document_the_place_and_what_was_not_read(archive: Path) -> None:
    done = gouji("check", archive)
    assert done.returncode == 2
    for name in ("甲局/报告.txt", "乙局/报告.txt", "收入.xlsx"):
        assert f"{archive}!{name}" in done.stdout
    assert "注意：隐藏的工作表、行或列没有读取（底稿）" in done.stdout
    assert "第6行" in done.stdout
    assert "表“收入表”C5" in done.stdout


def test_tables_and_explain_ask_which_document_of_an_archive(archive: Path) -> None:
    done = gouji("tables", archive)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--member: 甲局/报告.txt; 乙局/报告.txt; 收入.xlsx; 坏.docx" in done.stderr
    assert "拨款,5" in gouji("tables", archive, "--member", "收入.xlsx").stdout
    assert "several members" in gouji("tables", archive, "--member", "报告.txt").stderr
    assert "no member 没有.txt" in gouji("tables", archive, "--member", "没有.txt").stderr
    explained = gouji("explain", archive, str(REPORT.index("160万元")), "--member", "乙局/报告.txt")
    assert "spend.personnel" in explained.stdout


@pytest.mark.parametrize(
    ("origin", "format", "shown"),
    [
        (Origin(line=9), "text", "第2行"),
        (Origin(path="body/p[9]"), "docx", "第2段"),
        (Origin(page=3, box=Box(0, 0, 9, 9)), "pdf", "第3页"),
        (Origin(sheet="支出总表", ref="B7"), "xlsx", "表“支出总表”B7"),
    ],
)
def test_a_place_is_one_of_the_file_that_people_have_open(origin: Origin, format: str, shown: str) -> None:
    layout = Layout()
    layout.paragraph("标题", origin)
    layout.paragraph("支出12万元", origin)
    doc = layout.doc(Source("报告", format, "", 0))
    assert place(doc, doc.paragraphs[1].span) == shown
    layout.table([Placed(0, 1, "12", origin=origin)], 1, 2)
    doc = layout.doc(Source("报告", format, "", 0))
    in_table = {"第2行": "第4行", "第2段": "表1第1行第2列"}.get(shown, shown)
    assert place(doc, doc.tables[0].cells[1].span) == in_table


@pytest.mark.parametrize(
    ("flags", "lines"),
    [
        (("page-2-not-recognised", "page-3-not-recognised", "page-7-not-recognised"), [
            "第2-3、7页是图片，文字没有识别"]),
        (("hidden-left-out:甲", "truncated:乙", "hidden-left-out:丙第3行"), [
            "隐藏的工作表、行或列没有读取（甲；丙第3行）", "文件不完整，只读出了前面的部分（乙）"
        ]),
        (("nested-table", "page-1-rotated"), []),
    ],
)  # fmt: skip
def test_what_was_not_read_is_said_in_a_line(flags: tuple[str, ...], lines: list[str]) -> None:
    doc = Layout(flags=dict.fromkeys(flags)).doc(Source("报告.pdf", "pdf", "", 0))
    assert reservations(doc) == [f"注意：{line}" for line in lines]


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
        (["check", "--format", "xml"], "text"),
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
