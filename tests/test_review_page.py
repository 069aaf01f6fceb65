"""What people and programs get to see of the findings: the review page, the SARIF log, the sheet."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from flattening import doc_of, flat

from extractor.pipeline import process
from extractor.records import ReportRecord, report
from extractor.writers import write

TEXT = (
    "云溪县应急管理局2022年度部门整体支出绩效自评报告\n"
    "一、基本情况\n"
    "2022年支出合计100万元，其中：基本支出60万元，项目支出30万元。项目支出30万元<含专项>。\n"
    "二、支出表\n"
    "单位：万元\n"
    + flat(["项目", "预算数", "决算数"], ["基本支出", "55", "60"], ["项目支出", "25", "35"], ["合计", "80", "95"])
)


class Page(HTMLParser):
    """The ids, links, attributes and visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.marks: list[dict[str, str | None]] = []
        self.cells: list[dict[str, str | None]] = []
        self.shown: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
            if "mark" in str(found.get("class")):
                self.marks.append(found)
        if tag == "td":
            self.cells.append(found)
        self.fetched += [str(found[name]) for name in ("src", "data", "action") if name in found]
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.shown.append(data)


@pytest.fixture(scope="module")
def record() -> ReportRecord:
    found = report(process(doc_of(TEXT)))
    assert {finding["verdict"] for finding in found["findings"]} >= {"consistent", "inconsistent"}
    return found


@pytest.fixture(scope="module")
def page(record: ReportRecord) -> Page:
    return Page(write(record, "html").decode())


def test_the_page_shows_the_whole_text_once_and_escaped(page: Page) -> None:
    shown = re.sub(r"\s", "", "".join(page.shown))
    for line in TEXT.split("\n"):
        assert re.sub(r"\s", "", line) in shown
    assert shown.count("项目支出30万元<含专项>") == 1


def test_every_link_of_the_page_leads_to_a_place_in_it(page: Page) -> None:
    assert page.links
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_fetches_nothing(record: ReportRecord, page: Page) -> None:
    assert page.fetched == []
    assert not re.search(r"https?://|@import|url\(", write(record, "html").decode())


def test_every_finding_is_on_the_page_and_leads_to_each_of_its_numbers(record: ReportRecord, page: Page) -> None:
    assert {f"finding-{number}" for number in range(len(record["findings"]))} <= set(page.ids)
    for number, finding in enumerate(record["findings"]):
        marked = {mark["id"] for mark in page.marks if str(number) in str(mark["data-findings"]).split()}
        assert {f"at-{evidence['start']}" for evidence in finding["evidence"]} <= marked


def test_cells_that_offend_are_marked(record: ReportRecord, page: Page) -> None:
    wrong = [one for one in record["findings"] if one["verdict"] == "inconsistent"]
    assert any(cell.get("class") in ("error", "warning", "info") for cell in page.cells) == any(
        evidence["start"] >= record["tables"][0]["start"] for finding in wrong for evidence in finding["evidence"]
    )
    assert sum("class" not in cell for cell in page.cells) > 0


def test_a_page_without_text_is_a_programming_error(record: ReportRecord) -> None:
    bare: ReportRecord = {**record, "text": None}
    with pytest.raises(ValueError, match="text"):
        write(bare, "html")


def test_the_sarif_log_quotes_the_text_it_embeds(record: ReportRecord) -> None:
    log: dict[str, Any] = json.loads(write(record, "sarif"))
    (run,) = log["runs"]
    text = run["artifacts"][0]["contents"]["text"]
    wrong = [finding for finding in record["findings"] if finding["verdict"] == "inconsistent"]
    assert len(run["results"]) == len(wrong) > 0
    for result, finding in zip(run["results"], wrong, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding["check"]
        places = [*result["locations"], *result.get("relatedLocations", [])]
        assert len(places) == len(finding["evidence"])
        for place in places:
            region = place["physicalLocation"]["region"]
            start = region["charOffset"]
            assert text[start : start + region["charLength"]] == region["snippet"]["text"]


def test_the_sheet_has_a_row_for_each_finding_gravest_first(record: ReportRecord) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(record, "findings.xlsx")))
    rows = list(book.active.iter_rows(values_only=True)) if book.active else []
    assert len(rows) == len(record["findings"]) + 1
    order = ["强制性", "核实性", "提示", "无法核实", "相符"]
    kinds = [order.index(str(row[1])) for row in rows[1:]]
    assert kinds == sorted(kinds)
    assert {str(row[3]) for row in rows[1:]} == {finding["message"] for finding in record["findings"]}


@pytest.mark.parametrize("format", ["html", "sarif", "findings.xlsx"])
def test_the_same_record_gives_the_same_bytes(record: ReportRecord, format: str) -> None:
    assert write(record, format) == write(record, format)
