"""The `%findings` lines of a source -> rows of findings.jsonl, with their arithmetic recomputed on the gold values.

A line reads `[label] check status: left == right | comment | root=label fix=id:from>to:kind`, for instance
`[f1] sum ok: basic + project == total | …`; ids are those of marks, `status` is `ok`, `error`, `warning`, `review`
(an ambiguous warning) or `open` (unverifiable). `left ~ right` quotes without computing.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .gold import Gold
from .markup import MarkupError

STATUS = {
    "ok": ("consistent", "ok", False),
    "error": ("inconsistent", "error", False),
    "warning": ("inconsistent", "warning", False),
    "review": ("inconsistent", "warning", True),
    "open": ("unverifiable", "info", True),
}
CHECKS = {"sum", "ratio", "delta", "match", "score", "target", "unit", "logic"}
_LINE = re.compile(r"(?:\[(\w+)\] )?(\w+) (\w+): (.*)")
_FACTOR = {"元": Fraction(1, 10000), "千元": Fraction(1, 10), "亿元": Fraction(10000)}


@dataclass(frozen=True)
class Span:
    """A number as the interval of values that print so; exact for counts and whole points."""

    low: Fraction
    high: Fraction
    mid: Fraction

    @staticmethod
    def of(value: Fraction, half: Fraction = Fraction(0)) -> Span:
        return Span(value - half, value + half, value)


def build(gold: Gold, text: str, doc: str, lines: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows of findings.jsonl.

    Raises:
        MarkupError: A line is malformed, names an unknown id, or says `ok` or `error` against the arithmetic.
    """
    rows = []
    labels: dict[str, str] = {}
    for n, line in enumerate(lines, 1):
        if label := re.match(r"\[(\w+)\]", line):
            labels[label[1]] = f"{doc}-{n:03}"
    for n, line in enumerate(lines, 1):
        try:
            rows.append(_row(gold, text, doc, n, line, labels))
        except (KeyError, ValueError, AttributeError, SyntaxError) as error:
            raise MarkupError(f"{doc} finding {line!r}: {error!r}") from error
    return rows


def _row(gold: Gold, text: str, doc: str, n: int, line: str, labels: dict[str, str]) -> dict[str, Any]:
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError("malformed")
    formula, comment, extra = [*(part.strip() for part in found[4].split(" | ")), "", ""][:3]
    check, (status, severity, ambiguous) = found[2], STATUS[found[3]]
    if check not in CHECKS:
        raise ValueError(f"no check {check}")
    op = next(op for op in ("==", "<=", ">=", "~") if op in formula)
    left, right = (part.strip() for part in formula.split(op))
    row: dict[str, Any] = {
        "id": f"{doc}-{n:03}", "doc": doc, "check": check,
        "status": status, "severity": severity, "ambiguous": ambiguous,
        "op": "==" if op == "~" else op,
        "left": [_quote(gold, text, i) for i in _ids(left)], "right": [_quote(gold, text, i) for i in _ids(right)],
        "formula": _words(gold, formula), "computed": None, "stated": None, "difference": None, "tolerance": None,
        "comment": comment, "root_cause": None, "repair": None,
    }  # fmt: skip
    if op != "~":
        _compute(gold, row, left, right, op, "force" in extra.split())
    for part in extra.split():
        key, _, value = part.partition("=")
        if key == "root":
            row["root_cause"] = labels[value]
        elif key == "fix":
            mark, change, kind = value.split(":")
            old, new = change.split(">")
            row["repair"] = [{"quote": _quote(gold, text, mark)["quote"], "from": old, "to": new, "kind": kind}]
        elif key != "force":
            raise ValueError(f"unknown {part}")
    return row


