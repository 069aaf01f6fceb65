"""The project's own samples: what their sources give is what is committed, and the annotation keeps its promises."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import build_samples
import pytest
import yaml
from samples import findings, gold, layout, literal, markup, source

from extractor.readers import read

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "annotations" / "samples"

SOURCES = sorted((ROOT / "annotations" / "sources").glob("*.md"))
NAMES = [path.stem.split("_")[0] for path in SOURCES]
KINDS = {"money", "percent", "count", "score", "duration", "date", "ordinal", "measure"}
COMPARATORS = {"eq", "ge", "gt", "le", "lt", "approx", "more"}
ROLES = {"actual", "target", "budget_initial", "budget_adjusted", "final", "change", "share", "weight", "score"}
FITTING = {"money": {"money"}, "percent": {"percent"}, "count": {"count"}, "score": {"score"}, "duration": {"duration"}}


def gold_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))
    return loaded


def text_of(name: str) -> str:
    return build_samples.canonical(SOURCES[NAMES.index(name)])


def findings_of(name: str) -> list[dict[str, Any]]:
    rows = (json.loads(line) for line in (SAMPLES / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["doc"] == name]


def content(data: bytes) -> object:
    """What a file says; a .docx by its members, since another zlib packs them differently."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("path", SOURCES, ids=NAMES)
def test_the_committed_files_are_what_the_source_gives(path: Path) -> None:
    files, rows = build_samples.build(path)
    for name, data in files.items():
        assert content((SAMPLES / name).read_bytes()) == content(data), f"run scripts/build_samples.py: {name}"
    assert findings_of(path.stem.split("_")[0]) == json.loads(json.dumps(rows))


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_gives_the_text_that_the_gold_refers_to(name: str) -> None:
    file = SAMPLES / gold_of(name)["doc"]
    assert read(file.read_bytes(), file.name).text == text_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_quantities_are_slices_of_the_text_in_order_and_never_overlap(name: str) -> None:
    text, end = text_of(name), 0
    for quantity in gold_of(name)["quantities"]:
        assert text[quantity["start"] : quantity["end"]] == quantity["text"]
        assert quantity["start"] >= end, quantity
        end = quantity["end"]
        assert quantity["kind"] in KINDS
        assert quantity["comparator"] in COMPARATORS
        assert (quantity["unit"] is None) == (quantity["unit_source"] is None), quantity
        if quantity["kind"] != "date":
            Decimal(quantity["value"])


@pytest.mark.parametrize("name", NAMES)
def test_every_required_quantity_has_one_fact_with_a_known_metric_of_its_dimension(name: str) -> None:
    text, annotation = text_of(name), gold_of(name)
    metrics = yaml.safe_load((ROOT / "configs" / "metrics.yaml").read_text(encoding="utf-8"))
    wanted = [
        n
        for n, q in enumerate(annotation["quantities"])
        if q["kind"] not in ("date", "ordinal") and not q.get("optional")
    ]
    assert [fact["quantity"] for fact in annotation["facts"]] == wanted
    for fact in annotation["facts"]:
        start, end = fact["indicator"]
        assert text[start:end] == fact["indicator_text"] == fact["indicator_text"].strip()
        assert fact["role"] in ROLES
        quantity = annotation["quantities"][fact["quantity"]]
        if fact["metric"] and fact["role"] not in ("share", "change"):
            assert quantity["kind"] in FITTING[metrics[fact["metric"]]["dim"]], (quantity, fact)


@pytest.mark.parametrize("name", NAMES)
def test_the_outline_stands_at_its_markers_and_never_skips_a_level(name: str) -> None:
    text, level = text_of(name), 0
    for heading in gold_of(name)["outline"]:
        assert text.startswith((heading["number"] or "") + " " * 0, heading["start"])
        assert heading["title"] in text[heading["start"] : heading["start"] + 80]
        assert heading["level"] <= level + 1, heading
        level = heading["level"]


