"""The order of the stages, nothing else: read -> segment -> tabulate -> find -> normalise -> link -> reconcile."""

from __future__ import annotations

from collections.abc import Callable

from extractor.stages.find import find
from extractor.stages.link import link
from extractor.stages.normalise import normalise
from extractor.stages.reconcile import reconcile
from extractor.stages.segment import segment
from extractor.stages.tabulate import tabulate
from extractor.types import Doc

Stage = Callable[[Doc], Doc]

STAGES: tuple[Stage, ...] = (tabulate, segment, find, normalise, link, reconcile)


def process(doc: Doc, until: str | None = None) -> Doc:
    """Run the stages in order on a Doc that a reader made; `until` names the last stage to run."""
    for stage in STAGES:
        doc = stage(doc)
        if stage.__name__ == until:
            break
    return doc
