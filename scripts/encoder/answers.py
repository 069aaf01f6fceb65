"""What a fine-tuned encoder says of each number in running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from encoder.model import Encoder
from encoder.weights import Array, Pieces
from encoder.windows import Window, batches, windows
from extractor.training.reports import Report
from extractor.types import Span


@dataclass(frozen=True)
class Answer:
    """What the encoder says of a number."""

    base: int
    chances: Array
    """Log-probabilities, first x last character from `base` on."""
    pointed: Span
    tagged: Span | None

    def sure(self, span: Span | None) -> float:
        """Log-probability that the name is `span`."""
        if span is None or span.start < self.base or span.end > self.base + len(self.chances):
            return -20.0
        return max(-20.0, float(self.chances[span.start - self.base, span.end - self.base - 1]))


Answers = dict[tuple[str, int], Answer]
"""By the digest of the report and the start of the number."""


def answers(encoder: Encoder, vocabulary: Pieces, reports: Iterable[Report]) -> Answers:
    """What `encoder` says of every number in running text."""
    result: Answers = {}
    for report in reports:
        found = list(windows(report, vocabulary))
        for batch in batches(found, range(len(found))):
            with torch.inference_mode():
                tags, spans = encoder(batch)
            for window, of_chars, of_numbers in zip(batch, tags, spans, strict=True):
                tagged = _tagged(window, of_chars.argmax(-1).tolist())
                for (start, _), chances, name in zip(window.numbers, of_numbers.numpy(), tagged, strict=True):
                    first, last = divmod(int(chances.argmax()), len(chances))
                    pointed = Span(window.base + first, window.base + last + 1)
                    result[report.doc.source.sha256, window.base + start] = Answer(
                        window.base, chances.astype(np.float16), pointed, name
                    )
    return result


def _tagged(window: Window, tags: Sequence[int]) -> Iterator[Span | None]:
    """The name of each number: tagged beside it, else the last one told before it."""
    runs: list[tuple[Span, int]] = []
    for at, tag in enumerate(tags, window.base):
        side = (tag + 1) // 2
        if tag and tag % 2 == 0 and runs and runs[-1][1] == side and runs[-1][0].end == at:
            runs[-1] = Span(runs[-1][0].start, at + 1), side
        elif tag:
            runs.append((Span(at, at + 1), side))
    spans = [Span(window.base + start, window.base + end) for start, end in window.numbers]
    edges = [window.base, *(edge for span in spans for edge in (span.start, span.end)), window.base + len(tags)]
    for number, floor, ceiling in zip(spans, edges[::2], edges[3::2], strict=False):
        before = [span for span, side in runs if side == 1 and span.end <= number.start]
        behind = [span for span, side in runs if side == 2 and number.end <= span.start and span.end <= ceiling]
        beside = [*(span for span in before[-1:] if span.start >= floor), *behind[:1], *before[-1:]]
        yield beside[0] if beside else None