@pytest.mark.parametrize("name", NAMES)
def test_table_cells_fill_their_grid_without_overlap(name: str) -> None:
    text = text_of(name)
    for table in gold_of(name)["tables"]:
        taken = [
            (row, col)
            for cell in table["cells"]
            for row in range(cell["row"], cell["row"] + cell["row_span"])
            for col in range(cell["col"], cell["col"] + cell["col_span"])
        ]
        assert sorted(taken) == [(row, col) for row in range(table["rows"]) for col in range(table["cols"])]
        for value in table["values"]:
            assert text.startswith(value["text"], value["start"])
            assert table["start"] <= value["start"] < table["end"]


@pytest.mark.parametrize("name", NAMES)
def test_findings_quote_the_text_and_point_at_known_causes(name: str) -> None:
    text, rows = text_of(name), findings_of(name)
    causes = {row["id"] for row in rows if row["status"] == "inconsistent"}
    assert any(row["status"] == "consistent" for row in rows)
    for row in rows:
        for quote in row["left"] + row["right"]:
            assert text[quote["start"] : quote["end"]] == quote["quote"]
        assert row["root_cause"] is None or row["root_cause"] in causes - {row["id"]}


@pytest.mark.parametrize("name", NAMES)
def test_plain_sums_and_matches_hold_exactly_where_they_are_called_consistent(name: str) -> None:
    """Recomputed from the quotes, by other code than the builder's."""
    factor = {"元": Decimal("0.0001"), "亿元": Decimal(10000)}
    for row in findings_of(name):
        plain = row["computed"] is not None and not set(row["formula"]) & set("*/-")
        if row["check"] not in ("sum", "match") or not plain:
            continue
        left, right = (
            sum((Decimal(q["value"]) * factor.get(q["unit"], Decimal(1)) for q in row[side]), Decimal(0))
            for side in ("left", "right")
        )
        assert abs(left - right) <= Decimal(row["tolerance"]) or row["status"] == "inconsistent", row


@pytest.mark.parametrize(
    ("written", "kind", "value", "unit", "comparator"),
    [
        ("≥95%", "percent", "95", "%", "ge"),
        ("1,280.00万元", "money", "1280.00", "万元", "eq"),
        ("十四届", "ordinal", "14", None, "eq"),
        ("210余人次", "count", "210", "人次", "more"),
        ("2023年12月31日", "date", "2023-12-31", None, "eq"),
        ("近20人", "count", "20", "人", "approx"),
        ("3.8个百分点", "percent", "3.8", "百分点", "eq"),
    ],
)
def test_trivial_literals_are_read(written: str, kind: str, value: str, unit: str | None, comparator: str) -> None:
    assert literal.read(written) == literal.Reading(kind, value, unit, comparator)


SMALL = """id: s99
slug: x
format: txt
organisation: 云溪县档案馆
title: 自评报告
fiscal_year: 2023
report_kind: other
---
#1 一、 收支
<总支出>{10.5万元|spend.total #a}，其中<基本支出>{6.2万元|spend.basic #b}、<项目支出>{4.3万元|spend.project #c}。
%findings
"""


def small(tmp_path: Path, finding: str) -> list[dict[str, Any]]:
    path = tmp_path / "s99_x.md"
    path.write_text(SMALL + finding + "\n", encoding="utf-8")
    one = source.load(path)
    laid = layout.lay_out(one)
    return findings.build(gold.annotate(one, laid, "s99_x.txt"), laid.text, "s99", one.findings)


def test_a_finding_quotes_the_name_with_the_number(tmp_path: Path) -> None:
    (row,) = small(tmp_path, "sum ok: b + c == a")
    assert [quote["quote"] for quote in row["left"]] == ["基本支出6.2万元", "项目支出4.3万元"]
    assert (row["computed"], row["difference"]) == ("10.5", "0")


@pytest.mark.parametrize(
    "wrong", ["sum ok: b == a", "sum error: b + c == a", "sum ok: b + x == a", "total ok: b + c == a"]
)
def test_a_finding_against_the_arithmetic_or_the_marks_stops_the_build(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(markup.MarkupError):
        small(tmp_path, wrong)
