"""The command line: thin skins over library calls, imported only when a command runs so that --help is instant.

Exit status: 0 done and nothing inconsistent, 1 `check` found an inconsistency, 2 some input could not be read.
Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
from enum import IntEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="gouji",
    help="Gouji (勾稽) reads Chinese government performance reports and cross-checks every number in them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_FORMATS = (
    "Word (.docx .doc .wps .rtf), PDF, OFD, scans, Excel (.xlsx .xls .et), HTML, MHTML, text; "
    "archives (.zip .tar .gz) and web archives (.warc) of them. What a file is, its content says, not its suffix."
)
Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help=f"Reports, or folders of reports: {_FORMATS}")]
File = Annotated[Path, typer.Argument(metavar="FILE", help=f"A report: {_FORMATS}")]
Member = Annotated[str | None, typer.Option(help="Which document of an archive: its path in it.")]


class Exit(IntEnum):
    """What the exit status says."""

    OK = 0
    INCONSISTENT = 1
    UNREADABLE = 2


_ANNOTATIONS = [Path("annotations/samples"), Path("annotations/training/reports")]


@app.command()
def extract(
    files: Files,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for STEM.json, ARCHIVE/MEMBER.json; default: print.")
    ] = None,
    format: Annotated[str, typer.Option(help="json or jsonl.")] = "json",
    text: Annotated[bool, typer.Option(help="Keep the report's text in the result.")] = True,
) -> None:
    """Extract each report into structured JSON: tables, quantities, facts, findings; one a document of an archive."""
    from extractor.commands import extract_files

    raise typer.Exit(extract_files(files, out, format, text))


@app.command()
def check(
    files: Files,
    format: Annotated[str, typer.Option(help="text or json to read here; html, sarif or xlsx, one a report.")] = "text",
    all: Annotated[bool, typer.Option("--all", help="List the checks that hold or cannot be verified too.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Folder for STEM.html and the like.")] = None,
    others: Annotated[
        list[Path] | None,
        typer.Option("--with", help="Other reports of the same body, such as last year's, to compare with."),
    ] = None,
) -> None:
    """Cross-check every number of each report: what was checked, what holds, what fails and why.

    The reports of a folder that are of one body are held against each other, too.
    """
    from extractor.commands import check_files

    raise typer.Exit(check_files(files, format, all, out, others or ()))


@app.command()
def tables(
    file: File,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A .csv, .html or .xlsx file; default: print CSV.")
    ] = None,
    member: Member = None,
) -> None:
    """Write the tables of a report as CSV, HTML or Excel, merged cells kept where the format can."""
    from extractor.commands import write_tables

    raise typer.Exit(write_tables(file, out, member))


@app.command()
def explain(
    file: File,
    offset: Annotated[int, typer.Argument(metavar="OFFSET", help="A code point of the text, as in the JSON.")],
    member: Member = None,
) -> None:
    """Say what Gouji made of the number at an offset of the text, step by step, and why."""
    from extractor.commands import explain_offset

    raise typer.Exit(explain_offset(file, offset, member))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the output."""
    from extractor.commands import schema_text

    sys.stdout.write(schema_text())


Data = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[DATA]...", help="Folders of NAME.gold.json files with their reports; default: annotations/."
    ),
]


@app.command()
def train(
    data: Data = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the model.")] = Path("models/own"),
    unlabelled: Annotated[
        list[Path] | None,
        typer.Option(help="Reports without annotation: what rules and catalogue agree on there is learned, too."),
    ] = None,
) -> None:
    """Learn from annotated reports how numbers are named, and write the model; needs gouji[train]."""
    from extractor.training.commands import train

    raise typer.Exit(train(data or _ANNOTATIONS, out, unlabelled or (), _say))


@app.command()
def score(
    data: Data = None,
    learn: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DATA", help="Reports to learn from in addition, but for those for the test; may be repeated."
        ),
    ] = None,
    model: Annotated[str | None, typer.Option(help="A model's folder; default: the shipped one.")] = None,
    split: Annotated[str | None, typer.Option(help="Only the reports of train, dev or test.")] = None,
    leave_one_out: Annotated[
        bool,
        typer.Option("--leave-one-out", help="Score each report with a model that saw neither it nor a copy of it."),
    ] = False,
    ablate: Annotated[
        bool,
        typer.Option(
            "--ablate", help="Also the rules alone, the model without them, without catalogue, without words."
        ),
    ] = False,
    confusions: Annotated[int, typer.Option(metavar="N", help="The N most frequent confusions of each field.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score the facts found in annotated reports: by kind, role and metric, beside the rules alone."""
    from extractor.training.commands import score

    raise typer.Exit(
        score(data or _ANNOTATIONS, learn or (), model, split, leave_one_out, ablate, confusions, as_json, _say)
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> None:
    """Run the command line; an expected error is one line on standard error, never a traceback."""
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        app()
    except BrokenPipeError:
        sys.exit(Exit.OK)
    except Exception as error:
        from extractor.errors import ExtractorError

        if debug:
            raise
        hint = "" if isinstance(error, ExtractorError) else f" ({type(error).__name__}; --debug shows where)"
        print(f"gouji: {error}{hint}", file=sys.stderr)
        sys.exit(Exit.UNREADABLE)
