"""Reports without annotation teach only what the rules and the catalogue agree on."""

from __future__ import annotations

from extractor.annotations import bare_doc
from extractor.training.weak import WEIGHT, weak_examples


def test_a_name_of_the_catalogue_inside_its_stretch_is_an_example() -> None:
    doc = bare_doc(
        "青禾.txt", "青禾县档案馆2023年度绩效自评报告\n按要求压减后公务接待费1.2万元，全年完成调卷服务312人次。\n"
    )
    found = list(weak_examples(doc, "青禾"))
    assert [(example.task, example.report, example.weight) for example in found] == [("name", "青禾", WEIGHT)]
    assert sum(found[0].right) == 1


def test_names_that_nobody_has_catalogued_teach_nothing() -> None:
    doc = bare_doc("青禾.txt", "青禾县档案馆2023年度绩效自评报告\n全年完成调卷服务312人次，修裱老图纸47张。\n")
    assert list(weak_examples(doc, "青禾")) == []
