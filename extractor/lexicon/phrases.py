"""configs/phrases.yaml: names, slogans and idioms whose numerals measure nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.errors import LexiconError
from extractor.lexicon import read_yaml
from extractor.numerals import HAN_NUMERALS

_FILE = "configs/phrases.yaml"
_SECTIONS = ("name", "set-phrase", "idiom")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Stop phrases, found by the numeral that stands in them."""

    by_pair: dict[str, tuple[tuple[str, int, str], ...]]
    """Numeral and the character after it (or only the numeral, where it ends the phrase) -> phrase, the numeral's
    place in it, section; the longest phrase first."""
    heads: tuple[str, ...]
    """What makes a slogan of `N个…`."""

    def covering(self, text: str, start: int) -> tuple[int, int, str] | None:
        """Start, end and section of the longest stop phrase that holds the numeral at `start`."""
        best: tuple[int, int, str] | None = None
        for key in (text[start : start + 2], text[start : start + 1]):
            for phrase, offset, section in self.by_pair.get(key, ()):
                if best is not None and len(phrase) <= best[1] - best[0]:
                    break
                if offset <= start and text.startswith(phrase, start - offset):
                    best = (start - offset, start - offset + len(phrase), section)
                    break
        return best


@cache
def load_phrases() -> Phrases:
    """The stop phrases of configs/phrases.yaml."""
    data = read_yaml("phrases.yaml")
    if not isinstance(data, dict) or tuple(data) != _SECTIONS:
        raise LexiconError(_FILE, f"needs the sections {', '.join(_SECTIONS)}")
    by_pair: dict[str, list[tuple[str, int, str]]] = {}
    for section, entry in data.items():
        for phrase in entry["words"]:
            places = [n for n, c in enumerate(str(phrase)) if c in HAN_NUMERALS]
            if not places:
                raise LexiconError(f"{_FILE}: {section}", f"{phrase!r} holds no numeral")
            for offset in places:
                by_pair.setdefault(phrase[offset : offset + 2], []).append((phrase, offset, section))
    ordered = {key: tuple(sorted(found, key=lambda f: (-len(f[0]), f[0], f[1]))) for key, found in by_pair.items()}
    return Phrases(ordered, tuple(data["set-phrase"]["heads"]))


def examples() -> tuple[tuple[str, str], ...]:
    """Sentences in which nothing may be found, with their section."""
    return tuple(
        (e, section) for section, entry in read_yaml("phrases.yaml").items() for e in entry.get("examples", ())
    )
