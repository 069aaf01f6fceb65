"""Pages of invented portals, each in the manner of a content system: the same report, other surroundings."""

from __future__ import annotations

TITLE = "云溪县水务局2022年度部门整体支出绩效自评报告"
BODY = (
    "云溪县水务局是县政府工作部门，内设办公室、规划财务股等6个股室，年末实有人数48人。",
    "2022年部门预算收入1286.50万元，其中：基本支出820.30万元、项目支出466.20万元。",
)
TABLE = (("指标", "年初目标", "实际完成"), ("新建供水管网", "12公里", "12.6公里"), ("水质达标率", "≥95%", "98.4%"))
ADDRESS = "http://www.yunxi.example/xxgk/202304/t20230417_1.html"
ATTACHED = ("附件：2022年度部门整体支出绩效自评表.xls", "http://www.yunxi.example/xxgk/202304/P02023.xls")
LINES = (TITLE, "一、部门概况", BODY[0], "二、绩效情况", BODY[1])

REPORT = (
    f'<p style="text-align:center"><strong>{TITLE}</strong></p><p>&nbsp;</p>'
    f"<p>一、部门概况</p><p>&nbsp;&nbsp;&nbsp;&nbsp;{BODY[0]}</p><p>二、绩效情况</p><p>{BODY[1]}</p>"
    "<table border='1' cellspacing='0'><tbody>"
    + "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in TABLE)
    + f'</tbody></table><p>&nbsp;</p><p><a href="./P02023.xls">{ATTACHED[0]}</a></p>'
)
_WORDS = [
    "首页",
    "政务公开",
    "政务服务",
    "互动交流",
    "走进云溪",
    "数据开放",
    "专题专栏",
    "领导之窗",
    "机构职能",
    "人事信息",
    "财政资金",
    "重点领域",
]
_MENU = "".join(f'<li><a href="/col/{n}.html">{word}</a></li>' for n, word in enumerate(_WORDS))
_NEIGHBOURS = "".join(
    f'<li><a href="/art/{n}.html">云溪县水务局开展第{n}次河道巡查</a><span>2023-04-{n:02}</span></li>'
    for n in range(1, 9)
)
NOISE = ("数据开放", "河道巡查", "ICP备", "版权所有", "关闭窗口", "当前位置", "浏览次数", "字体：", "上一篇")
_FOOT = (
    "<p>主办：云溪县人民政府办公室 承办：云溪县政务中心</p><p>版权所有：云溪县人民政府 ICP备00000001号</p>"
    "<p>网站标识码：0000000001 公网安备 00000000000001号</p><p>建议使用1024*768分辨率浏览本网站</p>"
)


