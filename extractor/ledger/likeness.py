"""Whether two stated numbers are of the same thing, and whether they print the same amount."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from extractor.ledger.amounts import Amount
from extractor.ledger.ledger import Ledger
from extractor.lexicon.metrics import load_metrics
from extractor.lexicon.relations import load_relations
from extractor.types import Fact, Span, squeeze

_QUOTES = str.maketrans("", "", "“”\"‘’'《》")
_OWNER = re.compile(
    r"^(?:\d{4}年(?:度|年初|末|底)?|年初|(?:本|我|该|各)?(?:部门|单位|局|办|委|院|校|中心|年度?|次)"
    r"|今年|去年|上年|当年|全年|全县|全市|全区|预算|决算|实际|合计|共计?|累计)+(?=..)"
)
_NUMBERING = re.compile(r"^(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]|其中[：:])+(?=..)")
_LIGHT = re.compile(r"^(?:组织开展|组织召开|组织|开展|召开|举办|推动|完成|实施|实现|发出|提出|建立|移交|下发)(?=..)")
_TAIL = re.compile(r"(?:支出|经费支出|经费|费用|金额|总额|数额?|情况)$")
_ROUND = re.compile(r"第[一二三四五六七八九十\d]+(?:[、和至—-]第?[一二三四五六七八九十\d]+)*[轮批期次]")
_KIND = re.compile(r"常规|专项|交叉|提级|机动|回头看|村（社区）|村\(社区|巡乡带村|单位")
_PAST = re.compile(r"上年|去年|往年|前年|上一年|同期|下年|明年|预计|拟安排|计划安排")
_TOTAL_SCORE = re.compile(r"总|合计|综合|得分|评分|打分|分数|自评分|评价分")
_THEN_GOT = re.compile(r"分?[，,；（(]?(?:实际|自评|实|评价)?得(?:分|了)?(?:为|是)?$")
_COMPARED = re.compile(r"(?:(?<!占)比|较|相比)[^，,。；;：:占]{0,16}$")
_BESIDE = 24
"""Characters that full marks, and what is said of them, stand before the marks given."""
_PART = re.compile(r"本级|所属|下属|二级单位|分别|上半年|下半年|季度|月(?<=\d月)|截至|截止")

_MONEY_STEP = 4
"""Powers of ten from 元 to 万元, from 万元 to 亿元."""


def agree(one: Amount, other: Amount) -> bool:
    """Whether both print the same amount: equal, or the coarser is the finer one rounded at its last digit."""
    if one.ulp == other.ulp or not one.value or not other.value:
        return one.value == other.value
    coarse = max(one.ulp, other.ulp)
    return abs(one.value - other.value) <= coarse / 2


def shifted(one: Amount, other: Amount) -> bool:
    """Whether the two agree once one of them is read in the next larger money unit (元, 万元, 亿元)."""
    if min(digits(one.value), digits(other.value)) < 3 or agree(one, other):
        return False
    larger, smaller = (one, other) if one.value > other.value else (other, one)
    return agree(larger, raised(smaller, 1))


def raised(amount: Amount, steps: int) -> Amount:
    """The amount as it would be if its number were printed in a money unit so many steps larger."""
    power = _MONEY_STEP * steps
    return Amount(amount.value.scaleb(power), amount.ulp.scaleb(power), amount.base, amount.scale)


def digits(value: Decimal) -> int:
    """Significant digits without zeros at either end: how telling it is that a number occurs twice."""
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    return len(text.replace(".", "").strip("-0"))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """part ÷ whole in per cent, to six places."""
    return (part / whole * 100).quantize(Decimal("0.000001"))


@lru_cache(maxsize=1 << 14)
def core(name: str) -> str:
    """A name without owner, time and light words and without 支出, 经费 … at its end: `部门基本支出` -> `基本`."""
    bare = _NUMBERING.sub("", squeeze(name).translate(_QUOTES))
    bare = _LIGHT.sub("", _OWNER.sub("", bare))
    short = _TAIL.sub("", bare)
    return short if len(short) >= 2 else bare


def whole_name(fact: Fact, name: str) -> bool:
    """Whether the fact is called what its metric is called, so that it is about the whole and not a part of it."""
    return core(name) in _own_names(fact.metric)


@cache
def _own_names(metric: str | None) -> frozenset[str]:
    """The cores of what a metric is called."""
    known = load_metrics().get(metric or "")
    return frozenset(map(core, (known.zh, *known.aliases))) if known is not None else frozenset()


@cache
def _metrics_by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for id_ in load_metrics():
        for name in _own_names(id_):
            found.setdefault(name, set()).add(id_)
    return {name: frozenset(ids) for name, ids in found.items()}


def metrics_called(name: str) -> frozenset[str]:
    """Ids of the metrics that are called so."""
    return _metrics_by_name().get(core(name), frozenset())


def same_name(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether one name is the other, ends with it, or begins with it (业务培训, 业务培训班)."""
    a, b = sorted((core(ledger.name(one)), core(ledger.name(other))), key=len)
    if not a:
        return False
    return a == b or (len(a) >= 3 and b.endswith(a)) or (len(a) >= 4 and b.startswith(a) and len(b) - len(a) <= 2)


