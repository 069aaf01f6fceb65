"""What the commands do, apart from their flags: run files, print results, choose the exit status."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.errors import ConfigError, WriteError
from extractor.records import findings, report
from extractor.run import Outcome, extract, extract_all
from extractor.writers import write

OK, INCONSISTENT, UNREADABLE = 0, 1, 2


def extract_files(files: Sequence[Path], out: Path | None, format: str, text: bool) -> int:
    """Write one result a report, to `out`/STEM.`format` or to standard output."""
    if out is not None:
        _make_folder(out)
    status = OK
    for outcome, name in zip(extract_all(files), _names(files), strict=True):
        if outcome.doc is None:
            status = _refused(outcome)
            continue
        data = write(report(outcome.doc, text), format)
        if out is None:
            sys.stdout.buffer.write(data)
        else:
            _write_bytes(out / f"{name}.{format}", data)
    return status


def check_files(files: Sequence[Path], format: str, all: bool) -> int:
    """Print the findings of each report, for people (`text`) or as a JSON array of reports (`json`)."""
    if format not in ("text", "json"):
        raise ConfigError(f"format {format!r}", "not known; one of: json, text")
    status, records = OK, []
    for outcome in extract_all(files):
        if outcome.doc is None:
            status = _refused(outcome)
            continue
        if any(finding.verdict == "inconsistent" for finding in outcome.doc.findings):
            status = max(status, INCONSISTENT)
        if format == "json":
            records.append({"path": outcome.path, "findings": findings(outcome.doc)})
        else:
            from extractor.terminal import print_findings

            print_findings(outcome.doc, all)
    if format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=1))
    return status


def write_tables(file: Path, out: Path | None) -> int:
    """Write the tables of one report in the format of `out`'s suffix."""
    suffix = out.suffix.lower() if out else ".csv"
    if suffix not in (".csv", ".html", ".xlsx"):
        raise ConfigError(str(out), "the suffix says the format: .csv, .html or .xlsx")
    data = write(report(extract(file, until="tabulate")), f"tables{suffix}")
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        _write_bytes(out, data)
    return OK


def explain_offset(file: Path, offset: int) -> int:
    """Print how the number at `offset` was read, step by step."""
    from extractor.explain import explain

    doc = extract(file)
    if not 0 <= offset < len(doc.text):
        raise ConfigError(f"offset {offset}", f"outside the text of {file}; it has {len(doc.text)} code points")
    print("\n".join(explain(doc, offset)))
    return OK


def _names(files: Sequence[Path]) -> Iterator[str]:
    """STEM for each file; its full name where two inputs share the stem, so that neither overwrites the other."""
    stems = Counter(file.stem for file in files)
    for file in files:
        yield file.stem if stems[file.stem] == 1 else file.name


def _refused(outcome: Outcome) -> int:
    print(f"gouji: {outcome.error}", file=sys.stderr)
    return UNREADABLE


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(str(path), f"cannot be made a folder: {error.strerror}; choose another with -o") from error


def _write_bytes(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WriteError(str(path), f"cannot be written: {error.strerror}; choose another place with -o") from error


def schema_text() -> str:
    """The JSON Schema of the output, as shipped."""
    return (Path(__file__).parent / "gouji-1.schema.json").read_text(encoding="utf-8")
