"""configs/forms.yaml: every entry knows its own examples, and malformed entries are refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flattening import flat, table_of

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.lexicon.forms import Column, column_of, load_forms, plain
from extractor.tables.blocks import is_field, is_total
from extractor.tables.forms import recognise

COLUMNS = [(column, example) for column in load_forms().columns.values() for example in column.examples]


@pytest.mark.parametrize(("column", "example"), COLUMNS, ids=[example for _, example in COLUMNS])
def test_a_heading_means_the_column_it_is_an_example_of(column: Column, example: str) -> None:
    found = column_of(example)
    assert found is not None
    assert found.id == column.id


def test_every_column_has_an_example() -> None:
    assert [column.id for column in load_forms().columns.values() if not column.examples] == []


@pytest.mark.parametrize(
    ("heading", "id_"),
    [
        ("2022年决算数", "final"),
        ("2023年预算数", "budget_initial"),
        ("2023年度全年预算数（万元）（A）", "budget_adjusted"),
        ("全 年\n执行数", "final"),
        ("预算执行数", "final"),
        ("预算执行率（B/A）", "rate"),
        ("预算完成率", "rate"),
        ("得分率", "rate"),
        ("一般公共预算财政拨款", "amount"),
        ("政府性基金预算财政拨款支出", "amount"),
        ("实际完成指标值", "actual"),
        ("年度指标值", "target"),
        ("目标值", "target"),
        ("评分标准", "rule"),
        ("标准分", "weight"),
        ("偏差原因分析及改进措施", "reason"),
        ("实际完成情况", "goal_done"),
        ("2022年末在职人数", "staff_actual"),
        ("调整预算数", "budget_adjusted"),
        ("2023年比2022年增减", "change"),
    ],
)
def test_years_notes_and_white_space_do_not_change_what_a_heading_means(heading: str, id_: str) -> None:
    found = column_of(heading)
    assert found is not None
    assert found.id == id_


@pytest.mark.parametrize("text", ["办公费", "举办展览", "", "《青禾市志》", "很" * 40])
def test_other_words_head_no_official_column(text: str) -> None:
    assert column_of(text) is None


def test_plain_labels_leave_out_what_varies() -> None:
    assert plain(" 2023年度“三公”经费（万元）：") == "三公经费"


def test_fields_and_totals_know_their_examples() -> None:
    read = load_forms()
    assert [example for example in read.field_examples if not is_field(example)] == []
    assert [example for example in read.total_examples if not is_total(example)] == []


@pytest.mark.parametrize("label", ["产出指标", "三公经费", "总目标", "合计数为三"])
def test_row_labels_are_neither_fields_nor_totals(label: str) -> None:
    assert not is_field(label)
    assert not is_total(label)


def test_the_labels_tell_the_form_even_without_title() -> None:
    rows = [
        ["财政供养人员情况", "编制数", "实际在职人数", "控制率"],
        ["经费控制情况", "决算数", "预算数", "决算数"],
        ["三公经费", "1", "2", "3"],
    ]
    form = recognise(table_of(flat(*rows)), None)
    assert form is not None
    assert form.id == "basic_data"


def test_a_table_of_other_labels_is_no_official_form() -> None:
    assert recognise(table_of(flat(["品名", "单价"], ["桌子", "3"])), "资产登记表") is None


@pytest.fixture
def malformed(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The file's content, to be spoilt; loaded afresh by `load_forms`."""
    raw: dict[str, Any] = read_yaml("forms.yaml")
    monkeypatch.setattr("extractor.lexicon.forms.read_yaml", lambda name: raw)
    load_forms.cache_clear()
    yield raw
    load_forms.cache_clear()


@pytest.mark.parametrize(
    ("place", "key", "value", "reason"),
    [
        (("columns", "target"), "means", "zahl", r"columns\.target: needs patterns and means"),
        (("columns", "target"), "patterns", [], r"columns\.target: needs patterns"),
        (("columns", "target"), "patterns", ["("], r"columns\.target: pattern '\(' does not compile"),
        (("columns", "score"), "kind", "points", r"columns\.score: kind 'points' is none of"),
        (("columns", "score"), "role", "points", r"columns\.score: role 'points' is none of"),
        (("forms", "funds"), "labels", None, r"forms\.funds: needs zh, labels and needs"),
        (("forms", "funds"), "orders", [["label", "geld"]], r"forms\.funds: orders name unknown columns: geld"),
        (("units",), "geld", ["元"], r"units\.geld: no kind"),
        (("totals",), "patterns", None, r"totals: needs patterns"),
    ],
)
def test_a_malformed_entry_is_refused_by_name(
    malformed: dict[str, Any], place: tuple[str, ...], key: str, value: object, reason: str
) -> None:
    entry = malformed
    for name in place:
        entry = entry[name]
    entry[key] = value
    with pytest.raises(LexiconError, match=reason):
        load_forms()