def _compute(gold: Gold, row: dict[str, Any], left: str, right: str, op: str, force: bool) -> None:
    try:
        one = _evaluate(gold, left)
    except ZeroDivisionError:
        if row["status"] == "consistent":
            raise ValueError("division by zero") from None
        row["stated"] = _show(_evaluate(gold, right).mid)
        return
    two = _evaluate(gold, right)
    holds = {
        "==": one.low <= two.high and two.low <= one.high,
        "<=": one.low <= two.high,
        ">=": one.high >= two.low,
    }[op]
    if not force and row["status"] != "unverifiable" and holds != (row["status"] == "consistent"):
        raise ValueError(f"{row['status']}, but {_show(one.mid)} {op} {_show(two.mid)} is {holds}")
    slack = (one.high - one.low + two.high - two.low) / 2
    row |= {
        "computed": _show(one.mid),
        "stated": _show(two.mid),
        "difference": _show(one.mid - two.mid),
        "tolerance": _show(slack),
    }


def _ids(expression: str) -> list[str]:
    return re.findall(r"[a-z]\w*", expression)


def _words(gold: Gold, formula: str) -> str:
    """The formula with the names of what is measured in place of ids."""
    facts = {f["quantity"]: f for f in gold.data["facts"]}

    def name(match: re.Match[str]) -> str:
        if match[0] in gold.ids:
            index = gold.ids[match[0]]
            quantity = gold.data["quantities"][index]
            words = re.sub(r"\s+", "", facts[index]["indicator_text"]) if index in facts else ""
            return f"{words}{quantity['text']}"
        return "所列" if match[0] in gold.anchors else match[0]

    return re.sub(r"[a-z]\w*", name, formula)


def _quote(gold: Gold, text: str, mark: str) -> dict[str, Any]:
    if mark in gold.anchors and mark not in gold.ids:
        start, end = gold.anchors[mark]
        value = unit = None
    else:
        index = gold.ids[mark]
        quantity = gold.data["quantities"][index]
        start, end, value, unit = quantity["start"], quantity["end"], quantity["value"], quantity["unit"]
        for fact in gold.data["facts"]:
            if fact["quantity"] == index and 0 <= start - fact["indicator"][1] <= 3:
                between = text[fact["indicator"][0] : start]
                if "\n" not in between and "\t" not in between:
                    start = fact["indicator"][0]
    line = text.count("\n", 0, start) + 1
    return {"quote": text[start:end], "value": value, "unit": unit, "where": f"L{line}", "start": start, "end": end}


def _number(gold: Gold, mark: str) -> Span:
    quantity = gold.data["quantities"][gold.ids[mark]]
    value = Fraction(quantity["value"])
    digits = len(quantity["value"].partition(".")[2])
    exact = quantity["kind"] in ("count", "duration", "ordinal") or (quantity["kind"] == "score" and not digits)
    factor = _FACTOR.get(quantity["unit"] or "", Fraction(1))
    return Span.of(value * factor, Fraction(0) if exact else Fraction(1, 2 * 10**digits) * factor)


def _evaluate(gold: Gold, expression: str) -> Span:
    return _node(gold, ast.parse(expression, mode="eval").body)


def _node(gold: Gold, node: ast.expr) -> Span:
    if isinstance(node, ast.Name):
        return _number(gold, node.id)
    if isinstance(node, ast.Constant):
        return Span.of(Fraction(str(node.value)))
    if isinstance(node, ast.BinOp):
        one, two = _node(gold, node.left), _node(gold, node.right)
        if isinstance(node.op, ast.Add):
            return Span(one.low + two.low, one.high + two.high, one.mid + two.mid)
        if isinstance(node.op, ast.Sub):
            return Span(one.low - two.high, one.high - two.low, one.mid - two.mid)
        if isinstance(node.op, ast.Mult):
            corners = [a * b for a in (one.low, one.high) for b in (two.low, two.high)]
            return Span(min(corners), max(corners), one.mid * two.mid)
        if isinstance(node.op, ast.Div):
            corners = [a / b for a in (one.low, one.high) for b in (two.low, two.high)]
            return Span(min(corners), max(corners), one.mid / two.mid)
    raise ValueError(f"no arithmetic: {ast.dump(node)}")


def _show(value: Fraction) -> str:
    text = f"{float(value):.6f}"
    return text.rstrip("0").rstrip(".") or "0"