def page(body: str, head: str = "", title: str = f"{TITLE}_云溪县人民政府门户网站") -> str:
    """A whole page."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{ADDRESS}"><link rel="stylesheet" href="/s.css">{head}</head><body>{body}'
        "<script>var clicks = 128;</script></body></html>"
    )


def trs() -> str:
    """TRS WCM: page facts in <meta>, the body in `TRS_Editor`, the title above it."""
    head = (
        f'<meta name="SiteName" content="云溪县人民政府门户网站"><meta name="ArticleTitle" content="{TITLE}">'
        '<meta name="PubDate" content="2023-04-17 09:30"><meta name="ContentSource" content="云溪县水务局">'
    )
    return page(
        f'<div class="top"><ul class="menu">{_MENU}</ul></div><div class="crumbs">当前位置：<a href="/">首页</a> &gt; '
        f'<a href="/xxgk">政务公开</a></div><div class="wrap"><h1>{TITLE}</h1><div class="info"><span>'
        f"发布时间：2023-04-17 "
        "09:30</span><span>来源：云溪县水务局</span><span>浏览次数：128</span><span>字体：【大 中 小】</span></div>"
        f'<div class="view TRS_UEDITOR trs_paper_default"><div class="TRS_Editor">{REPORT}</div></div>'
        f'<div class="share">分享到：微信 微博</div><p>上一篇：<a href="/art/9.html">云溪县水务局河道巡查</a></p></div>'
        f'<div class="side"><ul>{_NEIGHBOURS}</ul></div><div class="bottom">{_FOOT}</div>',
        head,
    )


def jcms() -> str:
    """Hanweb jcms: a head table, the body opened by <meta name="ContentStart"> in `zoom`."""
    head_table = (
        '<table width="100%"><tr><td><b>索引号</b></td><td>000014349/2023-00028</td><td><b>主题分类</b></td><td>'
        "财政</td></tr>"
        "<tr><td><b>发文机关</b></td><td>云溪县水务局</td><td><b>成文日期</b></td><td>2023年04月10日</td></tr>"
        f"<tr><td><b>标题</b></td><td colspan=3>{TITLE}</td></tr>"
        "<tr><td><b>发文字号</b></td><td>云水〔2023〕12号</td><td><b>发布日期</b></td><td>2023-04-17</td></tr></table>"
    )
    return page(
        f'<div id="header"><ul>{_MENU}</ul></div><p>当前位置：<a href="/">首页</a>&gt;<a href="/x">部门文件</a></p>'
        f'<div class="main-txt"><div class="bt-article-y">{head_table}<p class="sp_title">{TITLE}</p>'
        f'<div id="zoom"><!--ZJEG_RSS.content.begin--><meta name="ContentStart">{REPORT}<meta name="ContentEnd">'
        '<!--ZJEG_RSS.content.end--></div></div><div>【<a href="javascript:print()">打印本页</a>】【<a '
        f'href="javascript:close()">关闭窗口</a>】</div></div><div>{_FOOT}</div>',
        title=f"云溪县人民政府 部门文件 {TITLE}",
    )


def tables() -> str:
    """An old ASP site: tables in tables place everything, nothing has a name."""
    return page(
        f'<table width="950" align="center"><tr><td><table><tr>'
        f"{''.join(f'<td><a href=/>{w}</a></td>' for w in _WORDS)}</tr>"
        '</table></td></tr><tr><td><table width="100%"><tr><td width="200" valign="top"><table>'
        + "".join(f'<tr><td><a href="/{n}.asp">河道巡查第{n}期</a></td></tr>' for n in range(9))
        + '</table></td><td valign="top"><table width="100%"><tr><td>您当前的位置：<a href="/">首页</a>'
        " &gt;&gt; 正文（当前位置）</td></tr>"
        f'<tr><td align="center"><font size="4"><b>{TITLE}</b></font></td></tr><tr><td align="center">'
        f"发布日期：2023-04-17&nbsp;&nbsp;"
        f"作者：办公室&nbsp;&nbsp;点击数：128</td></tr><tr><td><table width='96%'><tr><td>{REPORT}</td></tr></table>"
        f"</td></tr>"
        "<tr><td>上一篇：<a href='/1.asp'>河道巡查</a><br>下一篇：没有了</td></tr><tr><td align=right>"
        "【打印此页】【关闭窗口】</td></tr>"
        f"</table></td></tr></table></td></tr><tr><td align=center>{_FOOT}</td></tr></table>",
    )


def unnamed() -> str:
    """Names that no rule knows: the body is where the text is."""
    return page(
        f'<div class="a1"><div class="a2"><ul>{_MENU}</ul></div></div><div class="b1"><div class="b2"><div class="b3">'
        f"<h2>{TITLE}</h2><div>来源：云溪县水务局 发布时间：2023-04-17 09:30:15 浏览次数：<script>n()</script>次</div>"
        f'<div class="b4">{REPORT}</div><div class="b5">相关信息</div><ul>{_NEIGHBOURS}</ul></div></div></div>'
        f'<div class="c1">{_FOOT}</div>',
    )


def vsb() -> str:
    """WebSite Builder: everything in a form, the body in `vsb_content`."""
    return page(
        f'<ul id="nav">{_MENU}</ul><form name="_newscontent_fromname"><div class="tit">{TITLE}</div><div>'
        f"发布日期：2023-04-17 "
        f'作者： 点击：[<span id="dynclicks">128</span>]</div><div id="vsb_content"><div class="v_news_content">'
        f"{REPORT}"
        '</div></div><p>【<a href="javascript:window.close()">关闭窗口</a>】</p><p>上一条：<a href="2.htm">'
        "河道巡查通报</a></p>"
        f"</form><div>{_FOOT}</div>",
    )


def epoint() -> str:
    """Epoint: a byline in brackets with buttons in it, the body under a name that no rule knows."""
    return page(
        f'<div class="ewb-header"><ul>{_MENU}</ul></div><div class="ewb-container"><div class="ewb-location">'
        f"当前位置：<a "
        f'href="/">首页</a></div><div class="ewb-details-hd"><h3>{TITLE}</h3><p>【信息时间：2023-04-17　阅读次数：'
        '<span>128</span>】【<a href="#">我要打印</a>】【<a href="#">关闭</a>】</p></div><div class="ewb-details-bd">'
        f'{REPORT}</div></div><div class="ewb-footer">{_FOOT}</div>',
    )


def semantic() -> str:
    """The elements of HTML 5."""
    return page(
        f"<header><nav><ul>{_MENU}</ul></nav></header><main><article><header><h1>{TITLE}</h1><time>2023-04-17</time>"
        f"</header>{REPORT}<footer>责任编辑：王晓</footer></article><aside><ul>{_NEIGHBOURS}</ul></aside></main>"
        f"<footer>{_FOOT}</footer>",
    )


STYLES = {
    "trs": trs,
    "jcms": jcms,
    "tables": tables,
    "unnamed": unnamed,
    "vsb": vsb,
    "epoint": epoint,
    "semantic": semantic,
}
