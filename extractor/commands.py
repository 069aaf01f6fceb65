"""What the commands do, apart from their flags: run files, print results, choose the exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.across import Told, compare, told
from extractor.errors import ConfigError, WriteError
from extractor.records import findings, report
from extractor.run import Outcome, extract_all, files_in
from extractor.types import Doc
from extractor.writers import write
from extractor.writers.names import Names

OK, INCONSISTENT, UNREADABLE = 0, 1, 2

_SHOWN = {"text": None, "json": None, "html": "html", "sarif": "sarif", "xlsx": "findings.xlsx"}
"""How findings are shown: by which writer, or printed."""
_NAMED = 10
"""Members that an error lists."""


def extract_files(files: Sequence[Path], out: Path | None, format: str, text: bool) -> int:
    """Write one result a document, into `out` under the names that `Names` gives, or to standard output."""
    if out is not None:
        _make_folder(out)
    status = OK
    for outcome, name, _ in _named(files, f".{format}"):
        if outcome.doc is None:
            status = _refused(outcome)
            continue
        _warn(outcome.doc)
        _put(write(report(outcome.doc, text), format), out, name)
    return status


def check_files(
    files: Sequence[Path], format: str, all: bool, out: Path | None = None, others: Sequence[Path] = ()
) -> int:
    """Show the findings of each document: print them (`text`, `json`), or write a page, a log or a sheet for each.

    Each document is held against those of the same body in `others`, and in its own folder where a folder was given.
    """
    if format not in _SHOWN:
        raise ConfigError(f"format {format!r}", f"not known; one of: {', '.join(sorted(_SHOWN))}")
    if out is not None:
        if _SHOWN[format] is None:
            raise ConfigError(f"-o {out}", f"goes with --format html, sarif or xlsx; {format} is printed")
        _make_folder(out)
    status, records = OK, []
    earlier: list[Told] = []
    for other in extract_all(others):
        if other.doc is None:
            status = _refused(other)
        else:
            earlier.append(told(other.doc))
    beside: dict[Path, list[Told]] = {root: list(earlier) for root in files}
    for outcome, name, root in _named(files, f".{format}"):
        if outcome.doc is None:
            status = _refused(outcome)
            continue
        doc = compare(outcome.doc, beside[root])
        if root.is_dir():
            beside[root].append(told(doc))
        if any(finding.verdict == "inconsistent" for finding in doc.findings):
            status = max(status, INCONSISTENT)
        writer = _SHOWN[format]
        if writer is not None:
            _warn(doc)
            _put(write(report(doc), writer), out, name)
        elif format == "json":
            records.append({"path": outcome.path, "member": outcome.member, "findings": findings(doc)})
        else:
            from extractor.terminal import print_findings

            print_findings(doc, all)
    if format == "json":
        print(json.dumps(records, ensure_ascii=False, indent=1))
    return status


def write_tables(file: Path, out: Path | None, member: str | None = None) -> int:
    """Write the tables of one report in the format of `out`'s suffix."""
    suffix = out.suffix.lower() if out else ".csv"
    if suffix not in (".csv", ".html", ".xlsx"):
        raise ConfigError(str(out), "the suffix says the format: .csv, .html or .xlsx")
    doc = _one(file, member, until="tabulate")
    _warn(doc)
    data = write(report(doc), f"tables{suffix}")
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        _write_bytes(out, data)
    return OK


def explain_offset(file: Path, offset: int, member: str | None = None) -> int:
    """Print how the number at `offset` was read, step by step."""
    from extractor.explain import explain

    doc = _one(file, member)
    if not 0 <= offset < len(doc.text):
        raise ConfigError(f"offset {offset}", f"outside the text of {file}; it has {len(doc.text)} code points")
    print("\n".join(explain(doc, offset)))
    return OK


def _one(file: Path, member: str | None, until: str | None = None) -> Doc:
    """The only document of a file, or the one that `member` names by its path in the archive or the end of that.

    Raises:
        ReadError: It cannot be read.
        ConfigError: Several documents fit, or none; lists them.
    """
    if file.is_dir():
        raise ConfigError(str(file), "is a folder, not a file; name one file in it")
    found: list[Outcome] = []
    names: list[str] = []
    for outcome in extract_all([file], until):
        if outcome.error is not None and outcome.member is None:
            raise outcome.error
        names.append(outcome.member or "")
        if member is None or outcome.member == member or names[-1].endswith(f"/{member}"):
            found = [*found, outcome][:2]  # a second is enough to know that the name does not decide
    if len(found) == 1:
        [outcome] = found
        if outcome.doc is not None:
            return outcome.doc
        if outcome.error is not None:
            raise outcome.error
    listed = "; ".join(names[:_NAMED]) + ("; …" if len(names) > _NAMED else "")
    fits = "has several documents" if member is None else f"has {'several members' if found else 'no member'} {member}"
    raise ConfigError(str(file), f"{fits}; choose one with --member: {listed}")


def _named(files: Sequence[Path], suffix: str) -> Iterator[tuple[Outcome, Path, Path]]:
    """Each outcome with the path, below the folder of results, where its result goes, and the input that it is of."""
    inputs = [(file, _below(root, file), root) for root in files for file in files_in(root)]
    names = Names([shown for _, shown, _ in inputs])
    for file, shown, root in inputs:
        for outcome in extract_all([file]):
            yield outcome, Path(names.take(shown, outcome.member, suffix)), root


def _below(root: Path, file: Path) -> str:
    return file.name if file == root else file.relative_to(root).as_posix()


def _put(data: bytes, out: Path | None, name: Path) -> None:
    """Write one result below the folder of results; without a folder, to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        return
    if (out / name).parent != out:
        _make_folder((out / name).parent)
    _write_bytes(out / name, data)


def _refused(outcome: Outcome) -> int:
    print(f"gouji: {outcome.error}", file=sys.stderr)
    return UNREADABLE


def _warn(doc: Doc) -> None:
    """What people must know about how the document was read, on standard error."""
    if doc.flags:
        from extractor.terminal import reservations

        shown = doc.source.path if doc.source.member is None else f"{doc.source.path}!{doc.source.member}"
        for line in reservations(doc):
            print(f"gouji: {shown}: {line}", file=sys.stderr)


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
