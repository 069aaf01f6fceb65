"""`gouji explain`: what was made of the number at an offset, step by step, and why."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.lexicon.metrics import load_metrics
from extractor.readers.places import place
from extractor.types import Doc, Fact, Quantity, Span, TableValue

_VERDICT = {"consistent": "相符", "inconsistent": "不符", "unverifiable": "无法核实"}


def explain(doc: Doc, offset: int) -> Iterator[str]:
    """Lines of text about the number at `offset`, a code point of `doc.text`."""
    here = Span(offset, offset + 1)
    yield f"位置：{_place(doc, here)}"
    quantity = next((q for q in doc.quantities if q.span.overlaps(here)), None)
    if quantity is None:
        yield from _no_quantity(doc, here)
        return
    yield from _quantity(doc, quantity)
    fact = next((f for f in doc.facts if f.quantity is quantity), None)
    if fact is not None:
        yield from _fact(doc, fact)
    for finding in doc.findings:
        if any(span.overlaps(quantity.span) for span in finding.evidence):
            yield f"核对：{_VERDICT[finding.verdict]}  {finding.formula}  [{finding.check}]"


def _place(doc: Doc, here: Span) -> str:
    titles = [h.title for h in doc.outline if h.span.start <= here.start]
    return place(doc, here) + (f"，“{titles[-1]}”一节" if titles else "")


def _no_quantity(doc: Doc, here: Span) -> Iterator[str]:
    silence = next((s for s in doc.silences if s.span.overlaps(here)), None)
    if silence is None:
        yield "此处没有数字"
    else:
        yield f"“{doc[silence.span]}”不作为数量：{silence.reason}"


def _quantity(doc: Doc, quantity: Quantity) -> Iterator[str]:
    mention = next((m for m in doc.mentions if m.span == quantity.span), None)
    unit = f"，单位{quantity.unit}（来自{quantity.unit_source}）" if quantity.unit else ""
    upper = f" … {quantity.value_to}" if quantity.value_to is not None else ""
    yield (
        f"数量：“{quantity.text}”，{quantity.kind}，值{quantity.date or quantity.value}{upper}{unit}，"
        f"{quantity.comparator}" + (f"；规则 {mention.pattern}" if mention else "")
    )
    if quantity.place is not None:
        yield _cell(quantity.place)


def _cell(value: TableValue) -> str:
    meaning = f"，列义{value.column}" + ("（按表式推断）" if value.inferred else "") if value.column else ""
    return f"表格：{' / '.join(value.row_path)} × {' / '.join(value.col_path) or '（表头缺失）'}{meaning}"


def _fact(doc: Doc, fact: Fact) -> Iterator[str]:
    name = f"{fact.metric}（{load_metrics()[fact.metric].zh}）" if fact.metric else "目录外"
    words = f"“{doc[fact.indicator]}”" if fact.indicator else "（未找到）"
    yield f"指标：{words} → {name}；规则 {fact.by}，把握 {fact.confidence:.2f}"
    yield f"角色：{fact.role}；期间：{fact.period or '—'}；范围：{fact.scope or '全文'}"
