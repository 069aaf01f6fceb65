"""Run the commands that the READMEs show and write their output below them, so that the docs cannot lie.

A block is

    <!-- run: gouji check annotations/samples/….txt; lines 1-20 -->
    ```text
    …replaced…
    ```

`lines A-B` is optional and keeps that part of the output, with `…` where something was left out.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
BLOCK = re.compile(
    r"(<!-- run: (?P<command>[^;\n]+?)(?:; lines (?P<first>\d+)-(?P<last>\d+))? -->\n```text\n).*?(?=```\n)", re.DOTALL
)


def rendered(text: str) -> str:
    """`text` with every block's output made anew."""
    return BLOCK.sub(_block, text)


def _block(match: re.Match[str]) -> str:
    lines = _output(match["command"]).splitlines()
    if match["first"]:
        first, last = int(match["first"]) - 1, int(match["last"])
        lines = ["…"] * (first > 0) + lines[first:last] + ["…"] * (last < len(lines))
    return match[1] + "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _output(command: str) -> str:
    """Standard output of a `gouji` command, run at the top of the checkout in a terminal of 100 columns."""
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
    )
    if done.returncode not in (0, 1):
        sys.exit(f"build_readme: {command}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    for path in READMES:
        path.write_text(rendered(path.read_text(encoding="utf-8")), encoding="utf-8")
