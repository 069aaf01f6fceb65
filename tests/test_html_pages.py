"""Pages of portals: the report and nothing around it, what the page says of itself, the files it attaches."""

from __future__ import annotations

import re
from pathlib import Path

import portal_pages
import pytest
from portal_pages import ATTACHED, LINES, NOISE, STYLES, TABLE, TITLE, page

from extractor.errors import ReadError
from extractor.lexicon.pages import MainRule, byline_examples, load_pages
from extractor.origins import Link
from extractor.pipeline import process
from extractor.readers.html import read_html
from extractor.readers.markup.edges import is_byline
from extractor.readers.sniffing import sniff
from extractor.types import Doc

CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "html"


def opened(text: str) -> Doc:
    return read_html(text.encode(), "页.html")


def lines(doc: Doc) -> list[str]:
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


@pytest.mark.parametrize("style", STYLES)
def test_the_report_is_found_in_every_manner_of_page(style: str) -> None:
    doc = opened(STYLES[style]())
    assert lines(doc) == [*LINES, ATTACHED[0]]
    assert [cell.text for cell in doc.tables[0].cells] == [cell for row in TABLE for cell in row]
    assert not [word for word in NOISE if word in doc.text]
    assert doc.links == (Link(*ATTACHED),)


@pytest.mark.parametrize("style", STYLES)
def test_what_the_page_says_of_itself_is_kept(style: str) -> None:
    said = opened(STYLES[style]()).meta
    assert said.title == TITLE
    assert said.published == "2023-04-17"
    full = process(opened(STYLES[style]())).meta
    assert (full.organisation, full.fiscal_year, full.report_kind) == ("云溪县水务局", 2022, "department")
    assert full.published == "2023-04-17"


def test_the_head_table_gives_days_and_numbers_and_is_no_table_of_the_report() -> None:
    doc = process(opened(portal_pages.jcms()))
    assert doc.meta.index_number == "000014349/2023-00028"
    assert doc.meta.report_date == "2023-04-10"
    assert len(doc.tables) == 1
    assert "索引号" not in doc.text


def test_what_the_report_says_itself_wins() -> None:
    body = (
        "<p>青禾市交通运输局</p><p>2021年度整体支出绩效自评报告</p><p>工作开展有序。</p>"
        "<p>青禾市交通运输局</p><p>2022年3月1日</p>"
    )
    head = '<meta name="ContentSource" content="青禾市财政局"><meta name="PubDate" content="2022-03-09">'
    said = process(opened(page(f"<div id=zoom>{body}</div>", head, "部门自评"))).meta
    assert (said.organisation, said.report_date, said.published) == ("青禾市交通运输局", "2022-03-01", "2022-03-09")
    assert said.title == "青禾市交通运输局2021年度整体支出绩效自评报告"


def test_a_report_without_title_and_body_has_those_of_its_page() -> None:
    head = (
        '<meta name="ArticleTitle" content="临川区教育局2022年度项目支出绩效自评报告">'
        '<meta name="ContentSource" content="临川区教育局">'
    )
    said = process(opened(page("<div id=zoom><p>经费已全部拨付到位，各项工作有序开展。</p></div>", head))).meta
    assert (said.organisation, said.fiscal_year) == ("临川区教育局", 2022)
    assert said.title == "临川区教育局2022年度项目支出绩效自评报告"


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE}_云溪县人民政府", f"{TITLE} - 云溪县人民政府门户网站", f"{TITLE}-云溪县水务局", f"{TITLE}--政务公开",
        f"{TITLE}|云溪网",
        f" {TITLE} ",
    ],
)  # fmt: skip
def test_the_name_of_the_site_is_no_part_of_the_title(title: str) -> None:
    assert opened(page("<div id=zoom><p>正文如下。</p></div>", title=title)).meta.title == TITLE


@pytest.mark.parametrize("title", ["Microsoft Word - 文档1", "无标题文档", "首页", ""])
def test_a_title_that_says_nothing_is_none(title: str) -> None:
    assert opened(page("<div id=zoom><p>正文如下。</p></div>", title=title)).meta.title is None


@pytest.mark.parametrize(("line", "expected"), byline_examples())
def test_bylines_are_told_from_lines_of_the_report(line: str, expected: bool) -> None:
    assert is_byline(line) == expected


