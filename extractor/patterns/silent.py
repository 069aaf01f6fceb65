"""Why a number without a unit is passed over: outline, document number, telephone, page, code …"""

from __future__ import annotations

import re

_OPEN = "（(〔[［【﹝"
_CLOSE = "）)〕]］】﹞"
_LABELS = (
    "附件",
    "附表",
    "附图",
    "附录",
    "附",
    "表",
    "图",
    "目标",
    "注",
    "序号",
    "编号",
    "专栏",
    "指标",
    "任务",
    "问题",
    "措施",
    "项目",
    "标段",
    "案例",
)
_PHONE = (
    "电话",
    "电话：",
    "电话:",
    "热线",
    "手机",
    "传真",
    "邮编",
    "手机：",
    "传真：",
    "账号",
    "账号：",
    "代码",
    "代码：",
    "号码",
)
_INDEX = re.compile(r"[ \u3000]?[、.．)）:：]")
_NUMBER = re.compile(r"[ \u3000]?号")
_CLOCK = re.compile(r"[:：][0-9]{2}(?![0-9])|[时点](?![间期候任代而效尚事])")
_COLONS = (":", "：", "∶")
_RATIO = re.compile("[:：∶][0-9](?![0-9])|∶")
_ENUMERATED = re.compile("[、，,][ \u3000]?[0-9０-９]")
_TELLING = frozenset(" \u3000号:：∶时点、.．)）")
"""What the patterns above begin with, but for marks of lists."""
_EDGES = ("", "\t", "\n", "\r")
_CODE = re.compile("[A-Za-z0-9_./-]*")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』"}
_OPENING_QUOTES = frozenset('“‘「『"')
_TITLE_BLANKS = (" ", "\u3000", "\xa0")
_LABELLED = re.compile(r"(?:\A|[\s（(。；见如])(?:附?[表图]|附件)[ \u3000]?\Z")
_QUOTED_LONGEST = 12


def bare_reason(text: str, start: int, end: int) -> str:
    """Reason of silence of the number `text[start:end]`, which has no unit."""
    before, after = text[start - 1 : start], text[end : end + 1]
    told = after in _TELLING
    if before and before in _OPEN and after and after in _CLOSE:
        return "document-number" if _NUMBER.match(text, end + 1) or _doc_number(text, end + 1) else "outline"
    if told and _NUMBER.match(text, end):
        return "document-number"
    labelled = before not in _EDGES
    if labelled and text[max(0, start - 6) : start].rstrip(" \u3000").endswith(_LABELS):
        return "label"
    if (told and _RATIO.match(text, end)) or (
        before in _COLONS and start > 1 and text[start - 2].isdigit() and end - start != 2
    ):
        return "ratio"
    if (told and _CLOCK.match(text, end)) or (
        before in (":", "：") and start > 1 and text[start - 2].isdigit() and end - start == 2
    ):
        return "clock"
    if labelled and text[max(0, start - 8) : start].rstrip(" \u3000").endswith(_PHONE):
        return "phone"
    if end - start >= 7 and text[start:end].isdigit():
        return "phone" if end - start == 11 and text[start] == "1" else "index-number"
    indexed = told and end - start <= 3 and _INDEX.match(text, end) and at_item_start(text, start)
    if indexed and (not _ENUMERATED.match(text, end) or at_line_start(text, start)):
        return "outline"
    if before in ("—", "-", "－") and after in ("—", "-", "－"):
        return "page"
    if before in ("×", "*", "÷", "/") or after in ("×", "*", "÷"):
        return "formula"
    return "bare"


def at_item_start(text: str, start: int) -> bool:
    """Whether a list number may stand at `start`: first in its line, or after a mark or 是."""
    at = start - 1
    while at >= 0 and at > start - 8 and text[at] in " \u3000\xa0":
        at -= 1
    return at < 0 or text[at] in "\n\r\t。；：:;，,、（(是为]》”" or at <= start - 8


def at_line_start(text: str, start: int) -> bool:
    """Whether only blanks, few of them, stand before `start` in its line."""
    at = start
    while at > 0 and start - at < 8 and text[at - 1] in " \u3000\xa0":
        at -= 1
    return at == 0 or text[at - 1] in "\n\r"


def is_quoted(text: str, start: int) -> bool:
    """Whether the numeral stands in a short quotation: “四个对照”, “六个一”, ‘3+2’."""
    left = max(0, start - _QUOTED_LONGEST)
    head = text[left:start]
    if _OPENING_QUOTES.isdisjoint(head):
        return False
    for opening, closing in _QUOTES.items():
        at = head.rfind(opening)
        if at < 0 or closing in head[at:]:
            continue
        end = text.find(closing, start, left + at + _QUOTED_LONGEST + 2)
        if end >= 0 and "\n" not in text[left + at : end]:
            return True
    if '"' in head and head.count('"') % 2 == 1:
        end = text.find('"', start, start + _QUOTED_LONGEST)
        return end >= 0
    return False


def is_quoted_alone(text: str, start: int, end: int) -> bool:
    """Whether quotes hold `text[start:end]` and nothing else: “12件” is emphasis, no slogan."""
    return _QUOTES.get(text[start - 1 : start]) == text[end : end + 1] != ""


def is_labelled(text: str, start: int, end: int) -> bool:
    """Whether a number is that of a table or an annex, behind which its title follows after a blank: 表1 分轮次情况."""
    if end - start > 2 or text[end : end + 1] not in _TITLE_BLANKS:
        return False
    return _LABELLED.search(text, max(0, start - 6), start) is not None


def code_end(text: str, start: int) -> int:
    """End of the code (G205, A4, 2.0版's letters) that goes on at `start`."""
    found = _CODE.match(text, start, min(len(text), start + 200))
    return found.end() if found else start


def _doc_number(text: str, at: int) -> bool:
    return re.compile("[ \u3000]?(?:第)?[0-9０-９]{1,5}[ \u3000]?号").match(text, at) is not None
