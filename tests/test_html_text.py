"""What a page shows: lines, white space, numbers of lists, signs; what it does not show."""

from __future__ import annotations

import pytest

from extractor.errors import ReadError
from extractor.readers.html import read_html
from extractor.types import Doc


def shown(body: str, head: str = "") -> Doc:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "页.html")


def lines(body: str, head: str = "") -> list[str]:
    doc = shown(body, head)
    return [doc[paragraph.span] for paragraph in doc.paragraphs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>一</p><div>二<p>三</p>四</div>五", ["一", "二", "三", "四", "五"], id="blocks"),
        pytest.param("<p>一<br>二<br/><br>三</p>", ["一", "二", "三"], id="line breaks"),
        pytest.param("<h2>一、概况</h2><section>二</section><ul><li>三</ul>", ["一、概况", "二", "三"],
        id="headings and lists"),
        pytest.param("<p>共<span>315</span><b>.68</b><i>万</i>元</p>", ["共315.68万元"], id="formatting joins"),
        pytest.param("<p>2022\n  年共\r\n支出 315.68\n万元</p>", ["2022年共支出 315.68万元"],
        id="source lines in Chinese"),
        pytest.param("<p>Windows\n  Server  2022</p>", ["Windows Server 2022"], id="source lines in Latin"),
        pytest.param("<p>&nbsp;&nbsp;&nbsp;&nbsp;支出&nbsp;</p>", ["支出"], id="indents of blanks"),
        pytest.param("<p>&amp;nbsp;&amp;nbsp;支出</p>", ["支出"], id="blanks escaped twice"),
        pytest.param("<p>单位：甲&nbsp;&nbsp;&nbsp;日期：乙</p>", ["单位：甲   日期：乙"], id="blanks between"),
        pytest.param("<p>云溪\u3000县</p>", ["云溪\u3000县"], id="wide blank inside"),
        pytest.param("<p>支\u200b出\ufeff合\xad计</p>", ["支出合计"], id="invisible signs"),
        pytest.param("<pre>甲  1\n乙  2</pre>", ["甲  1", "乙  2"], id="preformatted"),
        pytest.param("<p style='white-space:pre-wrap'>甲  1\n乙</p>", ["甲  1", "乙"], id="white space kept by style"),
        pytest.param("<p>面积12km<sup>2</sup>，10<sup>4</sup>吨</p>", ["面积12km²，10⁴吨"], id="powers"),
        pytest.param("<p>收入<sup>[1]</sup>、1<sup>st</sup></p>", ["收入[1]、1st"], id="other superscripts"),
        pytest.param("<p>PM<sub>2.5</sub>、CO<sub>2</sub></p>", ["PM2.5、CO2"], id="subscripts"),
        pytest.param("<p><ruby>溪<rp>(</rp><rt>xī</rt><rp>)</rp></ruby>县</p>", ["溪县"], id="ruby"),
        pytest.param('<p>甲<img src="a.gif" alt="图标">乙</p>', ["甲乙"], id="pictures"),
        pytest.param("<p>A&amp;B &lt;5% &#20113;&#x6EAA; &ge;95%</p>", ["A&B <5% 云溪 ≥95%"], id="entities"),
        pytest.param("<p>甲<!-- 乙 --><![if !vml]>丙<![endif]></p>", ["甲丙"], id="comments"),
        pytest.param("<p>甲<del>乙</del><ins>丙</ins></p>", ["甲丙"], id="deleted"),
        pytest.param("<p>是<input type=checkbox checked>否<input type=radio></p>", ["是☑否□"], id="boxes to tick"),
        pytest.param("<p>是<span style='font-family:\"Wingdings 2\"'>R</span>否</p>", ["是☑否"], id="symbol fonts"),
        pytest.param("<p><o:p>甲</o:p><st1:chsdate>2022年</st1:chsdate></p>", ["甲2022年"], id="Office's own elements"),
        pytest.param("<p>甲</p><p>乙<p>丙<div>丁", ["甲", "乙", "丙", "丁"], id="left open"),
        pytest.param("<dl><dt>名称<dd>管网<dt>年度<dd>2022</dl>", ["名称", "管网", "年度", "2022"], id="definitions"),
    ],
)  # fmt: skip
def test_lines_are_what_a_browser_prints(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>暗</p>", "<p style='DISPLAY : NONE;'>暗</p>", "<span hidden>暗</span>",
        "<p style='visibility:hidden'>暗</p>", "<span style='mso-hide:all'>暗</span>", "<p class='x'>暗</p>",
        "<div id=y>暗</div>",
        "<script>暗</script>", "<style>暗</style>", "<template>暗</template>", "<noscript>暗</noscript>",
        "<textarea>暗</textarea>",
        "<select><option>暗</select>", "<iframe>暗</iframe>", "<object>暗</object>", "<input type=hidden value=暗>",
        "<div style='display:none'><div style='display:block'>暗</div></div>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_left_out(hidden: str) -> None:
    style = "<style>p.x{color:red;display:none} #y , .z{visibility:hidden}</style>"
    assert lines(f"<p>甲</p>{hidden}<p>乙</p>", style) == ["甲", "乙"]


@pytest.mark.parametrize(
    "style", ["@media print{.x{display:none}}", ".x.off{display:none}", ".x{display:none}.x.on{display:block}",
    "/*.x{display:none}*/"]
)  # fmt: skip
def test_what_a_style_hides_elsewhere_is_shown(style: str) -> None:
    assert lines("<p>甲</p><p class=x>乙</p>", f"<style>{style}</style>") == ["甲", "乙"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol type=a><li>甲<li>乙</ol>", ["a. 甲", "b. 乙"]),
        ("<ol type=I><li>甲<li>乙</ol>", ["I. 甲", "II. 乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style:none'><li>甲</ol>", ["甲"]),
        ("<ol><li>1、甲<li>（二）乙</ol>", ["1、甲", "（二）乙"]),
        ("<ol><li><p>甲</p><p>续</p><li>乙<ol><li>丙</ol></ol>", ["1. 甲", "续", "2. 乙", "1. 丙"]),
        ("<ol><li>甲</li><li style='display:none'>暗</li><li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
    ],
)
def test_lists_are_written_with_their_numbers(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_written_numbers_are_flagged() -> None:
    listed = shown("<ol><li>甲</ol>")
    word = shown(
        "<p><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp; </span></span><![endif]>甲</p><p>乙</p>"
    )
    assert [paragraph.origin.flags for paragraph in listed.paragraphs] == [("automatic-numbering",)]
    assert [word[paragraph.span] for paragraph in word.paragraphs] == ["一、 甲", "乙"]
    assert [paragraph.origin.flags for paragraph in word.paragraphs] == [("automatic-numbering",), ()]


def test_paragraphs_have_the_place_of_their_element() -> None:
    doc = shown("<div><p>甲</p></div><div><p style='display:none'>暗</p><p>乙<b>丙</b></p></div>")
    assert [paragraph.origin.path for paragraph in doc.paragraphs] == ["body/div[1]/p[1]", "body/div[2]/p[2]"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "no text"),
        ("<script>draw()</script><div id=app></div>", "a script draws it"),
        ("<p>\ufffd</p>".encode().decode() + "<div>" * 60_000, "nested too deeply"),
        ("<p " + " ".join(f"a{n}" for n in range(9_000)) + ">甲", "attributes"),
        ("<p " + " ".join(f'a{n}="<>"' for n in range(20_001)) + ">甲", "attributes"),
        ("<p>" + "".join(f"<font color={n}>" for n in range(2_000)) + "<p>甲" * 2_000, "nested too deeply"),
        ("<br>" * 1_000_001, "tags"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(body: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        shown(body)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 1_500 + "甲",
        "<b>" * 1_900 + "甲",
        "<table><tr><td>" * 600 + "甲",
        "<table border=1><tr><td>乙<td>" * 600 + "甲",
        "<ul><li>" * 900 + "甲",
        "甲<![CDATA[" * 1_000,
        "甲" + "<!--" * 10_000,
        "甲<" * 10_000,
        "</div></p></table>" * 500 + "甲",
        "<style>" + "{" * 100_000 + "</style>甲",
    ],
)
def test_pages_out_of_order_are_read(body: str) -> None:
    assert "甲" in shown(body).text
