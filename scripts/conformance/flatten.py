"""A form as the text that office converters flatten it to (the grammar of `extractor.readers.flattened`)."""

from __future__ import annotations

from conformance.specification import Form, Grid
from conformance.word import entries


def flattened(form: Form) -> str:
    """The text as it comes of a .docx: a covered cell below a merge is empty, one at its right is not there."""
    return "".join(_table(block) if isinstance(block, Grid) else f"{block}\n" for block in form.blocks)


def _table(grid: Grid) -> str:
    rows = (
        "".join(f"\t{one.text if one.row == row else ''}\n" for one in line) + "\n"
        for row, line in enumerate(entries(grid))
    )
    return "".join(rows) + "\n"
