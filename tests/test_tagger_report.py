"""The measurements of docs/tagger.md: they count what they say, and the page has a place for each."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
import tagger_report
from tagger_measures.diagram import HEIGHT, WIDTH, diagram
from tagger_measures.intervals import interval, measured
from tagger_measures.learning import STEPS, Learner, curve, left_out
from tagger_measures.tables import FIGURES, percent, ranged, table
from tagger_measures.votes import votes

from extractor.tagger.choices import Question, Rules, Task
from extractor.training.reports import Report, find_reports
from extractor.training.scores import measure

PAGE = Path(__file__).parents[1] / "docs" / "tagger.md"
BLOCKS = ("test", "reliability", "ablations", "curve", "weak", "real", "votes", "cost")
ROWS = [(0.1, 0.3, 10), (0.55, 0.7, 80), (0.96, 0.93, 1494)]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """The two shortest annotated reports."""
    found = find_reports(tagger_report.DATA)
    return sorted(found, key=lambda report: (len(report.gold.doc.facts), report.name))[:2]


class Last:
    """Takes the last option of every question about a role and what the rules say otherwise."""

    def choose(self, task: Task, question: Question) -> tuple[int, float]:
        return (len(question.options) - 1 if task == "role" else question.preferred), 0.5


def test_a_share_lies_in_its_interval_and_reports_alike_leave_no_doubt() -> None:
    estimate = interval([(9, 10), (50, 100), (70, 90)])
    assert estimate.value == pytest.approx(129 / 200)
    assert estimate.low == pytest.approx(0.5)  # where all three drawn are the second
    assert estimate.low < estimate.value < estimate.high <= 0.9
    assert interval([(9, 10), (50, 100), (70, 90)]) == estimate
    same = interval([(7, 10)] * 5)
    assert (same.low, same.value, same.high) == (0.7, 0.7, 0.7)


def test_a_difference_is_taken_report_by_report() -> None:
    mine, theirs = [(30, 100), (95, 100), (60, 100)], [(25, 100), (90, 100), (55, 100)]
    apart = interval(mine)
    paired = interval(mine, theirs)
    assert apart.high - apart.low > 0.4
    assert [round(end, 6) for end in (paired.low, paired.value, paired.high)] == [0.05] * 3


def test_the_counts_of_reports_give_the_figures_of_all(reports: list[Report]) -> None:
    scores, counts = measured(reports, Rules())
    figures = measure(reports, Rules()).figures()
    assert scores.figures() == figures
    assert interval([count.exact for count in counts]).value == pytest.approx(figures["exact"], abs=1e-4)
    assert interval([count.fact for count in counts]).value == pytest.approx(figures["fact"], abs=1e-4)


def test_votes_count_who_is_right_where_a_model_differs(reports: list[Report]) -> None:
    by_rules, numbers = votes(reports, Rules())
    assert numbers == sum(fact.quantity.place is None for report in reports for fact in report.gold.doc.facts)
    assert [vote.against for vote in by_rules.values()] == [0, 0, 0]
    assert all(0 < vote.asked <= numbers for vote in by_rules.values())
    role = votes(reports, Last())[0]["role"]
    assert role.asked > 0.9 * by_rules["role"].asked
    assert role.against > 0.9 * role.asked
    assert role.rules_right > 5 * role.model_right
    assert role.model_right + role.rules_right <= role.against


def test_a_report_is_measured_by_a_model_of_the_others_and_no_copy(reports: list[Report]) -> None:
    seen: list[list[str]] = []

    class Spy(Learner):
        def learn(self, reports, keep=None, weak=()):  # type: ignore[no-untyped-def]
            seen.append([report.name for report in reports])
            return Rules()

    copy = replace(reports[0], name="copy")
    scores = left_out(Spy(), reports, [copy])
    assert [len(each.answers) for each in scores] == [len(measure([report], Rules()).answers) for report in reports]
    assert seen == [[reports[1].name], ["copy", reports[0].name]]
    seen.clear()
    many = [replace(reports[0], name=f"r{number}") for number in range(20)]
    steps = curve(Spy(), many, reports[:1])
    assert list(steps) == list(STEPS)
    assert steps[4]["exact"] == pytest.approx(measure(reports[:1], Rules()).figures()["exact"])
    assert sorted(map(len, seen)) == [4, 4, 4, 8, 8, 8, 16, 16, 16]
    assert len({tuple(names) for names in seen if len(names) == 4}) == 3


def test_what_is_learned_without_trust_names_as_what_is_learned_with_it(reports: list[Report]) -> None:
    from extractor.tagger.choices import Linear
    from extractor.training.train import weights_of

    whole = measure(reports, Linear(weights_of(reports, lambda _: None))).figures()
    quick = measure(reports, Learner().learn(reports)).figures()
    assert [quick[name] for name in FIGURES] == [whole[name] for name in FIGURES]


def test_the_diagram_is_a_picture_with_labels_for_light_and_dark() -> None:
    root = ET.fromstring(diagram(ROWS, "Shipped model"))  # noqa: S314 -- our own
    circles = root.findall(f".//{SVG}circle")
    assert [float(circle.attrib["cx"]) for circle in circles] == sorted(float(c.attrib["cx"]) for c in circles)
    assert [float(circle.attrib["r"]) for circle in circles] == sorted(float(c.attrib["r"]) for c in circles)
    above = [float(c.attrib["cy"]) for c in circles]
    assert above == sorted(above, reverse=True)  # the share of right facts grows upwards
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert {"Shipped model", "10", "80", "1,494", "100 %", "facts that are right", "as stated"} <= words
    for text in root.iter(f"{SVG}text"):
        if "x" in text.attrib:
            assert 0 < float(text.attrib["x"]) < WIDTH
            assert 0 < float(text.attrib["y"]) < HEIGHT
    assert "prefers-color-scheme: dark" in "".join(root.itertext())


def test_each_table_goes_between_its_marks_and_nothing_else_changes() -> None:
    page = "一\n<!-- a -->\nold\n<!-- /a -->\n二\n<!-- b -->\n<!-- /b -->\n三\n"
    filled = tagger_report.filled(page, {"a": "| 1 |", "b": r"\1"})
    assert filled == "一\n<!-- a -->\n\n| 1 |\n\n<!-- /a -->\n二\n<!-- b -->\n\n\\1\n\n<!-- /b -->\n三\n"
    assert tagger_report.filled(filled, {"a": "| 1 |", "b": r"\1"}) == filled


@pytest.mark.parametrize("page", ["", "<!-- a -->", "<!-- a --><!-- /a --><!-- a --><!-- /a -->"])
def test_a_page_without_a_mark_is_refused(page: str) -> None:
    with pytest.raises(SystemExit, match=r"needs the marks <!-- a --> and <!-- /a --> once"):
        tagger_report.filled(page, {"a": "1"})


def test_the_page_has_a_place_for_each_table_and_its_prose_has_no_figures_of_its_own() -> None:
    page = PAGE.read_text(encoding="utf-8")
    prose, _, encoder = page.partition("## A second stage, measured")
    assert "scripts/encoder" in encoder, "its figures come from an environment of their own"
    for name in BLOCKS:
        found = re.findall(rf"<!-- {name} -->(.*?)<!-- /{name} -->", page, flags=re.DOTALL)
        assert len(found) == 1
        assert found[0].strip()
        prose = prose.replace(found[0], "")
    assert re.findall(r"\d+\.\d|\d{2,} (?:KB|ms|facts|reports)", prose) == []
    assert (PAGE.parent / tagger_report.DIAGRAM).is_file()


def test_tables_are_markdown_in_percent() -> None:
    assert percent(0.8725) == "87.2"
    assert ranged(interval([(1, 2)] * 3), "+") == "+50.0 (+50.0 … +50.0)"
    assert table(["", "exact"], [["rules", "1.0"]]) == "|  | exact |\n|---|--:|\n| rules | 1.0 |"


def test_where_the_real_reports_are_not_the_page_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tagger_report, "REAL", tmp_path / "gold")
    assert tagger_report.real(Learner(), []) == "The real reports are not beside this checkout."