@pytest.mark.parametrize("rule", load_pages().main, ids=lambda rule: f"{rule.by}-{rule.name}")
def test_every_rule_finds_the_body_in_its_example(rule: MainRule) -> None:
    example = rule.example
    tag = re.match(r"<(\w[\w-]*)", example)
    assert tag
    aside = "<div><div>侧栏里的一段介绍文字，与报告没有关系。</div></div>"
    doc = opened(page(f"<div>{example}{portal_pages.REPORT}</{tag[1]}></div>{aside}"))
    assert doc.source.via == ("selectolax", "site-rule")
    assert lines(doc) == [*LINES, ATTACHED[0]]


def test_a_rule_that_finds_next_to_nothing_is_passed_over() -> None:
    doc = opened(page(f"<div id=zoom>字体放大</div><div class=x>{portal_pages.REPORT}</div>"))
    assert lines(doc)[-6:] == [*LINES, ATTACHED[0]]


def test_a_body_that_a_script_uncovers_is_read() -> None:
    doc = opened(page('<div id="js_content" style="visibility: hidden;"><p>正文如下，请查收。</p></div>'))
    assert lines(doc) == ["正文如下，请查收。"]


@pytest.mark.parametrize(
    "body",
    [
        "<div><div>一、概况</div><div>{long}</div><div>单位：万元</div></div>",
        "<div><p>一、概况</p><div>{long}</div></div>单位：万元",
        "<table><tr><td>一、概况<tr><td>{long}<tr><td>单位：万元</table>",
        "<div class=a><div class=b><h3>一、概况</h3></div><div class=c>{long}</div><div class=d>单位：万元</div></div>",
    ],
)
def test_nothing_of_the_report_is_lost_beside_its_longest_part(body: str) -> None:
    long = "<p>云溪县水务局按照年初预算组织实施，各项工作按期完成。</p>" * 30
    found = opened(page(body.format(long=long))).text
    assert "一、概况" in found
    if "单位" in body:
        assert "单位：万元" in found


@pytest.mark.parametrize(
    "line",
    [
        "建议使用绩效评价结果安排下年度预算。", "技术支持服务费12万元。", "访问量突破12万人次。",
        "完成ICP备案核查12家。", "服务对象：全县居民。",
        "编制单位：云溪县水务局", "2023年4月10日", "日期：2023年4月10日", "附件：1.自评表", "联系电话：0000-1234567",
        "时间：2023年4月10日",
    ],
)  # fmt: skip
def test_the_last_lines_of_a_report_are_its_own(line: str) -> None:
    body = "<p>云溪县水务局按照年初预算组织实施，各项工作按期完成。</p>" * 9
    assert lines(opened(page(f"<div id=zoom>{body}<p>{line}</p></div>")))[-1] == line


def test_a_list_of_documents_is_no_head_of_the_page() -> None:
    table = (
        "<table border=1><tr><td>序号<td>文号<td>文件名称<td>印发日期<tr><td>1<td>云财〔2022〕1号<td>预算管理办法<td>"
        "2022-01-05"
        "<tr><td>2<td>云财〔2022〕9号<td>绩效管理办法<td>2022-05-06</table>"
    )
    assert len(opened(page(f"<div id=zoom><p>文件清单如下：</p>{table}</div>")).tables) == 1


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ('<a href="../f/自评表.doc">自评表</a>', ("自评表", "http://www.yunxi.example/xxgk/f/自评表.doc")),
        ('<a href="/d/1.PDF" title="自评报告.pdf">点击下载</a>', ("自评报告.pdf", "http://www.yunxi.example/d/1.PDF")),
        ('<a href="/d/%E8%A1%A8.xlsx">下载</a>', ("表.xlsx", "http://www.yunxi.example/d/%E8%A1%A8.xlsx")),
        (
            '<a href="/down.jsp?id=3&filename=a.ofd">表</a>',
            ("表", "http://www.yunxi.example/down.jsp?id=3&filename=a.ofd"),
        ),
        ('<a href="javascript:;" onclick="down(\'/f/a.wps\')">表</a>', ("表", "http://www.yunxi.example/f/a.wps")),
        ('<iframe src="/pdf/report.pdf"></iframe>', ("report.pdf", "http://www.yunxi.example/pdf/report.pdf")),
        ('<a href="/d/a.html">表</a>', None),
        ('<a href="mailto:a@b.example">表</a>', None),
        ('<a href="http://[bad/a.doc">表</a>', ("表", "http://[bad/a.doc")),
    ],
)
def test_attached_files_are_links(anchor: str, expected: tuple[str, str] | None) -> None:
    doc = opened(page(f"<div id=zoom><p>见附件。</p></div><div class=fj>{anchor}</div>"))
    assert doc.links == ((Link(*expected),) if expected else ())


