"""Accounting identities: the data file, and where in a report they are applied."""

from __future__ import annotations

from dataclasses import replace

import pytest
from marked import marked, sheet

from extractor.checks import check as checks
from extractor.errors import LexiconError
from extractor.ledger.ledger import Ledger
from extractor.lexicon import identities as lexicon
from extractor.lexicon.identities import Identity, IdentityExample, load_identities
from extractor.lexicon.metrics import load_metrics
from extractor.types import Doc, Finding, Span

EXAMPLES = [(identity, example) for identity in load_identities() for example in identity.examples]


def found(doc: Doc, check: str = "sum.identity") -> list[Finding]:
    run = checks.get(check)
    assert run is not None
    return list(run(Ledger(doc)))


@pytest.mark.parametrize(("identity", "example"), EXAMPLES, ids=lambda value: getattr(value, "id", ""))
def test_an_identity_holds_for_its_own_examples(identity: Identity, example: IdentityExample) -> None:
    role, numbers = identity.roles[-1], example.numbers
    parts = [
        f"{term.about or ''}{load_metrics()[term.metric].zh}[{numbers[term.metric]}万元 {term.metric} "
        f"{(term.roles or (role,))[0]}]"
        for term in identity.terms
        if term.metric in numbers
    ]
    doc = marked(f"总数[{numbers['whole']}万元 {identity.whole} {role}]，{'，'.join(parts)}。")
    verdicts = {f.verdict for f in found(doc) if f.message.startswith((identity.zh, f"按“{identity.zh}"))}
    assert verdicts == {"consistent" if example.holds else "inconsistent"}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"id": "x", "zh": "甲", "source": "无", "whole": "spend.total", "roles": ["final"]}, "needs plus, examples"),
        (
            {"id": "x", "zh": "甲", "source": "无", "whole": "spend.all", "roles": ["final"],
             "plus": ["spend.basic"], "examples": [{"numbers": {}, "holds": True}]},
            "spend.all is no metric",
        ),
        (
            {"id": "x", "zh": "甲", "source": "无", "whole": "spend.total", "roles": ["last"],
             "plus": ["spend.basic"], "examples": [{"numbers": {}, "holds": True}]},
            "last is no role",
        ),
    ],
)  # fmt: skip
def test_a_malformed_entry_names_the_file_the_entry_and_the_fault(
    entry: dict[str, object], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon, "read_yaml", lambda name: {"identities": [entry]})
    with pytest.raises(LexiconError, match=f"identities.yaml: x.*{reason}"):
        lexicon.load_identities.__wrapped__()


def test_numbers_of_one_paragraph_that_contradict_an_identity_are_an_error() -> None:
    doc = marked("总支出[20万元 spend.total]。基本支出[12万元 spend.basic]，项目支出[9.5万元 spend.project]。")
    assert [(f.severity, f.formula) for f in found(doc)] == [("error", "12 + 9.5 = 21.5 ≠ 20")]


def test_numbers_of_different_chapters_only_ask_for_an_explanation() -> None:
    doc = marked(
        "#一\n总支出[20万元 spend.total]。\n#二\n基本支出[12万元 spend.basic]，项目支出[9.5万元 spend.project]。"
    )
    assert [f.severity for f in found(doc)] == ["warning"]


@pytest.mark.parametrize(
    ("total", "basic", "project"),
    [
        ("spend.total final 2022", "spend.basic budget_initial 2022", "spend.project budget_initial 2022"),
        ("spend.total final 2022", "spend.basic final 2021", "spend.project final 2021"),
        ("spend.total final 2022", "spend.basic final 2022", "spend.project final 2022 乡村路灯项目"),
        ("spend.total final 2022 下属中心", "spend.basic final 2022", "spend.project final 2022"),
        ("spend.total final 2022", "spend.basic final 2022", "spend.project change 2022"),
    ],
)
def test_nothing_is_added_up_across_roles_years_and_scopes(total: str, basic: str, project: str) -> None:
    doc = marked(f"总支出[20万元 {total}]，基本支出[12万元 {basic}]，项目支出[9.5万元 {project}]。")
    assert found(doc) == []