_PAIRED_AFTER = re.compile(r"\s*[和、及与]\s*\d")
_PAIRED_BEFORE = re.compile(r"\d[^\d，。；;,]{0,4}[和、及与]$")
_OBJECTS = ("线索", "信访", "案件", "工单", "举报", "投诉", "建议", "提案", "纠纷", "隐患")
"""Things that are handled each for itself: so many 信访 settled says nothing of the 线索."""


def paired(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is one of several that answer to several things: 分别为412个和358个, 已整改396个和331个."""
    text, span = ledger.doc.text, fact.quantity.span
    return bool(
        _PAIRED_AFTER.match(text, span.end) or _PAIRED_BEFORE.search(text[max(0, span.start - 12) : span.start])
    )


def of_other_things(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether the names say that different things are counted: 信访件办结 and 问题线索."""
    said = (f"{ledger.doc[ledger.clause(fact)]}\n{ledger.name(fact)}" for fact in (one, other))
    mine, its = ({word for word in _OBJECTS if word in words} for words in said)
    return bool(mine and its) and not mine & its


def narrowing(name: str) -> frozenset[str]:
    """Words in a name that make it another thing than the metric as a whole: 财政拨款, 人均 …"""
    return frozenset(word for word in load_relations().narrowing if word in name)


def scopes_conflict(one: Fact, other: Fact) -> bool:
    """Whether the scopes name different rounds or different kinds of inspection."""
    if not one.scope or not other.scope or one.scope == other.scope:
        return False
    a, b = squeeze(one.scope), squeeze(other.scope)
    for pattern in (_ROUND, _KIND):
        mine, its = set(pattern.findall(a)), set(pattern.findall(b))
        if mine and its and mine != its:
            return True
    return False


def same_scope(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether both are about the same body, programme and round, as far as their scopes tell; a cell's parent
    indicator tells nothing."""
    a, b = (squeeze(fact.scope or "") if ledger.table(fact) is None else "" for fact in (one, other))
    return a == b or (not scopes_conflict(one, other) and bool(a and b) and (a in b or b in a))


def of_another_time(ledger: Ledger, fact: Fact) -> bool:
    """Whether the words before the number speak of another year, a plan, a part of the year or a part of the body."""
    if ledger.table(fact) is not None:
        return False
    clause = ledger.doc[ledger.clause(fact)] + ledger.before(fact, 16)
    return bool(_PAST.search(clause) or _PART.search(clause))


def set_apart(ledger: Ledger, fact: Fact, later: Fact) -> bool:
    """Whether the number stands in brackets that are closed before the later one: a detail of what was said before."""
    between = ledger.doc.text[fact.quantity.span.end : later.quantity.span.start]
    depth = 0
    for char in between:
        depth += (char in "（(") - (char in "）)")
        if depth < 0:
            return True
    return False


def compared_with(ledger: Ledger, fact: Fact) -> bool:
    """Whether the number is what something is compared with: `较2021年30万元增加2万元`."""
    return ledger.table(fact) is None and bool(_COMPARED.search(squeeze(ledger.before(fact, 24))))


_STAGES = re.compile(
    r"(?P<plan>(?<!公共)(?<!基金)(?<!经营)预算|批复|批准|核定|安排|下达|追加|核减|调增|调减|调剂|计划)"
    r"|(?P<result>决算|实际|执行|完成|列支|支付|总支出|支出合计|(?<=[，,；;])(?:共|累计)?支出|收入)"
)
_PLAN_BEHIND = re.compile(r"的?[^，。；：、\d]{0,10}(?:预算|计划|控制数|限额)")
_NAMED_BEHIND = re.compile(r"的?[^，。；：、\d的]{1,8}(?:经费|支出|收入|资金)(?![^，。；]{0,4}[\d])")


def of_another_stage(ledger: Ledger, fact: Fact) -> bool:
    """Whether the words around a number told as spent speak of a plan: `批复预算90万元，按性质分基本支出60万元`,
    `相对8万元的“三公”经费预算`; or name it only behind it, so that the name before it is another number's."""
    if ledger.table(fact) is not None or fact.role not in ("final", "actual", "budget_initial"):
        return False
    if fact.role == "budget_initial":
        return "调整后" in squeeze(ledger.before(fact, 12))
    text, span = ledger.doc.text, fact.quantity.span
    behind = squeeze(text[span.end : min(span.end + 16, ledger.sentence(fact).end)])
    if _PLAN_BEHIND.match(behind) or (_NAMED_BEHIND.match(behind) and not behind.startswith("，")):
        return True
    said = [found.lastgroup for found in _STAGES.finditer(text, ledger.sentence(fact).start, span.start)]
    return bool(said) and said[-1] == "plan"


def full_marks_before(ledger: Ledger, fact: Fact) -> Fact | None:
    """The full marks in `管理20分，得19分`, seen from the marks given; None where none stand right before."""
    at = fact.quantity.span.start
    start = max(ledger.sentence(fact).start, at - _BESIDE)
    earlier = [f for f in ledger.within(Span(start, at)) if f.quantity.kind == "score"]
    if not earlier:
        return None
    between = squeeze(ledger.doc.text[earlier[-1].quantity.span.end : fact.quantity.span.start])
    return earlier[-1] if _THEN_GOT.fullmatch(between) else None


def is_total_score(ledger: Ledger, fact: Fact) -> bool:
    """Whether a score is called a total: 综合得分, 总分; in `决策15分，得15分` neither number is one."""
    if fact.metric != "score.total" or not _TOTAL_SCORE.search(ledger.name(fact)):
        return False
    return ledger.table(fact) is not None or full_marks_before(ledger, fact) is None


def family(unit: str | None) -> str:
    """Measure words that count the same sort of thing have one family; an unknown one is its own."""
    return load_relations().families.get(unit or "", unit or "")


def counts_alike(one: Fact, other: Fact) -> bool:
    """Whether two quantities can be compared: money with money, 件 with 条, never 人 with 条."""
    a, b = one.quantity, other.quantity
    if a.kind != b.kind:
        return {a.kind, b.kind} == {"count", "measure"} and a.unit == b.unit is not None
    if a.kind in ("money", "percent", "score"):
        return (a.unit == "百分点") == (b.unit == "百分点")
    return not a.unit or not b.unit or family(a.unit) == family(b.unit) or (one.metric or "").startswith("staff.")


def same_wording(ledger: Ledger, one: Fact, other: Fact) -> bool:
    """Whether at least four characters directly around the two numbers are the same."""
    mine, its = squeeze(ledger.before(one, 12)), squeeze(ledger.before(other, 12))
    text = ledger.doc.text
    after, behind = (squeeze(text[f.quantity.span.end : f.quantity.span.end + 12]) for f in (one, other))
    return _shared(mine[::-1], its[::-1]) + _shared(after, behind) >= 4


def _shared(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def sources(ledger: Ledger, fact: Fact) -> frozenset[str]:
    """Sources of funds that the headings and the sentence, or the table's title and labels, name."""
    words = "".join(heading.title for heading in ledger.headings(fact))
    table, place = ledger.table(fact), fact.quantity.place
    if table is not None:
        words += squeeze(table.title or "") + ("".join(place.row_path[-1:] + place.col_path) if place else "")
    else:
        words += ledger.doc[ledger.clause(fact)][: fact.quantity.span.end - ledger.clause(fact).start]
    return frozenset(source for source in ("财政拨款", "一般公共预算", "政府性基金", "国有资本") if source in words)
