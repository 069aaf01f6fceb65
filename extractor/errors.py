"""Everything Gouji raises on purpose.

    ExtractorError
    ├── ReadError      a source file cannot be turned into text
    ├── LexiconError   a data file in configs/ is malformed
    ├── ConfigError    an option or a path of the run is wrong
    ├── ModelError     a trained model is missing or unreadable
    └── WriteError     a result cannot be written

A doubtful number is never an exception: it is a value (`None`) or a `Finding`.
"""


class ExtractorError(Exception):
    """Base of every error; keeps its arguments, so it crosses process boundaries unharmed."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place, self.reason = place, reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class ReadError(ExtractorError):
    """A source file cannot be turned into text; `reason` is for the person who sent it."""


class LexiconError(ExtractorError):
    """A data file is malformed; `place` names the file and the entry."""


class ConfigError(ExtractorError):
    """An option or a path is wrong; `place` names it, `reason` says the remedy."""


class ModelError(ExtractorError):
    """A trained model is missing or cannot be read."""


class WriteError(ExtractorError):
    """A result cannot be written to its target."""