def test_a_missing_source_of_income_is_no_error() -> None:
    doc = marked("总收入[20万元 income.total]，财政拨款[12万元 income.general_budget]。")
    assert found(doc) == []


def test_a_source_greater_than_the_income_is_an_error() -> None:
    doc = marked("总收入[12万元 income.total]，财政拨款[20万元 income.general_budget]，其他[0万元 income.other]。")
    assert [f.severity for f in found(doc)] == ["error"]


def test_carried_over_money_may_lie_inside_or_outside_the_income() -> None:
    text = "总收入[{}万元 income.total]，财政拨款[12万元 income.general_budget]，上年结转[3万元 income.carried_in]。"
    verdicts = [[f.verdict for f in found(marked(text.format(total)))] for total in ("12", "15")]
    assert verdicts == [["consistent"], ["consistent"]]


def test_an_adjusted_budget_explains_accounts_above_the_initial_one() -> None:
    doc = marked(
        "年初基本支出预算[50万元 spend.basic budget_initial]。\n追加基本支出[9.5万元 budget.added change]，"
        "调减基本支出[1.5万元 budget.reduced change]。\n基本支出决算[58万元 spend.basic final]。"
    )
    assert [(f.kind, f.verdict, f.formula) for f in found(doc)] == [("delta", "consistent", "50 + 9.5 - 1.5 = 58")]


def test_unspent_budget_is_no_error() -> None:
    doc = marked(
        "年初基本支出预算[50万元 spend.basic budget_initial]，追加基本支出[9.5万元 budget.added change]。"
        "基本支出决算[55万元 spend.basic final]。"
    )
    assert found(doc) == []


def test_the_same_wrong_sum_is_reported_once_where_its_numbers_stand_closest() -> None:
    doc = marked(
        "总支出[20万元 spend.total]，基本支出[12万元 spend.basic]，项目支出[9.5万元 spend.project]。\n"
        "总支出[20万元 spend.total]。\n基本支出[12万元 spend.basic]。\n项目支出[9.5万元 spend.project]。"
    )
    (finding,) = found(doc)
    assert [span.start < doc.text.index("\n") for span in finding.evidence] == [True] * 3


def test_parts_of_a_table_meet_a_total_of_the_narrative() -> None:
    rows = ["项目|决算", "基本支出|12.5", "项目支出|8.5"]
    table = sheet(rows, ("", "final"), ("spend.basic", "spend.project"))
    text = table.text + "总支出21万元。"
    whole = marked("总支出[21万元 spend.total]。").facts[0]
    span = Span(text.index("21万元"), text.index("21万元") + 4)
    moved = replace(whole, quantity=replace(whole.quantity, span=span), indicator=None)
    doc = replace(table, text=text, facts=(*table.facts, moved))
    assert [f.verdict for f in found(doc)] == ["consistent"]


SPREAD = "“三公”经费[2.5万元 spend.three_public]，其中接待费[{}万元 spend.reception]，车辆[1万元 spend.vehicle]。"


@pytest.mark.parametrize(("stated", "expected"), [("1.5", ["consistent"]), ("0.8", ["inconsistent"]), ("1.9", [])])
def test_an_item_of_all_lists_together_may_not_exceed_its_whole(stated: str, expected: list[str]) -> None:
    doc = marked(
        "基本支出[30万元 spend.basic]：办公费[2万元]，接待费[0.5万元 spend.reception final 2022 基本支出]。\n"
        "项目支出[20万元 spend.project]：接待费[1万元 spend.reception final 2022 项目]。\n" + SPREAD.format(stated)
    )
    assert [f.verdict for f in found(doc, "sum.spread")] == expected
