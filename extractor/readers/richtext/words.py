"""Control words of RTF by what they do; any other word is passed over, and with `\\*` before it its whole group."""

from __future__ import annotations

CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "softline": "\n", "softpage": "",
    "emdash": "—", "endash": "–", "emspace": "\u3000", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}

PARAGRAPH = frozenset({"par", "sect", "pard", "intbl", "itap"})
TABLE = frozenset(
    {"trowd", "trleft", "cellx", "cell", "row", "nestcell", "nestrow", "clmgf", "clmrg", "clvmgf", "clvmrg"}
)
MERGES = {
    "clmgf": ("horizontal", "restart"),
    "clmrg": ("horizontal", "continue"),
    "clvmgf": ("vertical", "restart"),
    "clvmrg": ("vertical", "continue"),
}
RUN = frozenset(
    {"f", "plain", "v", "deleted", "mvf", "uc", "ansicpg", "mac", "pc", "pca", "deff", "fcharset", "cpg"}
)  # fmt: skip

PICTURES = frozenset({"pict", "shppict", "nonshppict"})
SKIPPED = PICTURES | {
    "stylesheet", "colortbl", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "info", "pgdsctbl",
    "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn",
    "annotation", "xe", "tc", "tcn", "rxe", "txe", "bkmkstart", "bkmkend", "private", "comment", "shprslt",
    "nonesttables", "objclass", "objname", "objdata", "mmathPict", "falt", "panose",
}  # fmt: skip
"""Groups that say nothing of the running text."""
DESTINATIONS = frozenset(
    {
        "fonttbl", "upr", "ud", "nesttableprops", "listtext", "pntext", "fldinst", "fldrslt", "shpinst", "do", "shptxt",
        "dptxbxtext", "footnote", "ftnalt",
    }
)  # fmt: skip
