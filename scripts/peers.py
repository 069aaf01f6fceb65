"""Peers of the finder, each behind one function `text -> records`; runs in the peers' environment, without Gouji.

A record has start, end (code points), kind, value and unit. Rewriters (cn2an, wetext) give no offsets: theirs are
recovered from the difference between the text and its rewriting. Reads `{"peer": …, "texts": […], "lines": […]}` from
standard input; writes the records of `texts` and the speed on `lines`.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

Record = dict[str, Any]
Find = Callable[[str], list[Record]]
PATIENCE = 10.0
"""Seconds after which the measurement of a slow peer ends."""
_VALUE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def cn2an() -> Find:
    module = importlib.import_module("cn2an")
    return lambda text: list(_rewritten(text, module.transform(text, "cn2an")))


def wetext() -> Find:
    normalizer = importlib.import_module("wetext").Normalizer(lang="zh", operator="itn")
    return lambda text: list(_rewritten(text, normalizer.normalize(text)))


def chinese2digits() -> Find:
    take = importlib.import_module("chinese2digits").takeNumberFromString

    def find(text: str) -> list[Record]:
        result, at, records = take(text), 0, []
        for printed, value in zip(result["CHNumberStringList"], result["digitsStringList"], strict=False):
            start = text.find(printed, at)
            if start >= 0:
                at = start + len(printed)
                kind = "percent" if "分之" in printed or "%" in printed else "number"
                scale = 100 if kind == "percent" and "%" not in str(value) else 1
                records.append(_record(start, at, kind, _scaled(value, scale), "%" if kind == "percent" else None))
        return records

    return find


def jionlp() -> Find:
    module = importlib.import_module("jionlp")

    def find(text: str) -> list[Record]:
        records = []
        for found in module.ner.extract_money(text, with_parsing=True, ret_all=False):
            detail = found["detail"]
            number = detail["num"]
            ends = number if isinstance(number, list) else [number]
            start, end = found["offset"]
            record = _record(start, end, "money", str(number), detail["case"])
            if len(ends) > 1:
                record |= {"value": f"{ends[0]}..{ends[1]}", "lo": str(ends[0]), "hi": str(ends[1])}
            records.append(record)
        for found in module.ner.extract_time(text, time_base=time.mktime((2020, 6, 1, 0, 0, 0, 0, 0, 0))):
            times = found["detail"].get("time")
            if isinstance(times, list) and found["type"] in ("time_point", "time_span"):
                start, end = found["offset"]
                records.append(_record(start, end, "date", str(times[0])[:10], None))
        return records

    return find


def quantulum3() -> Find:
    parse = importlib.import_module("quantulum3.parser").parse

    def find(text: str) -> list[Record]:
        records = []
        for found in parse(text):
            name = found.unit.name
            kind = {"percentage": "percent", "dimensionless": "number"}.get(name, "dimension")
            start, end = found.span
            records.append(_record(start, end, kind, str(found.value), None if kind == "number" else name))
        return records

    return find


def recognizers() -> Find:
    number = importlib.import_module("recognizers_number")
    unit = importlib.import_module("recognizers_number_with_unit")
    culture = importlib.import_module("recognizers_text").Culture.Chinese
    models = [
        (number.NumberRecognizer(culture).get_number_model(), "number"),
        (number.NumberRecognizer(culture).get_percentage_model(), "percent"),
        (number.NumberRecognizer(culture).get_ordinal_model(), "ordinal"),
        (unit.NumberWithUnitRecognizer(culture).get_currency_model(), "money"),
        (unit.NumberWithUnitRecognizer(culture).get_dimension_model(), "dimension"),
        (unit.NumberWithUnitRecognizer(culture).get_age_model(), "dimension"),
        (unit.NumberWithUnitRecognizer(culture).get_temperature_model(), "dimension"),
    ]

    def find(text: str) -> list[Record]:
        records = []
        for model, kind in models:
            for found in model.parse(text):
                resolution = found.resolution or {}
                value = str(resolution.get("value") or "").rstrip("%") or None
                name = "%" if kind == "percent" else resolution.get("isoCurrency") or resolution.get("unit")
                records.append(_record(found.start, found.end + 1, kind, value, name))
        return records

    return find


PEERS: dict[str, Callable[[], Find]] = {
    "recognizers-text-suite": recognizers,
    "jionlp": jionlp,
    "chinese2digits": chinese2digits,
    "cn2an": cn2an,
    "wetext": wetext,
    "quantulum3": quantulum3,
}
"""Name of the distribution -> its adapter."""


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    out, sys.stdout = sys.stdout, sys.stderr
    find = PEERS[request["peer"]]()
    answers: list[list[Record] | None] = []
    for text in request["texts"]:
        try:
            answers.append(find(text))
        except Exception:
            answers.append(None)  # a peer that fails on a text has found nothing in it
    json.dump({"answers": answers, "speed": _speed(find, request["lines"])}, out, ensure_ascii=False)


def _speed(find: Find, lines: list[str]) -> float:
    """Characters a second, a line a call; the first lines warm up."""
    for line in lines[:3]:
        _quietly(find, line)
    begun, read = time.process_time(), 0
    for line in lines:
        _quietly(find, line)
        read += len(line)
        if time.process_time() - begun > PATIENCE:
            break
    return read / (time.process_time() - begun)


def _quietly(find: Find, text: str) -> None:
    with contextlib.suppress(Exception):
        find(text)


def _record(start: int, end: int, kind: str, value: str | None, unit: str | None) -> Record:
    return {"start": start, "end": end, "kind": kind, "value": value, "unit": unit}


def _scaled(value: Any, factor: int) -> str:
    found = _VALUE.search(str(value))
    return str(float(found[0]) * factor) if found and factor != 1 else found[0] if found else ""


def _rewritten(text: str, result: str) -> Iterator[Record]:
    """A record for each stretch that the rewriting changed to one with digits."""
    for op, start, end, low, high in difflib.SequenceMatcher(None, text, result, autojunk=False).get_opcodes():
        found = _VALUE.search(result[low:high])
        if op == "replace" and found:
            percent = "%" in result[low:high]
            yield _record(start, end, "percent" if percent else "number", found[0], "%" if percent else None)


if __name__ == "__main__":
    main()
