"""What the words around a number are about: inspection work, a superior's inspection, other things."""

from __future__ import annotations

import re

from extractor.tagger.anchors import Anchor
from extractor.types import Doc, Span

_INSPECTION = re.compile(r"巡察|巡视|巡查")
_MENTIONED = re.compile(r"(?:全县|全市|全区|全省|全镇|全州|全旗|全域)[^，。；]{0,6}$|应巡[^，。；]{0,16}$")
_GOVERNED = re.compile(r"(?:所辖|下辖|辖区?|现辖|管辖|共辖|辖有|下设)[^，。；]{0,6}$")
_COOPERATION = re.compile(r"(?:与|同|和|会同|联合)[^，。；]{0,4}$")
_COOPERATES = re.compile(r"协作|协同|配合|机制|联动|会商|对接|沟通|部门")
_SUPERIOR = re.compile(r"(?P<body>中央|省委|自治区党委|市委|州委|地委)[^，。；]{0,12}?(?:巡视|巡察|提级|交叉)")
_TOLD_BACK = re.compile(r"反馈|指出|发现|移交|交办")
_LEVEL = {"中央": 4, "省委": 3, "自治区党委": 3, "市委": 2, "州委": 2, "地委": 2}
_OTHER_CAMPAIGN = re.compile(r"主题教育|民主评议|文明创建|乡村振兴|驻村|招商|信访接待|创文|创卫|调研座谈|大走访|帮扶")


def own_level(doc: Doc) -> int:
    """Rank of the reporting body: 1 county or district, 2 city, 3 province; 1 where it does not say."""
    name = (doc.meta.organisation or doc.meta.title or "")[:40]
    if re.search(r"县委|区委|旗委|县人民|区人民|县|区", name):
        return 1
    if re.search(r"市委|州委|市", name):
        return 2
    return 3 if re.search(r"省委|自治区", name) else 1


def inspects(doc: Doc) -> bool:
    """The report is of a body that does inspection work."""
    return bool(_INSPECTION.search((doc.meta.organisation or "") + (doc.meta.title or "")))


def inspection_context(doc: Doc, anchor: Anchor, whole_report: bool) -> bool:
    """The number is about inspection work, not about a thing merely mentioned beside it."""
    before = doc.text[anchor.clause.start : anchor.quantity.span.start]
    if _MENTIONED.search(before) or (_COOPERATION.search(before) and _COOPERATES.search(doc[anchor.after])):
        return False
    if _GOVERNED.search(before) and not _INSPECTION.search(doc[anchor.clause]):
        return False
    sentence = doc[anchor.sentence]
    if _INSPECTION.search(sentence):
        return True
    if not whole_report or _OTHER_CAMPAIGN.search(doc[anchor.sentence]):
        return False
    near = doc.text[max(anchor.paragraph.start, anchor.sentence.start - 300) : anchor.paragraph.end]
    return anchor.cell is not None or bool(_INSPECTION.search(near)) or len(near) < 200


def of_superior(doc: Doc, anchor: Anchor) -> bool:
    """The finding is a higher body's about this place: 市委提级交叉巡察 … 反馈问题."""
    found = list(_SUPERIOR.finditer(doc.text, anchor.sentence.start, anchor.quantity.span.start))
    match = found[-1] if found else None
    if match is None or _LEVEL.get(match["body"], 0) <= own_level(doc):
        return False
    return bool(_TOLD_BACK.search(doc.text, match.start(), anchor.quantity.span.start))


def words_before(doc: Doc, anchor: Anchor, length: int = 80) -> str:
    """At most `length` characters of the sentence before the number."""
    start = max(anchor.sentence.start, anchor.quantity.span.start - length)
    return doc[Span(start, anchor.quantity.span.start)]