def test_files_at_the_head_and_at_the_foot_of_an_article_are_attached() -> None:
    head, foot = "<p>附件：<a href='a.doc'>自评表</a></p>", "<div class='article-foot'><a href='b.doc'>报告</a></div>"
    menu = "<p><a href='c.doc'>办事指南</a></p>"
    doc = opened(page(f"{menu}{head}<div id=zoom><p>见附件。</p></div>{foot}"))
    assert [link.title for link in doc.links] == ["自评表", "报告"]


def test_base_and_unknown_addresses_resolve_as_they_can() -> None:
    body = "<body><p>见附件。</p><a href='a.doc'>表</a></body>"
    based = opened(f"<html><head><base href='http://a.example/x/'></head>{body}</html>")
    bare = opened(f"<html>{body}</html>")
    crawled = read_html(f"<html>{body}</html>".encode(), "网页.warc!http://b.example/y/1.html")
    found = [link.address for doc in (based, bare, crawled) for link in doc.links]
    assert found == ["http://a.example/x/a.doc", "a.doc", "http://b.example/y/a.doc"]


@pytest.mark.parametrize("body", ["<p><a href='a.doc'>{}</a></p>", "<iframe src='a.pdf'></iframe>"])
def test_a_page_of_links_only_reads_and_says_so(body: str) -> None:
    doc = opened(page(f"<div id=zoom>{body.format(TITLE)}</div>"))
    assert doc.flags == ("links-only",)
    assert len(doc.links) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<html><frameset><frame src='a.files/sheet001.htm'><frame src='a.files/tabstrip.htm'></frameset></html>",
        "<html><body><iframe src='a.files/sheet001.htm'></iframe></body></html>",
    ],
)
def test_frames_without_what_they_show_are_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"frames .* a\.files/sheet001\.htm"):
        opened(text)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<html><body>云溪</body></html>".encode("utf-16-le"), "html"),
        ("<p class=a>云溪</p>".encode(), "html"),
        (("云溪县。\n" * 3_000 + "<table><tr><td>1</td></tr></table>").encode(), "html"),
        ("云溪县<p>的介绍\n".encode(), "text"),
    ],
)
def test_pages_are_told_from_texts(data: bytes, kind: str) -> None:
    assert sniff(data, "报告") == kind


@pytest.mark.parametrize(
    ("name", "holds", "lacks"),
    [
        ("gne-zsnews", ["众创金融街", "实体经济"], ["打印本页", "责任编辑", "现在位置"]),
        ("gne-shanxi", ["圣保罗", "南美站"], ["ICP备", "网站地图", "分享"]),
        ("gne-cjn", ["黄鹤楼", "黄金周"], ["版权所有", "网站地图"]),
        ("gne-cjddsb", ["志愿者", "金融知识"], ["热门推荐", "版权声明"]),
        ("gne-people", ["陆游", "东方朔"], ["人民网服务邮箱", "登录人民网"]),
        ("gne-guancha", ["集成电路", "贸易逆差"], ["网站备案", "违法和不良信息"]),
    ],
)
def test_real_pages_keep_their_article(name: str, holds: list[str], lacks: list[str]) -> None:
    path = CORPUS / f"{name}.html"
    if not path.exists():
        pytest.skip("the shared corpus is not here")
    doc = read_html(path.read_bytes(), path.name)
    assert all(word in doc.text for word in holds)
    assert not [word for word in lacks if word in doc.text]
    assert doc.meta.title
    assert doc.meta.title in doc.text or name == "gne-zsnews"
