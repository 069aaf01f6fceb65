"""A report and its gold -> the rows of the two tables that Hugging Face `datasets` reads."""

from __future__ import annotations

from typing import Any

from .gold import CANDIDATE
from .layout import Laid
from .passages import Passages
from .phenomena import Phenomena
from .source import Source


def report_row(one: Source, laid: Laid, gold: dict[str, Any]) -> dict[str, Any]:
    """The text and all layers of its annotation; spans are of `text`, `quantity` is an index of `quantities`."""
    candidates = [match.span() for match in CANDIDATE.finditer(laid.text)]
    return {
        "report": one.header["id"],
        "file": gold["doc"],
        **gold["meta"],
        "text": laid.text,
        "outline": gold["outline"],
        "quantities": [
            {
                "start": q["start"],
                "end": q["end"],
                **_reading(q),
                "optional": q.get("optional", False),
            }
            for q in gold["quantities"]
        ],
        "facts": [
            {
                "quantity": f["quantity"],
                "metric": f["metric"],
                "indicator_start": f["indicator"][0],
                "indicator_end": f["indicator"][1],
                "role": f["role"],
                "period": f["period"],
                "scope": f["scope"],
            }
            for f in gold["facts"]
        ],
        "tables": gold["tables"],
        "none": [{"start": candidates[n][0], "end": candidates[n][1]} for n in gold["none"]],
    }


def fact_rows(one: Source, laid: Laid, gold: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a fact: a passage that holds the number and its indicator, with spans of this passage."""
    passages = Passages(laid)
    cells = {q["start"] for q in gold["quantities"] if any(grid.start <= q["start"] < grid.end for grid in laid.grids)}
    phenomena = Phenomena(laid.text, gold, passages, cells)
    rows = []
    for fact in gold["facts"]:
        quantity, indicator = gold["quantities"][fact["quantity"]], fact["indicator"]
        start, end = passages.around((quantity["start"], quantity["end"]), tuple(indicator))
        above = [heading["title"] for heading in gold["outline"] if heading["start"] <= quantity["start"]]
        rows.append(
            {
                "report": one.header["id"],
                "report_kind": gold["meta"]["report_kind"],
                "fiscal_year": gold["meta"]["fiscal_year"],
                "heading": above[-1] if above else None,
                "passage": laid.text[start:end],
                "passage_start": start,
                "start": quantity["start"] - start,
                "end": quantity["end"] - start,
                "quantity": quantity["text"],
                **_reading(quantity),
                "indicator_start": indicator[0] - start,
                "indicator_end": indicator[1] - start,
                "indicator": fact["indicator_text"],
                "metric": fact["metric"],
                "role": fact["role"],
                "period": fact["period"],
                "scope": fact["scope"],
                "phenomena": phenomena.of(fact),
            }
        )
    return rows


def _reading(quantity: dict[str, Any]) -> dict[str, Any]:
    """What the number says."""
    return {key: quantity.get(key) for key in ("kind", "value", "value_to", "unit", "unit_source", "comparator")}
